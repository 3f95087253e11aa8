import CSmote

/// The random choices of the samplers: which base, which neighbour, which gap.
///
/// `Draws+Native.swift` and `Draws+Numpy.swift` have the two streams.
struct Draws {
  let stream: smote_stream
  let bases: smote_bases
  let philox: Philox
  /// numpy's stream where the call began, and where it is now; `nil` for the native one.
  let start: MersenneTwister?
  var twister: MersenneTwister?

  init(_ options: Options) throws(Failure) {
    stream = options.stream
    bases = options.bases
    philox = Philox(seed: options.seed)
    switch options.stream {
    case .SMOTE_STREAM_NUMPY_SEED:
      start = MersenneTwister(seed: UInt32(truncatingIfNeeded: options.seed))
    case .SMOTE_STREAM_NUMPY_STATE:
      guard let state = options.numpyState else {
        throw .invalidArgument("numpy_state is NULL, but stream NUMPY_STATE needs it")
      }
      var twister = try MersenneTwister(state: state)
      if let normal = options.numpyNormal, normal[0] != 0 { twister.nextNormal = normal[1] }
      start = twister
    default:
      start = nil
    }
    twister = start
  }

  /// The state of the numpy stream after all draws, written to where it came from.
  func writeState(_ options: Options) {
    guard stream == .SMOTE_STREAM_NUMPY_STATE, let state = options.numpyState else { return }
    twister?.write(to: state)
    if let normal = options.numpyNormal {
      normal[0] = twister?.nextNormal == nil ? 0 : 1
      normal[1] = twister?.nextNormal ?? 0
    }
  }

  /// Chooses base, neighbour and gap of the new rows `range` of the plan, all of which
  /// belong to one class; every row of the neighbourhood may be a base.
  ///
  /// - Parameter part: which part of the class's new rows these are, where they are made in
  ///   several, and how many come before it.
  mutating func interpolate(
    _ range: Range<Int>, of plan: borrowing Plan, label: Int32,
    part: (number: Int, before: Int) = (0, 0), _ neighborhood: borrowing Neighborhood,
    _ crew: inout Crew
  ) throws(Failure) {
    if var numpy = restarted() {
      try interpolate(range, of: plan, neighborhood, &numpy, &crew)
      goOn(from: numpy)
    } else {
      try interpolateNatively(range, of: plan, label, part, neighborhood, &crew)
    }
  }

  /// Chooses neighbour and gap of new rows whose bases are decided: row `p` of the
  /// neighbourhood is the base of `counts[p]` of them.
  mutating func interpolate(
    _ range: Range<Int>, of plan: borrowing Plan, label: Int32,
    _ neighborhood: borrowing Neighborhood, _ counts: borrowing Buffer<Int>, _ crew: inout Crew
  ) throws(Failure) {
    var new = range.lowerBound
    for position in 0..<counts.count {
      try crew.progress.ask(at: position)
      for _ in 0..<counts[position] {
        plan.base[new] = Int64(position)
        new += 1
      }
    }
    if var numpy = twister {
      try interpolateFromBases(range, of: plan, neighborhood, &numpy, &crew)
      twister = numpy
    } else {
      try interpolateFromBases(range, of: plan, label, neighborhood, &crew)
    }
  }

  /// Lets new rows go less than half of the way to the neighbours that `isOther` picks out.
  mutating func shorten(
    _ range: Range<Int>, of plan: inout Plan, where isOther: (Int64) -> Bool,
    _ crew: inout Crew
  ) throws(Failure) {
    guard var numpy = restarted() else {
      for new in range where isOther(plan.neighbor[new]) {
        try crew.progress.ask(at: new)
        plan.gap[new] = 0.5 * plan.gap[new]
      }
      return
    }
    let damping = try plan.addDamping(range)
    for new in range where isOther(plan.neighbor[new]) {
      try crew.progress.ask(at: new)
      damping[new] = 0.5 * numpy.fraction()
    }
    goOn(from: numpy)
  }

  /// Chooses the rows that the new rows `range` of the plan repeat.
  ///
  /// - Parameter isAnew: whether imbalanced-learn asks for its stream anew here.
  mutating func repeatRows(
    _ range: Range<Int>, of plan: borrowing Plan, label: Int32,
    _ rows: UnsafeBufferPointer<Int>, isAnew: Bool = false, _ crew: inout Crew
  ) throws(Failure) {
    if var numpy = isAnew ? restarted() : twister {
      try repeatRows(range, of: plan, rows, &numpy, &crew)
      if isAnew { goOn(from: numpy) } else { twister = numpy }
    } else {
      try repeatNatively(range, of: plan, label, rows, &crew)
    }
  }

  /// A number from numpy's legacy beta distribution, which goes on with the stream whatever
  /// the rest does.
  mutating func beta(_ a: Double, _ b: Double) -> Double {
    twister?.beta(a, b) ?? 0.5
  }

  /// scikit-learn's classifier draws a seed from a RandomState that it shares with the
  /// sampler, though it needs none.
  mutating func skipSeedOfClassifier() {
    if stream == .SMOTE_STREAM_NUMPY_STATE { _ = twister?.index(below: Int(Int32.max)) }
  }

  /// Records the noise of new rows of one class; see `Noise`.
  mutating func addNoise(
    _ scales: borrowing Buffer<Double>, to range: Range<Int>, of plan: inout Plan, label: Int32,
    _ crew: inout Crew
  ) throws(Failure) {
    if var numpy = twister {
      try plan.addNoise(scales, to: range, label: label, philox, drawing: &numpy, &crew)
      twister = numpy
    } else {
      try plan.addNoise(scales, to: range, label: label, philox)
    }
  }

  // imbalanced-learn asks for its stream anew where it makes the rows of a class: a seed
  // begins again there, a state goes on.

  func restarted() -> MersenneTwister? {
    stream == .SMOTE_STREAM_NUMPY_SEED ? start : twister
  }

  mutating func goOn(from numpy: MersenneTwister) {
    if stream == .SMOTE_STREAM_NUMPY_STATE { twister = numpy }
  }
}
