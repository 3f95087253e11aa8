import CSmote

/// Spread and size of each column.
///
/// Sums run over the rows in order, so the statistics depend on neither the memory
/// layout nor the threads.
struct ColumnStatistics: ~Copyable {
  private let columns: Buffer<Column>

  struct Column: BitwiseCopyable {
    var smallest = Double.infinity
    var greatest = -Double.infinity
    var sum = 0.0
    var mean = 0.0
    /// Of the differences to the mean.
    var squares = 0.0
    var deviation = 0.0
  }

  /// - Parameter withDeviation: a second pass, for the standard deviations.
  init(_ table: Table, withDeviation: Bool, _ crew: inout Crew) throws(Failure) {
    let columns = try Buffer<Column>(table.columns, repeating: Column())
    try table.sweep(columns, &crew) { column, value in
      column.smallest = min(column.smallest, value)
      column.greatest = max(column.greatest, value)
      column.sum += value
    }
    if withDeviation {
      let rows = Double(table.rows)
      for index in 0..<table.columns {
        columns[index].mean = columns[index].sum / rows
      }
      try table.sweep(columns, &crew) { column, value in
        column.squares += (value - column.mean) * (value - column.mean)
      }
      for index in 0..<table.columns {
        let column = columns[index]
        // The mean of a constant column may be off by a rounding; its deviation is not.
        let constant = column.smallest == column.greatest
        columns[index].deviation = constant ? 0 : (column.squares / rows).squareRoot()
      }
    }
    self.columns = consume columns
  }

  /// The greatest absolute value.
  func largest(_ column: Int) -> Double {
    max(abs(columns[column].smallest), abs(columns[column].greatest))
  }

  func range(_ column: Int) -> Double { columns[column].greatest - columns[column].smallest }

  /// The standard deviation of the population.
  func deviation(_ column: Int) -> Double { columns[column].deviation }
}

extension Table {
  /// Updates the statistics of every column by its values, from the first row to the
  /// last. Threads share the columns; a block of rows at a time keeps the callback going.
  fileprivate func sweep(
    _ columns: borrowing Buffer<ColumnStatistics.Column>, _ crew: inout Crew,
    _ update: (inout ColumnStatistics.Column, Double) -> Void
  ) throws(Failure) {
    switch dtype {
    case .SMOTE_DTYPE_FLOAT32: try sweep(elements(Float.self), columns.base, &crew, update)
    default: try sweep(elements(Double.self), columns.base, &crew, update)
    }
  }

  private func sweep<Element: Scalar>(
    _ elements: Elements<Element>, _ statistics: UnsafeMutablePointer<ColumnStatistics.Column>,
    _ crew: inout Crew, _ update: (inout ColumnStatistics.Column, Double) -> Void
  ) throws(Failure) {
    let width = 32
    let chunks = (columns - 1) / width + 1
    let blockRows = 65_536
    for first in stride(from: 0, to: rows, by: blockRows) {
      let block = first..<min(first + blockRows, rows)
      let workers = crew.workers(
        chunks: chunks, nanoseconds: 2 * Double(block.count) * Double(columns))
      try crew.share(chunks, workers: workers) { _, chunk in
        let part = chunk &* width..<min(chunk &* width &+ width, columns)
        if isRowMajor {
          for row in block {
            for column in part {
              update(&statistics[column], Double(elements[row, column]))
            }
          }
        } else {
          for column in part {
            for row in block {
              update(&statistics[column], Double(elements[row, column]))
            }
          }
        }
      }
    }
  }
}
