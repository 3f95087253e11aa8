import CKernels

extension Search {
  /// Whether the points may look for each other: for so few neighbours each that the kernels can
  /// rank them.
  func mayMeet(k: Int) -> Bool {
    isWorthSifting && oneTable && queries.isSame(as: references) && k < Int(kernels.narrow_lanes)
      && 12 * metric.columns + CoarseCandidates.bytes(k: k)
        <= MutualSieve.mostBytes / references.count
  }

  /// Threads that have something to gain where each pair is looked at once.
  func mutualWorkers(k: Int, _ crew: borrowing Crew) -> Int {
    // The sieve takes some 30 picoseconds for a unit of its cost.
    crew.workers(
      chunks: references.count / 64,
      nanoseconds: Double(queries.count) * costOfSieve(k: k) * 0.03)
  }

  /// The largest of some norms; `nil` where that is none.
  func largestNorm(_ norms: borrowing Buffer<Double>) -> Double? {
    var largest = 0.0
    for index in 0..<norms.count {
      guard norms[index] < Sketch.largestNorm else { return nil }
      largest = max(largest, norms[index])
    }
    return largest
  }

  /// Improves the lists by way of the mutual sieve.
  ///
  /// - Returns: whether it was worth it; if not, the lists are not complete.
  func meetMutually(_ lists: borrowing NeighborLists, _ crew: inout Crew) throws(Failure) -> Bool {
    let workers = mutualWorkers(k: lists.k, crew)
    let blocks = Blocks(
      points: references.count, columns: metric.columns, bytes: 4,
      lanes: Int(kernels.narrow_lanes), workers: workers)
    let sketch = try Sketch(rows: references, metric)
    let storage = try SievePoints(
      blocks.points, columns: blocks.columns, lanes: blocks.lanes, norms: blocks.count)
    let workspaces = try MutualWorkspaces(blocks, workers: workers)
    let tournament = try Tournament(blocks: blocks.count, endsAlone: false)
    let sieve = MutualSieve(
      points: references, metric: metric, sketch: sketch.view, kernels: kernels, blocks: blocks,
      storage: storage.view, lists: lists.places)
    crew.progress.beginStep(from: 0, to: 0.02)
    try crew.share(blocks.count, workers: workers, MutualPacking(sieve: sieve))
    for block in 0..<blocks.count {
      guard storage.view.norms[block] < Sketch.largestNorm else { return false }
    }
    crew.progress.beginStep(from: 0.02, to: 1)
    try crew.share(
      tournament.view.turns, workers: workers,
      MutualTurns(sieve: sieve, tournament: tournament.view, workspaces: workspaces.parts))
    return !tournament.view.isEnded
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

/// The tournament.
private struct MutualTurns: Work {
  let sieve: MutualSieve
  let tournament: Tournament.View
  let workspaces: MutualWorkspaces.Parts

  static var threadEntry: ThreadEntry { { Job<MutualTurns>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let workspace = workspaces[worker]
    tournament.play(chunk) { turn in
      switch turn {
      case .begin(let block): return sieve.meet(block, workspace)
      case .meet(let one, let other): return sieve.meet(one, other, workspace)
      case .end: return true
      }
    }
  }

  func endWaiting() { tournament.end() }
}

/// What each thread needs for itself.
private struct MutualWorkspaces: ~Copyable {
  private let queries: Buffer<Float>
  private let limits: Buffer<Float>
  private let hits: Buffer<kernel_narrow_hit>
  private let blocks: Blocks

  init(_ blocks: Blocks, workers: Int) throws(Failure) {
    let queries = try Buffer<Float>(workers * blocks.blockPoints * blocks.columns)
    let limits = try Buffer<Float>(workers * 2 * blocks.blockPoints)
    let hits = try Buffer<kernel_narrow_hit>(
      workers * MutualSieve.tile * blocks.sliceGroups * blocks.lanes)
    self.blocks = blocks
    self.queries = consume queries
    self.limits = consume limits
    self.hits = consume hits
  }

  var parts: Parts {
    Parts(
      queries: queries.base, limits: limits.base, hits: hits.base, blocks: blocks)
  }

  struct Parts {
    fileprivate let queries: UnsafeMutablePointer<Float>
    fileprivate let limits: UnsafeMutablePointer<Float>
    fileprivate let hits: UnsafeMutablePointer<kernel_narrow_hit>
    fileprivate let blocks: Blocks

    subscript(worker: Int) -> MutualSieve.Workspace {
      let limits = limits + worker &* 2 &* blocks.blockPoints
      return MutualSieve.Workspace(
        queries: queries + worker &* blocks.blockPoints &* blocks.columns, limits: limits,
        pointLimits: limits + blocks.blockPoints,
        hits: hits + worker &* MutualSieve.tile &* blocks.sliceGroups &* blocks.lanes)
    }
  }
}
