import CSmote

/// What is to be rebalanced, and how: everything that a sampler reads.
struct Problem: ~Copyable {
  let table: Table
  private let ownKinds: Buffer<UInt8>
  /// A copy, which nobody changes while they are counted on.
  let labels: UnsafePointer<Int32>
  private let ownLabels: Buffer<Int32>
  let classes: Classes
  let options: Options

  /// - Throws: where the data cannot be rebalanced: a value that is not finite, where
  ///   values are read, or one class only.
  init(
    _ table: Table, _ labels: UnsafePointer<Int32>, _ options: Options, _ crew: inout Crew
  ) throws(Failure) {
    var table = table
    let ownKinds = try table.copyKinds()
    let ownLabels = try Buffer<Int32>(table.rows)
    ownLabels.base.copy(from: labels, count: table.rows)
    let classes = try Classes(ownLabels.base, rows: table.rows, &crew)
    guard classes.count > 1 else {
      throw .invalidData(
        "every row has label \(classes.label(0)), but there must be at least 2 classes"
      )
    }
    try Problem.requireKinds(table, options)
    if options.method == .SMOTE_METHOD_SMOTEN { table = table.nominal }
    if options.readsValues {
      crew.progress.beginPhase(0.02)
      try table.requireFinite(&crew)
      if table.categoricalCount > 0 { try table.requireCodes(&crew) }
    }
    self.table = table
    self.ownKinds = consume ownKinds
    self.labels = UnsafePointer(ownLabels.base)
    self.ownLabels = consume ownLabels
    self.options = options
    self.classes = consume classes
  }

  /// - Throws: where the kinds of the columns are not those that the method is for.
  private static func requireKinds(_ table: Table, _ options: Options) throws(Failure) {
    let categories = table.categoricalCount
    switch options.method {
    case .SMOTE_METHOD_SMOTENC:
      guard categories > 0, categories < table.columns else {
        throw .invalidArgument(
          "\(categories) of \(table.columns, "column") hold categories, but SMOTENC needs columns of both kinds: SMOTE is for numbers alone, SMOTEN for categories alone"
        )
      }
    case .SMOTE_METHOD_SMOTEN:
      guard table.categorical == nil || categories == table.columns else {
        throw .invalidArgument(
          "\(categories) of \(table.columns, "column") hold categories, but SMOTEN needs all to: SMOTENC is for columns of both kinds"
        )
      }
    case let method where method.takesCategories && !options.addsNoise: break
    default:
      for column in 0..<table.columns where table.isCategorical(column) {
        let instead = methodForCategories(options.method, all: categories == table.columns)
        throw .invalidArgument(
          "column \(column) holds categories, which cannot be computed with: use \(instead)")
      }
    }
  }

  private static func methodForCategories(_ method: smote_method, all: Bool) -> StaticString {
    if method.dropsRows { return "RANDOM_UNDER, or NEARMISS1" }
    return all
      ? "SMOTEN, or RANDOM_OVER without shrinkage" : "SMOTENC, or RANDOM_OVER without shrinkage"
  }

  /// The distance that the options ask for.
  func metric(_ crew: inout Crew) throws(Failure) -> Metric {
    crew.progress.beginPhase(0.02)
    return try Metric(table, scale: options.scale, weights: options.columnWeights, &crew)
  }

  /// The same for columns of any kind: of categories, as SMOTEN has it where all columns are,
  /// and else as SMOTENC, with the deviations of the whole table.
  func anyMetric(_ crew: inout Crew) throws(Failure) -> Metric {
    let categories = table.categoricalCount
    if categories == 0 { return try metric(&crew) }
    if categories == table.columns {
      return Metric(try ValueDifference(table, labels, classes, &crew))
    }
    let metric = try Metric(
      mixed: table, scale: options.scale, weights: options.columnWeights, &crew)
    let all = try allRows()
    let deviation = try medianDeviation(of: all.view, metric, &crew)
    metric.setPenalty(deviation * deviation, weights: options.columnWeights)
    return metric
  }

  /// The numbers of all rows.
  func allRows() throws(Failure) -> Buffer<Int> {
    let rows = try Buffer<Int>(table.rows)
    for row in 0..<table.rows {
      rows[row] = row
    }
    return rows
  }

  /// Every class that grows needs a row and k neighbours of it, unless `few_rows` is CLIP.
  func requireNeighbors(_ growth: borrowing Growth) throws(Failure) {
    for index in 0..<classes.count where growth[index] > 0 {
      try requireNeighbors(index)
    }
  }

  /// The same for one class.
  func requireNeighbors(_ index: Int) throws(Failure) {
    let k = options.neighbors
    guard options.fewRows == .SMOTE_FEW_ROWS_ERROR, options.classNeighbors == nil,
      classes.size(index) <= k
    else { return }
    throw .tooFewRows(
      "class \(classes.label(index)) has \(classes.size(index), "row"), but neighbors = \(k) needs at least \(k + 1)"
    )
  }

  /// The table as a whole needs a row and `k` neighbours of it.
  ///
  /// - Returns: how many there are to use.
  func affordableNeighbors(_ k: Int, _ name: StaticString) throws(Failure) -> Int {
    guard table.rows <= k else { return k }
    guard options.fewRows == .SMOTE_FEW_ROWS_CLIP else {
      throw .tooFewRows(
        "there are \(table.rows, "row"), but \(name) = \(k) needs at least \(k + 1)")
    }
    return table.rows - 1
  }

  /// Lists of neighbours that the caller found; see `HandedNeighbors`.
  func handed(
    _ lists: UnsafePointer<Int64>, k: Int, label: Int32?, _ name: StaticString
  ) -> HandedNeighbors {
    HandedNeighbors(
      table: lists, k: k, name: name, labels: labels, inputRows: table.rows, label: label,
      fewRows: options.fewRows)
  }

  /// The neighbours that rows of a class have within the class.
  ///
  /// - Parameter others: rows of the class, to look for neighbours among these alone.
  func neighborsInClass(
    _ index: Int, of rows: UnsafeBufferPointer<Int>,
    among others: UnsafeBufferPointer<Int>? = nil, _ metric: borrowing Metric,
    _ crew: inout Crew
  ) throws(Failure) -> Neighborhood {
    if let handed = options.classNeighbors {
      return try Neighborhood(
        rows,
        handed: self.handed(
          handed, k: options.neighbors, label: classes.label(index), "class_neighbors"))
    }
    let points = Points(others ?? classes.rows(index), of: table)
    return try Neighborhood(
      rows, among: points, k: min(options.neighbors, points.count - 1), metric: metric, &crew)
  }

  /// The neighbours that rows, which ascend, have among all rows.
  func neighborsAmongAll(
    of rows: UnsafeBufferPointer<Int>, k: Int, _ name: StaticString,
    _ metric: borrowing Metric, _ crew: inout Crew
  ) throws(Failure) -> Neighborhood {
    if let handed = options.allNeighbors {
      return try Neighborhood(rows, handed: self.handed(handed, k: k, label: nil, "all_neighbors"))
    }
    return try Neighborhood(
      rows, among: Points(all: table), k: try affordableNeighbors(k, name), metric: metric, &crew)
  }
}
