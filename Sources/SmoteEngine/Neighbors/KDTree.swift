import CKernels

/// A k-d tree: points in halves, quarters, ... each of which has a box around it (Friedman,
/// Bentley and Finkel, "An algorithm for finding best matches in logarithmic expected time",
/// ACM TOMS 3(3), 1977).
///
/// Each node is cut in the middle of its widest column of numbers, until a leaf has few
/// points. The tree is complete: the children of node `i` are `2 i + 1` and `2 i + 2`.
struct KDTree: ~Copyable {
  /// Columns of numbers, which boxes have sides in.
  let columns: Int
  /// Inner nodes; those behind them are leaves.
  let innerNodes: Int
  /// Points, leaf after leaf.
  private let order: Buffer<Int>
  private let nodes: Buffer<Node>
  /// Of each node, the smallest value of each column, then the largest.
  private let boxes: Buffer<Double>

  struct Node: BitwiseCopyable {
    var start: Int
    var end: Int
  }

  /// Points of a leaf, about; all but the last have a multiple of `grain`, so that they fill
  /// the lanes of the kernels.
  private static let leafPoints = 48
  private static let grain = 16
  /// A half may have `grain` - 1 points more than a half, a quarter half of that more, ...:
  /// not more than `leafPoints` + 2 `grain`, as full groups.
  static let mostLeafPoints = 80

  /// - Complexity: O(points * log points * columns).
  init(_ points: Points, _ metric: Metric.Form, _ crew: inout Crew) throws(Failure) {
    var levels = 0
    while points.count >> levels > KDTree.leafPoints {
      levels += 1
    }
    innerNodes = (1 << levels) - 1
    columns = metric.numbers
    let order = try Buffer<Int>(points.count)
    let nodes = try Buffer<Node>(2 * innerNodes + 1)
    let boxes = try Buffer<Double>(nodes.count * 2 * columns)
    let keys = try Buffer<Key>(points.count)
    for point in 0..<points.count {
      order[point] = point
    }
    nodes[0] = Node(start: 0, end: points.count)
    let builder = Builder(
      points: points, metric: metric, columns: columns, order: order.base,
      keys: keys.base)
    for index in 0..<nodes.count {
      let node = nodes[index]
      let box = boxes.base + index * 2 * columns
      try builder.enclose(node, box, &crew)
      guard index < innerNodes else { continue }
      let middle = try builder.split(node, box, grain: KDTree.grain, &crew)
      nodes[2 * index + 1] = Node(start: node.start, end: middle)
      nodes[2 * index + 2] = Node(start: middle, end: node.end)
    }
    let box = try Buffer<Double>(2 * columns)
    for leaf in innerNodes..<nodes.count {
      try builder.refine(nodes[leaf], box.base, &crew)
    }
    self.order = consume order
    self.nodes = consume nodes
    self.boxes = consume boxes
  }

  /// For as long as the tree lasts.
  var view: View {
    View(
      columns: columns, innerNodes: innerNodes, order: order.base, nodes: nodes.base,
      boxes: boxes.base)
  }

  struct View {
    let columns: Int
    let innerNodes: Int
    let order: UnsafePointer<Int>
    let nodes: UnsafePointer<Node>
    let boxes: UnsafePointer<Double>

    @inline(__always)
    func box(_ node: Int) -> UnsafePointer<Double> { boxes + node &* 2 &* columns }
  }

  fileprivate struct Key: BitwiseCopyable, Comparable {
    var value: Double
    var point: Int

    static func < (left: Key, right: Key) -> Bool {
      left.value != right.value ? left.value < right.value : left.point < right.point
    }
  }

  private struct Builder {
    let points: Points
    let metric: Metric.Form
    let columns: Int
    let order: UnsafeMutablePointer<Int>
    let keys: UnsafeMutablePointer<Key>

    /// The box around the points of a node.
    func enclose(
      _ node: Node, _ low: UnsafeMutablePointer<Double>, _ crew: inout Crew
    ) throws(Failure) {
      let high = low + columns
      low.update(repeating: .infinity, count: columns)
      high.update(repeating: -.infinity, count: columns)
      for place in node.start..<node.end {
        if place & 0xFFFF == 0 { try crew.progress.report(1, of: 2) }
        for column in 0..<columns {
          let value = points.coordinate(order[place], column, metric)
          if value < low[column] { low[column] = value }
          if value > high[column] { high[column] = value }
        }
      }
    }

    /// Sorts the points of a node into two halves along its widest side.
    ///
    /// - Returns: where the second half begins.
    func split(
      _ node: Node, _ low: UnsafePointer<Double>, grain: Int, _ crew: inout Crew
    ) throws(Failure) -> Int {
      var widest = 0
      for column in 1..<columns {
        let width = low[columns + column] - low[column]
        if width > low[columns + widest] - low[widest] { widest = column }
      }
      let count = node.end - node.start
      let half = (count / 2 + grain - 1) / grain * grain
      let middle = min(half, count)
      for place in 0..<count {
        if place & 0xFFFF == 0 { try crew.progress.report(1, of: 2) }
        let point = order[node.start + place]
        keys[place] = Key(value: points.coordinate(point, widest, metric), point: point)
      }
      select(middle, keys, count)
      for place in 0..<count {
        order[node.start + place] = keys[place].point
      }
      return node.start + middle
    }

    /// Sorts the points of a leaf so that those of a tile of queries are near each other.
    func refine(
      _ node: Node, _ box: UnsafeMutablePointer<Double>, _ crew: inout Crew
    ) throws(Failure) {
      let tile = Int(KERNEL_QUERIES)
      guard node.end - node.start > tile else { return }
      try enclose(node, box, &crew)
      let middle = try split(node, box, grain: tile, &crew)
      guard middle < node.end else { return }
      try refine(Node(start: node.start, end: middle), box, &crew)
      try refine(Node(start: middle, end: node.end), box, &crew)
    }
  }
}

/// Moves the `wanted` smallest values to the front (Hoare's algorithm 65, CACM 4(7), 1961).
private func select(_ wanted: Int, _ keys: UnsafeMutablePointer<KDTree.Key>, _ count: Int) {
  var first = 0
  var last = count - 1
  while first < last {
    let pivot = keys[first + (last - first) / 2]
    var left = first
    var right = last
    while left <= right {
      while keys[left] < pivot { left += 1 }
      while pivot < keys[right] { right -= 1 }
      if left <= right {
        (keys[left], keys[right]) = (keys[right], keys[left])
        left += 1
        right -= 1
      }
    }
    if wanted <= right {
      last = right
    } else if wanted >= left {
      first = left
    } else {
      return
    }
  }
}
