// Raw arguments in, checked values out. Nothing is computed from an argument before it
// has been checked here, and nothing behind this file sees a raw one.

import CSmote
import SmoteEngine

/// More bytes than any process can address; sizes below it can be added and
/// multiplied by small factors without overflow.
private let addressableBytes = 1 << 48

/// Columns of a table, at the most.
private let columnLimit = Int64(Int32.max)

private func invalid(_ message: Message) -> Failure {
  Failure(.SMOTE_ERROR_INVALID_ARGUMENT, message)
}

func required<Pointer>(_ pointer: Pointer?, _ name: StaticString) throws(Failure) -> Pointer {
  guard let pointer else { throw invalid("\(name) is NULL, but it is needed") }
  return pointer
}

/// A struct that starts with its own size, which must be one that this version knows.
private func requireSize(
  _ given: Int, _ known: Int, _ name: StaticString
) throws(Failure) {
  guard given == known else {
    throw invalid(
      "struct_size of \(name) is \(given), but it must be \(known): start from its _INIT macro, and compile with the header of this library"
    )
  }
}

/// The pointer, if it is NULL or lies where its elements may lie.
private func aligned<Pointee>(
  _ pointer: UnsafePointer<Pointee>?, _ name: StaticString
) throws(Failure) -> UnsafePointer<Pointee>? {
  try requireAligned(pointer, name)
  return pointer
}

func requireAligned<Pointee>(
  _ pointer: UnsafePointer<Pointee>?, _ name: StaticString
) throws(Failure) {
  guard Int(bitPattern: pointer) % MemoryLayout<Pointee>.alignment == 0 else {
    throw invalid("\(name) is not aligned to \(MemoryLayout<Pointee>.alignment) bytes")
  }
}

func requireThreads(_ threads: Int32) throws(Failure) {
  guard threads >= 0 else {
    throw invalid(
      "threads = \(threads), but it must be 0 (as many as the process may use) or more")
  }
}

// MARK: Tables

func checked(
  _ data: UnsafePointer<smote_dataset>?, _ name: StaticString
) throws(Failure) -> Table {
  let data = try known(try required(data, name), name)
  guard data.dtype == .SMOTE_DTYPE_FLOAT32 || data.dtype == .SMOTE_DTYPE_FLOAT64 else {
    throw invalid("dtype \(data.dtype.rawValue) of \(name) is not one of smote_dtype")
  }
  guard let values = data.values else { throw invalid("values of \(name) is NULL") }
  guard data.rows > 0, data.columns > 0 else {
    throw invalid(
      "\(name) has \(data.rows) rows and \(data.columns) columns, but it needs at least 1 of each")
  }
  guard data.columns <= columnLimit else {
    throw invalid("\(name) has \(data.columns) columns, but \(columnLimit) is the limit")
  }
  let elementSize = data.dtype.size
  guard Int(bitPattern: values) % elementSize == 0 else {
    throw invalid("values of \(name) is not aligned to the \(elementSize) bytes of its dtype")
  }
  // Labels and lists of rows, which a table of any strides comes with, must fit too.
  guard data.rows <= Int64(addressableBytes / 8) else {
    throw invalid("\(name) has \(data.rows) rows, which no memory can hold")
  }
  let (rowStride, columnStride) = try checkedStrides(
    data.row_stride, data.column_stride, rows: data.rows, columns: data.columns,
    elementSize: elementSize, name)
  return Table(
    values: values, dtype: data.dtype, rows: Int(data.rows), columns: Int(data.columns),
    rowStride: rowStride, columnStride: columnStride, categorical: data.categorical)
}

/// The data set as this version knows it, see `copyKnown`.
private func known(
  _ data: UnsafePointer<smote_dataset>, _ name: StaticString
) throws(Failure) -> smote_dataset {
  var known = smote_dataset()
  try withUnsafeMutableBytes(of: &known) { bytes throws(Failure) in
    try copyKnown(data, into: bytes, name) { $0 == 64 }
  }
  return known
}

