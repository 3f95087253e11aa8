import CKernels
import CSupport

/// The model by which a search goes on with the tree or without it.
extension Search {
  /// What the tree takes, in units of a pair and a column in the widest sieve, some 30 picoseconds:
  /// m + 20 for a pair in m columns of sketches, its way there included, and 35 d + 800 for a
  /// canonical distance.
  func prices(_ sketch: Sketch.View) -> TreeSearch.Prices {
    TreeSearch.Prices(pair: Double(sketch.columns + 20) * vectors, distance: costOfDistance)
  }

  /// What the sieve takes for a query, in the same units: for a pair d + 8, half of that where each
  /// pair is looked at once, a quarter in whole numbers, but twice that where there are categories,
  /// which it does not serve; 2000, or 900, for each of the k (1 + ln (n / k)) points that it lets
  /// through in no order; and little more than k canonical distances.
  /// docs/benchmarks.md has the measurements.
  func costOfSieve(k: Int) -> Double {
    let points = Double(references.count)
    let isMutual = mayMeet(k: k)
    let isCoarse = isMutual && kernels.coarse_mutual != nil
    let part = metric.codes > 0 ? 2 : isCoarse ? 0.25 : isMutual ? 0.5 : 1
    let pair = Double(metric.columns + 8) * vectors * part
    let hits = Double(k) * (1 + max(0, support_log(points / Double(k))))
    return points * pair + hits * (isCoarse ? 900 : 2000) + Double(k + 2) * costOfDistance
  }

  private var costOfDistance: Double { Double(35 * metric.columns + 800) }

  /// How many vectors a CPU takes for one of the widest.
  private var vectors: Double { 32 / Double(kernels.narrow_lanes) }
}
