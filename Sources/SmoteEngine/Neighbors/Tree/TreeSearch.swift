import CKernels

/// Tiles of queries that climb the tree of the references; those of a tile are near each other.
struct TreeSearch: Work {
  static let tile = Int(KERNEL_QUERIES)
  /// Queries of a chunk.
  static let chunk = 128
  /// Steps that wait at the same time: one for each level.
  static let depth = 64

  /// In an order in which those behind each other are near each other.
  struct Queries {
    let points: Points
    /// Which query comes first, second, ...
    let order: UnsafePointer<Int>
    /// Their sketches, where they are not among the references.
    let sketches: UnsafePointer<Float>?
    /// Where they are among the references in the order of the tree; `nil` where they have that
    /// order, or are not.
    let leafPlaces: UnsafePointer<Int>?
  }

  let queries: Queries
  /// Which rows of the table are among the references; `nil` where all points of the tree are.
  let staying: UnsafePointer<Bool>?
  /// Of the references, in their own order.
  let sketches: UnsafePointer<Float>
  let rows: ExactRows.View
  let sketch: Sketch.View
  let tree: KDTree.View
  let leaves: TreeLeaves.View
  let metric: Metric.Form
  let kernels: kernel_table
  let oneTable: Bool
  let isSelfJoin: Bool
  let lists: NeighborLists.Places
  let workspaces: TreeWorkspaces.Parts
  let trial: Trial
  /// Whether the queries of the trial are at work, or all others.
  var isTrial: Bool

  /// The first queries of some chunks, from all over the tree.
  struct Trial {
    let chunks: Int
    private let stride: Int
    private let some: Int
    private let prices: Prices
    /// For each query: what it may cost.
    private let most: Double

    init(chunks all: Int, queries: Int, prices: Prices, most: Double) {
      chunks = min(all, 8)
      stride = all / chunks
      some = min(32, queries)
      self.prices = prices
      self.most = most
    }

    var queries: Int { chunks * some }

    /// The chunk that one of the trial is.
    func chunk(_ number: Int) -> Int { number &* stride }

    /// How many queries of a chunk are in the trial.
    func queries(of chunk: Int) -> Int {
      chunk % stride == 0 && chunk / stride < chunks ? some : 0
    }

    /// Whether the whole trial may cost what it took one thread so far, or less.
    func isWorthwhile(_ effort: Effort) -> Bool {
      prices.cost(of: effort) <= most * Double(queries)
    }
  }

  /// What it took so far.
  struct Effort: BitwiseCopyable {
    /// Pairs of a query and a point of a leaf.
    var pairs = 0
    /// Canonical distances.
    var distances = 0
  }

  /// What it costs.
  struct Prices {
    let pair: Double
    let distance: Double

    func cost(of effort: Effort) -> Double {
      Double(effort.pairs) * pair + Double(effort.distances) * distance
    }
  }

  /// A node to visit, and how far it is from each query of a tile.
  struct Step: BitwiseCopyable {
    var node: Int
    var bounds: SIMD4<Float>
  }

