import CSmote

/// What is to be rebalanced, and how: everything that a sampler reads.
package struct Problem: ~Copyable {
  let table: Table
  let labels: UnsafePointer<Int32>
  let classes: Classes
  let options: Options

  /// - Throws: where the data cannot be rebalanced: a value that is not finite, or one
  ///   class only.
  init(
    _ table: Table, _ labels: UnsafePointer<Int32>, _ options: Options, _ crew: inout Crew
  ) throws(Failure) {
    let classes = try Classes(labels, rows: table.rows, &crew)
    guard classes.count > 1 else {
      throw Failure(
        .SMOTE_ERROR_INVALID_DATA,
        "all \(table.rows) rows have label \(classes.label(0)), but there must be at least 2 classes"
      )
    }
    crew.progress.beginPhase(0.02)
    try table.requireFinite(&crew)
    self.table = table
    self.labels = labels
    self.options = options
    self.classes = consume classes
  }
}
