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
  package init(_ rowLabels: UnsafePointer<Int32>, rows: Int) throws(Failure) {
    let distinct = try Buffer<Int32>(rows)
    let count = try Classes.distinct(rowLabels, rows, into: distinct)
    let starts = try Buffer<Int>(count + 1, repeating: 0)
    order = try Buffer(rows)
    self.count = count
    labels = consume distinct
    self.starts = consume starts
    sort(rowLabels, rows)
  }

  /// Fills in `starts` and `order` by counting.
  private func sort(_ rowLabels: UnsafePointer<Int32>, _ rows: Int) {
    for row in 0..<rows {
      starts[index(of: rowLabels[row])] += 1
    }
    // Running sums make every entry the end of its class. Rows filled in from the
    // last to the first then move it to the start.
    for index in 1...count {
      starts[index] += starts[index - 1]
    }
    for row in stride(from: rows - 1, through: 0, by: -1) {
      let owner = index(of: rowLabels[row])
      starts[owner] -= 1
      order[starts[owner]] = row
    }
  }

  package func label(_ index: Int) -> Int32 { labels[index] }

  package func size(_ index: Int) -> Int { starts[index + 1] - starts[index] }

  /// The rows of a class, in ascending order.
  package func rows(_ index: Int) -> UnsafeBufferPointer<Int> {
    UnsafeBufferPointer(start: order.base + starts[index], count: size(index))
  }

  /// The class of a label, by bisection; `count` if no row has the label.
  package func index(of label: Int32) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if labels.base[middle] < label { low = middle + 1 } else { high = middle }
    }
    return low < count && labels.base[low] == label ? low : count
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
