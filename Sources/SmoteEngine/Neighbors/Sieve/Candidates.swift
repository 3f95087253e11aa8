import CKernels

/// What the sieve lets through, query by query: it waits until it is known which of it is near.
///
/// The smallest sums say how far a neighbour can be, long before its canonical distance is
/// computed; most of what was let through at first is ruled out by then.
struct Candidates {
  /// Sums that are kept of a query: as many points are no farther than the last one.
  let kept: Int
  private let sums: UnsafeMutablePointer<Float>
  private let waiting: UnsafeMutablePointer<kernel_narrow_hit>
  private let counts: UnsafeMutablePointer<Int>

  /// Points of a query that wait at most.
  static let most = 64

  init(
    kept: Int, sums: UnsafeMutablePointer<Float>,
    waiting: UnsafeMutablePointer<kernel_narrow_hit>, counts: UnsafeMutablePointer<Int>
  ) {
    self.kept = kept
    self.sums = sums
    self.waiting = waiting
    self.counts = counts
  }

  func empty(_ queries: Int) {
    sums.update(repeating: .infinity, count: queries &* kept)
    counts.update(repeating: 0, count: queries)
  }

  /// The largest of the smallest sums; infinity as long as there are fewer.
  @inline(__always)
  func last(_ query: Int) -> Float { sums[query &* kept &+ kept &- 1] }

  func points(of query: Int) -> UnsafeMutableBufferPointer<kernel_narrow_hit> {
    UnsafeMutableBufferPointer(
      start: waiting + query &* Candidates.most, count: counts[query])
  }

  func forget(_ query: Int) { counts[query] = 0 }

  /// - Returns: whether there is room for more.
  @inline(__always)
  func add(_ point: Int, at sum: Float, of query: Int) -> Bool {
    let count = counts[query]
    waiting[query &* Candidates.most &+ count] = kernel_narrow_hit(
      bound: sum, query: 0, point: Int32(truncatingIfNeeded: point))
    counts[query] = count &+ 1
    if sum < last(query) { insert(sum, sums + query &* kept) }
    return count &+ 1 < Candidates.most
  }

  @inline(__always)
  private func insert(_ sum: Float, _ sums: UnsafeMutablePointer<Float>) {
    let place = insertionPlace(kept) { sum < sums[$0] }
    makeRoom(sums, place, kept)
    sums[place] = sum
  }
}
