import CSmote

/// The clusters of a table, found by k-means or handed in by the caller.
struct Clusters: ~Copyable {
  /// Numbered from 0; some may be empty.
  let count: Int
  /// Negative for rows in none. A copy of what was handed in, which nobody changes once it is
  /// checked.
  private let clusterOfRow: Buffer<Int32>
  /// Rows of any class.
  private let sizes: Buffer<Int>

  init(
    _ problem: borrowing Problem, _ metric: borrowing Metric, progressShare: Double,
    _ crew: inout Crew
  ) throws(Failure) {
    let clusterOfRow = try Buffer<Int32>(problem.table.rows)
    let count: Int
    if let given = problem.options.clusterOfRow {
      clusterOfRow.base.copy(from: given, count: clusterOfRow.count)
      count = try Clusters.check(clusterOfRow.view, &crew)
    } else {
      count = problem.options.clusters
      try Clusters.find(count, into: clusterOfRow, problem, metric, progressShare, &crew)
    }
    let sizes = try Buffer<Int>(count, repeating: 0)
    for row in 0..<clusterOfRow.count where clusterOfRow[row] >= 0 {
      try crew.progress.ask(at: row)
      sizes[Int(clusterOfRow[row])] += 1
    }
    self.count = count
    self.clusterOfRow = consume clusterOfRow
    self.sizes = consume sizes
  }

  private static func find(
    _ clusters: Int, into clusterOfRow: borrowing Buffer<Int32>, _ problem: borrowing Problem,
    _ metric: borrowing Metric, _ progressShare: Double, _ crew: inout Crew
  ) throws(Failure) {
    guard clusters <= clusterOfRow.count else {
      throw .invalidArgument(
        "clusters = \(clusters), but there are only \(clusterOfRow.count, "row")")
    }
    let found = try KMeans.fit(
      Points(all: problem.table), clusters: clusters, metric,
      Philox(seed: problem.options.seed), progressShare: progressShare, &crew)
    for row in 0..<clusterOfRow.count {
      try crew.progress.ask(at: row)
      clusterOfRow[row] = Int32(found.cluster(row))
    }
  }

  /// - Returns: one more than the largest number.
  private static func check(
    _ handed: UnsafeBufferPointer<Int32>, _ crew: inout Crew
  ) throws(Failure) -> Int {
    var largest: Int32 = -1
    for row in 0..<handed.count {
      try crew.progress.ask(at: row)
      guard Int(handed[row]) < handed.count else {
        throw .invalidArgument(
          "cluster_of_row holds \(handed[row]) for row \(row), but clusters are numbered from 0 to \(handed.count - 1), or negative for none"
        )
      }
      largest = max(largest, handed[row])
    }
    guard largest >= 0 else {
      throw .invalidArgument("cluster_of_row holds no cluster: all are negative")
    }
    return Int(largest) + 1
  }

  func size(_ cluster: Int) -> Int { sizes[cluster] }

  /// The cluster of a row; `nil` for none.
  private func cluster(_ row: Int) -> Int? {
    clusterOfRow[row] < 0 ? nil : Int(clusterOfRow[row])
  }

  /// Some rows, grouped by cluster.
  func group(_ rows: UnsafeBufferPointer<Int>) throws(Failure) -> Groups {
    let starts = try Buffer<Int>(count + 1, repeating: 0)
    let members = try Buffer<Int>(rows.count)
    for row in rows {
      if let cluster = cluster(row) { starts[cluster] += 1 }
    }
    for index in 1...count {
      starts[index] += starts[index - 1]
    }
    for row in rows.reversed() {
      guard let cluster = cluster(row) else { continue }
      starts[cluster] -= 1
      members[starts[cluster]] = row
    }
    return Groups(starts: starts, members: members)
  }

  struct Groups: ~Copyable {
    fileprivate let starts: Buffer<Int>
    fileprivate let members: Buffer<Int>

    /// The rows in a cluster, ascending.
    func rows(_ cluster: Int) -> UnsafeBufferPointer<Int> {
      UnsafeBufferPointer(
        start: members.base + starts[cluster], count: starts[cluster + 1] - starts[cluster])
    }
  }
}
