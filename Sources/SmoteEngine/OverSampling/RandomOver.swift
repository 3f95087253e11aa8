/// Random over-sampling: rows of the class, repeated as they are, or with normal noise: a
/// smoothed bootstrap (Menardi and Torelli, Data Mining and Knowledge Discovery 28, 2014,
/// section 3).
struct RandomOver {
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    let noise = try SmoothedBootstrap(problem, growth)
    for index in 0..<problem.classes.count where growth[index] > 0 {
      crew.progress.beginPhase(0.9 * growth.share(of: index, problem.classes))
      let label = problem.classes.label(index)
      let new = try plan.addRows(growth[index], label: label)
      try draws.repeatRows(new, of: plan, label: label, problem.classes.rows(index), &crew)
      if let shrinkage = noise.shrinkage(index) {
        let scales = try noise.scales(index, shrinkage, problem, &crew)
        try draws.addNoise(scales, to: new, of: &plan, label: label, &crew)
      }
    }
  }
}
