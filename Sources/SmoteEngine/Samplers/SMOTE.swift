import CSmote

/// SMOTE: a new row lies at a random place on the line from a row of the class to one
/// of its k nearest neighbours within the class (Chawla, Bowyer, Hall and Kegelmeyer,
/// JAIR 16, 2002, section 4.2).
struct SMOTE {
  let k: Int
  let fewRows: smote_few_rows

  init(_ options: Options) {
    k = options.neighbors
    fewRows = options.fewRows
  }

  /// Adds the new rows of every class that grows to the plan.
  func extend(
    _ plan: borrowing Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    if problem.options.classNeighbors == nil {
      try requireNeighbors(problem.classes, growth)
    }
    crew.progress.beginPhase(0.02)
    let metric = try Metric(
      problem.table, scale: problem.options.scale, weights: problem.options.columnWeights, &crew)
    let allWork = work(problem, growth, 0..<problem.classes.count)
    var start = 0
    for index in 0..<problem.classes.count where growth[index] > 0 {
      crew.progress.beginPhase(0.94 * work(problem, growth, index..<index + 1) / allWork)
      let neighborhood = try neighborhood(index, problem, metric, &crew)
      let end = start + growth[index]
      try draws.interpolate(
        start..<end, of: plan, label: problem.classes.label(index), neighborhood, &crew)
      start = end
    }
  }

  /// Every class that grows needs a row and k neighbours of it.
  private func requireNeighbors(
    _ classes: borrowing Classes, _ growth: borrowing Growth
  ) throws(Failure) {
    guard fewRows == .SMOTE_FEW_ROWS_ERROR else { return }
    for index in 0..<classes.count where growth[index] > 0 && classes.size(index) <= k {
      throw Failure(
        .SMOTE_ERROR_TOO_FEW_ROWS,
        "class \(classes.label(index)) has \(classes.size(index)) rows, but neighbors = \(k) needs at least \(k + 1)"
      )
    }
  }

  private func neighborhood(
    _ index: Int, _ problem: borrowing Problem, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Neighborhood {
    let rows = problem.classes.rows(index)
    if let handed = problem.options.classNeighbors {
      return try Neighborhood(
        rows, handed: handed, k: k, owner: index, classes: problem.classes,
        labels: problem.labels, allRows: problem.table.rows, fewRows: fewRows)
    }
    return try Neighborhood(
      rows, of: problem.table, k: min(k, rows.count - 1), metric: metric, &crew)
  }

  /// What the classes cost, for the progress: their pairs of rows, and their new rows.
  private func work(
    _ problem: borrowing Problem, _ growth: borrowing Growth, _ range: Range<Int>
  ) -> Double {
    var work = 1e-300
    for index in range where growth[index] > 0 {
      let size = Double(problem.classes.size(index))
      work += size * size * Double(problem.table.columns) + 100 * Double(growth[index])
    }
    return work
  }
}
