/// A map of rows to few numbers in float32, which brings no two rows farther apart than they
/// are, but for a bound: what is far apart in the sketch is far apart.
///
/// In few columns the sketch is the row itself, around a centre; in many, its coordinates along
/// the principal axes. Let y and z be two rows, factors applied, |y - z| their canonical
/// distance (the square root of it; categories left out, which only add to it), c the centre, P
/// the matrix of the axes (or 1), s its norm, d the columns, m those of the sketch, and
/// u = 2^-24. Then
///
/// - |P (y - z)| <= s |y - z|, and s^2 is at most the largest row sum of |P P'| (Gershgorin);
/// - computing P (y - c) in float64 moves it by at most (d + 2) 2^-53 |P| |y - c|, where
///   |P| <= sqrt(m) s is less than 4 and d at most 100,000: less than 0.06 u |y - c|; rounding
///   it to float32, by at most 1.001 u s |y - c|;
/// - the differences of the rounded numbers are off by a factor of at most 1 + u each, their
///   squares and the sum of these by at most 1 + (m + 3) u, fused or not;
/// - below the normal range rounding, or what some hosts do instead, flushing to 0, adds at most
///   2^-126 to a number, and 2^-150 to a square; for all columns, less than 2^-60 to the root.
///
/// So the float32 sum of squares is at most
///
///     ((s |y - z| + 1.1 u (|y - c| + |z - c|) + 2^-60) (1 + (m + 8) u))^2,
///
/// where the terms of float64's own rounding, 2^29 times as small as u, are covered by the
/// slack in 1.1 and 8.
///
/// The other way round, where the sketch is the row: of a float32 sum of squares f, |y - z| is at
/// most
///
///     sqrt(f) (1 + (m + 9) u) + 1.1 u (|y - c| + |z - c|) + 2^-50
///
/// (squares below the normal range may count for nothing: in m columns at most 2^-109).
struct Sketch: ~Copyable {
  private let centre: Buffer<Double>
  /// The place that each column has in a sketch that is the row.
  private let places: Buffer<Int>
  /// `nil` where the sketch is the row.
  private let axes: PrincipalAxes?
  /// Numbers of a sketch.
  let columns: Int
  private let stretch: Double

  /// Norms at which the proof, and the type, end.
  static let largestNorm = 1e15
  static let mostColumns = 100_000
  /// To find axes in more columns would take longer than it may be worth.
  static let mostColumnsWithAxes = 10_000

  /// Up to so many columns the row is its own sketch.
  private static let fewColumns = 8
  /// So much of the variance is enough.
  private static let enough = 0.995
  /// With less than this in the sketch, rows that are near in it are not near.
  private static let little = 0.6

  /// The numbers of a row themselves, around a centre; those first that differ most from row to
  /// row, for sums over the first tell the soonest what is too far.
  init(rows points: Points, _ metric: Metric.Form) throws(Failure) {
    let count = metric.numbers
    let spreads = try Buffer<Ranked>(count)
    let places = try Buffer<Int>(count)
    let centre = try Sketch.middle(of: points, metric, spreads: spreads.base)
    heapSort(spreads.base, count)
    for place in 0..<count {
      places[spreads[place].row] = place
    }
    self.init(centre: centre, places: places, axes: nil, columns: count, stretch: 1)
  }

  /// A sketch of few columns.
  ///
  /// - Returns: `nil` where none says much about the rows.
  static func short(of points: Points, _ metric: Metric.Form) throws(Failure) -> Sketch? {
    if metric.numbers <= fewColumns { return try Sketch(rows: points, metric) }
    guard metric.numbers <= mostColumnsWithAxes else { return nil }
    let centre = try middle(of: points, metric, spreads: nil)
    let places = try Buffer<Int>(0)
    let axes = try axes(of: points, around: centre.base, metric)
    var columns = 0
    var part = 0.0
    while columns < PrincipalAxes.count && part < enough {
      part += axes.variances[columns]
      columns += 1
    }
    let stretch = norm(axes, metric.numbers)
    guard part >= little, stretch < 1.001 else { return nil }
    return Sketch(
      centre: centre, places: places, axes: axes, columns: columns, stretch: stretch)
  }

  private init(
    centre: consuming Buffer<Double>, places: consuming Buffer<Int>,
    axes: consuming PrincipalAxes?, columns: Int, stretch: Double
  ) {
    self.centre = centre
    self.places = places
    self.axes = axes
    self.columns = columns
    self.stretch = stretch
  }

  /// A place amid the points: column by column, the median of some. Any would do; this one
  /// keeps the bound tight whatever a few rows hold.
  ///
  /// - Parameter spreads: takes the columns, and how much they spread, negative.
  private static func middle(
    of points: Points, _ metric: Metric.Form, spreads: UnsafeMutablePointer<Ranked>?
  ) throws(Failure) -> Buffer<Double> {
    let some = min(points.count, 31)
    let rows = try Buffer<Double>(some * metric.columns)
    let column = try Buffer<Double>(some)
    let centre = try Buffer<Double>(metric.numbers)
    for index in 0..<some {
      let point = index * points.count / some
      points.read(point..<point + 1, metric, into: rows.base + index * metric.columns)
    }
    for place in 0..<metric.numbers {
      for index in 0..<some {
        column[index] = rows[index * metric.columns + place]
      }
      heapSort(column.base, some)
      centre[place] = column[some / 2]
      guard let spreads else { continue }
      var spread = 0.0
      for index in 0..<some {
        spread += abs(column[index] - centre[place])
      }
      spreads[place] = Ranked(rank: -spread, row: place)
    }
    return centre
  }

