import CSmote

/// How to rebalance. Every property has the default of the C interface.
public struct Options: Sendable {
  /// How the rows are made. The names are those of `smote_method_name`, as Swift spells them.
  public enum Method: Sendable, CaseIterable {
    /// SMOTE (Chawla, Bowyer, Hall and Kegelmeyer, JAIR 16, 2002).
    case smote
    /// SMOTE from the rows in danger, towards neighbours of the class (Han, Wang and Mao,
    /// ICIC 2005).
    case borderline1
    /// The same towards neighbours of any class, less than half of the way to others.
    case borderline2
    /// SMOTE from support vectors, inwards from those in danger and outwards from the others
    /// (Nguyen, Cooper and Kamei, IJKESDP 3(1), 2011).
    case svm
    /// SMOTE that makes more rows where more of the nearest rows are of other classes (He,
    /// Bai, Garcia and Li, IJCNN 2008).
    case adasyn
    /// SMOTE for columns of numbers and of categories, which are voted on (Chawla et al.,
    /// 2002, section 6.1).
    case smotenc
    /// SMOTE for categories alone, which are voted on (section 6.2).
    case smoten
    /// SMOTE within clusters, more where the class is sparse (Last, Douzas and Bacao, 2017).
    case kmeans
    /// Rows repeated at random; values may be NaN. With `shrinkage`, normal noise is added:
    /// a smoothed bootstrap (Menardi and Torelli, Data Mining and Knowledge Discovery 28,
    /// 2014).
    case randomOver
    /// Rows are dropped at random.
    case randomUnder
    /// Rows in Tomek links are dropped (Tomek, IEEE TSMC 6, 1976).
    case tomek
    /// Edited nearest neighbours: rows that their neighbours outvote are dropped (Wilson, IEEE
    /// TSMC 2(3), 1972).
    case enn
    /// Repeated edited nearest neighbours: the same again and again (Tomek, IEEE TSMC 6, 1976).
    /// Here and with `allknn`, each round asks anew which class is the smallest with the stream
    /// `numpy`.
    case renn
    /// All k-NN: the same with 1, 2, ... neighbours.
    case allknn
    /// Condensed nearest neighbours: rows that the minority and the rows of their class kept so
    /// far classify rightly are dropped (Hart, IEEE TIT 14(3), 1968).
    case cnn
    /// One-sided selection: the same with the rows drawn at random only, then Tomek links (Kubat
    /// and Matwin, ICML 1997).
    case oss
    /// Neighbourhood cleaning rule: edited nearest neighbours, and those around misclassified
    /// rows of the minority (Laurikkala, AIME 2001); with the stream `numpy`, such a row has a vote
    /// itself.
    case ncr
    /// NearMiss: rows nearest to rows of the minority are kept, in one of three senses (Zhang and Mani,
    /// ICML workshop, 2003).
    case nearmiss1, nearmiss2, nearmiss3
    /// Rows whose own class a classifier finds likeliest are kept (Smith, Martinez and
    /// Giraud-Carrier, Machine Learning 95, 2014).
    case instanceHardness
    /// Centres of clusters take the place of a class.
    case clusterCentroids
  }

  /// How rows are dropped: by `method` itself, or from what it has made.
  public struct Cleaning: Sendable {
    /// When neighbours outvote a row.
    public enum Selection: Sendable, CaseIterable {
      /// Unless all have its label.
      case all
      /// If most have another label.
      case mode
    }

    /// Nearest rows to ask; `nil` for 1 with `cnn` and `oss`, 3 with the others.
    public var neighbors: Int?
    /// For `enn`, `renn`, `allknn` and `ncr`: when neighbours outvote a row.
    public var selection = Selection.all
    /// For `renn`: rounds at the most, at least 1.
    public var rounds = 100
    /// For `cnn` and `oss`: rows drawn at random, from 1 to 2^24.
    public var seeds = 1
    /// For `ncr`: the part of the minority's rows that a class must have more of to be cleaned;
    /// above 0.
    public var threshold = 0.5
    /// For `randomUnder`: whether rows are drawn with replacement.
    public var replacement = false
    /// For `allknn`: whether to go on when a class has become smaller than the smallest was.
    public var allowMinority = false
    /// For `nearmiss3`: candidates near each row of the minority, at least 1.
    public var candidateNeighbors = 3
    /// For `clusterCentroids`: whether the rows nearest to the centres are kept instead.
    public var hardVoting = false

    /// The defaults.
    public init() {}
  }

