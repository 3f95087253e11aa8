// Rows between two others. Like Kernel.swift, this file is compiled once per CPU level, with
// vectors as wide as it has.

import CKernels

#if KERNEL_V4
  private var isWide: Bool { true }
#else
  private var isWide: Bool { false }
#endif

func fillBetween(_ kernels: UnsafeMutablePointer<kernel_table>) {
  kernels.pointee.between = { write(Double.self, $0, $1, $2, $3, $4, $5, $6, $7, $8) }
  kernels.pointee.narrow_between = { write(Float.self, $0, $1, $2, $3, $4, $5, $6, $7, $8) }
}

/// See `kernel_between`.
@inline(__always)
private func write<Element: BinaryFloatingPoint & SIMDScalar>(
  _: Element.Type, _ values: UnsafeRawPointer?, _ rowStride: Int64,
  _ bases: UnsafePointer<Int64>?, _ neighbors: UnsafePointer<Int64>?,
  _ gaps: UnsafePointer<Double>?, _ rows: Int64, _ columns: Int64,
  _ target: UnsafeMutableRawPointer?, _ targetStride: Int64
) -> Int64 {
  guard let values, let bases, let neighbors, let gaps, let target else { return 0 }
  let source = values.assumingMemoryBound(to: Element.self)
  let start = target.assumingMemoryBound(to: Element.self)
  // Bases and neighbours are anywhere in the table: those of some rows are fetched at a time.
  let ahead = 8
  for row in 0..<Int(rows) {
    if row &+ ahead < Int(rows) {
      fetch(source + Int(bases[row &+ ahead]) &* Int(rowStride), Int(columns))
      fetch(source + Int(neighbors[row &+ ahead]) &* Int(rowStride), Int(columns))
    }
    let base = source + Int(bases[row]) &* Int(rowStride)
    let neighbor = source + Int(neighbors[row]) &* Int(rowStride)
    let target = start + row &* Int(targetStride)
    guard write(base, neighbor, gaps[row], to: target, Int(columns)) else { return Int64(row) }
  }
  return rows
}

/// Asks for the first cache lines of a row; the rest of a long one comes by itself.
@inline(__always)
private func fetch<Element>(_ row: UnsafePointer<Element>, _ columns: Int) {
  let bytes = columns &* MemoryLayout<Element>.stride
  let start = UnsafeRawPointer(row)
  kernel_prefetch(start)
  kernel_prefetch(start + min(bytes &- 1, 64))
  if bytes > 128 { kernel_prefetch(start + 128) }
}

/// One of the rows.
///
/// - Returns: whether all numbers of the row are finite; otherwise it is not to be used.
@inline(__always)
private func write<Element: BinaryFloatingPoint & SIMDScalar>(
  _ base: UnsafePointer<Element>, _ neighbor: UnsafePointer<Element>, _ gap: Double,
  to target: UnsafeMutablePointer<Element>, _ columns: Int
) -> Bool {
  var column = 0
  // Bit for bit, -0 included.
  if gap == 0 {
    UnsafeMutableRawPointer(target).copyMemory(
      from: base, byteCount: columns &* MemoryLayout<Element>.stride)
    return true
  }
  // A finite number less itself is 0, and no other is.
  var checks = SIMD4<Element>.zero
  if isWide {
    var wideChecks = SIMD8<Element>.zero
    let gaps = SIMD8(repeating: gap)
    while column &+ 8 <= columns {
      let bases = UnsafeRawPointer(base + column).loadUnaligned(as: SIMD8<Element>.self)
      let neighbors = UnsafeRawPointer(neighbor + column).loadUnaligned(as: SIMD8<Element>.self)
      let products = gaps * SIMD8<Double>(neighbors - bases)
      let values = SIMD8<Element>(SIMD8<Double>(bases) + products)
      wideChecks += values - values
      store(values, to: target + column)
      column &+= 8
    }
    checks = wideChecks.lowHalf + wideChecks.highHalf
  }
  let gaps = SIMD4(repeating: gap)
  while column &+ 4 <= columns {
    let bases = UnsafeRawPointer(base + column).loadUnaligned(as: SIMD4<Element>.self)
    let neighbors = UnsafeRawPointer(neighbor + column).loadUnaligned(as: SIMD4<Element>.self)
    let products = gaps * SIMD4<Double>(neighbors - bases)
    let values = SIMD4<Element>(SIMD4<Double>(bases) + products)
    checks += values - values
    store(values, to: target + column)
    column &+= 4
  }
  var check = Element.zero
  while column < columns {
    let value = Element(Double(base[column]) + gap * Double(neighbor[column] - base[column]))
    check += value - value
    target[column] = value
    column &+= 1
  }
  let half = checks.lowHalf + checks.highHalf
  return half[0] + half[1] + check == 0
}

/// Not by `storeBytes`, which becomes a function that all levels would share.
@inline(__always)
func store<Numbers>(_ numbers: Numbers, to target: UnsafeMutableRawPointer) {
  withUnsafePointer(to: numbers) {
    target.copyMemory(from: $0, byteCount: MemoryLayout<Numbers>.size)
  }
}
