import CKernels

extension Search {
  /// Improves the lists by way of a k-d tree of sketches, which leaves out what is too far;
  /// exactly.
  ///
  /// The bound of a box is the sum of the squares of its gaps to a query, in float32. Every
  /// operation rounds monotonically: a gap is not larger than the difference to any point in the
  /// box, so what `Sketch` says of sums for points holds for the sum of the box. Points of the
  /// leaves that are not ruled out go through the kernel for sketches; of the survivors the
  /// canonical distances are computed.
  ///
  /// - Parameter unasked: without asking whether the tree is worth it; for tests.
  /// - Returns: whether the tree was worth it; if not, the lists are not complete.
  func climb(
    _ lists: borrowing NeighborLists, unasked: Bool = false, _ crew: inout Crew
  ) throws(Failure) -> Bool {
    crew.progress.beginStep(from: 0, to: 0.05)
    switch try ReferenceTree.grown(of: references, metric, kernels, &crew) {
    case .some(let tree): return try climb(lists, tree, unasked: unasked, &crew)
    case .none: return false
    }
  }

  /// The same by a tree that has been grown: of the references, or of more points, of which these
  /// are the ones that stay.
  func climb(
    _ lists: borrowing NeighborLists, _ tree: borrowing ReferenceTree, unasked: Bool = false,
    _ crew: inout Crew
  ) throws(Failure) -> Bool {
    guard queries.count > 0 else { return true }
    if isSelfJoin(tree.view) {
      let ordered = TreeSearch.Queries(
        points: queries, order: tree.view.tree.order, origin: .tree)
      return try climb(lists, ordered, tree.view, unasked, &crew)
    }
    switch try places(in: tree.view, &crew) {
    case .some(let places):
      let ordered = TreeSearch.Queries(
        points: queries, order: places.order.base, origin: .places(places.leafPlaces.base))
      return try climb(lists, ordered, tree.view, unasked, &crew)
    case .none: break
    }
    guard let own = try Sketches.drawn(tree.view.sketch, of: queries, metric, &crew) else {
      return false
    }
    let order = try KDTree(
      own.numbers.base, points: queries.count, width: own.width,
      grain: Int(kernels.narrow_lanes), &crew)
    let ordered = TreeSearch.Queries(
      points: queries, order: order.view.order, origin: .elsewhere(sketches: own.numbers.base))
    return try climb(lists, ordered, tree.view, unasked, &crew)
  }

  private func climb(
    _ lists: borrowing NeighborLists, _ ordered: TreeSearch.Queries, _ tree: ReferenceTree.View,
    _ unasked: Bool, _ crew: inout Crew
  ) throws(Failure) -> Bool {
    let chunks = pieces(queries.count, of: TreeSearch.chunk)
    // From what a query may take.
    let most = crew.workers(chunks: chunks, nanoseconds: Double(queries.count) * 20_000)
    let workspaces = try TreeWorkspaces(
      columns: tree.sketch.columns, rows: ordered.copies(metric) * metric.columns,
      points: tree.leaves.mostPoints, k: lists.k, workers: most)
    // A few queries first: where the tree rules little out, it is not worth it.
    let costOfSieve = costOfSieve(k: lists.k)
    let prices = prices(tree.sketch)
    let trial = TreeSearch.Trial(
      chunks: chunks, queries: queries.count, prices: prices,
      most: unasked ? .infinity : costOfSieve)
    var work = TreeSearch(
      queries: ordered, staying: tree.staying, sketches: tree.sketches, rows: tree.rows,
      sketch: tree.sketch, tree: tree.tree,
      leaves: tree.leaves, metric: metric, kernels: kernels, oneTable: oneTable,
      lists: lists.places, workspaces: workspaces.parts,
      trial: trial, isTrial: true)
    crew.progress.beginStep(from: 0.1, to: 0.15)
    // From what a query takes at least.
    let few = crew.workers(
      chunks: trial.chunks, nanoseconds: Double(trial.queries) * Double(800 + 20 * metric.columns))
    try crew.share(trial.chunks, workers: min(few, most), work)
    let cost = prices.cost(of: workspaces.effort()) / Double(trial.queries)
    guard unasked || cost < costOfSieve else { return false }
    crew.progress.beginStep(from: 0.15, to: 1)
    work.isTrial = false
    // The tree takes some 40 picoseconds for a unit, with all that is not counted.
    let workers = crew.workers(chunks: chunks, nanoseconds: Double(queries.count) * cost * 0.04)
    try crew.share(chunks, workers: min(workers, most), work)
    return true
  }

  /// Where the queries are in the tree, if they are not too few to be looked for in all of it.
  private func places(
    in tree: ReferenceTree.View, _ crew: inout Crew
  ) throws(Failure) -> QueryPlaces? {
    guard oneTable, queries.count > tree.points.count / 32 else { return nil }
    return try QueryPlaces(of: queries, among: tree.points, tree.tree, &crew)
  }

  private func isSelfJoin(_ tree: ReferenceTree.View) -> Bool {
    oneTable && queries.isSame(as: tree.points)
  }
}
