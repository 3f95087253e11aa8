import CSmote
import SmoteC

/// The nearest rows of a table, for each row.
public struct NearestNeighbors: Sendable {
  /// Places in a list: as many as were asked for, but no more than the table has rows.
  public let k: Int
  /// Rows, list after list, nearest first; -1 where there are no more.
  public let indices: [Int]
  /// Squared distances; infinity where there are no more.
  public let distances: [Double]

  /// Finds the k nearest rows for each row of the table, itself left out: exactly, ties
  /// in the order of the rows. Labels are not read.
  ///
  /// - Parameter threads: 0 for as many as the process may use.
  public init<Element>(
    of table: Table<Element>, k: Int, threads: Int = 0
  ) throws(SmoteError) {
    guard k > 0, k <= Int32.max else {
      throw SmoteError(
        .SMOTE_ERROR_INVALID_ARGUMENT, "k = \(k), but it must be from 1 to \(Int32.max)")
    }
    let k = min(k, table.rows)
    let count = table.rows.multipliedReportingOverflow(by: k)
    guard !count.overflow else {
      throw SmoteError(.SMOTE_ERROR_OUT_OF_MEMORY, "out of memory: the lists are too many")
    }
    var indices = [Int64](repeating: -1, count: count.partialValue)
    var distances = [Double](repeating: .infinity, count: count.partialValue)
    try table.withDataset { dataset throws(SmoteError) in
      try SmoteError.check { error in
        var search = smote_search()
        search.struct_size = MemoryLayout<smote_search>.size
        search.neighbors = Int32(k)
        search.threads = Int32(clamping: threads)
        return smote_neighbors(nil, dataset, &search, &indices, &distances, error)
      }
    }
    self.k = k
    self.indices = indices.map(Int.init)
    self.distances = distances
  }
}
