import CKernels
import Testing

@testable import SmoteEngine

/// The kernels that write rows between two others, beside the definition, number by number.
@Suite struct BetweenTests {
  private let rows = 40

  /// Writes all rows in as many pieces as the kernel wants, and returns what it ended in front of.
  private func write<Element: BinaryFloatingPoint>(
    _ gaps: [Double], columns: Int, target: inout [Element], targetStride: Int,
    _ kernel: (_ first: Int, _ target: UnsafeMutablePointer<Element>) -> Int64
  ) -> [Int] {
    var ends: [Int] = []
    var row = 0
    target.withUnsafeMutableBufferPointer { target in
      while row < gaps.count {
        row += Int(kernel(row, target.baseAddress! + row * targetStride))
        if row < gaps.count { ends.append(row) }
        row += 1
      }
    }
    return ends
  }

  private func check<Element: Scalar>(
    _: Element.Type, columns: Int,
    _ kernel: (
      _ values: [Element], _ stride: Int, _ bases: [Int64], _ neighbors: [Int64],
      _ gaps: [Double], _ target: UnsafeMutablePointer<Element>, _ targetStride: Int
    ) -> Int64
  ) {
    var generator = TestGenerator(seed: UInt32(columns))
    let (stride, targetStride) = (columns + 3, columns + 2)
    var values = (0..<rows * stride).map { _ in
      Element(Double.random(in: -1e3...1e3, using: &generator))
    }
    // A difference that overflows, a zero below 0, and what is not finite.
    values[0 * stride] = .greatestFiniteMagnitude
    values[1 * stride] = -.greatestFiniteMagnitude
    values[2 * stride + columns - 1] = -0.0
    values[3 * stride + columns / 2] = .nan
    values[4 * stride + columns - 1] = .infinity
    let bases = (0..<3 * rows).map { Int64($0 % rows) }
    let neighbors = bases.map { _ in Int64.random(in: 0..<Int64(rows), using: &generator) }
    let gaps = bases.indices.map { $0 % 7 == 2 ? 0 : Double.random(in: -1...1, using: &generator) }
    var found = [Element](repeating: 7, count: bases.count * targetStride)
    let ends = Set(
      write(gaps, columns: columns, target: &found, targetStride: targetStride) { first, target in
        kernel(
          values, stride, Array(bases[first...]), Array(neighbors[first...]),
          Array(gaps[first...]), target, targetStride)
      })
    for row in bases.indices {
      var isFinite = true
      for column in 0..<columns {
        let base = values[Int(bases[row]) * stride + column]
        let neighbor = values[Int(neighbors[row]) * stride + column]
        let plain = Element(Double(base) + gaps[row] * Double(neighbor - base))
        isFinite = isFinite && (plain.isFinite || gaps[row] == 0)
        guard !ends.contains(row) else { continue }
        let expected = between(base, neighbor, Step(gap: gaps[row], damping: 1))
        let own = found[row * targetStride + column]
        #expect(own == expected && own.sign == expected.sign || own.isNaN && expected.isNaN)
      }
      #expect(ends.contains(row) == !isFinite)
      // Nothing is written behind a row.
      #expect(found[row * targetStride + columns] == 7)
    }
    #expect(!ends.isEmpty)
  }

  @Test(arguments: kernelNames)
  func equalsTheDefinition(kernel: String) {
    let kernels = kernels(kernel)
    for columns in 1...21 {
      check(Double.self, columns: columns) { values, stride, bases, neighbors, gaps, target, own in
        kernels.between(
          values, Int64(stride), bases, neighbors, gaps, Int64(gaps.count), Int64(columns), target,
          Int64(own))
      }
      check(Float.self, columns: columns) { values, stride, bases, neighbors, gaps, target, own in
        kernels.narrow_between(
          values, Int64(stride), bases, neighbors, gaps, Int64(gaps.count), Int64(columns), target,
          Int64(own))
      }
    }
  }

  private func checkColumn<Element: Scalar>(
    _: Element.Type, count: Int, stride: Int,
    _ kernel: (
      _ values: [Element], _ stride: Int, _ bases: [Int64], _ neighbors: [Int64],
      _ gaps: [Double], _ target: UnsafeMutablePointer<Element>
    ) -> Int32
  ) {
    var generator = TestGenerator(seed: UInt32(count))
    var values = (0..<rows * stride).map { _ in
      Element(Double.random(in: -1e3...1e3, using: &generator))
    }
    values[0] = -0.0
    let bases = (0..<count).map { Int64($0 % rows) }
    let neighbors = bases.map { _ in Int64.random(in: 0..<Int64(rows), using: &generator) }
    let gaps = bases.indices.map { $0 % 3 == 0 ? 0 : Double.random(in: -1...1, using: &generator) }
    /// What the kernel says, and whether it is right.
    func write() -> (isFinite: Bool, isRight: Bool) {
      var found = [Element](repeating: 7, count: count + 1)
      let answer = kernel(values, stride, bases, neighbors, gaps, &found)
      let expected = bases.indices.map { row in
        between(
          values[Int(bases[row]) * stride], values[Int(neighbors[row]) * stride],
          Step(gap: gaps[row], damping: 1))
      }
      // Nothing is written behind the last row.
      let isRight = zip(found, expected + [7]).allSatisfy { $0 == $1 && $0.sign == $1.sign }
      return (answer != 0, isRight)
    }
    #expect(write() == (true, true))
    // Wherever the kernel comes by it, it tells of what is not finite.
    for row in bases.indices where gaps[row] != 0 && bases[row] != 0 {
      let base = Int(bases[row]) * stride
      let value = values[base]
      for bad in [Element.nan, .infinity] {
        values[base] = bad
        #expect(!write().isFinite)
      }
      values[base] = value
    }
  }

  @Test(arguments: kernelNames)
  func columnsEqualTheDefinition(kernel: String) {
    let kernels = kernels(kernel)
    for count in 1...21 {
      for stride in [1, 3] {
        checkColumn(Double.self, count: count, stride: stride) {
          values, stride, bases, neighbors, gaps, target in
          kernels.between_column(
            values, Int64(stride), bases, neighbors, gaps, Int64(gaps.count), target)
        }
        checkColumn(Float.self, count: count, stride: stride) {
          values, stride, bases, neighbors, gaps, target in
          kernels.narrow_between_column(
            values, Int64(stride), bases, neighbors, gaps, Int64(gaps.count), target)
        }
      }
    }
  }

  /// Rows outwards may end beyond the range of the type: there is its largest number instead.
  @Test func whatIsTooFarOutIsTheLargestNumber() {
    func check<Element: Scalar>(_: Element.Type) {
      let largest = Element.greatestFiniteMagnitude
      for sign in [largest, -largest] {
        #expect(between(sign, 0, Step(gap: -0.5, damping: 1)) == sign)
        #expect(between(sign, -sign, Step(gap: -1, damping: 1)) == sign)
        #expect(between(sign, -sign, Step(gap: 0.5, damping: 1)) == 0)
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
