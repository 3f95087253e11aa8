import CSmote

extension Plan {
  /// Drops rows of the output.
  mutating func clean(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ draws: inout Draws,
    _ crew: inout Crew
  ) throws(Failure) {
    guard problem.options.addsRows else {
      try drop(by: cleaning, problem, &draws, &crew)
      return
    }
    // What is cleaned is the output so far, new rows or not; lists of neighbours that were
    // handed in are for the first step.
    let resampled = try Resampled(self, problem, withValues: cleaning.method.readsValues, &crew)
    var options = problem.options
    // So that the second problem asks for no values, of which there are none.
    if !cleaning.method.readsValues { options.method = cleaning.method }
    options.classNeighbors = nil
    options.allNeighbors = nil
    let second = try Problem(resampled.table, resampled.labels, options, &crew)
    try drop(by: cleaning, second, &draws, &crew)
  }

  private mutating func drop(
    by cleaning: Cleaning, _ problem: borrowing Problem, _ draws: inout Draws,
    _ crew: inout Crew
  ) throws(Failure) {
    let kept = try rowsKept(by: cleaning, problem, &draws, &crew)
    try crew.progress.ask()
    if problem.options.stream == .SMOTE_STREAM_NATIVE {
      try kept.sort(of: max(problem.table.rows, inputRows + newRows))
    }
    let counts = try Buffer<Int>(problem.classes.count, repeating: 0)
    for place in 0..<kept.count {
      try crew.progress.ask(at: place)
      let row = kept.view[place]
      let label = row < problem.table.rows ? problem.labels[row] : label(row - inputRows)
      counts[problem.classes.index(of: label)] += 1
    }
    for index in 0..<counts.count where counts[index] == 0 {
      warn(.vanished, label: problem.classes.label(index))
    }
    try crew.progress.ask()
    try keep(kept.view)
  }

  private mutating func rowsKept(
    by cleaning: Cleaning, _ problem: borrowing Problem, _ draws: inout Draws,
    _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let reduction = try Reduction(cleaning, problem.classes)
    switch cleaning.method {
    case .SMOTE_METHOD_RANDOM_UNDER:
      return try RandomUnder.kept(cleaning, problem, reduction, &draws, &crew)
    case .SMOTE_METHOD_TOMEK:
      return try TomekLinks.kept(problem, reduction, &crew)
    case .SMOTE_METHOD_ENN:
      return try EditedNearestNeighbors.kept(cleaning, problem, reduction, &crew)
    case .SMOTE_METHOD_RENN, .SMOTE_METHOD_ALLKNN:
      return try RepeatedEditing.kept(cleaning, problem, &self, &crew)
    case .SMOTE_METHOD_CNN:
      return try CondensedNearestNeighbor.kept(cleaning, problem, reduction, &draws, &crew)
    case .SMOTE_METHOD_OSS:
      return try OneSidedSelection.kept(cleaning, problem, reduction, &draws, &crew)
    case .SMOTE_METHOD_NCR:
      return try NeighborhoodCleaningRule.kept(cleaning, problem, reduction, &crew)
    case .SMOTE_METHOD_NEARMISS1, .SMOTE_METHOD_NEARMISS2, .SMOTE_METHOD_NEARMISS3:
      return try NearMiss.kept(cleaning, problem, reduction, &self, &crew)
    case .SMOTE_METHOD_CLUSTER_CENTROIDS:
      return try ClusterCentroids.kept(cleaning, problem, reduction, &self, &crew)
    case .SMOTE_METHOD_INSTANCE_HARDNESS:
      return try InstanceHardness.kept(cleaning, problem, reduction, &crew)
    default:
      throw .invalidArgument("cleaning \(cleaning.method.rawValue) is not a method that drops rows")
    }
  }
}
