import CSmote

/// The distance: a squared Euclidean one, over columns multiplied by a factor each.
///
/// The factor is `weight.squareRoot() / scale`. The *canonical* distance of two rows is the
/// sum over the columns, in order, of `(x * factor - y * factor)^2` in float64, each
/// operation rounded by itself. Its ties are broken by row index. Nothing else
/// decides what is near what.
package struct Metric: ~Copyable {
  /// `nil` where every factor is 1.
  private let factors: Buffer<Double>?

  package init(
    _ table: Table, scale: smote_scale, weights: UnsafePointer<Double>?, _ crew: inout Crew
  ) throws(Failure) {
    if scale == .SMOTE_SCALE_NONE && weights == nil {
      factors = nil
      return
    }
    let factors = try Buffer<Double>(table.columns, repeating: 1)
    let columns = try ColumnStatistics(table, withDeviation: scale == .SMOTE_SCALE_SD, &crew)
    for column in 0..<table.columns {
      let spread =
        switch scale {
        case .SMOTE_SCALE_SD: columns.deviation(column)
        case .SMOTE_SCALE_RANGE: columns.range(column)
        default: 1.0
        }
      let weight = weights?[column] ?? 1
      factors[column] = weight.squareRoot() / (spread == 0 ? 1 : spread)
      let reach = columns.largest(column) * factors[column]
      guard spread.isFinite, reach.isFinite else {
        throw Failure(
          .SMOTE_ERROR_INVALID_DATA,
          "column \(column) is too wide for float64 once it is scaled and weighted: its spread is \(spread), its weight \(weight)"
        )
      }
    }
    self.factors = consume factors
  }

  /// The factors of the columns, or nil where all are 1.
  var columnFactors: UnsafePointer<Double>? {
    switch factors {
    case .some(let factors): UnsafePointer(factors.base)
    case .none: nil
    }
  }
}

/// Spread and size of each column.
///
/// Sums run over the rows in order, so the statistics depend on neither the memory
/// layout nor the threads.
private struct ColumnStatistics: ~Copyable {
  private let columns: Buffer<Column>

  struct Column: BitwiseCopyable {
    var smallest = Double.infinity
    var greatest = -Double.infinity
    var sum = 0.0
    var squares = 0.0
    var deviation = 0.0
  }

  init(_ table: Table, withDeviation: Bool, _ crew: inout Crew) throws(Failure) {
    let columns = try Buffer<Column>(table.columns, repeating: Column())
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32:
      try fill(columns, table, table.elements(Float.self), withDeviation, &crew)
    default:
      try fill(columns, table, table.elements(Double.self), withDeviation, &crew)
    }
    self.columns = consume columns
  }

  func largest(_ column: Int) -> Double {
    max(abs(columns[column].smallest), abs(columns[column].greatest))
  }

  func range(_ column: Int) -> Double { columns[column].greatest - columns[column].smallest }

  /// The standard deviation of the population. A constant column has exactly 0.
  func deviation(_ column: Int) -> Double { columns[column].deviation }

}

private func fill<Element: Scalar>(
  _ statistics: borrowing Buffer<ColumnStatistics.Column>, _ table: Table,
  _ elements: Elements<Element>, _ withDeviation: Bool, _ crew: inout Crew
) throws(Failure) {
  let columns = statistics.base
  let width = 32
  let chunks = (table.columns - 1) / width + 1
  let cost = Double(table.rows) * Double(table.columns) * (withDeviation ? 4 : 2)
  let workers = crew.workers(chunks: chunks, nanoseconds: cost)
  try crew.share(chunks, workers: workers) { _, chunk in
    let block = chunk &* width..<min(chunk &* width &+ width, table.columns)
    forEach(table, elements, block) { column, value in
      columns[column].smallest = min(columns[column].smallest, value)
      columns[column].greatest = max(columns[column].greatest, value)
      columns[column].sum += value
    }
    guard withDeviation else { return }
    let count = Double(table.rows)
    forEach(table, elements, block) { column, value in
      let difference = value - columns[column].sum / count
      columns[column].squares += difference * difference
    }
    for column in block {
      let constant = columns[column].smallest == columns[column].greatest
      columns[column].deviation = constant ? 0 : (columns[column].squares / count).squareRoot()
    }
  }
}

/// Every value of the columns, along the memory; each column from its first row to
/// its last.
@inline(__always)
private func forEach<Element: Scalar>(
  _ table: Table, _ elements: Elements<Element>, _ block: Range<Int>,
  _ body: (_ column: Int, _ value: Double) -> Void
) {
  if table.isRowMajor {
    for row in 0..<table.rows {
      for column in block {
        body(column, Double(elements[row, column]))
      }
    }
  } else {
    for column in block {
      for row in 0..<table.rows {
        body(column, Double(elements[row, column]))
      }
    }
  }
}
