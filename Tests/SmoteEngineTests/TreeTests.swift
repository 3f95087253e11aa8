import CKernels
import CSmote
import Testing

@testable import SmoteEngine

/// The tree must not leave a neighbour away, on data of all kinds.
@Suite struct TreeTests {
  private let rows = 1300

  private func lists(
    _ table: Table, _ queries: Table? = nil, k: Int, threads: Int32, kernel: String,
    unasked: Bool = true
  ) throws -> (numbers: [Int64], distances: [Double], isWorthIt: Bool) {
    var crew = Crew(threads: threads, progress: .none)
    let metric =
      table.categoricalCount > 0
      ? try Metric(mixed: table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
      : try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
    let lists = try NeighborLists(queries: (queries ?? table).rows, k: k)
    let search = Search(
      Points(all: queries ?? table), among: Points(all: table), metric: metric,
      oneTable: queries == nil, kernels: kernels(kernel))
    let isWorthIt = try search.climb(lists, unasked: unasked, &crew)
    return (Array(lists.numbers.view), Array(lists.distances.view), isWorthIt)
  }

  /// All distances of a query, sorted; columns with categories add 1 where they differ.
  private func nearest(
    _ query: [Double], _ values: [Double], columns: Int, categorical: Set<Int> = [],
    except own: Int?, k: Int
  ) -> (numbers: [Int64], distances: [Double]) {
    var all: [(distance: Double, row: Int)] = []
    for row in 0..<values.count / columns where row != own {
      var sum = 0.0
      for column in 0..<columns where !categorical.contains(column) {
        let difference = values[row * columns + column] - query[column]
        sum += difference * difference
      }
      for column in 0..<columns where categorical.contains(column) {
        sum += values[row * columns + column] == query[column] ? 0 : 1
      }
      all.append((sum, row))
    }
    all.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
    return (all.prefix(k).map { Int64($0.row) }, all.prefix(k).map(\.distance))
  }

  @Test(arguments: SieveTests.Data.allCases, kernelNames)
  func leavesNoNeighborAway(data: SieveTests.Data, kernel: String) throws {
    for (columns, k, threads) in [(1, 3, 1), (2, 5, 3), (4, 40, 2), (20, 5, 2)] {
      let values = data.values(rows, columns)
      try withTable(values, columns: columns) { table in
        let found = try lists(table, k: k, threads: Int32(threads), kernel: kernel)
        guard found.isWorthIt else { return }
        for query in stride(from: 0, to: rows, by: 61) {
          let own = Array(values[query * columns..<(query + 1) * columns])
          let expected = nearest(own, values, columns: columns, except: query, k: k)
          #expect(Array(found.numbers[query * k..<(query + 1) * k]) == expected.numbers)
          #expect(Array(found.distances[query * k..<(query + 1) * k]) == expected.distances)
        }
      }
    }
  }

  /// Rows of many columns that have a pattern: few directions, and a little of all others.
  private func patterned(_ rows: Int, _ columns: Int, noise: Double, offset: Double) -> [Double] {
    var generator = TestGenerator(seed: 5)
    let directions = (0..<3 * columns).map { _ in Double.random(in: -1...1, using: &generator) }
    return (0..<rows).flatMap { _ in
      let along = (0..<3).map { _ in Double.random(in: -9...9, using: &generator).rounded() }
      return (0..<columns).map { column in
        let value = (0..<3).reduce(offset) { $0 + along[$1] * directions[$1 * columns + column] }
        return value + noise * Double.random(in: -1...1, using: &generator)
      }
    }
  }

  /// By their principal axes; with ties where there is no noise, and far from 0.
  @Test(arguments: kernelNames, [0, 1e-9, 0.1])
  func servesManyColumns(kernel: String, noise: Double) throws {
    for (columns, offset) in [(9, 0.0), (33, 1e7), (130, -3)] {
      let values = patterned(rows, columns, noise: noise, offset: offset)
      try withTable(values, columns: columns) { table in
        let found = try lists(table, k: 6, threads: 2, kernel: kernel)
        #expect(found.isWorthIt)
        for query in stride(from: 0, to: rows, by: 61) {
          let own = Array(values[query * columns..<(query + 1) * columns])
          let expected = nearest(own, values, columns: columns, except: query, k: 6)
          #expect(Array(found.numbers[query * 6..<(query + 1) * 6]) == expected.numbers)
          #expect(Array(found.distances[query * 6..<(query + 1) * 6]) == expected.distances)
        }
      }
    }
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
    try withTable(values, columns: 1) { table in
      let found = try lists(table, k: 3, threads: 1, kernel: kernel)
      #expect(found.isWorthIt)
      #expect(Array(found.numbers[0..<3]) == [902, 901, 900])
    }
  }

  /// More neighbours than a leaf has points, and than there are.
  @Test(arguments: kernelNames)
  func fillsLongLists(kernel: String) throws {
    let values = SieveTests.Data.uniform.values(600, 2)
    for k in [300, 599, 700] {
      try withTable(values, columns: 2) { table in
        let found = try lists(table, k: k, threads: 2, kernel: kernel)
        guard found.isWorthIt else { return }
        for query in stride(from: 0, to: 600, by: 61) {
          let own = Array(values[query * 2..<query * 2 + 2])
          let expected = nearest(own, values, columns: 2, except: query, k: k)
          let own599 = Array(found.numbers[query * k..<query * k + expected.numbers.count])
          #expect(own599 == expected.numbers)
        }
      }
    }
  }

  /// Worth it in few columns, not in many.
  @Test func knowsWhenItHelps() throws {
    for (columns, isWorthIt) in [(1, true), (2, true), (16, false)] {
      let values = SieveTests.Data.uniform.values(rows, columns)
      try withTable(values, columns: columns) { table in
        let found = try lists(
          table, k: 3, threads: 1, kernel: kernelNames[0], unasked: false)
        #expect(found.isWorthIt == isWorthIt)
      }
    }
  }

  @Test(arguments: kernelNames)
  func servesOtherQueries(kernel: String) throws {
    let values = SieveTests.Data.heavyTails.values(rows, 2)
    let others = SieveTests.Data.uniform.values(300, 2).map { $0 * 40 }
    try withTable(values, columns: 2) { table in
      try withTable(others, columns: 2) { queries in
        let found = try lists(table, queries, k: 4, threads: 2, kernel: kernel)
        #expect(found.isWorthIt)
        for query in stride(from: 0, to: 300, by: 17) {
          let own = Array(others[query * 2..<query * 2 + 2])
          let expected = nearest(own, values, columns: 2, except: nil, k: 4)
          #expect(Array(found.numbers[query * 4..<(query + 1) * 4]) == expected.numbers)
        }
      }
    }
  }

  /// Queries that are some of the references, all but one of them, or none: in the order of the
  /// tree, or of one of their own; a tree that two searches share, and one of more points, of
  /// which the references stay.
  @Test(arguments: kernelNames)
  func servesSomeOfTheRows(kernel: String) throws {
    let columns = 3
    let values = SieveTests.Data.grid.values(rows, columns)
    let everyThird = (0..<rows).filter { $0 % 3 != 1 }
    let some = everyThird.filter { $0 % 5 < 2 }
    let others = (0..<rows).filter { $0 % 3 == 1 }
    for queries in [some, Array(some.dropLast()) + [rows - 2], others, [], [7]] {
      try withTable(values, columns: columns) { table in
        try everyThird.withUnsafeBufferPointer { references in
          try queries.withUnsafeBufferPointer { rows in
            var crew = Crew(threads: 2, progress: .none)
            let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
            let points = Points(references, of: table)
            let search = Search(
              Points(rows, of: table), among: points, metric: metric, oneTable: true,
              kernels: kernels(kernel))
            let lists = try NeighborLists(queries: rows.count, k: 4)
            #expect(try search.climb(lists, unasked: true, &crew))
            let again = try NeighborLists(queries: rows.count, k: 4)
            let tree = try ReferenceTree.grown(of: points, metric.form, kernels(kernel), &crew)
            try search.improve(again, by: tree, &crew)
            #expect(again.numbers.view.elementsEqual(lists.numbers.view))
            let stays = (0..<table.rows).map { $0 % 3 != 1 }
            try stays.withUnsafeBufferPointer { stays in
              again.empty()
              let larger = try ReferenceTree.grown(
                of: Points(all: table), staying: stays.baseAddress, metric.form, kernels(kernel),
                &crew)
              try search.improve(again, by: larger, &crew)
              #expect(again.numbers.view.elementsEqual(lists.numbers.view))
            }
            for query in stride(from: 0, to: rows.count, by: 7) {
              let row = rows[query]
              var all: [(distance: Double, row: Int)] = []
              for other in references where other != row {
                let distance = (0..<columns).reduce(0.0) { sum, column in
                  let difference =
                    values[other * columns + column] - values[row * columns + column]
                  return sum + difference * difference
                }
                all.append((distance, other))
              }
              all.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
              let expected = all.prefix(4).map { Int64($0.row) }
              #expect(Array(lists.numbers.view[query * 4..<query * 4 + 4]) == expected)
            }
          }
        }
      }
    }
  }

  @Test(arguments: kernelNames)
  func servesCategories(kernel: String) throws {
    var values = SieveTests.Data.uniform.values(rows, 4)
    for row in 0..<rows {
      values[row * 4 + 1] = Double(row % 3)
      values[row * 4 + 3] = Double(row % 2)
    }
    let mask: [UInt8] = [0, 1, 0, 1]
    try withTable(values, columns: 4) { plain in
      try mask.withUnsafeBufferPointer { mask in
        let table = Table(
          values: plain.values, dtype: plain.dtype, rows: rows, columns: 4, rowStride: 4,
          columnStride: 1, categorical: mask.baseAddress)
        let found = try lists(table, k: 5, threads: 2, kernel: kernel)
        #expect(found.isWorthIt)
        for query in stride(from: 0, to: rows, by: 61) {
          let own = Array(values[query * 4..<query * 4 + 4])
          let expected = nearest(
            own, values, columns: 4, categorical: [1, 3], except: query, k: 5)
          #expect(Array(found.numbers[query * 5..<(query + 1) * 5]) == expected.numbers)
        }
      }
    }
  }
}
