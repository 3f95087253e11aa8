/// Sorts in place, ascending. (The standard library's sort takes memory of its own, and ends
/// the process where there is none.)
func heapSort<Value: Comparable>(_ values: UnsafeMutablePointer<Value>, _ count: Int) {
  for root in stride(from: count / 2 - 1, through: 0, by: -1) {
    sink(root, values, count)
  }
  for end in stride(from: count - 1, to: 0, by: -1) {
    (values[0], values[end]) = (values[end], values[0])
    sink(0, values, end)
  }
}

/// The same, with questions to the caller on the way.
func heapSort<Value: Comparable>(
  _ values: UnsafeMutablePointer<Value>, _ count: Int, _ crew: inout Crew
) throws(Failure) {
  for root in stride(from: count / 2 - 1, through: 0, by: -1) {
    if root & 0xFFFF == 0 { try crew.progress.report(1, of: 1) }
    sink(root, values, count)
  }
  for end in stride(from: count - 1, to: 0, by: -1) {
    if end & 0xFFFF == 0 { try crew.progress.report(1, of: 1) }
    (values[0], values[end]) = (values[end], values[0])
    sink(0, values, end)
  }
}

/// Lets a value sink below its larger children, in the heap of the first `count` values.
private func sink<Value: Comparable>(
  _ root: Int, _ values: UnsafeMutablePointer<Value>, _ count: Int
) {
  var root = root
  while case var child = 2 &* root &+ 1, child < count {
    if child &+ 1 < count && values[child] < values[child &+ 1] { child &+= 1 }
    guard values[root] < values[child] else { return }
    (values[root], values[child]) = (values[child], values[root])
    root = child
  }
}
