import CSmote

/// The category that a value stands for. What is none, because the caller changes a table
/// while it is being read, counts as 0.
@inline(__always)
func categoryCode<Element: Scalar>(_ value: Element) -> Int32 {
  let value = Double(value)
  return value >= 0 && value <= Double(SMOTE_CODE_MAX) ? Int32(value) : 0
}

extension Table {
  /// - Throws: `SMOTE_ERROR_INVALID_DATA`, naming the first row that has no code of a
  ///   category where there should be one, and its first such column.
  func requireCodes(_ crew: inout Crew) throws(Failure) {
    let chunkRows = max(1, 65_536 / columns)
    let chunks = pieces(rows, of: chunkRows)
    let workers = crew.workers(chunks: chunks, nanoseconds: Double(rows) * Double(columns))
    let offending = try Buffer<Int>(chunks, repeating: -1)
    try crew.share(
      chunks, workers: workers,
      CodeScan(table: self, chunkRows: chunkRows, offending: offending.base))
    for row in offending.view where row >= 0 {
      throw firstOffence(row)
    }
  }

  private func firstOffence(_ row: Int) -> Failure {
    for column in 0..<columns where isCategorical(column) && !isCode(row, column) {
      return .invalidData(
        "row \(row), column \(column) holds \(value(row, column)), but a category is a whole number from 0 to \(SMOTE_CODE_MAX)"
      )
    }
    return Failure(.SMOTE_ERROR_INTERNAL, "the values changed while they were being read")
  }

  fileprivate func isCode(_ row: Int, _ column: Int) -> Bool {
    let value = value(row, column)
    return Double(categoryCode(value)) == value
  }
}

/// Looks for values that are no codes, a block of rows at a time.
private struct CodeScan: Work {
  let table: Table
  let chunkRows: Int
  /// Per chunk, its first row that has some.
  let offending: UnsafeMutablePointer<Int>

  static var threadEntry: ThreadEntry { { Job<CodeScan>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let first = chunk &* chunkRows
    for row in first..<min(first &+ chunkRows, table.rows) {
      for column in 0..<table.columns where table.isCategorical(column) {
        if !table.isCode(row, column) {
          offending[chunk] = row
          return
        }
      }
    }
  }
}
