import Smote
import Testing

/// Columns 1 and 3 hold categories, 0 and 2 numbers; a fifth of the rows is of class 1.
private func mixedTable(rows: Int = 300) -> Table<Double> {
  var state: UInt64 = 11
  func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
  var values: [Double] = []
  for _ in 0..<rows {
    values += [next() * 4, (next() * 3).rounded(.down), next(), (next() * 50).rounded(.down)]
  }
  return Table(
    values: values, labels: (0..<rows).map { $0 % 5 == 0 ? 1 : 0 }, columns: 4,
    categorical: [1, 3])
}

@Suite struct CategoryTests {
  @Test(arguments: [Options.Stream.native, .numpy])
  func numbersAreInterpolatedAndCategoriesVotedOn(stream: Options.Stream) throws {
    let table = mixedTable()
    var options = Options()
    options.method = .smotenc
    options.stream = stream
    let plan = try Plan(table, options)
    let balanced = try plan.apply(table)
    let provenance = try plan.provenance()
    #expect(plan.rowCount == 480 && balanced.categorical == [1, 3])
    #expect(try plan.voted(columns: 4) == [1, 3])
    #expect(throws: SmoteError.self) { try plan.voted(columns: 5) }
    #expect(throws: SmoteError.self) { try plan.voted(columns: -1) }
    let own = (0..<300).filter { table.labels[$0] == 1 }
    for row in 300..<480 {
      let origin = provenance[row]
      for column in [0, 2] {
        let base = table.values[origin.base * 4 + column]
        let neighbor = table.values[origin.neighbor * 4 + column]
        #expect(balanced.values[row * 4 + column] == base + origin.gap * (neighbor - base))
      }
      for column in [1, 3] {
        let code = balanced.values[row * 4 + column]
        #expect(own.contains { table.values[$0 * 4 + column] == code })
      }
    }
    // Carried along, categories are those of the base.
    let carried = try plan.apply(table, carried: true)
    for row in 300..<480 {
      #expect(carried.values[row * 4 + 1] == table.values[provenance[row].base * 4 + 1])
    }
  }

  @Test(arguments: [Options.Stream.native, .numpy])
  func categoriesAlone(stream: Options.Stream) throws {
    var table = mixedTable()
    table.values = table.values.map { $0.rounded(.down) }
    table.categorical = []
    var options = Options()
    options.method = .smoten
    options.stream = stream
    let plan = try Plan(table, options)
    let balanced = try plan.apply(table)
    #expect(plan.rowCount == 480)
    #expect(try plan.voted(columns: 4) == [0, 1, 2, 3])
    #expect(balanced.values.allSatisfy { $0.rounded() == $0 && $0 >= 0 })
    #expect(try plan.provenance().allSatisfy { $0.base == $0.neighbor && $0.gap == 0 })
  }

  @Test(arguments: [Options.Method.smotenc, .smoten, .kmeans])
  func threadsChangeNothing(method: Options.Method) throws {
    var table = mixedTable(rows: 6000)
    if method != .smotenc { table.categorical = [] }
    if method == .smoten { table.values = table.values.map { $0.rounded(.down) } }
    var options = Options()
    options.method = method
    options.clusters = 3
    options.clusterBalanceThreshold = 0
    options.threads = 1
    let one = try Plan(table, options).apply(table)
    for threads in [2, 3, 8] {
      options.threads = threads
      #expect(try Plan(table, options).apply(table, threads: threads) == one)
    }
  }

  @Test func refusals() throws {
    var table = mixedTable()
    func message(_ method: Options.Method) -> String {
      var options = Options()
      options.method = method
      do throws(SmoteError) {
        return "\(try Plan(table, options).rowCount) rows"
      } catch {
        return error.message
      }
    }
    #expect(message(.smote).hasPrefix("column 1 holds categories"))
    #expect(message(.smoten).hasPrefix("2 of 4 columns hold categories"))
    #expect(message(.randomOver) == "480 rows")
    #expect(throws: SmoteError.self) { try NearestNeighbors(of: table, k: 2) }
    table.values[5] = 0.5
    #expect(
      message(.smotenc)
        == "row 1, column 1 holds 0.5, but a category is a whole number from 0 to 16777215")
    table.categorical = [0, 4]
    #expect(message(.smotenc) == "categorical names column 4, but there are columns 0 to 3")
    table.categorical = []
    #expect(message(.smotenc).hasPrefix("0 of 4 columns hold categories"))
  }
}

@Suite struct ClusterOptionTests {
  @Test func clustersHandedIn() throws {
    var table = mixedTable()
    table.categorical = []
    var options = Options()
    options.method = .kmeans
    options.clusterBalanceThreshold = 0
    options.densityExponent = 0
    options.clusterOfRow = (0..<300).map { $0 < 100 ? 3 : $0 < 150 ? 9 : -1 }
    // 20 rows of the class in one cluster, 10 in the other: 1 / 20 to 1 / 10 of 180 rows.
    let bases = try Plan(table, options).provenance()[300...].map(\.base)
    #expect(bases.filter { $0 < 100 }.count == 60)
    #expect(bases.filter { $0 >= 100 && $0 < 150 }.count == 120)
    options.clusterOfRow?.removeLast()
    #expect(throws: SmoteError.self) { try Plan(table, options) }
    options.clusterOfRow = nil
    options.clusters = 0
    #expect(throws: SmoteError.self) { try Plan(table, options) }
  }

  @Test func aClusterOfAllIsSMOTE() throws {
    var table = mixedTable()
    table.categorical = []
    var options = Options()
    let plain = try Plan(table, options).apply(table)
    options.method = .kmeans
    options.clusters = 1
    #expect(try Plan(table, options).apply(table) == plain)
  }
}
