import CSmote

/// Edited nearest neighbours: drops rows that their neighbours outvote (Wilson, "Asymptotic
/// properties of nearest neighbor rules using edited data", IEEE TSMC 2(3), 1972).
struct EditedNearestNeighbors {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    let rows = try Marks(problem.table.rows, of: problem.classes) { reduction[$0] != nil }
      .kept(problem.classes, isGrouped: false)
    let marks = try Marks(problem.table.rows)
    crew.progress.beginPhase(0.9)
    let nearest = try problem.neighborsAmongAll(
      of: rows.view, k: cleaning.neighbors, "cleaning_neighbors", metric, &crew)
    try drop(marks, by: nearest, cleaning.selection, problem, reduction, &crew)
    return try marks.kept(
      problem.classes, isGrouped: problem.options.stream != .SMOTE_STREAM_NATIVE)
  }

  /// Drops what its neighbours outvote, of the classes that are reduced.
  static func drop(
    _ marks: borrowing Marks, by nearest: borrowing Neighborhood, _ selection: smote_selection,
    _ problem: borrowing Problem, _ reduction: borrowing Reduction, _ crew: inout Crew
  ) throws(Failure) {
    // Lists that were handed in may name a row more than once.
    var poll = try Poll(problem.labels, voters: nearest.k)
    for position in 0..<nearest.rows.count {
      try crew.progress.ask(at: position)
      let row = nearest.rows[position]
      let label = problem.labels[row]
      guard reduction[problem.classes.index(of: label)] != nil else { continue }
      poll.begin()
      for place in 0..<nearest.count(position) {
        poll.ask(Int(nearest.neighbor(position, place)))
      }
      if poll.outvotes(label, selection) { marks.drop(row) }
    }
  }
}
