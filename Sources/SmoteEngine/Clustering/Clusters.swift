import CSmote

/// The clusters of a table, found by k-means or handed in by the caller.
struct Clusters: ~Copyable {
  /// Numbered from 0; some may be empty.
  let count: Int
  /// Rows of any class.
  private let sizes: Buffer<Int>
  private let found: KMeans?
  private let handed: UnsafePointer<Int32>?
  /// A copy of what was handed in, which nobody changes once it is checked.
  private let copy: Buffer<Int32>

  init(
    _ problem: borrowing Problem, _ metric: borrowing Metric, progressShare: Double,
    _ crew: inout Crew
  ) throws(Failure) {
    let rows = problem.table.rows
    if let given = problem.options.clusterOfRow {
      let copy = try Buffer<Int32>(rows)
      copy.base.copy(from: given, count: rows)
      let handed = UnsafePointer(copy.base)
      let count = try Clusters.check(handed, rows)
      let sizes = try Buffer<Int>(count, repeating: 0)
      for row in 0..<rows where handed[row] >= 0 {
        sizes[Int(handed[row])] += 1
      }
      self.count = count
      self.handed = handed
      found = nil
      self.sizes = consume sizes
      self.copy = consume copy
      return
    }
    let count = problem.options.clusters
    guard count <= rows else {
      throw Failure(
        .SMOTE_ERROR_INVALID_ARGUMENT,
        "clusters = \(count), but there are only \(rows) rows")
    }
    let sizes = try Buffer<Int>(count, repeating: 0)
    let copy = try Buffer<Int32>(0)
    let found = try KMeans.fit(
      Points(all: problem.table), clusters: count, metric, Philox(seed: problem.options.seed),
      progressShare: progressShare, &crew)
    for row in 0..<rows {
      sizes[found.cluster(row)] += 1
    }
    self.count = count
    handed = nil
    self.found = consume found
    self.sizes = consume sizes
    self.copy = consume copy
  }

  /// - Returns: one more than the largest number.
  private static func check(
    _ handed: UnsafePointer<Int32>, _ rows: Int
  ) throws(Failure) -> Int {
    var largest: Int32 = -1
    for row in 0..<rows {
      guard Int(handed[row]) < rows else {
        throw Failure(
          .SMOTE_ERROR_INVALID_ARGUMENT,
          "cluster_of_row holds \(handed[row]) for row \(row), but clusters are numbered from 0 to \(rows - 1), or negative for none"
        )
      }
      largest = max(largest, handed[row])
    }
    guard largest >= 0 else {
      throw Failure(
        .SMOTE_ERROR_INVALID_ARGUMENT, "cluster_of_row holds no cluster: all are negative")
    }
    return Int(largest) + 1
  }

  func size(_ cluster: Int) -> Int { sizes[cluster] }

  /// The cluster of a row; `nil` for none.
  func cluster(_ row: Int) -> Int? {
    if let handed { return handed[row] < 0 ? nil : Int(handed[row]) }
    switch found {
    case .some(let found): return found.cluster(row)
    case .none: return nil
    }
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
