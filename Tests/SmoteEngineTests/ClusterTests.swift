import CKernels
import CSmote
import Testing

@testable import SmoteEngine

@Suite struct ClusterTests {
  /// Kinds of tables that are hard on k-means in different ways.
  enum Data: CaseIterable {
    case uniform, groups, duplicates, constant, huge, overflowing, tiny

    func values(_ rows: Int, columns: Int, _ generator: inout TestGenerator) -> [Double] {
      (0..<rows * columns).map { place in
        let row = place / columns
        switch self {
        case .uniform: return Double.random(in: -1...1, using: &generator)
        case .groups: return Double(row % 5 * 100) + Double.random(in: 0...1, using: &generator)
        case .duplicates: return Double(row % 4)
        case .constant: return -7.25
        case .huge: return Double.random(in: -1...1, using: &generator) * 1e150
        case .overflowing: return Double.random(in: -1...1, using: &generator) * 1.7e308
        case .tiny: return Double(Int.random(in: 0...9, using: &generator)) * .leastNonzeroMagnitude
        }
      }
    }
  }

  private struct Fit: Equatable {
    var clusters: [Int]
    /// How many centres the start has.
    var found: Int
    /// Sums of the squared distances, at the start and at the end.
    var before: Double
    var after: Double
  }

  private func fit(
    _ table: Table, clusters: Int, seed: UInt64, threads: Int32 = 1
  ) throws -> Fit {
    var crew = Crew(threads: threads, progress: .none)
    let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
    let means = try KMeans(Points(all: table), clusters: clusters)
    let found = try means.seed(metric, Philox(seed: seed), 0, 0.5, &crew)
    let before = pairwiseSum(means.nearest.distances.base, table.rows)
    try means.settle(found, metric, 0.5, &crew)
    let after = pairwiseSum(means.nearest.distances.base, table.rows)
    return Fit(
      clusters: (0..<table.rows).map { means.cluster($0) }, found: found, before: before,
      after: after)
  }

