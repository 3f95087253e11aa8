import CSmote

/// The native stream: the draws of a new row are addressed by its label and its number
/// within its class, so that they can be made in any order, by any thread.
extension Draws {
  func interpolateNatively(
    _ range: Range<Int>, of plan: borrowing Plan, _ label: Int32,
    _ part: (number: Int, before: Int), _ neighborhood: borrowing Neighborhood,
    _ crew: inout Crew
  ) throws(Failure) {
    let turns = try BaseTurns(
      self, range.count, label, part, rows: neighborhood.rows.count, &crew)
    try fill(
      range, plan, label, before: part.before, neighborhood.rows, turns.bases, neighborhood,
      &crew)
  }

  /// The base of a row is its position.
  func interpolateFromBases(
    _ range: Range<Int>, of plan: borrowing Plan, _ label: Int32,
    _ neighborhood: borrowing Neighborhood, _ crew: inout Crew
  ) throws(Failure) {
    try fill(range, plan, label, neighborhood.rows, nil, neighborhood, &crew)
  }

  func repeatNatively(
    _ range: Range<Int>, of plan: borrowing Plan, _ label: Int32,
    _ rows: UnsafeBufferPointer<Int>, _ crew: inout Crew
  ) throws(Failure) {
    let turns = try BaseTurns(self, range.count, label, rows: rows.count, &crew)
    try withUnsafePointer(to: plan) { plan throws(Failure) in
      try share(
        NativeRows(
          philox: philox, label: label, new: range, before: 0, plan: plan, rows: rows,
          bases: turns.bases, neighborhood: nil), &crew)
    }
  }

  private func fill(
    _ range: Range<Int>, _ plan: borrowing Plan, _ label: Int32, before: Int = 0,
    _ rows: UnsafeBufferPointer<Int>, _ bases: BaseTurns.Bases?,
    _ neighborhood: borrowing Neighborhood, _ crew: inout Crew
  ) throws(Failure) {
    try withUnsafePointer(to: plan) { plan throws(Failure) in
      try withUnsafePointer(to: neighborhood) { neighborhood throws(Failure) in
        try share(
          NativeRows(
            philox: philox, label: label, new: range, before: before, plan: plan, rows: rows,
            bases: bases, neighborhood: neighborhood), &crew)
      }
    }
  }

  private func share(_ rows: NativeRows, _ crew: inout Crew) throws(Failure) {
    let chunks = pieces(rows.new.count, of: NativeRows.chunk)
    let workers = crew.workers(chunks: chunks, nanoseconds: Double(rows.new.count) * 40)
    try crew.share(chunks, workers: workers, rows)
  }
}

/// Draws for new rows of one class, some at a time.
private struct NativeRows: Work {
  static let chunk = 4096

  let philox: Philox
  let label: Int32
  let new: Range<Int>
  /// New rows of the class before these.
  let before: Int
  let plan: UnsafePointer<Plan>
  /// What bases are chosen from.
  let rows: UnsafeBufferPointer<Int>
  /// How; `nil` where the plan says already which position is the base.
  let bases: BaseTurns.Bases?
  /// `nil` where rows are repeated.
  let neighborhood: UnsafePointer<Neighborhood>?

  static var threadEntry: ThreadEntry { { Job<NativeRows>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let first = chunk &* NativeRows.chunk
    for number in first..<min(first &+ NativeRows.chunk, new.count) {
      let row = new.lowerBound &+ number
      let position = bases?.base(number) ?? Int(plan.pointee.base[row])
      choose(row, number, from: position)
    }
  }

  private func choose(_ row: Int, _ number: Int, from position: Int) {
    let base = Int64(rows[position])
    guard let neighborhood, case let count = neighborhood.pointee.count(position), count > 0
    else { return plan.pointee.place(row, from: base, to: base, 0) }
    let draw = philox.draw(.interpolation, label: label, number: before &+ number)
    let neighbor = neighborhood.pointee.neighbor(position, draw.index(below: count))
    plan.pointee.place(row, from: base, to: neighbor, draw.fraction)
  }
}
