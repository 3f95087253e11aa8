/// Which rows of a table stay.
struct Marks: ~Copyable {
  private let marks: Buffer<Bool>

  /// All stay.
  init(_ rows: Int) throws(Failure) {
    marks = try Buffer(rows, repeating: true)
  }

  /// Those of some classes stay.
  init(
    _ rows: Int, of classes: borrowing Classes, where isChosen: (_ index: Int) -> Bool
  ) throws(Failure) {
    try self.init(rows)
    for index in 0..<classes.count where !isChosen(index) {
      for row in classes.rows(index) {
        drop(row)
      }
    }
  }

  func drop(_ row: Int) { marks[row] = false }

  func stays(_ row: Int) -> Bool { marks[row] }

  /// The same of each row, for as long as the marks last.
  var staying: UnsafePointer<Bool> { UnsafePointer(marks.base) }

  /// The rows that stay: class by class, or in the order of the input.
  func kept(_ classes: borrowing Classes, isGrouped: Bool) throws(Failure) -> Kept {
    var kept = try Kept(capacity: marks.count)
    if isGrouped {
      for index in 0..<classes.count {
        for row in classes.rows(index) where marks[row] {
          try kept.add(row)
        }
      }
    } else {
      for row in 0..<marks.count where marks[row] {
        try kept.add(row)
      }
    }
    return kept
  }
}
