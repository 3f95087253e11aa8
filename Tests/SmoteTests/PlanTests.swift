import CSmote
import Smote
import Testing

/// Three classes of 12, 8 and 7 rows; values from a small generator.
private func table(seed: UInt64 = 1, columns: Int = 3) -> Table<Double> {
  var state = seed
  func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 40) / 1024
  }
  let labels: [Int32] = (0..<27).map { $0 < 12 ? 4 : $0 < 20 ? -3 : 9 }
  return Table(
    values: (0..<27 * columns).map { _ in next() }, labels: labels, columns: columns)
}

private func failure(_ body: () throws(SmoteError) -> Void) -> SmoteError? {
  do throws(SmoteError) {
    try body()
    return nil
  } catch {
    return error
  }
}

@Suite struct PlanTests {
  /// Chawla's picture with three rows on a line, worked by hand: each row has one nearest
  /// neighbour, each is the base once, and the new rows lie between.
  @Test func handWorkedCase() throws {
    // The minority at 0, 10 and 30; the majority elsewhere.
    let small = Table(
      values: [0.0, 10, 30, 100, 101, 102, 103, 104, 105], labels: [1, 1, 1, 0, 0, 0, 0, 0, 0],
      columns: 1)
    var options = Options()
    options.neighbors = 1
    let plan = try Plan(small, options)
    let provenance = try plan.provenance()
    #expect(plan.keptCount == 9 && plan.rowCount == 12)
    #expect(provenance[9...].map(\.base) == [0, 1, 2])
    #expect(provenance[9...].map(\.neighbor) == [1, 0, 1])
    let values = try plan.apply(small).values
    #expect(values[9] == 10 * provenance[9].gap)
    #expect(values[10] == 10 - 10 * provenance[10].gap)
    #expect(values[11] == 30 - 20 * provenance[11].gap)
  }

  @Test(arguments: [Options.Stream.native, .numpy])
  func contract(stream: Options.Stream) throws {
    let table = table()
    var options = Options()
    options.stream = stream
    options.seed = 77
    let plan = try Plan(table, options)
    let balanced = try plan.apply(table)
    let provenance = try plan.provenance()
    #expect(plan.rowCount == 36)
    #expect(Array(balanced.values[..<table.values.count]) == table.values)
    #expect(Array(balanced.labels[..<27]) == table.labels)
    // New rows: class by class, in ascending label order.
    #expect(Array(balanced.labels[27...]) == [-3, -3, -3, -3, 9, 9, 9, 9, 9])
    for row in 27..<36 {
      let origin = provenance[row]
      #expect(origin.base != origin.neighbor)
      #expect(origin.gap >= 0 && origin.gap < 1)
      #expect(table.labels[origin.base] == balanced.labels[row])
      #expect(table.labels[origin.neighbor] == balanced.labels[row])
      for column in 0..<3 {
        let base = table.values[origin.base * 3 + column]
        let neighbor = table.values[origin.neighbor * 3 + column]
        #expect(balanced.values[row * 3 + column] == base + origin.gap * (neighbor - base))
      }
    }
  }

  /// 12 new rows of 5: every row twice, and two of them once more.
  @Test func basesAreSpreadEvenly() throws {
    let small = Table(
      values: (0..<22).map { Float($0 * $0) }, labels: (0..<22).map { $0 < 17 ? 0 : 1 },
      columns: 1)
    var options = Options()
    options.neighbors = 4
    for seed in 0..<50 {
      options.seed = UInt64(seed)
      let bases = try Plan(small, options).provenance()[22...].map(\.base)
      #expect(bases.count == 12)
      #expect(Array(bases[..<10]) == [17, 18, 19, 20, 21, 17, 18, 19, 20, 21])
      #expect(bases[10] < bases[11])
    }
  }

  /// Without replacement, and every row as likely as any other.
  @Test func theRemainderIsUniform() throws {
    let small = Table(
      values: (0..<14).map { Double($0) }, labels: (0..<14).map { $0 < 8 ? 0 : 1 }, columns: 1)
    var options = Options()
    options.neighbors = 2
    var counts = [Int](repeating: 0, count: 14)
    for seed in 0..<3000 {
      options.seed = UInt64(seed)
      for origin in try Plan(small, options).provenance()[14...] {
        counts[origin.base] += 1
      }
    }
    // 2 of 6 rows, 3000 times: 1000 each, with a deviation of 26.
    #expect(counts[8...].allSatisfy { abs($0 - 1000) < 130 })
  }

