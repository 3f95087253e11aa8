import CSmote

/// A table of numbers, row after row, with a label for each row.
public struct Table<Element: TableElement> {
  /// `rows * columns` finite numbers; row `i` begins at `values[i * columns]`.
  public var values: [Element]
  /// One label per row; any values, compared for equality.
  public var labels: [Int32]
  /// Numbers in a row, at least 1.
  public var columns: Int
  /// The columns that hold categories: whole numbers from 0 to 2^24 - 1, which are compared,
  /// not computed with.
  public var categorical: Set<Int>

  /// Whether the parts fit together is checked where the table is used.
  public init(
    values: [Element], labels: [Int32], columns: Int, categorical: Set<Int> = []
  ) {
    self.values = values
    self.labels = labels
    self.columns = columns
    self.categorical = categorical
  }

  /// How many there are: one for each label.
  public var rows: Int { labels.count }
}

extension Table: Equatable {}
extension Table: Sendable {}

/// The types that a table can hold: `Float` and `Double`.
public protocol TableElement: BinaryFloatingPoint, Sendable {
  /// The type's name in the C interface.
  static var dtype: smote_dtype { get }
}

extension Float: TableElement {
  /// 32 bits.
  public static var dtype: smote_dtype { .SMOTE_DTYPE_FLOAT32 }
}

extension Double: TableElement {
  /// 64 bits.
  public static var dtype: smote_dtype { .SMOTE_DTYPE_FLOAT64 }
}

extension Table {
  /// Calls `body` with the table as the C interface takes it.
  func withDataset<Result>(
    _ body: (UnsafePointer<smote_dataset>) throws(SmoteError) -> Result
  ) throws(SmoteError) -> Result {
    guard columns > 0, values.count / columns == rows, values.count % columns == 0 else {
      throw SmoteError(
        .SMOTE_ERROR_INVALID_ARGUMENT,
        "\(values.count) values in \(columns) columns do not go with \(rows) labels")
    }
    for column in categorical where column < 0 || column >= columns {
      throw SmoteError(
        .SMOTE_ERROR_INVALID_ARGUMENT,
        "categorical names column \(column), but there are columns 0 to \(columns - 1)")
    }
    var outcome: Swift.Result<Result, SmoteError>?
    let mask: [UInt8] = (0..<columns).map { categorical.contains($0) ? 1 : 0 }
    values.withUnsafeBufferPointer { values in
      labels.withUnsafeBufferPointer { labels in
        var dataset = smote_dataset()
        dataset.struct_size = MemoryLayout<smote_dataset>.size
        dataset.values = UnsafeRawPointer(values.baseAddress)
        dataset.labels = labels.baseAddress
        dataset.rows = Int64(rows)
        dataset.columns = Int64(columns)
        dataset.dtype = Element.dtype
        mask.withUnsafeBufferPointer { mask in
          dataset.categorical = categorical.isEmpty ? nil : mask.baseAddress
          do throws(SmoteError) {
            outcome = .success(try body(&dataset))
          } catch {
            outcome = .failure(error)
          }
        }
      }
    }
    guard let outcome else {
      throw SmoteError(.SMOTE_ERROR_INTERNAL, "the table was not read")
    }
    return try outcome.get()
  }
}
