import CKernels

/// What each thread needs for itself, `apart` bytes from what the next one needs: threads that
/// write to one cache line wait for each other.
struct TreeWorkspaces: ~Copyable {
  private let sketches: Buffer<Float>
  private let rows: Buffer<Double>
  private let numbers: Buffer<Int64>
  private let steps: Buffer<TreeSearch.Step>
  private let survivors: Buffer<kernel_narrow_hit>
  private let lists: NeighborLists
  private let limits: Buffer<SIMD4<Float>>
  private let efforts: Buffer<TreeSearch.Effort>

  private let strides: Strides
  private let workers: Int

  private static let apart = 128

  /// Elements of each kind from one thread to the next.
  fileprivate struct Strides {
    let sketches: Int
    let rows: Int
    let numbers: Int
    let steps: Int
    let survivors: Int
    let lists: Int
    let limits: Int
    let efforts: Int

    /// - Parameter pairs: of the queries of a tile and the points of a leaf, at most.
    init(_ sketch: Sketch.View, _ metric: Metric.Form, k: Int, pairs: Int) {
      func stride<Element>(_ count: Int, _ element: Element.Type) -> Int {
        let bytes = MemoryLayout<Element>.stride
        return count + pieces(TreeWorkspaces.apart, of: bytes)
      }
      sketches = stride(TreeSearch.tile * sketch.columns, Float.self)
      rows = stride(TreeSearch.tile * metric.columns, Double.self)
      numbers = stride(TreeSearch.tile, Int64.self)
      steps = stride(TreeSearch.depth, TreeSearch.Step.self)
      survivors = stride(pairs, kernel_narrow_hit.self)
      lists = TreeSearch.tile + pieces(TreeWorkspaces.apart / 8, of: k)
      limits = stride(1, SIMD4<Float>.self)
      efforts = stride(1, TreeSearch.Effort.self)
    }
  }

  init(
    _ sketch: Sketch.View, _ metric: Metric.Form, k: Int, pairs: Int, workers: Int
  ) throws(Failure) {
    let strides = Strides(sketch, metric, k: k, pairs: pairs)
    let sketches = try Buffer<Float>(workers * strides.sketches)
    let rows = try Buffer<Double>(workers * strides.rows)
    let numbers = try Buffer<Int64>(workers * strides.numbers)
    let steps = try Buffer<TreeSearch.Step>(workers * strides.steps)
    let survivors = try Buffer<kernel_narrow_hit>(workers * strides.survivors)
    let lists = try NeighborLists(queries: workers * strides.lists, k: k)
    let limits = try Buffer<SIMD4<Float>>(workers * strides.limits)
    let efforts = try Buffer(workers * strides.efforts, repeating: TreeSearch.Effort())
    self.strides = strides
    self.workers = workers
    self.sketches = consume sketches
    self.rows = consume rows
    self.numbers = consume numbers
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
      let effort = efforts[worker * strides.efforts]
      sum.pairs += effort.pairs
      sum.distances += effort.distances
    }
    return sum
  }

  var parts: Parts {
    Parts(
      sketches: sketches.base, rows: rows.base, numbers: numbers.base, steps: steps.base,
      survivors: survivors.base, lists: lists.places, limits: limits.base, efforts: efforts.base,
      strides: strides)
  }

  struct Parts {
    fileprivate let sketches: UnsafeMutablePointer<Float>
    fileprivate let rows: UnsafeMutablePointer<Double>
    fileprivate let numbers: UnsafeMutablePointer<Int64>
    fileprivate let steps: UnsafeMutablePointer<TreeSearch.Step>
    fileprivate let survivors: UnsafeMutablePointer<kernel_narrow_hit>
    fileprivate let lists: NeighborLists.Places
    fileprivate let limits: UnsafeMutablePointer<SIMD4<Float>>
    fileprivate let efforts: UnsafeMutablePointer<TreeSearch.Effort>
    fileprivate let strides: Strides

    subscript(worker: Int) -> TreeSearch.Workspace {
      TreeSearch.Workspace(
        sketches: sketches + worker &* strides.sketches, rows: rows + worker &* strides.rows,
        numbers: numbers + worker &* strides.numbers, steps: steps + worker &* strides.steps,
        survivors: survivors + worker &* strides.survivors,
        lists: lists.dropFirst(worker &* strides.lists),
        limits: limits + worker &* strides.limits, effort: efforts + worker &* strides.efforts)
    }
  }
}
