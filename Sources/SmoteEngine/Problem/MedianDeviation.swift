import CSmote

extension Problem {
  /// The median, over the columns of numbers that count, of the standard deviations within some
  /// rows, of values as they are scaled (but not weighted: weights say how much a column
  /// counts beside the others).
  ///
  /// - Parameter label: the class that the rows are of, for messages; `nil` for all rows.
  func medianDeviation(
    of rows: UnsafeBufferPointer<Int>, label: Int32? = nil, _ metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) -> Double {
    let within = ClassDeviations(table, rows)
    let deviations = try Buffer<Double>(table.columns)
    var count = 0
    for column in 0..<table.columns where !table.isCategorical(column) {
      let weight = options.columnWeights?[column] ?? 1
      if weight == 0 { continue }
      let scaling = metric.factor(column) / weight.squareRoot()
      deviations[count] = try within.deviation(column, &crew) * scaling
      guard deviations[count] < widest else {
        throw tooWide(column, deviations[count], label)
      }
      count += 1
    }
    // Where categories alone count, any penalty orders rows alike.
    return count == 0 ? 1 : median(deviations.base, count)
  }

  private func tooWide(_ column: Int, _ deviation: Double, _ label: Int32?) -> Failure {
    guard let label else {
      return .invalidData("column \(column) is too wide for float64: its deviation is \(deviation)")
    }
    return .invalidData(
      "column \(column) is too wide for float64: its deviation within class \(label) is \(deviation)"
    )
  }
}

/// Its square is still finite, and so is that times any weight but an absurd one.
private let widest = 1e150

/// The median; sorts the values.
private func median(_ values: UnsafeMutablePointer<Double>, _ count: Int) -> Double {
  heapSort(values, count)
  let middle = values[count / 2]
  return count % 2 == 1 ? middle : (values[count / 2 - 1] + middle) / 2
}
