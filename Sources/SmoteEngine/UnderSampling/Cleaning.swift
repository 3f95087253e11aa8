import CSmote

/// What a method that drops rows is asked for; checked.
package struct Cleaning {
  package var method = smote_method.SMOTE_METHOD_NONE
  /// What the names of its fields begin with in the caller's options: "cleaning_" where it is a
  /// second step.
  package var prefix: StaticString = ""
  package var strategy = smote_strategy.SMOTE_STRATEGY_AUTO
  package var amount = 0.0
  package var targets = UnsafeBufferPointer<smote_target>(start: nil, count: 0)
  package var neighbors = 3
  package var selection = smote_selection.SMOTE_SELECTION_ALL
  package var rounds = 100
  package var seeds = 1
  package var threshold = 0.5
  package var hasReplacement = false
  package var allowsMinority = false
  package var candidateNeighbors = 3
  package var isHard = false
  package var probabilities: UnsafePointer<Double>?

  package init() {}
}
