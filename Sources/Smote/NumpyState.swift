import CSmote

/// The state of numpy's legacy generator, as `RandomState.get_state()` tells it.
///
/// A plan that draws from it hands it back advanced, so that the next one goes on with the
/// stream, in Swift or in numpy.
public struct NumpyState: Equatable, Sendable {
  /// 624 words, not all of them 0.
  public var words: [UInt32]
  /// How many of the words were drawn already, from 0 to 624.
  public var position: Int
  /// A normal number that was drawn in advance; `nil` for none.
  public var normal: Double?

  /// Whether this is a state of the generator is checked where it is used.
  public init(words: [UInt32], position: Int, normal: Double? = nil) {
    self.words = words
    self.position = position
    self.normal = normal
  }
}

extension NumpyState {
  /// Calls `body` with the state as the C interface takes it, and takes over what comes back.
  mutating func withState<Result>(
    _ body: (UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<Double>?) throws(SmoteError) ->
      Result
  ) throws(SmoteError) -> Result {
    guard words.count == 624 else {
      throw SmoteError(
        .SMOTE_ERROR_INVALID_ARGUMENT, "state has \(words.count) words, but it must have 624")
    }
    var state = words + [UInt32(exactly: position) ?? .max]
    var normal = [self.normal == nil ? 0 : 1, self.normal ?? 0]
    let result = try state.withUnsafeMutableBufferPointer { state throws(SmoteError) in
      try normal.withUnsafeMutableBufferPointer { normal throws(SmoteError) in
        try body(state.baseAddress, normal.baseAddress)
      }
    }
    words = Array(state.dropLast())
    position = Int(state[624])
    self.normal = normal[0] == 0 ? nil : normal[1]
    return result
  }
}
