import CKernels
import CSmote

/// The types a table can have.
#if hasFeature(Embedded)
  package protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, SIMDScalar, InKernels {}
#else
  // Without `Codable`, which Embedded Swift has not, the compiler asks for it.
  package protocol Scalar: BinaryFloatingPoint, BitwiseCopyable, SIMDScalar, InKernels, Codable {}
#endif
extension Float: Scalar {
  package static var between: kernel_between { kernels_active().pointee.narrow_between }
  package static var betweenColumn: kernel_between_column {
    kernels_active().pointee.narrow_between_column
  }
}
extension Double: Scalar {
  package static var between: kernel_between { kernels_active().pointee.between }
  package static var betweenColumn: kernel_between_column {
    kernels_active().pointee.between_column
  }
}

/// What the kernels have for each type.
package protocol InKernels {
  static var between: kernel_between { get }
  static var betweenColumn: kernel_between_column { get }
}

extension smote_dtype {
  /// Bytes of a value; for types that have been checked.
  package var size: Int { self == .SMOTE_DTYPE_FLOAT32 ? 4 : 8 }
}

/// A checked view of the caller's table. Element (i, j) lies `i * rowStride +
/// j * columnStride` elements from `values`; no product overflows.
package struct Table {
  package let values: UnsafeRawPointer
  package let dtype: smote_dtype
  package let rows: Int
  package let columns: Int
  package let rowStride: Int
  package let columnStride: Int
  /// One per column, nonzero where it holds categories; `nil` where none does.
  package private(set) var categorical: UnsafePointer<UInt8>?
  private var isNominal = false

  /// The arguments have been checked by `SmoteC`.
  package init(
    values: UnsafeRawPointer, dtype: smote_dtype, rows: Int, columns: Int, rowStride: Int,
    columnStride: Int, categorical: UnsafePointer<UInt8>? = nil
  ) {
    self.values = values
    self.dtype = dtype
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.categorical = categorical
  }

  /// The values by their type, for code that has been specialised for it.
  @inline(__always)
  func elements<Element: Scalar>(_: Element.Type) -> Elements<Element> {
    Elements(
      base: values.assumingMemoryBound(to: Element.self), rowStride: rowStride,
      columnStride: columnStride)
  }

  /// The same table, all of whose columns hold categories.
  var nominal: Table {
    var nominal = self
    nominal.isNominal = true
    return nominal
  }

  /// Copies which columns hold categories, so that nobody changes it while they are counted on.
  mutating func copyKinds() throws(Failure) -> Buffer<UInt8> {
    let own = try Buffer<UInt8>(categorical == nil ? 0 : columns)
    if let categorical {
      own.base.copy(from: categorical, count: columns)
      self.categorical = UnsafePointer(own.base)
    }
    return own
  }

  func isCategorical(_ column: Int) -> Bool {
    isNominal || (categorical?[column] ?? 0) != 0
  }

  /// The category in a column that holds some.
  func category(_ row: Int, _ column: Int) -> Int32 { categoryCode(value(row, column)) }

  /// Columns that hold categories.
  var categoricalCount: Int {
    var count = 0
    for column in 0..<columns where isCategorical(column) {
      count += 1
    }
    return count
  }

  /// An element, in whatever type; for places where speed does not matter.
  func value(_ row: Int, _ column: Int) -> Double {
    switch dtype {
    case .SMOTE_DTYPE_FLOAT32: Double(elements(Float.self)[row, column])
    default: elements(Double.self)[row, column]
    }
  }

  /// Whether neighbours in memory are neighbours in a row.
  var isRowMajor: Bool { abs(columnStride) <= abs(rowStride) }

  /// Whether all values are next to each other, row by row.
  var isContiguous: Bool { columnStride == 1 && rowStride == columns }
}

/// The elements of a table.
struct Elements<Element: Scalar> {
  let base: UnsafePointer<Element>
  let rowStride: Int
  let columnStride: Int

  @inline(__always)
  subscript(row: Int, column: Int) -> Element {
    base[row &* rowStride &+ column &* columnStride]
  }

  @inline(__always)
  func row(_ row: Int) -> UnsafePointer<Element> {
    base + row &* rowStride
  }
}
