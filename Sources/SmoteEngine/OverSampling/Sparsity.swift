import CSupport

/// How sparse a class is in a cluster: mean distance ^ exponent / rows.
struct Sparsity: BitwiseCopyable {
  private var mean = 0.0
  private var rows = 1.0
  private var exponent: Double?

  init() {}

  init(_ mean: Double, _ rows: Int, _ exponent: Double?) {
    self.mean = min(mean, .greatestFiniteMagnitude)
    self.rows = Double(rows)
    self.exponent = exponent
  }

  /// Its logarithm, because a mean to the power of 70 may be beyond all range; -infinity
  /// where all rows are the same, unless sparsity does not count.
  var logarithm: Double {
    if exponent == 0 && rows > 1 { return -SmoteEngine.logarithm(rows) }
    guard mean >= .leastNormalMagnitude else { return -.infinity }
    let exponent =
      exponent ?? 0.16
      * exponential(
        1.8
          * SmoteEngine.logarithm(
            SmoteEngine.logarithm(rows) / SmoteEngine.logarithm(1.6)))
    return exponent * SmoteEngine.logarithm(mean) - SmoteEngine.logarithm(rows)
  }

  /// The same as imbalanced-learn computes it.
  var valueOfNumpy: Double {
    let exponent =
      exponent ?? support_pow(support_log(rows) / support_log(1.6), 1.8) * 0.16
    return rows > 1 ? support_pow(mean, exponent) / rows : 0
  }
}