  /// Which classes change, and to how many rows. The majority has the most rows, the
  /// minority the fewest; the smaller label wins a tie.
  ///
  /// What is said below is for methods that add rows. Those that drop rows turn it round:
  /// `auto` is the same as `notMinority`, and classes shrink to the rows of the minority, with
  /// `ratio` to these divided by it, rounded down; `percent` is refused. Those that drop rows by
  /// their neighbours, NearMiss aside, clean the classes that are named, whatever is left of
  /// them: `ratio` is refused, and of `targets` the labels count alone.
  public enum Strategy: Sendable {
    /// All classes but the majority, to its rows.
    case auto
    /// The minority, to the rows of the majority.
    case minority
    /// The majority: it has its rows already. For methods that drop rows.
    case majority
    /// All classes but the minority, to the rows of the majority.
    case notMinority
    /// All classes but the majority, to its rows.
    case notMajority
    /// All classes, to the rows of the majority.
    case all
    /// Two classes: the minority, to this part (above 0, to 1) of the majority's rows, rounded
    /// down.
    case ratio(Double)
    /// The minority grows by so many percent, from 0 to 10^9, rounded down: 200 triples it.
    case percent(Double)
    /// Each of these labels, to so many rows; not fewer than it has, or not more where rows are
    /// dropped.
    case targets([Int32: Int])
  }

  /// Where random draws come from.
  public enum Stream: Sendable, CaseIterable {
    /// Philox4x32-10: exact counts, the same rows in every language.
    case native
    /// numpy's legacy generator, in imbalanced-learn's order of draws; the seed is below
    /// 2^32.
    case numpy
  }

  /// What to do with a class of fewer than k + 1 rows.
  public enum FewRows: Sendable, CaseIterable {
    /// Throw.
    case error
    /// Use the neighbours there are; repeat a single row.
    case clip
  }

  /// How the rows to start from are chosen (native stream).
  public enum Bases: Sendable, CaseIterable {
    /// Each row of the class equally often, as in the paper.
    case even
    /// At random, with replacement.
    case random
  }

  /// What columns are divided by in distances.
  public enum Scale: Sendable, CaseIterable {
    /// By nothing: columns count as they are.
    case none
    /// Their standard deviation.
    case sd
    /// Their maximum less their minimum.
    case range
  }

  /// How the rows are made.
  public var method = Method.smote
  /// A second step: a method that drops rows from what `method` has made; `nil` for none. Not
  /// `clusterCentroids` or `instanceHardness`.
  public var cleaning: Method?
  /// Of the second step. `auto` is all classes for methods that clean, the minority excepted
  /// for the others.
  public var cleaningStrategy = Strategy.auto
  /// How rows are dropped, by the second step or by `method`.
  public var cleaningOptions = Cleaning()
  /// For `instanceHardness`: how likely a classifier finds each row's own class, finite: what
  /// counts is their order; `nil` for other methods.
  public var classProbabilities: [Double]?
  /// Which classes change, and to how many rows.
  public var strategy = Strategy.auto
  /// k, the neighbours that a new row may lie towards; at least 1.
  public var neighbors = 5
  /// m, the nearest rows of any class by which Borderline-SMOTE and SVM-SMOTE tell danger; at
  /// least 1.
  public var dangerNeighbors = 10
  /// For `randomOver`: a factor, not negative, for each label whose class grows; `nil` to
  /// repeat rows as they are.
  public var shrinkage: [Int32: Double]?
  /// For `svm`: how far rows go outwards, from 0 to 1.
  public var outStep = 0.5
  /// For `svm`: the support vectors of a classifier of yours, `true` for each row that is one;
  /// `nil` to train one.
  public var supportRows: [Bool]?
  /// For `kmeans`: clusters, from 1 to as many as the table has rows, and to 2^24.
  public var clusters = 8
  /// For `kmeans`: the cluster of each row, from 0 to below the number of rows, or negative for
  /// none; `nil` to find them.
  public var clusterOfRow: [Int32]?
  /// For `kmeans`: the part that the class must have in a cluster, from 0 to 1; `nil` for half
  /// of its part in all new rows.
  public var clusterBalanceThreshold: Double?
  /// For `kmeans`: how much sparsity counts, from 0 to 10^6; `nil` for 0.16 log(n)^1.8 to the
  /// base of 1.6, for n rows of the class in a cluster.
  public var densityExponent: Double?
  /// Nearest rows of the same class found elsewhere, list after list as in
  /// `NearestNeighbors.indices`: for each row of the table `neighbors` of them, nearest first;
  /// -1, at the end of a list, for none. Leave the row itself out. With `borderline2` of any
  /// class; with `kmeans` of the same cluster, which is not checked. Read for rows of classes
  /// that grow, with `borderline1`, `borderline2` and `svm` for those that new rows start from.
  /// `nil` to search.
  public var classNeighbors: [Int]?
  /// Nearest rows among all rows, as in `classNeighbors`: for each row `dangerNeighbors` of them
  /// with `borderline1`, `borderline2` and `svm`, `neighbors` with `adasyn`, 1 with `tomek`, and
  /// `cleaningOptions.neighbors` with `enn` and `ncr`; not for a second step. `nil` to search.
  public var allNeighbors: [Int]?
  /// 0 is a seed like any other.
  public var seed: UInt64 = 0
  /// Where random draws come from.
  public var stream = Stream.native
  /// What to do with a class of fewer than `neighbors` + 1 rows.
  public var fewRows = FewRows.error
  /// How the rows to start from are chosen.
  public var bases = Bases.even
  /// What columns are divided by in distances; values are never changed.
  public var scale = Scale.none
  /// Factors of the squared differences, one per column, finite, not negative and not all 0;
  /// `nil` for 1.
  public var columnWeights: [Double]?
  /// 0 for as many as the process may use. The result does not depend on it.
  public var threads = 0

