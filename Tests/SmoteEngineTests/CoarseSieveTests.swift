import CKernels
import CSmote
import Testing

@testable import SmoteEngine

/// Whole numbers let every neighbour through. (`SieveTests` and `MutualSieveTests` compare the
/// lists that come of them.)
@Suite struct CoarseSieveTests {
  /// Rows of whole numbers, two columns in one number, and what goes with them.
  private struct Panel {
    let columns: Int
    let lanes: Int
    let rows: [[Int32]]
    let limits: [Int32]
    let numbers: [Int32]
    let a: [Int32]
    let b: [Int32]

    var pairs: Int { (columns + 1) / 2 }

    init(_ rows: [[Int32]], limits: [Int32], lanes: Int) throws {
      self.rows = rows
      self.limits = limits
      self.lanes = lanes
      columns = rows[0].count
      let blocks = Blocks(
        points: rows.count, columns: columns, bytes: 2, lanes: lanes, workers: 1)
      let pairs = (columns + 1) / 2
      let places = blocks.groups * lanes
      var numbers = [Int32](repeating: 0, count: places * pairs)
      let terms = try CoarseLimits(blocks)
      for (row, values) in rows.enumerated() {
        for (column, value) in values.enumerated() {
          let place = (row / lanes * pairs + column / 2) * lanes + row % lanes
          numbers[place] |= column % 2 == 0 ? value & 0xFFFF : value << 16
        }
        terms.view.set(limits[row], of: row, square: values.reduce(0) { $0 + $1 * $1 })
      }
      for row in rows.count..<places { terms.view.set(-2, of: row, square: 0) }
      let view = terms.view.terms(from: 0)
      a = (0..<places).map { view.a[$0] }
      b = (0..<places).map { view.b[$0] }
      self.numbers = numbers
    }
  }

  private func distance<Whole: BinaryInteger>(_ one: [Whole], _ other: [Whole]) -> Int {
    zip(one, other).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
  }

  private func product(_ one: [Int32], _ other: [Int32]) -> Int {
    zip(one, other).reduce(0) { $0 + Int($1.0) * Int($1.1) }
  }

  /// - Returns: query, point and product of each pair that the kernel finds.
  private func find(
    _ kernels: kernel_table, _ queries: Panel, _ panel: Panel
  ) throws -> [[Int]] {
    let findPairs = try #require(kernels.coarse_mutual)
    var hits = [kernel_coarse_hit](repeating: kernel_coarse_hit(), count: 4 * panel.a.count)
    let count = queries.a.withUnsafeBufferPointer { queryA in
      queries.b.withUnsafeBufferPointer { queryB in
        panel.a.withUnsafeBufferPointer { a in
          panel.b.withUnsafeBufferPointer { b in
            findPairs(
              queries.numbers, panel.numbers, Int64(panel.pairs), Int64(queries.rows.count),
              Int64(panel.rows.count),
              kernel_coarse_terms(a: queryA.baseAddress, b: queryB.baseAddress),
              kernel_coarse_terms(a: a.baseAddress, b: b.baseAddress), &hits)
          }
        }
      }
    }
    return hits[..<Int(count)].map { [Int($0.query), Int($0.point), Int($0.product)] }
  }

  /// It finds what it says that it finds, which is everything within the limit of either, and
  /// little more.
  private func compare(_ kernels: kernel_table, _ queries: Panel, _ panel: Panel) throws {
    let found = try find(kernels, queries, panel)
    var expected = Set<[Int]>()
    var missing = 0
    var needless = 0
    for (query, one) in queries.rows.enumerated() {
      for (point, other) in panel.rows.enumerated() {
        let product = product(one, other)
        let start = max(
          Int(queries.a[query]) + Int(panel.b[point]), Int(queries.b[query]) + Int(panel.a[point]))
        let isFound = product + start >= 0
        if isFound { expected.insert([query, point, product]) }
        let limit = Int(max(queries.limits[query], panel.limits[point]))
        let square = distance(one, other)
        if square <= limit && !isFound { missing += 1 }
        if square > limit + 6 && isFound { needless += 1 }
      }
    }
    #expect(Set(found) == expected)
    #expect(Set(found).count == found.count)
    #expect(missing == 0)
    #expect(needless == 0)
  }

