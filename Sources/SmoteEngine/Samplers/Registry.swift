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
  default: nil
  }
}
