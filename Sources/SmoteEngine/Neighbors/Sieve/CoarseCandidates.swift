/// Points that may be neighbours, as whole numbers tell: for each point those with the smallest
/// |p - q|^2 so far, nearest first.
///
/// The k-th of them says how far a neighbour can be: canonical distances wait until all have met.
struct CoarseCandidates: ~Copyable {
  /// |p - q|^2 in front of the place of the point.
  private let keys: Buffer<Int64>
  private let counts: Buffer<Int>
  private let k: Int

  /// Points that wait at most: beyond k, those that whole numbers cannot tell from the k-th.
  private static func capacity(k: Int) -> Int { 2 * k + 8 }

  /// What they take for a point, its limits included.
  static func bytes(k: Int) -> Int { 8 * capacity(k: k) + 24 }

  init(_ blocks: Blocks, k: Int) throws(Failure) {
    let keys = try Buffer<Int64>(
      try elements(blocks.points, by: CoarseCandidates.capacity(k: k)))
    let counts = try Buffer<Int>(blocks.points)
    self.k = k
    self.counts = consume counts
    self.keys = consume keys
  }

  var view: View {
    View(
      keys: keys.base, counts: counts.base, k: k, capacity: CoarseCandidates.capacity(k: k))
  }

  struct View {
    fileprivate let keys: UnsafeMutablePointer<Int64>
    fileprivate let counts: UnsafeMutablePointer<Int>
    fileprivate let k: Int
    let capacity: Int
  }
}

extension CoarseCandidates.View {
  func empty(_ point: Int) { counts[point] = 0 }

  /// Forgets those of a point that are beyond a limit.
  @inline(__always)
  func forget(of point: Int, beyond limit: Int32) {
    let list = list(point)
    var count = counts[point]
    while count > 0 && square(list[count &- 1]) > limit { count &-= 1 }
    counts[point] = count
  }

  func isFull(_ point: Int) -> Bool { counts[point] == capacity }

  /// Adds a candidate of a point, for which there is room.
  ///
  /// - Returns: the k-th square, where it is another one now.
  @inline(__always)
  func add(_ other: Int, at square: Int32, to point: Int) -> Int32? {
    let list = list(point)
    let key = Int64(square) &<< 32 | Int64(other)
    var place = counts[point]
    counts[point] = place &+ 1
    while place > 0 && key < list[place &- 1] {
      list[place] = list[place &- 1]
      place &-= 1
    }
    list[place] = key
    return place < k && counts[point] >= k ? self.square(list[k &- 1]) : nil
  }

  /// The candidates of a point, by their places.
  func forEach(of point: Int, _ body: (_ other: Int) -> Void) {
    let list = list(point)
    for index in 0..<counts[point] {
      body(Int(list[index] & 0xFFFF_FFFF))
    }
  }

  private func list(_ point: Int) -> UnsafeMutablePointer<Int64> { keys + point &* capacity }

  @inline(__always)
  private func square(_ key: Int64) -> Int32 { Int32(truncatingIfNeeded: key &>> 32) }
}
