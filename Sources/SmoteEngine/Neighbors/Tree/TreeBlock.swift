import CKernels

/// Queries at work, near each other: as many as a mask has bits, or fewer.
struct TreeBlock {
  let places: Range<Int>
  let workspace: TreeSearch.Workspace

  /// How far the numbers of a sketch are from each other.
  static let step = Int(KERNEL_BLOCK)

  var all: UInt64 { ~0 &>> UInt64(TreeBlock.step &- places.count) }

  init(_ places: Range<Int>, _ search: TreeSearch, _ workspace: TreeSearch.Workspace) {
    self.places = places
    self.workspace = workspace
    workspace.homeCount.pointee = 0
    for lane in 0..<places.count {
      let query = search.queries.order[places.lowerBound &+ lane]
      workspace.lists.copy(lane, from: query, of: search.lists)
      workspace.numbers[lane] = search.oneTable ? search.queries.points.number(query) : -1
      take(query, into: lane, search)
    }
    findCentre(columns: search.sketch.columns)
  }

  private func take(_ query: Int, into lane: Int, _ search: TreeSearch) {
    switch search.queries.origin {
    case .tree: take(pointIn: places.lowerBound &+ lane, into: lane, search)
    case .places(let leafPlaces):
      take(pointIn: leafPlaces[places.lowerBound &+ lane], into: lane, search)
    case .elsewhere(let sketches):
      let row = workspace.rows + lane &* search.metric.columns
      search.queries.points.read(query..<query &+ 1, search.metric, into: row)
      workspace.sources[lane] = Int32(truncatingIfNeeded: lane)
      take(sketches + query &* (search.sketch.columns &+ 1), into: lane, search.sketch)
      // The first of a tile looks for a leaf for all of it.
      let home =
        lane % TreeSearch.tile == 0
        ? search.tree.leaf(near: workspace.sketches + lane, step: TreeBlock.step)
        : workspace.homes[workspace.homeCount.pointee &- 1].node
      settle(lane, in: home)
    }
  }

  /// Takes a query that is a point of the tree, in a place of its order.
  @inline(__always)
  private func take(pointIn place: Int, into lane: Int, _ search: TreeSearch) {
    workspace.sources[lane] = Int32(truncatingIfNeeded: place)
    let sketch = search.sketches + search.tree.order[place] &* (search.sketch.columns &+ 1)
    take(sketch, into: lane, search.sketch)
    settle(lane, in: search.tree.leaf(of: place))
  }

  @inline(__always)
  private func take(_ numbers: UnsafePointer<Float>, into lane: Int, _ sketch: Sketch.View) {
    for column in 0..<sketch.columns {
      workspace.sketches[column &* TreeBlock.step &+ lane] = numbers[column]
    }
    let norm = numbers[sketch.columns]
    workspace.norms[lane] = norm
    workspace.reaches[lane] = sketch.reach(workspace.lists.reach(lane), norm: norm)
  }

  /// Notes which leaf a query is in, or near.
  @inline(__always)
  private func settle(_ lane: Int, in node: Int) {
    let query: UInt64 = 1 &<< UInt64(lane)
    let count = workspace.homeCount.pointee
    if count > 0, workspace.homes[count &- 1].node == node {
      workspace.homes[count &- 1].queries |= query
    } else {
      workspace.homes[count] = TreeSearch.Step(node: node, queries: query)
      workspace.homeCount.pointee = count &+ 1
    }
  }

  /// The mean of the sketches.
  private func findCentre(columns: Int) {
    for column in 0..<columns {
      let numbers = workspace.sketches + column &* TreeBlock.step
      var sum: Float = 0
      for lane in 0..<places.count {
        sum += numbers[lane]
      }
      workspace.centre[column] = sum / Float(places.count)
    }
  }

  /// Those of the queries whose home is this leaf.
  @inline(__always)
  func home(in node: Int) -> UInt64 {
    var queries: UInt64 = 0
    for index in 0..<workspace.homeCount.pointee where workspace.homes[index].node == node {
      queries |= workspace.homes[index].queries
    }
    return queries
  }

  /// Hands the lists back.
  func finish(_ search: TreeSearch) {
    for lane in 0..<places.count {
      let query = search.queries.order[places.lowerBound &+ lane]
      search.lists.copy(query, from: lane, of: workspace.lists)
    }
  }
}
