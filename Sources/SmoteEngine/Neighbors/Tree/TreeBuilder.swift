/// Splits and encloses nodes; each by one thread.
struct TreeBuilder {
  let sketches: UnsafePointer<Float>
  let width: Int
  let grain: Int
  let innerNodes: Int
  let order: UnsafeMutablePointer<Int>
  let keys: UnsafeMutablePointer<UInt64>
  let nodes: UnsafeMutablePointer<KDTree.Node>
  let boxes: UnsafeMutablePointer<Float>

  /// Points of a branch that one thread builds, at most.
  private static let branchPoints = 16_384
  /// Points of a node that is split without a question to the caller, at most: some 30
  /// milliseconds.
  private static let silentPoints = 1 << 20

  /// Splits the first levels, node by node, until there are branches for all threads.
  ///
  /// - Returns: how many levels that were.
  func splitLevels(
    _ levels: Int, of points: Int, for workers: Int, _ crew: inout Crew
  ) throws(Failure) -> Int {
    var level = 0
    while level < levels && (1 << level < workers || points >> level > TreeBuilder.branchPoints) {
      let chunks = 1 << level
      if points >> level > TreeBuilder.silentPoints {
        for node in chunks - 1..<2 * chunks - 1 {
          try split(node, &crew)
        }
        level += 1
        continue
      }
      let some = crew.workers(chunks: chunks, nanoseconds: Double(points) * 20)
      try crew.share(chunks, workers: some, TreeSplitting(builder: self, first: chunks - 1))
      level += 1
    }
    return level
  }

  /// Builds the branches below those levels, each by one thread, and encloses what is above.
  func buildBranches(
    _ branches: Int, workers: Int, _ crew: inout Crew
  ) throws(Failure) {
    try crew.share(
      branches, workers: workers, TreeBranching(builder: self, first: branches - 1))
    for node in stride(from: branches - 2, through: 0, by: -1) {
      encloseChildren(of: node)
    }
  }

  /// Builds a node and all below it.
  func build(_ index: Int) {
    guard index < innerNodes else {
      refine(nodes[index])
      enclose(index)
      return
    }
    split(index)
    build(2 &* index &+ 1)
    build(2 &* index &+ 2)
    encloseChildren(of: index)
  }

  /// Splits a node into its children.
  func split(_ index: Int) {
    setChildren(of: index, split(nodes[index], grain: grain))
  }

  /// The same for a large node: all threads take part where they can, and the caller is asked
  /// on the way.
  func split(_ index: Int, _ crew: inout Crew) throws(Failure) {
    let node = nodes[index]
    let middle = middle(of: node, grain)
    let keying = TreeKeying(builder: self, node: node, column: wideColumn(node), isBack: false)
    let workers = crew.workers(chunks: keying.chunks, nanoseconds: Double(node.count) * 5)
    try crew.share(keying.chunks, workers: workers, keying)
    try select(middle, keys + node.start, node.count) { () throws(Failure) in
      try crew.progress.report(1, of: 2)
    }
    try crew.share(keying.chunks, workers: workers, keying.back)
    setChildren(of: index, node.start + middle)
  }

  private func setChildren(of index: Int, _ middle: Int) {
    let node = nodes[index]
    nodes[2 &* index &+ 1] = KDTree.Node(start: node.start, end: middle)
    nodes[2 &* index &+ 2] = KDTree.Node(start: middle, end: node.end)
  }

  /// Sorts the points of a node into two halves along a wide column.
  ///
  /// - Returns: where the second half begins.
  private func split(_ node: KDTree.Node, grain: Int) -> Int {
    let middle = middle(of: node, grain)
    setKeys(node.start..<node.end, by: wideColumn(node))
    select(middle, keys + node.start, node.count) {}
    setOrder(node.start..<node.end)
    return node.start &+ middle
  }

