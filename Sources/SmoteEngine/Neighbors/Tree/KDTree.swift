/// A k-d tree of sketches: points in halves, quarters, ... each of which has a box around it
/// (Friedman, Bentley and Finkel, "An algorithm for finding best matches in logarithmic expected
/// time", ACM TOMS 3(3), 1977).
///
/// Each node is cut in the middle of a wide column, until a leaf has few points. The tree is
/// complete: the children of node `i` are `2 i + 1` and `2 i + 2`.
struct KDTree: ~Copyable {
  /// Inner nodes; those behind them are leaves.
  private let innerNodes: Int
  /// Points, leaf after leaf.
  private let order: Buffer<Int>
  private let nodes: Buffer<Node>
  /// Of each node, the smallest value of each number of a sketch, then the largest.
  private let boxes: Buffer<Float>
  private let width: Int

  struct Node: BitwiseCopyable {
    var start: Int
    var end: Int

    var count: Int { end &- start }
  }

  /// Points of a leaf, at most, but for full groups.
  static let leafPoints = 64
  /// Points of a branch that one thread builds, at most.
  private static let branchPoints = 16_384
  /// Points of a node that is split without a question to the caller, at most: some 30
  /// milliseconds.
  private static let silentPoints = 1 << 20

  /// - Parameters:
  ///   - sketches: `width` numbers of each point, finite.
  ///   - grain: all but the last leaf have a multiple of this, so that they fill the lanes of
  ///     the kernels.
  /// - Complexity: O(points * (log points + width)).
  init(
    _ sketches: UnsafePointer<Float>, points: Int, width: Int, grain: Int, _ crew: inout Crew
  ) throws(Failure) {
    var levels = 0
    while points >> levels > KDTree.leafPoints {
      levels += 1
    }
    let leaves = 1 << levels
    let order = try Buffer<Int>(points)
    let nodes = try Buffer<Node>(2 * leaves - 1)
    let boxes = try Buffer<Float>(nodes.count * 2 * width)
    let keys = try Buffer<UInt64>(points)
    for point in 0..<points {
      try crew.progress.report(0, of: 1, at: point)
      order[point] = point
    }
    nodes[0] = Node(start: 0, end: points)
    let builder = TreeBuilder(
      sketches: sketches, width: width, grain: grain, innerNodes: leaves - 1, order: order.base,
      keys: keys.base, nodes: nodes.base, boxes: boxes.base)
    let workers = crew.workers(chunks: leaves, nanoseconds: Double(points * (levels + 2)) * 20)
    // The first levels node by node, then whole branches, each by one thread.
    var level = 0
    while level < levels && (1 << level < workers || points >> level > KDTree.branchPoints) {
      let chunks = 1 << level
      if points >> level > KDTree.silentPoints {
        for node in chunks - 1..<2 * chunks - 1 {
          try builder.split(node, &crew)
        }
        level += 1
        continue
      }
      let some = crew.workers(chunks: chunks, nanoseconds: Double(points) * 20)
      try crew.share(chunks, workers: some, TreeSplitting(builder: builder, first: chunks - 1))
      level += 1
    }
    let branches = 1 << level
    try crew.share(
      branches, workers: min(workers, branches),
      TreeBranching(builder: builder, first: branches - 1))
    for node in stride(from: branches - 2, through: 0, by: -1) {
      builder.encloseChildren(of: node)
    }
    innerNodes = leaves - 1
    self.width = width
    self.order = consume order
    self.nodes = consume nodes
    self.boxes = consume boxes
  }

  /// For as long as the tree lasts.
  var view: View {
    View(
      innerNodes: innerNodes, order: order.base, nodes: nodes.base, boxes: boxes.base,
      width: width)
  }

  struct View {
    let innerNodes: Int
    let order: UnsafePointer<Int>
    let nodes: UnsafePointer<Node>
    fileprivate let boxes: UnsafePointer<Float>
    private let width: Int

    fileprivate init(
      innerNodes: Int, order: UnsafePointer<Int>, nodes: UnsafePointer<Node>,
      boxes: UnsafePointer<Float>, width: Int
    ) {
      self.innerNodes = innerNodes
      self.order = order
      self.nodes = nodes
      self.boxes = boxes
      self.width = width
    }

    var leaves: Int { innerNodes &+ 1 }

    @inline(__always)
    func low(_ node: Int) -> UnsafePointer<Float> { boxes + node &* 2 &* width }

    @inline(__always)
    func high(_ node: Int) -> UnsafePointer<Float> { low(node) + width }
  }

  /// A number to sort a point by: first by a value, then by its own number, so that no two are
  /// equal. Less than 2^63.
  @inline(__always)
  fileprivate static func key(_ value: Float, _ point: Int) -> UInt64 {
    let bits = value.bitPattern
    // Those below 0 come first, and in the opposite order.
    let ordered = bits ^ (bits >> 31 == 0 ? 0x8000_0000 : 0xFFFF_FFFF)
    return UInt64(ordered) << 31 | UInt64(point)
  }

  @inline(__always)
  fileprivate static func point(_ key: UInt64) -> Int { Int(key & 0x7FFF_FFFF) }
}

/// Splits and encloses nodes; each by one thread.
private struct TreeBuilder {
  let sketches: UnsafePointer<Float>
  let width: Int
  let grain: Int
  let innerNodes: Int
  let order: UnsafeMutablePointer<Int>
  let keys: UnsafeMutablePointer<UInt64>
  let nodes: UnsafeMutablePointer<KDTree.Node>
  let boxes: UnsafeMutablePointer<Float>

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
    min((node.count / 2 &+ grain &- 1) / grain &* grain, node.count)
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

  var chunks: Int { (node.count + TreeKeying.chunk - 1) / TreeKeying.chunk }

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

/// Moves the `wanted` smallest keys, no two of which are equal, to the front (Hoare's algorithm
/// 65, CACM 4(7), 1961).
///
/// - Parameter pause: called after each million of keys.
@inline(__always)
private func select<Interruption: Error>(
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
