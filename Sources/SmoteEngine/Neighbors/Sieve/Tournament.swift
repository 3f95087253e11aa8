import CSupport
import Synchronization

/// All blocks meet each other, in rounds: the pairs of a round have no block in common, so that
/// threads can share them. Nobody waits for the end of a round: a pair may meet as soon as both
/// have done with the round before.
struct Tournament: ~Copyable {
  /// Of each block: the rounds that it has done with. Then whether the tournament has been ended.
  private let marks: Buffer<Int>
  private let blocks: Int
  private let endsAlone: Bool

  /// - Parameter endsAlone: whether blocks are alone once more when they have met all others.
  init(blocks: Int, endsAlone: Bool) throws(Failure) {
    marks = try Buffer<Int>(blocks + 1, repeating: 0)
    self.blocks = blocks
    self.endsAlone = endsAlone
  }

  var view: View {
    View(
      marks: UnsafeMutableRawPointer(marks.base).assumingMemoryBound(to: Atomic<Int>.self),
      blocks: blocks, endsAlone: endsAlone)
  }

  struct View {
    private let marks: UnsafeMutablePointer<Atomic<Int>>
    private let blocks: Int
    private let endsAlone: Bool

    fileprivate init(marks: UnsafeMutablePointer<Atomic<Int>>, blocks: Int, endsAlone: Bool) {
      self.marks = marks
      self.blocks = blocks
      self.endsAlone = endsAlone
    }
  }

  /// What a block may be about.
  enum Turn {
    case begin(Int)
    case meet(Int, Int)
    case end(Int)
  }
}

extension Tournament.View {
  // MARK: Rounds

  /// An odd number of blocks has one more seat, whom nobody meets.
  private var seats: Int { blocks + blocks % 2 }

  /// Turns, in which order they are to be begun.
  var turns: Int { blocks &+ (seats &- 1) &* (seats / 2) &+ (endsAlone ? blocks : 0) }

  /// Who is at a turn, and in which round: in the first, and the last, each block is alone.
  private func seats(at turn: Int) -> (one: Int, other: Int, round: Int) {
    if turn < blocks { return (turn, turn, 0) }
    let meetings = seats / 2
    let round = 1 &+ (turn &- blocks) / meetings
    let meeting = (turn &- blocks) % meetings
    let moving = seats &- 1
    guard round <= moving else {
      let block = turn &- blocks &- moving &* meetings
      return (block, block, seats)
    }
    // One seat stays where it is, the others go round.
    let one = meeting == 0 ? moving : (round &+ meeting) % moving
    let other = meeting == 0 ? round % moving : (round &+ moving &- meeting) % moving
    return (min(one, other), max(one, other), round)
  }

  // MARK: Turns

  /// Takes a turn, once those whose turn it is are free.
  ///
  /// - Parameter take: returns whether the tournament goes on.
  @inline(__always)
  func play(_ turn: Int, _ take: (_ turn: Tournament.Turn) -> Bool) {
    let (one, other, round) = seats(at: turn)
    guard wait(for: one, round), wait(for: other, round) else { return }
    if other < blocks {
      let turn: Tournament.Turn =
        one < other ? .meet(one, other) : round == 0 ? .begin(one) : .end(one)
      if !take(turn) { end() }
    }
    leave(one, round)
    leave(other, round)
  }

  /// - Returns: whether the tournament goes on.
  private func wait(for block: Int, _ round: Int) -> Bool {
    while block < blocks && marks[block].load(ordering: .acquiring) < round && !isEnded {
      support_yield()
    }
    return !isEnded
  }

  private func leave(_ block: Int, _ round: Int) {
    if block < blocks { marks[block].store(round &+ 1, ordering: .releasing) }
  }

  /// Nobody takes a turn any more.
  func end() { marks[blocks].store(1, ordering: .relaxed) }

  var isEnded: Bool { marks[blocks].load(ordering: .relaxed) != 0 }
}
