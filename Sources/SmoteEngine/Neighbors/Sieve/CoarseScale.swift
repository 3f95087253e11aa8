/// How rows become whole numbers: by a factor, and in the columns where that leaves something of
/// them. Where the scales of columns differ much, the others are 0 in nearly all rows, and would
/// take as long as any.
struct CoarseScale: ~Copyable {
  /// The columns that are kept, ascending, then the others.
  private let columns: Buffer<Int>
  private let kept: Int
  private let factor: Double

  /// Where the farthest row lies.
  private static let radius = 23_000.0
  /// Factors at which the proof ends.
  private static let largestFactor = 0x1p500
  /// A column is left out if it is nowhere larger.
  private static let little = 1.0

  /// - Parameters:
  ///   - largest: R.
  ///   - farthest: column by column, how far the farthest row is from c.
  /// - Returns: `nil` where rows are too near each other.
  init?(largest: Double, farthest: UnsafePointer<Double>, columns count: Int) throws(Failure) {
    let factor = CoarseScale.radius / largest
    guard factor < CoarseScale.largestFactor else { return nil }
    let columns = try Buffer<Int>(count)
    var kept = 0
    var leftOut = 0
    for column in 0..<count {
      if factor * farthest[column] > CoarseScale.little {
        columns[kept] = column
        kept += 1
      } else {
        leftOut += 1
        columns[count - leftOut] = column
      }
    }
    self.kept = kept
    self.factor = factor
    self.columns = consume columns
  }

  var view: View {
    View(columns: columns.base, kept: kept, count: columns.count, factor: factor)
  }

  struct View {
    private let columns: UnsafePointer<Int>
    /// Of `count` columns.
    let kept: Int
    let count: Int
    let factor: Double

    fileprivate init(columns: UnsafePointer<Int>, kept: Int, count: Int, factor: Double) {
      self.columns = columns
      self.kept = kept
      self.count = count
      self.factor = factor
    }

    /// The columns that are kept come first.
    @inline(__always)
    func column(_ place: Int) -> Int { columns[place] }
  }
}
