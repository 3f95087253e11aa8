// The float32 sieve. Like Kernel.swift, this file is compiled once per CPU level, with a
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

/// After so many columns it is asked whether a group still holds something near.
private var columnsAtOnce: Int { 64 }

func fillSieve(_ kernels: UnsafeMutablePointer<kernel_table>) {
  kernels.pointee.narrow_lanes = Int64(lanes)
  kernels.pointee.narrow_within = { queries, panel, columns, groups, limits, hits in
    guard let queries, let panel, let limits, let hits else { return 0 }
    return Int64(
      within(
        queries: queries, panel: panel, columns: Int(columns), groups: Int(groups),
        limits: limits, pointLimits: nil, hits: hits))
  }
  kernels.pointee.narrow_mutual = {
    queries, panel, columns, groups, limits, pointLimits, hits in
    guard let queries, let panel, let limits, let pointLimits, let hits else { return 0 }
    return Int64(
      within(
        queries: queries, panel: panel, columns: Int(columns), groups: Int(groups),
        limits: limits, pointLimits: pointLimits, hits: hits))
  }
  kernels.pointee.narrow_ranked = { queries, panel, columns, groups, rank, limits in
    guard let queries, let panel, let limits else { return }
    writeLimits(
      queries: queries, panel: panel, columns: Int(columns), groups: Int(groups),
      rank: Float(rank), limits: limits)
  }
  kernels.pointee.narrow_box = { queries, low, high, columns, reaches, slack, factor, asked in
    guard let queries, let low, let high, let reaches else { return 0 }
    return near(
      queries: queries, low: low, high: high, columns: Int(columns), reaches: reaches,
      slack: slack, factor: factor, asked: asked)
  }
}

/// See `kernel_table.narrow_within` and `narrow_mutual`, for which there are limits of points.
@inline(__always)
private func within(
  queries: UnsafePointer<Float>, panel: UnsafePointer<Float>, columns: Int, groups: Int,
  limits: UnsafePointer<Float>, pointLimits: UnsafePointer<Float>?,
  hits: UnsafeMutablePointer<kernel_narrow_hit>
) -> Int {
  let queryLimits = (both(limits[0]), both(limits[1]), both(limits[2]), both(limits[3]))
  var found = 0
  var points = panel
  for group in 0..<groups {
    var limits = queryLimits
    if let pointLimits {
      let own = pointLimits + group &* lanes
      let low = load(own)
      let high = load(own + Vector.scalarCount)
      limits.0 = (larger(limits.0.0, low), larger(limits.0.1, high))
      limits.1 = (larger(limits.1.0, low), larger(limits.1.1, high))
      limits.2 = (larger(limits.2.0, low), larger(limits.2.1, high))
      limits.3 = (larger(limits.3.0, low), larger(limits.3.1, high))
    }
    var sums = tile(of: 0)
    var column = 0
    var isNear = true
    while isNear && column < columns {
      let some = min(columns &- column, columnsAtOnce)
      add(some, from: column, queries, &points, &sums)
      column &+= some
      // Most groups hold nothing near: one question for all, by how far within its limit the
      // nearest is. NaN, which pads, is never larger.
      var margin = Vector(repeating: -1)
      raise(&margin, limits.0.0 - sums.0.0)
      raise(&margin, limits.0.1 - sums.0.1)
      raise(&margin, limits.1.0 - sums.1.0)
      raise(&margin, limits.1.1 - sums.1.1)
      raise(&margin, limits.2.0 - sums.2.0)
      raise(&margin, limits.2.1 - sums.2.1)
      raise(&margin, limits.3.0 - sums.3.0)
      raise(&margin, limits.3.1 - sums.3.1)
      isNear = !isNegative(margin)
    }
    points += (columns &- column) &* lanes
    guard isNear else { continue }
    let first = group &* lanes
    report(sums.0, limits.0, 0, first, hits, &found)
    report(sums.1, limits.1, 1, first, hits, &found)
    report(sums.2, limits.2, 2, first, hits, &found)
    report(sums.3, limits.3, 3, first, hits, &found)
  }
  return found
}

