import CSmote

/// Condensed nearest neighbours (Hart, "The condensed nearest neighbor rule", IEEE TIT 14(3),
/// 1968), with all rows of the smallest class to begin with: of each class that is reduced,
/// one pass adds the rows that those kept so far would classify wrongly.
struct CondensedNearestNeighbor {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    var stream = draws.restarted()
    let kept = try reduction.kept(problem) { index, _, kept throws(Failure) in
      let seeds = try draws.seeds(cleaning.seeds, index, problem, &stream, &crew)
      try condense(index, seeds, into: &kept, cleaning, problem, metric, &crew)
    }
    if let stream { draws.goOn(from: stream) }
    return kept
  }

  private static func condense(
    _ index: Int, _ seeds: borrowing Buffer<Int>, into kept: inout Kept, _ cleaning: Cleaning,
    _ problem: borrowing Problem, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    let rows = problem.classes.rows(index)
    let label = problem.classes.label(index)
    let share = 0.9 * Double(rows.count) / Double(problem.table.rows)
    var classifier = try Classifier.taught(
      rows, problem, seeds: seeds, neighbors: cleaning.neighbors, mayLearnMore: true,
      share: 0.2 * share, metric, &crew)
    let panels = try ClassPanels(rows, of: problem.table, metric)
    crew.progress.beginPhase(0.8 * share)
    try kept.add(seeds.view)
    let skipped = try Skipped(seeds, rows, isNumpy: problem.options.stream != .SMOTE_STREAM_NATIVE)
    for position in 0..<rows.count where !skipped.contains(position) {
      try crew.progress.report(position, of: rows.count)
      if classifier.label(position) == label { continue }
      try kept.add(rows[position])
      skipped.insert(rows[position])
      classifier.learn(rows[position], before: position + 1, panels)
    }
  }

  /// Rows that are not looked at, by their positions in the class.
  private struct Skipped: ~Copyable {
    private let marks: Buffer<Bool>
    private let rows: UnsafeBufferPointer<Int>
    private let isNumpy: Bool

    init(
      _ seeds: borrowing Buffer<Int>, _ rows: UnsafeBufferPointer<Int>, isNumpy: Bool
    ) throws(Failure) {
      marks = try Buffer(rows.count, repeating: false)
      self.rows = rows
      self.isNumpy = isNumpy
      for seed in seeds.view {
        insert(seed)
      }
    }

    func contains(_ position: Int) -> Bool { marks[position] }

    /// imbalanced-learn looks a row's position in the class up among the rows of the table
    /// that it has kept, and skips it if it is there.
    func insert(_ row: Int) {
      let position = isNumpy ? row : bisect(rows, row)
      if position < marks.count { marks[position] = true }
    }
  }
}
