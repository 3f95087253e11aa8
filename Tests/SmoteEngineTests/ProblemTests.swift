import CSmote
import Testing

@testable import SmoteEngine

private func classes(_ labels: [Int32]) throws -> Classes {
  var crew = Crew(threads: 1, progress: .none)
  return try Classes(labels, rows: labels.count, &crew)
}

@Suite struct ClassesTests {
  private func check(_ labels: [Int32]) throws {
    let classes = try classes(labels)
    let expected = Set(labels).sorted()
    #expect(classes.count == expected.count)
    for (index, label) in expected.enumerated() {
      #expect(classes.label(index) == label)
      #expect(classes.index(of: label) == index)
      #expect(Array(classes.rows(index)) == labels.indices.filter { labels[$0] == label })
    }
  }

  @Test func groupsRowsByLabel() throws {
    try check([3])
    try check([5, 5, -2, 5, -2, 0])
    try check([Int32.max, Int32.min, 0, Int32.min, -1, Int32.max])
  }

  /// More than a thousand labels take the other way to the distinct ones.
  @Test func manyLabels() throws {
    var generator = TestGenerator(seed: 3)
    try check((0..<4000).map { _ in Int32.random(in: -900...900, using: &generator) })
    try check((0..<3000).map { _ in Int32.random(in: Int32.min...Int32.max, using: &generator) })
  }

  /// Labels close to each other are placed slot after slot: with slots that no row has, at both
  /// ends of a class, and over more than a block of rows.
  @Test(arguments: [[0, 1], [-1, 1], [3, 6], [7, 9, 10], [-2, -1, 0, 1], [0, 4], [5, 7, 9]])
  func fewLabels(labels: [Int32]) throws {
    var generator = TestGenerator(seed: 4)
    for count in [1, 2, 3, 64, 1000, 70_000] {
      try check((0..<count).map { _ in labels.randomElement(using: &generator)! })
      try check((0..<count).map { _ in Bool.random(using: &generator) ? labels[0] : labels.last! })
      try check((0..<count).map { labels[$0 * labels.count / count] })
      try check((0..<count).map { labels[labels.count - 1 - $0 * labels.count / count] })
    }
  }

  @Test func absentLabel() throws {
    let classes = try classes([1, 2, 4])
    #expect([0, 3, 5].allSatisfy { classes.index(of: $0) == classes.count })
  }

  @Test func theSmallerLabelWinsTies() throws {
    let classes = try classes([4, 4, 2, 2, 9, 7])
    #expect(classes.label(classes.majority) == 2)
    #expect(classes.label(classes.minority) == 7)
  }
}

@Suite struct GrowthTests {
  /// Classes 0, 1 and 2 with 10, 4 and 7 rows.
  private let labels: [Int32] =
    Array(repeating: 0, count: 10) + Array(repeating: 1, count: 4) + Array(repeating: 2, count: 7)

  private func growth(
    _ strategy: smote_strategy, amount: Double = 0, targets: [smote_target] = [],
    labels: [Int32]? = nil
  ) throws -> [Int] {
    let labels = labels ?? self.labels
    let classes = try classes(labels)
    return try targets.withUnsafeBufferPointer { targets in
      var options = Options()
      options.strategy = strategy
      options.amount = amount
      options.targets = targets
      let growth = try Growth(options, classes, rows: labels.count)
      let rows = (0..<classes.count).map { growth[$0] }
      #expect(growth.total == rows.reduce(0, +))
      return rows
    }
  }

  @Test func namedStrategies() throws {
    #expect(try growth(.SMOTE_STRATEGY_AUTO) == [0, 6, 3])
    #expect(try growth(.SMOTE_STRATEGY_NOT_MAJORITY) == [0, 6, 3])
    #expect(try growth(.SMOTE_STRATEGY_ALL) == [0, 6, 3])
    #expect(try growth(.SMOTE_STRATEGY_MINORITY) == [0, 6, 0])
    #expect(try growth(.SMOTE_STRATEGY_NOT_MINORITY) == [0, 0, 3])
    #expect(try growth(.SMOTE_STRATEGY_MAJORITY) == [0, 0, 0])
  }

