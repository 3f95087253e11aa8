/// SMOTE-NC: SMOTE for tables with columns of numbers and columns of categories (Chawla,
/// Bowyer, Hall and Kegelmeyer, JAIR 16, 2002, section 6.1).
///
/// Rows with different categories in a column are as far apart there as the median of the
/// standard deviations of the columns of numbers, within the class. New rows are
/// interpolated in those columns; the others take the most frequent category among the k
/// nearest neighbours of the base.
struct SMOTENC {
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    try problem.requireNeighbors(growth)
    let weights = problem.options.columnWeights
    let metric = try Metric(
      mixed: problem.table, scale: problem.options.scale, weights: weights, &crew)
    for index in 0..<problem.classes.count where growth[index] > 0 {
      let share = 0.94 * growth.share(of: index, problem.classes)
      let label = problem.classes.label(index)
      crew.progress.beginPhase(0.8 * share)
      let deviation = try problem.medianDeviation(
        of: problem.classes.rows(index), label: label, metric, &crew)
      metric.setPenalty(deviation * deviation, weights: weights)
      let neighborhood = try problem.neighborsInClass(
        index, of: problem.classes.rows(index), metric, &crew)
      crew.progress.beginPhase(0.2 * share)
      let new = try plan.addRows(growth[index], label: label)
      try draws.interpolate(new, of: plan, label: label, neighborhood, &crew)
      try draws.vote(new, of: &plan, label: label, problem.table, neighborhood, &crew)
    }
  }
}
