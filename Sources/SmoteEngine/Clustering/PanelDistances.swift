import CKernels

/// All distances of some points from others, a few queries at a time, a panel of references
/// after the other. They are canonical, and come in the same order whatever the CPU has.
struct PanelDistances {
  static let tile = Int(KERNEL_QUERIES)

  let queries: Points
  let references: Points
  let metric: Metric.Form
  private let kernels: kernel_table
  /// References that are packed at a time.
  let panelPoints: Int

  /// - Parameter kernels: the instruction set to use; for tests.
  init(
    _ queries: Points, from references: Points, _ metric: borrowing Metric,
    kernels: kernel_table = kernels_active().pointee
  ) {
    self.queries = queries
    self.references = references
    self.metric = metric.form
    self.kernels = kernels
    // As many as fit into the cache; whatever the lanes are, they divide 16.
    let fitting = max(16, (256 << 10) / (8 * self.metric.columns) / 16 * 16)
    panelPoints = min(fitting, (references.count + 15) / 16 * 16)
  }

  var chunks: Int { pieces(queries.count, of: PanelDistances.tile) }
  var panelElements: Int { panelPoints * metric.columns }
  /// Room that a worker needs.
  var workerElements: Int { PanelDistances.tile * (metric.columns + panelPoints) }
  /// What one panel costs.
  var nanoseconds: Double {
    Double(queries.count) * Double(panelPoints) * Double(metric.columns) / 5
  }

  private var lanes: Int { Int(kernels.lanes) }

  private func groups(_ panel: Range<Int>) -> Int { pieces(panel.count, of: lanes) }

  /// The references of a panel, by the first of them.
  func panel(from first: Int) -> Range<Int> {
    first..<min(first + panelPoints, references.count)
  }

  func pack(_ panel: Range<Int>, into packed: UnsafeMutablePointer<Double>) {
    for group in 0..<groups(panel) {
      let first = panel.lowerBound + group * lanes
      references.pack(
        first..<min(first + lanes, panel.upperBound), lanes: lanes, metric,
        into: packed + group * lanes * metric.columns)
    }
  }

  /// Calls `body` with each query of a chunk and its distances from the points of a panel.
  func forEachQuery(
    _ chunk: Int, _ panel: Range<Int>, _ packed: UnsafePointer<Double>,
    _ workspace: UnsafeMutablePointer<Double>,
    _ body: (_ query: Int, _ distances: UnsafeBufferPointer<Double>) -> Void
  ) {
    let tile = PanelDistances.tile
    let distances = workspace + tile &* metric.columns
    let first = chunk &* tile
    let range = first..<min(first &+ tile, queries.count)
    queries.pack(range, lanes: tile, metric, into: workspace)
    var columns = metric.kernelColumns
    kernels.distances(workspace, packed, &columns, Int64(groups(panel)), distances)
    for index in 0..<range.count {
      let own = distances + index &* groups(panel) &* lanes
      body(first &+ index, UnsafeBufferPointer(start: own, count: panel.count))
    }
  }
}
