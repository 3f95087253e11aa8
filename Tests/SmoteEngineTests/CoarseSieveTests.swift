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
    var numbers: [Int32]
    var squares: [Int32]
    var allowances: [Int32]

    var pairs: Int { (columns + 1) / 2 }

    init(_ rows: [[Int32]], limits: [Int32], lanes: Int) {
      self.rows = rows
      self.limits = limits
      self.lanes = lanes
      columns = rows[0].count
      let places = (rows.count + lanes - 1) / lanes * lanes
      numbers = [Int32](repeating: 0, count: places * ((columns + 1) / 2))
      squares = [Int32](repeating: 0, count: places)
      allowances = squares
      for (row, values) in rows.enumerated() {
        for (column, value) in values.enumerated() {
          let place = (row / lanes * pairs + column / 2) * lanes + row % lanes
          numbers[place] |= column % 2 == 0 ? value & 0xFFFF : value << 16
        }
        squares[row] = values.reduce(0) { $0 + $1 * $1 }
        allowances[row] = squares[row] &- limits[row]
      }
    }
  }

  private func distance(_ one: [Int32], _ other: [Int32]) -> Int {
    zip(one, other).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
  }

  /// - Returns: query and point of each pair that the kernel finds.
  private func find(
    _ kernels: kernel_table, _ queries: Panel, _ panel: Panel
  ) throws -> [[Int]] {
    let findPairs = try #require(kernels.coarse_mutual)
    var hits = [kernel_narrow_hit](
      repeating: kernel_narrow_hit(), count: 4 * panel.squares.count)
    let count = queries.squares.withUnsafeBufferPointer { querySquares in
      queries.allowances.withUnsafeBufferPointer { queryAllowances in
        panel.squares.withUnsafeBufferPointer { squares in
          panel.allowances.withUnsafeBufferPointer { allowances in
            findPairs(
              queries.numbers, panel.numbers, Int64(panel.pairs), Int64(queries.rows.count),
              Int64(panel.rows.count),
              kernel_coarse_terms(
                squares: querySquares.baseAddress, allowances: queryAllowances.baseAddress),
              kernel_coarse_terms(
                squares: squares.baseAddress, allowances: allowances.baseAddress), &hits)
          }
        }
      }
    }
    return hits[..<Int(count)].map { [Int($0.query), Int($0.point)] }
  }

  private func expected(_ queries: Panel, _ panel: Panel) -> Set<[Int]> {
    var pairs = Set<[Int]>()
    for (query, one) in queries.rows.enumerated() {
      for (point, other) in panel.rows.enumerated()
      where distance(one, other) <= Int(max(queries.limits[query], panel.limits[point])) {
        pairs.insert([query, point])
      }
    }
    return pairs
  }

  private func compare(_ kernels: kernel_table, _ queries: Panel, _ panel: Panel) throws {
    let found = try find(kernels, queries, panel)
    #expect(Set(found) == expected(queries, panel))
    #expect(Set(found).count == found.count)
  }

  @Test(.enabled(if: hasWholeNumbers), arguments: kernelNames)
  func findsWhatEitherIsWithin(kernel: String) throws {
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
        let queries = Panel(
          some, limits: [Int32](([near, -1, .max, near - 1] as [Int32]).prefix(count)), lanes: 4)
        let limits = others.indices.map { point -> Int32 in
          point % 3 == 0 ? Int32(distance(some[count - 1], others[point])) - Int32(point % 2) : -1
        }
        try compare(kernels, queries, Panel(others, limits: limits, lanes: lanes))
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
          kernels, Panel([plus, minus], limits: [limit, -1], lanes: 4),
          Panel([minus, plus, plus], limits: [-1, -1, limit], lanes: lanes))
      }
    }
  }

  /// What is near in float64 is within the limit, on data of all kinds, and that of rows as far
  /// apart as they can be is.
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
      let shape = MutualSieve.Shape(points: rows, columns: columns, lanes: 16, workers: 1)
      // Nothing so far away comes here.
      guard largest < Sketch.largestNorm else { continue }
      guard let coarse = try CoarsePoints(shape, largest: largest) else {
        #expect(largest < 0x1p-480)
        continue
      }
      let points = coarse.view
      for block in 0..<shape.blocks { points.pack(block, values, around: centre) }
      var tooTight = 0
      for one in 0..<rows {
        for other in 0..<one {
          let whole = wholeDistance(points, shape, one, other)
          let between = root(one, Array(values[other * columns..<(other + 1) * columns]))
          // The square of the root may be the square, rounded down.
          let reach = (between * between).nextUp.nextUp
          let limit = points.limit(
            reach, one / shape.blockPoints, other / shape.blockPoints)
          if whole > Int(limit) { tooTight += 1 }
        }
      }
      #expect(tooTight == 0)
    }
  }

  private func wholeDistance(
    _ points: CoarsePoints.View, _ shape: MutualSieve.Shape, _ one: Int, _ other: Int
  ) -> Int {
    func number(_ point: Int, _ column: Int) -> Int {
      let two = points.numbers(of: point / shape.lanes)[
        column / 2 * shape.lanes + point % shape.lanes]
      return Int(
        column % 2 == 0 ? Int16(truncatingIfNeeded: two) : Int16(truncatingIfNeeded: two >> 16))
    }
    var sum = 0
    for column in 0..<shape.columns {
      let difference = number(one, column) - number(other, column)
      sum += difference * difference
    }
    let squares = (0..<shape.columns).reduce(0) { $0 + number(one, $1) * number(one, $1) }
    #expect(squares == Int(points.squares[one]))
    return sum
  }

  /// They are for rows that lie apart as whole numbers too; what is not a number is none of them.
  @Test(.enabled(if: hasWholeNumbers)) func knowsWhenItHelps() throws {
    let shape = MutualSieve.Shape(points: 64, columns: 2, lanes: 16, workers: 1)
    func isPossible(_ largest: Double) throws -> Bool {
      switch try CoarsePoints(shape, largest: largest) {
      case .some: return true
      case .none: return false
      }
    }
    #expect(try isPossible(1e-140))
    #expect(try !isPossible(0))
    #expect(try !isPossible(.leastNormalMagnitude))
    guard let coarse = try CoarsePoints(shape, largest: 23_000) else {
      Issue.record("23,000 is possible")
      return
    }
    let points = coarse.view
    let centre = [0.0, 0.0]
    func pack(_ rows: [Double]) {
      for block in 0..<shape.blocks { points.pack(block, rows, around: centre) }
    }
    pack((0..<128).map { Double($0 % 9) })
    #expect(points.mayMeet(0, 1, reach: 1e-6))
    pack((0..<128).map { Double($0 % 9) + 0.25 })
    #expect(points.mayMeet(0, 1, reach: 1.5))
    #expect(!points.mayMeet(0, 1, reach: 1.4))
    pack((0..<128).map { $0 == 3 ? .nan : Double($0 % 9) })
    #expect(!points.mayMeet(0, 1, reach: 1e9))
    #expect(points.limit(.infinity, 1, 2) == .max)
  }
}

private let hasWholeNumbers = kernels("baseline").coarse_mutual != nil
