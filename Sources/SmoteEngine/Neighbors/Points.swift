import CSmote

/// Rows of a table that take part in a search. The number of a point is the row it has
/// in the table, plus the number of the table's first row.
package struct Points {
  let table: Table
  /// The rows, ascending; `nil` for all of the table.
  private let selection: UnsafePointer<Int>?
  package let count: Int
  private let firstNumber: Int64
  /// Points of the table, or of the selection, before the first.
  private let offset: Int

  package init(all table: Table, firstNumber: Int64 = 0) {
    self.table = table
    selection = nil
    count = table.rows
    self.firstNumber = firstNumber
    offset = 0
  }

  package init(_ rows: UnsafeBufferPointer<Int>, of table: Table) {
    self.table = table
    selection = rows.baseAddress
    count = rows.count
    firstNumber = 0
    offset = 0
  }

  /// Some of the points of others.
  init(_ range: Range<Int>, of points: Points) {
    table = points.table
    selection = points.selection
    count = range.count
    firstNumber = points.firstNumber
    offset = points.offset + range.lowerBound
  }

  /// The row of the table that a point is.
  @inline(__always)
  func row(_ point: Int) -> Int {
    let place = offset &+ point
    return selection?[place] ?? place
  }

  @inline(__always)
  func number(_ point: Int) -> Int64 { firstNumber &+ Int64(row(point)) }

  /// Writes `points` for the kernels: value by value of a column, `lanes` points side
  /// by side, columns as the metric orders them, factors applied. What remains of the lanes
  /// is filled with NaN, which is near nothing.
  func pack(
    _ points: Range<Int>, lanes: Int, _ metric: Metric.Form,
    into target: UnsafeMutablePointer<Double>
  ) {
    assert(points.lowerBound >= 0 && points.upperBound <= count && points.count <= lanes)
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32:
      pack(table.elements(Float.self), points, lanes, metric, target)
    default:
      pack(table.elements(Double.self), points, lanes, metric, target)
    }
  }

  private func pack<Element: Scalar>(
    _ elements: Elements<Element>, _ points: Range<Int>, _ lanes: Int, _ metric: Metric.Form,
    _ target: UnsafeMutablePointer<Double>
  ) {
    for lane in 0..<lanes {
      guard lane < points.count else {
        for column in 0..<metric.columns {
          target[column &* lanes &+ lane] = .nan
        }
        continue
      }
      let values = elements.row(row(points.lowerBound &+ lane))
      if let profiles = metric.profiles {
        packProfiles(values, profiles, lanes, target + lane)
      } else if let order = metric.order {
        packInOrder(values, order, metric, lanes, target + lane)
      } else {
        packNumbers(values, metric.factors, lanes, target + lane)
      }
    }
  }

  private func packNumbers<Element: Scalar>(
    _ values: UnsafePointer<Element>, _ factors: UnsafePointer<Double>?, _ lanes: Int,
    _ target: UnsafeMutablePointer<Double>
  ) {
    if let factors {
      for column in 0..<table.columns {
        target[column &* lanes] = Double(values[column &* table.columnStride]) * factors[column]
      }
    } else {
      for column in 0..<table.columns {
        target[column &* lanes] = Double(values[column &* table.columnStride])
      }
    }
  }

  private func packInOrder<Element: Scalar>(
    _ values: UnsafePointer<Element>, _ order: UnsafePointer<Int>, _ metric: Metric.Form,
    _ lanes: Int, _ target: UnsafeMutablePointer<Double>
  ) {
    for place in 0..<metric.numbers {
      let column = order[place]
      let value = Double(values[column &* table.columnStride])
      target[place &* lanes] = value * (metric.factors?[column] ?? 1)
    }
    for place in metric.numbers..<metric.columns {
      target[place &* lanes] = Double(values[order[place] &* table.columnStride])
    }
  }

  private func packProfiles<Element: Scalar>(
    _ values: UnsafePointer<Element>, _ profiles: ValueDifference.View, _ lanes: Int,
    _ target: UnsafeMutablePointer<Double>
  ) {
    for feature in 0..<profiles.features {
      let code = categoryCode(values[feature &* table.columnStride])
      let profile = profiles.profile(feature, code)
      let place = feature &* profiles.classes
      for index in 0..<profiles.classes {
        target[(place &+ index) &* lanes] = profile[index]
      }
    }
  }

  /// Writes `points` row by row, columns as the metric orders them, factors applied.
  func read(_ points: Range<Int>, _ metric: Metric.Form, into target: UnsafeMutablePointer<Double>)
  {
    for point in points {
      let row = target + (point &- points.lowerBound) &* metric.columns
      pack(point..<point &+ 1, lanes: 1, metric, into: row)
    }
  }

  /// Whether these are the same points of the same table. Those of a search are distinct: as many
  /// as the table has rows are all of them, selected or not.
  func isSame(as other: Points) -> Bool {
    isSameTable(as: other) && count == other.count && offset == other.offset
      && (selection == other.selection || count == table.rows && count == other.table.rows)
  }

  /// Whether these are points of the same table, numbered alike.
  func isSameTable(as other: Points) -> Bool {
    table.values == other.table.values && firstNumber == other.firstNumber
      && table.rowStride == other.table.rowStride && table.dtype == other.table.dtype
      && table.columnStride == other.table.columnStride
  }
}
