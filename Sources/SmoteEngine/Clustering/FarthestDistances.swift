/// The squared distances of each query from its `k` farthest references, ascending.
///
/// - Complexity: O(queries * references * columns); memory O(queries * k), and a fixed
///   workspace.
func farthestDistances(
  _ queries: Points, among references: Points, k: Int, _ metric: borrowing Metric,
  _ crew: inout Crew
) throws(Failure) -> Buffer<Double> {
  let distances = PanelDistances(queries, from: references, metric)
  let workers = crew.workers(chunks: distances.chunks, nanoseconds: distances.nanoseconds)
  let packed = try Buffer<Double>(distances.panelElements)
  let farthest = try Buffer<Double>(queries.count * k, repeating: -1)
  let workspace = try Buffer<Double>(workers * distances.workerElements)
  let count = references.count
  for first in stride(from: 0, to: count, by: distances.panelPoints) {
    let panel = distances.panel(from: first)
    crew.progress.beginStep(
      from: Double(first) / Double(count), to: Double(panel.upperBound) / Double(count))
    distances.pack(panel, into: packed.base)
    try crew.share(
      distances.chunks, workers: workers,
      FarthestScan(
        distances: distances, panel: panel, packed: packed.base, k: k, farthest: farthest.base,
        workspace: workspace.base))
  }
  return farthest
}

/// Improves the farthest distances of some queries by a panel of references.
private struct FarthestScan: Work {
  let distances: PanelDistances
  let panel: Range<Int>
  let packed: UnsafePointer<Double>
  let k: Int
  let farthest: UnsafeMutablePointer<Double>
  let workspace: UnsafeMutablePointer<Double>

  static var threadEntry: ThreadEntry { { Job<FarthestScan>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let own = workspace + worker &* distances.workerElements
    distances.forEachQuery(chunk, panel, packed, own) { query, squares in
      let list = farthest + query &* k
      for square in squares where square > list[0] {
        insert(square, list)
      }
    }
  }

  /// The nearest of the list makes room.
  private func insert(_ square: Double, _ list: UnsafeMutablePointer<Double>) {
    var place = 0
    while place &+ 1 < k && list[place &+ 1] < square {
      list[place] = list[place &+ 1]
      place &+= 1
    }
    list[place] = square
  }
}
