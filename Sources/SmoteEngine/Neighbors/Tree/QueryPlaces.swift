/// Queries that are among the references, in the order of their tree.
struct QueryPlaces: ~Copyable {
  /// Which query comes first, second, ...
  let order: Buffer<Int>
  /// Where each of these is in the order of the tree.
  let leafPlaces: Buffer<Int>

  /// - Returns: `nil` where some query is not among the references.
  init?(
    of queries: Points, among references: Points, _ tree: KDTree.View, _ crew: inout Crew
  ) throws(Failure) {
    let owners = try Buffer<Int>(references.count, repeating: -1)
    guard queries.isSameTable(as: references) else { return nil }
    // Both ascend.
    var place = 0
    for query in 0..<queries.count {
      try crew.progress.ask(at: query)
      let row = queries.row(query)
      while place < references.count && references.row(place) < row {
        place += 1
      }
      guard place < references.count, references.row(place) == row else { return nil }
      owners[place] = query
    }
    let order = try Buffer<Int>(queries.count)
    let leafPlaces = try Buffer<Int>(queries.count)
    var count = 0
    for leafPlace in 0..<references.count {
      try crew.progress.ask(at: leafPlace)
      let owner = owners[tree.order[leafPlace]]
      guard owner >= 0 else { continue }
      order[count] = owner
      leafPlaces[count] = leafPlace
      count += 1
    }
    guard count == queries.count else { return nil }
    self.order = consume order
    self.leafPlaces = consume leafPlaces
  }
}
