/// The value difference metric (Stanfill and Waltz, "Toward memory-based reasoning", CACM
/// 29(12), 1986; without weights, as in section 6.2 of the SMOTE paper).
///
/// The profile of a category is the distribution of the classes among the rows that have it.
/// Two categories differ by the sum over the classes of the absolute differences between
/// their profiles; the squares of these add up over the columns.
struct ValueDifference: ~Copyable {
  private let features: Buffer<Feature>
  /// The categories of each column, ascending, column after column.
  private let codes: Buffer<Int32>
  /// `classes` numbers for each of them.
  private let profiles: Buffer<Double>
  private let classes: Int

  struct Feature: BitwiseCopyable {
    /// Where its categories lie among all.
    var start: Int
    var end: Int
  }

  /// - Complexity: O(rows * columns) in time; memory grows with the number of different
  ///   categories times that of the classes.
  init(
    _ table: Table, _ labels: UnsafePointer<Int32>, _ classes: borrowing Classes,
    _ crew: inout Crew
  ) throws(Failure) {
    let features = try Buffer<Feature>(table.columns)
    let column = try Buffer<Int32>(table.rows)
    let distinct = try Buffer<Int32>(table.rows)
    var codes = try Buffer<Int32>(0)
    var used = 0
    for feature in 0..<table.columns {
      ValueDifference.read(feature, of: table, into: column)
      try crew.progress.report(feature, of: 2 * table.columns)
      let count = try Classes.distinct(column.base, table.rows, into: distinct) {
        row throws(Failure) in
        try crew.progress.report(feature, of: 2 * table.columns, at: row)
      }
      if used + count > codes.count { codes = try codes.grown(to: 2 * used + count) }
      (codes.base + used).copy(from: distinct.base, count: count)
      features[feature] = Feature(start: used, end: used + count)
      used += count
    }
    let profiles = try Buffer<Double>(try elements(used, by: classes.count), repeating: 0)
    let view = View(
      features: table.columns, classes: classes.count, bounds: features.base, codes: codes.base,
      profiles: profiles.base)
    for feature in 0..<table.columns {
      ValueDifference.read(feature, of: table, into: column)
      for row in 0..<table.rows {
        try crew.progress.report(table.columns + feature, of: 2 * table.columns, at: row)
        view.profile(feature, column[row])[classes.index(of: labels[row])] += 1
      }
    }
    for place in 0..<used {
      ValueDifference.normalize(profiles.base + place * classes.count, classes.count)
    }
    self.classes = classes.count
    self.features = consume features
    self.codes = consume codes
    self.profiles = consume profiles
  }

  private static func read(_ feature: Int, of table: Table, into column: borrowing Buffer<Int32>) {
    for row in 0..<table.rows {
      column[row] = table.category(row, feature)
    }
  }

  /// Counts become parts of their sum.
  private static func normalize(_ profile: UnsafeMutablePointer<Double>, _ classes: Int) {
    var sum = 0.0
    for index in 0..<classes {
      sum += profile[index]
    }
    for index in 0..<classes {
      profile[index] /= sum
    }
  }

  /// For as long as the metric lasts.
  var view: View {
    View(
      features: features.count, classes: classes, bounds: features.base, codes: codes.base,
      profiles: profiles.base)
  }

  struct View {
    let features: Int
    let classes: Int
    fileprivate let bounds: UnsafePointer<Feature>
    fileprivate let codes: UnsafePointer<Int32>
    fileprivate let profiles: UnsafeMutablePointer<Double>

    fileprivate init(
      features: Int, classes: Int, bounds: UnsafePointer<Feature>, codes: UnsafePointer<Int32>,
      profiles: UnsafeMutablePointer<Double>
    ) {
      self.features = features
      self.classes = classes
      self.bounds = bounds
      self.codes = codes
      self.profiles = profiles
    }

    /// Columns that the kernels see.
    var columns: Int { features * classes }

    /// The profile of a category that occurs in a column of the table.
    func profile(_ feature: Int, _ code: Int32) -> UnsafeMutablePointer<Double> {
      let bounds = bounds[feature]
      let own = UnsafeBufferPointer(
        start: codes + bounds.start, count: bounds.end &- bounds.start)
      // The minimum, in case the table changes while it is being read.
      let place = min(bisect(own, code), own.count &- 1)
      return profiles + (bounds.start &+ place) &* classes
    }
  }
}
