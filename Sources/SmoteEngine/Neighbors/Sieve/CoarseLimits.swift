import CKernels

/// How far points look in whole numbers, as |p - q|^2: nothing that is farther from a point is among
/// its neighbours.
struct CoarseLimits: ~Copyable {
  private let limits: Buffer<Int32>
  /// What `kernel_coarse_terms` calls so.
  private let a: Buffer<Int32>
  private let b: Buffer<Int32>

  init(_ blocks: Blocks) throws(Failure) {
    let places = blocks.groups * blocks.lanes
    let limits = try Buffer<Int32>(places)
    let a = try Buffer<Int32>(places)
    let b = try Buffer<Int32>(places)
    self.limits = consume limits
    self.a = consume a
    self.b = consume b
  }

  var view: View { View(limits: limits.base, a: a.base, b: b.base) }

  struct View {
    fileprivate let limits: UnsafeMutablePointer<Int32>
    fileprivate let a: UnsafeMutablePointer<Int32>
    fileprivate let b: UnsafeMutablePointer<Int32>

    @inline(__always)
    subscript(point: Int) -> Int32 { limits[point] }

    /// - Parameter square: the sum of squares of the point.
    @inline(__always)
    func set(_ limit: Int32, of point: Int, square: Int32) {
      limits[point] = limit
      a[point] = (limit &>> 1) &- (square &>> 1) &+ 1
      b[point] = 0 &- (square &>> 1)
    }

    func terms(from point: Int) -> kernel_coarse_terms {
      kernel_coarse_terms(a: a + point, b: b + point)
    }
  }
}
