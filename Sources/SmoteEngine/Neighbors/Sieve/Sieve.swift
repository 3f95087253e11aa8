import CKernels

/// A search through a sieve: distances in float32 tell which points may be near, and only of
/// these are the canonical distances computed.
///
/// That no neighbour slips through follows from the bound of `Sketch`, whose numbers are here
/// those of the row. With the largest norm of a slice of points it is the limit that the slice
/// is asked for: no farther than the last place of a query's list, nor than the smallest sums
/// show that its neighbours are. It is worth nothing where the columns are so different in scale
/// that the norms are 2^24 times as large as the distances looked for: then too many points
/// pass, and the chunk of queries goes back to the kernels of float64.
struct Sieve {
  let queries: Points
  let references: Points
  let metric: Metric.Form
  let sketch: Sketch.View
  let kernels: kernel_table
  let oneTable: Bool
  let shape: Shape

  /// Pairs that a thread may be busy with before the caller is asked whether to go on: some 20 ms
  /// on a slow machine. A pair takes as long as its columns, and 8 more for its limit.
  static func pairsOfTurn(columns: Int, lanes: Int) -> Int { (lanes << 24) / (columns + 8) }

  /// Sizes of the blocks.
  struct Shape {
    let lanes: Int
    let tile: Int
    let columns: Int
    /// Points that are packed at a time, and that a chunk of queries meets at a time.
    let panelPoints: Int
    let sliceGroups: Int
    /// Queries that a thread takes at a time.
    let chunkQueries: Int

    init(columns: Int, lanes: Int, queries: Int, references: Int) {
      tile = Int(KERNEL_QUERIES)
      self.lanes = lanes
      self.columns = columns
      let groups = pieces(references, of: lanes)
      panelPoints = lanes * min(max((16 << 20) / (8 * columns * lanes), 1), groups)
      sliceGroups = min(max((32 << 10) / (4 * columns * lanes), 1), panelPoints / lanes)
      let turn = Sieve.pairsOfTurn(columns: columns, lanes: lanes) / panelPoints
      let tiles = min(
        max((512 << 10) / (4 * columns * tile), 1), max(16, queries / 256), max(turn / tile, 4))
      chunkQueries = min(tiles * tile, pieces(queries, of: tile) * tile)
    }

    var groupElements: Int { columns * lanes }
    var panelGroups: Int { panelPoints / lanes }
    /// Hits that one call of the kernel can find.
    var hits: Int { tile * sliceGroups * lanes }
  }

  // MARK: Packing

  /// Packs one group of references.
  func pack(group: Int, first: Int, into panel: SievePoints.View) {
    let lanes = shape.lanes
    let start = first &+ group &* lanes
    let points = start..<min(start &+ lanes, references.count)
    let exact = panel.exact + group &* lanes &* shape.columns
    references.read(points, metric, into: exact)
    panel.norms[group] = sketch.draw(
      exact, points.count, lanes: lanes, into: panel.narrow + group &* shape.groupElements)
  }

  // MARK: Meeting

  /// One chunk of queries against a panel.
  ///
  /// - Returns: whether the sieve was worth it; if not, the chunk is not done.
  func meet(
    chunk: Int, first: Int, groups: Int, _ panel: SievePoints.View, _ lists: NeighborLists.Places,
    _ workspace: Workspace
  ) -> Bool {
    let start = chunk &* shape.chunkQueries
    let range = start..<min(start &+ shape.chunkQueries, queries.count)
    let tiles = pieces(range.count, of: shape.tile)
    queries.read(range, metric, into: workspace.exact)
    for tile in 0..<tiles {
      let place = tile &* shape.tile
      workspace.norms[tile] = sketch.draw(
        workspace.exact + place &* shape.columns, min(shape.tile, range.count &- place),
        lanes: shape.tile, into: workspace.narrow + place &* shape.columns)
      guard workspace.norms[tile] < Sketch.largestNorm else { return false }
    }
    workspace.candidates.empty(range.count)
    var found = 0
    var met = 0
    var slice = 0
    var meeting = Meeting(range: range, first: first, norm: 0, panel: panel, lists: lists)
    // As in `BruteForce`: short slices first, until the lists are full.
    var length = 1 + lists.k / shape.lanes
    while slice < groups {
      let end = min(slice &+ min(length, shape.sliceGroups), groups)
      length = min(2 &* length, shape.sliceGroups)
      for group in slice..<end {
        meeting.norm = max(meeting.norm, panel.norms[group])
      }
      guard meeting.norm < Sketch.largestNorm else { return false }
      for tile in 0..<tiles {
        found &+= sift(tile, slice..<end, meeting, workspace)
      }
      met &+= range.count &* (end &- slice) &* shape.lanes
      // Lists that are still filling up let much through.
      if slice > 64 && found > met / 8 { return false }
      slice = end
    }
    for query in 0..<range.count {
      settle(query, meeting, workspace)
    }
    return true
  }

