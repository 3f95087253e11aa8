/// SMOTE-N: SMOTE for tables of categories alone (Chawla, Bowyer, Hall and Kegelmeyer, JAIR
/// 16, 2002, section 6.2).
///
/// What is near is told by the value difference metric. A new row takes, column by column,
/// the most frequent category among a row of the class and its k nearest neighbours.
struct SMOTEN {
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    try problem.requireNeighbors(growth)
    crew.progress.beginPhase(0.1)
    let metric = Metric(
      try ValueDifference(problem.table, problem.labels, problem.classes, &crew))
    for index in 0..<problem.classes.count where growth[index] > 0 {
      let share = 0.84 * growth.share(of: index, problem.classes)
      let label = problem.classes.label(index)
      let rows = problem.classes.rows(index)
      crew.progress.beginPhase(0.8 * share)
      let neighborhood = try problem.neighborsInClass(index, of: rows, metric, &crew)
      crew.progress.beginPhase(0.2 * share)
      let new = try plan.addRows(growth[index], label: label)
      try draws.repeatRows(new, of: plan, label: label, rows, isAnew: true, &crew)
      try draws.vote(
        new, of: &plan, label: label, problem.table, neighborhood, basesVote: true, &crew)
    }
  }
}
