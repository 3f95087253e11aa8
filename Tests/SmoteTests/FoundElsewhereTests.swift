import Smote
import Testing

/// Two clouds that overlap; 60 of 200 rows are of class 1.
private func table() -> Table<Double> {
  var state: UInt64 = 5
  func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
  let labels: [Int32] = (0..<200).map { $0 % 10 < 3 ? 1 : 0 }
  return Table(
    values: labels.flatMap { [next() * 2 + Double($0), next()] }, labels: labels, columns: 2)
}

/// The k nearest rows of the same class, for each row.
private func nearestOfClass(_ table: Table<Double>, k: Int) throws -> [Int] {
  var lists = [Int](repeating: -1, count: table.rows * k)
  for label in Set(table.labels) {
    let rows = table.labels.indices.filter { table.labels[$0] == label }
    let own = Table(
      values: rows.flatMap { table.values[($0 * table.columns)..<(($0 + 1) * table.columns)] },
      labels: rows.map { _ in label }, columns: table.columns)
    let found = try NearestNeighbors(of: own, k: k)
    for (place, index) in found.indices.enumerated() {
      lists[rows[place / k] * k + place % k] = rows[index]
    }
  }
  return lists
}

private func message(_ table: Table<Double>, _ options: Options) -> String? {
  do throws(SmoteError) {
    _ = try Plan(table, options)
    return nil
  } catch {
    return error.message
  }
}

@Suite struct FoundElsewhereTests {
  @Test(arguments: [Options.Method.smote, .svm, .borderline1])
  func listsOfTheClass(method: Options.Method) throws {
    let table = table()
    var options = Options()
    options.method = method
    let searched = try Plan(table, options).apply(table)
    options.classNeighbors = try nearestOfClass(table, k: 5)
    #expect(try Plan(table, options).apply(table) == searched)

    // One neighbour each: it is the one that is gone towards.
    options.classNeighbors = (0..<1000).map { place in
      place % 5 > 0 ? -1 : table.labels[place / 5] == 0 ? 0 : place == 5 * 192 ? 191 : 192
    }
    #expect(message(table, options)?.hasSuffix("fewRows = .clip makes do with fewer") == true)
    options.fewRows = .clip
    let new = try Plan(table, options).provenance()[200...]
    #expect(new.allSatisfy { $0.neighbor == ($0.base == 192 ? 191 : 192) })
  }

  /// As many places as each method reads, and no more.
  @Test(
    arguments: [
      (Options.Method.borderline1, 10), (.borderline2, 10), (.svm, 10), (.adasyn, 5),
      (.tomek, 1), (.enn, 3), (.ncr, 3),
    ])
  func listsOfAll(method: Options.Method, k: Int) throws {
    let table = table()
    var options = Options()
    options.method = method
    let searched = try Plan(table, options).apply(table)
    options.allNeighbors = try NearestNeighbors(of: table, k: k).indices
    #expect(try Plan(table, options).apply(table) == searched)
    options.cleaningOptions.neighbors = 0
    #expect(try Plan(table, options).apply(table) == searched)

    options.allNeighbors?.removeLast()
    #expect(
      message(table, options)
        == "allNeighbors is of length \(200 * k - 1), but 200 rows need \(k) each")

    // Lists that say that nobody has a neighbour of another class.
    options.allNeighbors = (0..<200 * k).map { place in
      (0..<200).filter { table.labels[$0] == table.labels[place / k] && $0 != place / k }[place % k]
    }
    #expect(try Plan(table, options).apply(table) != searched)
  }

  @Test func asManyAsTheOptionsSay() throws {
    let table = table()
    var options = Options()
    options.method = .enn
    options.cleaningOptions.neighbors = 4
    let searched = try Plan(table, options).apply(table)
    options.allNeighbors = try NearestNeighbors(of: table, k: 4).indices
    #expect(try Plan(table, options).apply(table) == searched)
    options.cleaningOptions.neighbors = 5
    #expect(message(table, options) == "allNeighbors is of length 800, but 200 rows need 5 each")

    options = Options()
    options.classNeighbors = try nearestOfClass(table, k: 5)
    options.neighbors = 4
    #expect(message(table, options) == "classNeighbors is of length 1000, but 200 rows need 4 each")
    options.neighbors = .max
    #expect(message(table, options)?.hasPrefix("classNeighbors is of length 1000") == true)
    options.neighbors = 0
    #expect(message(table, options) == "neighbors = 0, but it must be at least 1")
    options.neighbors = 5
    options.classNeighbors?[0] = 200
    #expect(message(table, options)?.hasPrefix("classNeighbors names row 200") == true)
  }

  @Test func supportVectors() throws {
    let table = table()
    var options = Options()
    options.method = .svm
    options.supportRows = (0..<200).map { $0 >= 100 }
    let provenance = try Plan(table, options).provenance()
    #expect(provenance[200...].allSatisfy { $0.base >= 100 && table.labels[$0.base] == 1 })
    options.supportRows?.removeLast()
    #expect(message(table, options) == "supportRows is of length 199, but 200 rows need 1 each")
    options.supportRows = Array(repeating: false, count: 200)
    #expect(message(table, options) != nil)
  }
}
