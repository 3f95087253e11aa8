/// The rows that stay, in the order of the output.
struct Kept: ~Copyable {
  private(set) var rows: Buffer<Int>
  private(set) var count = 0

  /// - Parameter capacity: rows that there is room for at first.
  init(capacity: Int) throws(Failure) {
    rows = try Buffer(capacity)
  }

  mutating func add(_ row: Int) throws(Failure) {
    if count == rows.count { rows = try rows.grown(to: 2 * count + 16) }
    rows[count] = row
    count += 1
  }

  mutating func add(_ more: UnsafeBufferPointer<Int>) throws(Failure) {
    for row in more {
      try add(row)
    }
  }

  var view: UnsafeBufferPointer<Int> { rows.first(count) }

  /// Puts the rows, of so many of the input, into their order there.
  func sort(of inputRows: Int) throws(Failure) {
    if !isAscending { try countingSort(rows.base, count, below: inputRows) }
  }

  private var isAscending: Bool {
    for place in 1..<max(count, 1) where rows[place] < rows[place - 1] {
      return false
    }
    return true
  }
}
