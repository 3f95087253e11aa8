import CKernels

extension Search {
  /// Chunks of queries for which the sieve was not worth its time.
  struct Failed: ~Copyable {
    fileprivate let marks: Buffer<Bool>
    let chunkQueries: Int

    var count: Int { marks.count }

    subscript(chunk: Int) -> Bool { marks[chunk] }
  }

  /// Improves the lists by way of the sieve, panel after panel, but for the chunks that it
  /// gives up.
  func trySieve(_ lists: borrowing NeighborLists, _ crew: inout Crew) throws(Failure) -> Failed {
    let sketch = try Sketch(rows: references, metric)
    let shape = Sieve.Shape(
      columns: metric.columns, lanes: Int(kernels.narrow_lanes), queries: queries.count,
      references: references.count)
    let sieve = Sieve(
      queries: queries, references: references, metric: metric, sketch: sketch.view,
      kernels: kernels, oneTable: oneTable, shape: shape)
    let chunks = pieces(queries.count, of: shape.chunkQueries)
    let pairs = Double(queries.count) * Double(references.count)
    let workers = crew.workers(
      chunks: chunks, nanoseconds: pairs * Double(metric.columns + 8) / 50)
    let marks = try Buffer<Bool>(chunks, repeating: false)
    let panel = try SievePoints(
      shape.panelPoints, columns: shape.columns, lanes: shape.lanes, norms: shape.panelGroups)
    let workspaces = try SieveWorkspaces(shape, k: lists.k, workers: workers)
    let panels = pieces(references.count, of: shape.panelPoints)
    for index in 0..<panels {
      let first = index * shape.panelPoints
      let points = min(shape.panelPoints, references.count - first)
      let groups = pieces(points, of: shape.lanes)
      let done = Double(index) / Double(panels)
      let packed = (Double(index) + 0.05) / Double(panels)
      crew.progress.beginStep(from: done, to: packed)
      try crew.share(
        groups,
        workers: crew.workers(
          chunks: groups, nanoseconds: Double(groups * shape.groupElements) * 2),
        SievePacking(sieve: sieve, first: first, panel: panel.view))
      crew.progress.beginStep(from: packed, to: Double(index + 1) / Double(panels))
      try crew.share(
        chunks, workers: workers,
        SieveMeeting(
          sieve: sieve, first: first, groups: groups, panel: panel.view,
          lists: lists.places, failed: marks.base, workspaces: workspaces.parts))
    }
    return Failed(marks: marks, chunkQueries: shape.chunkQueries)
  }
}

/// Packs the references of a panel, group by group.
private struct SievePacking: Work {
  let sieve: Sieve
  let first: Int
  let panel: SievePoints.View

  static var threadEntry: ThreadEntry { { Job<SievePacking>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    sieve.pack(group: chunk, first: first, into: panel)
  }
}

/// Lets the queries meet the panel, chunk by chunk.
private struct SieveMeeting: Work {
  let sieve: Sieve
  let first: Int
  let groups: Int
  let panel: SievePoints.View
  let lists: NeighborLists.Places
  let failed: UnsafeMutablePointer<Bool>
  let workspaces: SieveWorkspaces.Parts

  static var threadEntry: ThreadEntry { { Job<SieveMeeting>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    if failed[chunk] { return }
    failed[chunk] = !sieve.meet(
      chunk: chunk, first: first, groups: groups, panel, lists, workspaces.part(worker))
  }
}

/// What each thread needs for itself.
struct SieveWorkspaces: ~Copyable {
  private let exact: Buffer<Double>
  private let narrow: Buffer<Float>
  private let norms: Buffer<Double>
  private let hits: Buffer<kernel_narrow_hit>
  private let sums: Buffer<Float>
  private let waiting: Buffer<kernel_narrow_hit>
  private let counts: Buffer<Int>
  private let shape: Sieve.Shape
  private let kept: Int

  init(_ shape: Sieve.Shape, k: Int, workers: Int) throws(Failure) {
    let elements = shape.chunkQueries * shape.columns
    let exact = try Buffer<Double>(workers * elements)
    let narrow = try Buffer<Float>(workers * elements)
    let norms = try Buffer<Double>(workers * shape.chunkQueries / shape.tile)
    let hits = try Buffer<kernel_narrow_hit>(workers * shape.hits)
    // A query may be one of the points itself.
    let kept = k + 1
    let sums = try Buffer<Float>(workers * shape.chunkQueries * kept)
    let waiting = try Buffer<kernel_narrow_hit>(
      workers * shape.chunkQueries * Candidates.most)
    let counts = try Buffer<Int>(workers * shape.chunkQueries)
    self.shape = shape
    self.kept = kept
    self.sums = consume sums
    self.waiting = consume waiting
    self.counts = consume counts
    self.exact = consume exact
    self.narrow = consume narrow
    self.norms = consume norms
    self.hits = consume hits
  }

  var parts: Parts {
    Parts(
      exact: exact.base, narrow: narrow.base, norms: norms.base, hits: hits.base,
      sums: sums.base, waiting: waiting.base, counts: counts.base, shape: shape, kept: kept)
  }

  struct Parts {
    fileprivate let exact: UnsafeMutablePointer<Double>
    fileprivate let narrow: UnsafeMutablePointer<Float>
    fileprivate let norms: UnsafeMutablePointer<Double>
    fileprivate let hits: UnsafeMutablePointer<kernel_narrow_hit>
    fileprivate let sums: UnsafeMutablePointer<Float>
    fileprivate let waiting: UnsafeMutablePointer<kernel_narrow_hit>
    fileprivate let counts: UnsafeMutablePointer<Int>
    fileprivate let shape: Sieve.Shape
    fileprivate let kept: Int

    func part(_ worker: Int) -> Sieve.Workspace {
      let elements = shape.chunkQueries &* shape.columns
      return Sieve.Workspace(
        exact: exact + worker &* elements, narrow: narrow + worker &* elements,
        norms: norms + worker &* shape.chunkQueries / shape.tile,
        hits: hits + worker &* shape.hits,
        candidates: Candidates(
          kept: kept, sums: sums + worker &* shape.chunkQueries &* kept,
          waiting: waiting + worker &* shape.chunkQueries &* Candidates.most,
          counts: counts + worker &* shape.chunkQueries))
    }
  }
}
