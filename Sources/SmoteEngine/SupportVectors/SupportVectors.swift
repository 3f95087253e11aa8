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
  let gamma = problem.table.gamma
  for other in 0..<problem.classes.count where other != index {
    let rest = problem.classes.rows(other)
    // The smaller label is the positive class, and comes first.
    let isFirst = index < other
    let members = try Buffer<Int>(own.count + rest.count)
    let signs = try Buffer<Int8>(own.count + rest.count)
    fill(members, signs, isFirst ? own : rest, isFirst ? rest : own)
    let kernel = try KernelRows(problem.table, members, signs: signs.base, gamma: gamma)
    var solver = try Solver(kernel, signs: signs.base, bound: 1)
    try solver.solve(&crew)
    let start = isFirst ? 0 : rest.count
    for position in 0..<own.count where solver.isSupport(start + position) {
      isSupport[position] = true
    }
  }
  return try rows(own, where: isSupport)
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

private func rows(
  _ rows: UnsafeBufferPointer<Int>, where chosen: borrowing Buffer<Bool>
) throws(Failure) -> Buffer<Int> {
  let kept = try Buffer<Int>(rows.count)
  var count = 0
  for position in 0..<rows.count where chosen[position] {
    kept[count] = rows[position]
    count += 1
  }
  return try kept.first(count)
}

extension Table {
  /// gamma = 'scale' of scikit-learn.
  fileprivate var gamma: Double {
    let count = rows * columns
    let mean = sum(0, count) { $0 } / Double(count)
    let variance = sum(0, count) { ($0 - mean) * ($0 - mean) } / Double(count)
    return variance > 0 && variance.isFinite ? 1 / (Double(columns) * variance) : 1
  }

  /// The sum over all values, row by row, halved until few are left: as exact as numpy's.
  private func sum(_ start: Int, _ end: Int, _ term: (Double) -> Double) -> Double {
    if end - start <= 128 {
      var sum = 0.0
      for place in start..<end {
        let (row, column) = place.quotientAndRemainder(dividingBy: columns)
        sum += term(value(row, column))
      }
      return sum
    }
    let middle = start + (end - start) / 2
    return sum(start, middle, term) + sum(middle, end, term)
  }

  private func value(_ row: Int, _ column: Int) -> Double {
    switch dtype {
    case .SMOTE_DTYPE_FLOAT32: Double(elements(Float.self)[row, column])
    default: elements(Double.self)[row, column]
    }
  }
}
