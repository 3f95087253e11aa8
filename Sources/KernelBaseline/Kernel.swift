// The distance kernel. This file is compiled once per CPU level (KernelV3 and
// KernelV4 link to it); each level has a vector type of its own, so that no helper
// of the standard library is shared between levels under one name.

import CKernels

#if KERNEL_V4
  private typealias Vector = SIMD8<Double>
  private typealias VectorBits = SIMD8<UInt64>
#elseif KERNEL_V3
  private typealias Vector = SIMD4<Double>
  private typealias VectorBits = SIMD4<UInt64>
#else
  private typealias Vector = SIMD2<Double>
  private typealias VectorBits = SIMD2<UInt64>
#endif

/// Two vectors of points against four queries: eight sums in flight hide the
/// latency of the additions, and fit into the registers of every level.
private var lanes: Int { 2 * Vector.scalarCount }

#if KERNEL_V4
  @_cdecl("kernels_fill_v4")
  public func fill(_ kernels: UnsafeMutablePointer<kernel_table>) {
    fill(kernels, named: "v4")
  }
#elseif KERNEL_V3
  @_cdecl("kernels_fill_v3")
  public func fill(_ kernels: UnsafeMutablePointer<kernel_table>) {
    fill(kernels, named: "v3")
  }
#else
  @_cdecl("kernels_fill_baseline")
  public func fill(_ kernels: UnsafeMutablePointer<kernel_table>) {
    fill(kernels, named: "baseline")
  }
#endif

private func fill(_ kernels: UnsafeMutablePointer<kernel_table>, named name: StaticString) {
  kernels.pointee.name = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  kernels.pointee.lanes = Int64(lanes)
  fillSieve(kernels)
  #if arch(x86_64)
    fillCoarseSieve(kernels)
  #endif
  fillBetween(kernels)
  #if !KERNEL_V4
    fillBetweenColumn(kernels)
  #endif
  kernels.pointee.within = { queries, panel, columns, groups, limits, hits in
    guard let queries, let panel, let columns, let limits, let hits else { return 0 }
    return Int64(
      within(
        queries: queries, panel: panel, columns: columns.pointee, groups: Int(groups),
        limits: limits, hits: hits))
  }
  kernels.pointee.distances = { queries, panel, columns, groups, distances in
    guard let queries, let panel, let columns, let distances else { return }
    write(
      queries: queries, panel: panel, columns: columns.pointee, groups: Int(groups),
      distances: distances)
  }
}

/// See `kernel_table.within`.
private func within(
  queries: UnsafePointer<Double>, panel: UnsafePointer<Double>, columns: kernel_columns,
  groups: Int, limits: UnsafePointer<Double>, hits: UnsafeMutablePointer<kernel_hit>
) -> Int {
  let half = Vector.scalarCount
  let limit0 = Vector(repeating: limits[0])
  let limit1 = Vector(repeating: limits[1])
  let limit2 = Vector(repeating: limits[2])
  let limit3 = Vector(repeating: limits[3])
  let isOpen =
    limits[0] == .infinity || limits[1] == .infinity || limits[2] == .infinity
    || limits[3] == .infinity
  var found = 0
  var points = panel
  for group in 0..<groups {
    let sums = tile(queries, &points, columns)
    // Most groups hold nothing near: one question for all, by how far within its limit the
    // nearest is. NaN, which pads, is never larger; infinity within infinity is not a number
    // either, so that is asked apart.
    var margin = Vector(repeating: -1)
    raise(&margin, limit0 - sums.0.0)
    raise(&margin, limit0 - sums.0.1)
    raise(&margin, limit1 - sums.1.0)
    raise(&margin, limit1 - sums.1.1)
    raise(&margin, limit2 - sums.2.0)
    raise(&margin, limit2 - sums.2.1)
    raise(&margin, limit3 - sums.3.0)
    raise(&margin, limit3 - sums.3.1)
    guard isOpen || !isNegative(margin) else { continue }
    let first = group &* lanes
    report(sums.0.0, limit0, 0, first, hits, &found)
    report(sums.0.1, limit0, 0, first &+ half, hits, &found)
    report(sums.1.0, limit1, 1, first, hits, &found)
    report(sums.1.1, limit1, 1, first &+ half, hits, &found)
    report(sums.2.0, limit2, 2, first, hits, &found)
    report(sums.2.1, limit2, 2, first &+ half, hits, &found)
    report(sums.3.0, limit3, 3, first, hits, &found)
    report(sums.3.1, limit3, 3, first &+ half, hits, &found)
  }
  return found
}

/// See `kernel_table.distances`.
private func write(
  queries: UnsafePointer<Double>, panel: UnsafePointer<Double>, columns: kernel_columns,
  groups: Int, distances: UnsafeMutablePointer<Double>
) {
  var points = panel
  for group in 0..<groups {
    let sums = tile(queries, &points, columns)
    let target = distances + group &* lanes
    store(sums.0, to: target)
    store(sums.1, to: target + groups &* lanes)
    store(sums.2, to: target + 2 &* groups &* lanes)
    store(sums.3, to: target + 3 &* groups &* lanes)
  }
}

