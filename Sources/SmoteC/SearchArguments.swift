// Which neighbours are to be found.

import CSmote
import SmoteEngine

func checked(
  _ search: UnsafePointer<smote_search>?, _ queries: Table, _ references: Table,
  isSelfJoin: Bool
) throws(Failure) -> (NeighborRequest, Progress) {
  let given = try known(search, "search", defaults: smote_search())
  try requireZero(given.reserved, "search")
  try requireThreads(given.threads)
  // Without queries, references stand for them too.
  try requireNumbers(references, "references")
  try requireNumbers(queries, "queries")
  let neighbors = try checkedNeighbors(given.neighbors)
  guard queries.rows <= addressableBytes / 16 / neighbors else {
    throw .invalidArgument(
      "\(queries.rows, "list") of \(neighbors, "neighbour") were asked for, which no memory can hold"
    )
  }
  let numbers = 0...(Int64.max / 2)
  guard numbers.contains(given.first_query), numbers.contains(given.first_reference) else {
    throw .invalidArgument(
      "first_query = \(given.first_query) and first_reference = \(given.first_reference), but both must be from 0 to \(Int64.max / 2)"
    )
  }
  let request = NeighborRequest(
    queries: queries, references: references, k: neighbors,
    firstQuery: isSelfJoin ? given.first_reference : given.first_query,
    firstReference: given.first_reference, oneTable: isSelfJoin || given.one_table != 0,
    resume: given.resume != 0, threads: given.threads, scale: try checkedScale(given.scale),
    columnWeights: try checkedWeights(given.column_weights, columns: references.columns))
  return (request, Progress(given.progress, given.progress_context))
}

/// Where the lists of a checked request are to be written.
func requireLists(
  _ indices: UnsafeMutablePointer<Int64>, _ distances: UnsafeMutablePointer<Double>?,
  _ request: NeighborRequest
) throws(Failure) {
  if request.resume { _ = try required(distances, "distances") }
  try requireAligned(UnsafePointer(indices), "indices")
  try requireAligned(UnsafePointer(distances), "distances")
  let count = request.queries.rows * request.k
  let rows = Extent("indices", indices, count: count, of: 8)
  let squares = Extent("distances", distances, count: count, of: 8)
  try squares.requireApart(from: rows)
  let queries = Extent("values of queries", of: request.queries)
  let references = Extent("values of references", of: request.references)
  try rows.requireApart(from: references)
  try squares.requireApart(from: references)
  try rows.requireApart(from: queries)
  try squares.requireApart(from: queries)
}

private func requireNumbers(_ table: Table, _ name: StaticString) throws(Failure) {
  guard table.categorical == nil else {
    throw .invalidArgument(
      "categorical of \(name) must be NULL: distances of categories need a method")
  }
}
