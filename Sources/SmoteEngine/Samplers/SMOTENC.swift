import CSmote

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
      let deviation = try medianDeviation(index, problem, metric)
      metric.setPenalty(deviation * deviation, weights: weights)
      let neighborhood = try problem.neighborsInClass(
        index, of: problem.classes.rows(index), metric, &crew)
      crew.progress.beginPhase(0.2 * share)
      let new = try plan.addRows(growth[index], label: label)
      try draws.interpolate(new, of: plan, label: label, neighborhood, &crew)
      try draws.vote(new, of: &plan, label: label, problem.table, neighborhood, &crew)
    }
  }

  /// The median, over the columns of numbers that count, of the standard deviations within a
  /// class, of values as they are scaled (but not weighted: weights say how much a column
  /// counts beside the others).
  private static func medianDeviation(
    _ index: Int, _ problem: borrowing Problem, _ metric: borrowing Metric
  ) throws(Failure) -> Double {
    let table = problem.table
    let within = ClassDeviations(table, problem.classes.rows(index))
    let deviations = try Buffer<Double>(table.columns)
    var count = 0
    for column in 0..<table.columns where !table.isCategorical(column) {
      let weight = problem.options.columnWeights?[column] ?? 1
      if weight == 0 { continue }
      let scaling = metric.factor(column) / weight.squareRoot()
      deviations[count] = try within.deviation(column) * scaling
      guard deviations[count] < SMOTENC.widest else {
        throw Failure(
          .SMOTE_ERROR_INVALID_DATA,
          "column \(column) is too wide for float64: its deviation within class \(problem.classes.label(index)) is \(deviations[count])"
        )
      }
      count += 1
    }
    // Where categories alone count, any penalty orders rows alike.
    return count == 0 ? 1 : median(deviations.base, count)
  }

  /// Its square, times a weight, is still finite.
  private static let widest = 1e150
}

/// The median; sorts the values.
private func median(_ values: UnsafeMutablePointer<Double>, _ count: Int) -> Double {
  heapSort(values, count)
  let middle = values[count / 2]
  return count % 2 == 1 ? middle : (values[count / 2 - 1] + middle) / 2
}
