import CSmote

/// The output of a plan so far, in memory of its own.
struct Resampled: ~Copyable {
  let table: Table
  private let values: Buffer<Double>
  private let rowLabels: Buffer<Int32>

  /// - Parameter withValues: whether values are needed; without, the table is not to be read.
  init(
    _ plan: borrowing Plan, _ problem: borrowing Problem, withValues: Bool, _ crew: inout Crew
  ) throws(Failure) {
    let source = problem.table
    let count = withValues ? try elements(plan.rows, by: source.columns) : 0
    let isNarrow = source.dtype == .SMOTE_DTYPE_FLOAT32
    let values = try Buffer<Double>(isNarrow ? (count + 1) / 2 : count)
    let rowLabels = try Buffer<Int32>(plan.rows)
    let output = Output(
      values: withValues ? UnsafeMutableRawPointer(values.base) : nil, labels: rowLabels.base,
      rowStride: source.columns, columnStride: 1, isCarried: false)
    try withUnsafePointer(to: plan) { plan throws(Failure) in
      try RowWriting(
        plan: plan, table: source, range: 0..<plan.pointee.rows, output: output
      ).write(labels: problem.labels, &crew)
    }
    table = Table(
      values: UnsafeRawPointer(values.base), dtype: source.dtype, rows: plan.rows,
      columns: source.columns, rowStride: source.columns, columnStride: 1,
      categorical: source.categorical)
    self.values = consume values
    self.rowLabels = consume rowLabels
  }

  var labels: UnsafePointer<Int32> { UnsafePointer(rowLabels.base) }
}
