// Arrays that may be missing, on their way into the C interface.

/// Throws unless an array, where there is one, has `each` elements for each of `count` things.
/// What is wrong with a number below 1 the library says best, before it reads any array.
func requireCount<Element>(
  of array: [Element]?, _ name: String, _ each: Int = 1, for count: Int, _ things: String
) throws(SmoteError) {
  guard let array, each > 0 else { return }
  let needed = each.multipliedReportingOverflow(by: count)
  guard !needed.overflow, array.count == needed.partialValue else {
    throw SmoteError(
      .SMOTE_ERROR_INVALID_ARGUMENT,
      "\(name) is of length \(array.count), but \(count) \(things) need \(each) each")
  }
}

/// Calls `body` with the array's elements; with `nil` where there is no array.
func withElements<Element, Result>(
  of array: [Element]?, _ body: (UnsafePointer<Element>?) -> Result
) -> Result {
  guard let array else { return body(nil) }
  return array.withUnsafeBufferPointer { body($0.baseAddress) }
}
