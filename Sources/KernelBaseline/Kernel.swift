// The distance kernel. This file is compiled once per CPU level (KernelV3 and
// KernelV4 link to it); each level has a vector type of its own, so that no helper
// of the standard library is shared between levels under one name.

import CKernels

#if KERNEL_V4
  private typealias Vector = SIMD8<Double>
#elseif KERNEL_V3
  private typealias Vector = SIMD4<Double>
#else
  private typealias Vector = SIMD2<Double>
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
  kernels.pointee.within = { queries, panel, columns, groups, limits, hits in
    guard let queries, let panel, let limits, let hits else { return 0 }
    return Int64(
      within(
        queries: queries, panel: panel, columns: Int(columns), groups: Int(groups),
        limits: limits, hits: hits))
  }
}

/// See `kernel_table.within`.
private func within(
  queries: UnsafePointer<Double>, panel: UnsafePointer<Double>, columns: Int, groups: Int,
  limits: UnsafePointer<Double>, hits: UnsafeMutablePointer<kernel_hit>
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
    let first = group &* lanes
    report(sum0.0, limit0, 0, first, hits, &found)
    report(sum0.1, limit0, 0, first &+ half, hits, &found)
    report(sum1.0, limit1, 1, first, hits, &found)
    report(sum1.1, limit1, 1, first &+ half, hits, &found)
    report(sum2.0, limit2, 2, first, hits, &found)
    report(sum2.1, limit2, 2, first &+ half, hits, &found)
    report(sum3.0, limit3, 3, first, hits, &found)
    report(sum3.1, limit3, 3, first &+ half, hits, &found)
  }
  return found
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
