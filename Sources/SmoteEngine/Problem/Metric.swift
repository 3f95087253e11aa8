import CKernels
import CSmote

/// The distance of two rows: a sum over the columns.
///
/// - A column of numbers adds `(x * factor - y * factor)^2`, its factor being
///   `weight.squareRoot() / scale`.
/// - A column of categories adds a penalty where the categories differ (SMOTE-NC), or the
///   square of the difference of two profiles (SMOTE-N, see `ValueDifference`).
///
/// The *canonical* distance is this sum in float64: numbers first, then categories, columns
/// in order, each operation rounded by itself. Its ties are broken by row index. Nothing
/// else decides what is near what.
package struct Metric: ~Copyable {
  /// `nil` where every factor is 1.
  private let factors: Buffer<Double>?
  /// The columns of the table, numbers first; `nil` where all columns are numbers.
  private let order: Buffer<Int>?
  /// What categories that differ add, in the order of the columns.
  private let penalties: Buffer<Double>?
  private let profiles: ValueDifference?
  private let numbers: Int

  /// A distance of numbers alone.
  package init(
    _ table: Table, scale: smote_scale, weights: UnsafePointer<Double>?, _ crew: inout Crew
  ) throws(Failure) {
    factors = try Metric.factors(table, scale, weights, &crew)
    order = nil
    penalties = nil
    profiles = nil
    numbers = table.columns
  }

  /// A distance of numbers and categories, whose penalties are to be set.
  init(
    mixed table: Table, scale: smote_scale, weights: UnsafePointer<Double>?, _ crew: inout Crew
  ) throws(Failure) {
    let numbers = table.columns - table.categoricalCount
    let factors = try Metric.factors(table, scale, weights, &crew)
    let order = try Buffer<Int>(table.columns)
    var place = (number: 0, category: numbers)
    for column in 0..<table.columns {
      if table.isCategorical(column) {
        order[place.category] = column
        place.category += 1
      } else {
        order[place.number] = column
        place.number += 1
      }
    }
    let penalties = try Buffer<Double>(table.columns - numbers, repeating: 1)
    self.numbers = numbers
    profiles = nil
    self.factors = consume factors
    self.order = consume order
    self.penalties = consume penalties
  }

  /// A distance of categories alone.
  init(_ profiles: consuming ValueDifference) {
    factors = nil
    order = nil
    penalties = nil
    numbers = 0
    self.profiles = consume profiles
  }

  /// Lets categories that differ add `penalty` times the weight of their column.
  func setPenalty(_ penalty: Double, weights: UnsafePointer<Double>?) {
    switch penalties {
    case .some(let penalties):
      for place in 0..<penalties.count {
        penalties[place] = penalty * (weights?[form.order?[numbers + place] ?? 0] ?? 1)
      }
    case .none: break
    }
  }

  /// The factor of a column of numbers, by its column in the table.
  func factor(_ column: Int) -> Double {
    switch factors {
    case .some(let factors): factors[column]
    case .none: 1
    }
  }

  /// What the search needs to know, for as long as the metric lasts.
  var form: Form {
    var form = Form(numbers: numbers)
    switch factors {
    case .some(let factors): form.factors = UnsafePointer(factors.base)
    case .none: break
    }
    switch order {
    case .some(let order): form.order = UnsafePointer(order.base)
    case .none: break
    }
    switch penalties {
    case .some(let penalties):
      form.penalties = UnsafePointer(penalties.base)
      form.codes = penalties.count
    case .none: break
    }
    switch profiles {
    case .some(let profiles): form.profiles = profiles.view
    case .none: break
    }
    return form
  }

  /// A view of a metric.
  struct Form {
    let numbers: Int
    /// By the column of the table.
    fileprivate(set) var factors: UnsafePointer<Double>?
    fileprivate(set) var order: UnsafePointer<Int>?
    fileprivate(set) var penalties: UnsafePointer<Double>?
    fileprivate(set) var codes = 0
    fileprivate(set) var profiles: ValueDifference.View?

    fileprivate init(numbers: Int) { self.numbers = numbers }

    /// Columns that the kernels see.
    var columns: Int { numbers + codes + (profiles?.columns ?? 0) }

    /// The same for the kernels.
    var kernelColumns: kernel_columns {
      kernel_columns(
        numbers: Int64(numbers), codes: Int64(codes), penalties: penalties,
        profiles: Int64(profiles?.features ?? 0),
        profile_columns: Int64(profiles?.classes ?? 0))
    }
  }
}

extension Metric {
  private static func factors(
    _ table: Table, _ scale: smote_scale, _ weights: UnsafePointer<Double>?, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Double>? {
    if scale == .SMOTE_SCALE_NONE && weights == nil { return nil }
    let factors = try Buffer<Double>(table.columns, repeating: 1)
    let columns = try ColumnStatistics(table, withDeviation: scale == .SMOTE_SCALE_SD, &crew)
    for column in 0..<table.columns where !table.isCategorical(column) {
      let weight = weights?[column] ?? 1
      let spread =
        switch scale {
        case .SMOTE_SCALE_SD: columns.deviation(column)
        case .SMOTE_SCALE_RANGE: columns.range(column)
        default: 1.0
        }
      let divisor = columns.isConstant(column) ? 1 : spread
      // What does not count may be of any size.
      factors[column] = weight == 0 ? 0 : weight.squareRoot() / divisor
      let reach = columns.largest(column) * factors[column]
      guard reach.isFinite, spread.isFinite || weight == 0 else {
        throw tooWide(column, isNarrow: divisor < 1, spread, weight)
      }
    }
    return factors
  }

  private static func tooWide(
    _ column: Int, isNarrow: Bool, _ spread: Double, _ weight: Double
  ) -> Failure {
    .invalidData(
      "column \(column) is too \(isNarrow ? "narrow" : "wide") for float64 once it is scaled and weighted: its spread is \(spread), its weight \(weight)"
    )
  }
}
