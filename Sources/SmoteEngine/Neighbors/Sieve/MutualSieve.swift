import CKernels

/// The sieve for points among themselves, which looks at each pair once: what is within the limit
/// of either is computed, and may enter the lists of both.
///
/// The points are cut into blocks. In the first round each block meets itself, so that all lists
/// are full; then, as in a tournament, each meets every other one. The pairs of a round have no
/// block in common, so that threads can share them: nobody else reads or writes their lists.
/// Which pairs of blocks meet sooner changes what is looked at, but not what is found.
///
/// The bounds are those of `Sieve`, with limits that are as old as the meeting. Blocks meet each
/// other in whole numbers where these tell enough: see `CoarsePoints`.
struct MutualSieve {
  let points: Points
  let metric: Metric.Form
  let sketch: Sketch.View
  let kernels: kernel_table
  let shape: Shape
  let storage: SievePoints.View
  let lists: NeighborLists.Places
  /// `nil` where whole numbers do not help.
  var coarse: CoarsePoints.View?

  /// What all points may be stored in, at 14 bytes a number.
  static let mostBytes = 512 << 20

  /// Sizes of the blocks.
  struct Shape {
    let points: Int
    let columns: Int
    let lanes: Int
    /// Groups of points of a block, and of a slice of one that stays in the nearest cache.
    let blockGroups: Int
    let sliceGroups: Int

    init(points: Int, columns: Int, lanes: Int, workers: Int) {
      self.points = points
      self.columns = columns
      self.lanes = lanes
      // As many blocks as keep all threads at work, none of which is larger than half a cache, or
      // takes a thread too long to meet another. To meet itself costs a block twice as much, and
      // more where others are met in whole numbers: so twice as many, unless they become small.
      let few = points / (8 * max(2, workers))
      let wanted = max(few / 2, min(few, 512))
      let most = max((1 << 20) / (4 * columns), 1)
      let pairs = Sieve.pairsOfTurn(columns: columns, lanes: lanes)
      let turn = Int(Double(pairs).squareRoot())
      blockGroups = max(min(wanted, most, turn) / lanes, 1)
      sliceGroups = min(max((32 << 10) / (4 * columns * lanes), 1), blockGroups)
    }

    var blockPoints: Int { blockGroups * lanes }
    var blocks: Int { pieces(points, of: blockPoints) }
    /// Of columns.
    var pairs: Int { pieces(columns, of: 2) }
    var groups: Int { pieces(points, of: lanes) }

    func points(of block: Int) -> Range<Int> {
      block &* blockPoints..<min((block &+ 1) &* blockPoints, points)
    }

    func groups(of block: Int) -> Range<Int> {
      block &* blockGroups..<min((block &+ 1) &* blockGroups, groups)
    }
  }

  // MARK: Packing

  func pack(block: Int) {
    var largest = 0.0
    for group in shape.groups(of: block) {
      let first = group &* shape.lanes
      let range = first..<min(first &+ shape.lanes, shape.points)
      let rows = storage.exact + first &* shape.columns
      points.read(range, metric, into: rows)
      let norm = sketch.draw(
        rows, range.count, lanes: shape.lanes, into: narrow(group))
      largest = max(largest, norm)
    }
    storage.norms[block] = largest
  }

  private func narrow(_ group: Int) -> UnsafeMutablePointer<Float> {
    storage.narrow + group &* shape.lanes &* shape.columns
  }

  // MARK: Meeting

  /// A block meets itself: all points look for neighbours among all of it.
  ///
  /// - Returns: whether the sieve let little through.
  func meet(_ block: Int, _ workspace: Workspace) -> Bool {
    let groups = shape.groups(of: block)
    let rank = min(lists.k &+ 1, shape.points(of: block).count)
    var found = 0
    for first in stride(
      from: shape.points(of: block).lowerBound, to: shape.points(of: block).upperBound,
      by: MutualSieve.tile)
    {
      let queries = tile(from: first, of: block)
      copyTile(queries, to: workspace.queries)
      var limits = SIMD4<Float>.zero
      withLanes(of: &limits) { limits in
        kernels.narrow_ranked(
          workspace.queries, narrow(groups.lowerBound), Int64(shape.columns),
          Int64(groups.count), Int64(rank), limits)
      }
      // As many points as are looked for are so near; in sums, that is little more.
      var reaches = SIMD4<Double>(repeating: .nan)
      for query in queries {
        let lane = query &- first
        reaches[lane] = min(
          lists.reach(query), sketch.reach(limits[lane], norms: 2 * storage.norms[block]))
      }
      limits = self.limits(reaches, of: block, against: block)
      for slice in stride(from: groups.lowerBound, to: groups.upperBound, by: shape.sliceGroups) {
        let end = min(slice &+ shape.sliceGroups, groups.upperBound)
        let hits = withLanes(of: &limits) { limits in
          kernels.narrow_within(
            workspace.queries, narrow(slice), Int64(shape.columns), Int64(end &- slice), limits,
            workspace.hits)
        }
        found &+= Int(hits)
        take(Int(hits), queries: first, points: slice &* shape.lanes, isMutual: false, workspace)
      }
      guard isLittle(found, of: block, and: block) else { return false }
    }
    return true
  }