  @Test func classesTooSmall() throws {
    let small = Table(
      values: (0..<10).map { Double($0) }, labels: [0, 0, 0, 0, 0, 0, 1, 1, 1, 2], columns: 1)
    var options = Options()
    let error = failure { () throws(SmoteError) in _ = try Plan(small, options) }
    #expect(error?.status == .SMOTE_ERROR_TOO_FEW_ROWS)
    #expect(error?.message == "class 1 has 3 rows, but neighbors = 5 needs at least 6")

    options.fewRows = .clip
    for stream in [Options.Stream.native, .numpy] {
      options.stream = stream
      let plan = try Plan(small, options)
      let provenance = try plan.provenance()
      let balanced = try plan.apply(small)
      #expect(balanced.labels.filter { $0 == 1 }.count == 6)
      #expect(balanced.labels.filter { $0 == 2 }.count == 6)
      // A single row is repeated.
      #expect(provenance[13...].allSatisfy { $0.base == 9 && $0.neighbor == 9 && $0.gap == 0 })
      #expect(Array(balanced.values[13...]) == [9, 9, 9, 9, 9])
    }
  }

  @Test func betweenHugeValuesNothingOverflows() throws {
    let small = Table(
      values: [0, 1, 2, 3, 1.7e308, -1.7e308], labels: [0, 0, 0, 0, 1, 1], columns: 1)
    var options = Options()
    options.neighbors = 1
    let plan = try Plan(small, options)
    let values = try plan.apply(small).values
    #expect(values[6...].allSatisfy { $0.isFinite && abs($0) <= 1.7e308 })
    let single = Table(
      values: small.values.map { Float($0 / 1e270) }, labels: small.labels, columns: 1)
    #expect(try Plan(single, options).apply(single).values[6...].allSatisfy(\.isFinite))
  }

  /// The rows of a table are carried along with other columns of other types.
  @Test func otherColumns() throws {
    let table = table()
    let plan = try Plan(table)
    let ages = Table(values: (0..<27).map { Float($0) }, labels: table.labels, columns: 1)
    let carried = try plan.apply(ages)
    let provenance = try plan.provenance()
    for row in 27..<36 {
      let base = Float(provenance[row].base)
      let difference = Double(Float(provenance[row].neighbor) - base)
      #expect(carried.values[row] == Float(Double(base) + provenance[row].gap * difference))
    }
  }

  @Test func rangesMakeUpTheWhole() throws {
    let table = table()
    let plan = try Plan(table)
    let whole = try plan.apply(table)
    var values: [Double] = []
    var labels: [Int32] = []
    for range in [0..<1, 1..<26, 26..<26, 26..<29, 29..<36] {
      let part = try plan.apply(table, rows: range)
      values += part.values
      labels += part.labels
    }
    #expect(values == whole.values)
    #expect(labels == whole.labels)
    #expect(
      failure { () throws(SmoteError) in _ = try plan.apply(table, rows: 30..<37) }?.message
        == "rows 30..<37 do not lie within 0..<36")
  }

  @Test func scalingChangesNeighboursNotValues() throws {
    // By column 0 the neighbour of row 0 is row 1; by column 1, scaled up, it is row 2.
    let small = Table(
      values: [0, 0, 1, 1, 50, 0, 900, 9, 901, 9, 902, 9, 903, 9], labels: [1, 1, 1, 0, 0, 0, 0],
      columns: 2)
    var options = Options()
    options.neighbors = 1
    options.strategy = .percent(100)
    #expect(try Plan(small, options).provenance()[7].neighbor == 1)
    options.columnWeights = [1e-6, 1]
    #expect(try Plan(small, options).provenance()[7].neighbor == 2)
    options.columnWeights = nil
    options.scale = .range
    #expect(try Plan(small, options).provenance()[7].neighbor == 2)
    options.columnWeights = [1, 1, 1]
    #expect(failure { () throws(SmoteError) in _ = try Plan(small, options) } != nil)
  }

  @Test func progressIsToldAndCanCancel() throws {
    let table = table()
    var fractions: [Double] = []
    _ = try Plan(table) { fraction in
      fractions.append(fraction)
      return true
    }
    #expect(fractions.first == 0 && fractions.last == 1)
    for stop in [0.0, 1.0] {
      let error = failure { () throws(SmoteError) in
        _ = try Plan(table, progress: { $0 != stop })
      }
      #expect(error?.status == .SMOTE_ERROR_CANCELLED)
    }
  }

  @Test func badInput() {
    var table = table()
    table.values[10] = .nan
    #expect(
      failure { () throws(SmoteError) in _ = try Plan(table) }?.message
        == "row 3, column 1 holds NaN, but every value must be finite")
    table.values[10] = -.infinity
    #expect(
      failure { () throws(SmoteError) in _ = try Plan(table) }?.message
        == "row 3, column 1 holds infinity, but every value must be finite")
    table.labels = Array(repeating: 8, count: 27)
    #expect(
      failure { () throws(SmoteError) in _ = try Plan(table) }?.message
        == "every row has label 8, but there must be at least 2 classes")
    table.labels.removeLast()
    #expect(
      failure { () throws(SmoteError) in _ = try Plan(table) }?.message
        == "81 values in 3 columns do not go with 26 labels")
    #expect(
      failure { () throws(SmoteError) in
        _ = try Plan(Table<Float>(values: [], labels: [], columns: 0))
      } != nil)
  }

  @Test func weightsOfOtherColumns() {
    var options = Options()
    options.columnWeights = [1]
    let refused = failure { () throws(SmoteError) in _ = try Plan(table(), options) }
    #expect(refused?.message == "columnWeights is of length 1, but 3 columns need 1 each")
    #expect(refused?.status == .SMOTE_ERROR_INVALID_ARGUMENT)
  }

  @Test func seedsAndThreads() throws {
    let table = table(columns: 40)
    var options = Options()
    let first = try Plan(table, options).apply(table)
    options.threads = 7
    #expect(try Plan(table, options).apply(table, threads: 3) == first)
    options.seed = 1 << 40
    #expect(try Plan(table, options).apply(table) != first)
    options.stream = .numpy
    #expect(
      failure { () throws(SmoteError) in _ = try Plan(table, options) }?.message
        == "seed = 1099511627776, but numpy's stream takes seeds up to 4294967295")
  }
}

