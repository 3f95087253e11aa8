import CSmote

/// What callers ask a plan, and the checks of what they ask for.
extension Plan {
  /// Rows of the output that are rows of the input.
  var keptRows: Int {
    switch order {
    case .some(let order):
      var count = 0
      for source in order.view where source < Int64(inputRows) {
        count += 1
      }
      return count
    case .none: return inputRows
    }
  }

  /// The columns of the table that the plan was made from, where that matters for a table to
  /// be written: for its noise and votes.
  var ownColumns: Int? {
    noise == nil && votes == nil && centres == nil ? nil : columns
  }

  /// Checks a range of output rows that a caller names.
  func requireRange(first: Int64, count: Int64) throws(Failure) {
    guard first >= 0, count >= 0, first <= Int64(rows), count <= Int64(rows) - first else {
      throw .invalidArgument(
        "first = \(first) and count = \(count) do not lie within the \(rows, "row") of the output")
    }
  }

  /// Where the output rows of a checked range come from. A kept row is its own base and
  /// neighbour.
  func provenance(
    _ range: Range<Int>, base: UnsafeMutablePointer<Int64>?,
    neighbor: UnsafeMutablePointer<Int64>?, gap: UnsafeMutablePointer<Double>?
  ) {
    for row in range {
      let place = row - range.lowerBound
      let source = source(row)
      let new = source - inputRows
      base?[place] = new < 0 ? Int64(source) : self.base[new]
      neighbor?[place] = new < 0 ? Int64(source) : self.neighbor[new]
      gap?[place] = new < 0 ? 0 : self.gap[new] * damping(new)
    }
  }

  /// Writes 1 for each column that is voted on, 0 for the others.
  func writeVoted(to voted: UnsafeMutablePointer<UInt8>) {
    voted.update(repeating: 0, count: columns)
    for place in 0..<votedCount {
      voted[votedColumn(place)] = 1
    }
  }

  /// Checks a number of columns that a caller names.
  func requireColumns(_ count: Int64) throws(Failure) {
    guard count == Int64(columns) else {
      throw .invalidArgument("columns = \(count), but the plan was made from \(columns)")
    }
  }
}
