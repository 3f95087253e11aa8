import CSmote

/// The neighbours that the rows of one class have within the class, found by the
/// engine or handed in by the caller.
struct Neighborhood: ~Copyable {
  /// The rows of the class, ascending; row `rows[p]` is at position `p`.
  let rows: UnsafeBufferPointer<Int>
  /// Places in the list of a row. Lists that were handed in may be shorter.
  let k: Int
  private let lists: NeighborLists?
  private let table: UnsafePointer<Int64>?

  /// Searches.
  ///
  /// - Parameter k: fewer than the class has rows.
  init(
    _ rows: UnsafeBufferPointer<Int>, of table: Table, k: Int, metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) {
    self.rows = rows
    self.k = k
    self.table = nil
    guard k > 0 else {
      lists = nil
      return
    }
    let points = Points(rows, of: table)
    let lists = try NeighborLists(queries: rows.count, k: k)
    try Search(points, among: points, metric: metric, oneTable: true).improve(lists, &crew)
    self.lists = consume lists
  }

  /// Takes lists from outside: row `r` has the places `r * k ..< (r + 1) * k` of the
  /// table.
  ///
  /// - Throws: where a neighbour is not a row of the class, or a list is too short.
  init(
    _ rows: UnsafeBufferPointer<Int>, handed table: UnsafePointer<Int64>, k: Int, owner: Int,
    classes: borrowing Classes, labels: UnsafePointer<Int32>, allRows: Int,
    fewRows: smote_few_rows
  ) throws(Failure) {
    self.rows = rows
    self.k = k
    self.table = table
    lists = nil
    let label = classes.label(owner)
    for row in rows {
      var length = 0
      for place in 0..<k {
        let neighbor = table[row * k + place]
        if neighbor == -1 { continue }
        guard neighbor >= 0, neighbor < Int64(allRows), length == place else {
          throw Failure(
            .SMOTE_ERROR_INVALID_ARGUMENT,
            "class_neighbors names row \(neighbor) at place \(place) of row \(row), but only rows 0 to \(allRows - 1) exist, and -1 ends a list"
          )
        }
        guard labels[Int(neighbor)] == label else {
          throw Failure(
            .SMOTE_ERROR_INVALID_ARGUMENT,
            "class_neighbors names row \(neighbor) of class \(labels[Int(neighbor)]) as a neighbour of row \(row) of class \(label), but both must be of one class"
          )
        }
        length += 1
      }
      guard length == k || fewRows == .SMOTE_FEW_ROWS_CLIP else {
        throw Failure(
          .SMOTE_ERROR_TOO_FEW_ROWS,
          "row \(row) of class \(label) has \(length) neighbours in class_neighbors, but neighbors = \(k) needs as many; few_rows = CLIP makes do with fewer"
        )
      }
    }
  }

  /// How many neighbours the row at a position has.
  func count(_ position: Int) -> Int {
    guard let table else { return k }
    var count = 0
    while count < k && table[rows[position] &* k &+ count] >= 0 {
      count &+= 1
    }
    return count
  }

  /// A neighbour, as an input row; place 0 is the nearest.
  func neighbor(_ position: Int, _ place: Int) -> Int64 {
    if let table { return table[rows[position] &* k &+ place] }
    switch lists {
    case .some(let lists): return Int64(rows[Int(lists.numbers[position &* k &+ place])])
    case .none: return Int64(rows[position])
    }
  }
}
