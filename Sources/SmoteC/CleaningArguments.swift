// How rows are to be dropped.

import CSmote
import SmoteEngine

/// The method that drops rows: the only one, or the second step, or none.
func checkedCleaning(_ given: smote_options) throws(Failure) -> Cleaning? {
  let isSecond = given.cleaning != .SMOTE_METHOD_NONE
  let method = isSecond ? given.cleaning : given.method
  try requireCleaning(given)
  guard method.dropsRows else { return nil }
  var cleaning = Cleaning()
  cleaning.method = method
  if isSecond { cleaning.prefix = "cleaning_" }
  try checkStrategy(given, &cleaning, isSecond: isSecond)
  cleaning.neighbors =
    given.cleaning_neighbors == 0 ? method.usualNeighbors : Int(given.cleaning_neighbors)
  cleaning.selection = given.selection
  cleaning.rounds = Int(given.rounds)
  cleaning.seeds = Int(given.seeds)
  cleaning.threshold = given.cleaning_threshold
  cleaning.hasReplacement = given.replacement != 0
  cleaning.isHard = given.hard_voting != 0
  cleaning.allowsMinority = given.allow_minority != 0
  cleaning.candidateNeighbors = Int(given.candidate_neighbors)
  cleaning.probabilities = try aligned(given.class_probabilities, "class_probabilities")
  return cleaning
}

private func requireCleaning(_ given: smote_options) throws(Failure) {
  try requireKnown(given.cleaning_strategy.rawValue, 0...8, "strategy", prefix: "cleaning_")
  try requireKnown(given.selection.rawValue, 0...1, "selection")
  if given.cleaning != .SMOTE_METHOD_NONE { try requireSecondStep(given) }
  guard given.cleaning_neighbors >= 0 else {
    throw .invalidArgument(
      "cleaning_neighbors = \(given.cleaning_neighbors), but it must be 0 or more")
  }
  guard given.rounds > 0, given.seeds > 0, given.candidate_neighbors > 0 else {
    throw .invalidArgument(
      "rounds = \(given.rounds), seeds = \(given.seeds) and candidate_neighbors = \(given.candidate_neighbors), but each must be at least 1"
    )
  }
  guard given.seeds <= 1 << 24 else {
    throw .invalidArgument("seeds = \(given.seeds), but it must be from 1 to \(1 << 24)")
  }
  guard given.cleaning_threshold > 0, given.cleaning_threshold.isFinite else {
    throw .invalidArgument(
      "cleaning_threshold = \(given.cleaning_threshold), but it must be above 0")
  }
}

private func requireSecondStep(_ given: smote_options) throws(Failure) {
  guard given.cleaning.name != nil, given.cleaning.dropsRows else {
    throw .invalidArgument("cleaning \(given.cleaning.rawValue) is not a method that drops rows")
  }
  guard !given.method.dropsRows else {
    throw .invalidArgument(
      "cleaning is for what a method has made that adds rows, but method drops rows")
  }
  guard given.cleaning != .SMOTE_METHOD_INSTANCE_HARDNESS else {
    throw .invalidArgument(
      "cleaning by INSTANCE_HARDNESS is not possible: it goes by rows of the input")
  }
  guard given.cleaning != .SMOTE_METHOD_CLUSTER_CENTROIDS else {
    throw .invalidArgument(
      "cleaning by CLUSTER_CENTROIDS is not possible: it makes rows of its own")
  }
}

private func checkStrategy(
  _ given: smote_options, _ cleaning: inout Cleaning, isSecond: Bool
) throws(Failure) {
  cleaning.strategy = isSecond ? secondStrategy(given) : given.strategy
  cleaning.amount = isSecond ? given.cleaning_amount : given.amount
  if cleaning.strategy == .SMOTE_STRATEGY_TARGETS {
    cleaning.targets =
      try isSecond
      ? checkedTargets(given.cleaning_targets, given.cleaning_target_count, isSecond: true)
      : checkedTargets(given.targets, given.target_count)
  }
}

/// After rows were made, rows of any class are cleaned, unless numbers were asked for.
private func secondStrategy(_ given: smote_options) -> smote_strategy {
  given.cleaning.cleansAllByDefault && given.cleaning_strategy == .SMOTE_STRATEGY_AUTO
    ? .SMOTE_STRATEGY_ALL : given.cleaning_strategy
}
