import CSmote

/// What the caller should be told about a plan, though nothing failed: at most one
/// warning per class.
struct Warnings: ~Copyable {
  private let entries: Buffer<Entry>
  private(set) var count = 0

  struct Entry: BitwiseCopyable {
    var status: smote_status
    var label: Int32
  }

  init(classes: Int) throws(Failure) {
    entries = try Buffer(classes)
  }

  mutating func add(_ status: smote_status, label: Int32) {
    entries[count] = Entry(status: status, label: label)
    count += 1
  }

  /// A warning as status and sentence.
  subscript(index: Int) -> Failure {
    let label = entries[index].label
    switch entries[index].status {
    case .SMOTE_WARNING_NO_CANDIDATES:
      return Failure(
        .SMOTE_WARNING_NO_CANDIDATES,
        "no row of class \(label) is in danger: none has neighbours of other classes for half of its neighbours or more, but not for all; the class stays as it is"
      )
    default:
      return Failure(
        entries[index].status,
        "no row of class \(label) has a neighbour of another class: all its rows count the same")
    }
  }
}
