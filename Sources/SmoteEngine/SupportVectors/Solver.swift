/// The dual problem of a support vector classifier with two classes:
///
///     minimise 1/2 a'Qa - sum a, subject to sum y_i a_i = 0 and 0 <= a_i <= C,
///
/// by sequential minimal optimisation: two variables at a time, the first of them the worst
/// offender, the second the one that promises most by a second-order estimate (Fan, Chen and
/// Lin, "Working set selection using second order information for training support vector
/// machines", JMLR 6, 2005). Variables that seem settled at a bound are set aside for a
/// while (Chang and Lin, "LIBSVM", ACM TIST 2(3), 2011, section 5.1).
///
/// Order and rounding follow LIBSVM, whose stopping tolerance leaves some freedom, so that
/// the same variables end above 0.
struct Solver: ~Copyable {
  private static let tolerance = 1e-3
  private static let tiny = 1e-12

  private var kernel: KernelRows
  private let signs: UnsafePointer<Int8>
  private let bound: Double
  private let count: Int
  let alpha: Buffer<Double>
  private let gradient: Buffer<Double>
  /// The part of the gradient that variables at the upper bound make.
  private let boundGradient: Buffer<Double>
  /// Variables, those at work before those set aside.
  private let order: Buffer<Int>
  private var active: Int
  private var isReopened = false

  init(_ kernel: consuming KernelRows, signs: UnsafePointer<Int8>, bound: Double) throws(Failure) {
    let count = kernel.count
    let alpha = try Buffer<Double>(count, repeating: 0)
    let gradient = try Buffer<Double>(count, repeating: -1)
    let boundGradient = try Buffer<Double>(count, repeating: 0)
    let order = try Buffer<Int>(count)
    for index in 0..<count {
      order[index] = index
    }
    self.kernel = kernel
    self.signs = signs
    self.bound = bound
    self.count = count
    self.alpha = consume alpha
    self.gradient = consume gradient
    self.boundGradient = consume boundGradient
    self.order = consume order
    active = count
  }

  /// The variables above 0 are the support vectors.
  func isSupport(_ index: Int) -> Bool { alpha[index] > 0 }

  mutating func solve(_ crew: inout Crew) throws(Failure) {
    let limit = max(10_000_000, count > Int.max / 100 ? Int.max : 100 * count)
    var untilShrinking = min(count, 1000) + 1
    var steps = 0
    // Two rows of the kernel take so many products, if they are not there yet.
    let silentSteps = count * kernel.columns > 0xFFFF ? 1 : 8
    while steps < limit {
      untilShrinking -= 1
      if untilShrinking == 0 {
        untilShrinking = min(count, 1000)
        try setAside(&crew)
      }
      var pair = workingSet()
      if pair == nil {
        // Settled among those at work: look at all.
        try reconstructGradient(&crew)
        active = count
        pair = workingSet()
        if pair == nil { break }
        untilShrinking = 1
      }
      if let pair { improve(pair.first, pair.second) }
      steps += 1
      // How many steps it takes is not known beforehand.
      if steps % silentSteps == 0 { try crew.progress.report(1, of: 2) }
    }
  }

  private func isAtUpper(_ index: Int) -> Bool { alpha[index] >= bound }
  private func isAtLower(_ index: Int) -> Bool { alpha[index] <= 0 }
  private func isFree(_ index: Int) -> Bool { !isAtUpper(index) && !isAtLower(index) }

  /// Whether the variable may move so that y_i a_i grows.
  private func canGrow(_ index: Int) -> Bool {
    signs[index] > 0 ? !isAtUpper(index) : !isAtLower(index)
  }

  /// Whether the variable may move so that y_i a_i falls.
  private func canFall(_ index: Int) -> Bool {
    signs[index] > 0 ? !isAtLower(index) : !isAtUpper(index)
  }

  /// -y_i times the gradient.
  private func pull(_ index: Int) -> Double {
    signs[index] > 0 ? -gradient[index] : gradient[index]
  }

  // MARK: Working set

  private mutating func workingSet() -> (first: Int, second: Int)? {
    var greatest = -Double.infinity
    var first = -1
    for place in 0..<active {
      let index = order[place]
      if canGrow(index), pull(index) >= greatest {
        greatest = pull(index)
        first = index
      }
    }
    var smallest = Double.infinity
    var best = Double.infinity
    var second = -1
    let row = first >= 0 ? kernel.row(first) : nil
    for place in 0..<active {
      let index = order[place]
      guard canFall(index) else { continue }
      let pull = pull(index)
      smallest = min(smallest, pull)
      let difference = greatest - pull
      guard difference > 0, let row else { continue }
      // Q_ij y_i y_j is the kernel itself; the diagonal is 1.
      let similarity = Double(signs[first] * signs[index]) * Double(row[index])
      let curvature = 2 - 2 * similarity
      let gain = -(difference * difference) / (curvature > 0 ? curvature : Solver.tiny)
      if gain <= best {
        best = gain
        second = index
      }
    }
    guard second >= 0, greatest - smallest >= Solver.tolerance else { return nil }
    return (first, second)
  }

  // MARK: One step

