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
    var draws = try Draws(options)
    try crew.progress.reportBegin()
    let isTwoSteps = options.addsRows && options.cleaning != nil
    crew.progress.beginStage(from: 0, to: isTwoSteps ? 0.5 : 1)
    crew.progress.beginPhase(0.02)
    let problem = try Problem(table, labels, options, &crew)
    let growth = try Growth(options, problem.classes, rows: table.rows)
    var plan = try Plan(
      inputRows: table.rows, columns: table.columns, expectedRows: growth.total,
      classes: problem.classes.count)
    if options.addsRows { try plan.extend(problem, growth, &draws, &crew) }
    if isTwoSteps { crew.progress.beginStage(from: 0.5, to: 1) }
    if let cleaning = options.cleaning { try plan.clean(cleaning, problem, &draws, &crew) }
    try crew.progress.reportEnd()
    draws.writeState(options)
    return plan
  }

  /// Adds the new rows of every class that grows.
  private mutating func extend(
    _ problem: borrowing Problem, _ growth: borrowing Growth, _ draws: inout Draws,
    _ crew: inout Crew
  ) throws(Failure) {
    switch problem.options.method {
    case .SMOTE_METHOD_SMOTE:
      try SMOTE.extend(&self, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_BORDERLINE1, .SMOTE_METHOD_BORDERLINE2:
      try Borderline.extend(&self, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_SVM:
      try SVMSMOTE.extend(&self, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_ADASYN:
      try ADASYN.extend(&self, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_SMOTENC:
      try SMOTENC.extend(&self, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_SMOTEN:
      try SMOTEN.extend(&self, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_KMEANS:
      try KMeansSMOTE.extend(&self, problem, growth, &draws, &crew)
    case .SMOTE_METHOD_RANDOM_OVER:
      try RandomOver.extend(&self, problem, growth, &draws, &crew)
    default:
      throw .invalidArgument("method \(problem.options.method.rawValue) is not a method")
    }
  }
}
