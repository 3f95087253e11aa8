import CSmote

/// The nearest rows of rows, while rows are being dropped.
///
/// A list holds a few more neighbours than are asked for. As long as enough of them are left,
/// they are the nearest ones, and nothing has to be searched anew.
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
  /// Places beyond those asked for.
  private static let spare = 5

  init(_ table: Table, neighbors: Int, _ crew: inout Crew) throws(Failure) {
    let marks = try Marks(table.rows)
    let places = min(neighbors + LivingNeighbors.spare, max(table.rows - 1, 1))
    let (all, overflow) = table.rows.multipliedReportingOverflow(by: places)
    guard !overflow else { throw .outOfMemory(bytes: Int.max) }
    let lists = try Buffer<Int64>(all)
    for row in 0..<table.rows {
      try crew.progress.report(0, of: 1, at: row)
      (lists.base + row * places).update(repeating: -1, count: places)
    }
    let isWhole = try Buffer<Bool>(table.rows, repeating: false)
    self.table = table
    self.places = places
    self.marks = consume marks
    self.lists = consume lists
    self.isWhole = consume isWhole
  }

  /// Searches for the neighbours of those rows that are asked for and left, but have fewer
  /// than `k` neighbours left.
  func refresh(
    _ asked: borrowing Marks, k: Int, _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    let poor = try Buffer<Int>(table.rows)
    let left = try Buffer<Int>(table.rows)
    var poorCount = 0
    var leftCount = 0
    for row in 0..<table.rows where marks.stays(row) {
      try crew.progress.report(0, of: 1, at: row)
      left[leftCount] = row
      leftCount += 1
      if asked.stays(row) && !isWhole[row] && !has(k, row) {
        poor[poorCount] = row
        poorCount += 1
      }
    }
    guard poorCount > 0 else { return }
    let found = try NeighborLists(queries: poorCount, k: places, &crew)
    try Search(
      Points(poor.first(poorCount), of: table), among: Points(left.first(leftCount), of: table),
      metric: metric, oneTable: true
    ).improve(found, &crew)
    for position in 0..<poorCount {
      try crew.progress.report(1, of: 1, at: position)
      let row = poor[position]
      (lists.base + row * places).copy(
        from: found.numbers.base + position * places, count: places)
      isWhole[row] = leftCount - 1 <= places
    }
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
