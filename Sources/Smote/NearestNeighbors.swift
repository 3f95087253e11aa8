import CSmote
import SmoteC

/// The nearest rows of a table, for each row of it or of another.
public struct NearestNeighbors: Sendable {
  /// Places in a list: as many as were asked for, but no more than there are rows to be found.
  public let k: Int
  /// Rows, list after list, nearest first; -1 where there are no more.
  public let indices: [Int]
  /// Squared distances; infinity where there are no more.
  public let distances: [Double]

  /// Finds the k nearest rows for each row of the table, itself left out: exactly, ties
  /// in the order of the rows. Labels are not read.
  ///
  /// - Parameters:
  ///   - k: at least 1.
  ///   - scale: what columns are divided by.
  ///   - columnWeights: factors of the squared differences, one per column, finite, not
  ///     negative and not all 0; `nil` for 1.
  ///   - threads: 0 for as many as the process may use. The result does not depend on it.
  ///   - progress: called every 50 ms or so with the part done, from 0 to 1; returns whether
  ///     to go on.
  /// - Throws: where the table, k or the weights do not allow a search, or it was cancelled.
  public init<Element>(
    of table: Table<Element>, k: Int, scale: Options.Scale = .none,
    columnWeights: [Double]? = nil, threads: Int = 0,
    progress: ((_ fraction: Double) -> Bool)? = nil
  ) throws(SmoteError) {
    self = try table.withDataset { dataset throws(SmoteError) in
      try NearestNeighbors(
        nil, dataset, k, scale, columnWeights, threads: threads, progress)
    }
  }

  /// Finds the k nearest rows of `references` for each row of the queries: exactly, ties in the
  /// order of the references. Labels are not read. A query that is among the references finds
  /// itself.
  ///
  /// - Parameters:
  ///   - queries: a table with the columns of `references`.
  ///   - k: at least 1.
  ///   - scale: what columns are divided by, in both tables: taken from `references`.
  ///   - columnWeights: factors of the squared differences, one per column, finite, not
  ///     negative and not all 0; `nil` for 1.
  ///   - threads: 0 for as many as the process may use. The result does not depend on it.
  ///   - progress: called every 50 ms or so with the part done, from 0 to 1; returns whether
  ///     to go on.
  /// - Throws: where the tables, k or the weights do not allow a search, or it was cancelled.
  public init<Query, Reference>(
    of queries: Table<Query>, among references: Table<Reference>, k: Int,
    scale: Options.Scale = .none, columnWeights: [Double]? = nil, threads: Int = 0,
    progress: ((_ fraction: Double) -> Bool)? = nil
  ) throws(SmoteError) {
    self = try queries.withDataset { queries throws(SmoteError) in
      try references.withDataset { references throws(SmoteError) in
        try NearestNeighbors(
          queries, references, k, scale, columnWeights, threads: threads, progress)
      }
    }
  }

  /// `queries` may be `nil`, as in the C interface.
  private init(
    _ queries: UnsafePointer<smote_dataset>?, _ references: UnsafePointer<smote_dataset>,
    _ k: Int, _ scale: Options.Scale, _ columnWeights: [Double]?, threads: Int,
    _ progress: ((Double) -> Bool)?
  ) throws(SmoteError) {
    guard k > 0, k <= Int32.max else {
      throw SmoteError(
        .SMOTE_ERROR_INVALID_ARGUMENT, "k = \(k), but it must be from 1 to \(Int32.max)")
    }
    let columns = Int(references.pointee.columns)
    try requireCount(of: columnWeights, "columnWeights", for: columns, "columns")
    let k = min(k, Int(references.pointee.rows))
    let rows = Int((queries ?? references).pointee.rows)
    let count = rows.multipliedReportingOverflow(by: k)
    guard !count.overflow else {
      throw SmoteError(.SMOTE_ERROR_OUT_OF_MEMORY, "out of memory: the lists are too many")
    }
    var indices = [Int64](repeating: -1, count: count.partialValue)
    var distances = [Double](repeating: .infinity, count: count.partialValue)
    var search = smote_search()
    search.struct_size = MemoryLayout<smote_search>.size
    search.neighbors = Int32(k)
    search.threads = Int32(clamping: threads)
    search.scale = scale.cValue
    try SmoteError.check { error in
      withElements(of: columnWeights) { weights in
        search.column_weights = weights
        return withProgress(progress) { callback, context in
          search.progress = callback
          search.progress_context = context
          return smote_neighbors(queries, references, &search, &indices, &distances, error)
        }
      }
    }
    self.k = k
    self.indices = indices.map(Int.init)
    self.distances = distances
  }
}
