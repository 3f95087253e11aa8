/// Points in whole numbers of 16 bits, for a sieve that computes twice as much in the same time.
///
/// Let y and z be two rows, factors applied, |y - z| their canonical distance (the square root of
/// it), c the centre, d the columns, R the largest |row - c|, and f = 23,000 / R. The whole numbers
/// of a row y are those nearest to f (y - c), as float64 has it, and e(y) is by how much they miss
/// it, also in float64. Then the whole rows p and q of y and z have
///
///     |p - q| <= f |y - z| (1 + 2^-30) + e(y) + e(z) + 2^-10:
///
/// float64 moves each number of f (y - c) by at most 3 2^-53 of itself, which for the row is less
/// than 2^-36; e is off by a factor of at most 1 + (d + 2) 2^-53 and |y - z| by as much, d at most
/// 100,000; and squares below the normal range, which may count for nothing, add at most
/// sqrt(d) 2^-537 to |y - z|, where f is less than 2^500.
///
/// |p| is at most 23,000 (1 + 2^-30) + sqrt(d) / 2 < 23,159: so each number has 16 bits, products
/// and their sums 31, by Cauchy and Schwarz in whatever order they are added, and |p - q|^2 is
/// less than 2^31.
struct CoarsePoints: ~Copyable {
  /// Two columns after two, group by group as in `SievePoints`.
  private let numbers: Buffer<Int32>
  /// Of each point: the sum of squares.
  private let squares: Buffer<Int32>
  /// Of each block: the largest e.
  private let errors: Buffer<Double>
  private let shape: MutualSieve.Shape
  private let factor: Double

  /// Where the farthest row lies.
  private static let radius = 23_000.0
  /// Factors at which the proof ends.
  private static let largestFactor = 0x1p500

  /// - Parameter largest: R.
  /// - Returns: `nil` where rows are too near each other.
  init?(_ shape: MutualSieve.Shape, largest: Double) throws(Failure) {
    let factor = CoarsePoints.radius / largest
    guard factor < CoarsePoints.largestFactor else { return nil }
    let places = shape.groups * shape.lanes
    let numbers = try Buffer<Int32>(try elements(places, by: shape.pairs))
    let squares = try Buffer<Int32>(places)
    let errors = try Buffer<Double>(shape.blocks)
    self.shape = shape
    self.factor = factor
    self.errors = consume errors
    self.squares = consume squares
    self.numbers = consume numbers
  }

  var view: View {
    View(
      numbers: numbers.base, squares: squares.base, errors: errors.base, shape: shape,
      factor: factor)
  }

  struct View {
    let numbers: UnsafeMutablePointer<Int32>
    let squares: UnsafeMutablePointer<Int32>
    fileprivate let errors: UnsafeMutablePointer<Double>
    fileprivate let shape: MutualSieve.Shape
    fileprivate let factor: Double
  }
}

extension CoarsePoints.View {
  func numbers(of group: Int) -> UnsafeMutablePointer<Int32> {
    numbers + group &* shape.lanes &* shape.pairs
  }

  // MARK: Packing

  /// Packs the points of a block.
  ///
  /// - Parameter rows: of all points, one after the other.
  func pack(_ block: Int, _ rows: UnsafePointer<Double>, around centre: UnsafePointer<Double>) {
    var largest = 0.0
    for group in shape.groups(of: block) {
      let target = numbers(of: group)
      for lane in 0..<shape.lanes {
        let point = group &* shape.lanes &+ lane
        squares[point] = 0
        guard point < shape.points else {
          for pair in 0..<shape.pairs { target[pair &* shape.lanes &+ lane] = 0 }
          continue
        }
        let error = pack(
          rows + point &* shape.columns, around: centre, into: target + lane,
          &squares[point])
        // NaN stays.
        largest = error > largest || error.isNaN ? error : largest
      }
    }
    errors[block] = largest.squareRoot() * (1 + 0x1p-30)
  }

  /// - Returns: the square of e.
  private func pack(
    _ row: UnsafePointer<Double>, around centre: UnsafePointer<Double>,
    into target: UnsafeMutablePointer<Int32>, _ square: inout Int32
  ) -> Double {
    var error = 0.0
    for pair in 0..<shape.pairs {
      let column = 2 &* pair
      let low = whole(row[column] - centre[column], &error, &square)
      var high: Int32 = 0
      if column &+ 1 < shape.columns {
        high = whole(row[column &+ 1] - centre[column &+ 1], &error, &square)
      }
      target[pair &* shape.lanes] = (low & 0xFFFF) | (high &<< 16)
    }
    return error
  }

  /// The whole number nearest to `factor * value`. What does not fit makes the error NaN or large,
  /// as values do that have become NaN while they were read.
  @inline(__always)
  private func whole(_ value: Double, _ error: inout Double, _ square: inout Int32) -> Int32 {
    let scaled = factor * value
    // Added to a number so large, what is behind the point is rounded away; the whole number is
    // then in the last bits.
    let shifted = scaled + 0x1.8p52
    let missing = scaled - (shifted - 0x1.8p52)
    error += missing * missing
    let number = Int32(truncatingIfNeeded: Int16(truncatingIfNeeded: shifted.bitPattern))
    square = square &+ number &* number
    return number
  }

  // MARK: Limits

  /// Whether two blocks may meet in whole numbers: where they let through few more than those
  /// that are near. In d columns there are at most (1 + t)^d times as many points where the
  /// distance is 1 + t times as large.
  ///
  /// - Parameter reach: how far their points look, usually.
  func mayMeet(_ block: Int, _ other: Int, reach: Double) -> Bool {
    // NaN is no yes.
    Double(shape.columns) * (errors[block] + errors[other]) <= factor * reach
  }

  /// What |p - q|^2 is at most where the square of the distance is at most `reach`, for points of
  /// two blocks.
  func limit(_ reach: Double, _ block: Int, _ other: Int) -> Int32 {
    let root = factor * reach.squareRoot() * (1 + 0x1p-30) + errors[block] + errors[other] + 0x1p-10
    let square = root * root
    return square < Double(Int32.max) ? Int32(square) : .max
  }
}
