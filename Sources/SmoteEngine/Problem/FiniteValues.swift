import CSmote

/// Distances to NaN or infinity mean nothing, so tables that are searched hold
/// neither.
extension Table {
  /// - Throws: `SMOTE_ERROR_INVALID_DATA`, naming the first row that has a value that
  ///   is not finite, and its first such column.
  package func requireFinite(_ crew: inout Crew) throws(Failure) {
    let chunkRows = max(1, 65_536 / columns)
    let chunks = pieces(rows, of: chunkRows)
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
        return .invalidData(
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

  private func allFinite<Element: Scalar>(
    _ elements: Elements<Element>, _ rows: Range<Int>
  ) -> Bool {
    if table.isContiguous {
      return allFinite(elements.row(rows.lowerBound), rows.count &* table.columns, apart: 1)
    }
    var isClean = true
    if table.isRowMajor {
      for row in rows where isClean {
        isClean = allFinite(elements.row(row), table.columns, apart: table.columnStride)
      }
    } else {
      for column in 0..<table.columns where isClean {
        let first = elements.row(rows.lowerBound) + column &* table.columnStride
        isClean = allFinite(first, rows.count, apart: table.rowStride)
      }
    }
    return isClean
  }

  /// `x - x` is 0 for a finite `x` and NaN for any other, which no sum loses again.
  @inline(__always)
  private func allFinite<Element: Scalar>(
    _ values: UnsafePointer<Element>, _ count: Int, apart stride: Int
  ) -> Bool {
    var sums = (Element.zero, Element.zero, Element.zero, Element.zero)
    var index = 0
    while index &+ 4 <= count {
      let next = values + index &* stride
      sums.0 += next[0] - next[0]
      sums.1 += next[stride] - next[stride]
      sums.2 += next[2 &* stride] - next[2 &* stride]
      sums.3 += next[3 &* stride] - next[3 &* stride]
      index &+= 4
    }
    while index < count {
      sums.0 += values[index &* stride] - values[index &* stride]
      index &+= 1
    }
    return sums.0 + sums.1 + sums.2 + sums.3 == 0
  }
}
