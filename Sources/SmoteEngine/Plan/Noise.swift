/// Normal noise on new rows, as a recipe: standard deviations and generators, from which the
/// noise of any row can be made again whenever it is written. Much smaller than the noise.
///
/// The native stream addresses every number. numpy's has to be run through; its state is
/// kept every so many rows.
struct Noise: ~Copyable {
  let columns: Int
  private let philox: Philox
  /// Standard deviations of the noise, class after class.
  private var scales: Buffer<Double>
  private var parts: Buffer<Part>
  private var partCount = 0
  private var states: Buffer<MersenneTwister>
  private var stateCount = 0

  /// The new rows of one class.
  struct Part: BitwiseCopyable {
    var label: Int32
    var start: Int
    var end: Int
    /// The state before the first of them; -1 for the native stream.
    var firstState: Int
  }

  /// Rows between two states of numpy's stream: some 4096 numbers.
  var stateRows: Int { max(1, 4096 / columns) }

  /// Whether it is of numpy's stream.
  var isOfNumpy: Bool { stateCount > 0 }

  init(columns: Int, classes: Int, _ philox: Philox) throws(Failure) {
    let scales = try Buffer<Double>(try elements(columns, by: classes))
    let parts = try Buffer<Part>(classes)
    let states = try Buffer<MersenneTwister>(0)
    self.columns = columns
    self.philox = philox
    self.scales = consume scales
    self.parts = consume parts
    self.states = consume states
  }

  mutating func add(
    _ scales: borrowing Buffer<Double>, to rows: Range<Int>, label: Int32, firstState: Int = -1
  ) {
    (self.scales.base + partCount * columns).copy(from: scales.base, count: columns)
    parts[partCount] = Part(
      label: label, start: rows.lowerBound, end: rows.upperBound, firstState: firstState)
    partCount += 1
  }

  /// Runs numpy's stream through the noise of these rows.
  mutating func add(
    _ scales: borrowing Buffer<Double>, to rows: Range<Int>, label: Int32,
    drawing numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    let first = stateCount
    let count = pieces(rows.count, of: stateRows)
    if first + count > states.count {
      states = try states.grown(to: max(first + count, states.count + states.count / 2))
    }
    for chunk in 0..<count {
      states[first + chunk] = numpy
      let end = min((chunk + 1) * stateRows, rows.count)
      for _ in chunk * stateRows * columns..<end * columns {
        _ = numpy.normal()
      }
      try crew.progress.report(chunk, of: count)
    }
    stateCount += count
    add(scales, to: rows, label: label, firstState: first)
  }

  /// Calls `body` with the noise of every row and column of a range of new rows: rows in
  /// order, columns in order.
  func forEach(
    in range: Range<Int>, _ body: (_ new: Int, _ column: Int, _ noise: Double) -> Void
  ) {
    for index in 0..<partCount {
      let rows = range.clamped(to: parts[index].start..<parts[index].end)
      guard !rows.isEmpty else { continue }
      let scales = UnsafePointer(self.scales.base + index * columns)
      if parts[index].firstState < 0 {
        forEachNatively(in: rows, parts[index], scales, body)
      } else {
        forEachOfNumpy(in: rows, parts[index], scales, body)
      }
    }
  }

  private func forEachNatively(
    in rows: Range<Int>, _ part: Part, _ scales: UnsafePointer<Double>,
    _ body: (_ new: Int, _ column: Int, _ noise: Double) -> Void
  ) {
    for new in rows {
      let number = new - part.start
      for pair in 0..<(columns + 1) / 2 {
        let normals = philox.draw(.noise, label: part.label, number: number, part: pair).normals
        body(new, 2 * pair, normals.0 * scales[2 * pair])
        if 2 * pair + 1 < columns { body(new, 2 * pair + 1, normals.1 * scales[2 * pair + 1]) }
      }
    }
  }

  private func forEachOfNumpy(
    in rows: Range<Int>, _ part: Part, _ scales: UnsafePointer<Double>,
    _ body: (_ new: Int, _ column: Int, _ noise: Double) -> Void
  ) {
    let start = rows.lowerBound - part.start
    let chunk = start / stateRows
    var numpy = states[part.firstState + chunk]
    for _ in chunk * stateRows * columns..<start * columns {
      _ = numpy.normal()
    }
    for new in rows {
      for column in 0..<columns {
        body(new, column, numpy.normal() * scales[column])
      }
    }
  }
}
