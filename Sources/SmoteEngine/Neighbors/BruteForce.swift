import CKernels

/// The search by the kernels of float64 alone: every query meets every reference point, in
/// blocks that stay in the caches.
///
/// The references are packed for the kernels, `panelBytes` at a time, by all threads.
/// Then the threads share the queries, chunk by chunk; a chunk meets the panel slice
/// by slice. The kernels do the canonical arithmetic and hand over what is not beyond
/// the last place of a query's list. Because the lists are ordered by (distance,
/// number), neither block sizes nor threads nor the CPU level can change a result.
///
/// Memory besides the lists: the panel, and a chunk of queries per thread; both grow
/// with the number of columns alone.
///
/// - Complexity: O(queries * references * columns).
struct BruteForce {
  private let search: Search
  private let shape: Shape

  init(_ search: Search) {
    self.search = search
    shape = Shape(
      columns: search.metric.columns, lanes: Int(search.kernels.lanes),
      queries: search.queries.count, references: search.references.count)
  }

  /// Sizes of the blocks.
  private struct Shape {
    let lanes: Int
    /// Elements of a group of points, and of a tile of queries.
    let groupElements: Int
    let tileElements: Int
    /// Groups that are packed at a time, and that a chunk of queries meets at a time.
    let panelGroups: Int
    let sliceGroups: Int
    /// Queries that a thread takes at a time.
    let chunkQueries: Int

    private static let panelBytes = 16 << 20
    private static let sliceBytes = 64 << 10
    private static let queryBytes = 256 << 10

    init(columns: Int, lanes: Int, queries: Int, references: Int) {
      let tile = Int(KERNEL_QUERIES)
      self.lanes = lanes
      groupElements = columns * lanes
      tileElements = columns * tile
      let groups = pieces(references, of: lanes)
      panelGroups = min(max(Shape.panelBytes / (8 * groupElements), 1), groups)
      // The place of a hit is 32 bits wide, which no slice comes near.
      sliceGroups = min(max(Shape.sliceBytes / (8 * groupElements), 1), panelGroups)
      let tiles = min(max(Shape.queryBytes / (8 * tileElements), 1), 16)
      chunkQueries = min(tiles * tile, pieces(queries, of: tile) * tile)
    }
  }

  func improve(
    _ lists: NeighborLists.Places, _ crew: inout Crew
  ) throws(Failure) {
    let groups = pieces(search.references.count, of: shape.lanes)
    let chunks = pieces(search.queries.count, of: shape.chunkQueries)
    // Some 15 products a nanosecond with the widest vectors, 4 with the narrowest.
    let pairs = Double(search.queries.count) * Double(search.references.count)
    let workers = crew.workers(
      chunks: chunks, nanoseconds: pairs * Double(search.metric.columns + 4) / 10)
    let panel = try Buffer<Double>(shape.panelGroups * shape.groupElements)
    let workspace = try Workspace(
      queryElements: shape.chunkQueries / tile * shape.tileElements, hits: hits, workers: workers)
    let panels = pieces(groups, of: shape.panelGroups)
    for index in 0..<panels {
      let first = index * shape.panelGroups
      let end = min(first + shape.panelGroups, groups)
      let done = Double(index) / Double(panels)
      let packed = (Double(index) + 0.02) / Double(panels)
      crew.progress.beginStep(from: done, to: packed)
      try pack(first..<end, into: panel, &crew)
      crew.progress.beginStep(from: packed, to: Double(index + 1) / Double(panels))
      try crew.share(
        chunks, workers: workers,
        Meeting(
          force: self, groups: first..<end, panel: panel.base, lists: lists,
          workspace: workspace.parts))
    }
  }

  private var tile: Int { Int(KERNEL_QUERIES) }

  /// Hits that one call of the kernel can find.
  private var hits: Int { tile * shape.sliceGroups * shape.lanes }

  private func pack(
    _ groups: Range<Int>, into panel: borrowing Buffer<Double>, _ crew: inout Crew
  ) throws(Failure) {
    let workers = crew.workers(
      chunks: groups.count, nanoseconds: Double(groups.count * shape.groupElements) * 1.5)
    try crew.share(
      groups.count, workers: workers,
      Packing(force: self, groups: groups, target: panel.base))
  }

  /// Packs the references of a panel, group by group.
  private struct Packing: Work {
    let force: BruteForce
    let groups: Range<Int>
    let target: UnsafeMutablePointer<Double>

    static var threadEntry: ThreadEntry { { Job<Packing>.enter($0) } }

    func run(worker: Int, chunk: Int) {
      let lanes = force.shape.lanes
      let first = (groups.lowerBound &+ chunk) &* lanes
      let references = force.search.references
      references.pack(
        first..<min(first &+ lanes, references.count), lanes: lanes, force.search.metric,
        into: target + chunk &* force.shape.groupElements)
    }
  }

