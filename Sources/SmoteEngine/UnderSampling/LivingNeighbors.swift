/// The nearest rows of rows, while rows are being dropped.
///
/// A list holds a few more neighbours than are asked for. As long as enough of them are left,
/// they are the nearest ones, and nothing has to be searched anew. What has to be is searched in a
/// tree that stays the same until it has lost half of its rows.
struct LivingNeighbors: ~Copyable {
  /// Which rows are left.
  let marks: Marks
  private let table: Table
  /// A list for each row; empty until it is needed.
  private let lists: Buffer<Int64>
  /// Places in a list.
  private let places: Int
  /// Whether a list holds all rows that there were.
  private let isWhole: Buffer<Bool>
  /// A tree of the rows that were left when it was grown.
  private var tree: ReferenceTree?
  private var treeRows: Kept
  /// Places beyond those asked for.
  private static let spare = 2

  init(_ table: Table, neighbors: Int, _ crew: inout Crew) throws(Failure) {
    let marks = try Marks(table.rows)
    let places = min(neighbors + LivingNeighbors.spare, max(table.rows - 1, 1))
    let lists = try Buffer<Int64>(try elements(table.rows, by: places))
    for row in 0..<table.rows {
      try crew.progress.ask(at: row)
      (lists.base + row * places).update(repeating: -1, count: places)
    }
    let isWhole = try Buffer<Bool>(table.rows, repeating: false)
    let treeRows = try Kept(capacity: 0)
    self.table = table
    self.places = places
    self.marks = consume marks
    self.lists = consume lists
    self.isWhole = consume isWhole
    self.treeRows = consume treeRows
    tree = nil
  }

  /// Searches for the neighbours of those rows that are asked for and left, but have fewer
  /// than `k` neighbours left.
  mutating func refresh(
    _ asked: borrowing Marks, k: Int, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    var poor = try Kept(capacity: table.rows)
    var left = try Kept(capacity: table.rows)
    for row in 0..<table.rows where marks.stays(row) {
      try crew.progress.ask(at: row)
      try left.add(row)
      if asked.stays(row) && !isWhole[row] && !has(k, row) { try poor.add(row) }
    }
    guard poor.count > 0 else { return }
    let found = try NeighborLists(queries: poor.count, k: places, &crew)
    let search = Search(
      Points(poor.view, of: table), among: Points(left.view, of: table), metric: metric,
      oneTable: true)
    let holdsAll = left.count - 1 <= places
    try grow(from: left, for: poor.count, metric, &crew)
    try search.improve(found, by: tree, &crew)
    for (position, row) in poor.view.enumerated() {
      try crew.progress.ask(at: position)
      (lists.base + row * places).copy(
        from: found.numbers.base + position * places, count: places)
      isWhole[row] = holdsAll
    }
  }

  /// A tree of the rows left, where there is none yet, or half of its rows are gone.
  private mutating func grow(
    from left: borrowing Kept, for queries: Int, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    guard treeRows.count == 0 || left.count < treeRows.count / 2 else { return }
    // The old tree is of the old rows.
    tree = nil
    treeRows = try Kept(capacity: left.count)
    try treeRows.add(left.view)
    tree = try ReferenceTree.grown(
      of: Points(treeRows.view, of: table), staying: marks.staying, for: queries, metric, &crew)
  }

  private func has(_ k: Int, _ row: Int) -> Bool {
    var count = 0
    forEachNeighbor(of: row, k: k) { _ in count += 1 }
    return count == k
  }

  /// Calls `body` with the nearest `k` rows left, nearest first; fewer if there are not so
  /// many.
  func forEachNeighbor(of row: Int, k: Int, _ body: (Int) -> Void) {
    var count = 0
    for place in row * places..<(row + 1) * places where count < k {
      let neighbor = Int(lists[place])
      if neighbor < 0 { return }
      if marks.stays(neighbor) {
        body(neighbor)
        count += 1
      }
    }
  }
}
