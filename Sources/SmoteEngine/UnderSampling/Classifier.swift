import CSmote

/// The classifier of condensing and of one-sided selection: what the nearest of some rows say
/// about others.
struct Classifier: ~Copyable {
  private let queries: Points
  private let table: Table
  /// How often it has learned a row, which votes as often.
  private let times: Buffer<Int32>
  private let nearest: NeighborLists
  private var poll: Poll
  private let neighbors: Int

  /// One that knows the smallest class, and some seeds.
  ///
  /// - Parameters:
  ///   - rows: the rows to be classified, all of one class.
  ///   - mayLearnMore: whether it is to learn other rows, too.
  ///   - share: of the stage, what learning takes.
  static func taught(
    _ rows: UnsafeBufferPointer<Int>, _ problem: borrowing Problem,
    seeds: borrowing Buffer<Int>, neighbors: Int, mayLearnMore: Bool, share: Double,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Classifier {
    let minority = problem.classes.rows(problem.classes.minority)
    let known = minority.count + seeds.count
    guard known >= neighbors || problem.options.fewRows == .SMOTE_FEW_ROWS_CLIP else {
      throw .tooFewRows(
        "class \(problem.labels[minority[0]]) and the seeds of class \(problem.labels[rows[0]]) have \(known, "row"), but cleaning_neighbors = \(neighbors) needs as many"
      )
    }
    let classifier = try Classifier(rows, problem, neighbors: min(neighbors, known + rows.count))
    classifier.count(minority)
    classifier.count(seeds.view)
    if neighbors == 1 && !mayLearnMore {
      try classifier.learnUntilSure(minority, rows, share: share, metric, &crew)
    } else {
      try classifier.learnAll(share: share, metric, &crew)
    }
    return classifier
  }

  private init(
    _ rows: UnsafeBufferPointer<Int>, _ problem: borrowing Problem, neighbors: Int
  ) throws(Failure) {
    let times = try Buffer<Int32>(problem.table.rows, repeating: 0)
    let nearest = try NeighborLists(queries: rows.count, k: neighbors)
    let poll = try Poll(problem.labels, voters: neighbors)
    queries = Points(rows, of: problem.table)
    table = problem.table
    self.neighbors = neighbors
    self.times = consume times
    self.nearest = consume nearest
    self.poll = consume poll
  }

  /// Lets the rows from a position on know another one.
  func learn(_ row: Int, before position: Int, _ panels: borrowing ClassPanels) {
    times[row] = times[row] + 1
    if times[row] == 1 { panels.meet(row, from: position, nearest.places) }
  }

  private func count(_ rows: UnsafeBufferPointer<Int>) {
    for row in rows {
      times[row] = times[row] + 1
    }
  }

  /// Learns the smallest class and the seeds.
  private func learnAll(
    share: Double, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    var known = try Kept(capacity: 0)
    for row in 0..<table.rows where times[row] > 0 {
      try known.add(row)
    }
    crew.progress.beginPhase(share)
    try Search(queries, among: Points(known.view, of: table), metric: metric, oneTable: false)
      .improve(nearest, &crew)
  }

  /// The same for one neighbour, as far as labels need it: the seeds, and then so much of the
  /// smallest class as tells which rows have one of it that is nearer.
  private func learnUntilSure(
    _ minority: UnsafeBufferPointer<Int>, _ rows: UnsafeBufferPointer<Int>, share: Double,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    var seeds = try Kept(capacity: 0)
    for row in rows where times[row] > 0 {
      try seeds.add(row)
    }
    crew.progress.beginPhase(0.2 * share)
    try Search(queries, among: Points(seeds.view, of: table), metric: metric, oneTable: false)
      .improve(nearest, &crew)
    var doubtful = try DoubtfulRows(rows, of: table)
    try doubtful.meetAll(minority, nearest, share: 0.8 * share, metric, &crew)
  }

  /// The label that a row, by its position, would get.
  mutating func label(_ position: Int) -> Int32 {
    poll.begin()
    for place in position * nearest.k..<(position + 1) * nearest.k {
      let row = Int(nearest.numbers[place])
      if row < 0 { break }
      for _ in 0..<times[row] where poll.count < neighbors {
        poll.ask(row)
      }
    }
    return poll.mode()
  }
}
