import CKernels
import CSmote

/// Rows of a table that take part in a search. The number of a point is the row it has
/// in the table, plus the number of the table's first row.
package struct Points {
  let table: Table
  /// The rows, ascending; `nil` for all of the table.
  private let selection: UnsafePointer<Int>?
  package let count: Int
  private let firstNumber: Int64

  package init(all table: Table, firstNumber: Int64 = 0) {
    self.table = table
    selection = nil
    count = table.rows
    self.firstNumber = firstNumber
  }

  package init(_ rows: UnsafeBufferPointer<Int>, of table: Table) {
    self.table = table
    selection = rows.baseAddress
    count = rows.count
    firstNumber = 0
  }

  @inline(__always)
  private func row(_ point: Int) -> Int { selection?[point] ?? point }

  @inline(__always)
  func number(_ point: Int) -> Int64 { firstNumber &+ Int64(row(point)) }

  /// Writes `points` for the kernels: value by value of a column, `lanes` points side
  /// by side; factors applied. What remains of the lanes is filled with NaN, which
  /// is near nothing.
  func pack(
    _ points: Range<Int>, lanes: Int, factors: UnsafePointer<Double>?,
    into target: UnsafeMutablePointer<Double>
  ) {
    assert(points.lowerBound >= 0 && points.upperBound <= count && points.count <= lanes)
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32:
      pack(table.elements(Float.self), points, lanes, factors, target)
    default:
      pack(table.elements(Double.self), points, lanes, factors, target)
    }
  }

  private func pack<Element: Scalar>(
    _ elements: Elements<Element>, _ points: Range<Int>, _ lanes: Int,
    _ factors: UnsafePointer<Double>?, _ target: UnsafeMutablePointer<Double>
  ) {
    let columns = table.columns
    for lane in 0..<lanes {
      guard lane < points.count else {
        for column in 0..<columns {
          target[column &* lanes &+ lane] = .nan
        }
        continue
      }
      let values = elements.row(row(points.lowerBound &+ lane))
      if let factors {
        for column in 0..<columns {
          let value = Double(values[column &* table.columnStride])
          target[column &* lanes &+ lane] = value * factors[column]
        }
      } else {
        for column in 0..<columns {
          target[column &* lanes &+ lane] = Double(values[column &* table.columnStride])
        }
      }
    }
  }
}