/// The labels of a data set that has been checked otherwise.
func checkedLabels(
  _ data: UnsafePointer<smote_dataset>?, _ name: StaticString
) throws(Failure) -> UnsafePointer<Int32> {
  let labels = try required(data, name).pointee.labels
  guard let labels = try aligned(labels, "labels of the data") else {
    throw invalid("labels of \(name) is NULL, but labels are needed")
  }
  return labels
}

/// Strides whose farthest element lies within reach; two zeros mean packed rows.
private func checkedStrides(
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
    throw invalid(
      "\(name) has \(rows) rows and \(columns) columns with strides \(rowStride) and \(columnStride), which no memory can hold"
    )
  }
  // The stride of a single row or column is never taken, and may be anything.
  return (rows == 1 ? Int(columns) : Int(rowStride), columns == 1 ? 1 : Int(columnStride))
}

// MARK: Output

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

// MARK: Options

func checked(
  _ options: UnsafePointer<smote_options>?, _ table: Table
) throws(Failure) -> (Options, Progress) {
  let given = try known(try required(options, "options"))
  guard given.method != .SMOTE_METHOD_NONE else {
    throw invalid("method is NONE, but one must be chosen")
  }
  guard methodName(given.method) != nil else {
    throw invalid("method \(given.method.rawValue) is not one of smote_method")
  }
  try requireKnown(given.strategy.rawValue, 0...8, "strategy")
  try requireKnown(given.stream.rawValue, 0...2, "stream")
  try requireKnown(given.few_rows.rawValue, 0...1, "few_rows")
  try requireKnown(given.bases.rawValue, 0...1, "bases")
  try requireThreads(given.threads)

  var options = Options()
  options.method = given.method
  options.strategy = given.strategy
  options.amount = given.amount
  if given.strategy == .SMOTE_STRATEGY_TARGETS {
    options.targets = try checkedTargets(given.targets, given.target_count)
  }
  options.neighbors = try checkedNeighbors(given.neighbors)
  options.threads = given.threads
  options.seed = given.seed
  options.stream = given.stream
  if given.stream == .SMOTE_STREAM_NUMPY_SEED, given.seed > UInt64(UInt32.max) {
    throw invalid("seed = \(given.seed), but numpy's stream takes seeds up to 4294967295")
  }
  if given.stream == .SMOTE_STREAM_NUMPY_STATE {
    options.numpyState = try checkedState(given.numpy_state)
  }
  options.fewRows = given.few_rows
  options.bases = given.bases
  options.scale = try checkedScale(given.scale)
  options.columnWeights = try checkedWeights(given.column_weights, columns: table.columns)
  options.classNeighbors = try checkedTable(
    given.class_neighbors, rows: table.rows, neighbors: options.neighbors, "class_neighbors")
  options.dangerNeighbors = try checkedNeighbors(given.danger_neighbors, "danger_neighbors")
  if given.shrinkage != nil || given.shrinkage_count != 0 {
    options.shrinkage = try checkedShrinkage(given.shrinkage, given.shrinkage_count)
  }
  guard given.out_step >= 0, given.out_step <= 1 else {
    throw invalid("out_step = \(given.out_step), but it must be from 0 to 1")
  }
  options.outStep = given.out_step
  options.supportRows = given.support_rows
  options.numpyNormal = try checkedNormal(given.numpy_normal)
  options.cleaning = try checkedCleaning(given)
  let listed =
    switch given.method {
    case .SMOTE_METHOD_ADASYN: options.neighbors
    case .SMOTE_METHOD_TOMEK: 1
    case let method where dropsRows(method): options.cleaning?.neighbors ?? 1
    default: options.dangerNeighbors
    }
  options.allNeighbors = try checkedTable(
    given.all_neighbors, rows: table.rows, neighbors: listed, "all_neighbors")
  try checkClusters(given, table, &options)
  return (options, Progress(given.progress, given.progress_context))
}

