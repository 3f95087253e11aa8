import CSmote

/// Finds the nearest references of every query. The caller's memory is written to
/// only when all lists are complete.
package func findNeighbors(
  _ request: NeighborRequest, indices: UnsafeMutablePointer<Int64>,
  distances: UnsafeMutablePointer<Double>?, _ crew: inout Crew
) throws(Failure) {
  try crew.progress.reportBegin()
  crew.progress.beginPhase(0.05)
  try request.references.requireFinite(&crew)
  try request.queries.requireFinite(&crew)
  let metric = try Metric(
    request.references, scale: request.scale, weights: request.columnWeights, &crew)
  let lists = try NeighborLists(queries: request.queries.rows, k: request.k)
  if request.resume, let distances {
    try resume(lists, indices, distances)
  }
  crew.progress.beginPhase(0.95)
  let search = Search(
    Points(all: request.queries, firstNumber: request.firstQuery),
    among: Points(all: request.references, firstNumber: request.firstReference),
    metric: metric, oneTable: request.oneTable)
  try search.improve(lists, &crew)
  try crew.progress.reportEnd()
  indices.copy(from: lists.numbers.base, count: lists.numbers.count)
  distances?.copy(from: lists.distances.base, count: lists.distances.count)
}

/// Takes lists over that were found in other blocks.
private func resume(
  _ lists: borrowing NeighborLists, _ indices: UnsafePointer<Int64>,
  _ distances: UnsafePointer<Double>
) throws(Failure) {
  for query in 0..<lists.queries {
    for place in query * lists.k..<(query + 1) * lists.k where indices[place] != -1 {
      guard indices[place] >= 0, distances[place] >= 0 else {
        throw .invalidArgument(
          "the list of query \(query) comes in with index \(indices[place]) at distance \(distances[place]), but an index is -1 or more, and a distance a number not below 0"
        )
      }
      lists.places.insert(indices[place], at: distances[place], query: query)
    }
  }
}
