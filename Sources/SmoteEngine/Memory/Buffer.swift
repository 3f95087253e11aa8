import CSupport

/// How many elements a table has. (Tables may have strides of 0, so that no memory has ever
/// held as many.)
func elements(_ rows: Int, by columns: Int) throws(Failure) -> Int {
  let (elements, overflow) = rows.multipliedReportingOverflow(by: columns)
  guard !overflow else { throw .outOfMemory(bytes: Int.max) }
  return elements
}

/// Memory for `count` elements, released with the value that owns it. Allocation
/// that fails throws, instead of ending the host's process as an `Array` would.
package struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  /// The elements are not initialised.
  package init(_ count: Int) throws(Failure) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard count >= 0, !overflow else { throw .outOfMemory(bytes: Int.max) }
    // An empty buffer has an address too.
    guard let memory = support_allocate(Int64(max(bytes, 1))) else {
      throw .outOfMemory(bytes: bytes)
    }
    base = memory.bindMemory(to: Element.self, capacity: max(count, 1))
    self.count = count
  }

  package init(_ count: Int, repeating value: Element) throws(Failure) {
    try self.init(count)
    base.update(repeating: value, count: count)
  }

  /// A larger buffer with the same elements; those behind them are not initialised.
  package func grown(to count: Int) throws(Failure) -> Buffer {
    assert(count >= self.count)
    let larger = try Buffer(count)
    larger.base.copy(from: base, count: self.count)
    return larger
  }

  /// The first elements, in a buffer of their own.
  package func cut(to count: Int) throws(Failure) -> Buffer {
    assert(count <= self.count)
    let part = try Buffer(count)
    part.base.copy(from: base, count: count)
    return part
  }

  /// A view of the first elements, which lasts as long as the buffer.
  package func first(_ count: Int) -> UnsafeBufferPointer<Element> {
    assert(count <= self.count)
    return UnsafeBufferPointer(start: base, count: count)
  }

  /// A view of all elements.
  package var view: UnsafeBufferPointer<Element> { first(count) }

  deinit { support_free(base) }

  /// Where a buffer is a field of something that may change, write `a[i] = a[i] + b`, not
  /// `a[i] += b`: with `--sanitize=thread` the compiler (Swift 6.3) crashes at the latter.
  package subscript(index: Int) -> Element {
    @inline(__always) get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    @inline(__always) nonmutating _modify {
      assert(index >= 0 && index < count)
      yield &base[index]
    }
  }
}
