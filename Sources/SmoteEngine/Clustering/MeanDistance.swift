import CKernels
import CSmote

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
  let form = metric.form
  // As many points as fit into the cache; whatever the lanes are, they divide 16.
  let fitting = max(16, (256 << 10) / (8 * form.columns) / 16 * 16)
  let panelPoints = min(fitting, (count + 15) / 16 * 16)
  let chunks = (count + DistanceSums.tile - 1) / DistanceSums.tile
  let workers = crew.workers(
    chunks: chunks, nanoseconds: Double(count) * Double(panelPoints) * Double(form.columns) / 5)
  let panel = try Buffer<Double>(panelPoints * form.columns)
  let sums = try Buffer<Double>(count, repeating: 0)
  let workspace = try Buffer<Double>(
    workers * DistanceSums.tile * (form.columns + panelPoints))
  for first in stride(from: 0, to: count, by: panelPoints) {
    crew.progress.beginStep(
      from: Double(first) / Double(count),
      to: Double(min(first + panelPoints, count)) / Double(count))
    let job = DistanceSums(
      points: points, metric: form, kernels: kernels,
      panel: first..<min(first + panelPoints, count), panelPoints: panelPoints,
      packed: panel.base, sums: sums.base, workspace: workspace.base)
    job.packPanel()
    try crew.share(chunks, workers: workers, job)
  }
  return pairwiseSum(sums.base, count) / (Double(count) * Double(count) - Double(count))
}

/// Adds to each point's sum its distances from the points of a panel, a few points at a time.
private struct DistanceSums: Work {
  static let tile = Int(KERNEL_QUERIES)

  let points: Points
  let metric: Metric.Form
  let kernels: kernel_table
  let panel: Range<Int>
  let panelPoints: Int
  let packed: UnsafeMutablePointer<Double>
  let sums: UnsafeMutablePointer<Double>
  let workspace: UnsafeMutablePointer<Double>

  static var threadEntry: ThreadEntry { { Job<DistanceSums>.enter($0) } }

  private var lanes: Int { Int(kernels.lanes) }
  private var groups: Int { (panel.count + lanes - 1) / lanes }

  func packPanel() {
    for group in 0..<groups {
      let first = panel.lowerBound + group * lanes
      points.pack(
        first..<min(first + lanes, panel.upperBound), lanes: lanes, metric,
        into: packed + group * lanes * metric.columns)
    }
  }

  func run(worker: Int, chunk: Int) {
    let queries = workspace + worker &* DistanceSums.tile &* (metric.columns &+ panelPoints)
    let distances = queries + DistanceSums.tile &* metric.columns
    let first = chunk &* DistanceSums.tile
    let range = first..<min(first &+ DistanceSums.tile, points.count)
    points.pack(range, lanes: DistanceSums.tile, metric, into: queries)
    var columns = metric.kernelColumns
    kernels.distances(queries, packed, &columns, Int64(groups), distances)
    for query in 0..<range.count {
      sums[first &+ query] += sumOfRoots(distances + query &* groups &* lanes, panel.count)
    }
  }

  /// Eight running sums, whatever the CPU has.
  private func sumOfRoots(_ squares: UnsafePointer<Double>, _ count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count & ~7
    for place in stride(from: 0, to: whole, by: 8) {
      sums += UnsafeRawPointer(squares + place).loadUnaligned(as: SIMD8<Double>.self)
        .squareRoot()
    }
    var sum =
      ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    for place in whole..<count {
      sum += squares[place].squareRoot()
    }
    return sum
  }
}