@inline(__always)
private func both(_ limit: Float) -> Sums {
  (Vector(repeating: limit), Vector(repeating: limit))
}

/// See `kernel_table.narrow_ranked`. Of the smallest sums, one for each lane, the limit is the one
/// of that rank.
private func writeLimits(
  queries: UnsafePointer<Float>, panel: UnsafePointer<Float>, columns: Int, groups: Int,
  rank: Float, limits: UnsafeMutablePointer<Float>
) {
  var smallest = tile(of: .infinity)
  var points = panel
  for _ in 0..<groups {
    var sums = tile(of: 0)
    add(columns, from: 0, queries, &points, &sums)
    lower(&smallest.0, sums.0)
    lower(&smallest.1, sums.1)
    lower(&smallest.2, sums.2)
    lower(&smallest.3, sums.3)
  }
  limits[0] = ranked(smallest.0, rank)
  limits[1] = ranked(smallest.1, rank)
  limits[2] = ranked(smallest.2, rank)
  limits[3] = ranked(smallest.3, rank)
}

/// See `kernel_table.narrow_box`.
private func near(
  queries: UnsafePointer<Float>, low: UnsafePointer<Float>, high: UnsafePointer<Float>,
  columns: Int, reaches: UnsafePointer<Float>, slack: Float, factor: Float, asked: UInt64
) -> UInt64 {
  // Four vectors at a time.
  let some = 2 &* lanes
  var near: UInt64 = 0
  for first in stride(from: 0, to: Int(KERNEL_BLOCK), by: some) {
    guard asked &>> UInt64(first) & (~0 &>> UInt64(64 &- some)) != 0 else { continue }
    var sums = ((Vector.zero, Vector.zero), (Vector.zero, Vector.zero))
    for column in 0..<columns {
      let query = queries + (column &* Int(KERNEL_BLOCK) &+ first)
      let low = Vector(repeating: low[column])
      let high = Vector(repeating: high[column])
      addGap(&sums.0.0, load(query), low, high)
      addGap(&sums.0.1, load(query + Vector.scalarCount), low, high)
      addGap(&sums.1.0, load(query + lanes), low, high)
      addGap(&sums.1.1, load(query + lanes + Vector.scalarCount), low, high)
    }
    let reach = reaches + first
    let one = joined(bits(sums.0, within: limits(reach, slack, factor)))
    let other = joined(bits(sums.1, within: limits(reach + lanes, slack, factor)))
    near |= (UInt64(one) | UInt64(other) &<< UInt64(lanes)) &<< UInt64(first)
  }
  return near & asked
}

/// Adds the square of how far queries are outside a range.
@inline(__always)
private func addGap(_ sum: inout Vector, _ query: Vector, _ low: Vector, _ high: Vector) {
  let below = low - query
  let above = query - high
  var gap = below.replacing(with: above, where: above .> below)
  raise(&gap, Vector(repeating: 0))
  #if KERNEL_V3 || KERNEL_V4
    sum.addProduct(gap, gap)
  #else
    sum += gap * gap
  #endif
}

@inline(__always)
private func limits(_ reaches: UnsafePointer<Float>, _ slack: Float, _ factor: Float) -> Sums {
  let low = load(reaches) + slack
  let high = load(reaches + Vector.scalarCount) + slack
  return (low * low * factor, high * high * factor)
}

/// The smaller ones, number by number. NaN, which pads, is never smaller.
@inline(__always)
private func lower(_ smallest: inout Sums, _ sums: Sums) {
  smallest.0.replace(with: sums.0, where: sums.0 .< smallest.0)
  smallest.1.replace(with: sums.1, where: sums.1 .< smallest.1)
}

