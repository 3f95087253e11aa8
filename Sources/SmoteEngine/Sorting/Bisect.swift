/// The place of the first of ascending values that is not below `value`.
func bisect<Value: Comparable>(_ values: UnsafeBufferPointer<Value>, _ value: Value) -> Int {
  var low = 0
  var high = values.count
  while low < high {
    let middle = (low + high) / 2
    if values[middle] < value { low = middle + 1 } else { high = middle }
  }
  return low
}
