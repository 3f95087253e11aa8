import CSmote

/// Condensed nearest neighbours (Hart, "The condensed nearest neighbor rule", IEEE TIT 14(3),
/// 1968), with all rows of the smallest class to begin with: of each class that is reduced,
/// one pass adds the rows that those kept so far would classify wrongly.
struct CondensedNearestNeighbor {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ draws: inout Draws, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.anyMetric(&crew)
    var kept = try Kept(capacity: problem.table.rows)
    var stream = draws.restarted()
    for index in 0..<problem.classes.count {
      guard reduction[index] != nil else {
        try kept.add(problem.classes.rows(index))
        continue
      }
      let seeds = try draws.seeds(cleaning.seeds, index, problem, &stream, &crew)
      try condense(index, seeds, into: &kept, cleaning, problem, metric, &crew)
    }
    if let stream { draws.goOn(from: stream) }
    return kept
  }

  private static func condense(
    _ index: Int, _ seeds: borrowing Buffer<Int>, into kept: inout Kept, _ cleaning: Cleaning,
    _ problem: borrowing Problem, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    let rows = problem.classes.rows(index)
    let label = problem.classes.label(index)
    var classifier = try Classifier.taught(
      rows, problem, seeds: seeds, neighbors: cleaning.neighbors, metric, &crew)
    try kept.add(seeds.view)
    let skipped = try Skipped(seeds, rows, isNumpy: problem.options.stream != .SMOTE_STREAM_NATIVE)
    for position in 0..<rows.count where !skipped.contains(position) {
      try crew.progress.report(position, of: rows.count)
      if classifier.label(position) == label { continue }
      try kept.add(rows[position])
      skipped.insert(rows[position])
      classifier.learn(rows[position], before: position + 1, metric)
    }
  }

  /// Rows that are not looked at, by their positions in the class.
  private struct Skipped: ~Copyable {
    private let marks: Buffer<Bool>
    private let rows: UnsafeBufferPointer<Int>
    private let isNumpy: Bool

    init(
      _ seeds: borrowing Buffer<Int>, _ rows: UnsafeBufferPointer<Int>, isNumpy: Bool
    ) throws(Failure) {
      marks = try Buffer(rows.count, repeating: false)
      self.rows = rows
      self.isNumpy = isNumpy
      for seed in seeds.view {
        insert(seed)
      }
    }

    func contains(_ position: Int) -> Bool { marks[position] }

    /// imbalanced-learn looks a row's position in the class up among the rows of the table
    /// that it has kept, and skips it if it is there.
    func insert(_ row: Int) {
      let position = isNumpy ? row : bisect(rows, row)
      if position < marks.count { marks[position] = true }
    }
  }
}

/// The classifier of both methods: what the nearest of some rows say about others.
///
/// A row that is learned meets all others that are still to be classified, which are packed for
/// the kernels once: that takes as much memory as these rows do in float64.
struct Classifier: ~Copyable {
  private let queries: Points
  private let table: Table
  /// How often it has learned a row, which votes as often.
  private let times: Buffer<Int32>
  private let nearest: NeighborLists
  private var poll: Poll
  private let neighbors: Int
  private let packed: Buffer<Double>
  /// The row that is learned, and what its distances need.
  private let learned: Buffer<Int>
  private let workspace: Buffer<Double>

  /// One that knows the smallest class, and some seeds.
  ///
  /// - Parameter rows: the rows to be classified.
  static func taught(
    _ rows: UnsafeBufferPointer<Int>, _ problem: borrowing Problem,
    seeds: borrowing Buffer<Int>, neighbors: Int, _ metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) -> Classifier {
    let minority = problem.classes.rows(problem.classes.minority)
    let known = minority.count + seeds.count
    guard known >= neighbors || problem.options.fewRows == .SMOTE_FEW_ROWS_CLIP else {
      throw Failure(
        .SMOTE_ERROR_TOO_FEW_ROWS,
        "class \(problem.labels[minority[0]]) and the seeds of class \(problem.labels[rows[0]]) have \(known) rows, but cleaning_neighbors = \(neighbors) needs as many"
      )
    }
    let classifier = try Classifier(
      rows, problem, neighbors: min(neighbors, known + rows.count), metric)
    try classifier.learn(minority, seeds.view, metric, &crew)
    return classifier
  }

  private init(
    _ rows: UnsafeBufferPointer<Int>, _ problem: borrowing Problem, neighbors: Int,
    _ metric: borrowing Metric
  ) throws(Failure) {
    let queries = Points(rows, of: problem.table)
    let learned = try Buffer<Int>(1, repeating: 0)
    let distances = PanelDistances(
      Points(learned.view, of: problem.table), from: queries, metric)
    let panels = (rows.count + distances.panelPoints - 1) / distances.panelPoints
    let packed = try Buffer<Double>(panels * distances.panelElements)
    let workspace = try Buffer<Double>(distances.workerElements)
    let times = try Buffer<Int32>(problem.table.rows, repeating: 0)
    let nearest = try NeighborLists(queries: rows.count, k: neighbors)
    let poll = try Poll(problem.labels, voters: neighbors)
    for first in stride(from: 0, to: rows.count, by: distances.panelPoints) {
      distances.pack(
        distances.panel(from: first), into: packed.base + first * distances.metric.columns)
    }
    self.queries = queries
    table = problem.table
    self.neighbors = neighbors
    self.times = consume times
    self.nearest = consume nearest
    self.poll = consume poll
    self.learned = consume learned
    self.packed = consume packed
    self.workspace = consume workspace
  }

  /// Lets the rows from a position on know another one.
  func learn(_ row: Int, before position: Int, _ metric: borrowing Metric) {
    times[row] = times[row] + 1
    guard times[row] == 1 else { return }
    learned[0] = row
    let lists = nearest.places
    let distances = PanelDistances(Points(learned.view, of: table), from: queries, metric)
    for first in stride(from: 0, to: queries.count, by: distances.panelPoints) {
      let panel = distances.panel(from: first)
      guard panel.upperBound > position else { continue }
      let points = packed.base + first * distances.metric.columns
      distances.forEachQuery(0, panel, points, workspace.base) { _, squares in
        for place in 0..<squares.count where squares[place] <= lists.reach(first + place) {
          lists.insert(Int64(row), at: squares[place], query: first + place)
        }
      }
    }
  }

  /// Learns the smallest class and the seeds, of which there may be more than rows.
  private func learn(
    _ minority: UnsafeBufferPointer<Int>, _ seeds: UnsafeBufferPointer<Int>,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    for row in minority {
      times[row] = times[row] + 1
    }
    for row in seeds {
      times[row] = times[row] + 1
    }
    let known = try Buffer<Int>(min(minority.count + seeds.count, table.rows))
    var count = 0
    for row in 0..<table.rows where times[row] > 0 {
      known[count] = row
      count += 1
    }
    try Search(
      queries, among: Points(known.first(count), of: table), metric: metric, oneTable: false
    )
    .improve(nearest, &crew)
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

extension Draws {
  /// Rows of a class to begin with: numpy's may be repeated.
  func seeds(
    _ wanted: Int, _ index: Int, _ problem: borrowing Problem, _ numpy: inout MersenneTwister?,
    _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let rows = problem.classes.rows(index)
    let isNumpy = numpy != nil
    let seeds = try choose(
      isNumpy ? wanted : min(wanted, rows.count), of: rows.count,
      label: problem.classes.label(index), hasReplacement: isNumpy, &numpy, &crew)
    for place in 0..<seeds.count {
      seeds[place] = rows[seeds[place]]
    }
    return seeds
  }
}
