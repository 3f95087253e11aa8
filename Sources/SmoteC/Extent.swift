// What a call writes must lie apart from what it reads, and from what else it writes.

import SmoteEngine

/// The addresses from the first byte of some elements to behind the last; none where there
/// are no elements.
struct Extent {
  private let name: StaticString
  private var addresses = 0..<0

  init(_ name: StaticString, _ elements: UnsafeRawPointer?, count: Int, of size: Int) {
    self.init(name, elements, (1, 1), rows: count, columns: 1, of: size)
  }

  init(_ name: StaticString, of table: Table) {
    self.init(
      name, table.values, (table.rowStride, table.columnStride), rows: table.rows,
      columns: table.columns, of: table.dtype.size)
  }

  /// Strides have been checked: see `checkedStrides`.
  init(
    _ name: StaticString, _ elements: UnsafeRawPointer?, _ strides: (Int, Int), rows: Int,
    columns: Int, of size: Int
  ) {
    self.name = name
    guard let elements, rows > 0 else { return }
    let down = (rows - 1) * strides.0
    let across = (columns - 1) * strides.1
    // Addresses of a user's process are far from the ends of Int.
    let start = Int(bitPattern: elements)
    let first = start &+ (min(down, 0) + min(across, 0)) * size
    let end = start &+ (max(down, 0) + max(across, 0) + 1) * size
    addresses = first..<max(first, end)
  }

  func requireApart(from other: Extent) throws(Failure) {
    guard !addresses.overlaps(other.addresses) else {
      throw .invalidArgument("\(name) overlap \(other.name), but what is written must lie apart")
    }
  }
}
