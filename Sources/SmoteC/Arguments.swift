// Raw arguments in, checked values out. Nothing is computed from an argument before it
// has been checked here or in the files beside this one, and nothing behind them sees a raw
// one. Here is what they share.

import CSmote
import SmoteEngine

/// More bytes than any process can address; sizes below it can be added and
/// multiplied by small factors without overflow.
let addressableBytes = 1 << 48

func required<Pointer>(_ pointer: Pointer?, _ name: StaticString) throws(Failure) -> Pointer {
  guard let pointer else { throw .invalidArgument("\(name) is NULL, but it is needed") }
  return pointer
}

/// A struct of the caller's as this version knows it: it starts with its own size, which is
/// the present one or one that the struct had before, and fields beyond get their defaults.
func known<Struct>(
  _ given: UnsafePointer<Struct>?, _ name: StaticString, defaults: Struct,
  isOlder: (Int) -> Bool = { _ in false }
) throws(Failure) -> Struct {
  let given = UnsafeRawPointer(try required(given, name))
  // Of a struct that is smaller, nothing but its size may be read.
  let size = given.loadUnaligned(as: Int.self)
  guard size == MemoryLayout<Struct>.size || isOlder(size) else {
    throw .invalidArgument(
      "struct_size of \(name) is \(UInt(bitPattern: size)), as in no header of this library up to its version: start from its _INIT macro, and compile with the header of this library"
    )
  }
  var known = defaults
  withUnsafeMutableBytes(of: &known) {
    $0.copyMemory(from: UnsafeRawBufferPointer(start: given, count: size))
  }
  return known
}

/// A reserved field may get a meaning one day. Callers of today leave it 0, so that they will not
/// have asked for it.
func requireZero(_ reserved: Int32, _ name: StaticString) throws(Failure) {
  guard reserved == 0 else {
    throw .invalidArgument("a reserved field of \(name) is \(reserved), but it must be 0")
  }
}

/// The pointer, if it is NULL or lies where its elements may lie.
func aligned<Pointee>(
  _ pointer: UnsafePointer<Pointee>?, _ name: StaticString
) throws(Failure) -> UnsafePointer<Pointee>? {
  try requireAligned(pointer, name)
  return pointer
}

func requireAligned<Pointee>(
  _ pointer: UnsafePointer<Pointee>?, _ name: StaticString
) throws(Failure) {
  guard Int(bitPattern: pointer) % MemoryLayout<Pointee>.alignment == 0 else {
    throw .invalidArgument("\(name) is not aligned to \(MemoryLayout<Pointee>.alignment) bytes")
  }
}

func requireThreads(_ threads: Int32) throws(Failure) {
  guard threads >= 0 else {
    throw .invalidArgument(
      "threads = \(threads), but it must be 0 (as many as the process may use) or more")
  }
}

func requireKnown(
  _ value: Int32, _ known: ClosedRange<Int32>, _ name: StaticString, prefix: StaticString = ""
) throws(Failure) {
  guard known.contains(value) else {
    throw .invalidArgument("\(prefix)\(name) \(value) is not one of smote_\(name)")
  }
}

func checkedNeighbors(
  _ neighbors: Int32, _ name: StaticString = "neighbors"
) throws(Failure) -> Int {
  guard neighbors > 0 else {
    throw .invalidArgument("\(name) = \(neighbors), but it must be at least 1")
  }
  return Int(neighbors)
}

func checkedScale(_ scale: smote_scale) throws(Failure) -> smote_scale {
  try requireKnown(scale.rawValue, 0...2, "scale")
  return scale
}

func checkedWeights(
  _ weights: UnsafePointer<Double>?, columns: Int
) throws(Failure) -> UnsafePointer<Double>? {
  guard let weights = try aligned(weights, "column_weights") else { return nil }
  var allZero = true
  for column in 0..<columns {
    let weight = weights[column]
    guard weight.isFinite, weight >= 0 else {
      throw .invalidArgument(
        "column_weights holds \(weight) for column \(column), but a weight must be finite and not negative"
      )
    }
    allZero = allZero && weight == 0
  }
  guard !allZero else {
    throw .invalidArgument("column_weights are all 0, but at least one column must count")
  }
  return weights
}