  private mutating func improve(_ first: Int, _ second: Int) {
    let firstRow = kernel.row(first)
    let secondRow = kernel.row(second)
    let before = (alpha[first], alpha[second])
    let wereAtUpper = (isAtUpper(first), isAtUpper(second))
    if signs[first] != signs[second] {
      moveTogether(first, second, Double(firstRow[second]))
    } else {
      moveApart(first, second, Double(firstRow[second]))
    }
    let change = (alpha[first] - before.0, alpha[second] - before.1)
    for place in 0..<active {
      let index = order[place]
      gradient[index] =
        gradient[index]
        + (Double(firstRow[index]) * change.0 + Double(secondRow[index]) * change.1)
    }
    note(first, wereAtUpper.0, firstRow)
    note(second, wereAtUpper.1, secondRow)
  }

  /// Labels differ: both variables grow, or both fall.
  private func moveTogether(_ first: Int, _ second: Int, _ q: Double) {
    let curvature = 2 + 2 * q
    let step =
      (-gradient[first] - gradient[second]) / (curvature > 0 ? curvature : Solver.tiny)
    let difference = alpha[first] - alpha[second]
    alpha[first] += step
    alpha[second] += step
    if difference > 0 {
      if alpha[second] < 0 { (alpha[first], alpha[second]) = (difference, 0) }
      if alpha[first] > bound { (alpha[first], alpha[second]) = (bound, bound - difference) }
    } else {
      if alpha[first] < 0 { (alpha[first], alpha[second]) = (0, -difference) }
      if alpha[second] > bound { (alpha[first], alpha[second]) = (bound + difference, bound) }
    }
  }

  /// Labels agree: what one variable gains the other loses.
  private func moveApart(_ first: Int, _ second: Int, _ q: Double) {
    let curvature = 2 - 2 * q
    let step = (gradient[first] - gradient[second]) / (curvature > 0 ? curvature : Solver.tiny)
    let sum = alpha[first] + alpha[second]
    alpha[first] -= step
    alpha[second] += step
    if sum > bound {
      if alpha[first] > bound { (alpha[first], alpha[second]) = (bound, sum - bound) }
      if alpha[second] > bound { (alpha[first], alpha[second]) = (sum - bound, bound) }
    } else {
      if alpha[second] < 0 { (alpha[first], alpha[second]) = (sum, 0) }
      if alpha[first] < 0 { (alpha[first], alpha[second]) = (0, sum) }
    }
  }

  /// Keeps the gradient of the bounded variables, when one comes to the bound or leaves it.
  private func note(_ index: Int, _ wasAtUpper: Bool, _ row: UnsafePointer<Float>) {
    guard wasAtUpper != isAtUpper(index) else { return }
    let change = wasAtUpper ? -bound : bound
    for other in 0..<count {
      boundGradient[other] += change * Double(row[other])
    }
  }

  // MARK: Setting aside

  private mutating func setAside(_ crew: inout Crew) throws(Failure) {
    let (greatest, smallest) = extremePulls()
    if !isReopened && greatest - smallest <= 10 * Solver.tolerance {
      // Near the end, what was set aside too early is looked at once more.
      isReopened = true
      try reconstructGradient(&crew)
      active = count
    }
    var place = 0
    while place < active {
      if isSettled(order[place], greatest, smallest) {
        active -= 1
        while active > place {
          if !isSettled(order[active], greatest, smallest) {
            (order[place], order[active]) = (order[active], order[place])
            break
          }
          active -= 1
        }
      }
      place += 1
    }
  }

  private func extremePulls() -> (greatest: Double, smallest: Double) {
    var greatest = -Double.infinity
    var smallest = Double.infinity
    for place in 0..<active {
      let index = order[place]
      if canGrow(index) { greatest = max(greatest, pull(index)) }
      if canFall(index) { smallest = min(smallest, pull(index)) }
    }
    return (greatest, smallest)
  }

  /// At a bound, and pulled against it by more than any pair at work pulls.
  private func isSettled(_ index: Int, _ greatest: Double, _ smallest: Double) -> Bool {
    if isFree(index) { return false }
    return canGrow(index) ? pull(index) < smallest : pull(index) > greatest
  }

  /// The gradient of the variables set aside, from those that are free.
  private mutating func reconstructGradient(_ crew: inout Crew) throws(Failure) {
    guard active < count else { return }
    for place in active..<count {
      gradient[order[place]] = boundGradient[order[place]] - 1
    }
    var free = 0
    for place in 0..<active where isFree(order[place]) {
      free += 1
    }
    if free * count > 2 * active * (count - active) {
      for place in active..<count {
        try crew.progress.report(1, of: 2)
        let index = order[place]
        let row = kernel.row(index)
        for other in 0..<active where isFree(order[other]) {
          gradient[index] =
            gradient[index] + alpha[order[other]] * Double(row[order[other]])
        }
      }
    } else {
      for place in 0..<active where isFree(order[place]) {
        try crew.progress.report(1, of: 2)
        let row = kernel.row(order[place])
        for other in active..<count {
          let index = order[other]
          gradient[index] = gradient[index] + alpha[order[place]] * Double(row[index])
        }
      }
    }
  }
}