  private static func axes(
    of points: Points, around centre: UnsafePointer<Double>, _ metric: Metric.Form
  ) throws(Failure) -> PrincipalAxes {
    let some = min(points.count, min(max(150_000 / metric.numbers, 64), 512))
    let sample = try Buffer<Double>(some * metric.numbers)
    let row = try Buffer<Double>(metric.columns)
    for index in 0..<some {
      let point = index * points.count / some
      points.read(point..<point + 1, metric, into: row.base)
      for place in 0..<metric.numbers {
        sample[index * metric.numbers + place] = row[place] - centre[place]
      }
    }
    return try PrincipalAxes(sample.base, rows: some, columns: metric.numbers)
  }

  /// What the norm of the matrix of axes is at most.
  private static func norm(_ axes: borrowing PrincipalAxes, _ columns: Int) -> Double {
    var largest = 0.0
    for one in 0..<PrincipalAxes.count {
      var sum = 0.0
      for other in 0..<PrincipalAxes.count {
        var product = 0.0
        for column in 0..<columns {
          let parts = axes.parts.base + column * PrincipalAxes.count
          product += parts[one] * parts[other]
        }
        sum += abs(product)
      }
      // NaN stays.
      largest = sum > largest || sum.isNaN ? sum : largest
    }
    return largest.squareRoot() * (1 + 1e-9)
  }

  /// For as long as the sketch lasts.
  var view: View {
    var parts: UnsafePointer<Double>?
    switch axes {
    case .some(let axes): parts = UnsafePointer(axes.parts.base)
    case .none: break
    }
    return View(
      centre: centre.base, places: places.base, parts: parts, numbers: centre.count,
      columns: columns, stretch: stretch)
  }

  struct View {
    let centre: UnsafePointer<Double>
    fileprivate let places: UnsafePointer<Int>
    fileprivate let parts: UnsafePointer<Double>?
    private let numbers: Int
    let columns: Int
    private let stretch: Double

    fileprivate init(
      centre: UnsafePointer<Double>, places: UnsafePointer<Int>, parts: UnsafePointer<Double>?,
      numbers: Int, columns: Int, stretch: Double
    ) {
      self.centre = centre
      self.places = places
      self.parts = parts
      self.numbers = numbers
      self.columns = columns
      self.stretch = stretch
    }

    /// Draws the sketch of a row, its numbers `step` apart.
    ///
    /// - Returns: |row - centre|.
    func draw(
      _ row: UnsafePointer<Double>, into target: UnsafeMutablePointer<Float>, step: Int
    ) -> Double {
      var square = 0.0
      for column in 0..<numbers {
        let value = row[column] - centre[column]
        square += value * value
        if parts == nil { target[places[column] &* step] = Float(value) }
      }
      guard let parts else { return square.squareRoot() }
      let along = project(row, minus: centre, parts, numbers)
      for column in 0..<columns {
        let lane = column & 3
        let value = column < 4 ? along.0[lane] : column < 8 ? along.1[lane] : along.2[lane]
        target[column &* step] = Float(value)
      }
      return square.squareRoot()
    }

    /// Draws the sketches of rows, one after the other, side by side in `lanes`; what remains of
    /// the lanes is NaN.
    ///
    /// - Returns: the largest |row - centre|.
    func draw(
      _ rows: UnsafePointer<Double>, _ count: Int, lanes: Int,
      into target: UnsafeMutablePointer<Float>
    ) -> Double {
      var largest = 0.0
      for lane in 0..<lanes {
        guard lane < count else {
          for column in 0..<columns {
            target[column &* lanes &+ lane] = .nan
          }
          continue
        }
        largest = max(largest, draw(rows + lane &* numbers, into: target + lane, step: lanes))
      }
      return largest
    }

    /// What a root of a float32 sum of squares is off by, in parts of the norms.
    static var slack: Float { 1.1 * 0x1p-24 }

    /// The part of the bound that belongs to queries: roots.
    @inline(__always)
    func reaches(_ limits: SIMD4<Double>, norms: SIMD4<Float>) -> SIMD4<Float> {
      let roots = SIMD4<Float>(limits.squareRoot() * stretch)
      return roots + Sketch.View.slack * norms + 0x1p-60
    }

    func reach(_ limit: Double, norm: Float) -> Float {
      Float(limit.squareRoot() * stretch) + Sketch.View.slack * norm + 0x1p-60
    }

    /// What the float32 sums of squares are at most, of points with norms up to `norm`. The six
    /// roundings on the way here are in the factor.
    @inline(__always)
    func limits(_ reaches: SIMD4<Float>, norm: Float) -> SIMD4<Float> {
      let roots = reaches + Sketch.View.slack * norm
      return roots * roots * factor
    }

    var factor: Float { 1 + Float(2 * columns + 32) * 0x1p-24 }

    /// What the square of the distance is at most, in a sketch that is the row, where the float32
    /// sum of squares is `sum`, and the norms of both together up to `norms`.
    func reach(_ sum: Float, norms: Double) -> Double {
      let root = Double(sum).squareRoot() * (1 + Double(columns + 16) * 0x1p-24)
      let distance = root + Double(Sketch.View.slack) * norms + 0x1p-50
      return distance * distance * (1 + 0x1p-48)
    }
  }
}
