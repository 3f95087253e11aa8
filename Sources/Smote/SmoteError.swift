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
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

/// Throws unless an array, where there is one, has `each` elements for each of `count` things.
func requireCount<Element>(
  of array: [Element]?, _ name: String, _ each: Int = 1, for count: Int, _ things: String
) throws(SmoteError) {
  guard let array else { return }
  let needed = each.multipliedReportingOverflow(by: count)
  guard !needed.overflow, array.count == needed.partialValue else {
    throw SmoteError(
      .SMOTE_ERROR_INVALID_ARGUMENT,
      "\(name) is of length \(array.count), but \(count) \(things) need \(each) each")
  }
}
