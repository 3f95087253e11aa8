import CSmote

/// The neighbourhood cleaning rule (Laurikkala, "Improving identification of difficult small
/// classes by balancing class distribution", AIME 2001): drops rows that most of their
/// neighbours outvote, and the neighbours of rows of the smallest class that would be
/// classified wrongly.
struct NeighborhoodCleaningRule {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ crew: inout Crew
  ) throws(Failure) -> Kept {
    var editing = cleaning
    editing.selection = .SMOTE_SELECTION_MODE
    let metric = try problem.anyMetric(&crew)
    let marks = try Marks(problem.table.rows)
    try EditedNearestNeighbors.drop(marks, editing, problem, reduction, metric, &crew)
    try dropAroundMinority(marks, cleaning, problem, reduction, metric, &crew)
    return try marks.kept(problem.classes, isGrouped: false)
  }

  private static func dropAroundMinority(
    _ marks: borrowing Marks, _ cleaning: Cleaning, _ problem: borrowing Problem,
    _ reduction: borrowing Reduction, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    let minority = problem.classes.minority
    let least = Double(problem.classes.size(minority)) * cleaning.threshold
    let rows = problem.classes.rows(minority)
    let label = problem.classes.label(minority)
    let nearest = try problem.neighborsAmongAll(
      of: rows, k: cleaning.neighbors, "cleaning_neighbors", metric, &crew)
    var poll = try Poll(problem.labels, voters: nearest.k + 1)
    for position in 0..<rows.count where nearest.count(position) > 0 {
      // A row is its own nearest one here, as in imbalanced-learn.
      poll.begin()
      poll.ask(rows[position])
      for place in 0..<min(cleaning.neighbors - 1, nearest.count(position)) {
        poll.ask(Int(nearest.neighbor(position, place)))
      }
      if poll.mode() == label { continue }
      for place in 0..<nearest.count(position) {
        let row = Int(nearest.neighbor(position, place))
        let index = problem.classes.index(of: problem.labels[row])
        if reduction[index] != nil && Double(problem.classes.size(index)) > least {
          marks.drop(row)
        }
      }
    }
  }
}
