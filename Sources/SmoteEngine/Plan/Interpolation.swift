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

/// Interpolates rows whose numbers are next to each other: by the kernel, but number by number where
/// a row is damped or a result is not finite.
func interpolateRows<Element: Scalar>(
  _ values: UnsafePointer<Element>, rowStride: Int, _ recipes: Recipes, columns: Int,
  to target: UnsafeMutablePointer<Element>, targetStride: Int, count: Int
) {
  var row = 0
  while row < count {
    if row >= recipes.dampings.count {
      row &+= Int(
        Element.between(
          values, Int64(rowStride), recipes.bases + row, recipes.neighbors + row,
          recipes.gaps + row, Int64(count &- row), Int64(columns), target + row &* targetStride,
          Int64(targetStride)))
      if row >= count { return }
    }
    let base = values + recipes.base(row) &* rowStride
    let neighbor = values + recipes.neighbor(row) &* rowStride
    let step = recipes.step(row)
    for column in 0..<columns {
      target[row &* targetStride &+ column] = between(base[column], neighbor[column], step)
    }
    row &+= 1
  }
}

/// One column of rows between two; `values` is the column of the table, `rowStride` apart. By the
/// kernel where it is written densely, and number by number where that leaves one that is not
/// finite, or rows are damped.
func interpolateColumn<Element: Scalar>(
  _ values: UnsafePointer<Element>, rowStride: Int, _ recipes: Recipes,
  to target: UnsafeMutablePointer<Element>, targetStride: Int, count: Int
) {
  if targetStride == 1 && recipes.dampings.isEmpty {
    let isFinite = Element.betweenColumn(
      values, Int64(rowStride), recipes.bases, recipes.neighbors, recipes.gaps, Int64(count),
      target)
    if isFinite != 0 { return }
  }
  for row in 0..<count {
    target[row &* targetStride] = between(
      values[recipes.base(row) &* rowStride], values[recipes.neighbor(row) &* rowStride],
      recipes.step(row))
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
