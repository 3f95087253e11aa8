/// The categories of new rows that were voted on, as codes.
struct Votes: ~Copyable {
  /// The columns voted on, ascending.
  let columns: Buffer<Int32>
  /// Row by row.
  private var codes: Buffer<Int32>

  init(_ table: Table) throws(Failure) {
    let columns = try Buffer<Int32>(table.categoricalCount)
    var count = 0
    for column in 0..<table.columns where table.isCategorical(column) {
      columns[count] = Int32(column)
      count += 1
    }
    codes = try Buffer(0)
    self.columns = consume columns
  }

  /// Makes room for new rows.
  mutating func grow(to rows: Int) throws(Failure) {
    let wanted = try elements(rows, by: columns.count)
    if wanted > codes.count { codes = try codes.grown(to: wanted) }
  }

  func set(_ code: Int32, _ row: Int, _ place: Int) {
    codes[row &* columns.count &+ place] = code
  }

  subscript(row: Int, place: Int) -> Int32 { codes[row &* columns.count &+ place] }
}
