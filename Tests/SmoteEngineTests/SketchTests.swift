import CSmote
import Testing

@testable import SmoteEngine

/// What a sketch says of distances must hold where every rounding goes the wrong way.
@Suite struct SketchTests {
  /// A step of float32 at 1.
  private let step = 0x1p-23

  /// The bounds for two rows, both ways round; beside so many of zeros that these are the centre.
  private func check(_ one: [Double], _ other: [Double]) throws {
    let columns = one.count
    let zeros = [Double](repeating: 0, count: 40 * columns)
    try withTable(zeros + one + other, columns: columns) { table in
      var crew = Crew(threads: 1, progress: .none)
      let metric = try Metric(table, scale: .SMOTE_SCALE_NONE, weights: nil, &crew)
      let sketch = try Sketch(rows: Points(all: table), metric.form)
      let view = sketch.view
      var first = [Float](repeating: 0, count: columns)
      var second = first
      let norms = (
        view.draw(one, into: &first, step: 1), view.draw(other, into: &second, step: 1)
      )
      var distance = 0.0
      var sums: (apart: Float, fused: Float) = (0, 0)
      // As kernels have it: fused or not.
      for column in 0..<columns {
        let difference = first[column] - second[column]
        sums.apart += difference * difference
        sums.fused.addProduct(difference, difference)
        distance += (one[column] - other[column]) * (one[column] - other[column])
      }
      for (query, point) in [norms, (norms.1, norms.0)] {
        let reaches = view.reaches(
          SIMD4(repeating: distance), norms: SIMD4(repeating: Float(query)))
        let limit = view.limits(reaches, norm: Float(point))[0]
        for sum in [sums.apart, sums.fused] {
          #expect(sum <= limit)
          #expect(view.reach(sum, norms: query + point) >= distance)
        }
      }
    }
  }

  /// Rows that are rounded away from each other, or to one place, at any distance from the centre.
  @Test(arguments: [-40, -1, 0, 1, 30])
  func roundingOfRows(exponent: Int) throws {
    let size = Double(sign: .plus, exponent: exponent, significand: 1)
    for sign in [size, -size] {
      try check([sign * (1 + 0.49 * step)], [sign * (1 + 0.51 * step)])
      try check([sign * (1 + 0.51 * step)], [sign * (1 + 1.49 * step)])
    }
    // One of them in the centre.
    try check([0], [size * (1 + 0.51 * step)])
    try check([0], [size * (1 + 0.49 * step)])
  }

  /// Each column adds half a step to the sum, a little more or less, which is rounded.
  @Test(arguments: [0.26, 0.49, 0.51, 0.74], [2, 9, 100, 1000])
  func roundingOfSums(part: Double, columns: Int) throws {
    let small = (part * step).squareRoot()
    try check(
      [1] + [Double](repeating: small, count: columns - 1), [Double](repeating: 0, count: columns))
  }

  /// Squares below the normal range, which count for nothing, or for more than they are.
  @Test(arguments: [-74.5, -74.9, -74.95, -75.05, -76, -80, -126, -140])
  func squaresBelowTheNormalRange(exponent: Double) throws {
    let size = exponential(exponent * logarithm(2))
    for columns in [1, 2, 3, 8, 100] {
      try check([Double](repeating: size, count: columns), [Double](repeating: 0, count: columns))
    }
  }
}
