import CSmote

/// What the caller asks for; the fields are those of `smote_options`, checked.
package struct Options {
  package var method = smote_method.SMOTE_METHOD_NONE
  package var strategy = smote_strategy.SMOTE_STRATEGY_AUTO
  package var amount = 0.0
  package var targets = UnsafeBufferPointer<smote_target>(start: nil, count: 0)
  package var neighbors = 5
  package var threads: Int32 = 0
  package var seed: UInt64 = 0
  package var stream = smote_stream.SMOTE_STREAM_NATIVE
  package var fewRows = smote_few_rows.SMOTE_FEW_ROWS_ERROR
  package var bases = smote_bases.SMOTE_BASES_EVEN
  package var scale = smote_scale.SMOTE_SCALE_NONE
  package var columnWeights: UnsafePointer<Double>?
  package var numpyState: UnsafeMutablePointer<UInt32>?
  package var classNeighbors: UnsafePointer<Int64>?
  package var dangerNeighbors = 10
  package var shrinkage: UnsafeBufferPointer<smote_class_value>?
  package var numpyNormal: UnsafeMutablePointer<Double>?
  package var outStep = 0.5
  package var supportRows: UnsafePointer<UInt8>?
  package var allNeighbors: UnsafePointer<Int64>?
  package var clusterOfRow: UnsafePointer<Int32>?
  package var clusters = 8
  /// `nil` for half of the class's part in all new rows.
  package var clusterBalanceThreshold: Double?
  /// `nil` for the paper's.
  package var densityExponent: Double?

  /// A method that drops rows, from the input or from what `method` has made.
  package var cleaning: Cleaning?

  package init() {}

  /// Whether `method` adds rows.
  var addsRows: Bool { !method.dropsRows }

  /// Whether `method` adds noise to the rows that it repeats.
  var addsNoise: Bool { method == .SMOTE_METHOD_RANDOM_OVER && shrinkage != nil }

  /// Whether values are read.
  var readsValues: Bool {
    if cleaning?.method.readsValues == true { return true }
    return addsRows && (method.readsValues || addsNoise)
  }

  /// Places that a row has in `allNeighbors`.
  package var listedNeighbors: Int {
    switch method {
    case .SMOTE_METHOD_ADASYN: neighbors
    case .SMOTE_METHOD_TOMEK: 1
    case _ where method.dropsRows: cleaning?.neighbors ?? 1
    default: dangerNeighbors
    }
  }
}
