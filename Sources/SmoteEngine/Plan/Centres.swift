/// The values of new rows that are centres of clusters, row by row.
struct Centres: ~Copyable {
  private var values: Buffer<Double>
  private let columns: Int

  init(columns: Int) throws(Failure) {
    values = try Buffer(0)
    self.columns = columns
  }

  /// Sets the last rows so far; their values lie behind each other.
  mutating func set(_ rows: Range<Int>, _ centres: UnsafePointer<Double>) throws(Failure) {
    let all = try values.grown(to: try elements(rows.upperBound, by: columns))
    (all.base + rows.lowerBound * columns).copy(from: centres, count: rows.count * columns)
    values = consume all
  }

  /// The values of a new row.
  subscript(new: Int) -> UnsafePointer<Double> { UnsafePointer(values.base + new &* columns) }
}
