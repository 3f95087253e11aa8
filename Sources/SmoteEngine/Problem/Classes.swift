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
  /// - Complexity: O(rows log classes), O(rows) where labels are near each other; in memory
  ///   O(rows).
  package init(
    _ rowLabels: UnsafePointer<Int32>, rows: Int, _ crew: inout Crew
  ) throws(Failure) {
    var (low, high) = (Int32.max, Int32.min)
    try Classes.inBlocks(rows, 0, &crew) { block in
      for row in block {
        low = min(low, rowLabels[row])
        high = max(high, rowLabels[row])
      }
    }
    let span = Int(high) - Int(low) + 1
    if span <= Classes.narrow {
      try self.init(
        rows: rows, slots: span, &crew, slotOf: { Int(rowLabels[$0]) &- Int(low) },
        labelOf: { low + Int32($0) })
    } else {
      let labels = try Buffer<Int32>(rows)
      let count = try Classes.distinct(rowLabels, rows, into: labels) {
        row throws(Failure) in try crew.progress.report(1, of: 3, at: row)
      }
      let distinct = labels.first(count)
      try self.init(
        rows: rows, slots: count, &crew, slotOf: { bisect(distinct, rowLabels[$0]) },
        labelOf: { distinct[$0] })
    }
  }

  /// Labels that are no farther apart have a slot each.
  private static let narrow = 1 << 16
  /// Up to so many slots are counted in a pass each. That is slower where rows of all of them
  /// alternate, and much quicker where most rows are of one class: in a single pass each increment
  /// would wait for the one before it, of the same counter.
  private static let few = 4
  /// Rows that are looked at between two questions to the caller.
  private static let block = 1 << 16

  /// - Parameter done: how many thirds of the work are behind.
  @inline(__always)
  private static func inBlocks(
    _ rows: Int, _ done: Int, _ crew: inout Crew, _ look: (_ rows: Range<Int>) -> Void
  ) throws(Failure) {
    for first in stride(from: 0, to: rows, by: block) {
      try crew.progress.report(done * rows + first, of: 3 * rows)
      look(first..<min(first + block, rows))
    }
  }

  /// Counts the rows of each slot, then puts them in its place; slots without rows are no class.
  @inline(__always)
  private init(
    rows: Int, slots: Int, _ crew: inout Crew, slotOf: (_ row: Int) -> Int,
    labelOf: (_ slot: Int) -> Int32
  ) throws(Failure) {
    let places = try Buffer<Int>(slots, repeating: 0)
    try Classes.count(rows, into: places, &crew, slotOf: slotOf)
    let most = min(slots, rows)
    let labels = try Buffer<Int32>(most)
    let starts = try Buffer<Int>(most + 1)
    var count = 0
    var end = 0
    for slot in 0..<slots {
      let size = places[slot]
      places[slot] = end
      guard size > 0 else { continue }
      labels[count] = labelOf(slot)
      starts[count] = end
      count += 1
      end += size
    }
    starts[count] = end
    // One more, for what `place` writes behind the last row.
    let order = try Buffer<Int>(rows + 1)
    try Classes.place(rows, at: places, order.base, &crew, slotOf: slotOf)
    self.count = count
    self.labels = consume labels
    self.starts = consume starts
    self.order = consume order
  }

  @inline(__always)
  private static func count(
    _ rows: Int, into places: borrowing Buffer<Int>, _ crew: inout Crew,
    slotOf: (_ row: Int) -> Int
  ) throws(Failure) {
    let isFew = places.count <= few
    try inBlocks(rows, 1, &crew) { block in
      guard isFew else {
        for row in block {
          let slot = slotOf(row)
          places[slot] = places[slot] + 1
        }
        return
      }
      for slot in 0..<places.count {
        var count = 0
        for row in block where slotOf(row) == slot {
          count &+= 1
        }
        places[slot] = places[slot] + count
      }
    }
  }

  /// - Parameter places: of the first row of each slot.
  @inline(__always)
  private static func place(
    _ rows: Int, at places: borrowing Buffer<Int>, _ order: UnsafeMutablePointer<Int>,
    _ crew: inout Crew, slotOf: (_ row: Int) -> Int
  ) throws(Failure) {
    guard places.count > few else {
      for slot in 0..<places.count {
        try place(slot, at: places[slot], rows, order, &crew, slotOf: slotOf)
      }
      return
    }
    try inBlocks(rows, 2, &crew) { block in
      for row in block {
        let slot = slotOf(row)
        order[places[slot]] = row
        places[slot] = places[slot] + 1
      }
    }
  }

  /// Writes the rows of a slot, without a branch: a row of another one is written too, and then
  /// written over, in the end by the first row of the next slot.
  @inline(__always)
  private static func place(
    _ slot: Int, at start: Int, _ rows: Int, _ order: UnsafeMutablePointer<Int>,
    _ crew: inout Crew, slotOf: (_ row: Int) -> Int
  ) throws(Failure) {
    var place = start
    try inBlocks(rows, 2, &crew) { block in
      for row in block {
        order[place] = row
        // One less where all bits are equal: -1.
        place &-= ((slotOf(row) ^ slot) &- 1) >> 63
      }
    }
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

  /// The class with a label that an option names, which no entry before it may have named.
  ///
  /// - Parameter who: the option, and its verb, for messages.
  func index(
    of label: Int32, who: StaticString, prefix: StaticString = "", isNamed: (Int) -> Bool
  ) throws(Failure) -> Int {
    let index = index(of: label)
    guard index < count else {
      throw .invalidArgument("\(prefix)\(who) class \(label), but no row has this label")
    }
    guard !isNamed(index) else {
      throw .invalidArgument("\(prefix)\(who) class \(label) more than once")
    }
    return index
  }

  /// The rows of each class.
  func sizes() throws(Failure) -> Buffer<Int> {
    let sizes = try Buffer<Int>(count)
    for index in 0..<count {
      sizes[index] = size(index)
    }
    return sizes
  }

  /// The class with the most rows; the smallest label wins a tie.
  package var majority: Int { Classes.largest(of: count) { size($0) } }

  /// The class with the fewest rows; the smallest label wins a tie.
  package var minority: Int { Classes.smallest(of: count) { size($0) } }

  /// The first of those with the most rows.
  static func largest(of count: Int, sizes size: (_ index: Int) -> Int) -> Int {
    var best = 0
    for index in 1..<count where size(index) > size(best) {
      best = index
    }
    return best
  }

  /// The first of those with the fewest rows, of all that have any; -1 where none has.
  static func smallest(of count: Int, sizes size: (_ index: Int) -> Int) -> Int {
    var best = -1
    for index in 0..<count where size(index) > 0 {
      if best < 0 || size(index) < size(best) { best = index }
    }
    return best
  }
}
