import Testing

@testable import SmoteEngine

@Suite struct ApportionmentTests {
  private func shares(_ seats: Int, _ weights: [Double]) throws -> [Int] {
    let buffer = try Buffer<Double>(weights.count)
    buffer.base.update(from: weights, count: weights.count)
    var crew = Crew(threads: 1, progress: .none)
    let counts = try apportion(seats, by: buffer, &crew)
    return weights.indices.map { counts[$0] }
  }

  @Test func byHand() throws {
    #expect(try shares(10, [1, 1, 1]) == [4, 3, 3])
    #expect(try shares(7, [0.5, 0, 0.25, 0.25]) == [3, 0, 2, 2])
    #expect(try shares(0, [1, 2]) == [0, 0])
    #expect(try shares(1, [0, 1e-300, 0]) == [0, 1, 0])
  }

  /// Against the definition: sort by remainder, stably.
  @Test func equalsTheDefinition() throws {
    var generator = TestGenerator(seed: 5)
    for _ in 0..<200 {
      let count = Int.random(in: 1...300, using: &generator)
      let weights = (0..<count).map { _ in Double(Int.random(in: 0...8, using: &generator)) + 0.125
      }
      let seats = Int.random(in: 0...1000, using: &generator)
      let total = weights.reduce(0, +)
      let exact = weights.map { $0 / total * Double(seats) }
      var expected = exact.map { Int($0.rounded(.down)) }
      let left = seats - expected.reduce(0, +)
      let order = exact.indices.sorted {
        let (first, second) = (
          exact[$0] - exact[$0].rounded(.down), exact[$1] - exact[$1].rounded(.down)
        )
        return first != second ? first > second : $0 < $1
      }
      for index in order.prefix(left) { expected[index] += 1 }
      #expect(try shares(seats, weights) == expected)
    }
  }

  /// Sums that numpy gives: `np.sum(1 / np.arange(1, n + 1))`.
  @Test(arguments: [
    (1, 1.0), (7, 2.5928571428571425), (100, 5.187377517639621), (1000, 7.485470860550345),
  ])
  func sumsAsNumpyDoes(count: Int, expected: Double) {
    let values = (1...count).map { 1 / Double($0) }
    #expect(pairwiseSum(values, count) == expected)
  }
}