  /// Lets the queries meet the panel, chunk by chunk.
  private struct Meeting: Work {
    let force: BruteForce
    let groups: Range<Int>
    let panel: UnsafePointer<Double>
    let lists: NeighborLists.Places
    let workspace: Workspace.Parts

    static var threadEntry: ThreadEntry { { Job<Meeting>.enter($0) } }

    func run(worker: Int, chunk: Int) {
      force.meet(
        chunk: chunk, panel: panel, groups: groups, lists, queries: workspace.queries(worker),
        hits: workspace.hits(worker))
    }
  }

  /// One chunk of queries against the panel.
  private func meet(
    chunk: Int, panel: UnsafePointer<Double>, groups: Range<Int>,
    _ lists: NeighborLists.Places, queries packed: UnsafeMutablePointer<Double>,
    hits: UnsafeMutablePointer<kernel_hit>
  ) {
    let first = chunk &* shape.chunkQueries
    let end = min(first &+ shape.chunkQueries, search.queries.count)
    let tiles = pieces(end &- first, of: tile)
    for index in 0..<tiles {
      let start = first &+ index &* tile
      search.queries.pack(
        start..<min(start &+ tile, end), lanes: tile, search.metric,
        into: packed + index &* shape.tileElements)
    }
    var slice = groups.lowerBound
    // The limits that a slice meets are those before it, so the first slices are short:
    // just long enough to fill the lists, then twice as long each.
    var length = 1 + lists.k / shape.lanes
    while slice < groups.upperBound {
      let sliceEnd = min(slice &+ min(length, shape.sliceGroups), groups.upperBound)
      length = min(2 &* length, shape.sliceGroups)
      let points = panel + (slice &- groups.lowerBound) &* shape.groupElements
      for index in 0..<tiles {
        let start = first &+ index &* tile
        collect(
          queries: start..<min(start &+ tile, end),
          packed: packed + index &* shape.tileElements, points: points,
          groups: slice..<sliceEnd, lists, hits)
      }
      slice = sliceEnd
    }
  }

  /// One tile of queries against one slice of the panel.
  private func collect(
    queries range: Range<Int>, packed: UnsafePointer<Double>, points: UnsafePointer<Double>,
    groups: Range<Int>, _ lists: NeighborLists.Places, _ hits: UnsafeMutablePointer<kernel_hit>
  ) {
    // Tiles that are not full meet limits that nothing is within.
    var limits = SIMD4<Double>(repeating: -1)
    let firstNumber = search.references.number(groups.lowerBound &* shape.lanes)
    for index in 0..<range.count {
      limits[index] = lists.limit(range.lowerBound &+ index, forNumbersFrom: firstNumber)
    }
    var columns = search.metric.kernelColumns
    let found = withLanes(of: &limits) { limits in
      search.kernels.within(packed, points, &columns, Int64(groups.count), limits, hits)
    }
    let firstPoint = groups.lowerBound &* shape.lanes
    for index in 0..<Int(found) {
      let hit = hits[index]
      let query = range.lowerBound &+ Int(hit.query)
      let number = search.references.number(firstPoint &+ Int(hit.point))
      if search.oneTable && number == search.queries.number(query) { continue }
      lists.insert(number, at: hit.distance, query: query)
    }
  }
}

/// What each thread needs for itself.
private struct Workspace: ~Copyable {
  private let packedQueries: Buffer<Double>
  private let foundHits: Buffer<kernel_hit>
  private let queryElements: Int
  private let hitCount: Int

  init(queryElements: Int, hits: Int, workers: Int) throws(Failure) {
    let packedQueries = try Buffer<Double>(queryElements * workers)
    let foundHits = try Buffer<kernel_hit>(hits * workers)
    self.queryElements = queryElements
    hitCount = hits
    self.foundHits = consume foundHits
    self.packedQueries = consume packedQueries
  }

  var parts: Parts {
    Parts(
      packedQueries: packedQueries.base, queryElements: queryElements,
      foundHits: foundHits.base, hitCount: hitCount)
  }

  struct Parts {
    fileprivate let packedQueries: UnsafeMutablePointer<Double>
    fileprivate let queryElements: Int
    fileprivate let foundHits: UnsafeMutablePointer<kernel_hit>
    fileprivate let hitCount: Int

    func queries(_ worker: Int) -> UnsafeMutablePointer<Double> {
      packedQueries + worker &* queryElements
    }

    func hits(_ worker: Int) -> UnsafeMutablePointer<kernel_hit> {
      foundHits + worker &* hitCount
    }
  }
}
