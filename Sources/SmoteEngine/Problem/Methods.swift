import CSmote

/// What is true of some methods and not of others. A new method is entered here, and where its
/// rows are made (`Plan.extend`) or dropped (`Plan.clean`).
extension smote_method {
  /// `nil` where there is no such method.
  package var name: StaticString? {
    switch self {
    case .SMOTE_METHOD_SMOTE: "smote"
    case .SMOTE_METHOD_BORDERLINE1: "borderline1"
    case .SMOTE_METHOD_BORDERLINE2: "borderline2"
    case .SMOTE_METHOD_SVM: "svm"
    case .SMOTE_METHOD_ADASYN: "adasyn"
    case .SMOTE_METHOD_SMOTENC: "smotenc"
    case .SMOTE_METHOD_SMOTEN: "smoten"
    case .SMOTE_METHOD_KMEANS: "kmeans"
    case .SMOTE_METHOD_RANDOM_OVER: "random_over"
    case .SMOTE_METHOD_RANDOM_UNDER: "random_under"
    case .SMOTE_METHOD_TOMEK: "tomek"
    case .SMOTE_METHOD_ENN: "enn"
    case .SMOTE_METHOD_RENN: "renn"
    case .SMOTE_METHOD_ALLKNN: "allknn"
    case .SMOTE_METHOD_CNN: "cnn"
    case .SMOTE_METHOD_OSS: "oss"
    case .SMOTE_METHOD_NCR: "ncr"
    case .SMOTE_METHOD_NEARMISS1: "nearmiss1"
    case .SMOTE_METHOD_NEARMISS2: "nearmiss2"
    case .SMOTE_METHOD_NEARMISS3: "nearmiss3"
    case .SMOTE_METHOD_INSTANCE_HARDNESS: "instance_hardness"
    case .SMOTE_METHOD_CLUSTER_CENTROIDS: "cluster_centroids"
    default: nil
    }
  }

  /// Whether it drops rows; the others add some.
  package var dropsRows: Bool {
    self == .SMOTE_METHOD_RANDOM_UNDER
      || rawValue >= smote_method.SMOTE_METHOD_TOMEK.rawValue
  }

  /// Whether it reads the values of the table. (RANDOM_OVER does where it adds noise.)
  var readsValues: Bool {
    switch self {
    case .SMOTE_METHOD_RANDOM_OVER, .SMOTE_METHOD_RANDOM_UNDER, .SMOTE_METHOD_INSTANCE_HARDNESS:
      false
    default: true
    }
  }

  /// Whether columns may hold categories. (Not where RANDOM_OVER adds noise.)
  var takesCategories: Bool {
    switch self {
    case .SMOTE_METHOD_SMOTENC, .SMOTE_METHOD_SMOTEN, .SMOTE_METHOD_RANDOM_OVER: true
    case .SMOTE_METHOD_CLUSTER_CENTROIDS: false
    default: dropsRows
    }
  }
}

/// Of those that drop rows.
extension smote_method {
  /// Whether it takes numbers of rows, instead of just dropping what it drops.
  var takesNumbers: Bool {
    switch self {
    case .SMOTE_METHOD_RANDOM_UNDER, .SMOTE_METHOD_NEARMISS1, .SMOTE_METHOD_NEARMISS2,
      .SMOTE_METHOD_NEARMISS3, .SMOTE_METHOD_INSTANCE_HARDNESS,
      .SMOTE_METHOD_CLUSTER_CENTROIDS:
      true
    default: false
    }
  }

  /// Whether, after rows were made, it cleans rows of any class, unless others are asked for.
  package var cleansAllByDefault: Bool {
    switch self {
    case .SMOTE_METHOD_TOMEK, .SMOTE_METHOD_ENN, .SMOTE_METHOD_RENN, .SMOTE_METHOD_ALLKNN,
      .SMOTE_METHOD_NCR:
      true
    default: false
    }
  }

  /// Neighbours that it goes by where no number is given.
  package var usualNeighbors: Int {
    switch self {
    case .SMOTE_METHOD_CNN, .SMOTE_METHOD_OSS: 1
    default: 3
    }
  }
}
