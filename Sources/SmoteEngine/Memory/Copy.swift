extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  /// Copies elements, as `update(from:count:)` does; but that one, in Embedded Swift, calls a
  /// function for each element.
  @inline(__always)
  func copy(from source: UnsafePointer<Pointee>, count: Int) {
    UnsafeMutableRawPointer(self).copyMemory(
      from: source, byteCount: count &* MemoryLayout<Pointee>.stride)
  }

  @inline(__always)
  func copy(from source: UnsafeMutablePointer<Pointee>, count: Int) {
    copy(from: UnsafePointer(source), count: count)
  }
}