private typealias Sums = (Vector, Vector)

/// The distances of four queries from a group of points; `points` moves on to the next one.
@inline(__always)
private func tile(
  _ queries: UnsafePointer<Double>, _ points: inout UnsafePointer<Double>,
  _ columns: kernel_columns
) -> (Sums, Sums, Sums, Sums) {
  let half = Vector.scalarCount
  var sum0 = (Vector.zero, Vector.zero)
  var sum1 = (Vector.zero, Vector.zero)
  var sum2 = (Vector.zero, Vector.zero)
  var sum3 = (Vector.zero, Vector.zero)
  var query = queries
  for _ in 0..<Int(columns.numbers) {
    let low = load(points)
    let high = load(points + half)
    addSquare(&sum0, low, high, query[0])
    addSquare(&sum1, low, high, query[1])
    addSquare(&sum2, low, high, query[2])
    addSquare(&sum3, low, high, query[3])
    points += lanes
    query += Int(KERNEL_QUERIES)
  }
  for code in 0..<Int(columns.codes) {
    let low = load(points)
    let high = load(points + half)
    let penalty = Vector(repeating: columns.penalties[code])
    addPenalty(&sum0, low, high, query[0], penalty)
    addPenalty(&sum1, low, high, query[1], penalty)
    addPenalty(&sum2, low, high, query[2], penalty)
    addPenalty(&sum3, low, high, query[3], penalty)
    points += lanes
    query += Int(KERNEL_QUERIES)
  }
  for _ in 0..<Int(columns.profiles) {
    var profile0 = (Vector.zero, Vector.zero)
    var profile1 = (Vector.zero, Vector.zero)
    var profile2 = (Vector.zero, Vector.zero)
    var profile3 = (Vector.zero, Vector.zero)
    for _ in 0..<Int(columns.profile_columns) {
      let low = load(points)
      let high = load(points + half)
      addMagnitude(&profile0, low, high, query[0])
      addMagnitude(&profile1, low, high, query[1])
      addMagnitude(&profile2, low, high, query[2])
      addMagnitude(&profile3, low, high, query[3])
      points += lanes
      query += Int(KERNEL_QUERIES)
    }
    addSquare(&sum0, profile0.0, profile0.1, 0)
    addSquare(&sum1, profile1.0, profile1.1, 0)
    addSquare(&sum2, profile2.0, profile2.1, 0)
    addSquare(&sum3, profile3.0, profile3.1, 0)
  }
  return (sum0, sum1, sum2, sum3)
}

@inline(__always)
private func store(_ sums: Sums, to target: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(target).storeBytes(of: sums.0, as: Vector.self)
  UnsafeMutableRawPointer(target + Vector.scalarCount).storeBytes(of: sums.1, as: Vector.self)
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Double>) -> Vector {
  UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

/// The canonical step: subtract, multiply, add, each rounded. No fused operation,
/// so that every level ends in the same bits.
@inline(__always)
private func addSquare(
  _ sum: inout (Vector, Vector), _ low: Vector, _ high: Vector, _ query: Double
) {
  let value = Vector(repeating: query)
  let differenceLow = low - value
  let differenceHigh = high - value
  sum.0 += differenceLow * differenceLow
  sum.1 += differenceHigh * differenceHigh
}

@inline(__always)
private func addPenalty(
  _ sum: inout (Vector, Vector), _ low: Vector, _ high: Vector, _ query: Double,
  _ penalty: Vector
) {
  let value = Vector(repeating: query)
  sum.0 += penalty.replacing(with: 0, where: low .== value)
  sum.1 += penalty.replacing(with: 0, where: high .== value)
}

@inline(__always)
private func addMagnitude(
  _ sum: inout (Vector, Vector), _ low: Vector, _ high: Vector, _ query: Double
) {
  let value = Vector(repeating: query)
  sum.0 += magnitude(low - value)
  sum.1 += magnitude(high - value)
}

/// Without the sign bit. (Not a comparison with 0, which NaN would slip through.)
@inline(__always)
private func magnitude(_ vector: Vector) -> Vector {
  let bits = unsafeBitCast(vector, to: VectorBits.self)
  return unsafeBitCast(bits & VectorBits(repeating: 0x7FFF_FFFF_FFFF_FFFF), to: Vector.self)
}

/// The larger of two, number by number.
@inline(__always)
private func raise(_ margin: inout Vector, _ other: Vector) {
  margin.replace(with: other, where: other .> margin)
}

/// Whether all numbers have a minus sign.
@inline(__always)
private func isNegative(_ margin: Vector) -> Bool {
  common(unsafeBitCast(margin, to: VectorBits.self)) >> 63 == 1
}

@inline(__always)
private func report(
  _ distances: Vector, _ limit: Vector, _ query: Int32, _ first: Int,
  _ hits: UnsafeMutablePointer<kernel_hit>, _ found: inout Int
) {
  let near = distances .<= limit
  guard any(near) else { return }
  for lane in 0..<Vector.scalarCount where near[lane] {
    hits[found] = kernel_hit(
      distance: distances[lane], query: query, point: Int32(truncatingIfNeeded: first &+ lane))
    found &+= 1
  }
}
