import CSmote

/// The standard deviations of the columns within some rows, of the population; two passes,
/// each in numpy's order of additions.
struct ClassDeviations {
  private let table: Table
  private let rows: UnsafeBufferPointer<Int>

  init(_ table: Table, _ rows: UnsafeBufferPointer<Int>) {
    self.table = table
    self.rows = rows
  }

  func deviation(_ column: Int, _ crew: inout Crew) throws(Failure) -> Double {
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32: try deviation(table.elements(Float.self), column, &crew)
    default: try deviation(table.elements(Double.self), column, &crew)
    }
  }

  private func deviation<Element: Scalar>(
    _ elements: Elements<Element>, _ column: Int, _ crew: inout Crew
  ) throws(Failure) -> Double {
    let values = try Buffer<Double>(rows.count)
    for position in 0..<values.count {
      try crew.progress.ask(at: position)
      values[position] = Double(elements[rows[position], column])
    }
    let mean = sum(values) / Double(values.count)
    for position in 0..<values.count {
      try crew.progress.ask(at: position)
      values[position] = (values[position] - mean) * (values[position] - mean)
    }
    return (sum(values) / Double(values.count)).squareRoot()
  }

  /// numpy adds up a table row by row, but a single column in pairs.
  private func sum(_ values: borrowing Buffer<Double>) -> Double {
    if table.columns == 1 { return pairwiseSum(values.base, values.count) }
    var sum = values[0]
    for position in 1..<values.count {
      sum += values[position]
    }
    return sum
  }
}
