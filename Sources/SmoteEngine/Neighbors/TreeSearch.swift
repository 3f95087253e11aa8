import CKernels

extension Search {
  /// Improves the lists by way of a k-d tree, which leaves away what is too far; exactly.
  ///
  /// The bound of a box is the sum, in the order of the columns, of the squares of its gaps to
  /// the queries, computed like a canonical distance. Every operation rounds monotonically: a
  /// gap is not larger than the difference to any point in the box, so the bound is not larger
  /// than any canonical distance. Categories add nothing to it.
  ///
  /// - Returns: whether the tree was worth it; if not, the lists are not complete.
  func climb(_ lists: borrowing NeighborLists, _ crew: inout Crew) throws(Failure) -> Bool {
    crew.progress.beginStep(from: 0, to: 0.1)
    let tree = try KDTree(references, metric, &crew)
    let queryTree = isSelfJoin ? nil : try KDTree(queries, metric, &crew)
    let order: UnsafePointer<Int>
    switch queryTree {
    case .some(let queryTree): order = queryTree.view.order
    case .none: order = tree.view.order
    }
    let leaves = try TreeLeaves(references, tree.view, metric, lanes: Int(kernels.lanes))
    let chunks = (queries.count + Climbing.chunk - 1) / Climbing.chunk
    let workers = crew.workers(
      chunks: chunks, nanoseconds: Double(queries.count) * 200 * Double(metric.columns))
    let workspace = try Buffer<Double>(workers * Climbing.elements(metric))
    let stack = try Buffer<Climbing.Step>(workers * Climbing.depth)
    let hits = try Buffer<kernel_hit>(workers * Climbing.hits)
    let met = try Buffer<Int>(workers, repeating: 0)
    var work = Climbing(
      queries: Points(queries, inOrder: order), order: order, leaves: leaves.view,
      tree: tree.view, metric: metric, kernels: kernels, oneTable: oneTable,
      lists: lists.places, references: Points(references, inOrder: tree.view.order),
      workspace: workspace.base, stack: stack.base, found: hits.base, met: met.base)
    // A few chunks first: where the tree leaves little away, it is not worth it.
    let step = max(1, chunks / 8)
    work.stride = step
    let samples = (chunks + step - 1) / step
    crew.progress.beginStep(from: 0.1, to: 0.2)
    try crew.share(samples, workers: min(workers, samples), work)
    var sum = 0
    for worker in 0..<workers {
      sum += met[worker]
    }
    let all = Double(samples * min(Climbing.chunk, queries.count)) * Double(references.count)
    if Double(sum) > Search.worthwhile * all { return false }
    crew.progress.beginStep(from: 0.2, to: 1)
    work.stride = 1
    try crew.share(chunks, workers: workers, work)
    return true
  }

  /// The part of all pairs that a tree may meet and still be quicker than the sieve, which
  /// takes a third of the time for a pair. (20,000 normal rows: in 5 columns a tree meets a
  /// tenth of the pairs and takes 0.05 s where the sieve takes 0.13 s; in 8 columns a half, and
  /// 0.17 s where the sieve takes 0.12 s. One thread of a Zen 5.)
  private static var worthwhile: Double { 0.25 }

  private var isSelfJoin: Bool {
    oneTable && queries.count == references.count && queries.isSame(as: references)
  }
}

/// The points of the leaves, packed for the kernels: group after group.
struct TreeLeaves: ~Copyable {
  private let packed: Buffer<Double>
  private let starts: Buffer<Int>

  init(
    _ points: Points, _ tree: KDTree.View, _ metric: Metric.Form, lanes: Int
  ) throws(Failure) {
    let count = tree.innerNodes + 1
    let starts = try Buffer<Int>(count + 1)
    starts[0] = 0
    for leaf in 0..<count {
      let node = tree.nodes[tree.innerNodes + leaf]
      starts[leaf + 1] = starts[leaf] + (node.end - node.start + lanes - 1) / lanes
    }
    let packed = try Buffer<Double>(starts[count] * lanes * metric.columns)
    let ordered = Points(points, inOrder: tree.order)
    for leaf in 0..<count {
      let node = tree.nodes[tree.innerNodes + leaf]
      for group in starts[leaf]..<starts[leaf + 1] {
        let first = node.start + (group - starts[leaf]) * lanes
        ordered.pack(
          first..<min(first + lanes, node.end), lanes: lanes, metric,
          into: packed.base + group * lanes * metric.columns)
      }
    }
    self.packed = consume packed
    self.starts = consume starts
  }

  var view: View { View(packed: packed.base, starts: starts.base) }

  struct View {
    let packed: UnsafePointer<Double>
    /// The first group of each leaf.
    let starts: UnsafePointer<Int>
  }
}

/// Tiles of queries that climb the tree of the references; those of a tile are near each other.
struct Climbing: Work {
  static let tile = Int(KERNEL_QUERIES)
  /// Queries of a chunk.
  static let chunk = 256
  /// Steps that wait at the same time: one for each level.
  static let depth = 64

  /// In an order in which those behind each other are near each other.
  let queries: Points
  let order: UnsafePointer<Int>
  let leaves: TreeLeaves.View
  let tree: KDTree.View
  let metric: Metric.Form
  let kernels: kernel_table
  let oneTable: Bool
  let lists: NeighborLists.Places
  let references: Points
  /// Only every so many chunks, counted from 0.
  var stride = 1
  var workspace: UnsafeMutablePointer<Double>
  var stack: UnsafeMutablePointer<Step>
  var found: UnsafeMutablePointer<kernel_hit>
  /// Pairs met, by worker.
  var met: UnsafeMutablePointer<Int>

