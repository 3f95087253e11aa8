import CSmote

/// Neighbours from outside: row `r` of the input has the places `r * k ..< (r + 1) * k` of
/// the table; -1 ends a list.
struct HandedNeighbors {
  let table: UnsafePointer<Int64>
  let k: Int
  /// The option that the table came in by.
  let name: StaticString
  let labels: UnsafePointer<Int32>
  let inputRows: Int
  /// The label that neighbours must have; `nil` for any.
  let label: Int32?
  let fewRows: smote_few_rows

  @inline(__always)
  func entry(_ row: Int, _ place: Int) -> Int64 { table[row &* k &+ place] }

  func isRow(_ entry: Int64) -> Bool { entry >= 0 && entry < Int64(inputRows) }

  /// - Returns: the length of the longest list.
  /// - Throws: where a neighbour is not a row of the input, or not of the class, or a list
  ///   is too short.
  func check(_ rows: UnsafeBufferPointer<Int>) throws(Failure) -> Int {
    var longest = 0
    for row in rows {
      var length = 0
      for place in 0..<k where entry(row, place) != -1 {
        guard length == place else {
          throw .invalidArgument(
            "\(name) names row \(entry(row, place)) at place \(place) of row \(row), behind a -1, which ends a list"
          )
        }
        try check(row, place)
        length += 1
      }
      guard length == k || fewRows == .SMOTE_FEW_ROWS_CLIP else {
        throw .tooFewRows(
          "row \(row) of class \(labels[row]) has \(length, "neighbour") in \(name), but \(k) are needed; few_rows = CLIP makes do with fewer"
        )
      }
      longest = max(longest, length)
    }
    return longest
  }

  private func check(_ row: Int, _ place: Int) throws(Failure) {
    let neighbor = entry(row, place)
    guard isRow(neighbor) else { throw outOfRange(row, place) }
    guard let label, labels[Int(neighbor)] != label else { return }
    throw .invalidArgument(
      "\(name) names row \(neighbor) of class \(labels[Int(neighbor)]) as a neighbour of row \(row) of class \(label), but both must be of one class"
    )
  }

  private func outOfRange(_ row: Int, _ place: Int) -> Failure {
    .invalidArgument(
      "\(name) names row \(entry(row, place)) at place \(place) of row \(row), but only rows 0 to \(inputRows - 1) exist"
    )
  }
}
