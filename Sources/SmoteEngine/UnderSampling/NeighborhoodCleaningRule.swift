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
    let metric = try problem.anyMetric(&crew)
    let minority = problem.classes.minority
    let rows = try Marks(problem.table.rows, of: problem.classes) {
      $0 == minority || reduction[$0] != nil
    }.kept(problem.classes, isGrouped: false)
    crew.progress.beginPhase(0.9)
    let nearest = try problem.neighborsAmongAll(
      of: rows.view, k: cleaning.neighbors, "cleaning_neighbors", metric, &crew)
    let marks = try Marks(problem.table.rows)
    try EditedNearestNeighbors.drop(
      marks, by: nearest, .SMOTE_SELECTION_MODE, problem, reduction, &crew)
    try dropAroundMinority(marks, by: nearest, cleaning, problem, reduction, &crew)
    return try marks.kept(problem.classes, isGrouped: false)
  }

  private static func dropAroundMinority(
    _ marks: borrowing Marks, by nearest: borrowing Neighborhood, _ cleaning: Cleaning,
    _ problem: borrowing Problem, _ reduction: borrowing Reduction, _ crew: inout Crew
  ) throws(Failure) {
    let minority = problem.classes.minority
    let least = Double(problem.classes.size(minority)) * cleaning.threshold
    let label = problem.classes.label(minority)
    // In imbalanced-learn a row is its own nearest one here.
    let asksItself = problem.options.stream != .SMOTE_STREAM_NATIVE
    let asked = cleaning.neighbors - (asksItself ? 1 : 0)
    var poll = try Poll(problem.labels, voters: nearest.k + 1)
    for position in 0..<nearest.rows.count where nearest.count(position) > 0 {
      try crew.progress.ask(at: position)
      let row = nearest.rows[position]
      guard problem.labels[row] == label else { continue }
      poll.begin()
      if asksItself { poll.ask(row) }
      for place in 0..<min(asked, nearest.count(position)) {
        poll.ask(Int(nearest.neighbor(position, place)))
      }
      if poll.mode() == label { continue }
      for place in 0..<nearest.count(position) {
        let neighbor = Int(nearest.neighbor(position, place))
        let index = problem.classes.index(of: problem.labels[neighbor])
        if reduction[index] != nil && Double(problem.classes.size(index)) > least {
          marks.drop(neighbor)
        }
      }
    }
  }
}
