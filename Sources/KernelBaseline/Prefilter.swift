// The float32 prefilter. Like Kernel.swift, this file is compiled once per CPU level, with a
// vector type of its own.

import CKernels

#if KERNEL_V4
  private typealias Vector = SIMD16<Float>
  private typealias Bits = SIMD16<UInt32>
  private typealias Pairs = SIMD8<UInt64>
  private var laneBits: Bits {
    Bits(
      1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11,
      1 << 12, 1 << 13, 1 << 14, 1 << 15)
  }
#elseif KERNEL_V3
  private typealias Vector = SIMD8<Float>
  private typealias Bits = SIMD8<UInt32>
  private typealias Pairs = SIMD4<UInt64>
  private var laneBits: Bits {
    Bits(1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7)
  }
#else
  private typealias Vector = SIMD4<Float>
  private typealias Bits = SIMD4<UInt32>
  private typealias Pairs = SIMD2<UInt64>
  private var laneBits: Bits {
    Bits(1, 1 << 1, 1 << 2, 1 << 3)
  }
#endif

/// Two vectors of points against four queries, as in Kernel.swift.
private var lanes: Int { 2 * Vector.scalarCount }

func fillPrefilter(_ kernels: UnsafeMutablePointer<kernel_table>) {
  kernels.pointee.narrow_lanes = Int64(lanes)
  kernels.pointee.narrow_within = { queries, panel, columns, groups, limits, hits in
    guard let queries, let panel, let limits, let hits else { return 0 }
    return Int64(
      within(
        queries: queries, panel: panel, columns: Int(columns), groups: Int(groups),
        limits: limits, hits: hits))
  }
}

/// See `kernel_table.narrow_within`.
private func within(
  queries: UnsafePointer<Float>, panel: UnsafePointer<Float>, columns: Int, groups: Int,
  limits: UnsafePointer<Float>, hits: UnsafeMutablePointer<kernel_narrow_hit>
) -> Int {
  let half = Vector.scalarCount
  let limit0 = Vector(repeating: limits[0])
  let limit1 = Vector(repeating: limits[1])
  let limit2 = Vector(repeating: limits[2])
  let limit3 = Vector(repeating: limits[3])
  var found = 0
  var points = panel
  for group in 0..<groups {
    var sum0 = (Vector.zero, Vector.zero)
    var sum1 = (Vector.zero, Vector.zero)
    var sum2 = (Vector.zero, Vector.zero)
    var sum3 = (Vector.zero, Vector.zero)
    var query = queries
    for _ in 0..<columns {
      let low = load(points)
      let high = load(points + half)
      addSquare(&sum0, low, high, query[0])
      addSquare(&sum1, low, high, query[1])
      addSquare(&sum2, low, high, query[2])
      addSquare(&sum3, low, high, query[3])
      points += lanes
      query += Int(KERNEL_QUERIES)
    }
    // Most groups hold nothing near: one question for all, by how far within its limit the
    // nearest is. NaN, which pads, is never larger.
    var margin = Vector(repeating: -1)
    raise(&margin, limit0 - sum0.0)
    raise(&margin, limit0 - sum0.1)
    raise(&margin, limit1 - sum1.0)
    raise(&margin, limit1 - sum1.1)
    raise(&margin, limit2 - sum2.0)
    raise(&margin, limit2 - sum2.1)
    raise(&margin, limit3 - sum3.0)
    raise(&margin, limit3 - sum3.1)
    guard !isNegative(margin) else { continue }
    let first = group &* lanes
    report(sum0, limit0, 0, first, hits, &found)
    report(sum1, limit1, 1, first, hits, &found)
    report(sum2, limit2, 2, first, hits, &found)
    report(sum3, limit3, 3, first, hits, &found)
  }
  return found
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

/// Whether multiplication and addition are fused does not matter: what is found is a bound.
@inline(__always)
private func addSquare(
  _ sum: inout (Vector, Vector), _ low: Vector, _ high: Vector, _ query: Float
) {
  let value = Vector(repeating: query)
  let differenceLow = low - value
  let differenceHigh = high - value
  #if KERNEL_V3 || KERNEL_V4
    sum.0.addProduct(differenceLow, differenceLow)
    sum.1.addProduct(differenceHigh, differenceHigh)
  #else
    sum.0 += differenceLow * differenceLow
    sum.1 += differenceHigh * differenceHigh
  #endif
}

/// The larger of two, number by number.
@inline(__always)
private func raise(_ margin: inout Vector, _ other: Vector) {
  margin.replace(with: other, where: other .> margin)
}

/// Whether all numbers have a minus sign.
@inline(__always)
private func isNegative(_ margin: Vector) -> Bool {
  let signs: UInt64 = 0x8000_0000_8000_0000
  return common(unsafeBitCast(margin, to: Pairs.self)) & signs == signs
}

@inline(__always)
private func report(
  _ sums: (Vector, Vector), _ limit: Vector, _ query: Int32, _ first: Int,
  _ hits: UnsafeMutablePointer<kernel_narrow_hit>, _ found: inout Int
) {
  let low = Bits.zero.replacing(with: laneBits, where: sums.0 .<= limit)
  let high = Bits.zero.replacing(with: laneBits, where: sums.1 .<= limit)
  var near = joined(low | (high &<< Bits(repeating: UInt32(Vector.scalarCount))))
  guard near != 0 else { return }
  var numbers = sums
  withUnsafePointer(to: &numbers) { numbers in
    let numbers = UnsafeRawPointer(numbers).assumingMemoryBound(to: Float.self)
    while near != 0 {
      let lane = near.trailingZeroBitCount
      near &= near &- 1
      hits[found] = kernel_narrow_hit(
        bound: numbers[lane], query: query, point: Int32(truncatingIfNeeded: first &+ lane))
      found &+= 1
    }
  }
}

// Questions to all lanes of a vector. The standard library's are not inlined for wide vectors,
// and then all registers go through memory.

@inline(__always)
private func joined(_ bits: SIMD16<UInt32>) -> UInt32 { joined(bits.lowHalf | bits.highHalf) }

@inline(__always)
private func joined(_ bits: SIMD8<UInt32>) -> UInt32 { joined(bits.lowHalf | bits.highHalf) }

@inline(__always)
private func joined(_ bits: SIMD4<UInt32>) -> UInt32 { joined(bits.lowHalf | bits.highHalf) }

/// The bits that any lane has.
@inline(__always)
private func joined(_ bits: SIMD2<UInt32>) -> UInt32 { bits[0] | bits[1] }

@inline(__always)
func common(_ bits: SIMD8<UInt64>) -> UInt64 { common(bits.lowHalf & bits.highHalf) }

@inline(__always)
func common(_ bits: SIMD4<UInt64>) -> UInt64 { common(bits.lowHalf & bits.highHalf) }

/// The bits that all lanes have.
@inline(__always)
func common(_ bits: SIMD2<UInt64>) -> UInt64 { bits[0] & bits[1] }
