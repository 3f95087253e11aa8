/// The labels of new rows, which come class by class.
struct Segments: ~Copyable {
  private let entries: Buffer<Segment>
  private var count = 0

  /// The new rows of one class, which end before `end`, counted from the first new
  /// row.
  struct Segment: BitwiseCopyable {
    var label: Int32
    var end: Int
  }

  init(classes: Int) throws(Failure) {
    entries = try Buffer(classes)
  }

  mutating func add(_ label: Int32, end: Int) {
    entries[count] = Segment(label: label, end: end)
    count += 1
  }

  /// Calls `body` with each stretch of one label among the new rows of a range.
  func forEach(
    in range: Range<Int>, _ body: (_ label: Int32, _ rows: Range<Int>) -> Void
  ) {
    var start = range.lowerBound
    for index in 0..<count where entries[index].end > start {
      let end = min(entries[index].end, range.upperBound)
      guard start < end else { return }
      body(entries[index].label, start..<end)
      start = end
    }
  }

  /// The label of a new row.
  func label(_ new: Int) -> Int32 {
    var low = 0
    var high = count - 1
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].end <= new { low = middle + 1 } else { high = middle }
    }
    return entries[low].label
  }
}

extension Plan {
  /// The label of a new row.
  func label(_ new: Int) -> Int32 { segments.label(new) }

  /// See `Segments.forEach`.
  func forEachLabel(
    in range: Range<Int>, _ body: (_ label: Int32, _ rows: Range<Int>) -> Void
  ) {
    segments.forEach(in: range, body)
  }
}
