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
    /// A power of 2 that brings differences to the mean where their squares are normal numbers.
    var unit = 1.0
    /// Of the differences to the mean, in units.
    var squares = 0.0
    var deviation = 0.0
  }

  /// - Parameter withDeviation: a second pass, for the standard deviations.
  init(_ table: Table, withDeviation: Bool, _ crew: inout Crew) throws(Failure) {
    let columns = try Buffer<Column>(table.columns, repeating: Column())
    try table.sweep(columns, isSecond: false, &crew)
    if withDeviation {
      let rows = Double(table.rows)
      for index in 0..<table.columns {
        let column = columns[index]
        columns[index].mean = column.sum / rows
        columns[index].unit = unit(of: column.greatest - column.smallest)
      }
      try table.sweep(columns, isSecond: true, &crew)
      for index in 0..<table.columns {
        let column = columns[index]
        // The mean of a constant column may be off by a rounding; its deviation is not.
        let isConstant = column.smallest == column.greatest
        columns[index].deviation =
          isConstant ? 0 : (column.squares / rows).squareRoot() / column.unit
      }
    }
    self.columns = consume columns
  }

  /// The greatest absolute value.
  func largest(_ column: Int) -> Double {
    max(abs(columns[column].smallest), abs(columns[column].greatest))
  }

  func isConstant(_ column: Int) -> Bool { range(column) == 0 }

  func range(_ column: Int) -> Double { columns[column].greatest - columns[column].smallest }

  /// The standard deviation of the population.
  func deviation(_ column: Int) -> Double { columns[column].deviation }
}

/// 1 for columns of any usual range, whose squares need no help.
private func unit(of range: Double) -> Double {
  if range < 0x1p-400 { return 0x1p700 }
  return range > 0x1p400 && range.isFinite ? 0x1p-700 : 1
}

extension Table {
  /// Updates the statistics of every column by its values, from the first row to the
  /// last. Threads share the columns; a block of rows at a time keeps the callback going.
  fileprivate func sweep(
    _ columns: borrowing Buffer<ColumnStatistics.Column>, isSecond: Bool,
    _ crew: inout Crew
  ) throws(Failure) {
    let chunks = pieces(self.columns, of: ColumnSweep.width)
    let blockRows = 65_536
    for first in stride(from: 0, to: rows, by: blockRows) {
      let block = first..<min(first + blockRows, rows)
      let workers = crew.workers(
        chunks: chunks, nanoseconds: 2 * Double(block.count) * Double(self.columns))
      try crew.share(
        chunks, workers: workers,
        ColumnSweep(table: self, rows: block, isSecond: isSecond, statistics: columns.base))
    }
  }
}

/// One pass over a block of rows, some columns at a time.
private struct ColumnSweep: Work {
  /// Columns of a chunk.
  static let width = 32

  let table: Table
  let rows: Range<Int>
  /// The second pass: squares of the differences to the mean. (Not an enum: those come with
  /// a Hasher, which in Embedded Swift asks for a newer C library.)
  let isSecond: Bool
  let statistics: UnsafeMutablePointer<ColumnStatistics.Column>

  static var threadEntry: ThreadEntry { { Job<ColumnSweep>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let first = chunk &* ColumnSweep.width
    let columns = first..<min(first &+ ColumnSweep.width, table.columns)
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32: sweep(table.elements(Float.self), columns)
    default: sweep(table.elements(Double.self), columns)
    }
  }

  /// Along the memory; each column from its first row to its last.
  private func sweep<Element: Scalar>(_ elements: Elements<Element>, _ columns: Range<Int>) {
    if table.isRowMajor {
      for row in rows {
        for column in columns {
          update(&statistics[column], Double(elements[row, column]))
        }
      }
    } else {
      for column in columns {
        for row in rows {
          update(&statistics[column], Double(elements[row, column]))
        }
      }
    }
  }

  @inline(__always)
  private func update(_ column: inout ColumnStatistics.Column, _ value: Double) {
    if isSecond {
      let difference = (value - column.mean) * column.unit
      column.squares += difference * difference
    } else {
      column.smallest = min(column.smallest, value)
      column.greatest = max(column.greatest, value)
      column.sum += value
    }
  }
}
