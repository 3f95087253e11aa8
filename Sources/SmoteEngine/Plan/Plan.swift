import CSmote

/// Which rows the output consists of: the input rows, then the new rows, class by
/// class in ascending label order; or some of these. A plan is immutable once it has been
/// made, small, and at the same time the record of where each row comes from.
struct Plan: ~Copyable {
  let inputRows: Int
  /// New rows, of all classes so far.
  private(set) var newRows = 0
  private(set) var base: Buffer<Int64>
  private(set) var neighbor: Buffer<Int64>
  private(set) var gap: Buffer<Double>
  /// What the difference to the neighbour is multiplied by beforehand: 1 for most rows, and
  /// for all rows behind the end of this buffer.
  private var dampings: Buffer<Double>
  private let segments: Buffer<Segment>
  private var segmentCount = 0
  private(set) var warnings: Warnings
  /// Where new rows are more than their base and neighbour.
  private(set) var noise: Noise?
  private(set) var votes: Votes?
  /// The values of new rows that are centres of clusters, row by row.
  private var centres: Buffer<Double>?
  /// The rows of the output, where some were dropped: input rows by their numbers, new rows
  /// counted on from there.
  private var order: Buffer<Int64>?
  /// Rounds of repeated editing, for the cleaner to count.
  var rounds = 0
  private let classes: Int
  private let columns: Int

  /// The new rows of one class, which end before `end`, counted from the first new
  /// row.
  struct Segment: BitwiseCopyable {
    var label: Int32
    var end: Int
  }

  /// A plan without new rows.
  ///
  /// - Parameter expectedRows: the new rows that there is room for at first.
  init(inputRows: Int, columns: Int, expectedRows: Int, classes: Int) throws(Failure) {
    let base = try Buffer<Int64>(expectedRows)
    let neighbor = try Buffer<Int64>(expectedRows)
    let gap = try Buffer<Double>(expectedRows)
    let dampings = try Buffer<Double>(0)
    let segments = try Buffer<Segment>(classes)
    let warnings = try Warnings(classes: classes)
    self.inputRows = inputRows
    self.columns = columns
    self.classes = classes
    noise = nil
    votes = nil
    centres = nil
    order = nil
    self.base = consume base
    self.neighbor = consume neighbor
    self.gap = consume gap
    self.dampings = consume dampings
    self.segments = consume segments
    self.warnings = consume warnings
  }

  /// Rows of the output.
  var rows: Int {
    switch order {
    case .some(let order): order.count
    case .none: inputRows + newRows
    }
  }

  /// Rows of the output that are rows of the input.
  var keptRows: Int {
    switch order {
    case .some(let order):
      var count = 0
      for source in order.view where source < Int64(inputRows) {
        count += 1
      }
      return count
    case .none: return inputRows
    }
  }

  /// Whether the output is all input rows, then all new rows.
  var isWhole: Bool {
    switch order {
    case .some: false
    case .none: true
    }
  }

  /// Where a row of the output comes from: an input row by its number, or a new row counted
  /// on from there.
  @inline(__always)
  func source(_ row: Int) -> Int {
    switch order {
    case .some(let order): Int(order[row])
    case .none: row
    }
  }

  /// Keeps these rows of the output, in this order.
  mutating func order(_ kept: UnsafeBufferPointer<Int>) throws(Failure) {
    let sources = try Buffer<Int64>(kept.count)
    for place in 0..<kept.count {
      sources[place] = Int64(source(kept[place]))
    }
    order = consume sources
  }

  /// Adds new rows of one class, for a sampler to fill in; classes come in ascending
  /// order.
  mutating func addRows(_ count: Int, label: Int32) throws(Failure) -> Range<Int> {
    let range = newRows..<newRows + count
    if range.upperBound > base.count {
      // By half at least, so that many classes are not copied for each other.
      let capacity = max(range.upperBound, base.count + base.count / 2)
      base = try base.grown(to: capacity)
      neighbor = try neighbor.grown(to: capacity)
      gap = try gap.grown(to: capacity)
    }
    segments[segmentCount] = Segment(label: label, end: range.upperBound)
    segmentCount += 1
    newRows = range.upperBound
    return range
  }

  /// Says where a new row lies: this part of the way from its base to the neighbour, which is
  /// none where the two are one row.
  @inline(__always)
  func place(_ new: Int, from base: Int64, to neighbor: Int64, _ gap: Double) {
    // (By pointers: to ThreadSanitizer, whoever sets an element of a buffer sets the buffer.)
    self.base.base[new] = base
    self.neighbor.base[new] = neighbor
    self.gap.base[new] = neighbor == base ? 0 : gap
  }

  /// Makes room for the damping of the last rows added, 1 to begin with.
  mutating func addDamping(_ range: Range<Int>) throws(Failure) -> UnsafeMutablePointer<Double> {
    let before = dampings.count
    if range.upperBound > before {
      let capacity = max(range.upperBound, before + before / 2)
      dampings = try dampings.grown(to: capacity)
      (dampings.base + before).update(repeating: 1, count: capacity - before)
    }
    return dampings.base
  }

