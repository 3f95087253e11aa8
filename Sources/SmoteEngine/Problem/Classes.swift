import CSmote

/// The rows of each class, classes in ascending label order. Empty classes do not
/// appear.
package struct Classes: ~Copyable {
  package let count: Int
  private let labels: Buffer<Int32>
  /// Class `c` owns `order[starts[c] ..< starts[c + 1]]`.
  private let starts: Buffer<Int>
  private let order: Buffer<Int>

  /// Groups the rows by label.
  ///
  /// - Complexity: O(rows log classes), and O(rows) in memory.
  package init(
    _ rowLabels: UnsafePointer<Int32>, rows: Int, _ crew: inout Crew
  ) throws(Failure) {
    let labels = try Buffer<Int32>(rows)
    let count = try Classes.distinct(rowLabels, rows, into: labels)
    let starts = try Buffer<Int>(count + 1, repeating: 0)
    let order = try Buffer<Int>(rows)
    for row in 0..<rows {
      try crew.progress.report(row, of: 2 * rows, at: row)
      starts[bisect(labels.first(count), rowLabels[row])] += 1
    }
    // Running sums make every entry the end of its class. Rows filled in from the
    // last to the first then move it to the start.
    for index in 1...count {
      starts[index] += starts[index - 1]
    }
    for row in stride(from: rows - 1, through: 0, by: -1) {
      try crew.progress.report(2 * rows - row, of: 2 * rows, at: row)
      let owner = bisect(labels.first(count), rowLabels[row])
      starts[owner] -= 1
      order[starts[owner]] = row
    }
    self.count = count
    self.labels = consume labels
    self.starts = consume starts
    self.order = consume order
  }

  package func label(_ index: Int) -> Int32 { labels[index] }

  package func size(_ index: Int) -> Int { starts[index + 1] - starts[index] }

  /// The rows of a class, in ascending order.
  package func rows(_ index: Int) -> UnsafeBufferPointer<Int> {
    UnsafeBufferPointer(start: order.base + starts[index], count: size(index))
  }

  /// The class of a label; `count` if no row has the label.
  package func index(of label: Int32) -> Int {
    let index = bisect(labels.first(count), label)
    return index < count && labels[index] == label ? index : count
  }

  /// The class with the most rows; the smallest label wins a tie.
  package var majority: Int {
    var best = 0
    for index in 1..<count where size(index) > size(best) {
      best = index
    }
    return best
  }

  /// The class with the fewest rows; the smallest label wins a tie.
  package var minority: Int {
    var best = 0
    for index in 1..<count where size(index) < size(best) {
      best = index
    }
    return best
  }
}

/// The place of the first of ascending values that is not below `value`.
func bisect<Value: Comparable>(_ values: UnsafeBufferPointer<Value>, _ value: Value) -> Int {
  var low = 0
  var high = values.count
  while low < high {
    let middle = (low + high) / 2
    if values[middle] < value { low = middle + 1 } else { high = middle }
  }
  return low
}