/// The method that drops rows: the only one, or the second step, or none.
private func checkedCleaning(_ given: smote_options) throws(Failure) -> Cleaning? {
  let isSecond = given.cleaning != .SMOTE_METHOD_NONE
  let method = isSecond ? given.cleaning : given.method
  try requireKnown(given.cleaning_strategy.rawValue, 0...8, "strategy", prefix: "cleaning_")
  try requireKnown(given.selection.rawValue, 0...1, "selection")
  guard !isSecond || methodName(method) != nil && dropsRows(method) else {
    throw invalid("cleaning \(method.rawValue) is not a method that drops rows")
  }
  guard !isSecond || !dropsRows(given.method) else {
    throw invalid("cleaning is for what a method has made that adds rows, but method drops rows")
  }
  guard !isSecond || method != .SMOTE_METHOD_INSTANCE_HARDNESS else {
    throw invalid("cleaning by INSTANCE_HARDNESS is not possible: it goes by rows of the input")
  }
  guard !isSecond || method != .SMOTE_METHOD_CLUSTER_CENTROIDS else {
    throw invalid("cleaning by CLUSTER_CENTROIDS is not possible: it makes rows of its own")
  }
  guard given.cleaning_neighbors >= 0 else {
    throw invalid("cleaning_neighbors = \(given.cleaning_neighbors), but it must be 0 or more")
  }
  guard given.rounds > 0, given.seeds > 0, given.candidate_neighbors > 0 else {
    throw invalid(
      "rounds = \(given.rounds), seeds = \(given.seeds) and candidate_neighbors = \(given.candidate_neighbors), but each must be at least 1"
    )
  }
  guard given.seeds <= 1 << 24 else {
    throw invalid("seeds = \(given.seeds), but it must be from 1 to \(1 << 24)")
  }
  guard given.cleaning_threshold > 0, given.cleaning_threshold.isFinite else {
    throw invalid("cleaning_threshold = \(given.cleaning_threshold), but it must be above 0")
  }
  guard dropsRows(method) else { return nil }
  var cleaning = Cleaning()
  cleaning.method = method
  if isSecond { cleaning.prefix = "cleaning_" }
  cleaning.strategy = isSecond ? secondStrategy(given) : given.strategy
  cleaning.amount = isSecond ? given.cleaning_amount : given.amount
  if cleaning.strategy == .SMOTE_STRATEGY_TARGETS {
    cleaning.targets =
      try isSecond
      ? checkedTargets(given.cleaning_targets, given.cleaning_target_count, isSecond: true)
      : checkedTargets(given.targets, given.target_count)
  }
  let isCondensing = method == .SMOTE_METHOD_CNN || method == .SMOTE_METHOD_OSS
  let usual = isCondensing ? 1 : 3
  cleaning.neighbors = given.cleaning_neighbors == 0 ? usual : Int(given.cleaning_neighbors)
  cleaning.selection = given.selection
  cleaning.rounds = Int(given.rounds)
  cleaning.seeds = Int(given.seeds)
  cleaning.threshold = given.cleaning_threshold
  cleaning.hasReplacement = given.replacement != 0
  cleaning.isHard = given.hard_voting != 0
  cleaning.allowsMinority = given.allow_minority != 0
  cleaning.candidateNeighbors = Int(given.candidate_neighbors)
  if let probabilities = try aligned(given.class_probabilities, "class_probabilities") {
    cleaning.probabilities = probabilities
  }
  return cleaning
}

/// After rows were made, rows of any class are cleaned, unless numbers were asked for.
private func secondStrategy(_ given: smote_options) -> smote_strategy {
  switch given.cleaning {
  case .SMOTE_METHOD_TOMEK, .SMOTE_METHOD_ENN, .SMOTE_METHOD_RENN, .SMOTE_METHOD_ALLKNN,
    .SMOTE_METHOD_NCR:
    given.cleaning_strategy == .SMOTE_STRATEGY_AUTO ? .SMOTE_STRATEGY_ALL : given.cleaning_strategy
  default: given.cleaning_strategy
  }
}

