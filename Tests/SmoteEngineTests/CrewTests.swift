import Synchronization
import Testing

@testable import SmoteEngine

@Suite struct CrewTests {
  @Test(arguments: [1, 2, 8, 256])
  func everyChunkIsDoneOnce(workers: Int) throws {
    var crew = Crew(threads: Int32(workers), progress: .none)
    let done = try Buffer<Int32>(1000, repeating: 0)
    let counts = done.base
    let highest = Atomic<Int>(0)
    try crew.share(1000, workers: workers) { worker, chunk in
      counts[chunk] += 1
      highest.max(worker, ordering: .relaxed)
    }
    #expect((0..<1000).allSatisfy { done[$0] == 1 })
    #expect(highest.load(ordering: .relaxed) < workers)
  }

  @Test func littleWorkSpawnsNoThread() {
    let crew = Crew(threads: 8, progress: .none)
    #expect(crew.workers(chunks: 100, nanoseconds: 900_000) == 1)
    #expect(crew.workers(chunks: 100, nanoseconds: 1e9) == 8)
    #expect(crew.workers(chunks: 3, nanoseconds: 1e9) == 3)
  }

  @Test(arguments: [1, 4])
  func cancelLeavesTheRestUndone(workers: Int) throws {
    var crew = Crew(
      threads: Int32(workers), progress: Progress({ _, _ in 1 }, nil))
    let begun = Atomic<Int>(0)
    #expect(throws: Failure.self) {
      try crew.share(1_000_000, workers: workers) { _, _ in
        begun.wrappingAdd(1, ordering: .relaxed)
      }
    }
    #expect(begun.load(ordering: .relaxed) < 1_000_000)
  }
}
