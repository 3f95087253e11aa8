import CKernels

/// Up to four queries of a block, who meet the points of a leaf.
struct TreeTile {
  private let search: TreeSearch
  private let workspace: TreeSearch.Workspace
  private let count: Int
  private var norms = SIMD4<Float>.zero
  private var reaches = SIMD4<Float>.zero

  /// Takes the first of those that wait.
  @inline(__always)
  init(of waiting: inout UInt64, _ workspace: TreeSearch.Workspace, _ search: TreeSearch) {
    self.search = search
    self.workspace = workspace
    var count = 0
    for lane in 0..<TreeSearch.tile {
      // Places that no query has are filled with the last one.
      guard waiting != 0 else {
        workspace.lanes[lane] = workspace.lanes[lane &- 1]
        continue
      }
      workspace.lanes[lane] = waiting.trailingZeroBitCount
      waiting &= waiting &- 1
      count &+= 1
    }
    self.count = count
    for column in 0..<search.sketch.columns {
      let sketches = workspace.sketches + column &* TreeBlock.step
      let target = workspace.tile + column &* TreeSearch.tile
      for lane in 0..<TreeSearch.tile {
        target[lane] = sketches[workspace.lanes[lane]]
      }
    }
    norms = ofAll(workspace.norms)
    reaches = onlyUsed(ofAll(workspace.reaches))
  }

  @inline(__always)
  private func ofAll(_ numbers: UnsafePointer<Float>) -> SIMD4<Float> {
    let lanes = workspace.lanes
    return SIMD4(numbers[lanes[0]], numbers[lanes[1]], numbers[lanes[2]], numbers[lanes[3]])
  }

  /// Places that no query has reach nothing.
  @inline(__always)
  private func onlyUsed(_ numbers: SIMD4<Float>) -> SIMD4<Float> {
    numbers.replacing(with: .nan, where: SIMD4(0, 1, 2, 3) .>= SIMD4(repeating: Int32(count)))
  }

  mutating func meet(_ node: Int) {
    if any(reaches .== .infinity) {
      open(node)
    } else {
      let found = sift(node, limits(node))
      guard found > 0 else { return }
      take(found, from: node)
    }
    for lane in 0..<count {
      workspace.reaches[workspace.lanes[lane]] = reaches[lane]
    }
  }

  @inline(__always)
  private func limits(_ node: Int) -> SIMD4<Float> {
    search.sketch.limits(reaches, norm: search.tree.high(node)[search.sketch.columns])
  }

  /// A leaf that queries meet while their lists are not full: first those of its points that are
  /// nearest in the sketch, then the few others that these have not ruled out.
  private mutating func open(_ node: Int) {
    let leaf = search.leaf(node)
    // A query may be one of the points itself.
    search.kernels.narrow_ranked(
      workspace.tile, leaf.points, Int64(search.sketch.columns), Int64(leaf.groups),
      Int64(search.lists.k &+ 1),
      UnsafeMutableRawPointer(workspace.limits).assumingMemoryBound(to: Float.self))
    let nearest = onlyUsed(workspace.limits.pointee)
    take(sift(node, nearest), from: node)
    let limits = limits(node)
    guard any(limits .> nearest) else { return }
    let survivors = workspace.survivors
    var others = 0
    for index in 0..<sift(node, limits)
    where survivors[index].bound > nearest[Int(survivors[index].query)] {
      survivors[others] = survivors[index]
      others &+= 1
    }
    take(others, from: node)
  }

  /// Finds the points of a leaf within the limits, and returns how many.
  @inline(__always)
  private func sift(_ node: Int, _ limits: SIMD4<Float>) -> Int {
    let leaf = search.leaf(node)
    workspace.limits.pointee = limits
    workspace.effort.pointee.pairs &+= leaf.groups &* search.leaves.lanes &* TreeSearch.tile
    return Int(
      search.kernels.narrow_within(
        workspace.tile, leaf.points, Int64(search.sketch.columns), Int64(leaf.groups),
        UnsafeRawPointer(workspace.limits).assumingMemoryBound(to: Float.self),
        workspace.survivors))
  }

  /// Takes the survivors into the lists; but not those that are beyond what a list reaches by now.
  private mutating func take(_ found: Int, from node: Int) {
    let survivors = workspace.survivors
    let first = search.tree.nodes[node].start
    var queries = search.rows.base
    if case .elsewhere = search.queries.origin { queries = UnsafePointer(workspace.rows) }
    workspace.limits.pointee = limits(node)
    var index = 0
    while index < found {
      var chosen = 0
      var lanes = SIMD4<Int32>.zero
      while index < found && chosen < 4 {
        let survivor = survivors[index]
        index &+= 1
        guard survivor.bound <= limit(survivor.query) else { continue }
        let lane = workspace.lanes[Int(survivor.query)]
        lanes[chosen] = Int32(truncatingIfNeeded: lane)
        survivors[chosen] = kernel_narrow_hit(
          bound: 0, query: workspace.sources[lane], point: survivor.point)
        chosen &+= 1
      }
      guard chosen > 0 else { return }
      workspace.effort.pointee.distances &+= chosen
      let distances = Survivors(
        hits: survivors, count: chosen, queries: queries, points: search.rows[first]
      ).distances(from: 0, search.metric)
      var isCloser = false
      for index in 0..<chosen {
        let lane = Int(lanes[index])
        let point = first &+ Int(survivors[index].point)
        isCloser = take(point, at: distances[index], lane) || isCloser
      }
      if isCloser { measure(node) }
    }
  }

  /// - Returns: whether the point has come into the list.
  @inline(__always)
  private func take(_ point: Int, at distance: Double, _ lane: Int) -> Bool {
    guard distance <= workspace.lists.reach(lane) else { return false }
    let number = search.rows.numbers[point]
    guard number != workspace.numbers[lane], search.staying?[Int(number)] ?? true else {
      return false
    }
    workspace.lists.insert(number, at: distance, query: lane)
    return true
  }

  /// To be called after the lists have changed.
  @inline(__always)
  private mutating func measure(_ node: Int) {
    let (lists, lanes) = (workspace.lists, workspace.lanes)
    reaches = onlyUsed(
      search.sketch.reaches(
        SIMD4(
          lists.reach(lanes[0]), lists.reach(lanes[1]), lists.reach(lanes[2]),
          lists.reach(lanes[3])),
        norms: norms))
    workspace.limits.pointee = limits(node)
  }

  /// The limit of one query. (Not by a subscript of the vector, which would write all of it to
  /// memory each time.)
  @inline(__always)
  private func limit(_ query: Int32) -> Float {
    UnsafeRawPointer(workspace.limits).load(fromByteOffset: 4 &* Int(query), as: Float.self)
  }
}