private func checkClusters(
  _ given: smote_options, _ table: Table, _ options: inout Options
) throws(Failure) {
  let threshold = given.cluster_balance_threshold
  guard threshold <= 1 else {
    throw invalid(
      "cluster_balance_threshold = \(threshold), but it must be from 0 to 1, or negative for the default"
    )
  }
  options.clusterBalanceThreshold = threshold < 0 ? nil : threshold
  let exponent = given.density_exponent
  guard exponent <= 1_000_000 else {
    throw invalid(
      "density_exponent = \(exponent), but it must be from 0 to 1000000, or negative for the default"
    )
  }
  options.densityExponent = exponent < 0 ? nil : exponent
  guard given.clusters > 0, given.clusters <= 1 << 24 else {
    throw invalid("clusters = \(given.clusters), but it must be from 1 to \(1 << 24)")
  }
  options.clusters = Int(given.clusters)
  options.clusterOfRow = try aligned(given.cluster_of_row, "cluster_of_row")
}

/// The options as this version knows them: fields that the caller's version did not have
/// get their defaults.
private func known(_ options: UnsafePointer<smote_options>) throws(Failure) -> smote_options {
  var known = smote_options()
  known.danger_neighbors = 10
  known.out_step = 0.5
  known.cluster_balance_threshold = -1
  known.density_exponent = -1
  known.clusters = 8
  known.rounds = 100
  known.seeds = 1
  known.cleaning_threshold = 0.5
  known.candidate_neighbors = 3
  try withUnsafeMutableBytes(of: &known) { bytes throws(Failure) in
    try copyKnown(options, into: bytes, "options") { size in
      // Up to progress_context, all_neighbors, numpy_normal, support_rows, and reserved_2.
      size == 112 || size == 128 || size == 152 || size == 168 || size == 200
    }
  }
  return known
}

/// Copies as much of a struct as its own size says, which must be the present one or one
/// that it had before.
private func copyKnown(
  _ given: UnsafeRawPointer, into known: UnsafeMutableRawBufferPointer, _ name: StaticString,
  isOlder: (Int) -> Bool
) throws(Failure) {
  let size = given.loadUnaligned(as: Int.self)
  if !isOlder(size) { try requireSize(size, known.count, name) }
  known.copyMemory(from: UnsafeRawBufferPointer(start: given, count: size))
}

private func requireKnown(
  _ value: Int32, _ known: ClosedRange<Int32>, _ name: StaticString, prefix: StaticString = ""
) throws(Failure) {
  guard known.contains(value) else {
    throw invalid("\(prefix)\(name) \(value) is not one of smote_\(name)")
  }
}

private func checkedTargets(
  _ targets: UnsafePointer<smote_target>?, _ count: Int64, isSecond: Bool = false
) throws(Failure) -> UnsafeBufferPointer<smote_target> {
  let prefix: StaticString = isSecond ? "cleaning_" : ""
  guard count > 0, count <= Int64(UInt32.max) else {
    throw invalid(
      "\(prefix)target_count = \(count), but \(prefix)strategy TARGETS needs one or more classes")
  }
  let name: StaticString = isSecond ? "cleaning_targets" : "targets"
  return UnsafeBufferPointer(
    start: try required(try aligned(targets, name), name), count: Int(count))
}

private func checkedShrinkage(
  _ shrinkage: UnsafePointer<smote_class_value>?, _ count: Int64
) throws(Failure) -> UnsafeBufferPointer<smote_class_value> {
  guard count > 0, count <= Int64(UInt32.max) else {
    throw invalid("shrinkage_count = \(count), but shrinkage needs one or more classes")
  }
  return UnsafeBufferPointer(
    start: try required(try aligned(shrinkage, "shrinkage"), "shrinkage"), count: Int(count))
}

private func checkedNormal(
  _ normal: UnsafeMutablePointer<Double>?
) throws(Failure) -> UnsafeMutablePointer<Double>? {
  guard let normal else { return nil }
  try requireAligned(UnsafePointer(normal), "numpy_normal")
  // The polar method never comes near this limit.
  guard normal[0] == 0 || abs(normal[1]) < 40 else {
    throw invalid("numpy_normal holds \(normal[1]), which is no normal number that numpy draws")
  }
  return normal
}