  /// The defaults.
  public init() {}
}

extension Options {
  /// Throws where an array does not have as many elements as the C interface will read.
  func checkArrays<Element>(for table: Table<Element>) throws(SmoteError) {
    try requireCount(of: columnWeights, "columnWeights", for: table.columns, "columns")
    try requireCount(of: clusterOfRow, "clusterOfRow", for: table.rows, "rows")
    try requireCount(of: classProbabilities, "classProbabilities", for: table.rows, "rows")
    try requireCount(of: supportRows, "supportRows", for: table.rows, "rows")
    try requireCount(of: classNeighbors, "classNeighbors", neighbors, for: table.rows, "rows")
    try requireCount(of: allNeighbors, "allNeighbors", listed, for: table.rows, "rows")
  }

  /// Neighbours in each list of `allNeighbors`.
  private var listed: Int {
    switch method {
    case .adasyn: return neighbors
    case .tomek: return 1
    case .enn, .ncr:
      let asked = cleaningOptions.neighbors ?? 0
      return asked == 0 ? 3 : asked
    default: return dangerNeighbors
    }
  }

  /// Calls `body` with the options as the C interface takes them.
  func withOptions(_ body: (inout smote_options) -> smote_status) -> smote_status {
    var options = smote_options()
    options.struct_size = MemoryLayout<smote_options>.size
    options.method = method.cValue
    set(cleaningOptions, of: &options)
    options.clusters = Int32(clamping: clusters)
    options.cluster_balance_threshold = clusterBalanceThreshold ?? -1
    options.density_exponent = densityExponent ?? -1
    options.seed = seed
    options.neighbors = Int32(clamping: neighbors)
    options.out_step = outStep
    options.danger_neighbors = Int32(clamping: dangerNeighbors)
    options.threads = Int32(clamping: threads)
    options.stream = stream == .numpy ? .SMOTE_STREAM_NUMPY_SEED : .SMOTE_STREAM_NATIVE
    options.few_rows = fewRows == .clip ? .SMOTE_FEW_ROWS_CLIP : .SMOTE_FEW_ROWS_ERROR
    options.bases = bases == .random ? .SMOTE_BASES_RANDOM : .SMOTE_BASES_EVEN
    options.scale = scale.cValue
    let targets = set(strategy, of: &options)
    options.target_count = Int64(targets.count)
    let cleaningTargets = setCleaning(of: &options)
    options.cleaning_target_count = Int64(cleaningTargets.count)
    let factors = shrinkage?.sorted { $0.key < $1.key }.map {
      smote_class_value(label: $0.key, reserved: 0, value: $0.value)
    }
    options.shrinkage_count = Int64(factors?.count ?? 0)
    let arrays: [Pin] = [
      pin(targets, \.targets),
      pin(cleaningTargets, \.cleaning_targets),
      pin(factors, \.shrinkage),
      pin(columnWeights, \.column_weights),
      pin(clusterOfRow, \.cluster_of_row),
      pin(classProbabilities, \.class_probabilities),
      pin(supportRows?.map { $0 ? 1 : 0 }, \.support_rows),
      pin(classNeighbors?.map(Int64.init), \.class_neighbors),
      pin(allNeighbors?.map(Int64.init), \.all_neighbors),
    ]
    return call(body, with: &options, arrays[...])
  }

  /// Points one field of the options to an array, for as long as what is called then takes.
  private typealias Pin = (
    _ options: inout smote_options, _ next: (inout smote_options) -> smote_status
  ) -> smote_status

  private func pin<Element>(
    _ array: [Element]?, _ field: WritableKeyPath<smote_options, UnsafePointer<Element>?>
  ) -> Pin {
    { options, next in
      withElements(of: array) { elements in
        options[keyPath: field] = elements
        return next(&options)
      }
    }
  }