  /// Points in the first half of a node.
  private func middle(of node: KDTree.Node, _ grain: Int) -> Int {
    min(pieces(node.count / 2, of: grain) &* grain, node.count)
  }

  func setKeys(_ places: Range<Int>, by column: Int) {
    for place in places {
      let point = order[place]
      keys[place] = KDTree.key(sketches[point &* width &+ column], point)
    }
  }

  /// The order of the points, from that of the keys.
  func setOrder(_ places: Range<Int>) {
    for place in places {
      order[place] = KDTree.point(keys[place])
    }
  }

  /// The column in which some of the points are widest apart.
  private func wideColumn(_ node: KDTree.Node) -> Int {
    let step = max(1, node.count / 16)
    var widest = (column: 0, width: -Float.infinity)
    // The last number, the part of the norm, is none of the coordinates.
    for column in 0..<width &- 1 {
      var low = Float.infinity
      var high = -Float.infinity
      var place = node.start
      while place < node.end {
        let value = sketches[order[place] &* width &+ column]
        low = value < low ? value : low
        high = value > high ? value : high
        place &+= step
      }
      if high - low > widest.width { widest = (column, high - low) }
    }
    return widest.column
  }

  /// Sorts the points of a leaf so that those of a tile of queries are near each other.
  private func refine(_ node: KDTree.Node) {
    guard node.count > TreeSearch.tile else { return }
    let middle = split(node, grain: TreeSearch.tile)
    guard middle < node.end else { return }
    refine(KDTree.Node(start: node.start, end: middle))
    refine(KDTree.Node(start: middle, end: node.end))
  }

  /// The box around the points of a leaf.
  private func enclose(_ index: Int) {
    let low = boxes + index &* 2 &* width
    let high = low + width
    low.update(repeating: .infinity, count: width)
    high.update(repeating: -.infinity, count: width)
    for place in nodes[index].start..<nodes[index].end {
      let sketch = sketches + order[place] &* width
      for column in 0..<width {
        low[column] = sketch[column] < low[column] ? sketch[column] : low[column]
        high[column] = sketch[column] > high[column] ? sketch[column] : high[column]
      }
    }
  }

  /// The box around the boxes of both children.
  func encloseChildren(of node: Int) {
    let low = boxes + node &* 2 &* width
    let left = boxes + (2 &* node &+ 1) &* 2 &* width
    let right = boxes + (2 &* node &+ 2) &* 2 &* width
    for column in 0..<width {
      low[column] = min(left[column], right[column])
      low[width &+ column] = max(left[width &+ column], right[width &+ column])
    }
  }
}

/// Makes keys of the points of a node, or points of its keys.
private struct TreeKeying: Work {
  private static let chunk = 1 << 16

  let builder: TreeBuilder
  let node: KDTree.Node
  let column: Int
  let isBack: Bool

  static var threadEntry: ThreadEntry { { Job<TreeKeying>.enter($0) } }

  var chunks: Int { pieces(node.count, of: TreeKeying.chunk) }

  var back: TreeKeying {
    TreeKeying(builder: builder, node: node, column: column, isBack: true)
  }

  func run(worker: Int, chunk: Int) {
    let first = node.start &+ chunk &* TreeKeying.chunk
    let places = first..<min(first &+ TreeKeying.chunk, node.end)
    if isBack { builder.setOrder(places) } else { builder.setKeys(places, by: column) }
  }
}

/// Splits the nodes of a level.
private struct TreeSplitting: Work {
  let builder: TreeBuilder
  /// The first node of the level.
  let first: Int

  static var threadEntry: ThreadEntry { { Job<TreeSplitting>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    builder.split(first &+ chunk)
  }
}

/// Builds branches.
private struct TreeBranching: Work {
  let builder: TreeBuilder
  /// The node at the root of the first branch.
  let first: Int

  static var threadEntry: ThreadEntry { { Job<TreeBranching>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    builder.build(first &+ chunk)
  }
}
