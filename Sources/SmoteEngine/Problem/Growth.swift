import CSmote

/// How many rows each class gains.
struct Growth: ~Copyable {
  private let newRows: Buffer<Int>
  let total: Int
  /// The work of all classes, see `share`.
  private let allWork: Double

  /// - Throws: where the strategy does not fit the classes.
  init(_ options: Options, _ classes: borrowing Classes, rows: Int) throws(Failure) {
    let newRows = try Buffer<Int>(classes.count, repeating: 0)
    if options.addsRows { try decide(options, classes, newRows) }
    total = try sum(newRows, atMost: Int.max / 64 - rows)
    var allWork = 0.0
    for index in 0..<newRows.count {
      allWork += work(newRows[index], classes.size(index))
    }
    self.allWork = allWork
    self.newRows = consume newRows
  }

  /// The rows that a class, counted from 0, gains.
  subscript(index: Int) -> Int { newRows[index] }

  /// The part that a class has in the work, for the progress: the pairs of its rows, and
  /// its new rows.
  func share(of index: Int, _ classes: borrowing Classes) -> Double {
    work(newRows[index], classes.size(index)) / allWork
  }
}

private func work(_ newRows: Int, _ size: Int) -> Double {
  newRows > 0 ? Double(size) * Double(size) + 10 * Double(newRows) : 0
}

private func decide(
  _ options: Options, _ classes: borrowing Classes, _ newRows: borrowing Buffer<Int>
) throws(Failure) {
  let minority = classes.minority
  switch options.strategy {
  case .SMOTE_STRATEGY_AUTO, .SMOTE_STRATEGY_NOT_MAJORITY, .SMOTE_STRATEGY_ALL:
    fillUp(newRows, classes) { _ in true }
  case .SMOTE_STRATEGY_MAJORITY:
    break  // it has its rows already
  case .SMOTE_STRATEGY_MINORITY:
    fillUp(newRows, classes) { $0 == minority }
  case .SMOTE_STRATEGY_NOT_MINORITY:
    fillUp(newRows, classes) { $0 != minority }
  case .SMOTE_STRATEGY_RATIO:
    newRows[minority] = try ratio(options.amount, classes)
  case .SMOTE_STRATEGY_PERCENT:
    newRows[minority] = try percent(options.amount, classes)
  case .SMOTE_STRATEGY_TARGETS:
    try fill(newRows, options.targets, classes)
  @unknown default:
    throw .invalidArgument("unknown strategy \(options.strategy.rawValue)")
  }
}

/// Every chosen class grows to the rows of the majority.
private func fillUp(
  _ newRows: borrowing Buffer<Int>, _ classes: borrowing Classes, where chosen: (Int) -> Bool
) {
  let rows = classes.size(classes.majority)
  for index in 0..<classes.count where chosen(index) {
    newRows[index] = rows - classes.size(index)
  }
}

/// - Parameter prefix: of the names of the options, for messages.
func requireRatio(
  _ amount: Double, classes: Int, prefix: StaticString = ""
) throws(Failure) {
  guard amount > 0, amount <= 1 else {
    throw .invalidArgument(
      "\(prefix)amount = \(amount), but \(prefix)strategy RATIO needs a number above 0 and not above 1"
    )
  }
  guard classes == 2 else {
    throw .invalidArgument(
      "\(prefix)strategy RATIO is for two classes, but there are \(classes): state the rows of each class with \(prefix)strategy TARGETS"
    )
  }
}

private func ratio(_ ratio: Double, _ classes: borrowing Classes) throws(Failure) -> Int {
  try requireRatio(ratio, classes: classes.count)
  let minority = classes.size(classes.minority)
  // As imbalanced-learn rounds: the wanted rows need not be whole.
  let wanted = Double(classes.size(classes.majority)) * ratio - Double(minority)
  guard wanted >= 0 else {
    throw .invalidArgument(
      "amount = \(ratio) asks for fewer rows of class \(classes.label(classes.minority)) than the \(minority) there are: over-sampling needs a larger ratio"
    )
  }
  return Int(wanted)
}

private func percent(_ percent: Double, _ classes: borrowing Classes) throws(Failure) -> Int {
  guard percent >= 0, percent <= 1e9 else {
    throw .invalidArgument(
      "amount = \(percent), but strategy PERCENT needs a number from 0 to 1000000000")
  }
  let wanted = Double(classes.size(classes.minority)) * percent / 100
  guard wanted < 0x1p60 else { throw .outOfMemory(bytes: Int.max) }
  return Int(wanted)
}

private func fill(
  _ newRows: borrowing Buffer<Int>, _ targets: UnsafeBufferPointer<smote_target>,
  _ classes: borrowing Classes
) throws(Failure) {
  let seen = try Buffer<Bool>(classes.count, repeating: false)
  for target in targets {
    let index = try classes.index(of: target.label, who: "targets name") { seen[$0] }
    seen[index] = true
    guard target.rows >= Int64(classes.size(index)) else {
      throw .invalidArgument(
        "targets ask for \(target.rows, "row") of class \(target.label), but it has \(classes.size(index)): over-sampling drops no rows"
      )
    }
    newRows[index] = Int(target.rows) - classes.size(index)
  }
}

private func sum(_ newRows: borrowing Buffer<Int>, atMost limit: Int) throws(Failure) -> Int {
  var sum = 0
  for index in 0..<newRows.count {
    guard newRows[index] <= limit - sum else { throw .outOfMemory(bytes: Int.max) }
    sum += newRows[index]
  }
  return sum
}
