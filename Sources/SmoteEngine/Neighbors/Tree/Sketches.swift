/// The sketches of points, one after the other, each with the norm of its row behind it.
struct Sketches: ~Copyable {
  let numbers: Buffer<Float>
  let width: Int

  /// - Returns: `nil` where a row is too far away.
  static func drawn(
    _ sketch: Sketch.View, of points: Points, _ metric: Metric.Form, _ crew: inout Crew
  ) throws(Failure) -> Sketches? {
    let width = sketch.columns + 1
    let numbers = try Buffer<Float>(points.count * width)
    let chunks = pieces(points.count, of: Drawing.chunk)
    let workers = crew.workers(
      chunks: chunks,
      nanoseconds: Double(points.count)
        * (20 + Double(sketch.columns + 4) * Double(metric.columns)))
    let rows = try Buffer<Double>(workers * metric.columns)
    let norms = try Buffer<Double>(workers, repeating: 0)
    try crew.share(
      chunks, workers: workers,
      Drawing(
        points: points, metric: metric, sketch: sketch, numbers: numbers.base, width: width,
        rows: rows.base, norms: norms.base))
    for worker in 0..<workers {
      guard norms[worker] < Sketch.largestNorm else { return nil }
    }
    return Sketches(numbers: numbers, width: width)
  }

  private init(numbers: consuming Buffer<Float>, width: Int) {
    self.numbers = numbers
    self.width = width
  }

  private struct Drawing: Work {
    static let chunk = 1024
    let points: Points
    let metric: Metric.Form
    let sketch: Sketch.View
    let numbers: UnsafeMutablePointer<Float>
    let width: Int
    let rows: UnsafeMutablePointer<Double>
    /// The largest so far, by worker.
    let norms: UnsafeMutablePointer<Double>

    static var threadEntry: ThreadEntry { { Job<Drawing>.enter($0) } }

    func run(worker: Int, chunk: Int) {
      let row = rows + worker &* metric.columns
      var largest = norms[worker]
      let first = chunk &* Drawing.chunk
      for point in first..<min(first &+ Drawing.chunk, points.count) {
        points.read(point..<point &+ 1, metric, into: row)
        let target = numbers + point &* width
        let norm = sketch.draw(row, into: target, step: 1)
        target[sketch.columns] = Float(norm)
        largest = max(largest, norm)
      }
      norms[worker] = largest
    }
  }
}
