import Testing

@testable import SmoteEngine

/// Counts how often each chunk is done.
private struct Counting: Work {
  let counts: UnsafeMutablePointer<Int32>
  let workers: Int
  var gate: Gate.View? = nil

  static var threadEntry: ThreadEntry { { Job<Counting>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    gate?.wait(worker: worker)
    counts[chunk] += worker >= 0 && worker < workers ? 1 : 100
  }

  func endWaiting() { gate?.open() }
}

@Suite struct CrewTests {
  @Test(arguments: [1, 2, 8, 256])
  func everyChunkIsDoneOnce(workers: Int) throws {
    var crew = Crew(threads: Int32(workers), progress: .none)
    let done = try Buffer<Int32>(1000, repeating: 0)
    let counts = done.base
    try crew.share(1000, workers: workers, Counting(counts: counts, workers: workers))
    #expect((0..<1000).allSatisfy { done[$0] == 1 })
  }

  @Test func littleWorkSpawnsNoThread() {
    let crew = Crew(threads: 8, progress: .none)
    #expect(crew.workers(chunks: 100, nanoseconds: 900_000) == 1)
    #expect(crew.workers(chunks: 100, nanoseconds: 1e9) == 8)
    #expect(crew.workers(chunks: 3, nanoseconds: 1e9) == 3)
  }

  @Test(arguments: [1, 4])
  func cancelLeavesTheRestUndone(workers: Int) throws {
    let gate = Gate()
    var crew = Crew(threads: Int32(workers), progress: Progress({ _, _ in 1 }, nil))
    let done = try Buffer<Int32>(1000, repeating: 0)
    let work = Counting(counts: done.base, workers: workers, gate: gate.view)
    #expect(throws: Failure.self) { try crew.share(1000, workers: workers, work) }
    // What others have begun by then is done.
    #expect((0..<1000).filter { done[$0] != 0 }.count < workers)
  }
}
