import CKernels
import CSmote
import Testing

@testable import SmoteEngine

/// Points that look for each other, in float32 or in whole numbers, find what each of them would
/// find by itself. (`SieveTests` compares them on data of many kinds, too.)
@Suite struct MutualSieveTests {
  /// What they look through.
  enum Numbers: CaseIterable {
    case float32, whole
  }

  private static var cases: [(Numbers, String)] {
    Numbers.allCases.flatMap { numbers in kernelNames.map { (numbers, $0) } }
      .filter { $0.0 == .float32 || kernels($0.1).coarse_mutual != nil }
  }

  /// The lists of a mutual search, if it was worth it, and of one of float64 alone.
  private func compare(
    _ values: [Double], columns: Int, k: Int, threads: Int32, _ numbers: Numbers, _ kernel: String,
    _ selection: [Int]? = nil
  ) throws -> (isWorthIt: Bool, areEqual: Bool) {
    try withTable(values, columns: columns) { table in
      try (selection ?? Array(0..<table.rows)).withUnsafeBufferPointer { rows in
        var crew = Crew(threads: threads, progress: .none)
        let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
        let points = selection == nil ? Points(all: table) : Points(rows, of: table)
        let search = Search(
          points, among: points, metric: metric, oneTable: true, kernels: kernels(kernel))
        #expect(search.mayMeet(k: k))
        let lists = try NeighborLists(queries: points.count, k: k)
        let isWorthIt = try meet(search, numbers, lists, &crew)
        // Below 64 queries nothing but the kernels of float64 is asked.
        var areEqual = true
        for first in stride(from: 0, to: points.count, by: 63) {
          let some = Points(first..<min(first + 63, points.count), of: points)
          let expected = try NeighborLists(queries: some.count, k: k)
          try Search(
            some, among: points, metric: metric, oneTable: true, kernels: kernels(kernel)
          ).improve(expected, &crew)
          for place in 0..<some.count * k {
            areEqual =
              areEqual && lists.numbers[first * k + place] == expected.numbers[place]
              && lists.distances[first * k + place] == expected.distances[place]
          }
        }
        return (isWorthIt, areEqual)
      }
    }
  }

  private func meet(
    _ search: Search, _ numbers: Numbers, _ lists: borrowing NeighborLists, _ crew: inout Crew
  ) throws -> Bool {
    switch numbers {
    case .float32: try search.meetMutually(lists, &crew)
    case .whole: try search.meetInWholeNumbers(lists, &crew)
    }
  }

  /// Blocks in even and odd numbers, the last of which may have one point.
  @Test(arguments: cases)
  func everyPairMeets(numbers: Numbers, kernel: String) throws {
    for rows in [1024, 1025, 1088, 1089, 1500, 2333] {
      for threads in [1, 2, 5] {
        let found = try compare(
          SieveTests.Data.uniform.values(rows, 7), columns: 7, k: 5, threads: Int32(threads),
          numbers, kernel)
        #expect(found.isWorthIt && found.areEqual, "\(rows) rows, \(threads) threads")
      }
    }
  }

  @Test(arguments: cases)
  func pointsMayBeSomeRows(numbers: Numbers, kernel: String) throws {
    let rows = (0..<1400).map { 3 * $0 + $0 % 2 }
    let found = try compare(
      SieveTests.Data.uniform.values(4300, 12), columns: 12, k: 3, threads: 2, numbers,
      kernel, rows)
    #expect(found.isWorthIt && found.areEqual)
  }

  /// As many neighbours as it serves, and columns that are summed up in several pieces.
  @Test(arguments: cases)
  func servesLongListsAndRows(numbers: Numbers, kernel: String) throws {
    let k = Int(kernels(kernel).narrow_lanes) - 1
    for columns in [4, 150] {
      let found = try compare(
        SieveTests.Data.uniform.values(1200, columns), columns: columns, k: k, threads: 2,
        numbers, kernel)
      #expect(found.isWorthIt && found.areEqual)
    }
  }

  /// More than may wait is as near as the last neighbour, to which only the row's number is nearer.
  @Test(arguments: cases)
  func manyMayBeEquallyNear(numbers: Numbers, kernel: String) throws {
    var generator = TestGenerator(seed: 19)
    for columns in [3, 5] {
      let values = (0..<1300 * columns).map { _ in Double(Int.random(in: 0..<9, using: &generator))
      }
      let found = try compare(
        values, columns: columns, k: 5, threads: 2, numbers, kernel)
      #expect(found.isWorthIt && found.areEqual, "\(columns) columns")
    }
  }

  /// Where much is equally near, it is given up.
  @Test(arguments: cases)
  func knowsWhenItHelps(numbers: Numbers, kernel: String) throws {
    func isWorthIt(_ values: [Double]) throws -> Bool {
      try compare(values, columns: 2, k: 5, threads: 2, numbers, kernel).isWorthIt
    }
    #expect(try isWorthIt(SieveTests.Data.offset.values(1500, 2)))
    #expect(try !isWorthIt([Double](repeating: 1, count: 3000)))
    #expect(try !isWorthIt(SieveTests.Data.huge.values(1500, 2)))
    #expect(try !isWorthIt((0..<3000).map { Double($0 % 3) }))
  }

  /// Points that were found before are not taken twice.
  @Test(arguments: cases)
  func improvesWhatIsThere(numbers: Numbers, kernel: String) throws {
    let values = SieveTests.Data.uniform.values(1100, 3)
    try withTable(values, columns: 3) { table in
      var crew = Crew(threads: 1, progress: .none)
      let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
      let search = Search(
        Points(all: table), among: Points(all: table), metric: metric, oneTable: true,
        kernels: kernels(kernel))
      let lists = try NeighborLists(queries: 1100, k: 4)
      #expect(try meet(search, numbers, lists, &crew))
      let first = Array(lists.numbers.view)
      #expect(try meet(search, numbers, lists, &crew))
      #expect(lists.numbers.view.elementsEqual(first))
    }
  }
}