/// The number that has so many numbers up to itself; infinity if there are fewer.
@inline(__always)
private func ranked(_ numbers: Sums, _ rank: Float) -> Float {
  guard rank <= Float(lanes) else { return .infinity }
  var smaller = (Vector.zero, Vector.zero)
  var copy = numbers
  withUnsafePointer(to: &copy) { copy in
    let one = UnsafeRawPointer(copy).assumingMemoryBound(to: Float.self)
    for lane in 0..<lanes {
      let number = Vector(repeating: one[lane])
      smaller.0.replace(with: smaller.0 + 1, where: number .< numbers.0)
      smaller.1.replace(with: smaller.1 + 1, where: number .< numbers.1)
    }
  }
  var upTo = -Vector(repeating: .infinity)
  upTo.replace(with: numbers.0, where: smaller.0 .< rank)
  upTo.replace(with: numbers.1, where: smaller.1 .< rank .& (numbers.1 .> upTo))
  return largest(upTo)
}

@inline(__always)
private func largest(_ numbers: SIMD16<Float>) -> Float {
  largest(
    numbers.lowHalf.replacing(with: numbers.highHalf, where: numbers.highHalf .> numbers.lowHalf))
}

@inline(__always)
private func largest(_ numbers: SIMD8<Float>) -> Float {
  largest(
    numbers.lowHalf.replacing(with: numbers.highHalf, where: numbers.highHalf .> numbers.lowHalf))
}

@inline(__always)
private func largest(_ numbers: SIMD4<Float>) -> Float {
  largest(
    numbers.lowHalf.replacing(with: numbers.highHalf, where: numbers.highHalf .> numbers.lowHalf))
}

@inline(__always)
private func largest(_ numbers: SIMD2<Float>) -> Float {
  numbers[0] > numbers[1] ? numbers[0] : numbers[1]
}

private typealias Sums = (Vector, Vector)

/// The sums of four queries and a group of points.
private typealias Tile = (Sums, Sums, Sums, Sums)

@inline(__always)
private func tile(of value: Float) -> Tile {
  let sums = (Vector(repeating: value), Vector(repeating: value))
  return (sums, sums, sums, sums)
}

/// Adds some columns to the sums; `points` is behind them afterwards.
@inline(__always)
private func add(
  _ columns: Int, from first: Int, _ queries: UnsafePointer<Float>,
  _ points: inout UnsafePointer<Float>, _ sums: inout Tile
) {
  var query = queries + first &* Int(KERNEL_QUERIES)
  for _ in 0..<columns {
    let low = load(points)
    let high = load(points + Vector.scalarCount)
    addSquare(&sums.0, low, high, query[0])
    addSquare(&sums.1, low, high, query[1])
    addSquare(&sums.2, low, high, query[2])
    addSquare(&sums.3, low, high, query[3])
    points += lanes
    query += Int(KERNEL_QUERIES)
  }
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

/// Whether multiplication and addition are fused does not matter: what is found is a bound.
@inline(__always)
private func addSquare(
  _ sum: inout Sums, _ low: Vector, _ high: Vector, _ query: Float
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

@inline(__always)
private func larger(_ numbers: Vector, _ others: Vector) -> Vector {
  numbers.replacing(with: others, where: others .> numbers)
}

/// Whether all numbers have a minus sign.
@inline(__always)
private func isNegative(_ margin: Vector) -> Bool {
  let signs: UInt64 = 0x8000_0000_8000_0000
  return common(unsafeBitCast(margin, to: Pairs.self)) & signs == signs
}

/// A bit for each sum that is within its limit, to be joined.
// Always inlined where it is, an inlined one that calls it is not any more.
@_transparent
private func bits(_ sums: Sums, within limits: Sums) -> Bits {
  let low = Bits.zero.replacing(with: laneBits, where: sums.0 .<= limits.0)
  let high = Bits.zero.replacing(with: laneBits, where: sums.1 .<= limits.1)
  return low | (high &<< Bits(repeating: UInt32(Vector.scalarCount)))
}

@inline(__always)
private func report(
  _ sums: Sums, _ limits: Sums, _ query: Int32, _ first: Int,
  _ hits: UnsafeMutablePointer<kernel_narrow_hit>, _ found: inout Int
) {
  var near = joined(bits(sums, within: limits))
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
