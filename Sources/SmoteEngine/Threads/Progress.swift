import CSmote
import CSupport

/// Tells the caller how far a call has come, and asks whether to go on.
package struct Progress {
  private let function: smote_progress_fn?
  private let context: UnsafeMutableRawPointer?
  /// In which the function is called; `nil` if it is that of the engine.
  private var arithmetic: UInt64?
  private var lastReport: Int64 = 0
  private var reported = 0.0

  /// The phase at work covers `start ..< start + span` of the stage, which is all or half of
  /// the whole; the step at work covers `step` of the phase.
  private var stage = (from: 0.0, to: 1.0)
  private var start = 0.0
  private var span = 0.0
  private var step = (from: 0.0, to: 1.0)

  /// A callback more often than this would only cost time; the contract is 50 ms.
  private static let interval: Int64 = 20_000_000

  package init(_ function: smote_progress_fn?, _ context: UnsafeMutableRawPointer?) {
    self.function = function
    self.context = context
  }

  package static var none: Progress { Progress(nil, nil) }

  /// The same, for a call from this host.
  package consuming func of(_ host: support_host) -> Progress {
    arithmetic = host.arithmetic
    return self
  }

  /// Begins the stage from one part of the whole to another, whose phases begin anew.
  package mutating func beginStage(from: Double, to: Double) {
    stage = (from, to)
    (start, span) = (0, 0)
  }

  /// Begins the phase that covers the next `share` of the stage.
  package mutating func beginPhase(_ share: Double) {
    start += span
    span = share
    step = (0, 1)
  }

  /// Begins the step from one part of the phase to another.
  package mutating func beginStep(from: Double, to: Double) {
    step = (from, to)
  }

  /// To be called between pieces of work, by the calling thread.
  package mutating func report(_ done: Int, of all: Int) throws(Failure) {
    guard function != nil else { return }
    let now = support_nanoseconds()
    guard now - lastReport >= Progress.interval else { return }
    lastReport = now
    let part = Double(done) / Double(max(all, 1))
    let whole = min(start + span * (step.from + (step.to - step.from) * part), 1)
    try call(stage.from + (stage.to - stage.from) * whole)
  }

  /// The same in loops that do little for a row: at every 65,536th.
  @inline(__always)
  package mutating func report(_ done: Int, of all: Int, at row: Int) throws(Failure) {
    if row & 0xFFFF == 0 { try report(done, of: all) }
  }

  /// Asks whether to go on, where there is no telling how much of a step is done, or little of it
  /// is left.
  package mutating func ask() throws(Failure) {
    try report(0, of: 1)
  }

  /// The same in loops that do little for a row.
  @inline(__always)
  package mutating func ask(at row: Int) throws(Failure) {
    if row & 0xFFFF == 0 { try ask() }
  }

  /// To be called first, and again when all is done: even the shortest call says
  /// where it begins and ends, and can be cancelled at both.
  package mutating func reportBegin() throws(Failure) {
    lastReport = support_nanoseconds()
    try call(0)
  }

  package mutating func reportEnd() throws(Failure) {
    try call(1)
  }

  private mutating func call(_ fraction: Double) throws(Failure) {
    guard let function else { return }
    reported = max(reported, min(fraction, 1))
    if let arithmetic { support_set_arithmetic(arithmetic) }
    let stops = function(reported, context) != 0
    if arithmetic != nil { support_set_usual_arithmetic() }
    if stops { throw .cancelled }
  }
}
