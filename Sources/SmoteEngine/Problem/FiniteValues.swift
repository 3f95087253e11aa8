import CSmote

/// Distances to NaN or infinity mean nothing, so tables that are searched hold
/// neither.
extension Table {
  /// - Throws: `SMOTE_ERROR_INVALID_DATA`, naming the first row that has a value that
  ///   is not finite, and its first such column.
  package func requireFinite(_ crew: inout Crew) throws(Failure) {
    switch dtype {
    case .SMOTE_DTYPE_FLOAT32: try requireFinite(elements(Float.self), &crew)
    default: try requireFinite(elements(Double.self), &crew)
    }
  }

  private func requireFinite<Element: Scalar>(
    _ elements: Elements<Element>, _ crew: inout Crew
  ) throws(Failure) {
    let chunkRows = max(1, 65_536 / columns)
    let chunks = (rows - 1) / chunkRows + 1
    let workers = crew.workers(
      chunks: chunks, nanoseconds: Double(rows) * Double(columns) * (isRowMajor ? 0.5 : 1))
    let offending = try Buffer<Int>(workers, repeating: Int.max)
    try crew.share(chunks, workers: workers) { worker, chunk in
      let first = chunk &* chunkRows
      let end = min(first &+ chunkRows, rows)
      if offending[worker] == Int.max, !allFinite(elements, first, end) {
        offending[worker] = chunk
      }
    }
    var chunk = Int.max
    for worker in 0..<workers {
      chunk = min(chunk, offending[worker])
    }
    guard chunk < Int.max else { return }
    throw firstOffence(elements, from: chunk * chunkRows)
  }

  /// `x - x` is 0 for a finite `x` and NaN for any other: one sum tells all.
  private func allFinite<Element: Scalar>(
    _ elements: Elements<Element>, _ first: Int, _ end: Int
  ) -> Bool {
    var bad = false
    if isRowMajor {
      for row in first..<end {
        let values = elements.row(row)
        for column in 0..<columns {
          let value = values[column &* columnStride]
          bad = bad || !(value - value == 0)
        }
      }
    } else {
      for column in 0..<columns {
        for row in first..<end {
          let value = elements[row, column]
          bad = bad || !(value - value == 0)
        }
      }
    }
    return !bad
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
