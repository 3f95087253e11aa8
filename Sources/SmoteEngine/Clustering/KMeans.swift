import CSmote

/// k-means: rows in clusters around centres, which are the means of their rows (Lloyd, IEEE
/// Transactions on Information Theory 28(2), 1982), started as k-means++ (Arthur and
/// Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007).
///
/// The same for any number of threads: what is nearest is decided exactly, and sums run over
/// blocks of rows that depend on the table alone.
struct KMeans: ~Copyable {
  private let table: Table
  private let clusters: Int
  private let centres: Buffer<Double>
  /// The nearest centre of each row, and its distance.
  let nearest: NeighborLists
  /// Rounds, at the most.
  private static let rounds = 300
  /// Rounds end when the sum of the distances falls by less than this part of it.
  private static let tolerance = 1e-4

  /// - Complexity: O(rows * clusters * columns) a round; memory O(rows + clusters * columns).
  static func fit(
    _ table: Table, clusters: Int, _ metric: borrowing Metric, _ philox: Philox,
    progressShare: Double, _ crew: inout Crew
  ) throws(Failure) -> KMeans {
    let result = try KMeans(table, clusters: clusters)
    let found = try result.seed(metric, philox, 0.2 * progressShare, &crew)
    try result.settle(found, metric, 0.8 * progressShare, &crew)
    return result
  }

  init(_ table: Table, clusters: Int) throws(Failure) {
    let (elements, overflow) = clusters.multipliedReportingOverflow(by: table.columns)
    guard !overflow else { throw .outOfMemory(bytes: Int.max) }
    let centres = try Buffer<Double>(elements, repeating: 0)
    let nearest = try NeighborLists(queries: table.rows, k: 1)
    self.table = table
    self.clusters = clusters
    self.centres = consume centres
    self.nearest = consume nearest
  }

  /// The cluster of a row.
  func cluster(_ row: Int) -> Int { Int(nearest.numbers[row]) }

  // MARK: The start

  /// Chooses rows as centres: each next one with a probability in proportion to its distance
  /// from the nearest centre so far.
  ///
  /// - Returns: how many; fewer than asked for if there are not so many different rows.
  func seed(
    _ metric: borrowing Metric, _ philox: Philox, _ progressShare: Double, _ crew: inout Crew
  ) throws(Failure) -> Int {
    place(0, at: philox.draw(.centre, label: 0, number: 0).index(below: table.rows))
    for cluster in 0..<clusters {
      crew.progress.beginPhase(progressShare / Double(clusters))
      try assign(cluster..<cluster + 1, metric, &crew)
      if cluster + 1 == clusters { break }
      let draw = philox.draw(.centre, label: 0, number: cluster + 1)
      guard let row = rowByDistance(draw.fraction) else { return cluster + 1 }
      place(cluster + 1, at: row)
    }
    return clusters
  }

  /// The row at which the running sum of the distances passes a part of their sum; `nil`
  /// where all are 0.
  private func rowByDistance(_ part: Double) -> Int? {
    let sum = pairwiseSum(nearest.distances.base, table.rows)
    guard sum > 0 else { return nil }
    let wanted = part * sum
    var running = 0.0
    var last: Int?
    for row in 0..<table.rows where nearest.distances[row] > 0 {
      running += nearest.distances[row]
      last = row
      if running > wanted { break }
    }
    return last
  }

  private func place(_ cluster: Int, at row: Int) {
    for column in 0..<table.columns {
      centres[cluster * table.columns + column] = table.value(row, column)
    }
  }

  // MARK: The rounds

  /// Moves centres to the means of their rows until that no longer helps.
  func settle(
    _ clusters: Int, _ metric: borrowing Metric, _ progressShare: Double, _ crew: inout Crew
  ) throws(Failure) {
    // Nobody knows how many rounds there will be: each takes a tenth of what is left.
    var left = progressShare
    var means = try ClusterMeans(table, clusters: clusters)
    var before = pairwiseSum(nearest.distances.base, table.rows)
    for _ in 0..<KMeans.rounds {
      crew.progress.beginPhase(0.1 * left)
      left *= 0.9
      try means.move(centres, nearest, &crew)
      nearest.empty()
      try assign(0..<clusters, metric, &crew)
      let now = pairwiseSum(nearest.distances.base, table.rows)
      if !(now < before * (1 - KMeans.tolerance)) { return }
      before = now
    }
  }

  /// Lets rows go over to some of the centres where these are nearer; the first of equally
  /// near ones wins.
  private func assign(
    _ clusters: Range<Int>, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    let first = centres.base + clusters.lowerBound * table.columns
    let some = Table(
      values: UnsafeRawPointer(first), dtype: .SMOTE_DTYPE_FLOAT64, rows: clusters.count,
      columns: table.columns, rowStride: table.columns, columnStride: 1)
    try Search(
      Points(all: table), among: Points(all: some, firstNumber: Int64(clusters.lowerBound)),
      metric: metric, oneTable: false
    ).improve(nearest, &crew)
  }
}
