/// Rows that may be nearer to what they have met than to any row of another class. Those that are
/// not are found with any one row that is nearer, which most have among a few.
struct DoubtfulRows: ~Copyable {
  private let rows: UnsafeBufferPointer<Int>
  private let table: Table
  /// Where in `rows` those are that are still in doubt.
  private let positions: Buffer<Int>
  private var count: Int

  init(_ rows: UnsafeBufferPointer<Int>, of table: Table) throws(Failure) {
    positions = try Buffer(rows.count)
    count = rows.count
    self.rows = rows
    self.table = table
    for position in 0..<rows.count {
      positions[position] = position
    }
  }

  /// Lets them meet all of another class, in parts spread over it, each some times as large as
  /// those before. A row that meets a nearer one meets no later part.
  ///
  /// - Parameter nearest: lists of one place, of all rows, in which they are to be near.
  mutating func meetAll(
    _ others: UnsafeBufferPointer<Int>, _ nearest: borrowing NeighborLists, share: Double,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    var step = 1
    var parts = 1
    while others.count / step > 64 {
      step *= 4
      parts += 1
    }
    let part = try Buffer<Int>(others.count)
    for index in 0..<parts {
      var size = 0
      for place in stride(from: 0, to: others.count, by: step)
      where index == 0 || place % (4 * step) != 0 {
        part[size] = others[place]
        size += 1
      }
      crew.progress.beginPhase(share / Double(parts))
      try meet(part.first(size), nearest, metric, &crew)
      step /= 4
    }
  }

  private mutating func meet(
    _ others: UnsafeBufferPointer<Int>, _ nearest: borrowing NeighborLists,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) {
    let queries = try Buffer<Int>(count)
    let lists = try NeighborLists(queries: count, k: nearest.k)
    for place in 0..<count {
      queries[place] = rows[positions[place]]
      lists.places.copy(place, from: positions[place], of: nearest.places)
    }
    try Search(
      Points(queries.view, of: table), among: Points(others, of: table), metric: metric,
      oneTable: false
    )
    .improve(lists, &crew)
    var left = 0
    for place in 0..<count {
      let position = positions[place]
      let isDoubtful = lists.numbers[place] == nearest.numbers[position]
      nearest.places.copy(position, from: place, of: lists.places)
      positions[left] = position
      if isDoubtful { left += 1 }
    }
    count = left
  }
}