private func checkedNeighbors(
  _ neighbors: Int32, _ name: StaticString = "neighbors"
) throws(Failure) -> Int {
  guard neighbors > 0 else {
    throw invalid("\(name) = \(neighbors), but it must be at least 1")
  }
  return Int(neighbors)
}

/// Memory for a state; what it holds is checked once it has been copied.
private func checkedState(
  _ state: UnsafeMutablePointer<UInt32>?
) throws(Failure) -> UnsafeMutablePointer<UInt32> {
  let state = try required(state, "numpy_state")
  try requireAligned(UnsafePointer(state), "numpy_state")
  return state
}

private func checkedScale(_ scale: smote_scale) throws(Failure) -> smote_scale {
  try requireKnown(scale.rawValue, 0...2, "scale")
  return scale
}

private func checkedWeights(
  _ weights: UnsafePointer<Double>?, columns: Int
) throws(Failure) -> UnsafePointer<Double>? {
  guard let weights = try aligned(weights, "column_weights") else { return nil }
  var allZero = true
  for column in 0..<columns {
    let weight = weights[column]
    guard weight.isFinite, weight >= 0 else {
      throw invalid(
        "column_weights holds \(weight) for column \(column), but a weight must be finite and not negative"
      )
    }
    allZero = allZero && weight == 0
  }
  guard !allZero else {
    throw invalid("column_weights are all 0, but at least one column must count")
  }
  return weights
}

/// A table of neighbours; its rows are checked where they are read.
private func checkedTable(
  _ table: UnsafePointer<Int64>?, rows: Int, neighbors: Int, _ name: StaticString
) throws(Failure) -> UnsafePointer<Int64>? {
  guard let table = try aligned(table, name) else { return nil }
  guard rows <= addressableBytes / 8 / neighbors else {
    throw invalid(
      "\(name) would have \(rows) rows of \(neighbors) neighbours, which no memory can hold"
    )
  }
  return table
}

// MARK: Search

func checked(
  _ search: UnsafePointer<smote_search>?, _ queries: Table, _ references: Table,
  isSelfJoin: Bool
) throws(Failure) -> (NeighborRequest, Progress) {
  let search = try required(search, "search")
  // Of a struct that is smaller, nothing but its size may be read.
  let size = UnsafeRawPointer(search).loadUnaligned(as: Int.self)
  try requireSize(size, MemoryLayout<smote_search>.size, "search")
  let given = search.pointee
  try requireThreads(given.threads)
  // Without queries, references stand for them too.
  try requireNumbers(references, "references")
  try requireNumbers(queries, "queries")
  let neighbors = try checkedNeighbors(given.neighbors)
  guard queries.rows <= addressableBytes / 16 / neighbors else {
    throw invalid(
      "\(queries.rows) lists of \(neighbors) neighbours were asked for, which no memory can hold")
  }
  let numbers = 0...(Int64.max / 2)
  guard numbers.contains(given.first_query), numbers.contains(given.first_reference) else {
    throw invalid(
      "first_query = \(given.first_query) and first_reference = \(given.first_reference), but both must be from 0 to \(Int64.max / 2)"
    )
  }
  let request = NeighborRequest(
    queries: queries, references: references, k: neighbors,
    firstQuery: isSelfJoin ? given.first_reference : given.first_query,
    firstReference: given.first_reference, oneTable: isSelfJoin || given.one_table != 0,
    resume: given.resume != 0, threads: given.threads, scale: try checkedScale(given.scale),
    columnWeights: try checkedWeights(given.column_weights, columns: references.columns))
  return (request, Progress(given.progress, given.progress_context))
}

private func requireNumbers(_ table: Table, _ name: StaticString) throws(Failure) {
  guard table.categorical == nil else {
    throw invalid("categorical of \(name) must be NULL: distances of categories need a method")
  }
}
