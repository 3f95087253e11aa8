import CSmote

/// The name of a method, or `nil` where there is no such method.
package func methodName(_ method: smote_method) -> StaticString? {
  switch method {
  case .SMOTE_METHOD_SMOTE: "smote"
  default: nil
  }
}
