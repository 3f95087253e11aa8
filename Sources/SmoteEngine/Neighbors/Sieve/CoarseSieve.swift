import CKernels

/// The sieve for points among themselves, in whole numbers: it looks at each pair once.
///
/// Blocks of points meet as in a tournament. What is near in whole numbers, of either of a pair,
/// becomes its candidate, and moves its limit; only what is left at the end is compared
/// canonically. Nobody else reads or writes the candidates and limits of two blocks that meet.
/// Which blocks meet sooner changes what becomes a candidate, but not what is found:
/// `CoarsePoints` has the proof.
struct CoarseSieve {
  let points: Points
  let metric: Metric.Form
  let findPairs: kernel_coarse_mutual
  let blocks: Blocks
  /// Row by row.
  let exact: UnsafeMutablePointer<Double>
  let coarse: CoarsePoints.View
  let slack: Double
  let limits: CoarseLimits.View
  let candidates: CoarseCandidates.View
  let lists: NeighborLists.Places

  static let tile = Int(KERNEL_QUERIES)
  /// Points that settle at once: distances are computed by fours, the last of one point with the
  /// first of the next.
  static let together = 16

  // MARK: Meeting

  /// Everybody may look as far as the lists do.
  func begin(_ block: Int) {
    let points = blocks.points(of: block)
    for point in points {
      candidates.empty(point)
      setLimit(coarse.limit(lists.reach(point), slack: slack), of: point)
    }
    // Nothing is within the limit of points that there are not.
    for place in points.upperBound..<blocks.groups(of: block).upperBound &* blocks.lanes {
      setLimit(-2, of: place)
    }
  }

  @inline(__always)
  private func setLimit(_ limit: Int32, of point: Int) {
    limits.set(limit, of: point, square: coarse.squares[point])
  }

  /// The points of a block look for each other.
  ///
  /// - Returns: whether whole numbers tell them apart.
  func meet(_ block: Int, _ workspace: Workspace) -> Bool {
    let points = blocks.points(of: block)
    var tally = Tally()
    for first in stride(from: points.lowerBound, to: points.upperBound, by: CoarseSieve.tile) {
      let queries = first..<min(first &+ CoarseSieve.tile, points.upperBound)
      var start = first / blocks.lanes &* blocks.lanes
      while start < points.upperBound {
        let end = min(start &+ blocks.sliceGroups &* blocks.lanes, points.upperBound)
        meet(queries, start..<end, isOneBlock: true, workspace, &tally)
        start = end
      }
      guard isLittle(tally, points.count, points.count) else { return false }
    }
    return true
  }

  /// The points of two blocks look for each other.
  ///
  /// - Returns: whether whole numbers tell them apart.
  func meet(_ block: Int, _ other: Int, _ workspace: Workspace) -> Bool {
    let queries = blocks.points(of: block)
    let points = blocks.points(of: other)
    var tally = Tally()
    var start = points.lowerBound
    while start < points.upperBound {
      let end = min(start &+ blocks.sliceGroups &* blocks.lanes, points.upperBound)
      for first in stride(from: queries.lowerBound, to: queries.upperBound, by: CoarseSieve.tile) {
        meet(
          first..<min(first &+ CoarseSieve.tile, queries.upperBound), start..<end,
          isOneBlock: false, workspace, &tally)
      }
      guard isLittle(tally, queries.count, points.count) else { return false }
      start = end
    }
    return true
  }

  /// What came of a meeting.
  private struct Tally {
    /// Pairs that are near.
    var pairs = 0
    /// How often a point had more candidates than may wait.
    var settled = 0
  }

  /// Whether that is little: most points have few candidates.
  private func isLittle(_ tally: Tally, _ queries: Int, _ points: Int) -> Bool {
    tally.pairs <= queries &* (points / 16 &+ 4 &* lists.k)
      && tally.settled <= (queries &+ points) / 8
  }

  /// A tile meets a slice.
  ///
  /// - Parameter isOneBlock: then pairs are looked at whose first point is in front.
  @inline(__always)
  private func meet(
    _ queries: Range<Int>, _ points: Range<Int>, isOneBlock: Bool, _ workspace: Workspace,
    _ tally: inout Tally
  ) {
    let count = Int(
      findPairs(
        coarse.tile(from: queries.lowerBound), coarse.panel(from: points.lowerBound),
        Int64(coarse.pairs), Int64(queries.count), Int64(points.count),
        limits.terms(from: queries.lowerBound), limits.terms(from: points.lowerBound),
        workspace.hits))
    for index in 0..<count {
      let hit = workspace.hits[index]
      let query = queries.lowerBound &+ Int(hit.query)
      let point = points.lowerBound &+ Int(hit.point)
      if isOneBlock && point <= query { continue }
      let square = coarse.squares[query] &+ coarse.squares[point] &- 2 &* hit.product
      add(point, at: square, to: query, workspace, &tally)
      add(query, at: square, to: point, workspace, &tally)
      tally.pairs &+= 1
    }
  }

  @inline(__always)
  private func add(
    _ other: Int, at square: Int32, to point: Int, _ workspace: Workspace, _ tally: inout Tally
  ) {
    guard square <= limits[point] else { return }
    candidates.forget(of: point, beyond: limits[point])
    if candidates.isFull(point) {
      settle(point..<point &+ 1, workspace)
      tally.settled &+= 1
    }
    guard let last = candidates.add(other, at: square, to: point) else { return }
    setLimit(min(limits[point], coarse.limit(whole: last, slack: slack)), of: point)
  }

  // MARK: Settling

  func settle(block: Int, _ workspace: Workspace) {
    let points = blocks.points(of: block)
    for first in stride(from: points.lowerBound, to: points.upperBound, by: CoarseSieve.together) {
      settle(first..<min(first &+ CoarseSieve.together, points.upperBound), workspace)
    }
  }

  /// The candidates of some points become neighbours, or are too far.
  private func settle(_ points: Range<Int>, _ workspace: Workspace) {
    var near = 0
    for point in points {
      candidates.forget(of: point, beyond: limits[point])
      candidates.forEach(of: point) { other in
        workspace.candidates[near] = kernel_narrow_hit(
          bound: 0, query: Int32(truncatingIfNeeded: point &- points.lowerBound),
          point: Int32(truncatingIfNeeded: other))
        near &+= 1
      }
    }
    let survivors = Survivors(
      hits: workspace.candidates, count: near,
      queries: exact + points.lowerBound &* metric.columns, points: exact)
    for index in stride(from: 0, to: near, by: 4) {
      let distances = survivors.distances(from: index, metric)
      for lane in 0..<min(4, near &- index) {
        let pair = workspace.candidates[index &+ lane]
        lists.insert(
          self.points.number(Int(pair.point)), at: distances[lane],
          query: points.lowerBound &+ Int(pair.query))
      }
    }
    for point in points {
      candidates.empty(point)
      setLimit(min(limits[point], coarse.limit(lists.reach(point), slack: slack)), of: point)
    }
  }

  /// What a thread needs for itself.
  struct Workspace {
    let hits: UnsafeMutablePointer<kernel_coarse_hit>
    let candidates: UnsafeMutablePointer<kernel_narrow_hit>
  }
}
