import CSmote
import SmoteC

/// Which rows the rebalanced table consists of: first the rows of the input, in order;
/// then the new rows, class by class in ascending label order.
///
/// Making a plan is the expensive step; writing its rows is quick, in any ranges and
/// from any number of threads. A plan does not keep the table.
///
/// ```swift
/// let table = Table(values: values, labels: labels, columns: 2)
/// var options = Options()
/// options.seed = 42
/// let balanced = try Plan(table, options).apply(table)
/// ```
public final class Plan: @unchecked Sendable {
  // Immutable once made, and released by the last owner: safe to share.
  private let pointer: OpaquePointer

  /// Decides on the rows.
  ///
  /// - Parameter progress: called every 50 ms or so with the part done, from 0 to 1; returns
  ///   whether to go on.
  /// - Throws: where the table or the options do not allow a plan, or it was cancelled.
  public init<Element>(
    _ table: Table<Element>, _ options: Options = Options(),
    progress: ((_ fraction: Double) -> Bool)? = nil
  ) throws(SmoteError) {
    pointer = try Plan.create(table, options, progress)
  }

  /// Decides on the rows as `Options.Stream.numpy` does, with draws from a state that comes back
  /// advanced; where this throws, it stays as it was.
  ///
  /// - Parameters:
  ///   - options: their `stream` is not read, and their `seed` for the clusters of `kmeans` and
  ///     `clusterCentroids` alone.
  ///   - state: of numpy's legacy generator.
  ///   - progress: as without a state.
  public init<Element>(
    _ table: Table<Element>, _ options: Options = Options(), state: inout NumpyState,
    progress: ((_ fraction: Double) -> Bool)? = nil
  ) throws(SmoteError) {
    pointer = try state.withState { words, normal throws(SmoteError) in
      try Plan.create(table, options, progress) { options in
        options.stream = .SMOTE_STREAM_NUMPY_STATE
        options.numpy_state = words
        options.numpy_normal = normal
      }
    }
  }

  private static func create<Element>(
    _ table: Table<Element>, _ options: Options, _ progress: ((Double) -> Bool)?,
    adjust: (inout smote_options) -> Void = { _ in }
  ) throws(SmoteError) -> OpaquePointer {
    try table.withDataset { dataset throws(SmoteError) in
      try options.checkArrays(for: table)
      var plan: OpaquePointer?
      try SmoteError.check { error in
        options.withOptions { options in
          adjust(&options)
          return withProgress(progress) { callback, context in
            options.progress = callback
            options.progress_context = context
            return smote_plan_create(dataset, &options, &plan, error)
          }
        }
      }
      guard let plan else {
        throw SmoteError(.SMOTE_ERROR_INTERNAL, "no plan was made, and nothing said why")
      }
      return plan
    }
  }

  deinit { smote_plan_free(pointer) }

  /// Rows of the rebalanced table.
  public var rowCount: Int { Int(smote_plan_row_count(pointer)) }

  /// Rows of the input that stay: the first ones, but where a method that drops rows puts them
  /// in numpy's order.
  public var keptCount: Int { Int(smote_plan_kept_count(pointer)) }

  /// Rounds that `Options.Method.renn` or `allknn` made, the one that found nothing to drop
  /// included; 0 for other methods.
  public var rounds: Int { Int(smote_plan_rounds(pointer)) }

  /// What should be known about the plan, though nothing failed: a sentence each.
  public func warnings() throws(SmoteError) -> [String] {
    var sentences: [String] = []
    for index in 0..<smote_plan_warning_count(pointer) {
      var warning = smote_error()
      try SmoteError.check { error in smote_plan_warning(pointer, index, &warning, error) }
      sentences.append(SmoteError(warning).message)
    }
    return sentences
  }

  /// The rebalanced table, or some of its rows.
  ///
  /// - Parameters:
  ///   - table: the table that the plan was made from, or other columns of its rows.
  ///   - rows: rows of the rebalanced table; `nil` for all.
  ///   - carried: whether the table has other columns than the plan was made from, which
  ///     neither the noise of `Options.shrinkage` nor votes belong to.
  ///   - threads: 0 for as many as the process may use.
  public func apply<Element>(
    _ table: Table<Element>, rows: Range<Int>? = nil, carried: Bool = false, threads: Int = 0
  ) throws(SmoteError) -> Table<Element> {
    let rows = rows ?? 0..<rowCount
    guard rows.lowerBound >= 0, rows.upperBound <= rowCount else {
      throw SmoteError(
        .SMOTE_ERROR_INVALID_ARGUMENT, "rows \(rows) do not lie within 0..<\(rowCount)")
    }
    let count = rows.count.multipliedReportingOverflow(by: table.columns)
    guard !count.overflow, count.partialValue >= 0 else {
      throw SmoteError(.SMOTE_ERROR_OUT_OF_MEMORY, "out of memory: the rows are too many")
    }
    var values = [Element](repeating: 0, count: count.partialValue)
    var labels = [Int32](repeating: 0, count: rows.count)
    try table.withDataset { dataset throws(SmoteError) in
      try SmoteError.check { error in
        values.withUnsafeMutableBufferPointer { values in
          labels.withUnsafeMutableBufferPointer { labels in
            var output = smote_output()
            output.struct_size = MemoryLayout<smote_output>.size
            output.values = UnsafeMutableRawPointer(values.baseAddress)
            output.labels = labels.baseAddress
            output.carried = carried ? 1 : 0
            return smote_plan_write(
              pointer, dataset, Int64(rows.lowerBound), Int64(rows.count), &output,
              Int32(clamping: threads), error)
          }
        }
      }
    }
    return Table(
      values: values, labels: labels, columns: table.columns, categorical: table.categorical)
  }

  /// Where a row comes from: `base + gap * (neighbor - base)`. A row that was kept or
  /// repeated is its own neighbour, with a gap of 0.
  public struct Provenance: Equatable, Sendable {
    /// The row of the input that it starts from.
    public let base: Int
    /// The row of the input that it lies towards.
    public let neighbor: Int
    /// From 0 to below 1; with `Options.Method.svm` also down to `-Options.outStep`.
    public let gap: Double
  }

  /// Where each row of the rebalanced table comes from.
  public func provenance() throws(SmoteError) -> [Provenance] {
    let count = rowCount
    var bases = [Int64](repeating: 0, count: count)
    var neighbors = bases
    var gaps = [Double](repeating: 0, count: count)
    try SmoteError.check { error in
      smote_plan_provenance(pointer, 0, Int64(count), &bases, &neighbors, &gaps, error)
    }
    return (0..<count).map {
      Provenance(base: Int(bases[$0]), neighbor: Int(neighbors[$0]), gap: gaps[$0])
    }
  }

  /// Which of the columns new rows do not interpolate: their categories are voted on.
  ///
  /// - Parameter columns: how many columns the plan was made from.
  public func voted(columns: Int) throws(SmoteError) -> Set<Int> {
    var voted = [UInt8](repeating: 0, count: max(columns, 0))
    try SmoteError.check { error in smote_plan_voted(pointer, Int64(columns), &voted, error) }
    return Set(voted.indices.filter { voted[$0] != 0 })
  }
}
