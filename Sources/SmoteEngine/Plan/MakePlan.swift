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
    var plan = try Plan(
      keptRows: table.rows, columns: table.columns, expectedRows: growth.total,
      classes: problem.classes.count)
    var draws = try Draws(options)
    switch options.method {
    case .SMOTE_METHOD_SMOTE:
      try SMOTE.extend(&plan, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_BORDERLINE1, .SMOTE_METHOD_BORDERLINE2:
      try Borderline.extend(&plan, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_SVM:
      try SVMSMOTE.extend(&plan, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_ADASYN:
      try ADASYN.extend(&plan, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_SMOTENC:
      try SMOTENC.extend(&plan, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_SMOTEN:
      try SMOTEN.extend(&plan, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_KMEANS:
      try KMeansSMOTE.extend(&plan, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_RANDOM_OVER:
      try RandomOver.extend(&plan, problem, growth, &draws, &crew)
    default:
      throw Failure(
        .SMOTE_ERROR_INVALID_ARGUMENT, "method \(options.method.rawValue) is not a method")
    }
    try crew.progress.reportEnd()
    draws.writeState(options)
    return plan
  }
}
