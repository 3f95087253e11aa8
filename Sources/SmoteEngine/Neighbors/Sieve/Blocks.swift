/// Points cut into blocks, which meet each other in a tournament.
struct Blocks {
  let points: Int
  let columns: Int
  /// Points side by side in a group.
  let lanes: Int
  /// Groups of a block, and of a slice of one that stays in the nearest cache.
  private let blockGroups: Int
  let sliceGroups: Int

  /// - Parameter bytes: that a number takes.
  init(points: Int, columns: Int, bytes: Int, lanes: Int, workers: Int) {
    self.points = points
    self.columns = columns
    self.lanes = lanes
    // As many as keep all threads at work; twice as many, unless they become small, so that what
    // is known of their points stays near. None is larger than half a cache, or takes a thread too
    // long to meet another.
    let few = pieces(points, of: 4 * max(2, workers)) + lanes - 1
    let wanted = max(few / 2, min(few, 512))
    let most = max((1 << 20) / (bytes * columns), 1)
    let turn = Int(Double(Sieve.pairsOfTurn(columns: columns, lanes: lanes)).squareRoot())
    blockGroups = max(min(wanted, most, turn) / lanes, 1)
    sliceGroups = min(max((32 << 10) / (bytes * columns * lanes), 1), blockGroups)
  }

  var blockPoints: Int { blockGroups * lanes }
  var count: Int { pieces(points, of: blockPoints) }
  var groups: Int { pieces(points, of: lanes) }

  func points(of block: Int) -> Range<Int> {
    block &* blockPoints..<min((block &+ 1) &* blockPoints, points)
  }

  func groups(of block: Int) -> Range<Int> {
    block &* blockGroups..<min((block &+ 1) &* blockGroups, groups)
  }
}
