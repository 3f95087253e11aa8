// Where rows are to be written, apart from what they are read from.

import CSmote
import SmoteEngine

func checked(
  _ output: UnsafePointer<smote_output>?, rows: Int, _ table: Table,
  of data: UnsafePointer<smote_dataset>?
) throws(Failure) -> Output {
  let output = try known(output, "out", defaults: smote_output()) { $0 == 40 }
  try requireZero(output.reserved, "out")
  var strides = (0, 0)
  let elementSize = table.dtype.size
  if let values = output.values, rows > 0 {
    guard Int(bitPattern: values) % elementSize == 0 else {
      throw .invalidArgument(
        "values of out is not aligned to the \(elementSize, "byte") of the dtype of data")
    }
    strides = try checkedStrides(
      output.row_stride, output.column_stride, rows: Int64(rows), columns: Int64(table.columns),
      elementSize: elementSize, "out")
    try requireDistinctPlaces(strides, rows: rows, columns: table.columns)
  }
  try requireAligned(UnsafePointer(output.labels), "labels of out")
  let values = Extent(
    "values of out", output.values, strides, rows: rows, columns: table.columns, of: elementSize)
  let labels = Extent("labels of out", output.labels, count: rows, of: 4)
  try labels.requireApart(from: values)
  let givenValues = Extent("values of data", of: table)
  let givenLabels = Extent(
    "labels of data", data?.pointee.labels, count: table.rows, of: 4)
  try values.requireApart(from: givenValues)
  try labels.requireApart(from: givenValues)
  try values.requireApart(from: givenLabels)
  try labels.requireApart(from: givenLabels)
  return Output(
    values: rows > 0 ? output.values : nil, labels: output.labels, rowStride: strides.0,
    columnStride: strides.1, isCarried: output.carried != 0)
}

/// The larger stride steps over all that the smaller one reaches: then no two elements
/// share a place.
private func requireDistinctPlaces(
  _ strides: (Int, Int), rows: Int, columns: Int
) throws(Failure) {
  let down = strides.0.magnitude
  let across = strides.1.magnitude
  let distinct =
    if rows == 1 { columns == 1 || across > 0 } else if columns == 1 {
      down > 0
    } else if across <= down { across > 0 && down > UInt(columns - 1) * across } else {
      down > 0 && across > UInt(rows - 1) * down
    }
  guard distinct else {
    throw .invalidArgument(
      "strides \(strides.0) and \(strides.1) of out let elements of \(rows, "row") and \(columns, "column") share a place"
    )
  }
}

/// Three lists of so many rows, each of which may be left out.
func requireProvenance(
  _ base: UnsafeMutablePointer<Int64>?, _ neighbor: UnsafeMutablePointer<Int64>?,
  _ gap: UnsafeMutablePointer<Double>?, count: Int
) throws(Failure) {
  try requireAligned(UnsafePointer(base), "base")
  try requireAligned(UnsafePointer(neighbor), "neighbor")
  try requireAligned(UnsafePointer(gap), "gap")
  let bases = Extent("elements of base", base, count: count, of: 8)
  let neighbors = Extent("elements of neighbor", neighbor, count: count, of: 8)
  let gaps = Extent("elements of gap", gap, count: count, of: 8)
  try neighbors.requireApart(from: bases)
  try gaps.requireApart(from: bases)
  try gaps.requireApart(from: neighbors)
}
