import CKernels
import Testing

@testable import SmoteEngine

/// Points with columns of all three kinds at once, which no method has: numbers, codes with
/// penalties, and profiles.
private struct Sample {
  let numbers: Int
  let penalties: [Double]
  let profiles: Int
  let profileColumns: Int
  /// Points after points; few different values, so that many distances are equal.
  let values: [Double]

  var columns: Int { numbers + penalties.count + profiles * profileColumns }
  var points: Int { values.count / columns }

  init(
    _ points: Int, numbers: Int, codes: Int, profiles: Int, profileColumns: Int,
    _ generator: inout TestGenerator
  ) {
    self.numbers = numbers
    self.profiles = profiles
    self.profileColumns = profileColumns
    penalties = (0..<codes).map { _ in Double.random(in: 0...3, using: &generator) }
    let columns = numbers + codes + profiles * profileColumns
    values = (0..<points * columns).map { place in
      let isCode = (numbers..<numbers + codes).contains(place % columns)
      let value = Double(Int.random(in: 0...3, using: &generator))
      return isCode ? value : value / 3
    }
  }

  /// The definition, each operation rounded by itself.
  func distance(_ first: Int, _ second: Int) -> Double {
    func difference(_ column: Int) -> Double {
      values[second * columns + column] - values[first * columns + column]
    }
    var sum = 0.0
    for column in 0..<numbers {
      sum += difference(column) * difference(column)
    }
    for (code, penalty) in penalties.enumerated() where difference(numbers + code) != 0 {
      sum += penalty
    }
    for profile in 0..<profiles {
      let start = numbers + penalties.count + profile * profileColumns
      var magnitude = 0.0
      for column in start..<start + profileColumns {
        magnitude += abs(difference(column))
      }
      sum += magnitude * magnitude
    }
    return sum
  }

  /// Points from `first` on, side by side, as kernels take them; NaN where there are none.
  func packed(_ first: Int, groups: Int, lanes: Int) -> [Double] {
    var packed = [Double](repeating: .nan, count: groups * lanes * columns)
    for point in first..<min(first + groups * lanes, points) {
      let (group, lane) = (point - first).quotientAndRemainder(dividingBy: lanes)
      for column in 0..<columns {
        packed[(group * columns + column) * lanes + lane] = values[point * columns + column]
      }
    }
    return packed
  }

  /// Calls `body` with the columns as kernels take them.
  func withColumns<Result>(_ body: (kernel_columns) -> Result) -> Result {
    penalties.withUnsafeBufferPointer { penalties in
      body(
        kernel_columns(
          numbers: Int64(numbers), codes: Int64(penalties.count), penalties: penalties.baseAddress,
          profiles: Int64(profiles), profile_columns: Int64(profileColumns)))
    }
  }
}

@Suite struct KernelTests {
  static let shapes = [(1, 0, 0, 0), (3, 2, 0, 0), (1, 1, 0, 0), (0, 0, 3, 2), (2, 3, 2, 3)]

  /// Every number of points around those that fill the lanes.
  private func forEachSample(_ body: (Sample, _ groups: Int) -> Void, lanes: Int) {
    var generator = TestGenerator(seed: 21)
    for (numbers, codes, profiles, profileColumns) in KernelTests.shapes {
      for points in 4...2 * lanes + 5 {
        let sample = Sample(
          points, numbers: numbers, codes: codes, profiles: profiles,
          profileColumns: profileColumns, &generator)
        body(sample, (points + lanes - 1) / lanes)
      }
    }
  }

  @Test(arguments: kernelNames)
  func distancesAreThoseOfTheDefinition(kernel: String) {
    let kernels = kernels(kernel)
    let lanes = Int(kernels.lanes)
    forEachSample(
      { sample, groups in
        let queries = sample.packed(0, groups: 1, lanes: 4)
        let panel = sample.packed(0, groups: groups, lanes: lanes)
        var found = [Double](repeating: -1, count: 4 * groups * lanes)
        sample.withColumns { columns in
          var columns = columns
          kernels.distances(queries, panel, &columns, Int64(groups), &found)
        }
        var same = true
        for query in 0..<4 {
          for point in 0..<sample.points {
            let own = found[query * groups * lanes + point]
            same = same && own == sample.distance(query, point)
          }
        }
        #expect(same, "\(sample.points) points of \(sample.columns) columns")
      }, lanes: lanes)
  }

  /// What is within the limits, those included, and nothing that pads the panel.
  @Test(arguments: kernelNames)
  func withinIsTheSame(kernel: String) {
    let kernels = kernels(kernel)
    let lanes = Int(kernels.lanes)
    forEachSample(
      { sample, groups in
        let queries = sample.packed(0, groups: 1, lanes: 4)
        let panel = sample.packed(0, groups: groups, lanes: lanes)
        let limits = [sample.distance(0, 1), 0, .infinity, sample.distance(3, sample.points - 1)]
        var hits = [kernel_hit](repeating: kernel_hit(), count: 4 * groups * lanes)
        let count = sample.withColumns { columns in
          var columns = columns
          return Int(kernels.within(queries, panel, &columns, Int64(groups), limits, &hits))
        }
        var expected = 0
        for query in 0..<4 {
          for point in 0..<sample.points where sample.distance(query, point) <= limits[query] {
            expected += 1
          }
        }
        // (Codes alone would not tell padding from points; no metric is without numbers.)
        #expect(count == expected)
        let right = hits[..<count].allSatisfy { hit in
          Int(hit.point) < sample.points
            && hit.distance == sample.distance(Int(hit.query), Int(hit.point))
        }
        #expect(right)
      }, lanes: lanes)
  }
}

