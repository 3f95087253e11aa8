// Tables of values, with their strides and labels.

import CSmote
import SmoteEngine

/// Columns of a table, at the most.
private let columnLimit = Int64(Int32.max)

func checked(
  _ data: UnsafePointer<smote_dataset>?, _ name: StaticString
) throws(Failure) -> Table {
  let data = try known(data, name, defaults: smote_dataset()) { $0 == 64 }
  try requireZero(data.reserved, name)
  guard data.dtype == .SMOTE_DTYPE_FLOAT32 || data.dtype == .SMOTE_DTYPE_FLOAT64 else {
    throw .invalidArgument("dtype \(data.dtype.rawValue) of \(name) is not one of smote_dtype")
  }
  guard let values = data.values else { throw .invalidArgument("values of \(name) is NULL") }
  guard data.rows > 0, data.columns > 0 else {
    throw .invalidArgument(
      "\(name) has \(data.rows, "row") and \(data.columns, "column"), but it needs at least 1 of each"
    )
  }
  guard data.columns <= columnLimit else {
    throw .invalidArgument("\(name) has \(data.columns) columns, but \(columnLimit) is the limit")
  }
  let elementSize = data.dtype.size
  guard Int(bitPattern: values) % elementSize == 0 else {
    throw .invalidArgument(
      "values of \(name) is not aligned to the \(elementSize) bytes of its dtype")
  }
  // Labels and lists of rows, which a table of any strides comes with, must fit too.
  guard data.rows <= Int64(addressableBytes / 8) else {
    throw .invalidArgument("\(name) has \(data.rows) rows, which no memory can hold")
  }
  let (rowStride, columnStride) = try checkedStrides(
    data.row_stride, data.column_stride, rows: data.rows, columns: data.columns,
    elementSize: elementSize, name)
  return Table(
    values: values, dtype: data.dtype, rows: Int(data.rows), columns: Int(data.columns),
    rowStride: rowStride, columnStride: columnStride, categorical: data.categorical)
}

/// The labels of a data set that has been checked otherwise.
func checkedLabels(
  _ data: UnsafePointer<smote_dataset>?, _ name: StaticString
) throws(Failure) -> UnsafePointer<Int32> {
  let labels = try required(data, name).pointee.labels
  guard let labels = try aligned(labels, "labels of the data") else {
    throw .invalidArgument("labels of \(name) is NULL, but labels are needed")
  }
  return labels
}

/// Strides whose farthest element lies within reach; two zeros mean packed rows.
func checkedStrides(
  _ rowStride: Int64, _ columnStride: Int64, rows: Int64, columns: Int64, elementSize: Int,
  _ name: StaticString
) throws(Failure) -> (Int, Int) {
  let packed = rowStride == 0 && columnStride == 0
  let (rowStride, columnStride) = packed ? (columns, 1) : (rowStride, columnStride)
  let limit = UInt64(addressableBytes / elementSize)
  let down = (UInt64(rows) - 1).multipliedReportingOverflow(by: rowStride.magnitude)
  let across = (UInt64(columns) - 1).multipliedReportingOverflow(by: columnStride.magnitude)
  guard !down.overflow, !across.overflow, down.partialValue < limit, across.partialValue < limit
  else {
    throw .invalidArgument(
      "\(name) has \(rows, "row") and \(columns, "column") with strides \(rowStride) and \(columnStride), which no memory can hold"
    )
  }
  // The stride of a single row or column is never taken, and may be anything.
  return (rows == 1 ? Int(columns) : Int(rowStride), columns == 1 ? 1 : Int(columnStride))
}
