import CSmote
import CSupport

/// How much noise the smoothed bootstrap adds: normal kernels, whose width is Silverman's
/// rule for normal data times the caller's factor.
struct SmoothedBootstrap: ~Copyable {
  private let factors: Buffer<Double>
  private let isOn: Bool

  /// - Throws: where a class that grows has no factor, or a factor is wrong.
  init(_ problem: borrowing Problem, _ growth: borrowing Growth) throws(Failure) {
    let factors = try Buffer<Double>(problem.classes.count, repeating: -1)
    if let given = problem.options.shrinkage {
      for entry in given {
        guard entry.value >= 0, entry.value.isFinite else {
          throw .invalidArgument(
            "shrinkage of class \(entry.label) is \(entry.value), but it must be finite and not negative"
          )
        }
        let index = try problem.classes.index(of: entry.label, who: "shrinkage names") {
          factors[$0] >= 0
        }
        factors[index] = entry.value
      }
      for index in 0..<factors.count where growth[index] > 0 && factors[index] < 0 {
        throw .invalidArgument(
          "shrinkage has no factor for class \(problem.classes.label(index)), which grows")
      }
    }
    isOn = problem.options.shrinkage != nil
    self.factors = consume factors
  }

  /// The factor of a class; `nil` where rows are repeated as they are.
  func shrinkage(_ index: Int) -> Double? { isOn ? factors[index] : nil }

  /// The standard deviation of the noise in each column.
  func scales(
    _ index: Int, _ shrinkage: Double, _ problem: borrowing Problem, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Double> {
    let columns = Double(problem.table.columns)
    let width = 4 / ((columns + 2) * Double(problem.table.rows))
    let exponent = 1 / (columns + 4)
    let smoothing =
      problem.options.stream == .SMOTE_STREAM_NATIVE
      ? exponential(logarithm(width) * exponent) : support_pow(width, exponent)
    let scales = try Buffer<Double>(problem.table.columns)
    let deviations = ClassDeviations(problem.table, problem.classes.rows(index))
    for column in 0..<scales.count {
      // No factor, no noise, whatever the deviation is.
      let deviation = shrinkage == 0 ? 0 : try deviations.deviation(column, &crew)
      scales[column] = shrinkage * smoothing * deviation
      guard scales[column].isFinite else {
        throw .invalidData(
          "column \(column) is too wide for float64 once its deviation is computed and multiplied by the shrinkage \(shrinkage) of class \(problem.classes.label(index))"
        )
      }
      try crew.progress.report(column, of: scales.count)
    }
    return scales
  }
}
