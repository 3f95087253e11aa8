import CSmote
import Smote
import Testing

/// Noise around a line: class 1 lies at its right end, mixed with class 0.
private func table(rows: Int = 300) -> Table<Double> {
  var state: UInt64 = 7
  func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
  var values: [Double] = []
  var labels: [Int32] = []
  for row in 0..<rows {
    let isRare = row % 5 == 0
    values += [next() * 2 + (isRare ? 1 : 0), next()]
    labels.append(isRare ? 1 : 0)
  }
  return Table(values: values, labels: labels, columns: 2)
}

private let methods: [Options.Method] = [
  .smote, .borderline1, .borderline2, .svm, .adasyn, .randomOver,
]

@Suite struct MethodTests {
  /// What every method promises: counts, kept rows, and rows that their provenance makes.
  @Test(arguments: methods, [Options.Stream.native, .numpy])
  func contract(method: Options.Method, stream: Options.Stream) throws {
    let table = table()
    var options = Options()
    options.method = method
    options.stream = stream
    options.seed = 3
    let plan = try Plan(table, options)
    let balanced = try plan.apply(table)
    let provenance = try plan.provenance()
    #expect(try plan.warnings().isEmpty)
    if method != .adasyn || stream == .native { #expect(plan.rowCount == 480) }
    #expect(Array(balanced.values[..<600]) == table.values)
    #expect(balanced.labels[300...].allSatisfy { $0 == 1 })
    for row in 300..<plan.rowCount {
      let origin = provenance[row]
      #expect(table.labels[origin.base] == 1)
      if method != .borderline2 { #expect(table.labels[origin.neighbor] == 1) }
      if table.labels[origin.neighbor] != 1 { #expect(origin.gap < 0.5) }
      #expect(origin.gap < 1 && (origin.gap >= 0 || method == .svm && origin.gap > -0.5))
      #expect((origin.base == origin.neighbor) == (method == .randomOver))
      // The numpy stream of the second kind rounds once more.
      guard method != .borderline2 || stream == .native else { continue }
      for column in 0..<2 {
        let base = table.values[origin.base * 2 + column]
        let neighbor = table.values[origin.neighbor * 2 + column]
        #expect(balanced.values[row * 2 + column] == base + origin.gap * (neighbor - base))
      }
    }
  }

  @Test(arguments: methods)
  func threadsChangeNothing(method: Options.Method) throws {
    let table = table(rows: 6000)
    var options = Options()
    options.method = method
    options.threads = 1
    let one = try Plan(table, options).apply(table)
    options.threads = 8
    #expect(try Plan(table, options).apply(table, threads: 8) == one)
  }

  /// Han's picture on a line, worked by hand with m = 4: the five rows of the minority from 0
  /// to 2 are safe among themselves; 9 and 10.4 have three of four neighbours in the
  /// majority, and are in danger; 22.5 has four of four, and is noise.
  @Test func borderlineByHand() throws {
    let minority = [0, 0.5, 1, 1.5, 2, 9, 10.4, 22.5]
    let majority = [8.2, 9.9, 10.8, 20, 21, 22, 23, 24]
    let line = Table(
      values: minority + majority, labels: (0..<16).map { $0 < 8 ? 1 : 0 }, columns: 1)
    var options = Options()
    options.method = .borderline1
    options.neighbors = 2
    options.dangerNeighbors = 4
    options.strategy = .targets([1: 28])
    let new = try Plan(line, options).provenance()[16...]
    #expect(new.filter { $0.base == 5 }.count == 10)
    #expect(new.filter { $0.base == 6 }.count == 10)
    #expect(Set(new.filter { $0.base == 5 }.map(\.neighbor)) == [6, 4])
    #expect(Set(new.filter { $0.base == 6 }.map(\.neighbor)) == [5, 4])

    options.method = .borderline2
    let any = try Plan(line, options).provenance()[16...]
    #expect(Set(any.filter { $0.base == 5 }.map(\.neighbor)) == [8, 9])
    #expect(Set(any.filter { $0.base == 6 }.map(\.neighbor)) == [10, 9])
    #expect(any.allSatisfy { $0.gap < 0.5 })
  }

  /// He's equations by hand, with k = 2 on a line: row 0 has no neighbour of the other
  /// class, row 1 one of two, row 2 two of two. So 6 rows are shared out as 0, 2 and 4.
  @Test func adasynByHand() throws {
    let line = Table(
      values: [0, 0.5, 2.5, 10, 2, 3, 0.9, 30, 31, 32, 33, 34, -0.7],
      labels: [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1], columns: 1)
    // Nearest of 0: 0.5 and -0.7; of 0.5: 0.9 and 0; of 2.5: 2 and 3; of 10: 3 and 2.5; of
    // -0.7: 0 and 0.5. So the weights are 0, 1/2, 1, 1/2 and 0.
    var options = Options()
    options.method = .adasyn
    options.neighbors = 2
    options.strategy = .targets([1: 13])
    let bases = try Plan(line, options).provenance()[13...].map(\.base)
    #expect(bases == [1, 1, 2, 2, 2, 2, 3, 3])
    // 9 rows: shares of 2.25, 4.5 and 2.25. The largest remainder gets the last row.
    options.strategy = .targets([1: 14])
    let nine = try Plan(line, options).provenance()[13...].map(\.base)
    #expect(nine == [1, 1, 2, 2, 2, 2, 2, 3, 3])
  }

  /// Outwards or inwards is decided by the base, and the rows asked for are always made,
  /// also where no support vector is in danger (imbalanced-learn makes too few there).
  @Test func supportVectorsApart() throws {
    let apart = Table(
      values: (0..<60).map { Double($0 < 40 ? $0 : 40 + 2 * $0) },
      labels: (0..<60).map { $0 < 40 ? 0 : 1 }, columns: 1)
    var options = Options()
    options.method = .svm
    options.outStep = 0.25
    for stream in [Options.Stream.native, .numpy] {
      options.stream = stream
      let plan = try Plan(apart, options)
      #expect(plan.rowCount == 80)
      let new = try plan.provenance()[60...]
      #expect(new.allSatisfy { $0.gap <= 0 && $0.gap > -0.25 && $0.base >= 40 })
    }
    options.outStep = 1.5
    #expect(throws: SmoteError.self) { try Plan(apart, options) }
  }

  /// Values whose squares overflow, or vanish, trapped in the kernel's exponential.
  @Test(arguments: [1e200, 1e155, 1e-158, 1e-200])
  func supportVectorsOfExtremeValues(factor: Double) throws {
    var table = SmoteTests.table(rows: 60)
    table.values = table.values.map { $0 * factor }
    var options = Options()
    options.method = .svm
    do throws(SmoteError) {
      #expect(try Plan(table, options).rowCount == 96)
    } catch {
      #expect(error.status == .SMOTE_ERROR_INVALID_DATA)
    }
    table.values = SmoteTests.table(rows: 60).values
    table.values[7] = factor
    do throws(SmoteError) {
      #expect(try Plan(table, options).rowCount == 96)
    } catch {
      #expect(error.status == .SMOTE_ERROR_INVALID_DATA)
    }
  }

  /// Outwards, and by noise, values may leave the range of their type: they stay finite.
  @Test func beyondTheRangeOfTheType() throws {
    let wide = Table(
      values: (0..<60).map { $0 < 40 ? Float($0) * 1e36 : 3.4e38 - Float($0) * 1e35 },
      labels: (0..<60).map { $0 < 40 ? 0 : 1 }, columns: 1)
    var options = Options()
    options.method = .randomOver
    options.shrinkage = [1: 100]
    let noisy = try Plan(wide, options).apply(wide)
    #expect(noisy.values.allSatisfy { $0.isFinite })
    #expect(noisy.values.contains(.greatestFiniteMagnitude))
    options.method = .svm
    options.outStep = 1
    let outwards = try Plan(wide, options).apply(wide)
    #expect(outwards.values.allSatisfy { $0.isFinite })
  }

  /// A gap of -0 from a base of -0, in either layout of the loop.
  @Test func noStepAtAll() throws {
    var table = SmoteTests.table(rows: 60)
    for row in 0..<60 { table.values[2 * row] = -0.0 }
    var options = Options()
    options.method = .svm
    options.outStep = 0
    let plan = try Plan(table, options)
    let provenance = try plan.provenance()
    let values = try plan.apply(table).values
    for row in 60..<plan.rowCount where provenance[row].gap == 0 {
      #expect(values[2 * row].bitPattern == (-0.0).bitPattern)
    }
  }

  @Test func withoutCandidates() throws {
    // Two clusters far from each other.
    let apart = Table(
      values: (0..<60).map { Double($0 < 40 ? $0 : 1000 + $0) },
      labels: (0..<60).map { $0 < 40 ? 0 : 1 },
      columns: 1)
    var options = Options()
    options.method = .borderline1
    let plan = try Plan(apart, options)
    #expect(plan.rowCount == 60)
    #expect(try plan.warnings().count == 1)
    #expect(try plan.warnings()[0].hasPrefix("no row of class 1 is in danger"))

    options.method = .adasyn
    let even = try Plan(apart, options)
    #expect(even.rowCount == 80)
    #expect(
      try even.warnings() == [
        "no row of class 1 has a neighbour of another class: all its rows count the same"
      ])
    options.stream = .numpy
    #expect(throws: SmoteError.self) { try Plan(apart, options) }
  }

  @Test func randomOverTakesValuesAsTheyAre() throws {
    var table = table()
    table.values[0] = .nan
    table.values[11] = .infinity
    var options = Options()
    options.method = .randomOver
    let plan = try Plan(table, options)
    let balanced = try plan.apply(table)
    let provenance = try plan.provenance()
    #expect(plan.rowCount == 480)
    for row in 0..<480 {
      for column in 0..<2 {
        let value = table.values[provenance[row].base * 2 + column]
        #expect(balanced.values[row * 2 + column].bitPattern == value.bitPattern)
      }
    }
    // 180 new rows of 60: each row three times.
    #expect(
      (0..<300).allSatisfy { row in
        provenance[300...].filter { $0.base == row }.count == (table.labels[row] == 1 ? 3 : 0)
      })
  }

  /// Noise of the smoothed bootstrap: its standard deviation, and that it is the same in
  /// whatever ranges it is written.
  @Test(arguments: [Options.Stream.native, .numpy])
  func smoothedBootstrap(stream: Options.Stream) throws {
    let table = table(rows: 4000)
    var options = Options()
    options.method = .randomOver
    options.stream = stream
    options.shrinkage = [1: 2]
    options.strategy = .targets([1: 9000])
    let plan = try Plan(table, options)
    let balanced = try plan.apply(table)
    let provenance = try plan.provenance()
    var noise: [[Double]] = [[], []]
    for row in 4000..<plan.rowCount {
      for column in 0..<2 {
        noise[column].append(
          balanced.values[row * 2 + column] - table.values[provenance[row].base * 2 + column])
      }
    }
    // The class is uniform, of width 2 and 1; (4 / (4 * 4000))^(1/6) is 0.25099.
    for (values, width) in zip(noise, [2.0, 1]) {
      let mean = values.reduce(0, +) / Double(values.count)
      let deviation = (values.map { $0 * $0 }.reduce(0, +) / Double(values.count)).squareRoot()
      let expected = 2 * 0.25099 * width / 12.0.squareRoot()
      #expect(abs(mean) < 0.05 * expected)
      #expect(abs(deviation / expected - 1) < 0.06)
    }
    var parts: [Double] = []
    for range in [0..<4100, 4100..<4101, 4101..<9000, 9000..<12200] {
      parts += try plan.apply(table, rows: range).values
    }
    #expect(parts == balanced.values)

    let ages = Table(
      values: (0..<4000).map { Double($0) }, labels: table.labels, columns: 1)
    let carried = try plan.apply(ages, carried: true)
    #expect(carried.values == provenance.map { Double($0.base) })
    #expect(throws: SmoteError.self) { try plan.apply(ages) }
  }

  /// No noise is no change, however wide the columns are.
  @Test func shrinkageOfZero() throws {
    var table = table()
    for row in 0..<300 {
      table.values[2 * row] = row % 2 == 0 ? -1.7e308 : 1.7e308
      table.values[2 * row + 1] = -0.0
    }
    var options = Options()
    options.method = .randomOver
    options.shrinkage = [1: 0]
    let plan = try Plan(table, options)
    let balanced = try plan.apply(table)
    let provenance = try plan.provenance()
    for row in 300..<480 {
      for column in 0..<2 {
        let value = table.values[provenance[row].base * 2 + column]
        #expect(balanced.values[row * 2 + column].bitPattern == value.bitPattern)
      }
    }
  }

  @Test func shrinkageThatIsWrong() throws {
    let table = table()
    var options = Options()
    options.method = .randomOver
    func message() -> String? {
      do throws(SmoteError) {
        _ = try Plan(table, options)
        return nil
      } catch {
        return error.message
      }
    }
    options.shrinkage = [0: 1]
    #expect(message() == "shrinkage has no factor for class 1, which grows")
    options.shrinkage = [1: -0.5]
    #expect(message() == "shrinkage of class 1 is -0.5, but it must be finite and not negative")
    // With noise, values are read.
    options.shrinkage = [1: 1]
    var wide = table
    wide.values[0] = 1e300
    #expect(throws: SmoteError.self) { try Plan(wide, options) }
    var hole = table
    hole.values[1] = .nan
    #expect(throws: SmoteError.self) { try Plan(hole, options) }
  }

  @Test func tooFewRowsForDanger() throws {
    let table = table(rows: 20)
    var options = Options()
    options.method = .borderline1
    options.neighbors = 2
    options.dangerNeighbors = 20
    #expect {
      try Plan(table, options)
    } throws: {
      ($0 as? SmoteError)?.message
        == "there are 20 rows, but dangerNeighbors = 20 needs at least 21"
    }
    options.fewRows = .clip
    _ = try Plan(table, options)
  }
}
