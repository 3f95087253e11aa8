import CKernels
import Testing

@testable import SmoteEngine

/// The kernels of float32, with small whole numbers, of which every sum is exact.
@Suite struct NarrowKernelTests {
  /// Points side by side, as kernels take them; NaN where there are none.
  private struct Panel {
    let points: Int
    let columns: Int
    let groups: Int
    let lanes: Int
    var values: [Float]

    init(_ points: Int, columns: Int, lanes: Int, _ generator: inout TestGenerator) {
      self.points = points
      self.columns = columns
      self.lanes = lanes
      groups = (points + lanes - 1) / lanes
      values = [Float](repeating: .nan, count: groups * lanes * columns)
      for point in 0..<points {
        for column in 0..<columns {
          values[place(point, column)] = Float(Int.random(in: -3...3, using: &generator))
        }
      }
    }

    private func place(_ point: Int, _ column: Int) -> Int {
      (point / lanes * columns + column) * lanes + point % lanes
    }

    func distance(_ query: Int, of queries: Panel, _ point: Int) -> Float {
      (0..<columns).reduce(into: 0) { sum, column in
        let difference =
          values[place(point, column)] - queries.values[queries.place(query, column)]
        sum += difference * difference
      }
    }
  }

  /// More columns than are summed up before it is asked what is near, too.
  private func forEachSample(lanes: Int, _ body: (_ queries: Panel, _ panel: Panel) -> Void) {
    var generator = TestGenerator(seed: 5)
    for columns in [1, 5, 63, 64, 65, 128, 200] {
      for points in [1, 3, lanes, 2 * lanes - 1, 3 * lanes] {
        let queries = Panel(4, columns: columns, lanes: 4, &generator)
        body(queries, Panel(points, columns: columns, lanes: lanes, &generator))
      }
    }
  }

  @Test(arguments: kernelNames)
  func findsWhatIsWithin(kernel: String) {
    let kernels = kernels(kernel)
    forEachSample(lanes: Int(kernels.narrow_lanes)) { queries, panel in
      let limits = [panel.distance(0, of: queries, panel.points / 2), 0, .infinity, -1]
      var hits = [kernel_narrow_hit](
        repeating: kernel_narrow_hit(), count: 4 * panel.groups * panel.lanes)
      let count = Int(
        kernels.narrow_within(
          queries.values, panel.values, Int64(panel.columns), Int64(panel.groups), limits, &hits))
      var found = Set(hits[..<count].map { Int($0.query) * panel.points + Int($0.point) })
      #expect(found.count == count)
      let areBounds = hits[..<count].allSatisfy {
        $0.bound == panel.distance(Int($0.query), of: queries, Int($0.point))
      }
      #expect(areBounds)
      for query in 0..<4 {
        for point in 0..<panel.points
        where panel.distance(query, of: queries, point) <= limits[query] {
          #expect(found.remove(query * panel.points + point) != nil)
        }
      }
      #expect(found.isEmpty)
    }
  }

  @Test(arguments: kernelNames)
  func findsWhatEitherIsWithin(kernel: String) {
    let kernels = kernels(kernel)
    forEachSample(lanes: Int(kernels.narrow_lanes)) { queries, panel in
      let limits = [panel.distance(0, of: queries, panel.points / 2), 0, -1, -1]
      let pointLimits = (0..<panel.groups * panel.lanes).map { point -> Float in
        point < panel.points && point % 3 == 0 ? panel.distance(2, of: queries, point) : -1
      }
      var hits = [kernel_narrow_hit](
        repeating: kernel_narrow_hit(), count: 4 * panel.groups * panel.lanes)
      let count = Int(
        kernels.narrow_mutual(
          queries.values, panel.values, Int64(panel.columns), Int64(panel.groups), limits,
          pointLimits, &hits))
      let found = Set(hits[..<count].map { Int($0.query) * panel.points + Int($0.point) })
      #expect(found.count == count)
      var expected = Set<Int>()
      for query in 0..<4 {
        for point in 0..<panel.points
        where panel.distance(query, of: queries, point) <= max(limits[query], pointLimits[point]) {
          expected.insert(query * panel.points + point)
        }
      }
      #expect(found == expected)
    }
  }

  @Test(arguments: kernelNames)
  func ranks(kernel: String) {
    let kernels = kernels(kernel)
    forEachSample(lanes: Int(kernels.narrow_lanes)) { queries, panel in
      for rank in [1, 2, 6, panel.lanes, panel.lanes + 1] {
        var limits = [Float](repeating: -1, count: 4)
        kernels.narrow_ranked(
          queries.values, panel.values, Int64(panel.columns), Int64(panel.groups), Int64(rank),
          &limits)
        for query in 0..<4 {
          let distances = (0..<panel.points).map { panel.distance(query, of: queries, $0) }
          // The smallest of each lane, in order.
          let smallest = (0..<min(panel.lanes, panel.points)).map { lane in
            stride(from: lane, to: panel.points, by: panel.lanes).map { distances[$0] }.min()!
          }.sorted()
          #expect(limits[query] == (rank <= smallest.count ? smallest[rank - 1] : .infinity))
        }
      }
    }
  }

  @Test(arguments: kernelNames)
  func findsWhoReachesABox(kernel: String) {
    let kernels = kernels(kernel)
    var generator = TestGenerator(seed: 6)
    func numbers(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float(Int.random(in: -3...3, using: &generator)) }
    }
    let block = Int(KERNEL_BLOCK)
    var found = 0
    for columns in [1, 2, 5, 12, 20] {
      for asked in [0, 1, 1 << 63, .max, .random(in: 0 ... .max, using: &generator)] as [UInt64] {
        let queries = numbers(block * columns)
        let low = numbers(columns)
        let high = low.map { $0 + Float(Int.random(in: 0...2, using: &generator)) }
        let reaches = (0..<block).map { _ -> Float in
          ([0, 1, 2, 5, .infinity, .nan] as [Float]).randomElement(using: &generator)!
        }
        let near = kernels.narrow_box(queries, low, high, Int64(columns), reaches, 1, 2, asked)
        var expected: UInt64 = 0
        for query in 0..<block where asked >> query & 1 == 1 {
          let square = (0..<columns).reduce(into: Float(0)) { sum, column in
            let number = queries[column * block + query]
            let gap = max(low[column] - number, number - high[column], 0)
            sum += gap * gap
          }
          let reach = reaches[query] + 1
          if square <= 2 * reach * reach { expected |= 1 << query }
        }
        #expect(near == expected)
        found += near.nonzeroBitCount
      }
    }
    #expect(found > 100)
  }
}
