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
  private(set) var segments: Segments
  private(set) var warnings: Warnings
  /// Where new rows are more than their base and neighbour.
  private(set) var noise: Noise?
  private(set) var votes: Votes?
  private(set) var centres: Centres?
  /// The rows of the output, where some were dropped: input rows by their numbers, new rows
  /// counted on from there.
  private(set) var order: Buffer<Int64>?
  /// Rounds of repeated editing, for the cleaner to count.
  var rounds = 0
  private let classes: Int
  let columns: Int

  /// A plan without new rows.
  ///
  /// - Parameter expectedRows: the new rows that there is room for at first.
  init(inputRows: Int, columns: Int, expectedRows: Int, classes: Int) throws(Failure) {
    let base = try Buffer<Int64>(expectedRows)
    let neighbor = try Buffer<Int64>(expectedRows)
    let gap = try Buffer<Double>(expectedRows)
    let dampings = try Buffer<Double>(0)
    let segments = try Segments(classes: classes)
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
  mutating func keep(_ rows: UnsafeBufferPointer<Int>) throws(Failure) {
    let sources = try Buffer<Int64>(rows.count)
    for place in 0..<rows.count {
      sources[place] = Int64(source(rows[place]))
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
    segments.add(label, end: range.upperBound)
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
    if centres == nil { centres = try Centres(columns: columns) }
    try centres?.set(range, values)
  }

  /// The values of a new row, where it is the centre of a cluster.
  func centre(_ new: Int) -> UnsafePointer<Double>? {
    switch centres {
    case .some(let centres): centres[new]
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

  /// Adds what the caller should be told about a class.
  mutating func warn(_ reason: Warnings.Reason, label: Int32) {
    warnings.add(reason, label: label)
  }
}
