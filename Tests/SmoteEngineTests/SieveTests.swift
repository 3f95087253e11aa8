import CKernels
import CSmote
import Testing

@testable import SmoteEngine

/// The sieve must let every neighbour through, on data of all kinds.
@Suite struct SieveTests {
  enum Data: CaseIterable {
    case uniform, grid, duplicates, offset, heavyTails, wideScales, huge, large, tiny, outlier,
      clusters

    func value(_ row: Int, _ column: Int, _ generator: inout TestGenerator) -> Double {
      let uniform = Double.random(in: -1...1, using: &generator)
      switch self {
      case .uniform: return uniform
      case .grid: return (uniform * 2).rounded()
      case .duplicates: return row % 2 == 0 ? Double(column) : uniform
      case .offset: return 1e6 + 1e-2 * uniform
      case .heavyTails: return uniform / (Double.random(in: 0...1, using: &generator) + 1e-9)
      case .wideScales: return uniform * [1e-6, 1, 1e9][column % 3]
      case .huge: return uniform * 1.7e308
      case .large: return uniform * 1e18
      case .tiny: return uniform * 1e-300
      case .outlier: return row == 700 ? 1e12 : uniform
      case .clusters: return Double(row % 7 * 1000) + 1e-4 * uniform
      }
    }

    func values(_ rows: Int, _ columns: Int) -> [Double] {
      var generator = TestGenerator(seed: 21)
      return (0..<rows * columns).map { value($0 / columns, $0 % columns, &generator) }
    }
  }

  private let rows = 1300

  private func find<Element: Scalar>(
    _ values: [Element], columns: Int, k: Int, threads: Int32, kernel: String
  ) throws -> (indices: [Int64], distances: [Double], failedChunks: Int) {
    try withTable(values, columns: columns) { table in
      var crew = Crew(threads: threads, progress: .none)
      let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
      let lists = try NeighborLists(queries: table.rows, k: k)
      let points = Points(all: table)
      let search = Search(
        points, among: points, metric: metric, oneTable: true, kernels: kernels(kernel))
      try search.improve(lists, &crew)
      let again = try NeighborLists(queries: table.rows, k: k)
      let failed = try search.trySieve(again, &crew)
      // Whatever way the search went, this one was the sieve's.
      for place in 0..<lists.numbers.count where !failed[place / k / failed.chunkQueries] {
        #expect(again.numbers[place] == lists.numbers[place])
        #expect(again.distances[place] == lists.distances[place])
      }
      if search.mayMeet(k: k) {
        let mutual = try NeighborLists(queries: table.rows, k: k)
        if try search.meetMutually(mutual, &crew) {
          #expect(mutual.numbers.view.elementsEqual(lists.numbers.view))
          #expect(mutual.distances.view.elementsEqual(lists.distances.view))
        }
      }
      let failedChunks = (0..<failed.count).filter { failed[$0] }.count
      return (Array(lists.numbers.view), Array(lists.distances.view), failedChunks)
    }
  }

  /// Compares some of the lists with all distances, sorted.
  private func expectExact<Element: Scalar>(
    _ found: (indices: [Int64], distances: [Double], failedChunks: Int), _ values: [Element],
    columns: Int, k: Int
  ) {
    for query in stride(from: 0, to: rows, by: 61) {
      var all: [(distance: Double, row: Int)] = []
      for row in 0..<rows where row != query {
        var sum = 0.0
        for column in 0..<columns {
          let difference =
            Double(values[row * columns + column]) - Double(values[query * columns + column])
          sum += difference * difference
        }
        all.append((sum, row))
      }
      all.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
      #expect(
        found.indices[query * k..<(query + 1) * k].elementsEqual(
          all.prefix(k).map { Int64($0.row) }))
      #expect(
        found.distances[query * k..<(query + 1) * k].elementsEqual(all.prefix(k).map(\.distance)))
    }
  }

  @Test(arguments: Data.allCases, kernelNames)
  func letsEveryNeighborThrough(data: Data, kernel: String) throws {
    for (columns, k) in [(2, 5), (9, 40)] {
      let values = data.values(rows, columns)
      let found = try find(values, columns: columns, k: k, threads: 2, kernel: kernel)
      expectExact(found, values, columns: columns, k: k)
    }
  }

  /// So many columns that what is too far is given up before the last.
  @Test(arguments: kernelNames)
  func letsThroughWhatTheFirstColumnsKeep(kernel: String) throws {
    for data in [Data.uniform, .heavyTails, .wideScales] {
      let values = data.values(rows, 130)
      let found = try find(values, columns: 130, k: 5, threads: 2, kernel: kernel)
      expectExact(found, values, columns: 130, k: 5)
    }
  }

  /// More points at one distance than wait for it.
  @Test(arguments: kernelNames)
  func manyAreEquallyNear(kernel: String) throws {
    let values = (0..<rows * 3).map { Double($0 / 3 % 5) }
    let found = try find(values, columns: 3, k: 7, threads: 1, kernel: kernel)
    expectExact(found, values, columns: 3, k: 7)
  }

  @Test(arguments: kernelNames)
  func servesSinglePrecision(kernel: String) throws {
    let values = Data.heavyTails.values(rows, 6).map { Float($0) }
    let found = try find(values, columns: 6, k: 5, threads: 1, kernel: kernel)
    expectExact(found, values, columns: 6, k: 5)
  }

  /// It is used where it helps, and given up where it cannot.
  @Test func knowsWhenItHelps() throws {
    func failedChunks(_ data: Data) throws -> Int {
      try find(
        data.values(rows, 9), columns: 9, k: 5, threads: 1, kernel: kernelNames[0]
      ).failedChunks
    }
    #expect(try failedChunks(.uniform) == 0)
    #expect(try failedChunks(.offset) == 0)
    #expect(try failedChunks(.huge) == 21)
    #expect(try failedChunks(.large) == 21)
  }

  /// Distances that differ in the last bit of float64 alone.
  @Test(arguments: kernelNames)
  func theLastBitDecides(kernel: String) throws {
    var values = [Double](repeating: 0, count: rows)
    for row in 1..<rows {
      values[row] = 1000 + Double(row)
    }
    values[900] = 1.0.nextUp
    values[901] = 1
    values[902] = 1.0.nextDown
    let found = try find(values, columns: 1, k: 3, threads: 1, kernel: kernel)
    #expect(Array(found.indices[0..<3]) == [902, 901, 900])
  }
}
