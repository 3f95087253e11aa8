import CSmote

extension Plan {
  /// Decides on the output.
  ///
  /// - Parameters:
  ///   - table: a checked view; `labels` has one label for each of its rows.
  ///   - options: checked against the table; a numpy state comes back advanced, unless
  ///     the call fails.
  static func make(
    _ table: Table, labels: UnsafePointer<Int32>, _ options: Options, _ crew: inout Crew
  ) throws(Failure) -> Plan {
    try crew.progress.reportBegin()
    crew.progress.beginPhase(0.02)
    let problem = try Problem(table, labels, options, &crew)
    let growth = try Growth(options, problem.classes, rows: table.rows)
    let plan = try Plan(keptRows: table.rows, growth: growth, classes: problem.classes)
    var draws = try Draws(options)
    switch options.method {
    case .SMOTE_METHOD_SMOTE:
      try SMOTE(options).extend(plan, problem, growth, &draws, &crew)
    default:
      throw Failure(
        .SMOTE_ERROR_INVALID_ARGUMENT, "method \(options.method.rawValue) is not a method")
    }
    try crew.progress.reportEnd()
    draws.writeState(options)
    return plan
  }
}