  func damping(_ new: Int) -> Double { new < dampings.count ? dampings[new] : 1 }

  /// The dampings of new rows, from one on, as far as they are not 1.
  func dampings(from new: Int) -> UnsafeBufferPointer<Double> {
    let first = min(new, dampings.count)
    return UnsafeBufferPointer(start: dampings.base + first, count: dampings.count - first)
  }

  /// Adds noise of the native stream to new rows of one class.
  mutating func addNoise(
    _ scales: borrowing Buffer<Double>, to range: Range<Int>, label: Int32, _ philox: Philox
  ) throws(Failure) {
    var noise = try takeNoise(philox)
    noise.add(scales, to: range, label: label)
    self.noise = consume noise
  }

  /// Adds noise of numpy's stream to new rows of one class.
  mutating func addNoise(
    _ scales: borrowing Buffer<Double>, to range: Range<Int>, label: Int32, _ philox: Philox,
    drawing numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    var noise = try takeNoise(philox)
    try noise.add(scales, to: range, label: label, drawing: &numpy, &crew)
    self.noise = consume noise
  }

  private mutating func takeNoise(_ philox: Philox) throws(Failure) -> Noise {
    if let noise = noise.take() { return noise }
    return try Noise(columns: columns, classes: classes, philox)
  }

  /// Makes room for votes on the columns of a table that hold categories, for all new rows so
  /// far.
  mutating func addVotes(_ table: Table) throws(Failure) {
    if votes == nil { votes = try Votes(table) }
    try votes?.grow(to: max(newRows, base.count))
  }

  func setVote(_ code: Int32, _ new: Int, _ place: Int) {
    votes?.set(code, new, place)
  }

  func vote(_ new: Int, _ place: Int) -> Int32 {
    switch votes {
    case .some(let votes): votes[new, place]
    case .none: 0
    }
  }

  /// Gives the last rows that were added the values of centres, which lie behind each other.
  mutating func addCentres(
    _ range: Range<Int>, _ values: UnsafePointer<Double>
  ) throws(Failure) {
    let wanted = try elements(range.upperBound, by: columns)
    let all =
      switch centres {
      case .some(let before): try before.grown(to: wanted)
      case .none: try Buffer<Double>(wanted)
      }
    (all.base + range.lowerBound * columns).copy(from: values, count: range.count * columns)
    centres = consume all
  }

  /// The values of a new row, where it is the centre of a cluster.
  func centre(_ new: Int) -> UnsafePointer<Double>? {
    switch centres {
    case .some(let centres): UnsafePointer(centres.base + new &* columns)
    case .none: nil
    }
  }

  /// The columns that are voted on.
  var votedCount: Int {
    switch votes {
    case .some(let votes): votes.columns.count
    case .none: 0
    }
  }

  func votedColumn(_ place: Int) -> Int {
    switch votes {
    case .some(let votes): Int(votes.columns[place])
    case .none: 0
    }
  }

  /// The columns of the table that the plan was made from, where that matters for a table to
  /// be written: for its noise and votes.
  var ownColumns: Int? {
    noise == nil && votes == nil && centres == nil ? nil : columns
  }

  /// Writes 1 for each column that is voted on, 0 for the others.
  func voted(_ voted: UnsafeMutablePointer<UInt8>) {
    voted.update(repeating: 0, count: columns)
    for place in 0..<votedCount {
      voted[votedColumn(place)] = 1
    }
  }

  /// Checks a number of columns that a caller names.
  func requireColumns(_ count: Int64) throws(Failure) {
    guard count == Int64(columns) else {
      throw .invalidArgument("columns = \(count), but the plan was made from \(columns)")
    }
  }

  /// Adds what the caller should be told about a class.
  mutating func warn(_ reason: Warnings.Reason, label: Int32) {
    warnings.add(reason, label: label)
  }

  /// Calls `body` with each stretch of one label among the new rows of a range.
  func forEachLabel(
    in range: Range<Int>, _ body: (_ label: Int32, _ rows: Range<Int>) -> Void
  ) {
    var start = range.lowerBound
    for index in 0..<segmentCount where segments[index].end > start {
      let end = min(segments[index].end, range.upperBound)
      guard start < end else { return }
      body(segments[index].label, start..<end)
      start = end
    }
  }

  /// Checks a range of output rows that a caller names.
  func requireRange(first: Int64, count: Int64) throws(Failure) {
    guard first >= 0, count >= 0, first <= Int64(rows), count <= Int64(rows) - first else {
      throw .invalidArgument(
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
      let source = source(row)
      let new = source - inputRows
      base?[place] = new < 0 ? Int64(source) : self.base[new]
      neighbor?[place] = new < 0 ? Int64(source) : self.neighbor[new]
      gap?[place] = new < 0 ? 0 : self.gap[new] * damping(new)
    }
  }

  /// The label of a new row.
  func label(_ new: Int) -> Int32 {
    var low = 0
    var high = segmentCount - 1
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].end <= new { low = middle + 1 } else { high = middle }
    }
    return segments[low].label
  }
}
