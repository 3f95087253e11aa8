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
