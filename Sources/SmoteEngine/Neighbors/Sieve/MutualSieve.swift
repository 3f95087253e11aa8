import CKernels

/// The sieve for points among themselves, which looks at each pair once: what is within the limit
/// of either is computed, and may enter the lists of both.
///
/// Blocks of points meet as in a tournament; having met themselves, all have full lists. Nobody
/// else reads or writes the lists of two blocks that meet. Which blocks meet sooner changes what
/// is looked at, but not what is found.
///
/// The bounds are those of `Sieve`, with limits that are as old as the meeting. It is for what
/// whole numbers cannot tell apart (`CoarseSieve`), and for CPUs that have no kernel for these.
struct MutualSieve {
  let points: Points
  let metric: Metric.Form
  let sketch: Sketch.View
  let kernels: kernel_table
  let blocks: Blocks
  let storage: SievePoints.View
  let lists: NeighborLists.Places

  /// What all points may be stored in, at 12 bytes a number, and what goes with them.
  static let mostBytes = 512 << 20

  // MARK: Packing

  func pack(block: Int) {
    var largest = 0.0
    for group in blocks.groups(of: block) {
      let first = group &* blocks.lanes
      let range = first..<min(first &+ blocks.lanes, blocks.points)
      let rows = storage.exact + first &* blocks.columns
      points.read(range, metric, into: rows)
      let norm = sketch.draw(
        rows, range.count, lanes: blocks.lanes, into: narrow(group))
      largest = max(largest, norm)
    }
    storage.norms[block] = largest
  }

  private func narrow(_ group: Int) -> UnsafeMutablePointer<Float> {
    storage.narrow + group &* blocks.lanes &* blocks.columns
  }

  // MARK: Meeting

  /// A block meets itself: all points look for neighbours among all of it.
  ///
  /// - Returns: whether the sieve let little through.
  func meet(_ block: Int, _ workspace: Workspace) -> Bool {
    let groups = blocks.groups(of: block)
    let rank = min(lists.k &+ 1, blocks.points(of: block).count)
    var found = 0
    for first in stride(
      from: blocks.points(of: block).lowerBound, to: blocks.points(of: block).upperBound,
      by: MutualSieve.tile)
    {
      let queries = tile(from: first, of: block)
      copyTile(queries, to: workspace.queries)
      var limits = SIMD4<Float>.zero
      withLanes(of: &limits) { limits in
        kernels.narrow_ranked(
          workspace.queries, narrow(groups.lowerBound), Int64(blocks.columns),
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
      for slice in stride(from: groups.lowerBound, to: groups.upperBound, by: blocks.sliceGroups) {
        let end = min(slice &+ blocks.sliceGroups, groups.upperBound)
        let hits = withLanes(of: &limits) { limits in
          kernels.narrow_within(
            workspace.queries, narrow(slice), Int64(blocks.columns), Int64(end &- slice), limits,
            workspace.hits)
        }
        found &+= Int(hits)
        take(Int(hits), queries: first, points: slice &* blocks.lanes, isMutual: false, workspace)
      }
      guard isLittle(found, of: block, and: block) else { return false }
    }
    return true
  }

  /// The points of two blocks look for each other.
  ///
  /// - Returns: whether the sieve let little through.
  func meet(_ block: Int, _ other: Int, _ workspace: Workspace) -> Bool {
    let queries = blocks.points(of: block)
    let points = blocks.points(of: other)
    let groups = blocks.groups(of: other)
    for first in stride(from: queries.lowerBound, to: queries.upperBound, by: MutualSieve.tile) {
      let place = first &- queries.lowerBound
      copyTile(tile(from: first, of: block), to: workspace.queries + place &* blocks.columns)
      limits(tile(from: first, of: block), of: block, against: other, workspace.limits + place)
    }
    for first in stride(from: points.lowerBound, to: points.upperBound, by: MutualSieve.tile) {
      let place = first &- points.lowerBound
      limits(
        tile(from: first, of: other), of: other, against: block, workspace.pointLimits + place)
    }
    var found = 0
    for slice in stride(from: groups.lowerBound, to: groups.upperBound, by: blocks.sliceGroups) {
      let end = min(slice &+ blocks.sliceGroups, groups.upperBound)
      let firstPoint = slice &* blocks.lanes
      for first in stride(from: queries.lowerBound, to: queries.upperBound, by: MutualSieve.tile) {
        let place = first &- queries.lowerBound
        let hits = Int(
          kernels.narrow_mutual(
            workspace.queries + place &* blocks.columns, narrow(slice), Int64(blocks.columns),
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

  private func tile(from first: Int, of block: Int) -> Range<Int> {
    first..<min(first &+ MutualSieve.tile, blocks.points(of: block).upperBound)
  }

  /// Copies queries that are side by side in a group.
  private func copyTile(_ queries: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    let group = queries.lowerBound / blocks.lanes
    let source = UnsafeRawPointer(narrow(group) + queries.lowerBound % blocks.lanes)
    let target = UnsafeMutableRawPointer(target)
    let bytes = MemoryLayout<SIMD4<Float>>.size
    for column in 0..<blocks.columns {
      target.storeBytes(
        of: source.loadUnaligned(
          fromByteOffset: 4 &* blocks.lanes &* column, as: SIMD4<Float>.self),
        toByteOffset: bytes &* column, as: SIMD4<Float>.self)
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
  private func isLittle(_ found: Int, of block: Int, and other: Int) -> Bool {
    found <= blocks.points(of: block).count &* (blocks.points(of: other).count / 16 &+ 4 &* lists.k)
  }

  /// Takes pairs that were let through into the lists of the query and, if it is mutual, of the
  /// point.
  private func take(
    _ count: Int, queries firstQuery: Int, points firstPoint: Int, isMutual: Bool,
    _ workspace: Workspace
  ) {
    guard count > 0 else { return }
    let survivors = Survivors(
      hits: workspace.hits, count: count, queries: storage.exact + firstQuery &* blocks.columns,
      points: storage.exact + firstPoint &* blocks.columns)
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
    let hits: UnsafeMutablePointer<kernel_narrow_hit>
  }
}
