/// Rows for the canonical distance, in the order of a tree: columns as the metric orders them,
/// factors applied.
struct ExactRows: ~Copyable {
  private let copy: Buffer<Double>
  private let columns: Int

  init(_ points: Points, _ metric: Metric.Form, _ crew: inout Crew) throws(Failure) {
    let copy = try Buffer<Double>(points.count * metric.columns)
    let chunks = (points.count + Copying.chunk - 1) / Copying.chunk
    // Rows from all over the table, into memory that is new.
    let workers = crew.workers(chunks: chunks, nanoseconds: Double(copy.count) * 3)
    try crew.share(
      chunks, workers: workers, Copying(points: points, metric: metric, copy: copy.base))
    columns = metric.columns
    self.copy = consume copy
  }

  private struct Copying: Work {
    static let chunk = 1024
    let points: Points
    let metric: Metric.Form
    let copy: UnsafeMutablePointer<Double>

    static var threadEntry: ThreadEntry { { Job<Copying>.enter($0) } }

    func run(worker: Int, chunk: Int) {
      let first = chunk &* Copying.chunk
      points.read(
        first..<min(first &+ Copying.chunk, points.count), metric,
        into: copy + first &* metric.columns)
    }
  }

  var view: View { View(base: copy.base, columns: columns) }

  struct View {
    let base: UnsafePointer<Double>
    let columns: Int

    @inline(__always)
    subscript(place: Int) -> UnsafePointer<Double> { base + place &* columns }
  }
}
