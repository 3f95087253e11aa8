/// Random under-sampling: rows of a class, drawn with or without replacement.
struct RandomUnder {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    var stream = draws.restarted()
    let kept = try reduction.kept(problem) { index, wanted, kept throws(Failure) in
      let rows = problem.classes.rows(index)
      let chosen = try draws.choose(
        wanted, of: rows.count, label: problem.classes.label(index),
        hasReplacement: cleaning.hasReplacement, &stream, &crew)
      for position in chosen.view {
        try kept.add(rows[position])
      }
    }
    if let stream { draws.goOn(from: stream) }
    return kept
  }
}
