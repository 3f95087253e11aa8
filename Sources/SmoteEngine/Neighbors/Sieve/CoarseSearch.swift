import CKernels

extension Search {
  /// Improves the lists by way of whole numbers.
  ///
  /// - Returns: whether it was worth it; if not, the lists are not complete.
  func meetInWholeNumbers(
    _ lists: borrowing NeighborLists, _ crew: inout Crew
  ) throws(Failure) -> Bool {
    guard let findPairs = kernels.coarse_mutual else { return false }
    let workers = mutualWorkers(k: lists.k, crew)
    let sketch = try Sketch(rows: references, metric)
    let exact = try Buffer<Double>(try elements(references.count, by: metric.columns))
    crew.progress.beginStep(from: 0, to: 0.01)
    switch try read(into: exact.base, sketch.view, workers, &crew) {
    case .none: return false
    case .some(let scale):
      let blocks = Blocks(
        points: references.count, columns: scale.view.kept, bytes: 2,
        lanes: Int(kernels.narrow_lanes), workers: workers)
      let coarse = try CoarsePoints(blocks, scale.view)
      crew.progress.beginStep(from: 0.01, to: 0.02)
      try crew.share(
        blocks.count, workers: workers,
        CoarsePacking(coarse: coarse.view, exact: exact.base, centre: sketch.view.centre))
      let slack = coarse.view.slack()
      // It is otherwise where values have become NaN while they were read.
      guard slack < .infinity else { return false }
      let limits = try CoarseLimits(blocks)
      let candidates = try CoarseCandidates(blocks, k: lists.k)
      let sieve = CoarseSieve(
        points: references, metric: metric, findPairs: findPairs, blocks: blocks,
        exact: exact.base, coarse: coarse.view, slack: slack,
        limits: limits.view, candidates: candidates.view, lists: lists.places)
      return try meet(sieve, workers, &crew)
    }
  }

  /// Reads the points, row by row.
  ///
  /// - Returns: how they become whole numbers; `nil` where that is not possible.
  private func read(
    into exact: UnsafeMutablePointer<Double>, _ sketch: Sketch.View, _ workers: Int,
    _ crew: inout Crew
  ) throws(Failure) -> CoarseScale? {
    let norms = try Buffer<Double>(workers, repeating: 0)
    let farthest = try Buffer<Double>(try elements(workers, by: metric.columns), repeating: 0)
    let reading = CoarseReading(
      points: references, metric: metric, centre: sketch.centre, exact: exact,
      norms: norms.base, farthest: farthest.base)
    try crew.share(
      pieces(references.count, of: CoarseReading.points), workers: workers, reading)
    for worker in 1..<workers {
      for column in 0..<metric.columns {
        farthest[column] = max(farthest[column], farthest[worker * metric.columns + column])
      }
    }
    guard let largest = largestNorm(norms) else { return nil }
    return try CoarseScale(largest: largest, farthest: farthest.base, columns: metric.columns)
  }

  /// The tournament.
  private func meet(
    _ sieve: CoarseSieve, _ workers: Int, _ crew: inout Crew
  ) throws(Failure) -> Bool {
    let workspaces = try CoarseWorkspaces(sieve, workers: workers)
    let tournament = try Tournament(blocks: sieve.blocks.count, endsAlone: true)
    crew.progress.beginStep(from: 0.02, to: 1)
    try crew.share(
      tournament.view.turns, workers: workers,
      CoarseTurns(sieve: sieve, tournament: tournament.view, workspaces: workspaces.parts))
    return !tournament.view.isEnded
  }
}

/// Reads points, and tells how far they are from the centre.
private struct CoarseReading: Work {
  let points: Points
  let metric: Metric.Form
  let centre: UnsafePointer<Double>
  let exact: UnsafeMutablePointer<Double>
  /// Of each thread: the largest |row - c|, and column by column.
  let norms: UnsafeMutablePointer<Double>
  let farthest: UnsafeMutablePointer<Double>

  /// That a thread takes at a time.
  static let points = 64

  static var threadEntry: ThreadEntry { { Job<CoarseReading>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let first = chunk &* CoarseReading.points
    let farthest = farthest + worker &* metric.columns
    var largest = norms[worker]
    for point in first..<min(first &+ CoarseReading.points, points.count) {
      let row = exact + point &* metric.columns
      points.read(point..<point &+ 1, metric, into: row)
      var square = 0.0
      for column in 0..<metric.columns {
        let value = abs(row[column] - centre[column])
        square += value * value
        if value > farthest[column] { farthest[column] = value }
      }
      largest = max(largest, square.squareRoot())
    }
    norms[worker] = largest
  }
}

/// Rounds them to whole numbers.
private struct CoarsePacking: Work {
  let coarse: CoarsePoints.View
  let exact: UnsafeMutablePointer<Double>
  let centre: UnsafePointer<Double>

  static var threadEntry: ThreadEntry { { Job<CoarsePacking>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    coarse.pack(block: chunk, exact, around: centre)
  }
}

/// The tournament.
private struct CoarseTurns: Work {
  let sieve: CoarseSieve
  let tournament: Tournament.View
  let workspaces: CoarseWorkspaces.Parts

  static var threadEntry: ThreadEntry { { Job<CoarseTurns>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let workspace = workspaces[worker]
    tournament.play(chunk) { turn in
      switch turn {
      case .begin(let block):
        sieve.begin(block)
        return sieve.meet(block, workspace)
      case .meet(let one, let other):
        return sieve.meet(one, other, workspace)
      case .end(let block):
        sieve.settle(block: block, workspace)
        return true
      }
    }
  }

  func endWaiting() { tournament.end() }
}

/// What each thread needs for itself.
private struct CoarseWorkspaces: ~Copyable {
  private let hits: Buffer<kernel_coarse_hit>
  private let candidates: Buffer<kernel_narrow_hit>
  private let hitsEach: Int
  private let candidatesEach: Int

  init(_ sieve: CoarseSieve, workers: Int) throws(Failure) {
    let hitsEach = CoarseSieve.tile * sieve.blocks.sliceGroups * sieve.blocks.lanes
    let candidatesEach = CoarseSieve.together * sieve.candidates.capacity
    let hits = try Buffer<kernel_coarse_hit>(workers * hitsEach)
    let candidates = try Buffer<kernel_narrow_hit>(workers * candidatesEach)
    self.hitsEach = hitsEach
    self.candidatesEach = candidatesEach
    self.hits = consume hits
    self.candidates = consume candidates
  }

  var parts: Parts {
    Parts(
      hits: hits.base, candidates: candidates.base, hitsEach: hitsEach,
      candidatesEach: candidatesEach)
  }

  struct Parts {
    fileprivate let hits: UnsafeMutablePointer<kernel_coarse_hit>
    fileprivate let candidates: UnsafeMutablePointer<kernel_narrow_hit>
    fileprivate let hitsEach: Int
    fileprivate let candidatesEach: Int

    subscript(worker: Int) -> CoarseSieve.Workspace {
      CoarseSieve.Workspace(
        hits: hits + worker &* hitsEach, candidates: candidates + worker &* candidatesEach)
    }
  }
}
