import CSmote

/// Writes output rows: the kept ones bit for bit, the new ones interpolated.
struct RowWriting: Work {
  let plan: UnsafePointer<Plan>
  /// The rows that the plan was made from, in whatever columns.
  let table: Table
  /// Checked rows of the output, the first of which is the first of `output`.
  let range: Range<Int>
  let output: Output
  private var chunks: OutputChunks
  /// Whether noise is added when all rows have been written: see `OrderedNoise`.
  private let isNoiseLast: Bool

  static var threadEntry: ThreadEntry { { Job<RowWriting>.enter($0) } }

  init(plan: UnsafePointer<Plan>, table: Table, range: Range<Int>, output: Output) {
    self.plan = plan
    self.table = table
    self.range = range
    self.output = output
    chunks = OutputChunks(range.count, by: max(1, 16_384 / table.columns))
    isNoiseLast = !output.isCarried && RowWriting.isNoiseLast(plan, range)
  }

  private static func isNoiseLast(_ plan: UnsafePointer<Plan>, _ range: Range<Int>) -> Bool {
    guard !plan.pointee.isWhole else { return false }
    switch plan.pointee.noise {
    case .some(let noise):
      return noise.isOfNumpy && OrderedNoise.isWorthIt(range.count, of: plan.pointee, noise)
    case .none: return false
    }
  }

  /// - Parameter labels: of the rows of the table; needed where the output takes labels.
  consuming func write(labels: UnsafePointer<Int32>?, _ crew: inout Crew) throws(Failure) {
    if let values = output.values {
      let workers = crew.workers(
        chunks: chunks.count, nanoseconds: Double(range.count) * Double(table.columns) * 0.7)
      cut(values, for: workers)
      try crew.share(chunks.count, workers: workers, self)
      if isNoiseLast { try addNoiseInOrder(values, &crew) }
    }
    writeLabels(labels)
  }

  private func addNoiseInOrder(
    _ values: UnsafeMutableRawPointer, _ crew: inout Crew
  ) throws(Failure) {
    let order = try OrderedNoise(plan.pointee, range)
    let all = plan.pointee.newRows
    let adding = NoiseAdding(
      writing: self, values: values, order: order.view, chunk: max(1, 32_768 / table.columns))
    let count = pieces(all, of: adding.chunk)
    let workers = crew.workers(
      chunks: count, nanoseconds: Double(all) * Double(table.columns) * 15)
    try crew.share(count, workers: workers, adding)
  }

  private mutating func cut(_ values: UnsafeMutableRawPointer, for workers: Int) {
    guard workers > 1, output.columnStride == 1, output.rowStride == table.columns else { return }
    let rowBytes = table.columns * table.dtype.size
    guard range.count * rowBytes >= 2 * workers * OutputChunks.largePage else { return }
    chunks = OutputChunks(range.count, from: values, rowBytes: rowBytes)
  }

  private func writeLabels(_ labels: UnsafePointer<Int32>?) {
    guard let target = output.labels, let labels else { return }
    let keptRows = plan.pointee.inputRows
    guard plan.pointee.isWhole else {
      for row in range {
        let source = plan.pointee.source(row)
        target[row - range.lowerBound] =
          source < keptRows ? labels[source] : plan.pointee.label(source - keptRows)
      }
      return
    }
    for row in range.clamped(to: 0..<keptRows) {
      target[row - range.lowerBound] = labels[row]
    }
    let new = range.clamped(to: keptRows..<plan.pointee.rows)
    plan.pointee.forEachLabel(in: new.lowerBound - keptRows..<new.upperBound - keptRows) {
      label, rows in
      let start = target + (rows.lowerBound + keptRows - range.lowerBound)
      start.update(repeating: label, count: rows.count)
    }
  }

  func run(worker: Int, chunk: Int) {
    guard let values = output.values else { return }
    switch table.dtype {
    case .SMOTE_DTYPE_FLOAT32: write(chunk, table.elements(Float.self), values)
    default: write(chunk, table.elements(Double.self), values)
    }
  }

  private func write<Element: Scalar>(
    _ chunk: Int, _ source: Elements<Element>, _ values: UnsafeMutableRawPointer
  ) {
    let start = values.assumingMemoryBound(to: Element.self)
    let places = chunks[chunk]
    let rows = range.lowerBound &+ places.lowerBound..<range.lowerBound &+ places.upperBound
    let target = Target(
      base: start + places.lowerBound &* output.rowStride,
      rowStride: output.rowStride, columnStride: output.columnStride)
    guard plan.pointee.isWhole else {
      for place in rows {
        let row = plan.pointee.source(place)
        write(row..<row &+ 1, source, to: target.advanced(by: place &- rows.lowerBound))
      }
      return
    }
    write(rows, source, to: target)
  }

