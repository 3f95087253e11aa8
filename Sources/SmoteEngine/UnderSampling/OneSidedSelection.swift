/// One-sided selection (Kubat and Matwin, "Addressing the curse of imbalanced training sets:
/// one-sided selection", ICML 1997): of each class that is reduced, some rows drawn at random,
/// and those that they and the smallest class would classify wrongly; then Tomek links.
struct OneSidedSelection {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    var stream = draws.restarted()
    let selected = try reduction.kept(problem) { index, _, selected throws(Failure) in
      let seeds = try draws.seeds(cleaning.seeds, index, problem, &stream, &crew)
      try select(index, seeds, into: &selected, cleaning, problem, metric, &crew)
    }
    if let stream { draws.goOn(from: stream) }
    return try withoutLinks(selected, problem, reduction, metric, &crew)
  }

  private static func select(
    _ index: Int, _ seeds: borrowing Buffer<Int>, into selected: inout Kept,
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) {
    let rows = problem.classes.rows(index)
    let isSeed = try Buffer<Bool>(rows.count, repeating: false)
    for seed in seeds.view {
      isSeed[bisect(rows, seed)] = true
    }
    var classifier = try Classifier.taught(
      rows, problem, seeds: seeds, neighbors: cleaning.neighbors, mayLearnMore: false,
      share: 0.5 * Double(rows.count) / Double(problem.table.rows), metric, &crew)
    try selected.add(seeds.view)
    let label = problem.classes.label(index)
    for position in 0..<rows.count where !isSeed[position] {
      try crew.progress.ask(at: position)
      if classifier.label(position) != label { try selected.add(rows[position]) }
    }
  }

  private static func withoutLinks(
    _ selected: borrowing Kept, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let times = try Buffer<Int32>(problem.table.rows, repeating: 0)
    for row in selected.view {
      times[row] += 1
    }
    var different = try Kept(capacity: selected.count)
    for row in 0..<problem.table.rows where times[row] > 0 {
      try crew.progress.ask(at: row)
      try different.add(row)
    }
    let marks = try Marks(problem.table.rows)
    try TomekLinks.drop(
      among: different.view, marks, problem, reduction, metric, part: 0.4, &crew
    ) { times[$0] > 1 }
    var kept = try Kept(capacity: selected.count)
    for (place, row) in selected.view.enumerated() where marks.stays(row) {
      try crew.progress.ask(at: place)
      try kept.add(row)
    }
    return kept
  }
}
