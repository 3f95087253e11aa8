// How rows are to be made; how they are to be dropped is in CleaningArguments.swift.

import CSmote
import SmoteEngine

func checked(
  _ options: UnsafePointer<smote_options>?, _ table: Table
) throws(Failure) -> (Options, Progress) {
  let given = try known(options, "options", defaults: defaults()) { size in
    // Up to progress_context, all_neighbors, numpy_normal, support_rows, and reserved_2.
    size == 112 || size == 128 || size == 152 || size == 168 || size == 200
  }
  try requireZero(given.reserved, "options")
  try requireZero(given.reserved_2, "options")
  try requireEnumerators(given)
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
  try checkStream(given, &options)
  options.fewRows = given.few_rows
  options.bases = given.bases
  options.scale = try checkedScale(given.scale)
  options.columnWeights = try checkedWeights(given.column_weights, columns: table.columns)
  options.classNeighbors = try checkedTable(
    given.class_neighbors, rows: table.rows, neighbors: options.neighbors, "class_neighbors")
  options.dangerNeighbors = try checkedNeighbors(given.danger_neighbors, "danger_neighbors")
  options.shrinkage = try checkedShrinkage(given.shrinkage, given.shrinkage_count)
  options.outStep = try checkedOutStep(given.out_step)
  options.supportRows = given.support_rows
  options.numpyNormal = try checkedNormal(given.numpy_normal)
  options.cleaning = try checkedCleaning(given)
  options.allNeighbors = try checkedTable(
    given.all_neighbors, rows: table.rows, neighbors: options.listedNeighbors, "all_neighbors")
  try checkClusters(given, table, &options)
  return (options, Progress(given.progress, given.progress_context))
}

private func requireEnumerators(_ given: smote_options) throws(Failure) {
  guard given.method != .SMOTE_METHOD_NONE else {
    throw .invalidArgument("method is NONE, but one must be chosen")
  }
  guard given.method.name != nil else {
    throw .invalidArgument("method \(given.method.rawValue) is not one of smote_method")
  }
  try requireKnown(given.strategy.rawValue, 0...8, "strategy")
  try requireKnown(given.stream.rawValue, 0...2, "stream")
  try requireKnown(given.few_rows.rawValue, 0...1, "few_rows")
  try requireKnown(given.bases.rawValue, 0...1, "bases")
}

private func checkStream(_ given: smote_options, _ options: inout Options) throws(Failure) {
  options.stream = given.stream
  if given.stream == .SMOTE_STREAM_NUMPY_SEED, given.seed > UInt64(UInt32.max) {
    throw .invalidArgument("seed = \(given.seed), but numpy's stream takes seeds up to 4294967295")
  }
  if given.stream == .SMOTE_STREAM_NUMPY_STATE {
    options.numpyState = try checkedState(given.numpy_state)
  }
}

private func checkedOutStep(_ step: Double) throws(Failure) -> Double {
  guard step >= 0, step <= 1 else {
    throw .invalidArgument("out_step = \(step), but it must be from 0 to 1")
  }
  return step
}

private func checkClusters(
  _ given: smote_options, _ table: Table, _ options: inout Options
) throws(Failure) {
  let threshold = given.cluster_balance_threshold
  guard threshold <= 1 else {
    throw .invalidArgument(
      "cluster_balance_threshold = \(threshold), but it must be from 0 to 1, or negative for the default"
    )
  }
  options.clusterBalanceThreshold = threshold < 0 ? nil : threshold
  let exponent = given.density_exponent
  guard exponent <= 1_000_000 else {
    throw .invalidArgument(
      "density_exponent = \(exponent), but it must be from 0 to 1000000, or negative for the default"
    )
  }
  options.densityExponent = exponent < 0 ? nil : exponent
  guard given.clusters > 0, given.clusters <= 1 << 24 else {
    throw .invalidArgument("clusters = \(given.clusters), but it must be from 1 to \(1 << 24)")
  }
  options.clusters = Int(given.clusters)
  options.clusterOfRow = try aligned(given.cluster_of_row, "cluster_of_row")
}

/// Defaults of the fields that an older caller's struct does not have.
private func defaults() -> smote_options {
  var options = smote_options()
  options.danger_neighbors = 10
  options.out_step = 0.5
  options.cluster_balance_threshold = -1
  options.density_exponent = -1
  options.clusters = 8
  options.rounds = 100
  options.seeds = 1
  options.cleaning_threshold = 0.5
  options.candidate_neighbors = 3
  return options
}

func checkedTargets(
  _ targets: UnsafePointer<smote_target>?, _ count: Int64, isSecond: Bool = false
) throws(Failure) -> UnsafeBufferPointer<smote_target> {
  let prefix: StaticString = isSecond ? "cleaning_" : ""
  guard count > 0, count <= Int64(UInt32.max) else {
    throw .invalidArgument(
      "\(prefix)target_count = \(count), but \(prefix)strategy TARGETS needs one or more classes")
  }
  let name: StaticString = isSecond ? "cleaning_targets" : "targets"
  let list = UnsafeBufferPointer(
    start: try required(try aligned(targets, name), name), count: Int(count))
  for target in list {
    try requireZero(target.reserved, name)
  }
  return list
}

private func checkedShrinkage(
  _ shrinkage: UnsafePointer<smote_class_value>?, _ count: Int64
) throws(Failure) -> UnsafeBufferPointer<smote_class_value>? {
  if shrinkage == nil && count == 0 { return nil }
  guard count > 0, count <= Int64(UInt32.max) else {
    throw .invalidArgument("shrinkage_count = \(count), but shrinkage needs one or more classes")
  }
  let list = UnsafeBufferPointer(
    start: try required(try aligned(shrinkage, "shrinkage"), "shrinkage"), count: Int(count))
  for factor in list {
    try requireZero(factor.reserved, "shrinkage")
  }
  return list
}

private func checkedNormal(
  _ normal: UnsafeMutablePointer<Double>?
) throws(Failure) -> UnsafeMutablePointer<Double>? {
  guard let normal else { return nil }
  try requireAligned(UnsafePointer(normal), "numpy_normal")
  // The polar method never comes near this limit.
  guard normal[0] == 0 || abs(normal[1]) < 40 else {
    throw .invalidArgument(
      "numpy_normal holds \(normal[1]), which is no normal number that numpy draws")
  }
  return normal
}

/// Memory for a state; what it holds is checked once it has been copied.
private func checkedState(
  _ state: UnsafeMutablePointer<UInt32>?
) throws(Failure) -> UnsafeMutablePointer<UInt32> {
  let state = try required(state, "numpy_state")
  try requireAligned(UnsafePointer(state), "numpy_state")
  return state
}

/// A table of neighbours; its rows are checked where they are read.
private func checkedTable(
  _ table: UnsafePointer<Int64>?, rows: Int, neighbors: Int, _ name: StaticString
) throws(Failure) -> UnsafePointer<Int64>? {
  guard let table = try aligned(table, name) else { return nil }
  guard rows <= addressableBytes / 8 / neighbors else {
    throw .invalidArgument(
      "\(name) would have \(rows, "row") of \(neighbors, "neighbour"), which no memory can hold")
  }
  return table
}
