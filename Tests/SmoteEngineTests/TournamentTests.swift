import Testing

@testable import SmoteEngine

/// Writes down who met whom, and who was busy then.
private struct Meetings: Work {
  let tournament: Tournament.View
  let blocks: Int
  /// One row for each block.
  let met: UnsafeMutablePointer<Int>
  let begun: UnsafeMutablePointer<Int>
  let ended: UnsafeMutablePointer<Int>
  let busy: UnsafeMutablePointer<Int>
  /// The turn after which it does not go on.
  let last: Int
  let gate: Gate.View?

  static var threadEntry: ThreadEntry { { Job<Meetings>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    gate?.wait(worker: worker)
    tournament.play(chunk) { turn in
      switch turn {
      case .begin(let block):
        begun[block] += 1 + 100 * (busy[block] + ended[block])
      case .meet(let one, let other):
        met[one * blocks + other] += 1 + 100 * (busy[one] + busy[other])
        met[one * blocks + other] += 10_000 * abs(begun[one] + begun[other] - 2)
        busy[one] = 1
        busy[other] = 1
        var sum = 0.0
        for step in 1...2000 { sum += 1 / Double(step * (worker + 1)) }
        busy[one] = sum > 0 ? 0 : 1
        busy[other] = 0
      case .end(let block):
        ended[block] += 1 + 100 * busy[block]
      }
      return chunk < last
    }
  }

  func endWaiting() { tournament.end() }
}

@Suite struct TournamentTests {
  private func hold(
    blocks: Int, workers: Int, endsAlone: Bool = true, last: Int = .max, cancels: Bool = false
  ) throws -> (begun: [Int], met: [Int], ended: [Int], isEnded: Bool) {
    let gate = Gate()
    var crew = Crew(threads: Int32(workers), progress: cancels ? gate.cancel : .none)
    let tournament = try Tournament(blocks: blocks, endsAlone: endsAlone)
    let met = try Buffer<Int>(blocks * blocks, repeating: 0)
    let begun = try Buffer<Int>(blocks, repeating: 0)
    let ended = try Buffer<Int>(blocks, repeating: 0)
    let busy = try Buffer<Int>(blocks, repeating: 0)
    let view = tournament.view
    try crew.share(
      view.turns, workers: workers,
      Meetings(
        tournament: view, blocks: blocks, met: met.base, begun: begun.base, ended: ended.base,
        busy: busy.base, last: last, gate: cancels ? gate.view : nil))
    return (Array(begun.view), Array(met.view), Array(ended.view), view.isEnded)
  }

  @Test(arguments: [1, 2, 3, 8])
  func everybodyMeetsEverybodyOnce(workers: Int) throws {
    for blocks in 1...12 {
      for endsAlone in [false, true] {
        let all = try hold(blocks: blocks, workers: workers, endsAlone: endsAlone)
        let pairs = (0..<blocks * blocks).map { $0 / blocks < $0 % blocks ? 1 : 0 }
        #expect(all.met == pairs)
        #expect(all.begun.allSatisfy { $0 == 1 })
        #expect(all.ended.allSatisfy { $0 == (endsAlone ? 1 : 0) })
        #expect(!all.isEnded)
      }
    }
  }

  /// Threads that wait for a turn that is never taken go home.
  @Test(arguments: [2, 8])
  func cancelLeavesNobodyWaiting(workers: Int) throws {
    for _ in 0..<200 {
      #expect(throws: Failure.self) {
        try hold(blocks: 9, workers: workers, cancels: true)
      }
    }
  }

  @Test(arguments: [1, 4])
  func nobodyPlaysAfterTheEnd(workers: Int) throws {
    let all = try hold(blocks: 6, workers: workers, last: 8)
    #expect(all.isEnded)
    let played = all.met.reduce(0, +)
    // Others may end it, too, or have not begun by then.
    #expect(played <= 2 + workers)
    #expect(workers > 1 || played == 3)
    #expect(all.ended.allSatisfy { $0 == 0 })
  }
}
