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

  /// Runs `body(worker, chunk)` once for every chunk, chunks in ascending order of
  /// their start. Workers are numbered from 0, the calling thread.
  ///
  /// - Parameter workers: as `workers(chunks:nanoseconds:)` says. Where the system
  ///   has no thread to give, fewer do the work.
  /// - Throws: `cancelled` if the callback says so; chunks not begun are left out.
  package mutating func share(
    _ chunks: Int, workers: Int, _ body: (_ worker: Int, _ chunk: Int) -> Void
  ) throws(Failure) {
    if workers <= 1 {
      for chunk in 0..<chunks {
        try progress.report(chunk, of: chunks)
        body(0, chunk)
      }
      return
    }
    try shareAmongThreads(chunks, workers: workers, body)
  }

  private mutating func shareAmongThreads(
    _ chunks: Int, workers: Int, _ body: (_ worker: Int, _ chunk: Int) -> Void
  ) throws(Failure) {
    let threads = try Buffer<support_thread>(workers)
    var failure: Failure?
    withoutActuallyEscaping(body) { body in
      let job = Job(chunks: chunks, body: body)
      withUnsafePointer(to: job) { job in
        let context = UnsafeMutableRawPointer(mutating: job)
        var spawned = 0
        while spawned < workers - 1,
          support_spawn(threads.base + spawned, { Job.work(context: $0) }, context) == 0
        {
          spawned += 1
        }
        failure = job.pointee.lead(&progress)
        for index in 0..<spawned {
          support_join(threads[index])
        }
      }
    }
    if let failure { throw failure }
  }
}

/// Chunks that several threads take one by one.
private struct Job: ~Copyable {
  private let next = Atomic<Int>(0)
  private let joined = Atomic<Int>(0)
  private let chunks: Int
  private let body: (_ worker: Int, _ chunk: Int) -> Void

  init(chunks: Int, body: @escaping (_ worker: Int, _ chunk: Int) -> Void) {
    self.chunks = chunks
    self.body = body
  }

  /// The entry point of a spawned thread.
  static func work(context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    context.withMemoryRebound(to: Job.self, capacity: 1) { job in
      let worker = job.pointee.joined.wrappingAdd(1, ordering: .relaxed).newValue
      while let chunk = job.pointee.take() {
        job.pointee.body(worker, chunk)
      }
    }
    return nil
  }

  /// The calling thread's part: it works, and stops all when the callback cancels.
  borrowing func lead(_ progress: inout Progress) -> Failure? {
    while let chunk = take() {
      do throws(Failure) {
        try progress.report(chunk, of: chunks)
      } catch {
        next.store(chunks, ordering: .relaxed)
        return error
      }
      body(0, chunk)
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
