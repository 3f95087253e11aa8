import CSmote

/// NearMiss (Zhang and Mani, "kNN approach to unbalanced data distributions", ICML workshop on
/// learning from imbalanced data sets, 2003): keeps rows by their distances to rows of the
/// smallest class.
struct NearMiss {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ plan: inout Plan, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    try requireRows(cleaning, problem)
    let metric = try problem.anyMetric(&crew)
    return try reduction.kept(problem) { index, wanted, kept throws(Failure) in
      let rows = problem.classes.rows(index)
      crew.progress.beginPhase(0.9 * Double(rows.count) / Double(problem.table.rows))
      let ranked: Buffer<Ranked>
      if cleaning.method == .SMOTE_METHOD_NEARMISS3 {
        let candidates = try candidates(index, cleaning, problem, metric, &crew)
        ranked = try rank(candidates.view, cleaning, problem, metric, &crew)
      } else {
        ranked = try rank(rows, cleaning, problem, metric, &crew)
      }
      if ranked.count < wanted {
        plan.warn(.fewerCandidates, label: problem.classes.label(index))
      }
      for place in 0..<min(wanted, ranked.count) {
        try kept.add(ranked[place].row)
      }
    }
  }

  private static func requireRows(
    _ cleaning: Cleaning, _ problem: borrowing Problem
  ) throws(Failure) {
    let rows = problem.classes.size(problem.classes.minority)
    guard rows < cleaning.neighbors, problem.options.fewRows == .SMOTE_FEW_ROWS_ERROR else {
      return
    }
    throw .tooFewRows(
      "class \(problem.classes.label(problem.classes.minority)) has \(rows, "row"), but cleaning_neighbors = \(cleaning.neighbors) needs as many"
    )
  }

  /// Version 3: the rows of a class that are among the nearest of any row of the smallest one.
  private static func candidates(
    _ index: Int, _ cleaning: Cleaning, _ problem: borrowing Problem,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let rows = problem.classes.rows(index)
    let minority = problem.classes.rows(problem.classes.minority)
    let k = cleaning.candidateNeighbors
    if rows.count < k, problem.options.fewRows == .SMOTE_FEW_ROWS_ERROR {
      throw .tooFewRows(
        "class \(problem.classes.label(index)) has \(rows.count, "row"), but candidate_neighbors = \(k) needs as many"
      )
    }
    let lists = try NeighborLists(queries: minority.count, k: min(k, rows.count))
    try Search(
      Points(minority, of: problem.table), among: Points(rows, of: problem.table),
      metric: metric, oneTable: false
    ).improve(lists, &crew)
    let chosen = try Buffer<Bool>(rows.count, repeating: false)
    for place in 0..<lists.numbers.count {
      try crew.progress.ask(at: place)
      let number = lists.numbers[place]
      guard number >= 0 else { continue }
      chosen[bisect(rows, Int(number))] = true
    }
    return try some(of: rows, &crew) { chosen[$0] }
  }

  /// The rows in the order in which they are kept.
  private static func rank(
    _ rows: UnsafeBufferPointer<Int>, _ cleaning: Cleaning, _ problem: borrowing Problem,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Ranked> {
    let minority = Points(
      problem.classes.rows(problem.classes.minority), of: problem.table)
    let queries = Points(rows, of: problem.table)
    let k = min(cleaning.neighbors, minority.count)
    let distances =
      cleaning.method == .SMOTE_METHOD_NEARMISS2
      ? try farthestDistances(queries, among: minority, k: k, metric, &crew)
      : try nearestDistances(queries, among: minority, k: k, metric, &crew)
    let isThird = cleaning.method == .SMOTE_METHOD_NEARMISS3
    return try ranked(rows, &crew) { position in
      var sum = 0.0
      for place in position * k..<(position + 1) * k {
        sum += distances[place].squareRoot()
      }
      return isThird ? -sum : sum
    }
  }

  private static func nearestDistances(
    _ queries: Points, among references: Points, k: Int, _ metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) -> Buffer<Double> {
    let lists = try NeighborLists(queries: queries.count, k: k, &crew)
    try Search(queries, among: references, metric: metric, oneTable: false)
      .improve(lists, &crew)
    try crew.progress.ask()
    return lists.distances
  }
}
