/// Tomek links: two rows with different labels, each of which is the nearest of the other
/// (Tomek, "Two modifications of CNN", IEEE TSMC 6, 1976).
///
/// One end of a link is outside the largest class: so what is searched for are the neighbours of
/// these rows, and then of the rows that are nearest to them.
struct TomekLinks {
  static func kept(
    _ problem: borrowing Problem, _ reduction: borrowing Reduction, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    let all = try problem.allRows()
    let marks = try Marks(problem.table.rows)
    if problem.options.allNeighbors != nil {
      let nearest = try problem.neighborsAmongAll(of: all.view, k: 1, "neighbors", metric, &crew)
      let nearestOf = try Buffer<Int>(problem.table.rows, repeating: -1)
      try nearest.write(into: nearestOf, &crew)
      try drop(all.view, by: nearestOf, marks, problem, reduction, &crew) { _ in false }
    } else {
      try drop(among: all.view, marks, problem, reduction, metric, part: 0.9, &crew) { _ in false }
    }
    return try marks.kept(problem.classes, isGrouped: false)
  }

  /// The links among some rows, which ascend.
  ///
  /// - Parameters:
  ///   - part: of the work of the method.
  ///   - isRepeated: whether a row was selected more than once: such rows are nearest to
  ///     themselves.
  static func drop(
    among rows: UnsafeBufferPointer<Int>, _ marks: borrowing Marks, _ problem: borrowing Problem,
    _ reduction: borrowing Reduction, _ metric: borrowing Metric, part: Double,
    _ crew: inout Crew, unless isRepeated: (Int) -> Bool
  ) throws(Failure) {
    guard rows.count > 1 else { return }
    let points = Points(rows, of: problem.table)
    let largest = try largestClass(of: rows, problem, &crew)
    let outside = try some(of: rows, &crew) { problem.labels[rows[$0]] != largest }
    crew.progress.beginPhase(0.2 * part)
    let tree = try ReferenceTree.grown(of: points, for: outside.count, metric, &crew)
    crew.progress.beginPhase(0.4 * part)
    let nearestOf = try Buffer<Int>(problem.table.rows, repeating: -1)
    let isPartner = try Buffer<Bool>(problem.table.rows, repeating: false)
    try Neighborhood(outside.view, among: points, by: tree, k: 1, metric: metric, &crew)
      .write(into: nearestOf, &crew)
    for row in outside.view {
      isPartner[nearestOf[row]] = true
    }
    let partners = try some(of: rows, &crew) {
      problem.labels[rows[$0]] == largest && isPartner[rows[$0]]
    }
    crew.progress.beginPhase(0.4 * part)
    try Neighborhood(partners.view, among: points, by: tree, k: 1, metric: metric, &crew)
      .write(into: nearestOf, &crew)
    try drop(outside.view, by: nearestOf, marks, problem, reduction, &crew, unless: isRepeated)
  }

  /// Drops both ends of the links of some rows, where their classes are reduced.
  ///
  /// - Parameter nearestOf: the nearest of each row; -1 where it has none, or none is known.
  private static func drop(
    _ rows: UnsafeBufferPointer<Int>, by nearestOf: borrowing Buffer<Int>,
    _ marks: borrowing Marks, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ crew: inout Crew, unless isRepeated: (Int) -> Bool
  ) throws(Failure) {
    for (position, row) in rows.enumerated() where nearestOf[row] >= 0 {
      try crew.progress.ask(at: position)
      let other = nearestOf[row]
      guard nearestOf[other] == row, problem.labels[other] != problem.labels[row],
        !isRepeated(row), !isRepeated(other)
      else { continue }
      if reduction[problem.classes.index(of: problem.labels[row])] != nil { marks.drop(row) }
      if reduction[problem.classes.index(of: problem.labels[other])] != nil { marks.drop(other) }
    }
  }

  /// The label that most of some rows have.
  private static func largestClass(
    of rows: UnsafeBufferPointer<Int>, _ problem: borrowing Problem, _ crew: inout Crew
  ) throws(Failure) -> Int32 {
    let sizes = try Buffer<Int>(problem.classes.count, repeating: 0)
    var largest = 0
    for (position, row) in rows.enumerated() {
      try crew.progress.ask(at: position)
      let index = problem.classes.index(of: problem.labels[row])
      sizes[index] = sizes[index] + 1
      if sizes[index] > sizes[largest] { largest = index }
    }
    return problem.classes.label(largest)
  }
}

extension Neighborhood {
  /// Writes the nearest of each row that has one.
  fileprivate func write(
    into nearestOf: borrowing Buffer<Int>, _ crew: inout Crew
  ) throws(Failure) {
    for position in 0..<rows.count where count(position) > 0 {
      try crew.progress.ask(at: position)
      nearestOf[rows[position]] = Int(neighbor(position, 0))
    }
  }
}