/// As numpy's RandomState(seed) begins.
private func seeded(_ seed: UInt32) -> NumpyState {
  var words = [seed]
  for place in 1..<624 {
    let last = words[place - 1]
    words.append((last ^ last >> 30) &* 1_812_433_253 &+ UInt32(place))
  }
  return NumpyState(words: words, position: 624)
}

@Suite struct NumpyStateTests {
  /// One class changes: for a second one a seed would begin anew, where a state goes on.
  private let two = Table(
    values: (0..<40).map { Double($0 * $0) }, labels: (0..<40).map { $0 < 25 ? 0 : 1 }, columns: 1)

  @Test(arguments: [Options.Method.smote, .randomOver, .randomUnder])
  func aStateBeginsAsItsSeedDoes(method: Options.Method) throws {
    var options = Options()
    options.method = method
    var state = seeded(7)
    let first = try Plan(two, options, state: &state).provenance()
    #expect(state != seeded(7) && state.words.count == 624 && (0...624).contains(state.position))
    let advanced = state
    let next = try Plan(two, options, state: &state).provenance()
    #expect(next != first && state != advanced)
    options.stream = .numpy
    options.seed = 7
    #expect(try Plan(two, options).provenance() == first)
  }

  /// The polar method makes two normal numbers, and 15 are drawn.
  @Test func oneNormalNumberIsLeft() throws {
    var options = Options()
    options.method = .randomOver
    options.shrinkage = [1: 1]
    options.strategy = .targets([1: 30])
    var state = seeded(7)
    let first = try Plan(two, options, state: &state).apply(two)
    #expect(state.normal != nil)
    var without = state
    without.normal = nil
    var with = state
    let next = try Plan(two, options, state: &with).apply(two)
    #expect(next != first && with.normal == nil)
    #expect(try Plan(two, options, state: &without).apply(two) != next)
    #expect(without.normal != nil)
  }

  @Test func whatFailsLeavesTheState() {
    for (state, sentence) in [
      (NumpyState(words: [1], position: 0), "state has 1 words, but it must have 624"),
      (NumpyState(words: Array(repeating: 0, count: 624), position: 0), "all zeros"),
      (NumpyState(words: seeded(1).words, position: 625), "625"),
      (NumpyState(words: seeded(1).words, position: -1), "position in state is"),
      (NumpyState(words: seeded(1).words, position: 0, normal: .nan), "normal"),
    ] {
      var given = state
      let refused = failure { () throws(SmoteError) in _ = try Plan(two, state: &given) }
      #expect(refused?.status == .SMOTE_ERROR_INVALID_ARGUMENT)
      #expect(refused?.message.contains(sentence) == true)
      #expect(given.words == state.words && given.position == state.position)
    }
    var state = seeded(1)
    let cancelled = failure { () throws(SmoteError) in
      _ = try Plan(two, state: &state, progress: { $0 < 1 })
    }
    #expect(cancelled?.status == .SMOTE_ERROR_CANCELLED)
    #expect(state == seeded(1))
  }
}

