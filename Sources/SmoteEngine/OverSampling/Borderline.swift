import CSmote

/// Borderline-SMOTE: SMOTE from the rows in danger alone (Han, Wang and Mao, ICIC 2005,
/// section 3).
///
/// A row is in danger if, among its m nearest rows of any class, at least half, but not
/// all, belong to other classes. Kind 1 goes towards neighbours of the class; kind 2
/// towards any of the k nearest rows, and less than half of the way to one of another
/// class.
struct Borderline {
  static func extend(
    _ plan: inout Plan, _ problem: borrowing Problem, _ growth: borrowing Growth,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) {
    let isFirstKind = problem.options.method == .SMOTE_METHOD_BORDERLINE1
    let metric = try problem.metric(&crew)
    for index in 0..<problem.classes.count where growth[index] > 0 {
      let share = 0.94 * growth.share(of: index, problem.classes)
      let label = problem.classes.label(index)
      crew.progress.beginPhase(0.6 * share)
      let danger = try rowsInDanger(index, problem, metric, &crew)
      crew.progress.beginPhase(0.4 * share)
      guard danger.count > 0 else {
        plan.warn(.noneInDanger, label: label)
        continue
      }
      if isFirstKind { try problem.requireNeighbors(index) }
      let rows = danger.view
      let neighborhood =
        isFirstKind
        ? try problem.neighborsInClass(index, of: rows, metric, &crew)
        : try anyNeighbors(of: rows, problem, metric, &crew)
      let new = try plan.addRows(growth[index], label: label)
      try draws.interpolate(new, of: plan, label: label, neighborhood, &crew)
      if !isFirstKind {
        try draws.shorten(new, of: &plan, where: { problem.labels[Int($0)] != label }, &crew)
      }
    }
  }

  private static func rowsInDanger(
    _ index: Int, _ problem: borrowing Problem, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let rows = problem.classes.rows(index)
    let label = problem.classes.label(index)
    let nearest = try problem.neighborsAmongAll(
      of: rows, k: problem.options.dangerNeighbors, "danger_neighbors", metric, &crew)
    return try some(of: rows, &crew) { position in
      nearest.surroundings(position, of: label, problem.labels).isInDanger
    }
  }

  /// Kind 2: neighbours of any class.
  private static func anyNeighbors(
    of rows: UnsafeBufferPointer<Int>, _ problem: borrowing Problem, _ metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) -> Neighborhood {
    let k = problem.options.neighbors
    if let handed = problem.options.classNeighbors {
      return try Neighborhood(
        rows, handed: problem.handed(handed, k: k, label: nil, "class_neighbors"))
    }
    return try Neighborhood(
      rows, among: Points(all: problem.table), k: try problem.affordableNeighbors(k, "neighbors"),
      metric: metric, &crew)
  }
}
