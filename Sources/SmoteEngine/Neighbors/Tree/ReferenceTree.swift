import CKernels

/// References as `TreeSearch` looks through them: a tree of their sketches, and what hangs on it.
struct ReferenceTree: ~Copyable {
  private let points: Points
  private let staying: UnsafePointer<Bool>?
  private let sketch: Sketch
  private let sketches: Sketches
  private let tree: KDTree
  private let leaves: TreeLeaves
  private let rows: ExactRows

  /// Whether a tree of points may help so many queries. To grow it takes some 150 nanoseconds for a
  /// point, in which the widest sieve sums up 7,500 columns.
  static func isWorthGrowing(
    of points: Points, for queries: Int, _ metric: Metric.Form, _ kernels: kernel_table
  ) -> Bool {
    let vectors = 32 / Double(kernels.narrow_lanes)
    return metric.profiles == nil && metric.numbers > 0 && metric.numbers <= Sketch.mostColumns
      && points.count >= 512 && queries >= 128 && max(points.count, queries) <= Int(Int32.max)
      && Double(queries) * Double(metric.columns + 8) * vectors >= 7500
  }

  /// A tree for more than one search, the first of which is for so many queries; `nil` where it
  /// does not help.
  ///
  /// - Parameter staying: whether a row of the table still is among the references, by the time
  ///   of a search; `nil` where all points are.
  static func grown(
    of points: Points, staying: UnsafePointer<Bool>? = nil, for queries: Int,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> ReferenceTree? {
    let kernels = kernels_active().pointee
    guard isWorthGrowing(of: points, for: queries, metric.form, kernels) else { return nil }
    return try grown(of: points, staying: staying, metric.form, kernels, &crew)
  }

  /// - Returns: `nil` where no sketch says much about the points, or a point is too far away.
  static func grown(
    of points: Points, staying: UnsafePointer<Bool>? = nil, _ metric: Metric.Form,
    _ kernels: kernel_table, _ crew: inout Crew
  ) throws(Failure) -> ReferenceTree? {
    switch try Sketch.short(of: points, metric) {
    case .some(let sketch): try ReferenceTree(points, staying, sketch, metric, kernels, &crew)
    case .none: nil
    }
  }

  private init?(
    _ points: Points, _ staying: UnsafePointer<Bool>?, _ sketch: consuming Sketch,
    _ metric: Metric.Form, _ kernels: kernel_table, _ crew: inout Crew
  ) throws(Failure) {
    guard let sketches = try Sketches.drawn(sketch.view, of: points, metric, &crew) else {
      return nil
    }
    let grain = Int(kernels.narrow_lanes)
    let tree = try KDTree(
      sketches.numbers.base, points: points.count, width: sketches.width, grain: grain, &crew)
    let leaves = try TreeLeaves(
      sketches.numbers.base, sketches.width, tree.view, lanes: grain, &crew)
    let rows = try ExactRows(points, inOrder: tree.view.order, metric, &crew)
    self.points = points
    self.staying = staying
    self.sketch = consume sketch
    self.sketches = consume sketches
    self.tree = consume tree
    self.leaves = consume leaves
    self.rows = consume rows
  }

  /// For as long as the tree lasts.
  var view: View {
    View(
      points: points, staying: staying, sketch: sketch.view, sketches: sketches.numbers.base,
      tree: tree.view, leaves: leaves.view,
      rows: rows.view)
  }

  struct View {
    let points: Points
    let staying: UnsafePointer<Bool>?
    let sketch: Sketch.View
    let sketches: UnsafePointer<Float>
    let tree: KDTree.View
    let leaves: TreeLeaves.View
    let rows: ExactRows.View
  }
}
