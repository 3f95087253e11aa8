import CSmote

/// Tomek links: two rows with different labels, each of which is the nearest of the other
/// (Tomek, "Two modifications of CNN", IEEE TSMC 6, 1976).
struct TomekLinks {
  static func kept(
    _ problem: borrowing Problem, _ reduction: borrowing Reduction, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    let all = try problem.allRows()
    let marks = try Marks(problem.table.rows)
    crew.progress.beginPhase(0.9)
    let nearest = try problem.neighborsAmongAll(of: all.view, k: 1, "neighbors", metric, &crew)
    try drop(nearest, marks, problem, reduction, &crew) { _ in false }
    return try marks.kept(problem.classes, isGrouped: false)
  }

  /// The same among some rows, which ascend.
  ///
  /// - Parameter isRepeated: whether a row was selected more than once: such rows are nearest
  ///   to themselves.
  static func drop(
    among rows: UnsafeBufferPointer<Int>, _ marks: borrowing Marks, _ problem: borrowing Problem,
    _ reduction: borrowing Reduction, _ metric: borrowing Metric, _ crew: inout Crew,
    unless isRepeated: (Int) -> Bool
  ) throws(Failure) {
    guard rows.count > 1 else { return }
    let nearest = try Neighborhood(
      rows, among: Points(rows, of: problem.table), k: 1, metric: metric, &crew)
    try drop(nearest, marks, problem, reduction, &crew, unless: isRepeated)
  }

  private static func drop(
    _ nearest: borrowing Neighborhood, _ marks: borrowing Marks, _ problem: borrowing Problem,
    _ reduction: borrowing Reduction, _ crew: inout Crew, unless isRepeated: (Int) -> Bool
  ) throws(Failure) {
    let rows = nearest.rows
    let isAll = rows.count == problem.table.rows
    for position in 0..<rows.count where nearest.count(position) > 0 {
      try crew.progress.report(1, of: 1, at: position)
      let label = problem.labels[rows[position]]
      guard reduction[problem.classes.index(of: label)] != nil else { continue }
      let other = Int(nearest.neighbor(position, 0))
      guard problem.labels[other] != label, !isRepeated(rows[position]), !isRepeated(other)
      else { continue }
      let otherPosition = isAll ? other : bisect(rows, other)
      guard nearest.count(otherPosition) > 0 else { continue }
      if nearest.neighbor(otherPosition, 0) == Int64(rows[position]) {
        marks.drop(rows[position])
      }
    }
  }
}
