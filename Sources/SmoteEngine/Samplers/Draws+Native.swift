import CSmote

/// The native stream: the draws of a new row are addressed by its label and its number
/// within its class, so that they can be made in any order, by any thread.
extension Draws {
  func interpolateNatively(
    _ range: Range<Int>, of plan: borrowing Plan, _ label: Int32,
    _ neighborhood: borrowing Neighborhood, _ crew: inout Crew
  ) throws(Failure) {
    let turns = try BaseTurns(self, range.count, label, rows: neighborhood.rows.count, &crew)
    try shareRows(range.count, &crew) { number in
      interpolate(
        range.lowerBound &+ number, of: plan, from: turns.base(number, self), neighborhood,
        philox.draw(.interpolation, label: label, number: number))
    }
  }

  /// The base of a row is its position.
  func interpolateFromBases(
    _ range: Range<Int>, of plan: borrowing Plan, _ label: Int32,
    _ neighborhood: borrowing Neighborhood, _ crew: inout Crew
  ) throws(Failure) {
    try shareRows(range.count, &crew) { number in
      let new = range.lowerBound &+ number
      interpolate(
        new, of: plan, from: Int(plan.base[new]), neighborhood,
        philox.draw(.interpolation, label: label, number: number))
    }
  }

  func repeatNatively(
    _ range: Range<Int>, of plan: borrowing Plan, _ label: Int32,
    _ rows: UnsafeBufferPointer<Int>, _ crew: inout Crew
  ) throws(Failure) {
    let turns = try BaseTurns(self, range.count, label, rows: rows.count, &crew)
    try shareRows(range.count, &crew) { number in
      repeatRow(rows[turns.base(number, self)], range.lowerBound &+ number, of: plan)
    }
  }

  private func shareRows(
    _ count: Int, _ crew: inout Crew, _ body: (_ number: Int) -> Void
  ) throws(Failure) {
    let chunkRows = 4096
    let chunks = (count + chunkRows - 1) / chunkRows
    let workers = crew.workers(chunks: chunks, nanoseconds: Double(count) * 40)
    try crew.share(chunks, workers: workers) { _, chunk in
      let first = chunk &* chunkRows
      for number in first..<min(first &+ chunkRows, count) {
        body(number)
      }
    }
  }

  private func interpolate(
    _ new: Int, of plan: borrowing Plan, from position: Int,
    _ neighborhood: borrowing Neighborhood, _ draw: Philox.Draw
  ) {
    let count = neighborhood.count(position)
    guard count > 0 else { return repeatRow(neighborhood.rows[position], new, of: plan) }
    plan.base[new] = Int64(neighborhood.rows[position])
    plan.neighbor[new] = neighborhood.neighbor(position, draw.index(below: count))
    plan.gap[new] = plan.neighbor[new] == plan.base[new] ? 0 : draw.fraction
  }
}

/// Which row of a class each of its new rows is made from. Evenly: the rows in turn, as
/// often as they all can be; then, for what remains, some of them.
struct BaseTurns: ~Copyable {
  private let rows: Int
  private let label: Int32
  private let inTurn: Int
  private let remainder: Buffer<Int>

  init(
    _ draws: borrowing Draws, _ count: Int, _ label: Int32, rows: Int, _ crew: inout Crew
  ) throws(Failure) {
    let isEven = draws.bases == .SMOTE_BASES_EVEN
    remainder = try BaseTurns.drawRemainder(
      isEven ? count % rows : 0, label, rows, draws.philox, &crew)
    self.rows = rows
    self.label = label
    inTurn = isEven ? count - count % rows : 0
  }

  /// The position of the base of new row `number`.
  func base(_ number: Int, _ draws: borrowing Draws) -> Int {
    if draws.bases == .SMOTE_BASES_RANDOM {
      return draws.philox.draw(.base, label: label, number: number).index(below: rows)
    }
    return number < inTurn ? number % rows : remainder[number &- inTurn]
  }

  /// `wanted` of `rows` positions without replacement, ascending: each is taken with the
  /// probability that as many as are still wanted are among those left (Knuth, The Art
  /// of Computer Programming, volume 2, 3.4.2, algorithm S).
  private static func drawRemainder(
    _ wanted: Int, _ label: Int32, _ rows: Int, _ philox: Philox, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let positions = try Buffer<Int>(wanted)
    var taken = 0
    for position in 0..<rows {
      if taken == wanted { break }
      if position & 0xFFFF == 0 { try crew.progress.report(1, of: 1) }
      let place = philox.draw(.base, label: label, number: position).index(below: rows - position)
      if place < wanted - taken {
        positions[taken] = position
        taken += 1
      }
    }
    return positions
  }
}
