import CSmote

/// The rows of a class that are support vectors of a classifier with a Gaussian kernel, as
/// scikit-learn's `SVC()` has them: C = 1, gamma = 1 / (columns * variance of all values), and
/// one problem for each pair of classes.
///
/// - Returns: the rows, ascending.
/// - Complexity: in time, some steps per row of a pair of classes, each of the order of these
///   rows; in memory, the rows of a pair times the columns, and a bounded part of their
///   kernel matrix.
func supportVectors(
  of index: Int, _ problem: borrowing Problem, _ crew: inout Crew
) throws(Failure) -> Buffer<Int> {
  let own = problem.classes.rows(index)
  let isSupport = try Buffer<Bool>(own.count, repeating: false)
  let gamma = try problem.table.gamma(&crew)
  for other in 0..<problem.classes.count where other != index {
    let rest = problem.classes.rows(other)
    // The smaller label is the positive class, and comes first.
    let isFirst = index < other
    let members = try Buffer<Int>(own.count + rest.count)
    let signs = try Buffer<Int8>(own.count + rest.count)
    fill(members, signs, isFirst ? own : rest, isFirst ? rest : own)
    let kernel = try KernelRows(problem.table, members, signs: signs.base, gamma: gamma, &crew)
    try crew.progress.ask()
    var solver = try Solver(kernel, signs: signs.base, bound: 1)
    try crew.progress.ask()
    try solver.solve(&crew)
    let start = isFirst ? 0 : rest.count
    for position in 0..<own.count where solver.isSupport(start + position) {
      isSupport[position] = true
    }
  }
  return try some(of: own, &crew) { isSupport[$0] }
}

private func fill(
  _ members: borrowing Buffer<Int>, _ signs: borrowing Buffer<Int8>,
  _ positive: UnsafeBufferPointer<Int>, _ negative: UnsafeBufferPointer<Int>
) {
  for position in 0..<positive.count {
    members[position] = positive[position]
    signs[position] = 1
  }
  for position in 0..<negative.count {
    members[positive.count + position] = negative[position]
    signs[positive.count + position] = -1
  }
}

extension Table {
  /// gamma = 'scale' of scikit-learn.
  fileprivate func gamma(_ crew: inout Crew) throws(Failure) -> Double {
    let count = Double(rows) * Double(columns)
    let mean = try sum(of: Moment(centre: 0, isSquare: false), &crew) / count
    let variance = try sum(of: Moment(centre: mean, isSquare: true), &crew) / count
    // All values the same: scikit-learn takes 1.
    let gamma = variance == 0 ? 1 : 1 / (Double(columns) * variance)
    guard gamma.isFinite, gamma > 0 else {
      throw .invalidData(
        "the variance of all values, \(variance), is out of range for the classifier that finds support vectors: scale the columns"
      )
    }
    return gamma
  }

  /// The sum over all values: row by row, then over the rows in pairs.
  private func sum(of moment: Moment, _ crew: inout Crew) throws(Failure) -> Double {
    let sums = try Buffer<Double>(rows)
    for row in 0..<rows {
      if row & 0xFF == 0 { try crew.progress.ask() }
      switch dtype {
      case .SMOTE_DTYPE_FLOAT32: sums[row] = moment.sum(elements(Float.self), row, columns)
      default: sums[row] = moment.sum(elements(Double.self), row, columns)
      }
    }
    return pairwiseSum(sums.base, rows)
  }
}

/// The values of a row, or the squares of their differences to a centre, added up.
private struct Moment {
  let centre: Double
  let isSquare: Bool

  func sum<Element: Scalar>(_ elements: Elements<Element>, _ row: Int, _ columns: Int) -> Double {
    var sum = 0.0
    for column in 0..<columns {
      let difference = Double(elements[row, column]) - centre
      sum += isSquare ? difference * difference : difference
    }
    return sum
  }
}
