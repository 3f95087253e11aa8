import CKernels

/// What each thread needs for itself.
struct TreeWorkspaces: ~Copyable {
  private let sketches: Buffer<Float>
  private let rows: Buffer<Double>
  private let steps: Buffer<TreeSearch.Step>
  private let survivors: Buffer<kernel_narrow_hit>
  private let lists: NeighborLists
  private let limits: Buffer<SIMD4<Float>>
  private let efforts: Buffer<TreeSearch.Effort>

  private let metric: Metric.Form
  private let sketchElements: Int
  private let mostSurvivors: Int
  private let workers: Int

  init(
    _ sketch: Sketch.View, _ metric: Metric.Form, k: Int, mostSurvivors: Int, workers: Int
  ) throws(Failure) {
    let sketchElements = TreeSearch.tile * sketch.columns
    let sketches = try Buffer<Float>(workers * sketchElements)
    let rows = try Buffer<Double>(workers * TreeSearch.tile * metric.columns)
    let steps = try Buffer<TreeSearch.Step>(workers * TreeSearch.depth)
    let survivors = try Buffer<kernel_narrow_hit>(workers * mostSurvivors)
    let lists = try NeighborLists(queries: workers * TreeSearch.tile, k: k)
    let limits = try Buffer<SIMD4<Float>>(workers)
    let efforts = try Buffer(workers, repeating: TreeSearch.Effort())
    self.metric = metric
    self.sketchElements = sketchElements
    self.mostSurvivors = mostSurvivors
    self.workers = workers
    self.sketches = consume sketches
    self.rows = consume rows
    self.steps = consume steps
    self.survivors = consume survivors
    self.lists = consume lists
    self.limits = consume limits
    self.efforts = consume efforts
  }

  /// What all threads together did so far.
  func effort() -> TreeSearch.Effort {
    var sum = TreeSearch.Effort()
    for worker in 0..<workers {
      sum.pairs += efforts[worker].pairs
      sum.distances += efforts[worker].distances
    }
    return sum
  }

  var parts: Parts {
    Parts(
      sketches: sketches.base, rows: rows.base, steps: steps.base, survivors: survivors.base,
      lists: lists.places, limits: limits.base, efforts: efforts.base,
      sketchElements: sketchElements,
      rowElements: TreeSearch.tile * metric.columns, mostSurvivors: mostSurvivors)
  }

  struct Parts {
    fileprivate let sketches: UnsafeMutablePointer<Float>
    fileprivate let rows: UnsafeMutablePointer<Double>
    fileprivate let steps: UnsafeMutablePointer<TreeSearch.Step>
    fileprivate let survivors: UnsafeMutablePointer<kernel_narrow_hit>
    fileprivate let lists: NeighborLists.Places
    fileprivate let limits: UnsafeMutablePointer<SIMD4<Float>>
    fileprivate let efforts: UnsafeMutablePointer<TreeSearch.Effort>
    fileprivate let sketchElements: Int
    fileprivate let rowElements: Int
    fileprivate let mostSurvivors: Int

    subscript(worker: Int) -> TreeSearch.Workspace {
      TreeSearch.Workspace(
        sketches: sketches + worker &* sketchElements, rows: rows + worker &* rowElements,
        steps: steps + worker &* TreeSearch.depth,
        survivors: survivors + worker &* mostSurvivors,
        lists: lists.dropFirst(worker &* TreeSearch.tile), limits: limits + worker,
        effort: efforts + worker,
        mostSurvivors: mostSurvivors)
    }
  }
}
