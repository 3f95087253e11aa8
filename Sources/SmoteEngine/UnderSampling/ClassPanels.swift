/// The rows of a class, for others to meet one by one. They are packed for the kernels once, which
/// takes as much memory as they do in float64.
struct ClassPanels: ~Copyable {
  private let distances: PanelDistances
  private let packed: Buffer<Double>
  /// The row that they meet, and what its distances need.
  private let met: Buffer<Int>
  private let workspace: Buffer<Double>

  init(
    _ rows: UnsafeBufferPointer<Int>, of table: Table, _ metric: borrowing Metric
  ) throws(Failure) {
    let met = try Buffer<Int>(1, repeating: 0)
    let distances = PanelDistances(
      Points(met.view, of: table), from: Points(rows, of: table), metric)
    let panels = pieces(rows.count, of: distances.panelPoints)
    let packed = try Buffer<Double>(panels * distances.panelElements)
    let workspace = try Buffer<Double>(distances.workerElements)
    for first in stride(from: 0, to: rows.count, by: distances.panelPoints) {
      distances.pack(
        distances.panel(from: first), into: packed.base + first * distances.metric.columns)
    }
    self.distances = distances
    self.met = consume met
    self.packed = consume packed
    self.workspace = consume workspace
  }

  /// Takes a row into the lists of those from a position on that it is near.
  func meet(_ row: Int, from position: Int, _ lists: NeighborLists.Places) {
    met[0] = row
    let rows = distances.references.count
    for first in stride(from: 0, to: rows, by: distances.panelPoints) {
      let panel = distances.panel(from: first)
      guard panel.upperBound > position else { continue }
      let points = packed.base + first * distances.metric.columns
      distances.forEachQuery(0, panel, points, workspace.base) { _, squares in
        for place in 0..<squares.count where squares[place] <= lists.reach(first + place) {
          lists.insert(Int64(row), at: squares[place], query: first + place)
        }
      }
    }
  }
}
