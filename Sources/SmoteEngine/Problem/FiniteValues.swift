import CSmote

/// Distances to NaN or infinity mean nothing, so tables that are searched hold
/// neither.
extension Table {
  /// - Throws: `SMOTE_ERROR_INVALID_DATA`, naming the first row that has a value that
  ///   is not finite, and its first such column.
  package func requireFinite(_ crew: inout Crew) throws(Failure) {
    let chunkRows = max(1, 65_536 / columns)
    let chunks = (rows - 1) / chunkRows + 1
    let workers = crew.workers(
      chunks: chunks, nanoseconds: Double(rows) * Double(columns) * (isRowMajor ? 0.5 : 1))
    let firstOffending = try Buffer<Int>(workers, repeating: Int.max)
    try crew.share(
      chunks, workers: workers,
      FiniteScan(table: self, chunkRows: chunkRows, firstOffending: firstOffending.base))
    var chunk = Int.max
    for worker in 0..<workers {
      chunk = min(chunk, firstOffending[worker])
    }
    guard chunk < Int.max else { return }
    switch dtype {
    case .SMOTE_DTYPE_FLOAT32:
      throw firstOffence(elements(Float.self), from: chunk * chunkRows)
    default:
      throw firstOffence(elements(Double.self), from: chunk * chunkRows)
    }
  }

  private func firstOffence<Element: Scalar>(
    _ elements: Elements<Element>, from first: Int
  ) -> Failure {
    for row in first..<rows {
      for column in 0..<columns where !elements[row, column].isFinite {
        let what: StaticString = elements[row, column].isNaN ? "NaN" : "infinity"
        return Failure(
          .SMOTE_ERROR_INVALID_DATA,
          "row \(row), column \(column) holds \(what), but every value must be finite")
      }
    }
    return Failure(.SMOTE_ERROR_INTERNAL, "the values changed while they were being read")
  }
}

/// Looks for values that are not finite, a block of rows at a time.
private struct FiniteScan: Work {
  let table: Table
  let chunkRows: Int
  /// Per worker, the first chunk that has some.
  let firstOffending: UnsafeMutablePointer<Int>

  static var threadEntry: ThreadEntry { { Job<FiniteScan>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    guard firstOffending[worker] == Int.max else { return }
    let first = chunk &* chunkRows
    let rows = first..<min(first &+ chunkRows, table.rows)
    let isClean =
      switch table.dtype {
      case .SMOTE_DTYPE_FLOAT32: allFinite(table.elements(Float.self), rows)
      default: allFinite(table.elements(Double.self), rows)
      }
    if !isClean { firstOffending[worker] = chunk }
  }

  /// `x - x` is 0 for a finite `x` and NaN for any other.
  private func allFinite<Element: Scalar>(
    _ elements: Elements<Element>, _ rows: Range<Int>
  ) -> Bool {
    var bad = false
    if table.isRowMajor {
      for row in rows {
        let values = elements.row(row)
        for column in 0..<table.columns {
          let value = values[column &* table.columnStride]
          bad = bad || !(value - value == 0)
        }
      }
    } else {
      for column in 0..<table.columns {
        for row in rows {
          let value = elements[row, column]
          bad = bad || !(value - value == 0)
        }
      }
    }
    return !bad
  }
}
