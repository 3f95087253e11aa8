import CSmote

/// ADASYN: SMOTE that makes more rows from those with more neighbours of other classes
/// (He, Bai, Garcia and Li, IJCNN 2008).
struct ADASYN {
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    let k = problem.options.neighbors
    try problem.requireNeighbors(growth)
    let metric = try problem.metric(&crew)
    for index in 0..<problem.classes.count where growth[index] > 0 {
      let share = 0.94 * growth.share(of: index, problem.classes)
      let label = problem.classes.label(index)
      let rows = problem.classes.rows(index)
      crew.progress.beginPhase(0.6 * share)
      let nearest = try problem.neighborsAmongAll(of: rows, k: k, "neighbors", metric, &crew)
      let weights = try weights(nearest, label, problem.labels, &crew)
      crew.progress.beginPhase(0.4 * share)
      let counts = try counts(
        weights, growth[index], label, problem.options, &plan, &crew)
      try crew.progress.ask()
      let neighborhood = try problem.neighborsInClass(index, of: rows, metric, &crew)
      let new = try plan.addRows(sum(counts), label: label)
      try draws.interpolate(new, of: plan, label: label, neighborhood, counts, &crew)
    }
  }

  /// r_i of the paper (equation 2): the part of its neighbours that belong to other
  /// classes.
  private static func weights(
    _ nearest: borrowing Neighborhood, _ label: Int32, _ labels: UnsafePointer<Int32>,
    _ crew: inout Crew
  ) throws(Failure) -> Buffer<Double> {
    let weights = try Buffer<Double>(nearest.rows.count)
    for position in 0..<weights.count {
      try crew.progress.ask(at: position)
      let around = nearest.surroundings(position, of: label, labels)
      weights[position] = around.all == 0 ? 0 : Double(around.others) / Double(around.all)
    }
    return weights
  }

  /// g_i of the paper (equations 3 and 4): how many rows to make from each row.
  private static func counts(
    _ weights: borrowing Buffer<Double>, _ wanted: Int, _ label: Int32, _ options: Options,
    _ plan: inout Plan, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let total = pairwiseSum(weights.base, weights.count)
    guard options.stream == .SMOTE_STREAM_NATIVE else {
      return try roundedCounts(weights, total, wanted, label)
    }
    if total == 0 {
      plan.warn(.noOtherClassNear, label: label)
      weights.base.update(repeating: 1, count: weights.count)
    }
    return try apportion(wanted, by: weights, &crew)
  }

  /// As imbalanced-learn rounds: each by itself, so that the sum may miss what was wanted.
  private static func roundedCounts(
    _ weights: borrowing Buffer<Double>, _ total: Double, _ wanted: Int, _ label: Int32
  ) throws(Failure) -> Buffer<Int> {
    guard total > 0 else {
      throw .noCandidates(
        "no row of class \(label) has a neighbour of another class, so that ADASYN has no weights: use SMOTE instead"
      )
    }
    let counts = try Buffer<Int>(weights.count)
    for position in 0..<counts.count {
      let share = weights[position] / total * Double(wanted)
      counts[position] = Int(share.rounded(.toNearestOrEven))
    }
    guard sum(counts) > 0 else {
      throw .noCandidates(
        "no row of class \(label) is to be repeated once its share of \(wanted, "row") is rounded")
    }
    return counts
  }
}
