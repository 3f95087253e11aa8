import CKernels

/// The mean distance (not squared) of two different points; 0 for a single one.
///
/// The same for any number of threads and CPU level: distances are canonical, and are added
/// up in one order.
///
/// - Parameter kernels: the instruction set to use; for tests.
/// - Complexity: O(points^2 * columns); memory O(points), and a fixed workspace.
func meanDistance(
  of points: Points, _ metric: borrowing Metric, _ crew: inout Crew,
  kernels: kernel_table = kernels_active().pointee
) throws(Failure) -> Double {
  let count = points.count
  guard count > 1 else { return 0 }
  let distances = PanelDistances(points, from: points, metric, kernels: kernels)
  let workers = crew.workers(chunks: distances.chunks, nanoseconds: distances.nanoseconds)
  let packed = try Buffer<Double>(distances.panelElements)
  let sums = try Buffer<Double>(count, repeating: 0)
  let workspace = try Buffer<Double>(workers * distances.workerElements)
  for first in stride(from: 0, to: count, by: distances.panelPoints) {
    let panel = distances.panel(from: first)
    crew.progress.beginStep(
      from: Double(first) / Double(count), to: Double(panel.upperBound) / Double(count))
    distances.pack(panel, into: packed.base)
    try crew.share(
      distances.chunks, workers: workers,
      DistanceSums(
        distances: distances, panel: panel, packed: packed.base, sums: sums.base,
        workspace: workspace.base))
  }
  return pairwiseSum(sums.base, count) / (Double(count) * Double(count) - Double(count))
}

/// Adds to each point's sum its distances from the points of a panel, a few points at a time.
private struct DistanceSums: Work {
  let distances: PanelDistances
  let panel: Range<Int>
  let packed: UnsafePointer<Double>
  let sums: UnsafeMutablePointer<Double>
  let workspace: UnsafeMutablePointer<Double>

  static var threadEntry: ThreadEntry { { Job<DistanceSums>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let own = workspace + worker &* distances.workerElements
    distances.forEachQuery(chunk, panel, packed, own) { query, squares in
      sums[query] += sumOfRoots(squares)
    }
  }

  /// Eight running sums, whatever the CPU has.
  private func sumOfRoots(_ squares: UnsafeBufferPointer<Double>) -> Double {
    guard let start = squares.baseAddress else { return 0 }
    var sums = SIMD8<Double>.zero
    let whole = squares.count & ~7
    for place in stride(from: 0, to: whole, by: 8) {
      sums += UnsafeRawPointer(start + place).loadUnaligned(as: SIMD8<Double>.self).squareRoot()
    }
    var sum =
      ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    for place in whole..<squares.count {
      sum += squares[place].squareRoot()
    }
    return sum
  }
}
