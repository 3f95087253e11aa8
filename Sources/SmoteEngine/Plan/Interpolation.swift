/// How far a new row is from its base: `gap` of the way, the difference damped before.
struct Step {
  let gap: Double
  let damping: Double
}

/// The value between two others: `base + gap * (neighbor - base)`, the difference in the type of
/// the data, product and sum in float64, rounded once. numpy computes the same for an array of
/// this type. Between finite values it is finite: where their difference overflows, the weighted
/// sum does not.
@inline(__always)
func between<Element: Scalar>(_ base: Element, _ neighbor: Element, _ step: Step) -> Element {
  // A row that is repeated is repeated bit for bit, -0 included.
  if step.gap == 0 { return base }
  var difference = neighbor - base
  if step.damping != 1 { difference = Element(Double(difference) * step.damping) }
  let value = Element(Double(base) + step.gap * Double(difference))
  if value.isFinite || !base.isFinite || !neighbor.isFinite { return value }
  let gap = step.gap * step.damping
  return clamped(Element((1 - gap) * Double(base) + gap * Double(neighbor)))
}

/// The largest finite number instead of infinity: rows outwards and noise may go beyond the
/// range of the type.
func clamped<Element: Scalar>(_ value: Element) -> Element {
  guard value.isInfinite else { return value }
  return value > 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude
}

/// Four values between others; nothing damped, and overflow not mended.
@inline(__always)
private func between<Element: Scalar>(
  _ bases: SIMD4<Element>, _ neighbors: SIMD4<Element>, gaps: SIMD4<Double>
) -> SIMD4<Element> {
  SIMD4<Element>(SIMD4<Double>(bases) + gaps * SIMD4<Double>(neighbors - bases))
}

/// A row between two that lie densely in memory: four columns at a time, and again one by one
/// where some value is not finite.
@inline(__always)
func interpolateRow<Element: Scalar>(
  _ base: UnsafePointer<Element>, _ neighbor: UnsafePointer<Element>, _ step: Step,
  to target: UnsafeMutablePointer<Element>, count: Int
) {
  if step.gap == 0 {
    target.copy(from: base, count: count)
    return
  }
  var column = 0
  // A finite number less itself is 0, and no other is.
  var checks = SIMD4<Element>.zero
  if step.damping == 1 {
    let gaps = SIMD4(repeating: step.gap)
    while column &+ 4 <= count {
      let bases = UnsafeRawPointer(base + column).loadUnaligned(as: SIMD4<Element>.self)
      let neighbors = UnsafeRawPointer(neighbor + column).loadUnaligned(as: SIMD4<Element>.self)
      let values = between(bases, neighbors, gaps: gaps)
      checks += values - values
      UnsafeMutableRawPointer(target + column).storeBytes(of: values, as: SIMD4<Element>.self)
      column &+= 4
    }
  }
  if checks.sum() != 0 { column = 0 }
  while column < count {
    target[column] = between(base[column], neighbor[column], step)
    column &+= 1
  }
}

/// One column of rows between others; `values` is the column of the table, `rowStride` apart.
@inline(__always)
func interpolateColumn<Element: Scalar>(
  _ values: UnsafePointer<Element>, rowStride: Int, _ recipes: Recipes,
  to target: UnsafeMutablePointer<Element>, targetStride: Int, count: Int
) {
  var row = 0
  var checks = SIMD4<Element>.zero
  if recipes.dampings.isEmpty && targetStride == 1 {
    while row &+ 4 <= count {
      let gaps = UnsafeRawPointer(recipes.gaps + row).loadUnaligned(as: SIMD4<Double>.self)
      var bases = SIMD4<Element>.zero
      var neighbors = SIMD4<Element>.zero
      for lane in 0..<4 {
        bases[lane] = values[recipes.base(row &+ lane) &* rowStride]
        neighbors[lane] = values[recipes.neighbor(row &+ lane) &* rowStride]
      }
      var results = between(bases, neighbors, gaps: gaps)
      for lane in 0..<4 {
        results[lane] = gaps[lane] == 0 ? bases[lane] : results[lane]
      }
      checks += results - results
      UnsafeMutableRawPointer(target + row).storeBytes(of: results, as: SIMD4<Element>.self)
      row &+= 4
    }
  }
  if checks.sum() != 0 { row = 0 }
  while row < count {
    target[row &* targetStride] = between(
      values[recipes.base(row) &* rowStride], values[recipes.neighbor(row) &* rowStride],
      recipes.step(row))
    row &+= 1
  }
}

/// What new rows are made of.
struct Recipes {
  let bases: UnsafePointer<Int64>
  let neighbors: UnsafePointer<Int64>
  let gaps: UnsafePointer<Double>
  /// Of the first rows; the others are not damped.
  let dampings: UnsafeBufferPointer<Double>

  @inline(__always)
  func base(_ row: Int) -> Int { Int(truncatingIfNeeded: bases[row]) }

  @inline(__always)
  func neighbor(_ row: Int) -> Int { Int(truncatingIfNeeded: neighbors[row]) }

  @inline(__always)
  func step(_ row: Int) -> Step {
    Step(gap: gaps[row], damping: row < dampings.count ? dampings[row] : 1)
  }
}

extension Plan {
  /// What the new rows of the output are made of, from one on.
  @inline(__always)
  func recipes(from row: Int) -> Recipes {
    let new = row &- inputRows
    return Recipes(
      bases: base.base + new, neighbors: neighbor.base + new, gaps: gap.base + new,
      dampings: dampings(from: new))
  }
}
