/// Moves the `wanted` smallest keys, no two of which are equal, to the front (Hoare's algorithm
/// 65, CACM 4(7), 1961).
///
/// - Parameter pause: called after each million of keys.
@inline(__always)
func select<Interruption: Error>(
  _ wanted: Int, _ keys: UnsafeMutablePointer<UInt64>, _ count: Int,
  pause: () throws(Interruption) -> Void
) throws(Interruption) {
  var first = 0
  var last = count
  while first < wanted && wanted < last {
    let range = first..<last
    let pivot = pivot(for: wanted, keys, range)
    var middle = try partition(keys, range, below: pivot, pause: pause)
    // Where nothing is less, the pivot alone goes to the front.
    if middle == first { middle = try partition(keys, range, below: pivot + 1, pause: pause) }
    if wanted < middle { last = middle } else { first = middle }
  }
}

/// Moves the keys below another to the front.
///
/// - Returns: where the others begin.
@inline(__always)
private func partition<Interruption: Error>(
  _ keys: UnsafeMutablePointer<UInt64>, _ range: Range<Int>, below pivot: UInt64,
  pause: () throws(Interruption) -> Void
) throws(Interruption) -> Int {
  var middle = range.lowerBound
  var start = range.lowerBound
  while start < range.upperBound {
    let end = min(start &+ 1 << 20, range.upperBound)
    for place in start..<end {
      let key = keys[place]
      keys[place] = keys[middle]
      keys[middle] = key
      // 1 or 0, without a branch, which nothing could predict.
      middle &+= Int((key &- pivot) >> 63)
    }
    start = end
    try pause()
  }
  return middle
}

/// A key near the wanted place, by a sample where there are many.
private func pivot(
  for wanted: Int, _ keys: UnsafeMutablePointer<UInt64>, _ range: Range<Int>
) -> UInt64 {
  guard range.count > 256 else { return keys[range.lowerBound &+ (range.count &- 1) / 2] }
  var sample = InlineArray<31, UInt64>(repeating: 0)
  for number in 0..<31 {
    let key = keys[range.lowerBound &+ number &* (range.count &- 1) / 30]
    var place = number
    while place > 0 && sample[place &- 1] > key {
      sample[place] = sample[place &- 1]
      place &-= 1
    }
    sample[place] = key
  }
  return sample[min(31 &* (wanted &- range.lowerBound) / range.count, 30)]
}
