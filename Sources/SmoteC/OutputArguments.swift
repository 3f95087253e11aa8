// Where rows are to be written, apart from what they are read from.

import CSmote
import SmoteEngine

func checked(
  _ output: UnsafePointer<smote_output>?, rows: Int, _ table: Table,
  of data: UnsafePointer<smote_dataset>?
) throws(Failure) -> Output {
  let output = try known(try required(output, "out"))
  var strides = (0, 0)
  var places = Places()
  if let values = output.values, rows > 0 {
    let elementSize = table.dtype.size
    guard Int(bitPattern: values) % elementSize == 0 else {
      throw invalid("values of out is not aligned to the \(elementSize) bytes of the dtype of data")
    }
    strides = try checkedStrides(
      output.row_stride, output.column_stride, rows: Int64(rows), columns: Int64(table.columns),
      elementSize: elementSize, "out")
    try requireDistinctPlaces(strides, rows: rows, columns: table.columns)
    places.values = extent(
      UnsafeRawPointer(values), strides, rows: rows, columns: table.columns, elementSize)
  }
  if let labels = output.labels {
    try requireAligned(UnsafePointer(labels), "labels of out")
    if rows > 0 {
      places.labels = extent(UnsafeRawPointer(labels), (1, 1), rows: rows, columns: 1, 4)
    }
  }
  try requireApart(places, from: table, labels: data?.pointee.labels)
  return Output(
    values: rows > 0 ? output.values : nil, labels: output.labels, rowStride: strides.0,
    columnStride: strides.1, isCarried: output.carried != 0)
}

/// The addresses of values and labels; none where there are none.
private struct Places {
  var values = 0..<0
  var labels = 0..<0
}

private func requireApart(
  _ output: Places, from table: Table, labels: UnsafePointer<Int32>?
) throws(Failure) {
  let values = extent(
    table.values, (table.rowStride, table.columnStride), rows: table.rows,
    columns: table.columns, table.dtype.size)
  guard !output.values.overlaps(values) else {
    throw invalid("values of out overlap values of data, which must stay as they are")
  }
  guard !output.labels.overlaps(values) else {
    throw invalid("labels of out overlap values of data, which must stay as they are")
  }
  guard !output.labels.overlaps(output.values) else {
    throw invalid("labels of out overlap values of out")
  }
  guard let labels else { return }
  let given = extent(UnsafeRawPointer(labels), (1, 1), rows: table.rows, columns: 1, 4)
  guard !output.values.overlaps(given) else {
    throw invalid("values of out overlap labels of data, which must stay as they are")
  }
  guard !output.labels.overlaps(given) else {
    throw invalid("labels of out overlap labels of data, which must stay as they are")
  }
}

/// The output as this version knows it, see below.
private func known(_ output: UnsafePointer<smote_output>) throws(Failure) -> smote_output {
  var known = smote_output()
  try withUnsafeMutableBytes(of: &known) { bytes throws(Failure) in
    try copyKnown(output, into: bytes, "out") { $0 == 40 }
  }
  return known
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
    throw invalid(
      "strides \(strides.0) and \(strides.1) of out let elements of \(rows) rows and \(columns) columns share a place"
    )
  }
}

/// The addresses from the first byte of a table to behind its last.
private func extent(
  _ values: UnsafeRawPointer, _ strides: (Int, Int), rows: Int, columns: Int, _ elementSize: Int
) -> Range<Int> {
  let down = (rows - 1) * strides.0
  let across = (columns - 1) * strides.1
  // Addresses of a user's process are far from the ends of Int.
  let start = Int(bitPattern: values)
  let first = start &+ (min(down, 0) + min(across, 0)) * elementSize
  let last = start &+ (max(down, 0) + max(across, 0) + 1) * elementSize
  return first..<max(first, last)
}
