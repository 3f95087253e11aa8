/// Points as the kernels of a sieve, and the canonical distance of what it lets through, take
/// them.
struct SievePoints: ~Copyable {
  /// For the kernels: centred and rounded, group by group.
  private let narrow: Buffer<Float>
  /// Row by row.
  private let exact: Buffer<Double>
  /// The largest norm among some of the points: those of a group, or of a block.
  private let norms: Buffer<Double>

  init(_ count: Int, columns: Int, lanes: Int, norms: Int) throws(Failure) {
    let narrow = try Buffer<Float>(pieces(count, of: lanes) * lanes * columns)
    let exact = try Buffer<Double>(count * columns)
    let norms = try Buffer<Double>(norms)
    self.narrow = consume narrow
    self.exact = consume exact
    self.norms = consume norms
  }

  var view: View { View(narrow: narrow.base, exact: exact.base, norms: norms.base) }

  struct View {
    let narrow: UnsafeMutablePointer<Float>
    let exact: UnsafeMutablePointer<Double>
    let norms: UnsafeMutablePointer<Double>
  }
}
