/// Points in whole numbers of 16 bits, for a sieve that computes twice as much in the same time.
///
/// Let y and z be two rows, factors applied, |y - z| their canonical distance (the square root of
/// it), c the centre, d the columns, R the largest |row - c|, and f = 23,000 / R. The whole numbers
/// of a row y are those nearest to f (y - c), as float64 has it, but 0 in columns that
/// `CoarseScale` leaves out, and e is by how much they miss it at most, also in float64. Then the
/// whole rows p and q of y and z have
///
///     |p - q| <= f |y - z| (1 + 2^-30) + s  and  f |y - z| <= (|p - q| + s) (1 + 2^-30),
///
/// where s = 2 e + 2^-10: float64 moves each number of f (y - c) by at most 3 2^-53 of itself,
/// which for the row is less than 2^-36; e is off by a factor of at most 1 + (d + 2) 2^-53 and
/// |y - z| by as much, d at most 100,000; and squares below the normal range, which may count for
/// nothing, move |y - z| by at most sqrt(d) 2^-537, where f is less than 2^500.
///
/// |p| is at most 23,000 (1 + 2^-30) + sqrt(d) / 2 < 23,159: so each number has 16 bits, products
/// and their sums 31, by Cauchy and Schwarz in whatever order they are added, and |p - q|^2 is
/// less than 2^31.
struct CoarsePoints: ~Copyable {
  /// Two columns after two, group by group.
  private let panel: Buffer<Int32>
  /// The same for kernels that take them as queries: four by four.
  private let tiles: Buffer<Int32>
  /// Of each point: the sum of squares.
  private let squares: Buffer<Int32>
  /// Of each block: the square of e.
  private let errors: Buffer<Double>
  private let blocks: Blocks
  private let scale: CoarseScale.View

  init(_ blocks: Blocks, _ scale: CoarseScale.View) throws(Failure) {
    let pairs = pieces(scale.kept, of: 2)
    let places = blocks.groups * blocks.lanes
    let panel = try Buffer<Int32>(try elements(places, by: pairs))
    let tiles = try Buffer<Int32>(try elements(places, by: pairs))
    let squares = try Buffer<Int32>(places)
    let errors = try Buffer<Double>(blocks.count)
    self.blocks = blocks
    self.scale = scale
    self.errors = consume errors
    self.squares = consume squares
    self.tiles = consume tiles
    self.panel = consume panel
  }

  var view: View {
    View(
      panel: panel.base, tiles: tiles.base, squares: squares.base, errors: errors.base,
      blocks: blocks, scale: scale)
  }

  struct View {
    fileprivate let panel: UnsafeMutablePointer<Int32>
    fileprivate let tiles: UnsafeMutablePointer<Int32>
    let squares: UnsafeMutablePointer<Int32>
    fileprivate let errors: UnsafeMutablePointer<Double>
    fileprivate let blocks: Blocks
    fileprivate let scale: CoarseScale.View
  }
}

extension CoarsePoints.View {
  /// Of columns that are kept.
  var pairs: Int { pieces(scale.kept, of: 2) }

  func panel(from point: Int) -> UnsafeMutablePointer<Int32> { panel + point &* pairs }

  func tile(from point: Int) -> UnsafeMutablePointer<Int32> { tiles + point &* pairs }

  // MARK: Packing

  /// Packs the points of a block.
  ///
  /// - Parameter rows: of all points, one after the other.
  func pack(block: Int, _ rows: UnsafePointer<Double>, around centre: UnsafePointer<Double>) {
    var largest = 0.0
    for point in blocks.points(of: block) {
      let error = pack(point: point, rows + point &* scale.count, around: centre)
      // NaN stays.
      largest = error > largest || error.isNaN ? error : largest
    }
    let end = blocks.groups(of: block).upperBound &* blocks.lanes
    for place in blocks.points(of: block).upperBound..<end {
      squares[place] = 0
      for pair in 0..<pairs { store(0, place, pair) }
    }
    errors[block] = largest
  }

  /// - Returns: the square of e.
  private func pack(
    point: Int, _ row: UnsafePointer<Double>, around centre: UnsafePointer<Double>
  ) -> Double {
    var error = 0.0
    var square: Int32 = 0
    @inline(__always)
    func value(_ place: Int) -> Double {
      let column = scale.column(place)
      return scale.factor * (row[column] - centre[column])
    }
    for pair in 0..<pairs {
      let place = 2 &* pair
      let low = whole(value(place), &error, &square)
      let high = place &+ 1 < scale.kept ? whole(value(place &+ 1), &error, &square) : 0
      store((low & 0xFFFF) | (high &<< 16), point, pair)
    }
    for place in scale.kept..<scale.count {
      error += value(place) * value(place)
    }
    squares[point] = square
    return error
  }

  @inline(__always)
  private func store(_ numbers: Int32, _ point: Int, _ pair: Int) {
    let lane = point % blocks.lanes
    panel(from: point &- lane)[pair &* blocks.lanes &+ lane] = numbers
    let query = point % CoarseSieve.tile
    tile(from: point &- query)[pair &* CoarseSieve.tile &+ query] = numbers
  }

  /// The whole number nearest to a value. What does not fit makes the error NaN or large, as values
  /// do that have become NaN while they were read.
  @inline(__always)
  private func whole(_ value: Double, _ error: inout Double, _ square: inout Int32) -> Int32 {
    // Added to a number so large, what is behind the point is rounded away; the whole number is
    // then in the last bits.
    let shifted = value + 0x1.8p52
    let missing = value - (shifted - 0x1.8p52)
    error += missing * missing
    let number = Int32(truncatingIfNeeded: Int16(truncatingIfNeeded: shifted.bitPattern))
    square = square &+ number &* number
    return number
  }

  /// s, once all blocks are packed.
  func slack() -> Double {
    var largest = 0.0
    for block in 0..<blocks.count {
      largest = errors[block] > largest || errors[block].isNaN ? errors[block] : largest
    }
    return 2 * largest.squareRoot() * (1 + 0x1p-30) + 0x1p-10
  }

  // MARK: Limits

  /// What |p - q|^2 is at most where the square of the distance is at most `reach`.
  func limit(_ reach: Double, slack: Double) -> Int32 {
    limit(root: scale.factor * reach.squareRoot() * (1 + 0x1p-30) + slack)
  }

  /// The same where the distance is at most that of a row with a |p - q|^2 of `square`.
  func limit(whole square: Int32, slack: Double) -> Int32 {
    limit(root: (Double(square).squareRoot() + slack) * (1 + 0x1p-28) + slack)
  }

  @inline(__always)
  private func limit(root: Double) -> Int32 {
    let square = root * root
    return square < Double(Int32.max) ? Int32(square) : .max
  }
}
