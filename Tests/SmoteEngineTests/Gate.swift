import CSmote
import CSupport
import Synchronization

@testable import SmoteEngine

/// Holds the other threads back until the calling one has come: they may well be done with all by
/// then.
struct Gate: ~Copyable {
  private let closed = try! Buffer<Int>(1, repeating: 1)

  var view: View {
    View(
      closed: UnsafeMutableRawPointer(closed.base).assumingMemoryBound(to: Atomic<Int>.self))
  }

  /// Once the calling thread has taken a chunk: opens the gate, lets the others work for a while,
  /// and cancels.
  var cancel: Progress {
    let open: smote_progress_fn = { _, context in
      context!.assumingMemoryBound(to: Atomic<Int>.self).pointee.store(0, ordering: .relaxed)
      let opened = support_nanoseconds()
      while support_nanoseconds() - opened < 100_000 {}
      return 1
    }
    return Progress(open, closed.base)
  }

  struct View {
    fileprivate let closed: UnsafeMutablePointer<Atomic<Int>>

    func open() { closed.pointee.store(0, ordering: .relaxed) }

    func wait(worker: Int) {
      while worker > 0 && closed.pointee.load(ordering: .relaxed) != 0 { support_yield() }
    }
  }
}
