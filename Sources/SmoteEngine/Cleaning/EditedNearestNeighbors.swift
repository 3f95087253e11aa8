import CSmote

/// Edited nearest neighbours: drops rows that their neighbours outvote (Wilson, "Asymptotic
/// properties of nearest neighbor rules using edited data", IEEE TSMC 2(3), 1972).
struct EditedNearestNeighbors {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    let marks = try Marks(problem.table.rows)
    try drop(marks, cleaning, problem, reduction, metric, &crew)
    return try marks.kept(
      problem.classes, isGrouped: problem.options.stream != .SMOTE_STREAM_NATIVE)
  }

  static func drop(
    _ marks: borrowing Marks, _ cleaning: Cleaning, _ problem: borrowing Problem,
    _ reduction: borrowing Reduction, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    for index in 0..<problem.classes.count where reduction[index] != nil {
      let rows = problem.classes.rows(index)
      crew.progress.beginPhase(0.9 * Double(rows.count) / Double(problem.table.rows))
      let nearest = try problem.neighborsAmongAll(
        of: rows, k: cleaning.neighbors, "cleaning_neighbors", metric, &crew)
      // Lists that were handed in may name a row more than once.
      var poll = try Poll(problem.labels, voters: nearest.k)
      for position in 0..<rows.count {
        try crew.progress.report(1, of: 1, at: position)
        poll.begin()
        for place in 0..<nearest.count(position) {
          poll.ask(Int(nearest.neighbor(position, place)))
        }
        let label = problem.classes.label(index)
        if poll.outvotes(label, cleaning.selection) { marks.drop(rows[position]) }
      }
    }
  }
}

/// What the neighbours of a row say about its label.
struct Poll: ~Copyable {
  private let labels: UnsafePointer<Int32>
  private let votes: Buffer<Int32>
  private(set) var count = 0

  /// - Parameter voters: neighbours of a row, at the most.
  init(_ labels: UnsafePointer<Int32>, voters: Int) throws(Failure) {
    votes = try Buffer(voters)
    self.labels = labels
  }

  mutating func begin() { count = 0 }

  mutating func ask(_ row: Int) {
    votes[count] = labels[row]
    count += 1
  }

  /// Whether the neighbours are against a label. Without any, they are not.
  func outvotes(_ label: Int32, _ selection: smote_selection) -> Bool {
    guard count > 0 else { return false }
    if selection == .SMOTE_SELECTION_MODE { return mode() != label }
    for vote in votes.first(count) where vote != label {
      return true
    }
    return false
  }

  /// The most frequent label; the smallest of equally frequent ones.
  func mode() -> Int32 {
    sortBallot(votes.base, count)
    let (most, _) = tally(votes.base, count)
    return winner(0, votes.base, count, most)
  }
}
