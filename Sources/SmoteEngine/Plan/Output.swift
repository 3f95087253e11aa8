/// Where rows are written to; checked by the caller.
package struct Output {
  let values: UnsafeMutableRawPointer?
  package let labels: UnsafeMutablePointer<Int32>?
  let rowStride: Int
  let columnStride: Int
  /// Other columns than those that the plan was made from, which have no noise.
  package let isCarried: Bool

  package init(
    values: UnsafeMutableRawPointer?, labels: UnsafeMutablePointer<Int32>?, rowStride: Int,
    columnStride: Int, isCarried: Bool
  ) {
    self.values = values
    self.labels = labels
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.isCarried = isCarried
  }
}