  /// A node to visit, and how far it is from each query of a tile.
  struct Step: BitwiseCopyable {
    var node: Int
    var bounds: SIMD4<Double>
  }

  static var threadEntry: ThreadEntry { { Job<Climbing>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let first = chunk &* stride &* Climbing.chunk
    let end = min(first &+ Climbing.chunk, queries.count)
    var start = first
    while start < end {
      let tile = start..<min(start &+ Climbing.tile, end)
      met[worker] &+= climb(tile, worker)
      start = tile.upperBound
    }
  }

  /// - Returns: how many pairs were met.
  private func climb(_ tile: Range<Int>, _ worker: Int) -> Int {
    let packed = workspace + worker &* Climbing.elements(metric)
    queries.pack(tile, lanes: Climbing.tile, metric, into: packed)
    var limits = limits(tile)
    let steps = stack + worker &* Climbing.depth
    steps[0] = Step(node: 0, bounds: .zero)
    var waiting = 1
    var pairs = 0
    while waiting > 0 {
      waiting &-= 1
      let step = steps[waiting]
      guard any(step.bounds .<= limits) else { continue }
      if step.node >= tree.innerNodes {
        pairs &+= meet(step, tile, packed, &limits, worker)
        continue
      }
      let left = self.step(2 &* step.node &+ 1, packed)
      let right = self.step(2 &* step.node &+ 2, packed)
      // The nearer one is visited first.
      let isLeftNearer = left.bounds.sum() <= right.bounds.sum()
      steps[waiting] = isLeftNearer ? right : left
      steps[waiting &+ 1] = isLeftNearer ? left : right
      waiting &+= 2
    }
    return pairs
  }

  /// The step to a node: what no distance between a query and one of its points is below.
  @inline(__always)
  private func step(_ node: Int, _ packed: UnsafePointer<Double>) -> Step {
    let low = tree.box(node)
    let high = low + tree.columns
    var bounds = SIMD4<Double>.zero
    for column in 0..<tree.columns {
      let query = UnsafeRawPointer(packed + column &* Climbing.tile)
        .loadUnaligned(as: SIMD4<Double>.self)
      let below = low[column] - query
      let above = query - high[column]
      var gap = below.replacing(with: above, where: above .> below)
      gap.replace(with: 0, where: gap .< 0)
      bounds += gap * gap
    }
    return Step(node: node, bounds: bounds)
  }

  /// How far a point may be from each query and still enter its list. Places that no query
  /// has are within nothing.
  private func limits(_ tile: Range<Int>) -> SIMD4<Double> {
    var limits = SIMD4<Double>(repeating: -1)
    for lane in 0..<tile.count {
      let query = order[tile.lowerBound &+ lane]
      limits[lane] = lists.distances[query &* lists.k &+ lists.k &- 1]
    }
    return limits
  }

  /// The queries of a tile meet the points of a leaf.
  ///
  /// - Returns: how many pairs were met.
  private func meet(
    _ step: Step, _ tile: Range<Int>, _ packed: UnsafePointer<Double>,
    _ limits: inout SIMD4<Double>, _ worker: Int
  ) -> Int {
    let leaf = step.node &- tree.innerNodes
    let groups = leaves.starts[leaf]..<leaves.starts[leaf &+ 1]
    let start = tree.nodes[step.node].start
    let lanes = Int(kernels.lanes)
    var first = groups.lowerBound
    while first < groups.upperBound {
      // While lists are filling up, group by group, so that each finds limits for the next.
      let isOpen = any(limits .== .infinity)
      let end = isOpen ? first &+ 1 : groups.upperBound
      let own = limits.replacing(with: -1, where: step.bounds .> limits)
      meet(
        first..<end, own, at: start &+ (first &- groups.lowerBound) &* lanes, tile, packed, worker)
      limits = self.limits(tile)
      first = end
    }
    return groups.count &* lanes &* tile.count
  }

  private func meet(
    _ groups: Range<Int>, _ limits: SIMD4<Double>, at start: Int, _ tile: Range<Int>,
    _ packed: UnsafePointer<Double>, _ worker: Int
  ) {
    var limits = limits
    var columns = metric.kernelColumns
    let hits = found + worker &* Climbing.hits
    let points = leaves.packed + groups.lowerBound &* Int(kernels.lanes) &* metric.columns
    let count = withUnsafePointer(to: &limits) { limits in
      limits.withMemoryRebound(to: Double.self, capacity: 4) { limits in
        kernels.within(packed, points, &columns, Int64(groups.count), limits, hits)
      }
    }
    for index in 0..<Int(count) {
      let hit = hits[index]
      let query = tile.lowerBound &+ Int(hit.query)
      let number = references.number(start &+ Int(hit.point))
      if oneTable && number == queries.number(query) { continue }
      lists.insert(number, at: hit.distance, query: order[query])
    }
  }

  /// Room that a worker needs.
  static func elements(_ metric: Metric.Form) -> Int {
    tile * metric.columns
  }

  /// Hits that one leaf can have.
  static var hits: Int { tile * KDTree.mostLeafPoints }
}