@Suite struct NearestNeighborsTests {
  @Test func handWorkedCase() throws {
    let points = Table(values: [0.0, 1, 3, 1], labels: [0, 0, 0, 0], columns: 1)
    let nearest = try NearestNeighbors(of: points, k: 4)
    #expect(nearest.indices == [1, 3, 2, -1, 3, 0, 2, -1, 1, 3, 0, -1, 1, 0, 2, -1])
    #expect(nearest.distances[0..<4] == [1, 1, 9, .infinity])
    #expect(
      failure { () throws(SmoteError) in _ = try NearestNeighbors(of: points, k: 0) }?.status
        == .SMOTE_ERROR_INVALID_ARGUMENT)
    // Lists that have no end in memory end with the rows.
    let all = try NearestNeighbors(of: points, k: 2_000_000_000)
    #expect(all.k == 4 && all.indices == nearest.indices)
  }

  /// Of one type among another; what is among the references finds itself.
  @Test func queries() throws {
    let references = Table(values: [0.0, 1, 3, 1], labels: [0, 0, 0, 0], columns: 1)
    let queries = Table<Float>(values: [1, 2.5], labels: [0, 0], columns: 1)
    let nearest = try NearestNeighbors(of: queries, among: references, k: 3)
    #expect(nearest.k == 3 && nearest.indices == [1, 3, 0, 2, 1, 3])
    #expect(nearest.distances == [0, 0, 1, 0.25, 2.25, 2.25])
    #expect(try NearestNeighbors(of: queries, among: references, k: 9).k == 4)
    #expect(try NearestNeighbors(of: references, among: queries, k: 9).indices.count == 8)
    let wide = Table(values: [0.0, 1], labels: [0], columns: 2)
    #expect(
      failure { () throws(SmoteError) in
        _ = try NearestNeighbors(of: wide, among: references, k: 1)
      }?.message == "queries have 2 columns, but references have 1")
  }

  @Test func scalesAndWeights() throws {
    // Ranges of 10 and 1, variances of 16.75 and 0.1875.
    let points = Table(
      values: [0.0, 0, 10, 0, 4, 0, 0, 1], labels: [0, 0, 0, 0], columns: 2)
    let origin = Table(values: [0.0, 0], labels: [0], columns: 2)
    func nearest(_ scale: Options.Scale, _ weights: [Double]? = nil) throws -> NearestNeighbors {
      try NearestNeighbors(
        of: origin, among: points, k: 4, scale: scale, columnWeights: weights)
    }
    #expect(try nearest(.none).indices == [0, 3, 2, 1])
    #expect(try nearest(.none).distances == [0, 1, 16, 100])
    #expect(try nearest(.range).indices == [0, 2, 1, 3])
    #expect(try abs(nearest(.range).distances[1] - 0.16) < 1e-15)
    #expect(try nearest(.sd).indices == [0, 2, 3, 1])
    #expect(try nearest(.none, [0, 1]).distances == [0, 0, 0, 1])
    #expect(
      try NearestNeighbors(of: points, k: 1, scale: .range, columnWeights: [1, 4]).indices
        == [2, 2, 0, 0])
    for weights in [[1.0], [1, -1], [0, 0], []] {
      #expect(throws: SmoteError.self) { try nearest(.none, weights) }
    }
    #expect(
      failure { () throws(SmoteError) in
        _ = try NearestNeighbors(of: points, k: 1, columnWeights: [1])
      }?.message == "columnWeights is of length 1, but 2 columns need 1 each")
  }

  @Test func progressIsToldAndCanCancel() throws {
    let points = Table(values: [0.0, 1, 3, 1], labels: [0, 0, 0, 0], columns: 1)
    var fractions: [Double] = []
    _ = try NearestNeighbors(of: points, k: 1) { fraction in
      fractions.append(fraction)
      return true
    }
    #expect(fractions.first == 0 && fractions.last == 1)
    let cancelled = failure { () throws(SmoteError) in
      _ = try NearestNeighbors(of: points, among: points, k: 1, progress: { _ in false })
    }
    #expect(cancelled?.status == .SMOTE_ERROR_CANCELLED)
  }
}
