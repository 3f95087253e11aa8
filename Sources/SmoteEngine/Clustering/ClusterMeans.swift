import CSmote

/// Moves the centres of clusters to the means of their points.
struct ClusterMeans: ~Copyable {
  private let points: Points
  private let clusters: Int
  /// Points are summed up block by block, then blocks in order.
  private let blocks: Int
  private let sums: Buffer<Double>
  private let sizes: Buffer<Int>

  init(_ points: Points, clusters: Int) throws(Failure) {
    // Few enough that the sums of the blocks take little memory.
    let cells = clusters * points.table.columns
    let blocks = max(1, min(64, (1 << 22) / cells, points.count / 1024))
    let sums = try Buffer<Double>(blocks * cells)
    let sizes = try Buffer<Int>(clusters)
    self.points = points
    self.clusters = clusters
    self.blocks = blocks
    self.sums = consume sums
    self.sizes = consume sizes
  }

  /// - Parameter nearest: the cluster of each point, and its distance from the centre. Comes
  ///   back changed where a cluster was empty.
  mutating func move(
    _ centres: borrowing Buffer<Double>, _ nearest: borrowing NeighborLists, _ crew: inout Crew
  ) throws(Failure) {
    count(nearest)
    try fillEmpty(nearest, &crew)
    sums.base.update(repeating: 0, count: sums.count)
    let workers = crew.workers(
      chunks: blocks, nanoseconds: 2 * Double(points.count) * Double(points.table.columns))
    try crew.share(
      blocks, workers: workers,
      BlockSums(
        points: points, clusters: nearest.numbers.base, blocks: blocks,
        cells: clusters * points.table.columns, sums: sums.base))
    for cluster in 0..<clusters where sizes[cluster] > 0 {
      for column in 0..<points.table.columns {
        let cell = cluster * points.table.columns + column
        var sum = sums[cell]
        for block in 1..<max(blocks, 1) {
          sum += sums[block * clusters * points.table.columns + cell]
        }
        let mean = sum / Double(sizes[cluster])
        // Beyond the range of float64 the centre stays where it is.
        if mean.isFinite { centres[cell] = mean }
      }
    }
  }

  private func count(_ nearest: borrowing NeighborLists) {
    sizes.base.update(repeating: 0, count: clusters)
    for point in 0..<points.count {
      sizes[Int(nearest.numbers[point])] += 1
    }
  }

  /// An empty cluster gets the point that is farthest from its centre.
  private func fillEmpty(
    _ nearest: borrowing NeighborLists, _ crew: inout Crew
  ) throws(Failure) {
    for cluster in 0..<clusters where sizes[cluster] == 0 {
      try crew.progress.ask()
      var farthest = 0
      for point in 1..<points.count where nearest.distances[point] > nearest.distances[farthest] {
        farthest = point
      }
      guard nearest.distances[farthest] > 0 else { return }
      sizes[Int(nearest.numbers[farthest])] -= 1
      sizes[cluster] = 1
      nearest.numbers[farthest] = Int64(cluster)
      nearest.distances[farthest] = 0
    }
  }
}

/// The sums of the points of each cluster, for one block of them at a time.
private struct BlockSums: Work {
  let points: Points
  let clusters: UnsafePointer<Int64>
  let blocks: Int
  /// Sums of a block: columns of a cluster, cluster after cluster.
  let cells: Int
  let sums: UnsafeMutablePointer<Double>

  static var threadEntry: ThreadEntry { { Job<BlockSums>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let range = chunk &* points.count / blocks..<(chunk &+ 1) &* points.count / blocks
    let table = points.table
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32: add(range, table.elements(Float.self), sums + chunk &* cells)
    default: add(range, table.elements(Double.self), sums + chunk &* cells)
    }
  }

  private func add<Element: Scalar>(
    _ range: Range<Int>, _ elements: Elements<Element>, _ sums: UnsafeMutablePointer<Double>
  ) {
    let columns = points.table.columns
    for point in range {
      let values = elements.row(points.row(point))
      let sum = sums + Int(clusters[point]) &* columns
      for column in 0..<columns {
        sum[column] += Double(values[column &* points.table.columnStride])
      }
    }
  }
}