  /// Input rows, and new rows counted on from there.
  private func write<Element: Scalar>(
    _ rows: Range<Int>, _ source: Elements<Element>, to target: Target<Element>
  ) {
    let keptRows = plan.pointee.inputRows
    let kept = rows.clamped(to: 0..<keptRows)
    copy(kept, from: source, to: target)
    let new = rows.clamped(to: keptRows..<keptRows &+ plan.pointee.newRows)
    interpolate(new, from: source, to: target.advanced(by: kept.count))
    if !output.isCarried && !isNoiseLast { addNoise(new, to: target.advanced(by: kept.count)) }
    setCategories(new, from: source, to: target.advanced(by: kept.count))
  }

  /// Categories are not interpolated: they were voted on, or come from the base.
  private func setCategories<Element: Scalar>(
    _ rows: Range<Int>, from source: Elements<Element>, to target: Target<Element>
  ) {
    let keptRows = plan.pointee.inputRows
    if table.categorical != nil {
      for column in 0..<table.columns where table.isCategorical(column) {
        for row in rows {
          let base = Int(plan.pointee.base[row &- keptRows])
          target.row(row &- rows.lowerBound)[column &* target.columnStride] = source[base, column]
        }
      }
    }
    if output.isCarried { return }
    setCentres(rows, to: target)
    for row in rows {
      let values = target.row(row &- rows.lowerBound)
      for place in 0..<plan.pointee.votedCount {
        let code = plan.pointee.vote(row &- keptRows, place)
        values[plan.pointee.votedColumn(place) &* target.columnStride] = Element(code)
      }
    }
  }

  /// Centres of clusters do not lie between two rows.
  private func setCentres<Element: Scalar>(_ rows: Range<Int>, to target: Target<Element>) {
    for row in rows {
      guard let centre = plan.pointee.centre(row &- plan.pointee.inputRows) else { return }
      let values = target.row(row &- rows.lowerBound)
      for column in 0..<table.columns {
        values[column &* target.columnStride] = clamped(Element(centre[column]))
      }
    }
  }

  private func addNoise<Element: Scalar>(_ rows: Range<Int>, to target: Target<Element>) {
    switch plan.pointee.noise {
    case .some(let noise):
      let keptRows = plan.pointee.inputRows
      noise.forEach(in: rows.lowerBound - keptRows..<rows.upperBound - keptRows) {
        new, column, noise in
        SmoteEngine.addNoise(
          noise,
          to: target.row(new &+ keptRows &- rows.lowerBound) + column &* target.columnStride)
      }
    case .none: break
    }
  }

  private func copy<Element: Scalar>(
    _ rows: Range<Int>, from source: Elements<Element>, to target: Target<Element>
  ) {
    let columns = table.columns
    if source.columnStride == 1 && target.columnStride == 1 {
      if source.rowStride == columns && target.rowStride == columns {
        target.base.copy(from: source.row(rows.lowerBound), count: rows.count &* columns)
        return
      }
      for row in rows {
        target.row(row &- rows.lowerBound).copy(from: source.row(row), count: columns)
      }
    } else {
      for column in 0..<columns {
        copyColumn(
          source.base + column &* source.columnStride, rows, rowStride: source.rowStride,
          to: target.base + column &* target.columnStride, targetStride: target.rowStride)
      }
    }
  }

  @inline(__always)
  private func copyColumn<Element: Scalar>(
    _ values: UnsafePointer<Element>, _ rows: Range<Int>, rowStride: Int,
    to target: UnsafeMutablePointer<Element>, targetStride: Int
  ) {
    if rowStride == 1 && targetStride == 1 {
      target.copy(from: values + rows.lowerBound, count: rows.count)
      return
    }
    for index in 0..<rows.count {
      target[index &* targetStride] = values[(rows.lowerBound &+ index) &* rowStride]
    }
  }

  private func interpolate<Element: Scalar>(
    _ rows: Range<Int>, from source: Elements<Element>, to target: Target<Element>
  ) {
    let recipes = plan.pointee.recipes(from: rows.lowerBound)
    if source.columnStride == 1 && target.columnStride == 1 {
      interpolateRows(
        source.base, rowStride: source.rowStride, recipes, columns: table.columns,
        to: target.base, targetStride: target.rowStride, count: rows.count)
    } else {
      for column in 0..<table.columns {
        interpolateColumn(
          source.base + column &* source.columnStride, rowStride: source.rowStride, recipes,
          to: target.base + column &* target.columnStride, targetStride: target.rowStride,
          count: rows.count)
      }
    }
  }
}

@inline(__always)
func addNoise<Element: Scalar>(_ noise: Double, to value: UnsafeMutablePointer<Element>) {
  // Nothing added leaves a value as it is, -0 included.
  if noise == 0 { return }
  value.pointee = clamped(Element(Double(value.pointee) + noise))
}

/// Where the first row of a chunk is written.
private struct Target<Element: Scalar> {
  let base: UnsafeMutablePointer<Element>
  let rowStride: Int
  let columnStride: Int

  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<Element> { base + row &* rowStride }

  func advanced(by rows: Int) -> Target {
    Target(base: row(rows), rowStride: rowStride, columnStride: columnStride)
  }
}
