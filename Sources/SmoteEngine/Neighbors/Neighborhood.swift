/// The neighbours of some rows, found by the engine or handed in by the caller.
struct Neighborhood: ~Copyable {
  /// The rows that have neighbours here, ascending; row `rows[p]` is at position `p`.
  let rows: UnsafeBufferPointer<Int>
  /// Places in the longest list. Lists that were handed in may be shorter.
  let k: Int
  private let lists: NeighborLists?
  private let handed: HandedNeighbors?

  /// Searches.
  ///
  /// - Parameters:
  ///   - rows: rows of the table that `points` are of.
  ///   - k: fewer than there are points, so that every list is full.
  init(
    _ rows: UnsafeBufferPointer<Int>, among points: Points, k: Int, metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) {
    self.rows = rows
    self.k = k
    handed = nil
    guard k > 0 else {
      lists = nil
      return
    }
    let queries = Points(rows, of: points.table)
    let lists = try NeighborLists(queries: rows.count, k: k, &crew)
    try Search(queries, among: points, metric: metric, oneTable: true).improve(lists, &crew)
    self.lists = consume lists
  }

  /// The same with a tree of the points, for those who search among them more than once.
  init(
    _ rows: UnsafeBufferPointer<Int>, among points: Points, by tree: borrowing ReferenceTree?,
    k: Int, metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    self.rows = rows
    self.k = k
    handed = nil
    let queries = Points(rows, of: points.table)
    let lists = try NeighborLists(queries: rows.count, k: k, &crew)
    try Search(queries, among: points, metric: metric, oneTable: true)
      .improve(lists, by: tree, &crew)
    self.lists = consume lists
  }

  /// Takes lists from outside.
  ///
  /// - Throws: where a list is not valid, see `HandedNeighbors`.
  init(_ rows: UnsafeBufferPointer<Int>, handed: HandedNeighbors) throws(Failure) {
    k = try handed.check(rows)
    self.rows = rows
    self.handed = handed
    lists = nil
  }

  /// How many neighbours the row at a position has.
  func count(_ position: Int) -> Int {
    guard let handed else { return k }
    var count = 0
    while count < k && handed.entry(rows[position], count) >= 0 {
      count &+= 1
    }
    return count
  }

  /// A neighbour, as an input row; place 0 is the nearest.
  func neighbor(_ position: Int, _ place: Int) -> Int64 {
    if let handed {
      let row = handed.entry(rows[position], place)
      // It was checked, but the caller's memory may change: then a row is its own neighbour.
      return handed.isRow(row) ? row : Int64(rows[position])
    }
    switch lists {
    case .some(let lists): return lists.numbers[position &* k &+ place]
    case .none: return Int64(rows[position])
    }
  }

  /// What is around the row at a position, which has this label.
  func surroundings(
    _ position: Int, of label: Int32, _ labels: UnsafePointer<Int32>
  ) -> Surroundings {
    let all = count(position)
    var others = 0
    for place in 0..<all where labels[Int(neighbor(position, place))] != label {
      others += 1
    }
    return Surroundings(others: others, all: all)
  }
}
