import CSmote

/// What the neighbours of a row say about its label.
struct Poll: ~Copyable {
  private let labels: UnsafePointer<Int32>
  private let votes: Buffer<Int32>
  private(set) var count = 0

  /// - Parameter voters: neighbours of a row, at the most.
  init(_ labels: UnsafePointer<Int32>, voters: Int) throws(Failure) {
    votes = try Buffer(voters)
    self.labels = labels
  }

  mutating func begin() { count = 0 }

  mutating func ask(_ row: Int) {
    votes[count] = labels[row]
    count += 1
  }

  /// Whether the neighbours are against a label. Without any, they are not.
  func outvotes(_ label: Int32, _ selection: smote_selection) -> Bool {
    guard count > 0 else { return false }
    if selection == .SMOTE_SELECTION_MODE { return mode() != label }
    for vote in votes.first(count) where vote != label {
      return true
    }
    return false
  }

  /// The most frequent label; the smallest of equally frequent ones.
  func mode() -> Int32 {
    sortBallot(votes.base, count)
    let (most, _) = tally(votes.base, count)
    return winner(0, votes.base, count, most)
  }
}