  /// The percent table of Azure Machine Learning's SMOTE: 570 + 178 rows.
  @Test func percent() throws {
    let labels = Array(repeating: Int32(0), count: 570) + Array(repeating: 1, count: 178)
    for (percent, rows) in [(0.0, 178), (100, 356), (200, 534), (300, 712)] {
      #expect(
        try growth(.SMOTE_STRATEGY_PERCENT, amount: percent, labels: labels) == [0, rows - 178])
    }
  }

  @Test func ratio() throws {
    let labels = Array(repeating: Int32(0), count: 10) + Array(repeating: 1, count: 3)
    #expect(try growth(.SMOTE_STRATEGY_RATIO, amount: 0.55, labels: labels) == [0, 2])
    #expect(try growth(.SMOTE_STRATEGY_RATIO, amount: 1, labels: labels) == [0, 7])
    // The ratio that there is already.
    let half = Array(repeating: Int32(0), count: 10) + Array(repeating: 1, count: 5)
    #expect(try growth(.SMOTE_STRATEGY_RATIO, amount: 0.5, labels: half) == [0, 0])
  }

  @Test func theLargestPercent() throws {
    let labels: [Int32] = [0, 0, 1]
    let largest = try growth(.SMOTE_STRATEGY_PERCENT, amount: 1e9, labels: labels)
    #expect(largest == [0, 10_000_000])
    #expect(throws: Failure.self) {
      try growth(.SMOTE_STRATEGY_PERCENT, amount: 1e9.nextUp, labels: labels)
    }
  }

  @Test func targets() throws {
    let targets = [
      smote_target(label: 2, reserved: 0, rows: 9), smote_target(label: 0, reserved: 0, rows: 12),
    ]
    #expect(try growth(.SMOTE_STRATEGY_TARGETS, targets: targets) == [2, 0, 2])
  }

  @Test func refusals() throws {
    func message(_ body: () throws -> [Int]) -> String {
      do {
        return "\(try body())"
      } catch let failure as Failure {
        return failure.message.text
      } catch {
        return "another error"
      }
    }
    let target = { smote_target(label: $0, reserved: 0, rows: $1) }
    #expect(
      message { try growth(.SMOTE_STRATEGY_TARGETS, targets: [target(5, 9)]) }
        == "targets name class 5, but no row has this label")
    #expect(
      message { try growth(.SMOTE_STRATEGY_TARGETS, targets: [target(2, 6)]) }
        == "targets ask for 6 rows of class 2, but it has 7: over-sampling drops no rows")
    #expect(
      message { try growth(.SMOTE_STRATEGY_TARGETS, targets: [target(2, 9), target(2, 9)]) }
        == "targets name class 2 more than once")
    #expect(
      message { try growth(.SMOTE_STRATEGY_RATIO, amount: 0.5) }
        == "strategy RATIO is for two classes, but there are 3: state the rows of each class with strategy TARGETS"
    )
    #expect(
      message { try growth(.SMOTE_STRATEGY_RATIO, amount: .nan) }
        == "amount = NaN, but strategy RATIO needs a number above 0 and not above 1")
    #expect(
      message { try growth(.SMOTE_STRATEGY_RATIO, amount: 0.2, labels: [0, 0, 0, 0, 1, 1]) }
        == "amount = 0.2 asks for fewer rows of class 1 than the 2 there are: over-sampling needs a larger ratio"
    )
    #expect(
      message { try growth(.SMOTE_STRATEGY_PERCENT, amount: -1) }
        == "amount = -1, but strategy PERCENT needs a number from 0 to 1000000000")
    #expect(
      message { try growth(.SMOTE_STRATEGY_TARGETS, targets: [target(2, Int64.max)]) }
        .hasPrefix("out of memory"))
  }
}

@Suite struct MetricTests {
  private func factors(
    _ values: [Double], columns: Int, _ scale: smote_scale, weights: [Double]? = nil
  ) throws -> [Double]? {
    try withTable(values, columns: columns) { table in
      var crew = Crew(threads: 2, progress: .none)
      func factors(_ weights: UnsafePointer<Double>?) throws -> [Double]? {
        let metric = try Metric(table, scale: scale, weights: weights, &crew)
        return metric.form.factors.map { Array(UnsafeBufferPointer(start: $0, count: columns)) }
      }
      return try weights.map { try factors($0) } ?? factors(nil)
    }
  }

