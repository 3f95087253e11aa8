import CSmote

/// Moves the centres of clusters to the means of their rows.
struct ClusterMeans: ~Copyable {
  private let table: Table
  private let clusters: Int
  /// Rows are summed up block by block, then blocks in order.
  private let blocks: Int
  private let sums: Buffer<Double>
  private let sizes: Buffer<Int>

  init(_ table: Table, clusters: Int) throws(Failure) {
    // Few enough that the sums of the blocks take little memory.
    let cells = clusters * table.columns
    let blocks = max(1, min(64, (1 << 22) / cells, table.rows / 1024))
    let sums = try Buffer<Double>(blocks * cells)
    let sizes = try Buffer<Int>(clusters)
    self.table = table
    self.clusters = clusters
    self.blocks = blocks
    self.sums = consume sums
    self.sizes = consume sizes
  }

  /// - Parameter nearest: the cluster of each row, and its distance from the centre. Comes
  ///   back changed where a cluster was empty.
  mutating func move(
    _ centres: borrowing Buffer<Double>, _ nearest: borrowing NeighborLists, _ crew: inout Crew
  ) throws(Failure) {
    count(nearest)
    fillEmpty(nearest)
    sums.base.update(repeating: 0, count: sums.count)
    let workers = crew.workers(
      chunks: blocks, nanoseconds: 2 * Double(table.rows) * Double(table.columns))
    try crew.share(
      blocks, workers: workers,
      BlockSums(
        table: table, clusters: nearest.numbers.base, blocks: blocks,
        cells: clusters * table.columns, sums: sums.base))
    for cluster in 0..<clusters where sizes[cluster] > 0 {
      for column in 0..<table.columns {
        let cell = cluster * table.columns + column
        var sum = sums[cell]
        for block in 1..<max(blocks, 1) {
          sum += sums[block * clusters * table.columns + cell]
        }
        let mean = sum / Double(sizes[cluster])
        // Beyond the range of float64 the centre stays where it is.
        if mean.isFinite { centres[cell] = mean }
      }
    }
  }

  private func count(_ nearest: borrowing NeighborLists) {
    sizes.base.update(repeating: 0, count: clusters)
    for row in 0..<table.rows {
      sizes[Int(nearest.numbers[row])] += 1
    }
  }

  /// An empty cluster gets the row that is farthest from its centre.
  private func fillEmpty(_ nearest: borrowing NeighborLists) {
    for cluster in 0..<clusters where sizes[cluster] == 0 {
      var farthest = 0
      for row in 1..<table.rows where nearest.distances[row] > nearest.distances[farthest] {
        farthest = row
      }
      guard nearest.distances[farthest] > 0 else { return }
      sizes[Int(nearest.numbers[farthest])] -= 1
      sizes[cluster] = 1
      nearest.numbers[farthest] = Int64(cluster)
      nearest.distances[farthest] = 0
    }
  }
}

/// The sums of the rows of each cluster, for one block of rows at a time.
private struct BlockSums: Work {
  let table: Table
  let clusters: UnsafePointer<Int64>
  let blocks: Int
  /// Sums of a block: columns of a cluster, cluster after cluster.
  let cells: Int
  let sums: UnsafeMutablePointer<Double>

  static var threadEntry: ThreadEntry { { Job<BlockSums>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let rows = chunk &* table.rows / blocks..<(chunk &+ 1) &* table.rows / blocks
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32: add(rows, table.elements(Float.self), sums + chunk &* cells)
    default: add(rows, table.elements(Double.self), sums + chunk &* cells)
    }
  }

  private func add<Element: Scalar>(
    _ rows: Range<Int>, _ elements: Elements<Element>, _ sums: UnsafeMutablePointer<Double>
  ) {
    for row in rows {
      let values = elements.row(row)
      let sum = sums + Int(clusters[row]) &* table.columns
      for column in 0..<table.columns {
        sum[column] += Double(values[column &* table.columnStride])
      }
    }
  }
}
