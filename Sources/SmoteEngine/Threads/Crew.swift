import CSupport
import Synchronization

/// The threads that share the work of one call, and the callback that watches it.
///
/// Threads are spawned for one piece of work and joined at its end: it costs some
/// 20 microseconds, and leaves nothing behind that a fork could break. The calling
/// thread works too, and is the only one that runs the callback.
package struct Crew: ~Copyable {
  private let threads: Int
  package var progress: Progress

  /// At most this many threads, whatever is asked for.
  package static let threadLimit = 256

  /// - Parameter threads: 0 for as many as the process may use.
  package init(threads: Int32, progress: Progress) {
    let wanted = threads > 0 ? Int(threads) : Int(support_processors())
    self.threads = min(wanted, Crew.threadLimit)
    self.progress = progress
  }

  /// Threads that work of `nanoseconds`, cut into `chunks`, is shared by. A spawn costs
  /// some 20 microseconds on an idle machine, but on a busy one the call waits for
  /// threads that have not run yet: each must have something to gain.
  package func workers(chunks: Int, nanoseconds: Double) -> Int {
    let worthwhile = nanoseconds / 500_000
    guard worthwhile < Double(threads) else { return max(1, min(threads, chunks)) }
    return max(1, min(Int(worthwhile), chunks))
  }

  /// Runs the work once for every chunk, chunks in ascending order of their start.
  ///
  /// - Parameter workers: as `workers(chunks:nanoseconds:)` says. Where the system
  ///   has no thread to give, fewer do the work.
  /// - Throws: `cancelled` if the callback says so; chunks not begun are left out.
  package mutating func share<Shared: Work>(
    _ chunks: Int, workers: Int, _ work: Shared
  ) throws(Failure) {
    if workers <= 1 {
      for chunk in 0..<chunks {
        try progress.report(chunk, of: chunks)
        work.run(worker: 0, chunk: chunk)
      }
      return
    }
    try shareAmongThreads(chunks, workers: workers, work)
  }

  private mutating func shareAmongThreads<Shared: Work>(
    _ chunks: Int, workers: Int, _ work: Shared
  ) throws(Failure) {
    // On the stack: sharing work needs no memory that there might not be.
    var threads = InlineArray<256, support_thread>(repeating: 0)
    let job = Job(chunks: chunks, work: work)
    let failure = withUnsafePointer(to: job) { job in
      let context = UnsafeMutableRawPointer(mutating: job)
      var spawned = 0
      while spawned < workers - 1,
        support_spawn(&threads[spawned], Shared.threadEntry, context) == 0
      {
        spawned += 1
      }
      let failure = job.pointee.lead(&progress)
      for index in 0..<spawned {
        support_join(threads[index])
      }
      return failure
    }
    if let failure { throw failure }
  }
}

/// Work that is cut into chunks, for several threads to share.
///
/// Not a closure: one that other threads may run lives on the heap, and where the language
/// itself finds no memory it ends the process. So what a closure would capture is written
/// down as the fields of a struct.
package protocol Work {
  /// Does one chunk. Workers are numbered from 0, the calling thread.
  func run(worker: Int, chunk: Int)

  /// The call is cancelled, and one of the chunks that have been taken will not be done: those that
  /// wait for others have to end that.
  func endWaiting()

  /// `{ Job<Self>.enter($0) }`. Each type has to say it, because there are no C function
  /// pointers to generic functions.
  static var threadEntry: ThreadEntry { get }
}

extension Work {
  package func endWaiting() {}
}

package typealias ThreadEntry =
  @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?

/// Chunks that several threads take one by one.
package struct Job<Shared: Work>: ~Copyable {
  private let next = Atomic<Int>(0)
  private let joined = Atomic<Int>(0)
  private let chunks: Int
  private let work: Shared

  fileprivate init(chunks: Int, work: Shared) {
    self.chunks = chunks
    self.work = work
  }

  /// Where a spawned thread begins.
  package static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let job = UnsafePointer(context.assumingMemoryBound(to: Job.self))
    let worker = job.pointee.joined.wrappingAdd(1, ordering: .relaxed).newValue
    while let chunk = job.pointee.take() {
      job.pointee.work.run(worker: worker, chunk: chunk)
    }
    return nil
  }

  /// The calling thread's part: it works, and stops all when the callback cancels.
  fileprivate borrowing func lead(_ progress: inout Progress) -> Failure? {
    while let chunk = take() {
      do throws(Failure) {
        try progress.report(chunk, of: chunks)
      } catch {
        next.store(chunks, ordering: .relaxed)
        work.endWaiting()
        return error
      }
      work.run(worker: 0, chunk: chunk)
    }
    return nil
  }

  private borrowing func take() -> Int? {
    // Threads that come late count past the end, once each.
    guard next.load(ordering: .relaxed) < chunks else { return nil }
    let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return chunk < chunks ? chunk : nil
  }
}
