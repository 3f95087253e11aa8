import CSmote

/// SVM-SMOTE: SMOTE from the support vectors of a class (Nguyen, Cooper and Kamei, "Borderline
/// over-sampling for imbalanced data classification", IJKESDP 3(1), 2011).
///
/// Support vectors with neighbours of other classes only are noise. From those in danger, at
/// least half of whose neighbours are of other classes, new rows lie towards a neighbour of
/// the class; from the others, up to `out_step` times as far in the opposite direction, where
/// they widen the class.
struct SVMSMOTE {
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    try problem.requireNeighbors(growth)
    let metric = try problem.metric(&crew)
    for index in 0..<problem.classes.count where growth[index] > 0 {
      let share = 0.94 * growth.share(of: index, problem.classes)
      let label = problem.classes.label(index)
      crew.progress.beginPhase(0.6 * share)
      let support = try support(index, problem, &draws, &crew)
      crew.progress.beginPhase(0.3 * share)
      let sides = try sides(of: support, label, problem, metric, &crew)
      crew.progress.beginPhase(0.1 * share)
      let new = try plan.addRows(growth[index], label: label)
      if problem.options.stream == .SMOTE_STREAM_NATIVE {
        try makeNatively(new, of: &plan, index, sides, problem, metric, &draws, &crew)
      } else {
        try makeAsNumpy(new, of: &plan, index, sides, problem, metric, &draws, &crew)
      }
    }
  }

  /// Support vectors that are no noise, in order; and of these, which are in danger.
  private struct Sides: ~Copyable {
    let rows: Buffer<Int>
    let isInDanger: Buffer<Bool>

    /// The rows on one side.
    func rows(inDanger: Bool, _ crew: inout Crew) throws(Failure) -> Buffer<Int> {
      try some(of: rows.view, &crew) { isInDanger[$0] == inDanger }
    }
  }

  private static func support(
    _ index: Int, _ problem: borrowing Problem, _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    guard let chosen = problem.options.supportRows else {
      draws.skipSeedOfClassifier()
      return try supportVectors(of: index, problem, &crew)
    }
    let own = problem.classes.rows(index)
    return try some(of: own, &crew) { chosen[own[$0]] != 0 }
  }

  private static func sides(
    of support: borrowing Buffer<Int>, _ label: Int32, _ problem: borrowing Problem,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Sides {
    let nearest = try problem.neighborsAmongAll(
      of: support.view, k: problem.options.dangerNeighbors, "danger_neighbors", metric, &crew)
    let rows = try Buffer<Int>(support.count)
    let isInDanger = try Buffer<Bool>(support.count)
    var count = 0
    for position in 0..<support.count {
      let around = nearest.surroundings(position, of: label, problem.labels)
      if around.isNoise { continue }
      rows[count] = support[position]
      isInDanger[count] = around.isInDanger
      count += 1
    }
    guard support.count > 0 || problem.options.supportRows == nil else {
      throw .noCandidates(
        "class \(label) grows, but none of its rows is among the support vectors that were given")
    }
    guard count > 0 else {
      throw .noCandidates(
        "all \(support.count) support vectors of class \(label) are noise: SVM-SMOTE is not for these data, try another method"
      )
    }
    let kept = try rows.cut(to: count)
    return Sides(rows: kept, isInDanger: try isInDanger.cut(to: count))
  }

  /// Every support vector is the base equally often, and decides which way it goes.
  private static func makeNatively(
    _ new: Range<Int>, of plan: inout Plan, _ index: Int, _ sides: borrowing Sides,
    _ problem: borrowing Problem, _ metric: borrowing Metric, _ draws: inout Draws,
    _ crew: inout Crew
  ) throws(Failure) {
    let label = problem.classes.label(index)
    let rows = sides.rows.view
    let neighborhood = try problem.neighborsInClass(index, of: rows, metric, &crew)
    try draws.interpolate(new, of: plan, label: label, neighborhood, &crew)
    for row in new {
      try crew.progress.ask(at: row)
      let position = bisect(rows, Int(plan.base[row]))
      if !sides.isInDanger[position] {
        plan.gap[row] = -problem.options.outStep * plan.gap[row]
      }
    }
  }

  /// As imbalanced-learn: a part drawn from a beta distribution goes inwards, the rest
  /// outwards. Where one side has no rows, the other one makes its part too.
  private static func makeAsNumpy(
    _ new: Range<Int>, of plan: inout Plan, _ index: Int, _ sides: borrowing Sides,
    _ problem: borrowing Problem, _ metric: borrowing Metric, _ draws: inout Draws,
    _ crew: inout Crew
  ) throws(Failure) {
    let label = problem.classes.label(index)
    let danger = try sides.rows(inDanger: true, &crew)
    let safe = try sides.rows(inDanger: false, &crew)
    var inwards = Int(draws.beta(10, 10) * Double(new.count + 1))
    if danger.count == 0 { inwards = 0 }
    if safe.count == 0 { inwards = new.count }
    let middle = new.lowerBound + inwards
    try make(new.lowerBound..<middle, danger, 1)
    try make(middle..<new.upperBound, safe, -problem.options.outStep)

    func make(
      _ range: Range<Int>, _ side: borrowing Buffer<Int>, _ step: Double
    ) throws(Failure) {
      guard side.count > 0 else { return }
      let neighborhood = try problem.neighborsInClass(index, of: side.view, metric, &crew)
      try draws.interpolate(range, of: plan, label: label, neighborhood, &crew)
      for row in range {
        try crew.progress.ask(at: row)
        plan.gap[row] = step * plan.gap[row]
      }
    }
  }
}
