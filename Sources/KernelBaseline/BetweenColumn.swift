// Columns of rows between two others, which is about loading numbers from all over a column. Like
// Kernel.swift, this file is compiled once per CPU level; but not for v4, which has an instruction
// for it that takes twice as long as one load after the other, and a compiler that insists on it.

import CKernels

func fillBetweenColumn(_ kernels: UnsafeMutablePointer<kernel_table>) {
  kernels.pointee.between_column = { write(Double.self, $0, $1, $2, $3, $4, $5, $6) }
  kernels.pointee.narrow_between_column = { write(Float.self, $0, $1, $2, $3, $4, $5, $6) }
}

/// See `kernel_between_column`.
@inline(__always)
private func write<Element: BinaryFloatingPoint & SIMDScalar>(
  _: Element.Type, _ values: UnsafeRawPointer?, _ rowStride: Int64,
  _ bases: UnsafePointer<Int64>?, _ neighbors: UnsafePointer<Int64>?,
  _ gaps: UnsafePointer<Double>?, _ rows: Int64, _ target: UnsafeMutableRawPointer?
) -> Int32 {
  guard let values, let bases, let neighbors, let gaps, let target else { return 0 }
  let source = Source(
    values: values.assumingMemoryBound(to: Element.self), rowStride: Int(rowStride),
    bases: bases, neighbors: neighbors, gaps: gaps)
  return write(source, Int(rows), to: target.assumingMemoryBound(to: Element.self)) ? 1 : 0
}

/// A column, and between which of its numbers others are wanted.
private struct Source<Element: BinaryFloatingPoint & SIMDScalar> {
  let values: UnsafePointer<Element>
  let rowStride: Int
  let bases: UnsafePointer<Int64>
  let neighbors: UnsafePointer<Int64>
  let gaps: UnsafePointer<Double>

  @inline(__always)
  func base(_ row: Int) -> Element { values[Int(bases[row]) &* rowStride] }

  @inline(__always)
  func neighbor(_ row: Int) -> Element { values[Int(neighbors[row]) &* rowStride] }
}

/// Nearly all columns are dense, and what is multiplied by a number that the compiler knows to
/// be 1 is not multiplied: two products a number are what this would wait for.
@inline(__always)
private func write<Element: BinaryFloatingPoint & SIMDScalar>(
  _ source: Source<Element>, _ rows: Int, to target: UnsafeMutablePointer<Element>
) -> Bool {
  guard source.rowStride == 1 else { return writeStrided(source, rows, to: target) }
  let dense = Source(
    values: source.values, rowStride: 1, bases: source.bases, neighbors: source.neighbors,
    gaps: source.gaps)
  return writeStrided(dense, rows, to: target)
}

@inline(__always)
private func writeStrided<Element: BinaryFloatingPoint & SIMDScalar>(
  _ source: Source<Element>, _ rows: Int, to target: UnsafeMutablePointer<Element>
) -> Bool {
  var row = 0
  // A finite number less itself is 0, and no other is.
  var checks = SIMD4<Element>.zero
  while row &+ 4 <= rows {
    let bases = SIMD4(
      source.base(row), source.base(row &+ 1), source.base(row &+ 2), source.base(row &+ 3))
    let neighbors = SIMD4(
      source.neighbor(row), source.neighbor(row &+ 1), source.neighbor(row &+ 2),
      source.neighbor(row &+ 3))
    let gaps = UnsafeRawPointer(source.gaps + row).loadUnaligned(as: SIMD4<Double>.self)
    // -0 is the one number that leaves every other as it is, -0 included.
    let products = (gaps * SIMD4<Double>(neighbors - bases))
      .replacing(with: -0.0, where: gaps .== 0)
    let values = SIMD4<Element>(SIMD4<Double>(bases) + products)
    checks += values - values
    store(values, to: target + row)
    row &+= 4
  }
  var check = (checks[0] + checks[1]) + (checks[2] + checks[3])
  while row < rows {
    let (base, gap) = (source.base(row), source.gaps[row])
    let product = gap == 0 ? -0.0 : gap * Double(source.neighbor(row) - base)
    let value = Element(Double(base) + product)
    check += value - value
    target[row] = value
    row &+= 1
  }
  return check == 0
}
