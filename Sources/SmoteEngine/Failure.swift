import CSmote
import CSupport

/// Why a call could not be served: the status, and one sentence for the person who
/// reads it. It says what was given and what is needed, and names the argument and
/// the class.
package struct Failure: Error {
  package let status: smote_status
  package let message: Message

  package init(_ status: smote_status, _ message: Message) {
    self.status = status
    self.message = message
  }

  @inline(never)
  package static func invalidArgument(_ message: Message) -> Failure {
    Failure(.SMOTE_ERROR_INVALID_ARGUMENT, message)
  }

  @inline(never)
  package static func invalidData(_ message: Message) -> Failure {
    Failure(.SMOTE_ERROR_INVALID_DATA, message)
  }

  @inline(never)
  package static func tooFewRows(_ message: Message) -> Failure {
    Failure(.SMOTE_ERROR_TOO_FEW_ROWS, message)
  }

  @inline(never)
  package static func noCandidates(_ message: Message) -> Failure {
    Failure(.SMOTE_ERROR_NO_CANDIDATES, message)
  }

  package static func outOfMemory(bytes: Int) -> Failure {
    Failure(.SMOTE_ERROR_OUT_OF_MEMORY, "out of memory: \(bytes) bytes could not be allocated")
  }

  package static var cancelled: Failure {
    Failure(.SMOTE_ERROR_CANCELLED, "cancelled by the progress callback")
  }
}

/// A sentence in memory of its own. A `String` would allocate, and abort the
/// process where there is no memory left; that is when messages are needed.
/// Written as an interpolated literal; what does not fit is cut. Nothing is inlined:
/// sentences are long, many, and seldom written.
package struct Message: ExpressibleByStringInterpolation {
  package typealias StringLiteralType = StaticString

  /// As many bytes as `smote_error.message` holds, without the NUL.
  package static let capacity = 507

  private var bytes = InlineArray<508, UInt8>(repeating: 0)
  package private(set) var count = 0

  package init(stringLiteral text: StaticString) {
    append(text)
  }

  package init(stringInterpolation: Interpolation) {
    self = stringInterpolation.message
  }

  package struct Interpolation: StringInterpolationProtocol {
    package typealias StringLiteralType = StaticString
    fileprivate var message = Message(stringLiteral: "")

    package init(literalCapacity: Int, interpolationCount: Int) {}

    @inline(never)
    package mutating func appendLiteral(_ text: StaticString) {
      message.append(text)
    }

    @inline(never)
    package mutating func appendInterpolation(_ text: StaticString) {
      message.append(text)
    }

    @inline(never)
    package mutating func appendInterpolation(_ number: some FixedWidthInteger) {
      message.append(integer: number)
    }

    /// So many of a thing: `1 row`, `2 rows`.
    @inline(never)
    package mutating func appendInterpolation(
      _ count: some FixedWidthInteger, _ thing: StaticString
    ) {
      message.append(integer: count)
      message.append(" ")
      message.append(thing)
      if count != 1 { message.append("s") }
    }

    @inline(never)
    package mutating func appendInterpolation(_ number: Double) {
      message.append(double: number)
    }
  }

  private mutating func append(byte: UInt8) {
    guard count < Message.capacity else { return }
    bytes[count] = byte
    count += 1
  }

  @inline(never)
  fileprivate mutating func append(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount {
      append(byte: text.utf8Start[index])
    }
  }

  @inline(never)
  fileprivate mutating func append(integer number: some FixedWidthInteger) {
    var digits = InlineArray<40, UInt8>(repeating: 0)
    var length = 0
    var rest = number.magnitude
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      digits[length] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      length += 1
      rest = quotient
    } while rest != 0
    if number < 0 { append(byte: UInt8(ascii: "-")) }
    while length > 0 {
      length -= 1
      append(byte: digits[length])
    }
  }

  @inline(never)
  fileprivate mutating func append(double number: Double) {
    // Its sign, which C libraries print, means nothing.
    if number.isNaN { return append("NaN") }
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { text in
      guard let start = text.baseAddress else { return }
      let length = Int(support_format_double(number, start, 40))
      for index in 0..<min(length, 39) {
        append(byte: UInt8(bitPattern: start[index]))
      }
    }
  }

  /// Writes the sentence and a NUL; `target` takes `capacity + 1` bytes.
  package func write(to target: UnsafeMutablePointer<UInt8>) {
    for index in 0..<count {
      target[index] = bytes[index]
    }
    target[count] = 0
  }

  /// For tests; allocates.
  package var text: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Message.capacity + 1) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      write(to: start)
      return String(decoding: buffer[0..<count], as: UTF8.self)
    }
  }
}
