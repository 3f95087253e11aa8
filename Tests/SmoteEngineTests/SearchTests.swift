import CKernels
import CSmote
import Testing

@testable import SmoteEngine

/// The definition, written as plainly as it can be: all distances, sorted by
/// (distance, row).
private func oracle<Element: Scalar>(
  _ values: [Element], columns: Int, k: Int
) -> (indices: [Int64], distances: [Double]) {
  let rows = values.count / columns
  var indices: [Int64] = []
  var distances: [Double] = []
  for query in 0..<rows {
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
    for place in 0..<k {
      indices.append(place < all.count ? Int64(all[place].row) : -1)
      distances.append(place < all.count ? all[place].distance : .infinity)
    }
  }
  return (indices, distances)
}

private func search<Element: Scalar>(
  _ values: [Element], columns: Int, k: Int, threads: Int32, kernel: String
) throws -> (indices: [Int64], distances: [Double]) {
  try withTable(values, columns: columns) { table in
    var crew = Crew(threads: threads, progress: .none)
    let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
    let lists = try NeighborLists(queries: table.rows, k: k)
    let points = Points(all: table)
    try Search(points, among: points, metric: metric, oneTable: true, kernels: kernels(kernel))
      .improve(lists, &crew)
    let count = lists.numbers.count
    return (
      Array(UnsafeBufferPointer(start: lists.numbers.base, count: count)),
      Array(UnsafeBufferPointer(start: lists.distances.base, count: count))
    )
  }
}

@Suite struct SearchTests {
  /// Kinds of data that break ties, bounds or blocks in different ways.
  enum Data: CaseIterable {
    case uniform, grid, duplicates, constant, huge, tiny

    func values(_ count: Int, columns: Int, _ generator: inout TestGenerator) -> [Double] {
      (0..<count).map { index in
        switch self {
        case .uniform: Double.random(in: -1...1, using: &generator)
        case .grid: Double(Int.random(in: 0...2, using: &generator))
        case .duplicates: Double(index / columns % 5)
        case .constant: 7
        case .huge: Double.random(in: -1...1, using: &generator) * 1.7e308
        case .tiny: Double.random(in: -9...9, using: &generator) * 1e-308
        }
      }
    }
  }

  @Test(arguments: Data.allCases, kernelNames)
  func equalsTheOracle(data: Data, kernel: String) throws {
    var generator = TestGenerator(seed: 11)
    for (rows, columns, k) in [(1, 1, 1), (2, 3, 1), (7, 1, 9), (65, 2, 5), (150, 17, 6)] {
      let values = data.values(rows * columns, columns: columns, &generator)
      let expected = oracle(values, columns: columns, k: k)
      for threads: Int32 in [1, 3] {
        let found = try search(
          values, columns: columns, k: k, threads: threads, kernel: kernel)
        #expect(found.indices == expected.indices)
        #expect(found.distances == expected.distances)
      }
    }
  }

  @Test(arguments: kernelNames)
  func singlePrecisionEqualsTheOracle(kernel: String) throws {
    var generator = TestGenerator(seed: 12)
    let values = (0..<90 * 4).map { _ in Float.random(in: -9...9, using: &generator) }
    let expected = oracle(values, columns: 4, k: 5)
    let found = try search(values, columns: 4, k: 5, threads: 2, kernel: kernel)
    #expect(found.indices == expected.indices)
    #expect(found.distances == expected.distances)
  }

  /// Enough work that several threads are spawned, and a panel of several slices.
  @Test(arguments: kernelNames)
  func threadsAndSlicesChangeNothing(kernel: String) throws {
    var generator = TestGenerator(seed: 13)
    let values = (0..<3000 * 20).map { _ in Double(Int.random(in: 0...9, using: &generator)) }
    let one = try search(values, columns: 20, k: 4, threads: 1, kernel: kernel)
    let many = try search(values, columns: 20, k: 4, threads: 8, kernel: kernel)
    let baseline = try search(values, columns: 20, k: 4, threads: 1, kernel: "baseline")
    #expect(one.indices == many.indices)
    #expect(one.distances == many.distances)
    #expect(one.indices == baseline.indices)
    #expect(one.distances == baseline.distances)
  }

  /// A panel holds 16 MiB: with this many columns it takes several of them.
  @Test func panelsChangeNothing() throws {
    var generator = TestGenerator(seed: 14)
    let columns = 30_000
    let values = (0..<100 * columns).map { _ in Float(Int.random(in: 0...1, using: &generator)) }
    let expected = oracle(values, columns: columns, k: 3)
    let found = try search(values, columns: columns, k: 3, threads: 2, kernel: kernelNames.last!)
    #expect(found.indices == expected.indices)
    #expect(found.distances == expected.distances)
  }

  /// `nextUp` of a distance is beyond it: the last bit decides.
  @Test func theLastBitDecides() throws {
    let values = [0, 1, 1.0.nextUp, 1.0.nextDown]
    let found = try search(values, columns: 1, k: 3, threads: 1, kernel: "baseline")
    #expect(Array(found.indices[0..<3]) == [3, 1, 2])
  }
}

@Suite struct NeighborListsTests {
  @Test func equalDistancesAreOrderedByNumberHoweverTheyCome() throws {
    let lists = try NeighborLists(queries: 1, k: 3)
    for number: Int64 in [8, 2, 9, 4, 1] {
      lists.places.insert(number, at: 1, query: 0)
    }
    #expect((0..<3).map { lists.numbers[$0] } == [1, 2, 4])
  }

  @Test func aPointIsTakenOnce() throws {
    let lists = try NeighborLists(queries: 1, k: 4)
    for _ in 0..<2 {
      for number: Int64 in [6, 2, 7] {
        lists.places.insert(number, at: Double(number), query: 0)
      }
    }
    #expect((0..<4).map { lists.numbers[$0] } == [2, 6, 7, -1])
  }

  @Test func infinitelyFarPointsComeBeforeEmptyPlaces() throws {
    let lists = try NeighborLists(queries: 1, k: 3)
    lists.places.insert(5, at: .infinity, query: 0)
    lists.places.insert(3, at: .infinity, query: 0)
    #expect((0..<3).map { lists.numbers[$0] } == [3, 5, -1])
  }

  /// Long lists are searched by halving, and moved at once.
  @Test(arguments: [1, 16, 47, 48, 49, 64, 65, 100, 300])
  func listsOfAnyLengthAreInOrder(k: Int) throws {
    let lists = try NeighborLists(queries: 3, k: k)
    var random = TestGenerator(seed: UInt32(k))
    let found = (0..<2 * k + 5).map { number in
      (distance: Double(random.next() % 40), number: Int64(number))
    }.shuffled(using: &random)
    for point in found + found.prefix(k) {
      lists.places.insert(point.number, at: point.distance, query: 1)
    }
    let nearest = found.sorted { ($0.distance, $0.number) < ($1.distance, $1.number) }.prefix(k)
    #expect((k..<2 * k).map { lists.numbers[$0] } == nearest.map(\.number))
    #expect((k..<2 * k).map { lists.distances[$0] } == nearest.map(\.distance))
    #expect((0..<3 * k).allSatisfy { $0 / k == 1 || lists.numbers[$0] == -1 })
  }
}
