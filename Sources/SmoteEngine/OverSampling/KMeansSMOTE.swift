import CSmote

/// KMeans-SMOTE: SMOTE within clusters, more where the class is sparse (Last, Douzas and
/// Bacao, "Oversampling for imbalanced learning based on k-means and SMOTE", 2017, algorithm
/// 1; the clusters to take part are chosen as imbalanced-learn does).
struct KMeansSMOTE {
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    try problem.requireNeighbors(growth)
    let metric = try problem.metric(&crew)
    let clusters = try Clusters(problem, metric, progressShare: 0.4, &crew)
    for index in 0..<problem.classes.count where growth[index] > 0 {
      let share = 0.54 * growth.share(of: index, problem.classes)
      let label = problem.classes.label(index)
      let groups = try clusters.group(problem.classes.rows(index))
      let chosen = try choose(clusters, groups, index, growth, problem)
      crew.progress.beginPhase(0.5 * share)
      let weights = try weights(chosen, groups, problem, metric, &crew)
      if pairwiseSum(weights.base, weights.count) == 0 {
        plan.warn(.allAlike, label: label)
        weights.base.update(repeating: 1, count: weights.count)
      }
      let counts = try counts(weights, growth[index], problem.options, &crew)
      crew.progress.beginPhase(0.5 * share)
      var before = 0
      let new = try plan.addRows(sum(counts), label: label)
      for part in 0..<chosen.count where counts[part] > 0 {
        let rows = groups.rows(chosen[part])
        let neighborhood = try problem.neighborsInClass(
          index, of: rows, among: rows, metric, &crew)
        let start = new.lowerBound + before
        try draws.interpolate(
          start..<start + counts[part], of: plan, label: label, part: (part, before),
          neighborhood, &crew)
        before += counts[part]
      }
    }
  }

  /// The clusters that new rows of a class are made in.
  private static func choose(
    _ clusters: borrowing Clusters, _ groups: borrowing Clusters.Groups, _ index: Int,
    _ growth: borrowing Growth, _ problem: borrowing Problem
  ) throws(Failure) -> Buffer<Int> {
    let isClipped = problem.options.fewRows == .SMOTE_FEW_ROWS_CLIP
    let needed = isClipped ? 1.0 : Double(problem.options.neighbors + 1)
    let isRounded = problem.options.stream != .SMOTE_STREAM_NATIVE && !isClipped
    let half = Double(growth[index]) / Double(growth.total) / 2
    let threshold = problem.options.clusterBalanceThreshold ?? (clusters.count == 1 ? 0 : half)
    let chosen = try Buffer<Int>(clusters.count)
    var count = 0
    var best = -1.0
    for cluster in 0..<clusters.count where clusters.size(cluster) > 0 {
      let size = Double(clusters.size(cluster))
      let rows = Double(groups.rows(cluster).count)
      let part = rows / size
      // imbalanced-learn compares part * size, rounded, not the rows themselves.
      guard (isRounded ? part * size : rows) >= needed else { continue }
      best = max(best, part)
      guard part >= threshold else { continue }
      chosen[count] = cluster
      count += 1
    }
    guard count > 0 else {
      throw noCluster(problem.classes.label(index), Int(needed), best, threshold)
    }
    return try chosen.cut(to: count)
  }

  private static func noCluster(
    _ label: Int32, _ needed: Int, _ best: Double, _ threshold: Double
  ) -> Failure {
    guard best >= 0 else {
      return .noCandidates(
        "no cluster holds \(needed, "row") of class \(label), which is what its neighbors ask for: use fewer clusters or fewer neighbors"
      )
    }
    return .noCandidates(
      "class \(label) makes up at most \(best) of the rows of any cluster that has \(needed) or more of them, but cluster_balance_threshold is \(threshold): lower it to \(best) or less, or change the number of clusters"
    )
  }

  /// The sparsity of a class in each cluster, up to a factor (steps 2.1 to 2.4 of the paper).
  private static func weights(
    _ chosen: borrowing Buffer<Int>, _ groups: borrowing Clusters.Groups,
    _ problem: borrowing Problem, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Double> {
    let sparsities = try Buffer<Sparsity>(chosen.count, repeating: Sparsity())
    for part in 0..<chosen.count {
      let rows = groups.rows(chosen[part])
      let mean = try meanDistance(of: Points(rows, of: problem.table), metric, &crew)
      sparsities[part] = Sparsity(mean, rows.count, problem.options.densityExponent)
    }
    let weights = try Buffer<Double>(chosen.count)
    if problem.options.stream != .SMOTE_STREAM_NATIVE {
      for part in 0..<chosen.count {
        weights[part] = sparsities[part].valueOfNumpy
      }
      let total = pairwiseSum(weights.base, weights.count)
      if total > 0 && total.isFinite { return weights }
    }
    var largest = -Double.infinity
    for sparsity in sparsities.view {
      largest = max(largest, sparsity.logarithm)
    }
    for part in 0..<chosen.count {
      let difference = sparsities[part].logarithm - largest
      weights[part] = difference > -700 ? exponential(difference) : 0
    }
    return weights
  }

  /// How many rows to make in each cluster.
  private static func counts(
    _ weights: borrowing Buffer<Double>, _ wanted: Int, _ options: Options, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    if options.stream == .SMOTE_STREAM_NATIVE { return try apportion(wanted, by: weights, &crew) }
    // As imbalanced-learn rounds, so that there may be a few more than wanted.
    let total = pairwiseSum(weights.base, weights.count)
    let counts = try Buffer<Int>(weights.count)
    for part in 0..<counts.count {
      counts[part] = Int((Double(wanted) * (weights[part] / total)).rounded(.up))
    }
    return counts
  }
}
