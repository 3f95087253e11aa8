/// Points cut into blocks, which meet each other: as in a tournament, where the pairs of a round
/// have no block in common, so that threads can share them.
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

  // MARK: Tournament

  /// An odd number of blocks has one more seat, whom nobody meets.
  private var seats: Int { count + count % 2 }

  /// In the first of them each block meets itself.
  var rounds: Int { seats }

  func meetings(of round: Int) -> Int { round == 0 ? count : seats / 2 }

  /// The blocks that meet; `nil` where one of them is none.
  ///
  /// One seat stays where it is, the others go round.
  func meeting(_ meeting: Int, of round: Int) -> (Int, Int)? {
    if round == 0 { return (meeting, meeting) }
    let moving = seats &- 1
    let one = meeting == 0 ? moving : (round &+ meeting) % moving
    let other = meeting == 0 ? round % moving : (round &+ moving &- meeting) % moving
    guard max(one, other) < count else { return nil }
    return (min(one, other), max(one, other))
  }
}