  @Test(arguments: Data.allCases, [1, 2, 5, 16, 60])
  func neverWorseThanTheStart(data: Data, clusters: Int) throws {
    var generator = TestGenerator(seed: 51)
    for seed in 0..<5 as Range<UInt64> {
      let values = data.values(60, columns: 3, &generator)
      try withTable(values, columns: 3) { table in
        let fit = try fit(table, clusters: clusters, seed: seed)
        #expect(fit.after <= fit.before)
        #expect(fit.clusters.allSatisfy { (0..<fit.found).contains($0) })
        if data == .constant { #expect(fit.found == 1) }
        if data == .duplicates { #expect(fit.found == min(clusters, 4)) }
        if data == .duplicates && clusters >= 4 { #expect(fit.after == 0) }
        if data == .uniform && clusters == 60 {
          #expect(Set(fit.clusters).count == 60 && fit.after == 0)
        }
        // Equal rows are in one cluster.
        for row in 4..<60 where data == .duplicates {
          #expect(fit.clusters[row] == fit.clusters[row - 4])
        }
      }
    }
  }

  /// The clusters are those of the centres, as they stand in the end.
  @Test func rowsAreInTheNearestCluster() throws {
    var generator = TestGenerator(seed: 52)
    let values = Data.groups.values(100, columns: 2, &generator)
    try withTable(values, columns: 2) { table in
      var best = Double.infinity
      for seed in 0..<10 as Range<UInt64> {
        best = min(best, try fit(table, clusters: 5, seed: seed).after)
      }
      // Five groups of 20 rows in a unit square each.
      #expect(best < 100.0 / 3)
    }
  }

  /// Sums run over blocks that depend on the table alone; there are several for so many rows.
  @Test func threadsDtypesAndLayoutsChangeNothing() throws {
    var generator = TestGenerator(seed: 53)
    let singles = (0..<6000 * 4).map { _ in Float.random(in: -9...9, using: &generator) }
    let doubles = singles.map(Double.init)
    let reference = try withTable(doubles, columns: 4) {
      try fit($0, clusters: 7, seed: 1)
    }
    for threads: Int32 in [2, 3, 8] {
      let other = try withTable(doubles, columns: 4) {
        try fit($0, clusters: 7, seed: 1, threads: threads)
      }
      #expect(other == reference)
    }
    #expect(try withTable(singles, columns: 4) { try fit($0, clusters: 7, seed: 1) } == reference)
    var turned = doubles
    for row in 0..<6000 {
      for column in 0..<4 {
        turned[column * 6000 + row] = doubles[row * 4 + column]
      }
    }
    let byColumn = try turned.withUnsafeBytes { bytes in
      try fit(
        Table(
          values: bytes.baseAddress!, dtype: .SMOTE_DTYPE_FLOAT64, rows: 6000, columns: 4,
          rowStride: 1, columnStride: 6000), clusters: 7, seed: 1)
    }
    #expect(byColumn == reference)
    #expect(try withTable(doubles, columns: 4) { try fit($0, clusters: 7, seed: 2) } != reference)
  }

  /// A cluster without rows takes over the row that is farthest from its centre.
  @Test func emptyClustersAreFilled() throws {
    try withTable([0, 1, 2, 50], columns: 1) { table in
      var crew = Crew(threads: 1, progress: .none)
      let centres = try Buffer<Double>(3, repeating: 7)
      let lists = try NeighborLists(queries: 4, k: 1)
      for (row, distance) in [1.0, 0.0, 1.0, 2401.0].enumerated() {
        lists.numbers[row] = 0
        lists.distances[row] = distance
      }
      var means = try ClusterMeans(Points(all: table), clusters: 3)
      try means.move(centres, lists, &crew)
      // The second gets row 3, then the third row 0, the first of the farthest left.
      #expect((0..<4).map { lists.numbers[$0] } == [2, 0, 0, 1])
      #expect((0..<3).map { centres[$0] } == [1.5, 50, 0])
    }
  }

  /// Where the sum of its rows is beyond float64, a centre stays where it is.
  @Test func centresStayFinite() throws {
    try withTable([1.5e308, 1.6e308, 1.7e308], columns: 1) { table in
      var crew = Crew(threads: 1, progress: .none)
      let centres = try Buffer<Double>(1, repeating: 1.6e308)
      let lists = try NeighborLists(queries: 3, k: 1)
      for row in 0..<3 {
        lists.numbers[row] = 0
      }
      var means = try ClusterMeans(Points(all: table), clusters: 1)
      try means.move(centres, lists, &crew)
      #expect(centres[0] == 1.6e308)
    }
  }

  // MARK: Mean distances

  private func naiveMean(_ values: [Double], columns: Int) -> Double {
    let rows = values.count / columns
    var sum = 0.0
    for first in 0..<rows {
      for second in 0..<rows where first != second {
        var square = 0.0
        for column in 0..<columns {
          let difference = values[first * columns + column] - values[second * columns + column]
          square += difference * difference
        }
        sum += square.squareRoot()
      }
    }
    return rows < 2 ? 0 : sum / Double(rows * rows - rows)
  }

  @Test(arguments: [(1, 1), (2, 1), (3, 2), (17, 3), (130, 5), (700, 60)])
  func meanDistanceIsThatOfTheDefinition(rows: Int, columns: Int) throws {
    var generator = TestGenerator(seed: 54)
    let values = (0..<rows * columns).map { _ in Double.random(in: -5...5, using: &generator) }
    let expected = naiveMean(values, columns: columns)
    var found: Set<Double> = []
    try withTable(values, columns: columns) { table in
      for kernel in kernelNames {
        for threads: Int32 in [1, 2, 3, 8] {
          var crew = Crew(threads: threads, progress: .none)
          let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
          found.insert(
            try meanDistance(of: Points(all: table), metric, &crew, kernels: kernels(kernel)))
        }
      }
    }
    #expect(found.count == 1)
    #expect(abs(found.first! - expected) <= 1e-12 * expected)
  }
}
