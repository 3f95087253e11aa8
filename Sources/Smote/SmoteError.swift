import CSmote

/// Why a call failed.
public struct SmoteError: Error, Equatable, CustomStringConvertible {
  /// What kind of failure, as in the C interface.
  public let status: smote_status
  /// One sentence: what was given, and what is needed.
  public let message: String

  init(_ status: smote_status, _ message: String) {
    self.status = status
    self.message = message
  }

  /// The message.
  public var description: String { message }

  /// Calls a function of the C interface, and throws what it reports.
  static func check(
    _ call: (UnsafeMutablePointer<smote_error>) -> smote_status
  ) throws(SmoteError) {
    var error = smote_error()
    let status = call(&error)
    guard status != .SMOTE_OK else { return }
    throw SmoteError(error)
  }

  init(_ error: smote_error) {
    status = error.status
    message = withUnsafeBytes(of: error.message) { bytes in
      inSwiftNames(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
    }
  }
}
