import CSmote

/// Which classes lose rows, and how many they end with.
struct Reduction: ~Copyable {
  /// Rows that a class ends with, as far as the method goes by numbers; -1 for classes that
  /// stay as they are.
  private let wanted: Buffer<Int>

  /// - Parameter sizes: the rows of each class; 0 for those that have vanished.
  /// - Throws: where the strategy does not fit the classes.
  init(
    _ cleaning: Cleaning, _ classes: borrowing Classes, sizes: borrowing Buffer<Int>
  ) throws(Failure) {
    let wanted = try Buffer<Int>(sizes.count, repeating: -1)
    try Reduction.decide(cleaning, classes, sizes, wanted)
    self.wanted = consume wanted
  }

  private static func decide(
    _ cleaning: Cleaning, _ classes: borrowing Classes, _ sizes: borrowing Buffer<Int>,
    _ wanted: borrowing Buffer<Int>
  ) throws(Failure) {
    let minority = Classes.smallest(of: sizes.count) { sizes[$0] }
    let majority = Classes.largest(of: sizes.count) { sizes[$0] }
    switch cleaning.strategy {
    case .SMOTE_STRATEGY_AUTO, .SMOTE_STRATEGY_NOT_MINORITY:
      reduce(wanted, sizes, minority) { $0 != minority }
    case .SMOTE_STRATEGY_MAJORITY: reduce(wanted, sizes, minority) { $0 == majority }
    case .SMOTE_STRATEGY_MINORITY: reduce(wanted, sizes, minority) { $0 == minority }
    case .SMOTE_STRATEGY_NOT_MAJORITY: reduce(wanted, sizes, minority) { $0 != majority }
    case .SMOTE_STRATEGY_ALL: reduce(wanted, sizes, minority) { _ in true }
    case .SMOTE_STRATEGY_RATIO:
      wanted[majority] = try Reduction.ratio(cleaning, sizes, minority, majority)
    case .SMOTE_STRATEGY_TARGETS:
      try Reduction.take(cleaning, classes, sizes, wanted)
    default:
      throw .invalidArgument("\(cleaning.prefix)strategy PERCENT is for methods that add rows")
    }
  }

  /// Every chosen class shrinks to the rows of the smallest.
  private static func reduce(
    _ wanted: borrowing Buffer<Int>, _ sizes: borrowing Buffer<Int>, _ minority: Int,
    where chosen: (Int) -> Bool
  ) {
    for index in 0..<sizes.count where sizes[index] > 0 && chosen(index) {
      wanted[index] = sizes[minority]
    }
  }

  init(_ cleaning: Cleaning, _ classes: borrowing Classes) throws(Failure) {
    try self.init(cleaning, classes, sizes: try classes.sizes())
  }

  /// Rows that a class ends with; `nil` where it stays as it is.
  subscript(index: Int) -> Int? { wanted[index] < 0 ? nil : wanted[index] }

  private static func ratio(
    _ cleaning: Cleaning, _ sizes: borrowing Buffer<Int>, _ minority: Int, _ majority: Int
  ) throws(Failure) -> Int {
    guard cleaning.method.takesNumbers else {
      throw .invalidArgument(
        "\(cleaning.prefix)strategy RATIO is not for methods that clean classes, whatever is left of them"
      )
    }
    try requireRatio(cleaning.amount, classes: sizes.count, prefix: cleaning.prefix)
    let wanted = (Double(sizes[minority]) / cleaning.amount).rounded(.down)
    guard wanted <= Double(sizes[majority]) else {
      throw .invalidArgument(
        "\(cleaning.prefix)amount = \(cleaning.amount) asks for more rows of the majority than the \(sizes[majority]) there are: under-sampling needs a larger ratio"
      )
    }
    return Int(wanted)
  }

  private static func take(
    _ cleaning: Cleaning, _ classes: borrowing Classes, _ sizes: borrowing Buffer<Int>,
    _ wanted: borrowing Buffer<Int>
  ) throws(Failure) {
    for target in cleaning.targets {
      let index = try classes.index(
        of: target.label, who: "targets name", prefix: cleaning.prefix
      ) { wanted[$0] >= 0 }
      wanted[index] = 0
      guard cleaning.method.takesNumbers else { continue }
      guard target.rows >= 0, target.rows <= Int64(sizes[index]) else {
        throw .invalidArgument(
          "\(cleaning.prefix)targets ask for \(target.rows, "row") of class \(target.label), but it has \(sizes[index]): under-sampling adds no rows"
        )
      }
      wanted[index] = Int(target.rows)
    }
  }

  /// The rows that stay, class by class: all rows of those that stay as they are, and of the
  /// others what `reduce` adds, which is told how many rows they end with.
  func kept(
    _ problem: borrowing Problem,
    _ reduce: (_ index: Int, _ wanted: Int, _ kept: inout Kept) throws(Failure) -> Void
  ) throws(Failure) -> Kept {
    var kept = try Kept(capacity: problem.table.rows)
    for index in 0..<problem.classes.count {
      if let wanted = self[index] {
        try reduce(index, wanted, &kept)
      } else {
        try kept.add(problem.classes.rows(index))
      }
    }
    return kept
  }
}
