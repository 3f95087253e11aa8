import CKernels

extension Search {
  /// Whether the points may look for each other: for so few neighbours each that the kernels can
  /// rank them.
  func mayMeet(k: Int) -> Bool {
    isWorthSifting && oneTable && queries.isSame(as: references) && k < Int(kernels.narrow_lanes)
      && 14 * metric.columns <= MutualSieve.mostBytes / references.count
  }

  /// Improves the lists by way of the mutual sieve.
  ///
  /// - Returns: whether it was worth it; if not, the lists are not complete.
  func meetMutually(_ lists: borrowing NeighborLists, _ crew: inout Crew) throws(Failure) -> Bool {
    let pairs = Double(queries.count) * Double(references.count) / 2
    let workers = crew.workers(
      chunks: references.count / 64, nanoseconds: pairs * Double(metric.columns + 8) / 50)
    let shape = MutualSieve.Shape(
      points: references.count, columns: metric.columns, lanes: Int(kernels.narrow_lanes),
      workers: workers)
    let sketch = try Sketch(rows: references, metric)
    let storage = try SievePoints(
      shape.points, columns: shape.columns, lanes: shape.lanes, norms: shape.blocks)
    let workspaces = try MutualWorkspaces(shape, workers: workers)
    let failed = try Buffer<Bool>(shape.blocks, repeating: false)
    var sieve = MutualSieve(
      points: references, metric: metric, sketch: sketch.view, kernels: kernels, shape: shape,
      storage: storage.view, lists: lists.places)
    crew.progress.beginStep(from: 0, to: 0.02)
    try crew.share(shape.blocks, workers: workers, MutualPacking(sieve: sieve))
    var largest = 0.0
    for block in 0..<shape.blocks {
      let norm = storage.view.norms[block]
      guard norm < Sketch.largestNorm else { return false }
      largest = max(largest, norm)
    }
    let coarse = kernels.coarse_mutual == nil ? nil : try CoarsePoints(shape, largest: largest)
    switch coarse {
    case .some(let coarse):
      sieve.coarse = coarse.view
      try crew.share(shape.blocks, workers: workers, CoarsePacking(sieve: sieve))
    case .none: break
    }
    // An odd number of blocks has one more, which nobody meets.
    let seats = shape.blocks + shape.blocks % 2
    for round in 0..<seats {
      let done = Double(round) / Double(seats)
      crew.progress.beginStep(
        from: 0.02 + 0.98 * done, to: 0.02 + 0.98 * (done + 1 / Double(seats)))
      let chunks = round == 0 ? shape.blocks : seats / 2
      try crew.share(
        chunks, workers: min(workers, chunks),
        MutualRound(
          sieve: sieve, round: round, seats: seats, failed: failed.base,
          workspaces: workspaces.parts))
      for chunk in 0..<chunks where failed[chunk] { return false }
    }
    return true
  }
}

/// Packs the points, block by block.
private struct MutualPacking: Work {
  let sieve: MutualSieve

  static var threadEntry: ThreadEntry { { Job<MutualPacking>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    sieve.pack(block: chunk)
  }
}

/// The same in whole numbers.
private struct CoarsePacking: Work {
  let sieve: MutualSieve

  static var threadEntry: ThreadEntry { { Job<CoarsePacking>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    sieve.coarse?.pack(chunk, sieve.storage.exact, around: sieve.sketch.centre)
  }
}

/// A round of the tournament: the first one of each block with itself, then of pairs. One seat
/// stays where it is, the others go round.
private struct MutualRound: Work {
  let sieve: MutualSieve
  let round: Int
  let seats: Int
  /// Meetings in which the sieve let much through.
  let failed: UnsafeMutablePointer<Bool>
  let workspaces: MutualWorkspaces.Parts

  static var threadEntry: ThreadEntry { { Job<MutualRound>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let workspace = workspaces[worker]
    if round == 0 {
      failed[chunk] = !sieve.meet(chunk, workspace)
      return
    }
    let (one, other) = pair(chunk)
    guard max(one, other) < sieve.shape.blocks else { return }
    failed[chunk] = !sieve.meet(min(one, other), max(one, other), workspace)
  }

  private func pair(_ chunk: Int) -> (Int, Int) {
    let moving = seats &- 1
    if chunk == 0 { return (moving, round % moving) }
    return ((round &+ chunk) % moving, (round &+ moving &- chunk) % moving)
  }
}

/// What each thread needs for itself.
private struct MutualWorkspaces: ~Copyable {
  private let queries: Buffer<Float>
  private let limits: Buffer<Float>
  private let coarseQueries: Buffer<Int32>
  private let allowances: Buffer<Int32>
  private let hits: Buffer<kernel_narrow_hit>
  private let shape: MutualSieve.Shape

  init(_ shape: MutualSieve.Shape, workers: Int) throws(Failure) {
    let queries = try Buffer<Float>(workers * shape.blockPoints * shape.columns)
    let limits = try Buffer<Float>(workers * 2 * shape.blockPoints)
    let coarseQueries = try Buffer<Int32>(workers * shape.blockPoints * shape.pairs)
    let allowances = try Buffer<Int32>(workers * 2 * shape.blockPoints)
    let hits = try Buffer<kernel_narrow_hit>(
      workers * MutualSieve.tile * shape.sliceGroups * shape.lanes)
    self.shape = shape
    self.queries = consume queries
    self.limits = consume limits
    self.coarseQueries = consume coarseQueries
    self.allowances = consume allowances
    self.hits = consume hits
  }

  var parts: Parts {
    Parts(
      queries: queries.base, limits: limits.base, coarseQueries: coarseQueries.base,
      allowances: allowances.base, hits: hits.base, shape: shape)
  }

  struct Parts {
    fileprivate let queries: UnsafeMutablePointer<Float>
    fileprivate let limits: UnsafeMutablePointer<Float>
    fileprivate let coarseQueries: UnsafeMutablePointer<Int32>
    fileprivate let allowances: UnsafeMutablePointer<Int32>
    fileprivate let hits: UnsafeMutablePointer<kernel_narrow_hit>
    fileprivate let shape: MutualSieve.Shape

    subscript(worker: Int) -> MutualSieve.Workspace {
      let limits = limits + worker &* 2 &* shape.blockPoints
      let allowances = allowances + worker &* 2 &* shape.blockPoints
      return MutualSieve.Workspace(
        queries: queries + worker &* shape.blockPoints &* shape.columns, limits: limits,
        pointLimits: limits + shape.blockPoints,
        coarseQueries: coarseQueries + worker &* shape.blockPoints &* shape.pairs,
        allowances: allowances, pointAllowances: allowances + shape.blockPoints,
        hits: hits + worker &* MutualSieve.tile &* shape.sliceGroups &* shape.lanes)
    }
  }
}
