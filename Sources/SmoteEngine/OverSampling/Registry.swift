import CSmote

/// The name of a method, or `nil` where there is no such method.
package func methodName(_ method: smote_method) -> StaticString? {
  switch method {
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
