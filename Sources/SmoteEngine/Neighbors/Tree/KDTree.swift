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

  /// Points of a leaf, at most; a little more where that fills a group.
  static let leafPoints = 64

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
      try crew.progress.ask(at: point)
      order[point] = point
    }
    nodes[0] = Node(start: 0, end: points)
    let builder = TreeBuilder(
      sketches: sketches, width: width, grain: grain, innerNodes: leaves - 1, order: order.base,
      keys: keys.base, nodes: nodes.base, boxes: boxes.base)
    let workers = crew.workers(chunks: leaves, nanoseconds: Double(points * (levels + 2)) * 20)
    let level = try builder.splitLevels(levels, of: points, for: workers, &crew)
    let branches = 1 << level
    try builder.buildBranches(branches, workers: min(workers, branches), &crew)
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

    /// The leaf that a place in the order belongs to.
    func leaf(of place: Int) -> Int {
      var node = 0
      while node < innerNodes {
        let left = 2 &* node &+ 1
        node = place < nodes[left].end ? left : left &+ 1
      }
      return node
    }

    /// The leaf that is near a sketch, whose numbers are `step` apart.
    func leaf(near sketch: UnsafePointer<Float>, step: Int) -> Int {
      var node = 0
      while node < innerNodes {
        let left = 2 &* node &+ 1
        let isLeft = gap(left, sketch, step: step) <= gap(left &+ 1, sketch, step: step)
        node = isLeft ? left : left &+ 1
      }
      return node
    }

    /// The square of the distance from a sketch to the box of a node.
    @inline(__always)
    func gap(_ node: Int, _ sketch: UnsafePointer<Float>, step: Int) -> Float {
      let low = low(node)
      let high = high(node)
      var square: Float = 0
      for column in 0..<width &- 1 {
        let number = sketch[column &* step]
        let below = low[column] - number
        let above = number - high[column]
        var gap = below > above ? below : above
        gap = gap > 0 ? gap : 0
        square += gap * gap
      }
      return square
    }

    @inline(__always)
    func low(_ node: Int) -> UnsafePointer<Float> { boxes + node &* 2 &* width }

    @inline(__always)
    func high(_ node: Int) -> UnsafePointer<Float> { low(node) + width }
  }

  /// A number to sort a point by: first by a value, then by its own number, so that no two are
  /// equal. Less than 2^63.
  @inline(__always)
  static func key(_ value: Float, _ point: Int) -> UInt64 {
    let bits = value.bitPattern
    // Those below 0 come first, and in the opposite order.
    let ordered = bits ^ (bits >> 31 == 0 ? 0x8000_0000 : 0xFFFF_FFFF)
    return UInt64(ordered) << 31 | UInt64(point)
  }

  @inline(__always)
  static func point(_ key: UInt64) -> Int { Int(key & 0x7FFF_FFFF) }
}