  @Test(.enabled(if: hasWholeNumbers), arguments: kernelNames)
  func findsWhatIsWithinEither(kernel: String) throws {
    let kernels = kernels(kernel)
    let lanes = Int(kernels.narrow_lanes)
    var generator = TestGenerator(seed: 6)
    for columns in [1, 2, 5, 30, 65] {
      for (count, points) in [(1, 1), (2, 3), (3, lanes), (4, 2 * lanes - 1), (4, 3 * lanes)] {
        func rows(_ count: Int) -> [[Int32]] {
          (0..<count).map { _ in
            (0..<columns).map { _ in Int32.random(in: -40...40, using: &generator) }
          }
        }
        let some = rows(count)
        let others = rows(points)
        // One at its limit, one below all, one that all are within.
        let near = Int32(distance(some[0], others[points / 2]))
        let queries = try Panel(
          some, limits: [Int32](([near, -1, .max, near - 1] as [Int32]).prefix(count)), lanes: 4)
        let limits = others.indices.map { point -> Int32 in
          point % 3 == 0 ? Int32(distance(some[count - 1], others[point])) - Int32(point % 2) : -1
        }
        try compare(kernels, queries, try Panel(others, limits: limits, lanes: lanes))
      }
    }
  }

  /// The largest numbers that there are, in one column and in many, on both sides.
  @Test(.enabled(if: hasWholeNumbers), arguments: kernelNames)
  func nothingOverflows(kernel: String) throws {
    let kernels = kernels(kernel)
    let lanes = Int(kernels.narrow_lanes)
    for (columns, value) in [(1, 23_158), (2, 16_375), (64, 2_894)] as [(Int, Int32)] {
      let plus = [Int32](repeating: value, count: columns)
      let minus = plus.map { -$0 }
      let far = distance(plus, minus)
      #expect(far > 2_144_000_000 && far < Int(Int32.max))
      for limit in [-1, 0, Int32(far) - 1, Int32(far), .max] as [Int32] {
        try compare(
          kernels, try Panel([plus, minus], limits: [limit, -1], lanes: 4),
          try Panel([minus, plus, plus], limits: [-1, -1, limit], lanes: lanes))
      }
    }
  }

  /// What is near in float64 is within the limit, on data of all kinds, and that of rows as far
  /// apart as they can be is; and so is what is nearer than something else.
  @Test(.enabled(if: hasWholeNumbers), arguments: SieveTests.Data.allCases)
  func limitsAreNeverTooTight(data: SieveTests.Data) throws {
    for columns in [1, 2, 7, 40] {
      let rows = 200
      let values = data.values(rows, columns)
      let centre = Array(values[0..<columns])
      func root(_ one: Int, _ other: [Double]) -> Double {
        (0..<columns).reduce(0.0) {
          let difference = values[one * columns + $1] - other[$1]
          return $0 + difference * difference
        }.squareRoot()
      }
      let largest = (0..<rows).map { root($0, centre) }.max()!
      // Nothing so far away comes here.
      guard largest < Sketch.largestNorm else { continue }
      let farthest = (0..<columns).map { column in
        (0..<rows).map { abs(values[$0 * columns + column] - centre[column]) }.max()!
      }
      guard let scale = try scale(largest, farthest) else {
        #expect(largest < 0x1p-480)
        continue
      }
      let blocks = Blocks(points: rows, columns: columns, bytes: 2, lanes: 16, workers: 1)
      let coarse = try CoarsePoints(blocks, scale.view)
      let points = coarse.view
      for block in 0..<blocks.count { points.pack(block: block, values, around: centre) }
      let slack = points.slack()
      let wholeRows = (0..<rows).map { wholeRow(points, blocks, $0) }
      let squares = wholeRows.map { row in Int32(row.reduce(0) { $0 + $1 * $1 }) }
      #expect((0..<rows).allSatisfy { squares[$0] == points.squares[$0] })
      var tooTight = 0
      for one in 0..<rows {
        var pairs = (0..<rows).map { other in
          (
            near: root(one, Array(values[other * columns..<(other + 1) * columns])),
            whole: distance(wholeRows[one], wholeRows[other])
          )
        }
        pairs.sort { ($0.near, -$0.whole) < ($1.near, -$1.whole) }
        var farthest = 0
        for pair in pairs {
          // The square of the root may be the square, rounded down.
          let reach = (pair.near * pair.near).nextUp.nextUp
          if pair.whole > Int(points.limit(reach, slack: slack)) { tooTight += 1 }
          farthest = max(farthest, pair.whole)
          if farthest > Int(points.limit(whole: Int32(pair.whole), slack: slack)) { tooTight += 1 }
        }
      }
      #expect(tooTight == 0)
    }
  }

