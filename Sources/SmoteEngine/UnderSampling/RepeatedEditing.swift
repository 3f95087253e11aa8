import CSmote

/// Repeated editing: ENN until nothing changes, or with 1, 2, ... neighbours (All k-NN)
/// (Tomek, "An experiment with the edited nearest-neighbor rule", IEEE TSMC 6, 1976).
struct RepeatedEditing {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ plan: inout Plan, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    let isAllKNN = cleaning.method == .SMOTE_METHOD_ALLKNN
    let neighbors = try problem.affordableNeighbors(cleaning.neighbors, "cleaning_neighbors")
    var living = try LivingNeighbors(problem.table, neighbors: neighbors, &crew)
    let sizes = try problem.classes.sizes()
    let minority = problem.classes.minority
    let least = sizes[minority]
    let rounds = isAllKNN ? neighbors : cleaning.rounds
    var left = 0.9
    for round in 0..<rounds {
      plan.rounds = round + 1
      crew.progress.beginPhase(0.5 * left)
      left *= 0.5
      let dropped = try edit(
        &living, k: isAllKNN ? round + 1 : neighbors, cleaning, problem, sizes, metric,
        &crew)
      if dropped == 0 && !isAllKNN { break }
      let goesOn = isAllKNN && cleaning.allowsMinority
      if stops(sizes, minority, least: goesOn ? 0 : least) { break }
    }
    return try living.marks.kept(
      problem.classes, isGrouped: problem.options.stream != .SMOTE_STREAM_NATIVE)
  }

  /// One round of ENN.
  ///
  /// - Returns: how many rows it dropped.
  private static func edit(
    _ living: inout LivingNeighbors, k: Int, _ cleaning: Cleaning,
    _ problem: borrowing Problem, _ sizes: borrowing Buffer<Int>, _ metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) -> Int {
    let reduction = try reduction(cleaning, problem, sizes)
    let asked = try Marks(problem.table.rows, of: problem.classes) { reduction[$0] != nil }
    try living.refresh(asked, k: k, metric, &crew)
    var poll = try Poll(problem.labels, voters: k)
    let outvoted = try Buffer<Int>(problem.table.rows)
    var count = 0
    for row in 0..<problem.table.rows where asked.stays(row) && living.marks.stays(row) {
      if row & 0xFFF == 0 { try crew.progress.ask() }
      poll.begin()
      living.forEachNeighbor(of: row, k: k) { poll.ask($0) }
      if poll.outvotes(problem.labels[row], cleaning.selection) {
        outvoted[count] = row
        count += 1
      }
    }
    for place in 0..<count {
      try crew.progress.ask(at: place)
      let row = outvoted[place]
      living.marks.drop(row)
      sizes[problem.classes.index(of: problem.labels[row])] -= 1
    }
    return count
  }

  /// Which classes may lose rows. imbalanced-learn asks in each round which class is the
  /// smallest by now: one that was to be spared is cleaned once another has as few rows.
  private static func reduction(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ sizes: borrowing Buffer<Int>
  ) throws(Failure) -> Reduction {
    problem.options.stream == .SMOTE_STREAM_NATIVE
      ? try Reduction(cleaning, problem.classes)
      : try Reduction(cleaning, problem.classes, sizes: sizes)
  }

  /// Whether a class has vanished, or one that was not the smallest is now smaller than that
  /// was.
  private static func stops(
    _ sizes: borrowing Buffer<Int>, _ minority: Int, least: Int
  ) -> Bool {
    for index in 0..<sizes.count {
      if sizes[index] == 0 || (index != minority && sizes[index] < least) { return true }
    }
    return false
  }
}