/// The k nearest of all others by (distance, row).
private func nearest(
  rows: Int, k: Int, _ distance: (Int, Int) -> Double
) -> (indices: [Int64], distances: [Double]) {
  var indices: [Int64] = []
  var distances: [Double] = []
  for query in 0..<rows {
    var all = (0..<rows).filter { $0 != query }.map { (distance: distance(query, $0), row: $0) }
    all.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
    for place in 0..<k {
      indices.append(place < all.count ? Int64(all[place].row) : -1)
      distances.append(place < all.count ? all[place].distance : .infinity)
    }
  }
  return (indices, distances)
}

private func search(
  _ table: Table, _ metric: borrowing Metric, k: Int, _ kernel: String, _ crew: inout Crew
) throws -> (indices: [Int64], distances: [Double]) {
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

@Suite struct CategorySearchTests {
  private static let mask: [UInt8] = [1, 0, 0, 255, 0, 1]

  /// Numbers and categories mixed up: numbers are added first, whatever their places.
  @Test(arguments: kernelNames, [1, 3] as [Int32])
  func mixedEqualsTheOracle(kernel: String, threads: Int32) throws {
    var generator = TestGenerator(seed: 31)
    let weights = [0.5, 0, 2, 1, 3, 0]
    for rows in [2, 15, 17, 130] {
      let values = (0..<rows * 6).map { place in
        CategorySearchTests.mask[place % 6] != 0
          ? Float(Int.random(in: 0...2, using: &generator) * 8_000_000)
          : Float.random(in: -3...3, using: &generator)
      }
      for weights in [nil, weights] {
        let factors = (0..<6).map { (weights?[$0] ?? 1).squareRoot() }
        let expected = nearest(rows: rows, k: 4) { first, second in
          func value(_ row: Int, _ column: Int) -> Double { Double(values[row * 6 + column]) }
          var sum = 0.0
          for column in [1, 2, 4] {
            let difference =
              value(second, column) * factors[column] - value(first, column) * factors[column]
            sum += difference * difference
          }
          for column in [0, 3, 5] where value(first, column) != value(second, column) {
            sum += 0.7 * (weights?[column] ?? 1)
          }
          return sum
        }
        try withTable(values, columns: 6, categorical: CategorySearchTests.mask) { table in
          var crew = Crew(threads: threads, progress: .none)
          func found(_ weights: UnsafePointer<Double>?) throws {
            let metric = try Metric(
              mixed: table, scale: .SMOTE_SCALE_NONE, weights: weights, &crew)
            metric.setPenalty(0.7, weights: weights)
            let found = try search(table, metric, k: 4, kernel, &crew)
            #expect(found.indices == expected.indices)
            #expect(found.distances == expected.distances)
          }
          if let weights { try found(weights) } else { try found(nil) }
        }
      }
    }
  }

  /// The last table has more categories than are sorted by insertion.
  @Test(arguments: [(3, 1, 2), (33, 3, 4), (150, 2, 40), (1100, 1, 1100)])
  func profilesEqualTheOracle(rows: Int, columns: Int, categories: Int) throws {
    var generator = TestGenerator(seed: 32)
    let values = (0..<rows * columns).map { place in
      let code = rows == categories ? place : Int.random(in: 0..<categories, using: &generator)
      return Double(code * 11)
    }
    let labels = (0..<rows).map { _ in Int32.random(in: -1...1, using: &generator) }
    let present = Set(labels).sorted()
    /// By column and row: the parts of the classes among the rows with the same category.
    var profiles: [[[Double]]] = []
    for column in 0..<columns {
      var counts: [Double: [Double]] = [:]
      for row in 0..<rows {
        let place = present.firstIndex(of: labels[row])!
        counts[values[row * columns + column], default: present.map { _ in 0 }][place] += 1
      }
      let parts = counts.mapValues { counts in counts.map { $0 / counts.reduce(0, +) } }
      profiles.append((0..<rows).map { parts[values[$0 * columns + column]]! })
    }
    let expected = nearest(rows: rows, k: 5) { first, second in
      var sum = 0.0
      for column in 0..<columns {
        var difference = 0.0
        for place in present.indices {
          difference += abs(profiles[column][second][place] - profiles[column][first][place])
        }
        sum += difference * difference
      }
      return sum
    }
    try withTable(values, columns: columns) { table in
      for kernel in kernelNames {
        var crew = Crew(threads: 3, progress: .none)
        let classes = try Classes(labels, rows: rows, &crew)
        let metric = Metric(try ValueDifference(table.nominal, labels, classes, &crew))
        let found = try search(table.nominal, metric, k: 5, kernel, &crew)
        #expect(found.indices == expected.indices)
        #expect(found.distances == expected.distances)
      }
    }
  }
}

@Suite struct HeapSortTests {
  @Test func sortsAsTheStandardLibrary() {
    var generator = TestGenerator(seed: 41)
    for count in 0...70 {
      for spread in [1, 3, 1000] as [Int32] {
        var values = (0..<count).map { _ in Int32.random(in: -spread...spread, using: &generator) }
        let expected = values.sorted()
        heapSort(&values, count)
        #expect(values == expected)
      }
    }
    var descending = (0..<1000).map { Double(-$0) }
    heapSort(&descending, 1000)
    #expect(descending == (0..<1000).map { Double($0 - 999) })
  }
}