  /// The numbers of a point, which are there twice.
  private func wholeRow(_ points: CoarsePoints.View, _ blocks: Blocks, _ point: Int) -> [Int] {
    let lane = point % blocks.lanes
    let query = point % 4
    let pairs = (0..<points.pairs).map {
      points.panel(from: point - lane)[$0 * blocks.lanes + lane]
    }
    let same = (0..<points.pairs).map { points.tile(from: point - query)[$0 * 4 + query] }
    #expect(pairs == same)
    return pairs.flatMap { two in
      [Int(Int16(truncatingIfNeeded: two)), Int(Int16(truncatingIfNeeded: two >> 16))]
    }
  }

  private func scale(_ largest: Double, _ farthest: [Double]) throws -> CoarseScale? {
    try CoarseScale(largest: largest, farthest: farthest, columns: farthest.count)
  }

  /// What is small beside the farthest row tells nothing, but where it adds up the error says so.
  @Test(.enabled(if: hasWholeNumbers)) func leavesColumnsOut() throws {
    let centre = [Double](repeating: 0, count: 5)
    let found = try scale(46_000, [2.1, 46_000, 0, 2, 3])
    guard let scale = found else {
      Issue.record("46,000 is possible")
      return
    }
    let view = scale.view
    #expect(view.kept == 3)
    #expect((0..<3).map { view.column($0) } == [0, 1, 4])
    #expect(Set((3..<5).map { view.column($0) }) == [2, 3])
    let blocks = Blocks(points: 16, columns: view.kept, bytes: 2, lanes: 16, workers: 1)
    let coarse = try CoarsePoints(blocks, view)
    let points = coarse.view
    let rows = (0..<16).flatMap { row in [2.0, -46_000, 0, row == 7 ? 1.6 : 1, 2] as [Double] }
    points.pack(block: 0, rows, around: centre)
    #expect(wholeRow(points, blocks, 7) == [1, -23_000, 1, 0])
    #expect(points.squares[7] == 23_000 * 23_000 + 2)
    #expect(abs(points.slack() - 1.6 - 0x1p-10) < 1e-8)
  }

  /// They are for rows that lie apart; what is not a number is none of them.
  @Test(.enabled(if: hasWholeNumbers)) func knowsWhatIsTooNear() throws {
    let blocks = Blocks(points: 64, columns: 2, bytes: 2, lanes: 16, workers: 1)
    func isPossible(_ largest: Double) throws -> Bool {
      switch try scale(largest, [largest, largest]) {
      case .some: return true
      case .none: return false
      }
    }
    #expect(try isPossible(1e-140))
    #expect(try !isPossible(0))
    #expect(try !isPossible(.leastNormalMagnitude))
    guard let scale = try scale(23_000, [9, 9]) else {
      Issue.record("23,000 is possible")
      return
    }
    let coarse = try CoarsePoints(blocks, scale.view)
    let points = coarse.view
    let centre = [0.0, 0.0]
    func slack(_ rows: [Double]) -> Double {
      for block in 0..<blocks.count { points.pack(block: block, rows, around: centre) }
      return points.slack()
    }
    let wholeNumbers = slack((0..<128).map { Double($0 % 9) })
    #expect(wholeNumbers == 0x1p-10)
    let quarters = slack((0..<128).map { Double($0 % 9) + 0.25 })
    #expect(abs(quarters - 0.5.squareRoot() - 0x1p-10) < 1e-9)
    #expect(points.limit(.infinity, slack: quarters) == .max)
    #expect(points.limit(whole: .max, slack: quarters) == .max)
    let missing = slack((0..<128).map { $0 == 3 ? .nan : Double($0 % 9) })
    #expect(missing.isNaN)
    #expect(points.limit(1, slack: missing) == .max)
  }
}

private let hasWholeNumbers = kernels("baseline").coarse_mutual != nil