  @Test func scales() throws {
    let values: [Double] = [0, 5, 2, 5, 4, 5, 10, 5]
    #expect(try factors(values, columns: 2, .SMOTE_SCALE_NONE) == nil)
    #expect(try factors(values, columns: 2, .SMOTE_SCALE_RANGE) == [0.1, 1])
    // Mean 4, squares 16 + 4 + 0 + 36, so a variance of 14.
    #expect(try factors(values, columns: 2, .SMOTE_SCALE_SD) == [1 / 14.0.squareRoot(), 1])
    #expect(
      try factors(values, columns: 2, .SMOTE_SCALE_RANGE, weights: [4, 0.25]) == [0.2, 0.5])
  }

  /// Squares of the differences would be denormal, zero or infinite.
  @Test(arguments: [-1010, -600, -550, -500, -390, 390, 500, 550, 600, 1010])
  func columnsOfAnySizeHaveADeviation(exponent: Int) throws {
    let size = Double(sign: .plus, exponent: exponent, significand: 1)
    let values = [0, 2, 4, 10].map { $0 * size }
    let factor = try #require(try factors(values, columns: 1, .SMOTE_SCALE_SD))[0]
    #expect(factor * size == 1 / 14.0.squareRoot())
  }

  @Test func columnsThatCannotBeScaledAreRefused() {
    func reason(
      _ values: [Double], _ scale: smote_scale, weights: [Double]? = nil
    ) -> String? {
      do {
        _ = try factors(values, columns: 1, scale, weights: weights)
        return nil
      } catch {
        return (error as? Failure)?.message.text
      }
    }
    let wide = reason([1.7e308, -1.7e308], .SMOTE_SCALE_RANGE)
    #expect(wide?.hasPrefix("column 0 is too wide") == true)
    let heavy = reason([1e308, 1], .SMOTE_SCALE_NONE, weights: [1e300])
    #expect(heavy?.hasPrefix("column 0 is too wide") == true)
    // 1 / 5e-324 is infinite, and so is 1 / 0, where a deviation is rounded to that.
    for zeros in [1, 20] {
      let values = [.leastNonzeroMagnitude] + [Double](repeating: 0, count: zeros)
      let narrow = reason(values, .SMOTE_SCALE_SD)
      #expect(narrow?.hasPrefix("column 0 is too narrow") == true)
    }
  }

  @Test func columnsThatDoNotCountMayBeOfAnySize() throws {
    let values = [1.7e308, 0, -1.7e308, 1]
    for scale in [smote_scale.SMOTE_SCALE_SD, .SMOTE_SCALE_RANGE] {
      #expect(try factors(values, columns: 2, scale, weights: [0, 1])?[0] == 0)
    }
    // A deviation that is 0 by rounding, or no number.
    let narrow = [.leastNonzeroMagnitude] + [Double](repeating: 0, count: 20)
    let sumsOverflow = [1.7e308, 1.7e308, -1.7e308, -1.7e308, -1.7e308, -1.7e308]
    for column in [narrow, sumsOverflow] {
      let values = column.enumerated().flatMap { [$1, Double($0)] }
      #expect(try factors(values, columns: 2, .SMOTE_SCALE_SD, weights: [0, 1])?[0] == 0)
    }
  }
}

@Suite struct FiniteValuesTests {
  private func offence(_ table: Table, threads: Int32 = 1) -> String? {
    do {
      var crew = Crew(threads: threads, progress: .none)
      try table.requireFinite(&crew)
      return nil
    } catch {
      return error.message.text
    }
  }

  /// A value is seen wherever it is: in tables of any shape, in any order in memory.
  @Test(arguments: [(1, 1), (1, 2), (1, 7), (2, 3), (5, 3), (3, 5), (7, 1), (11, 4)])
  func everyValueIsLookedAt(rows: Int, columns: Int) {
    for (down, across) in [
      (columns, 1), (columns + 2, 1), (2 * columns, 2), (1, rows), (1, rows + 1),
    ] {
      var values = [Float](repeating: .nan, count: 2 * (rows + 2) * (columns + 2))
      for row in 0..<rows {
        for column in 0..<columns {
          values[row * down + column * across] = .greatestFiniteMagnitude
        }
      }
      for place in -1..<rows * columns {
        let (row, column) = (max(place, 0) / columns, max(place, 0) % columns)
        let bad: Float = place % 2 == 0 ? .nan : -.infinity
        let was = values[row * down + column * across]
        if place >= 0 { values[row * down + column * across] = bad }
        let found = values.withUnsafeBytes { bytes in
          offence(
            Table(
              values: bytes.baseAddress!, dtype: .SMOTE_DTYPE_FLOAT32, rows: rows,
              columns: columns, rowStride: down, columnStride: across))
        }
        let what = bad.isNaN ? "NaN" : "infinity"
        #expect(
          found
            == (place < 0
              ? nil : "row \(row), column \(column) holds \(what), but every value must be finite"))
        values[row * down + column * across] = was
      }
    }
  }

  /// Whichever thread comes upon one first.
  @Test func theFirstIsNamedByAnyNumberOfThreads() {
    let (rows, columns) = (100_000, 40)
    var values = [Float](repeating: 1, count: rows * columns)
    for row in 5000..<rows {
      values[row * columns + 39] = .infinity
    }
    for threads: Int32 in [1, 2, 3, 8] {
      let found = withTable(values, columns: columns) { offence($0, threads: threads) }
      #expect(found == "row 5000, column 39 holds infinity, but every value must be finite")
    }
  }
}

@Suite struct MessageTests {
  @Test func numbersAreWrittenOut() {
    let message: Message =
      "\(0), \(-7), \(Int64.min), \(UInt64.max), \(0.1), \(1e300), \(Double.nan), \(-Double.nan), \(-Double.infinity)"
    #expect(
      message.text
        == "0, -7, -9223372036854775808, 18446744073709551615, 0.1, 1e+300, NaN, NaN, -inf")
  }

  @Test func oneThingIsNotMany() {
    let message: Message = "\(1, "row"), \(0, "row"), \(Int64.min, "row"), \(12, "row")"
    #expect(message.text == "1 row, 0 rows, -9223372036854775808 rows, 12 rows")
  }

  @Test func whatDoesNotFitIsCut() {
    let long: Message =
      "\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)\(Int64.min)"
    #expect(long.text.utf8.count == Message.capacity)
  }
}
