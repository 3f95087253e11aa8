/// Points for the canonical order, in the order of a tree: their rows, columns as the metric orders
/// them, factors applied; and their numbers.
struct ExactRows: ~Copyable {
  private let copy: Buffer<Double>
  private let numbers: Buffer<Int64>
  private let columns: Int

  /// - Parameter order: which point comes first, second, ...
  init(
    _ points: Points, inOrder order: UnsafePointer<Int>, _ metric: Metric.Form,
    _ crew: inout Crew
  ) throws(Failure) {
    let copy = try Buffer<Double>(try elements(points.count, by: metric.columns))
    let numbers = try Buffer<Int64>(points.count)
    let chunks = pieces(points.count, of: Copying.chunk)
    // Rows from all over the table, into memory that is new.
    let workers = crew.workers(
      chunks: chunks, nanoseconds: Double(points.count) * 40 + Double(copy.count) * 5)
    try crew.share(
      chunks, workers: workers,
      Copying(
        points: points, order: order, metric: metric, copy: copy.base, numbers: numbers.base))
    columns = metric.columns
    self.copy = consume copy
    self.numbers = consume numbers
  }

  private struct Copying: Work {
    static let chunk = 1024
    let points: Points
    let order: UnsafePointer<Int>
    let metric: Metric.Form
    let copy: UnsafeMutablePointer<Double>
    let numbers: UnsafeMutablePointer<Int64>

    static var threadEntry: ThreadEntry { { Job<Copying>.enter($0) } }

    func run(worker: Int, chunk: Int) {
      let first = chunk &* Copying.chunk
      for place in first..<min(first &+ Copying.chunk, points.count) {
        let point = order[place]
        points.read(point..<point &+ 1, metric, into: copy + place &* metric.columns)
        numbers[place] = points.number(point)
      }
    }
  }

  var view: View { View(base: copy.base, numbers: numbers.base, columns: columns) }

  struct View {
    let base: UnsafePointer<Double>
    let numbers: UnsafePointer<Int64>
    let columns: Int

    @inline(__always)
    subscript(place: Int) -> UnsafePointer<Double> { base + place &* columns }
  }
}