  static var threadEntry: ThreadEntry { { Job<TreeSearch>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let workspace = workspaces[worker]
    let chunk = isTrial ? trial.chunk(chunk) : chunk
    let first = chunk &* TreeSearch.chunk
    let tried = first &+ trial.queries(of: chunk)
    var start = isTrial ? first : tried
    let end = min(isTrial ? tried : first &+ TreeSearch.chunk, queries.points.count)
    while start < end {
      if isTrial && !trial.isWorthwhile(workspace.effort.pointee) { return }
      var tile = Tile(start..<min(start &+ TreeSearch.tile, end), self, workspace)
      climb(&tile)
      for lane in 0..<tile.places.count {
        lists.copy(tile.queries[lane], from: lane, of: tile.lists)
      }
      start = tile.places.upperBound
    }
  }

  /// Four queries at work, or fewer at the end.
  private struct Tile {
    let places: Range<Int>
    /// The number that each has, for its list.
    var queries = SIMD4<Int>.zero
    var norms = SIMD4<Float>.zero
    /// How far a point may be from each and still enter its list.
    var reaches = SIMD4<Float>.zero
    let workspace: Workspace

    var lists: NeighborLists.Places { workspace.lists }

    init(_ places: Range<Int>, _ search: TreeSearch, _ workspace: Workspace) {
      self.places = places
      self.workspace = workspace
      for lane in 0..<TreeSearch.tile {
        // Places that no query has are filled with the last one.
        let place = min(places.lowerBound &+ lane, places.upperBound &- 1)
        let query = search.queries.order[place]
        queries[lane] = query
        lists.copy(lane, from: query, of: search.lists)
        let columns = search.sketch.columns
        let sketch = search.sketch(of: query, place)
        norms[lane] = sketch[columns]
        for column in 0..<columns {
          workspace.sketches[column &* TreeSearch.tile &+ lane] = sketch[column]
        }
        let row = workspace.rows + lane &* search.metric.columns
        if let leafPlace = search.leafPlace(place) {
          row.copy(from: search.rows[leafPlace], count: search.metric.columns)
        } else {
          search.queries.points.read(query..<query &+ 1, search.metric, into: row)
        }
        workspace.numbers[lane] = search.oneTable ? search.queries.points.number(query) : -1
      }
      // They reach nothing.
      for lane in places.count..<TreeSearch.tile {
        lists.distances[lane &* lists.k &+ lists.k &- 1] = .nan
      }
      measure(search.sketch)
    }

    /// To be called after the lists have changed.
    @inline(__always)
    mutating func measure(_ sketch: Sketch.View) {
      reaches = sketch.reaches(
        SIMD4(lists.reach(0), lists.reach(1), lists.reach(2), lists.reach(3)), norms: norms)
    }

    /// Whether a list is not full yet.
    var isOpen: Bool { any(reaches .== .infinity) }
  }

  /// Where the query in a place is in the order of the tree.
  @inline(__always)
  private func leafPlace(_ place: Int) -> Int? {
    isSelfJoin ? place : queries.leafPlaces?[place]
  }

  @inline(__always)
  private func sketch(of query: Int, _ place: Int) -> UnsafePointer<Float> {
    let width = sketch.columns &+ 1
    if let leafPlace = leafPlace(place) { return sketches + tree.order[leafPlace] &* width }
    return (queries.sketches ?? sketches) + query &* width
  }

  private func climb(_ tile: inout Tile) {
    let workspace = tile.workspace
    let steps = workspace.steps
    steps[0] = Step(node: 0, bounds: .zero)
    var waiting = 1
    while waiting > 0 {
      waiting &-= 1
      let step = steps[waiting]
      let norm = tree.high(step.node)[sketch.columns]
      guard any(step.bounds .<= sketch.limits(tile.reaches, norm: norm)) else { continue }
      if step.node >= tree.innerNodes {
        if tile.isOpen { open(step, norm: norm, &tile) } else { meet(step, norm: norm, &tile) }
        continue
      }
      let left = self.step(2 &* step.node &+ 1, workspace)
      let right = self.step(2 &* step.node &+ 2, workspace)
      // The nearer one is visited first.
      let isLeftNearer = left.bounds.sum() <= right.bounds.sum()
      steps[waiting] = isLeftNearer ? right : left
      steps[waiting &+ 1] = isLeftNearer ? left : right
      waiting &+= 2
    }
  }

  /// The step to a node: what no float32 distance between a query and one of its points is below.
  @inline(__always)
  private func step(_ node: Int, _ workspace: Workspace) -> Step {
    let low = tree.low(node)
    let high = tree.high(node)
    var bounds = SIMD4<Float>.zero
    for column in 0..<sketch.columns {
      let query = UnsafeRawPointer(workspace.sketches + column &* TreeSearch.tile)
        .loadUnaligned(as: SIMD4<Float>.self)
      let below = low[column] - query
      let above = query - high[column]
      var gap = below.replacing(with: above, where: above .> below)
      gap.replace(with: 0, where: gap .< 0)
      bounds += gap * gap
    }
    return Step(node: node, bounds: bounds)
  }

  /// A leaf that a tile meets while its lists are not full: first those of its points that are
  /// nearest in the sketch, then the few others that these have not ruled out.
  private func open(_ step: Step, norm: Float, _ tile: inout Tile) {
    let leaf = leaves[step.node &- tree.innerNodes]
    let first = tree.nodes[step.node].start
    let workspace = tile.workspace
    // A query may be one of the points itself.
    kernels.narrow_ranked(
      workspace.sketches, leaf.points, Int64(sketch.columns), Int64(leaf.groups),
      Int64(lists.k &+ 1),
      UnsafeMutableRawPointer(workspace.limits).assumingMemoryBound(to: Float.self))
    let nearest = workspace.limits.pointee
    take(sift(leaf, nearest, tile), from: first, norm: norm, &tile)
    let limits = sketch.limits(tile.reaches, norm: norm)
    guard any(limits .> nearest) else { return }
    let survivors = workspace.survivors
    var others = 0
    for index in 0..<sift(leaf, limits, tile)
    where survivors[index].bound > nearest[Int(survivors[index].query)] {
      survivors[others] = survivors[index]
      others &+= 1
    }
    take(others, from: first, norm: norm, &tile)
  }

  /// The queries of a tile meet the points of a leaf.
  private func meet(_ step: Step, norm: Float, _ tile: inout Tile) {
    let leaf = leaves[step.node &- tree.innerNodes]
    let limits = sketch.limits(tile.reaches, norm: norm)
    // Queries that are too far away meet nothing.
    let own = limits.replacing(with: -1, where: step.bounds .> limits)
    take(
      sift(leaf, own, tile), from: tree.nodes[step.node].start, norm: norm, &tile)
  }

  /// Finds the points of a leaf within the limits, and returns how many.
  @inline(__always)
  private func sift(_ leaf: TreeLeaves.Leaf, _ limits: SIMD4<Float>, _ tile: Tile) -> Int {
    let workspace = tile.workspace
    workspace.limits.pointee = limits
    workspace.effort.pointee.pairs &+= leaf.groups &* leaves.lanes &* TreeSearch.tile
    return Int(
      kernels.narrow_within(
        workspace.sketches, leaf.points, Int64(sketch.columns), Int64(leaf.groups),
        UnsafeRawPointer(workspace.limits).assumingMemoryBound(to: Float.self),
        workspace.survivors))
  }

  /// Takes the survivors, counted from the first place, into the lists; but not those that are
  /// beyond what a list reaches by now.
  private func take(_ count: Int, from first: Int, norm: Float, _ tile: inout Tile) {
    guard count > 0 else { return }
    let survivors = tile.workspace.survivors
    let limits = tile.workspace.limits
    limits.pointee = sketch.limits(tile.reaches, norm: norm)
    var index = 0
    while index < count {
      var chosen = 0
      while index < count && chosen < 4 {
        let survivor = survivors[index]
        index &+= 1
        guard survivor.bound <= limit(survivor.query, limits) else { continue }
        survivors[chosen] = survivor
        chosen &+= 1
      }
      guard chosen > 0 else { return }
      tile.workspace.effort.pointee.distances &+= chosen
      let distances = Survivors(
        hits: survivors, count: chosen, queries: tile.workspace.rows, points: rows[first]
      ).distances(from: 0, metric)
      var isCloser = false
      for lane in 0..<chosen {
        let query = Int(survivors[lane].query)
        guard distances[lane] <= tile.lists.reach(query) else { continue }
        let number = rows.numbers[first &+ Int(survivors[lane].point)]
        guard number != tile.workspace.numbers[query], staying?[Int(number)] ?? true else {
          continue
        }
        tile.lists.insert(number, at: distances[lane], query: query)
        isCloser = true
      }
      guard isCloser else { continue }
      tile.measure(sketch)
      limits.pointee = sketch.limits(tile.reaches, norm: norm)
    }
  }

  /// The limit of one query. (Not by a subscript of the vector, which would write all of it to
  /// memory each time.)
  @inline(__always)
  private func limit(
    _ query: Int32, _ limits: UnsafeMutablePointer<SIMD4<Float>>
  ) -> Float {
    UnsafeRawPointer(limits).load(fromByteOffset: 4 &* Int(query), as: Float.self)
  }

  /// What a thread needs for itself.
  struct Workspace {
    /// Of the four queries, number by number.
    let sketches: UnsafeMutablePointer<Float>
    let rows: UnsafeMutablePointer<Double>
    /// The numbers of the queries themselves, who are not their own neighbours; -1 where they are
    /// of another table.
    let numbers: UnsafeMutablePointer<Int64>
    let steps: UnsafeMutablePointer<Step>
    let survivors: UnsafeMutablePointer<kernel_narrow_hit>
    let lists: NeighborLists.Places
    let limits: UnsafeMutablePointer<SIMD4<Float>>
    let effort: UnsafeMutablePointer<Effort>
  }
}