  /// The points of two blocks look for each other.
  ///
  /// - Returns: whether the sieve let little through.
  func meet(_ block: Int, _ other: Int, _ workspace: Workspace) -> Bool {
    if let coarse, meet(block, other, coarse, workspace) { return true }
    let queries = shape.points(of: block)
    let points = shape.points(of: other)
    let groups = shape.groups(of: other)
    for first in stride(from: queries.lowerBound, to: queries.upperBound, by: MutualSieve.tile) {
      let place = first &- queries.lowerBound
      copyTile(tile(from: first, of: block), to: workspace.queries + place &* shape.columns)
      limits(tile(from: first, of: block), of: block, against: other, workspace.limits + place)
    }
    for first in stride(from: points.lowerBound, to: points.upperBound, by: MutualSieve.tile) {
      let place = first &- points.lowerBound
      limits(
        tile(from: first, of: other), of: other, against: block, workspace.pointLimits + place)
    }
    var found = 0
    for slice in stride(from: groups.lowerBound, to: groups.upperBound, by: shape.sliceGroups) {
      let end = min(slice &+ shape.sliceGroups, groups.upperBound)
      let firstPoint = slice &* shape.lanes
      for first in stride(from: queries.lowerBound, to: queries.upperBound, by: MutualSieve.tile) {
        let place = first &- queries.lowerBound
        let hits = Int(
          kernels.narrow_mutual(
            workspace.queries + place &* shape.columns, narrow(slice), Int64(shape.columns),
            Int64(end &- slice), workspace.limits + place,
            workspace.pointLimits + (firstPoint &- points.lowerBound), workspace.hits))
        found &+= hits
        take(hits, queries: first, points: firstPoint, isMutual: true, workspace)
      }
      guard isLittle(found, of: block, and: other) else { return false }
    }
    return true
  }

  static let tile = Int(KERNEL_QUERIES)

  func tile(from first: Int, of block: Int) -> Range<Int> {
    first..<min(first &+ MutualSieve.tile, shape.points(of: block).upperBound)
  }

  private func copyTile(_ queries: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    let group = queries.lowerBound / shape.lanes
    copyTile(
      narrow(group) + queries.lowerBound % shape.lanes, to: target, count: shape.columns)
  }

  /// Copies numbers of 32 bits of queries that are side by side in a group.
  func copyTile<Number>(
    _ source: UnsafePointer<Number>, to target: UnsafeMutablePointer<Number>, count: Int
  ) {
    let source = UnsafeRawPointer(source)
    let target = UnsafeMutableRawPointer(target)
    let bytes = MemoryLayout<SIMD4<UInt32>>.size
    for place in 0..<count {
      target.storeBytes(
        of: source.loadUnaligned(
          fromByteOffset: 4 &* shape.lanes &* place, as: SIMD4<UInt32>.self),
        toByteOffset: bytes &* place, as: SIMD4<UInt32>.self)
    }
  }

  /// The limits of points of one block for those of another; there are always four.
  private func limits(
    _ points: Range<Int>, of block: Int, against other: Int, _ target: UnsafeMutablePointer<Float>
  ) {
    // Nothing is within the limits of points that there are not.
    var reaches = SIMD4<Double>(repeating: .nan)
    for point in points {
      reaches[point &- points.lowerBound] = lists.reach(point)
    }
    let limits = limits(reaches, of: block, against: other)
    for lane in 0..<MutualSieve.tile {
      target[lane] = limits[lane].isNaN ? -1 : limits[lane]
    }
  }

  private func limits(
    _ reaches: SIMD4<Double>, of block: Int, against other: Int
  ) -> SIMD4<Float> {
    let norms = SIMD4(repeating: Float(storage.norms[block]))
    return sketch.limits(
      sketch.reaches(reaches, norms: norms), norm: Float(storage.norms[other]))
  }

  /// Whether pairs that were let through are few.
  func isLittle(_ found: Int, of block: Int, and other: Int) -> Bool {
    found <= shape.points(of: block).count &* (shape.points(of: other).count / 16 &+ 4 &* lists.k)
  }

  /// Takes pairs that were let through into the lists of the query and, if it is mutual, of the
  /// point.
  func take(
    _ count: Int, queries firstQuery: Int, points firstPoint: Int, isMutual: Bool,
    _ workspace: Workspace
  ) {
    guard count > 0 else { return }
    let survivors = Survivors(
      hits: workspace.hits, count: count, queries: storage.exact + firstQuery &* shape.columns,
      points: storage.exact + firstPoint &* shape.columns)
    for index in stride(from: 0, to: count, by: 4) {
      let distances = survivors.distances(from: index, metric)
      for lane in 0..<min(4, count &- index) {
        let hit = workspace.hits[index &+ lane]
        let query = firstQuery &+ Int(hit.query)
        let point = firstPoint &+ Int(hit.point)
        let distance = distances[lane]
        if query == point { continue }
        if distance <= lists.reach(query) {
          lists.insert(points.number(point), at: distance, query: query)
        }
        if isMutual && distance <= lists.reach(point) {
          lists.insert(points.number(query), at: distance, query: point)
        }
      }
    }
  }

  /// What a thread needs for itself.
  struct Workspace {
    /// Of a block, tile by tile.
    let queries: UnsafeMutablePointer<Float>
    let limits: UnsafeMutablePointer<Float>
    let pointLimits: UnsafeMutablePointer<Float>
    /// The same in whole numbers.
    let coarseQueries: UnsafeMutablePointer<Int32>
    let allowances: UnsafeMutablePointer<Int32>
    let pointAllowances: UnsafeMutablePointer<Int32>
    let hits: UnsafeMutablePointer<kernel_narrow_hit>
  }
}