  /// A chunk of queries and a panel.
  private struct Meeting {
    let range: Range<Int>
    /// The point that the panel begins with.
    let first: Int
    /// The largest of the points met so far.
    var norm: Double
    let panel: SievePoints.View
    let lists: NeighborLists.Places
  }

  /// The queries of a tile, counted from the first of the chunk.
  private func queries(of tile: Int, _ meeting: Meeting) -> Range<Int> {
    tile &* shape.tile..<min((tile &+ 1) &* shape.tile, meeting.range.count)
  }

  /// One tile of queries against one slice of the panel.
  ///
  /// - Returns: how many pairs it let through.
  private func sift(
    _ tile: Int, _ groups: Range<Int>, _ meeting: Meeting, _ workspace: Workspace
  ) -> Int {
    let firstNumber = references.number(meeting.first &+ groups.lowerBound &* shape.lanes)
    // Tiles that are not full meet limits that nothing is within.
    var reaches = SIMD4<Double>(repeating: .nan)
    let queries = queries(of: tile, meeting)
    for query in queries {
      reaches[query &- queries.lowerBound] = min(
        meeting.lists.limit(meeting.range.lowerBound &+ query, forNumbersFrom: firstNumber),
        reach(query, meeting, workspace))
    }
    var limits = limits(reaches, tile, meeting, workspace)
    let found = withLanes(of: &limits) { limits in
      kernels.narrow_within(
        workspace.narrow + queries.lowerBound &* shape.columns,
        meeting.panel.narrow + groups.lowerBound &* shape.groupElements, Int64(shape.columns),
        Int64(groups.count), limits, workspace.hits)
    }
    for index in 0..<Int(found) {
      let hit = workspace.hits[index]
      let query = queries.lowerBound &+ Int(hit.query)
      let point = groups.lowerBound &* shape.lanes &+ Int(hit.point)
      if !workspace.candidates.add(point, at: hit.bound, of: query) {
        settle(query, meeting, workspace)
      }
    }
    return Int(found)
  }

  /// How far the neighbours of a query may be, by the sums of those met so far: squared.
  private func reach(_ query: Int, _ meeting: Meeting, _ workspace: Workspace) -> Double {
    sketch.reach(
      workspace.candidates.last(query),
      norms: workspace.norms[query / shape.tile] + meeting.norm)
  }

  private func limits(
    _ reaches: SIMD4<Double>, _ tile: Int, _ meeting: Meeting, _ workspace: Workspace
  ) -> SIMD4<Float> {
    let norms = SIMD4(repeating: Float(workspace.norms[tile]))
    return sketch.limits(sketch.reaches(reaches, norms: norms), norm: Float(meeting.norm))
  }

  /// Those that wait for a query become neighbours, or are too far.
  private func settle(_ query: Int, _ meeting: Meeting, _ workspace: Workspace) {
    let lists = meeting.lists
    let place = meeting.range.lowerBound &+ query
    let reaches = SIMD4(
      repeating: min(lists.reach(place), reach(query, meeting, workspace)))
    let limit = limits(reaches, query / shape.tile, meeting, workspace)[0]
    let waiting = workspace.candidates.points(of: query)
    var near = 0
    for candidate in waiting where candidate.bound <= limit {
      waiting[near] = candidate
      near &+= 1
    }
    workspace.candidates.forget(query)
    guard near > 0, let hits = waiting.baseAddress else { return }
    let survivors = Survivors(
      hits: hits, count: near, queries: workspace.exact + query &* shape.columns,
      points: meeting.panel.exact)
    for index in stride(from: 0, to: near, by: 4) {
      let distances = survivors.distances(from: index, metric)
      for lane in 0..<min(4, near &- index) {
        let number = references.number(meeting.first &+ Int(hits[index &+ lane].point))
        if oneTable && number == queries.number(place) { continue }
        lists.insert(number, at: distances[lane], query: place)
      }
    }
  }

  /// What a thread needs for itself.
  struct Workspace {
    let exact: UnsafeMutablePointer<Double>
    let narrow: UnsafeMutablePointer<Float>
    let norms: UnsafeMutablePointer<Double>
    let hits: UnsafeMutablePointer<kernel_narrow_hit>
    let candidates: Candidates
  }
}
