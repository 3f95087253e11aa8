/// numpy's stream, in imbalanced-learn's order of draws. One thread draws; all threads turn the
/// numbers into bases and neighbours.
extension Draws {
  /// For all new rows a number that names base and neighbour, then all gaps.
  func interpolate(
    _ range: Range<Int>, of plan: borrowing Plan, _ neighborhood: borrowing Neighborhood,
    _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    guard neighborhood.k > 0 else {
      // No row has a neighbour to draw from: they are repeated.
      try repeatRows(range, of: plan, neighborhood.rows, &numpy, &crew)
      return
    }
    try Draws.drawIndices(
      below: neighborhood.rows.count &* neighborhood.k, range.count,
      into: plan.neighbor.base + range.lowerBound, &numpy, &crew)
    try finish(range, of: plan, neighborhood, hasBases: false, &numpy, &crew)
  }

  /// For all new rows a neighbour, then all gaps. The base of a row is its position.
  func interpolateFromBases(
    _ range: Range<Int>, of plan: borrowing Plan, _ neighborhood: borrowing Neighborhood,
    _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    // (Below 1, nothing is drawn.)
    try Draws.drawIndices(
      below: max(neighborhood.k, 1), range.count,
      into: plan.neighbor.base + range.lowerBound, &numpy, &crew)
    try finish(range, of: plan, neighborhood, hasBases: true, &numpy, &crew)
  }

  /// For all new rows the row that each repeats.
  func repeatRows(
    _ range: Range<Int>, of plan: borrowing Plan, _ rows: UnsafeBufferPointer<Int>,
    _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    try Draws.drawIndices(
      below: rows.count, range.count, into: plan.base.base + range.lowerBound, &numpy, &crew)
    for new in range {
      let row = Int64(rows[Int(plan.base[new])])
      plan.place(new, from: row, to: row, 0)
      try crew.progress.ask(at: new)
    }
  }

  /// `randint(0, count, wanted)`.
  static func drawIndices<Index: FixedWidthInteger>(
    below count: Int, _ wanted: Int, into target: UnsafeMutablePointer<Index>,
    _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    try draw(wanted, &crew) { first, some in
      numpy.indices(below: count, some, into: target + first)
    }
  }

  /// Draws some numbers at a time, and asks the caller in between.
  private static func draw(
    _ wanted: Int, _ crew: inout Crew, _ drawSome: (_ first: Int, _ count: Int) -> Void
  ) throws(Failure) {
    let most = 65_536
    for first in stride(from: 0, to: wanted, by: most) {
      drawSome(first, min(most, wanted - first))
      try crew.progress.ask()
    }
  }

  /// Draws the gaps, and tells bases and neighbours from the numbers that stand for them.
  private func finish(
    _ range: Range<Int>, of plan: borrowing Plan, _ neighborhood: borrowing Neighborhood,
    hasBases: Bool, _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    let gaps = plan.gap.base + range.lowerBound
    try Draws.draw(range.count, &crew) { first, some in
      numpy.fractions(some, into: gaps + first)
    }
    let chunks = pieces(range.count, of: DrawnRows.chunk)
    let workers = crew.workers(chunks: chunks, nanoseconds: Double(range.count) * 7)
    try withUnsafePointer(to: plan) { plan throws(Failure) in
      try withUnsafePointer(to: neighborhood) { neighborhood throws(Failure) in
        try crew.share(
          chunks, workers: workers,
          DrawnRows(new: range, plan: plan, neighborhood: neighborhood, hasBases: hasBases))
      }
    }
  }
}

/// New rows of one class, whose numbers have been drawn.
private struct DrawnRows: Work {
  static let chunk = 4096

  let new: Range<Int>
  let plan: UnsafePointer<Plan>
  let neighborhood: UnsafePointer<Neighborhood>
  /// Whether the plan has positions for bases, and places for neighbours; if not, the number in
  /// the place of the neighbour stands for both.
  let hasBases: Bool

  static var threadEntry: ThreadEntry { { Job<DrawnRows>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let first = new.lowerBound &+ chunk &* DrawnRows.chunk
    let rows = first..<min(first &+ DrawnRows.chunk, new.upperBound)
    let k = neighborhood.pointee.k
    for row in rows {
      let drawn = Int(plan.pointee.neighbor[row])
      if hasBases {
        locate(row, Int(plan.pointee.base[row]), drawn)
      } else {
        let (position, place) = drawn.quotientAndRemainder(dividingBy: k)
        locate(row, position, place)
      }
    }
  }

  /// Places a new row between the row at a position and one of its neighbours.
  @inline(__always)
  private func locate(_ row: Int, _ position: Int, _ place: Int) {
    let base = Int64(neighborhood.pointee.rows[position])
    let count = neighborhood.pointee.count(position)
    var neighbor = base
    if count > 0 {
      // Only lists that were handed in are shorter than k, and divisions take their time.
      neighbor = neighborhood.pointee.neighbor(position, place < count ? place : place % count)
    }
    plan.pointee.place(row, from: base, to: neighbor, plan.pointee.gap[row])
  }
}
