import CSmote

/// k-means: points in clusters around centres, which are the means of their points (Lloyd, IEEE
/// Transactions on Information Theory 28(2), 1982), started as k-means++ (Arthur and
/// Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007).
///
/// The same for any number of threads: what is nearest is decided exactly, and sums run over
/// blocks of rows that depend on the table alone.
struct KMeans: ~Copyable {
  private let points: Points
  private let clusters: Int
  private let centres: Buffer<Double>
  /// The nearest centre of each point, and its distance.
  let nearest: NeighborLists
  /// Rounds, at the most.
  private static let rounds = 300
  /// Rounds end when the sum of the distances falls by less than this part of it.
  private static let tolerance = 1e-4

  /// - Complexity: O(rows * clusters * columns) a round; memory O(rows + clusters * columns).
  static func fit(
    _ points: Points, clusters: Int, _ metric: borrowing Metric, _ philox: Philox,
    label: Int32 = 0, progressShare: Double, _ crew: inout Crew
  ) throws(Failure) -> KMeans {
    let result = try KMeans(points, clusters: clusters)
    let found = try result.seed(metric, philox, label, 0.2 * progressShare, &crew)
    try result.settle(found, metric, 0.8 * progressShare, &crew)
    return result
  }

  init(_ points: Points, clusters: Int) throws(Failure) {
    let cells = try elements(clusters, by: points.table.columns)
    let centres = try Buffer<Double>(cells, repeating: 0)
    let nearest = try NeighborLists(queries: points.count, k: 1)
    self.points = points
    self.clusters = clusters
    self.centres = consume centres
    self.nearest = consume nearest
  }

  /// The cluster of a point.
  func cluster(_ point: Int) -> Int { Int(nearest.numbers[point]) }

  /// The centre of a cluster, column by column.
  func centre(_ cluster: Int) -> UnsafeMutablePointer<Double> {
    centres.base + cluster * points.table.columns
  }

  /// The centres of all clusters, as points; they last as long as this does.
  var centrePoints: Points {
    Points(all: centreTable(0..<clusters))
  }

  // MARK: The start

  /// Chooses points as centres: each next one with a probability in proportion to its distance
  /// from the nearest centre so far.
  ///
  /// - Returns: how many; fewer than asked for if there are not so many different points.
  func seed(
    _ metric: borrowing Metric, _ philox: Philox, _ label: Int32, _ progressShare: Double,
    _ crew: inout Crew
  ) throws(Failure) -> Int {
    place(0, at: philox.draw(.centre, label: label, number: 0).index(below: points.count))
    for cluster in 0..<clusters {
      crew.progress.beginPhase(progressShare / Double(clusters))
      try assign(cluster..<cluster + 1, metric, &crew)
      if cluster + 1 == clusters { break }
      let draw = philox.draw(.centre, label: label, number: cluster + 1)
      guard let point = pointByDistance(draw.fraction) else {
        // The others get no points; their centres are where some are all the same.
        for empty in cluster + 1..<clusters {
          place(empty, at: empty % points.count)
        }
        return cluster + 1
      }
      place(cluster + 1, at: point)
    }
    return clusters
  }

  /// The point at which the running sum of the distances passes a part of their sum; `nil`
  /// where all are 0.
  private func pointByDistance(_ part: Double) -> Int? {
    let sum = pairwiseSum(nearest.distances.base, points.count)
    guard sum > 0 else { return nil }
    let wanted = part * sum
    var running = 0.0
    var last: Int?
    for point in 0..<points.count where nearest.distances[point] > 0 {
      running += nearest.distances[point]
      last = point
      if running > wanted { break }
    }
    return last
  }

  private func place(_ cluster: Int, at point: Int) {
    for column in 0..<points.table.columns {
      centre(cluster)[column] = points.table.value(points.row(point), column)
    }
  }

  // MARK: The rounds

  /// Moves centres to the means of their points until that no longer helps.
  func settle(
    _ clusters: Int, _ metric: borrowing Metric, _ progressShare: Double, _ crew: inout Crew
  ) throws(Failure) {
    // Nobody knows how many rounds there will be: each takes a tenth of what is left.
    var left = progressShare
    var means = try ClusterMeans(points, clusters: clusters)
    var before = pairwiseSum(nearest.distances.base, points.count)
    for _ in 0..<KMeans.rounds {
      crew.progress.beginPhase(0.1 * left)
      left *= 0.9
      try means.move(centres, nearest, &crew)
      nearest.empty()
      try assign(0..<clusters, metric, &crew)
      let now = pairwiseSum(nearest.distances.base, points.count)
      if !(now < before * (1 - KMeans.tolerance)) { return }
      before = now
    }
  }

  /// Lets points go over to some of the centres where these are nearer; the first of equally
  /// near ones wins.
  private func assign(
    _ clusters: Range<Int>, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    let some = Points(all: centreTable(clusters), firstNumber: Int64(clusters.lowerBound))
    try Search(points, among: some, metric: metric, oneTable: false).improve(nearest, &crew)
  }

  private func centreTable(_ clusters: Range<Int>) -> Table {
    let columns = points.table.columns
    return Table(
      values: UnsafeRawPointer(centre(clusters.lowerBound)), dtype: .SMOTE_DTYPE_FLOAT64,
      rows: clusters.count, columns: columns, rowStride: columns, columnStride: 1)
  }
}
