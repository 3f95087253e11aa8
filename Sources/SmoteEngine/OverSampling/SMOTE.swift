/// SMOTE: a new row lies at a random place on the line from a row of the class to one
/// of its k nearest neighbours within the class (Chawla, Bowyer, Hall and Kegelmeyer,
/// JAIR 16, 2002, section 4.2).
struct SMOTE {
  /// Adds the new rows of every class that grows to the plan.
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    try problem.requireNeighbors(growth)
    let metric = try problem.metric(&crew)
    for index in 0..<problem.classes.count where growth[index] > 0 {
      crew.progress.beginPhase(0.94 * growth.share(of: index, problem.classes))
      let label = problem.classes.label(index)
      let neighborhood = try problem.neighborsInClass(
        index, of: problem.classes.rows(index), metric, &crew)
      let new = try plan.addRows(growth[index], label: label)
      try draws.interpolate(new, of: plan, label: label, neighborhood, &crew)
    }
  }
}
