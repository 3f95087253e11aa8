import CKernels

/// Pairs of a query and a point that float32 has let through.
struct Survivors {
  let hits: UnsafePointer<kernel_narrow_hit>
  let count: Int
  /// The rows that the hits count from, one after the other: columns as the metric orders them,
  /// factors applied.
  let queries: UnsafePointer<Double>
  let points: UnsafePointer<Double>

  /// The canonical distances of four pairs, the last one repeated where there are fewer. One
  /// sum has to wait for itself at every step; four of them fill the time.
  func distances(from first: Int, _ metric: Metric.Form) -> SIMD4<Double> {
    @inline(__always)
    func pair(_ lane: Int) -> (UnsafePointer<Double>, UnsafePointer<Double>) {
      let hit = hits[min(first &+ lane, count &- 1)]
      return (
        queries + Int(hit.query) &* metric.columns, points + Int(hit.point) &* metric.columns
      )
    }
    let (query0, point0) = pair(0)
    let (query1, point1) = pair(1)
    let (query2, point2) = pair(2)
    let (query3, point3) = pair(3)
    var sums = SIMD4<Double>.zero
    for column in 0..<metric.numbers {
      let difference = SIMD4(
        point0[column] - query0[column], point1[column] - query1[column],
        point2[column] - query2[column], point3[column] - query3[column])
      sums += difference * difference
    }
    guard let penalties = metric.penalties else { return sums }
    for code in 0..<metric.codes {
      let column = metric.numbers &+ code
      let penalty = penalties[code]
      if point0[column] != query0[column] { sums[0] += penalty }
      if point1[column] != query1[column] { sums[1] += penalty }
      if point2[column] != query2[column] { sums[2] += penalty }
      if point3[column] != query3[column] { sums[3] += penalty }
    }
    return sums
  }
}