  /// Calls `body` with all these arrays in their places.
  private func call(
    _ body: (inout smote_options) -> smote_status, with options: inout smote_options,
    _ arrays: ArraySlice<Pin>
  ) -> smote_status {
    guard let first = arrays.first else { return body(&options) }
    return first(&options) { call(body, with: &$0, arrays.dropFirst()) }
  }

  private func set(_ cleaning: Cleaning, of options: inout smote_options) {
    options.cleaning_neighbors = Int32(clamping: cleaning.neighbors ?? 0)
    options.selection =
      cleaning.selection == .mode ? .SMOTE_SELECTION_MODE : .SMOTE_SELECTION_ALL
    options.rounds = Int32(clamping: cleaning.rounds)
    options.seeds = Int32(clamping: cleaning.seeds)
    options.cleaning_threshold = cleaning.threshold
    options.replacement = cleaning.replacement ? 1 : 0
    options.allow_minority = cleaning.allowMinority ? 1 : 0
    options.candidate_neighbors = Int32(clamping: cleaning.candidateNeighbors)
    options.hard_voting = cleaning.hardVoting ? 1 : 0
  }

  /// Sets the second step, and returns its targets where it names some.
  private func setCleaning(of options: inout smote_options) -> [smote_target] {
    guard let cleaning else { return [] }
    options.cleaning = cleaning.cValue
    var second = smote_options()
    let targets = set(cleaningStrategy, of: &second)
    options.cleaning_strategy = second.strategy
    options.cleaning_amount = second.amount
    return targets
  }

  /// Sets the strategy, and returns its targets where it names some.
  private func set(_ strategy: Strategy, of options: inout smote_options) -> [smote_target] {
    switch strategy {
    case .auto: options.strategy = .SMOTE_STRATEGY_AUTO
    case .minority: options.strategy = .SMOTE_STRATEGY_MINORITY
    case .majority: options.strategy = .SMOTE_STRATEGY_MAJORITY
    case .notMinority: options.strategy = .SMOTE_STRATEGY_NOT_MINORITY
    case .notMajority: options.strategy = .SMOTE_STRATEGY_NOT_MAJORITY
    case .all: options.strategy = .SMOTE_STRATEGY_ALL
    case .ratio(let ratio):
      options.strategy = .SMOTE_STRATEGY_RATIO
      options.amount = ratio
    case .percent(let percent):
      options.strategy = .SMOTE_STRATEGY_PERCENT
      options.amount = percent
    case .targets(let targets):
      options.strategy = .SMOTE_STRATEGY_TARGETS
      return targets.sorted { $0.key < $1.key }.map {
        smote_target(label: $0.key, reserved: 0, rows: Int64($0.value))
      }
    }
    return []
  }
}

extension Options.Scale {
  var cValue: smote_scale {
    switch self {
    case .none: .SMOTE_SCALE_NONE
    case .sd: .SMOTE_SCALE_SD
    case .range: .SMOTE_SCALE_RANGE
    }
  }
}

extension Options.Method {
  var cValue: smote_method {
    switch self {
    case .smote: .SMOTE_METHOD_SMOTE
    case .borderline1: .SMOTE_METHOD_BORDERLINE1
    case .borderline2: .SMOTE_METHOD_BORDERLINE2
    case .svm: .SMOTE_METHOD_SVM
    case .adasyn: .SMOTE_METHOD_ADASYN
    case .smotenc: .SMOTE_METHOD_SMOTENC
    case .smoten: .SMOTE_METHOD_SMOTEN
    case .kmeans: .SMOTE_METHOD_KMEANS
    case .randomOver: .SMOTE_METHOD_RANDOM_OVER
    case .randomUnder: .SMOTE_METHOD_RANDOM_UNDER
    case .tomek: .SMOTE_METHOD_TOMEK
    case .enn: .SMOTE_METHOD_ENN
    case .renn: .SMOTE_METHOD_RENN
    case .allknn: .SMOTE_METHOD_ALLKNN
    case .cnn: .SMOTE_METHOD_CNN
    case .oss: .SMOTE_METHOD_OSS
    case .ncr: .SMOTE_METHOD_NCR
    case .nearmiss1: .SMOTE_METHOD_NEARMISS1
    case .nearmiss2: .SMOTE_METHOD_NEARMISS2
    case .nearmiss3: .SMOTE_METHOD_NEARMISS3
    case .instanceHardness: .SMOTE_METHOD_INSTANCE_HARDNESS
    case .clusterCentroids: .SMOTE_METHOD_CLUSTER_CENTROIDS
    }
  }
}
