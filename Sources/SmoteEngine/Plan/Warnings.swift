import CSmote

/// What the caller should be told about a plan, though nothing failed: at most three a class: one
/// from each of two steps, and one if it vanishes.
struct Warnings: ~Copyable {
  private let entries: Buffer<Entry>
  private(set) var count = 0

  enum Reason: UInt8 {
    case noneInDanger
    case noOtherClassNear
    case allAlike
    case vanished
    case fewerCandidates
  }

  struct Entry: BitwiseCopyable {
    var reason: Reason
    var label: Int32
  }

  init(classes: Int) throws(Failure) {
    entries = try Buffer(3 * classes)
  }

  mutating func add(_ reason: Reason, label: Int32) {
    entries[count] = Entry(reason: reason, label: label)
    count += 1
  }

  /// A warning as status and sentence.
  subscript(index: Int) -> Failure {
    let label = entries[index].label
    switch entries[index].reason {
    case .noneInDanger:
      return Failure(
        .SMOTE_WARNING_NO_CANDIDATES,
        "no row of class \(label) is in danger: none has neighbours of other classes for half of its neighbours or more, but not for all; the class stays as it is"
      )
    case .noOtherClassNear:
      return Failure(
        .SMOTE_WARNING_EVEN_WEIGHTS,
        "no row of class \(label) has a neighbour of another class: all its rows count the same")
    case .allAlike:
      return Failure(
        .SMOTE_WARNING_EVEN_WEIGHTS,
        "the rows of class \(label) are all alike in every cluster: all its clusters count the same"
      )
    case .vanished:
      return Failure(
        .SMOTE_WARNING_CLASS_VANISHED,
        "all rows of class \(label) were dropped: none is left")
    case .fewerCandidates:
      return Failure(
        .SMOTE_WARNING_FEWER_ROWS,
        "class \(label) has fewer candidates than the rows that it is to end with: all of them stay"
      )
    }
  }
}
