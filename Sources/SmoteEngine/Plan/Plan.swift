import CSmote

/// Which rows the output consists of: the input rows, then the new rows, class by
/// class in ascending label order. A plan is immutable once it has been made, small,
/// and at the same time the record of where each row comes from.
struct Plan: ~Copyable {
  /// Input rows; all of them stay.
  let keptRows: Int
  let base: Buffer<Int64>
  let neighbor: Buffer<Int64>
  let gap: Buffer<Double>
  private let segments: Buffer<Segment>

  /// The new rows of one class, which end before `end`, counted from the first new
  /// row.
  struct Segment: BitwiseCopyable {
    var label: Int32
    var end: Int
  }

  /// Room for the new rows; the samplers fill it in.
  init(
    keptRows: Int, growth: borrowing Growth, classes: borrowing Classes
  ) throws(Failure) {
    let base = try Buffer<Int64>(growth.total)
    let neighbor = try Buffer<Int64>(growth.total)
    let gap = try Buffer<Double>(growth.total)
    segments = try Buffer(classes.count)
    self.keptRows = keptRows
    self.base = consume base
    self.neighbor = consume neighbor
    self.gap = consume gap
    var end = 0
    for index in 0..<classes.count {
      end += growth[index]
      segments[index] = Segment(label: classes.label(index), end: end)
    }
  }

  var newRows: Int { base.count }

  var rows: Int { keptRows + newRows }

  /// Calls `body` with each stretch of one label among the new rows of a range.
  func forEachLabel(
    in range: Range<Int>, _ body: (_ label: Int32, _ rows: Range<Int>) -> Void
  ) {
    var start = range.lowerBound
    for index in 0..<segments.count where segments[index].end > start {
      let end = min(segments[index].end, range.upperBound)
      guard start < end else { return }
      body(segments[index].label, start..<end)
      start = end
    }
  }

  /// Checks a range of output rows that a caller names.
  func requireRange(first: Int64, count: Int64) throws(Failure) {
    guard first >= 0, count >= 0, first <= Int64(rows), count <= Int64(rows) - first else {
      throw Failure(
        .SMOTE_ERROR_INVALID_ARGUMENT,
        "first = \(first) and count = \(count) do not lie within the \(rows) rows of the output")
    }
  }

  /// Where the output rows of a checked range come from. A kept row is its own base and
  /// neighbour.
  func provenance(
    _ range: Range<Int>, base: UnsafeMutablePointer<Int64>?,
    neighbor: UnsafeMutablePointer<Int64>?, gap: UnsafeMutablePointer<Double>?
  ) {
    for row in range {
      let place = row - range.lowerBound
      let new = row - keptRows
      base?[place] = new < 0 ? Int64(row) : self.base[new]
      neighbor?[place] = new < 0 ? Int64(row) : self.neighbor[new]
      gap?[place] = new < 0 ? 0 : self.gap[new]
    }
  }
}
