import CSmote

/// The random choices of interpolation: which base, which neighbour, which gap.
struct Draws {
  private let stream: smote_stream
  private let bases: smote_bases
  private let philox: Philox
  private var twister: MersenneTwister?

  init(_ options: Options) throws(Failure) {
    stream = options.stream
    bases = options.bases
    philox = Philox(seed: options.seed)
    switch options.stream {
    case .SMOTE_STREAM_NUMPY_SEED:
      twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: options.seed))
    case .SMOTE_STREAM_NUMPY_STATE:
      guard let state = options.numpyState else {
        throw Failure(
          .SMOTE_ERROR_INVALID_ARGUMENT, "numpy_state is NULL, but stream NUMPY_STATE needs it")
      }
      twister = MersenneTwister(state: state)
    default:
      twister = nil
    }
  }

  /// The state of the numpy stream after all draws, written to where it came from.
  func writeState(_ options: Options) {
    guard stream == .SMOTE_STREAM_NUMPY_STATE, let state = options.numpyState else { return }
    twister?.write(to: state)
  }

  /// Chooses base, neighbour and gap of the new rows `range` of the plan, all of which
  /// belong to one class.
  mutating func interpolate(
    _ range: Range<Int>, of plan: borrowing Plan, label: Int32,
    _ neighborhood: borrowing Neighborhood, _ crew: inout Crew
  ) throws(Failure) {
    guard var numpy = twister else {
      return try interpolateNatively(range, of: plan, label, neighborhood, &crew)
    }
    try interpolate(range, of: plan, neighborhood, &numpy, &crew)
    // A seed means the same stream for every class; a state goes on.
    if stream == .SMOTE_STREAM_NUMPY_STATE { twister = numpy }
  }

  // MARK: numpy stream

  /// imbalanced-learn's order of draws: for all new rows a number that names base and
  /// neighbour, then all gaps.
  private func interpolate(
    _ range: Range<Int>, of plan: borrowing Plan, _ neighborhood: borrowing Neighborhood,
    _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    let k = neighborhood.k
    guard k > 0 else {
      // A single row has no neighbours to draw from: it is repeated.
      for new in range {
        repeatRow(neighborhood.rows[0], new, of: plan)
      }
      return
    }
    for new in range {
      let draw = numpy.index(below: neighborhood.rows.count &* k)
      let (position, place) = draw.quotientAndRemainder(dividingBy: k)
      let count = neighborhood.count(position)
      plan.base[new] = Int64(neighborhood.rows[position])
      plan.neighbor[new] =
        count == 0 ? plan.base[new] : neighborhood.neighbor(position, place % count)
      if new & 0xFFFF == 0 { try crew.progress.report(1, of: 1) }
    }
    for new in range {
      let gap = numpy.fraction()
      plan.gap[new] = plan.neighbor[new] == plan.base[new] ? 0 : gap
      if new & 0xFFFF == 0 { try crew.progress.report(1, of: 1) }
    }
  }

  private func repeatRow(_ row: Int, _ new: Int, of plan: borrowing Plan) {
    plan.base[new] = Int64(row)
    plan.neighbor[new] = Int64(row)
    plan.gap[new] = 0
  }

  // MARK: native stream

  private func interpolateNatively(
    _ range: Range<Int>, of plan: borrowing Plan, _ label: Int32,
    _ neighborhood: borrowing Neighborhood, _ crew: inout Crew
  ) throws(Failure) {
    let remainder =
      bases == .SMOTE_BASES_EVEN
      ? try drawRemainder(
        range.count % neighborhood.rows.count, label, neighborhood.rows.count, &crew)
      : try Buffer<Int>(0)
    let chunkRows = 4096
    let chunks = (range.count + chunkRows - 1) / chunkRows
    let workers = crew.workers(chunks: chunks, nanoseconds: Double(range.count) * 40)
    try crew.share(chunks, workers: workers) { _, chunk in
      let first = chunk &* chunkRows
      for number in first..<min(first &+ chunkRows, range.count) {
        let position = base(number, label, range.count, neighborhood, remainder)
        interpolate(
          range.lowerBound &+ number, of: plan, from: position, neighborhood,
          philox.draw(.interpolation, label: label, number: number))
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

  /// The position of the base of new row `number` of `count`. Evenly: the rows of the
  /// class in turn, as often as they all can be; then those of the remainder.
  private func base(
    _ number: Int, _ label: Int32, _ count: Int, _ neighborhood: borrowing Neighborhood,
    _ remainder: borrowing Buffer<Int>
  ) -> Int {
    let rows = neighborhood.rows.count
    if bases == .SMOTE_BASES_RANDOM {
      return philox.draw(.base, label: label, number: number).index(below: rows)
    }
    let turns = count &- count % rows
    return number < turns ? number % rows : remainder[number &- turns]
  }

  /// `wanted` of `rows` positions without replacement, ascending: each is taken with the
  /// probability that as many as are still wanted are among those left (Knuth, The Art
  /// of Computer Programming, volume 2, 3.4.2, algorithm S).
  private func drawRemainder(
    _ wanted: Int, _ label: Int32, _ rows: Int, _ crew: inout Crew
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
