/// numpy's noise for output rows that come in an order of their own.
///
/// Its stream can only be run through, a stretch at a time. So rows are looked up by what the
/// stream gives, not the stream by rows.
struct OrderedNoise: ~Copyable {
  /// The output has new row `n` at `places[starts[n]..<starts[n + 1]]`.
  private let starts: Buffer<Int>
  private let places: Buffer<Int>

  init(_ plan: borrowing Plan, _ range: Range<Int>) throws(Failure) {
    // One element more: `starts[n + 1]` moves from the start of `n` to its end.
    let starts = try Buffer<Int>(plan.newRows + 2, repeating: 0)
    let places = try Buffer<Int>(range.count)
    for row in range {
      let new = plan.source(row) - plan.inputRows
      if new >= 0 { starts[new + 2] = starts[new + 2] + 1 }
    }
    for new in 0..<plan.newRows {
      starts[new + 2] = starts[new + 2] + starts[new + 1]
    }
    for row in range {
      let new = plan.source(row) - plan.inputRows
      guard new >= 0 else { continue }
      places[starts[new + 1]] = row - range.lowerBound
      starts[new + 1] = starts[new + 1] + 1
    }
    self.starts = consume starts
    self.places = consume places
  }

  /// Whether that is quicker than to look up so many rows one by one.
  static func isWorthIt(_ rows: Int, of plan: borrowing Plan, _ noise: borrowing Noise) -> Bool {
    // A look runs through half of the numbers between two states.
    Double(rows) * Double(noise.stateRows) > 2 * Double(plan.newRows)
  }

  /// For as long as this lasts.
  var view: View { View(starts: starts.base, places: places.base) }

  struct View {
    fileprivate let starts: UnsafePointer<Int>
    fileprivate let places: UnsafePointer<Int>

    /// Whether the output has some of these new rows.
    func hasAny(of rows: Range<Int>) -> Bool { starts[rows.lowerBound] < starts[rows.upperBound] }

    /// Where the output has a new row.
    @inline(__always)
    func places(of new: Int) -> UnsafeBufferPointer<Int> {
      UnsafeBufferPointer(
        start: places + starts[new], count: starts[new &+ 1] &- starts[new])
    }
  }
}

/// Adds the noise, some new rows at a time.
struct NoiseAdding: Work {
  let writing: RowWriting
  let values: UnsafeMutableRawPointer
  let order: OrderedNoise.View
  /// New rows of a chunk.
  let chunk: Int

  static var threadEntry: ThreadEntry { { Job<NoiseAdding>.enter($0) } }

  func run(worker: Int, chunk index: Int) {
    let all = writing.plan.pointee.newRows
    let rows = index &* chunk..<min((index &+ 1) &* chunk, all)
    guard order.hasAny(of: rows) else { return }
    switch writing.table.dtype {
    case .SMOTE_DTYPE_FLOAT32: add(to: values.assumingMemoryBound(to: Float.self), rows)
    default: add(to: values.assumingMemoryBound(to: Double.self), rows)
    }
  }

  private func add<Element: Scalar>(to values: UnsafeMutablePointer<Element>, _ rows: Range<Int>) {
    let output = writing.output
    switch writing.plan.pointee.noise {
    case .some(let noise):
      noise.forEach(in: rows) { new, column, noise in
        for place in order.places(of: new) {
          let offset = place &* output.rowStride &+ column &* output.columnStride
          addNoise(noise, to: values + offset)
        }
      }
    case .none: break
    }
  }
}
