/// The directions in which rows differ most, by orthogonal iteration (Golub and Van Loan,
/// "Matrix Computations", algorithm 8.2.8) on a sample. They need not be exact: whatever they
/// are, `Sketch` draws a proven bound from them.
struct PrincipalAxes: ~Copyable {
  /// How many there are; only the first ones may be of use, for they are sorted.
  static let count = 12
  /// Of each column its part in every axis.
  let parts: Buffer<Double>
  /// The variance along each axis, in parts of the whole.
  let variances: Buffer<Double>

  private static let iterations = 4

  /// - Parameter sample: rows around 0.
  init(_ sample: UnsafePointer<Double>, rows: Int, columns: Int) throws(Failure) {
    let count = PrincipalAxes.count
    let parts = try Buffer<Double>(columns * count)
    let next = try Buffer<Double>(columns * count)
    let variances = try Buffer<Double>(count, repeating: 0)
    scatter(parts.base, parts.count)
    orthonormalize(parts.base, rows: columns)
    for _ in 0..<PrincipalAxes.iterations {
      next.base.update(repeating: 0, count: next.count)
      for row in 0..<rows {
        let values = sample + row * columns
        let along = project(values, minus: nil, parts.base, columns)
        for column in 0..<columns {
          add(along.0, along.1, along.2, times: values[column], to: next.base + column * count)
        }
      }
      orthonormalize(next.base, rows: columns)
      parts.base.copy(from: next.base, count: next.count)
    }
    var whole = 0.0
    for row in 0..<rows {
      let values = sample + row * columns
      let along = project(values, minus: nil, parts.base, columns)
      add(along.0 * along.0, along.1 * along.1, along.2 * along.2, times: 1, to: variances.base)
      for column in 0..<columns {
        whole += values[column] * values[column]
      }
    }
    for axis in 0..<variances.count where whole > 0 {
      variances[axis] = variances[axis] / whole
    }
    self.parts = consume parts
    self.variances = consume variances
  }
}

/// The products of a row, less a centre, with twelve axes.
@inline(__always)
func project(
  _ row: UnsafePointer<Double>, minus centre: UnsafePointer<Double>?,
  _ parts: UnsafePointer<Double>, _ columns: Int
) -> (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) {
  var sums = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
  var parts = UnsafeRawPointer(parts)
  for column in 0..<columns {
    let value = SIMD4(repeating: row[column] - (centre?[column] ?? 0))
    sums.0 += value * parts.loadUnaligned(as: SIMD4<Double>.self)
    sums.1 += value * parts.loadUnaligned(fromByteOffset: 32, as: SIMD4<Double>.self)
    sums.2 += value * parts.loadUnaligned(fromByteOffset: 64, as: SIMD4<Double>.self)
    parts += 96
  }
  return sums
}

@inline(__always)
private func add(
  _ first: SIMD4<Double>, _ second: SIMD4<Double>, _ third: SIMD4<Double>, times value: Double,
  to target: UnsafeMutablePointer<Double>
) {
  for lane in 0..<4 {
    target[lane] += value * first[lane]
    target[4 + lane] += value * second[lane]
    target[8 + lane] += value * third[lane]
  }
}

/// Numbers without a pattern, as a place to begin.
private func scatter(_ target: UnsafeMutablePointer<Double>, _ count: Int) {
  var state: UInt64 = 1
  for index in 0..<count {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    target[index] = Double(state >> 40) - 0x1p23
  }
}

/// Makes the axes, columns of a matrix, orthonormal (Gram and Schmidt, modified, twice); an axis
/// that depends on those before it becomes 0.
private func orthonormalize(_ axes: UnsafeMutablePointer<Double>, rows: Int) {
  let count = PrincipalAxes.count
  func product(_ one: Int, _ other: Int) -> Double {
    var sum = 0.0
    for row in 0..<rows {
      sum += axes[row * count + one] * axes[row * count + other]
    }
    return sum
  }
  func scale(_ axis: Int, by factor: Double) {
    for row in 0..<rows {
      axes[row * count + axis] *= factor
    }
  }
  for axis in 0..<count {
    let before = product(axis, axis)
    for _ in 0..<2 {
      for other in 0..<axis {
        let common = product(axis, other)
        for row in 0..<rows {
          axes[row * count + axis] -= common * axes[row * count + other]
        }
      }
    }
    let after = product(axis, axis)
    let isIndependent = after > before * 1e-12 && after.isFinite
    scale(axis, by: isIndependent ? 1 / after.squareRoot() : 0)
  }
}
