import CKernels

/// Blocks of queries that climb the tree of the references; those of a block are near each other.
struct TreeSearch: Work {
  /// Queries that meet a leaf at the same time.
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
    let origin: Origin

    /// Rows that a block copies, at most: they shall stay in the caches.
    func copies(_ metric: Metric.Form) -> Int {
      if case .elsewhere = origin {
        return min(TreeBlock.step, max(TreeSearch.tile, 32_768 / metric.columns))
      }
      return 0
    }
  }

  /// What queries are to the points of the tree.
  enum Origin {
    /// The same, in the order of the tree.
    case tree
    /// Some of them: in which places of that order.
    case places(UnsafePointer<Int>)
    /// Others, who have sketches of their own.
    case elsewhere(sketches: UnsafePointer<Float>)
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
  let lists: NeighborLists.Places
  let workspaces: TreeWorkspaces.Parts
  let trial: Trial
  /// Whether the queries of the trial are at work, or all others.
  var isTrial: Bool

  /// A node, and those of a block of queries who may have something to find there.
  struct Step: BitwiseCopyable {
    var node: Int
    var queries: UInt64
  }

  static var threadEntry: ThreadEntry { { Job<TreeSearch>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let workspace = workspaces[worker]
    let chunk = isTrial ? trial.chunk(chunk) : chunk
    let first = chunk &* TreeSearch.chunk
    let tried = first &+ trial.queries(of: chunk)
    var start = isTrial ? first : tried
    let copies = queries.copies(metric)
    let most = copies > 0 ? copies : TreeBlock.step
    let end = min(isTrial ? tried : first &+ TreeSearch.chunk, queries.points.count)
    while start < end && goesOn(workspace) {
      let block = TreeBlock(start..<min(start &+ most, end), self, workspace)
      stayHome(block)
      climb(block)
      block.finish(self)
      start = block.places.upperBound
    }
  }

  @inline(__always)
  private func goesOn(_ workspace: Workspace) -> Bool {
    !isTrial || trial.isWorthwhile(workspace.effort.pointee)
  }

  @inline(__always)
  func leaf(_ node: Int) -> TreeLeaves.Leaf { leaves[node &- tree.innerNodes] }

  /// The queries meet the points of the leaves that they are in: then their lists reach no farther
  /// than they have to.
  private func stayHome(_ block: TreeBlock) {
    for index in 0..<block.workspace.homeCount.pointee where goesOn(block.workspace) {
      let home = block.workspace.homes[index]
      visit(home.node, home.queries, block)
    }
  }

  private func climb(_ block: TreeBlock) {
    let workspace = block.workspace
    let steps = workspace.steps
    steps[0] = Step(node: 0, queries: block.all)
    var waiting = 1
    while waiting > 0 && goesOn(workspace) {
      waiting &-= 1
      let node = steps[waiting].node
      var near = near(node, steps[waiting].queries, workspace)
      guard near != 0 else { continue }
      if node >= tree.innerNodes {
        near &= ~block.home(in: node)
        visit(node, near, block)
        continue
      }
      // The nearer one is visited first.
      let left = 2 &* node &+ 1
      let isLeftNearer =
        tree.gap(left, workspace.centre, step: 1) <= tree.gap(left &+ 1, workspace.centre, step: 1)
      steps[waiting] = Step(node: isLeftNearer ? left &+ 1 : left, queries: near)
      steps[waiting &+ 1] = Step(node: isLeftNearer ? left : left &+ 1, queries: near)
      waiting &+= 2
    }
  }

  /// Those of some queries that may have something to find in a node: no float32 distance to one
  /// of its points is below that to its box.
  @inline(__always)
  private func near(_ node: Int, _ queries: UInt64, _ workspace: Workspace) -> UInt64 {
    let high = tree.high(node)
    return kernels.narrow_box(
      workspace.sketches, tree.low(node), high, Int64(sketch.columns), workspace.reaches,
      Sketch.View.slack * high[sketch.columns], sketch.factor, queries)
  }

  /// Some queries of a block meet the points of a leaf.
  private func visit(_ node: Int, _ queries: UInt64, _ block: TreeBlock) {
    var waiting = queries
    while waiting != 0 {
      var tile = TreeTile(of: &waiting, block.workspace, self)
      tile.meet(node)
    }
  }

  /// What a thread needs for itself.
  struct Workspace {
    /// Of the queries of a block, number by number.
    let sketches: UnsafeMutablePointer<Float>
    let norms: UnsafeMutablePointer<Float>
    /// How far a point may be from each and still enter its list.
    let reaches: UnsafeMutablePointer<Float>
    /// The mean of the sketches.
    let centre: UnsafeMutablePointer<Float>
    /// Their rows, where they are not among the references.
    let rows: UnsafeMutablePointer<Double>
    /// Which row each has: of these, or of the references.
    let sources: UnsafeMutablePointer<Int32>
    /// The numbers of the queries themselves, who are not their own neighbours; -1 where they are
    /// of another table.
    let numbers: UnsafeMutablePointer<Int64>
    let lists: NeighborLists.Places
    let homes: UnsafeMutablePointer<Step>
    let homeCount: UnsafeMutablePointer<Int>
    let steps: UnsafeMutablePointer<Step>
    /// Of the queries of a tile, number by number.
    let tile: UnsafeMutablePointer<Float>
    /// Which of the block they are.
    let lanes: UnsafeMutablePointer<Int>
    let limits: UnsafeMutablePointer<SIMD4<Float>>
    let survivors: UnsafeMutablePointer<kernel_narrow_hit>
    let effort: UnsafeMutablePointer<Effort>
  }
}
