extension Draws {
  /// Some of `count` positions, at random: the native stream's in ascending order, or numpy's
  /// `choice` from `numpy`.
  func choose(
    _ wanted: Int, of count: Int, label: Int32, hasReplacement: Bool,
    _ numpy: inout MersenneTwister?, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    if var twister = numpy {
      defer { numpy = twister }
      guard hasReplacement else {
        return try twister.permutation(of: count, &crew).cut(to: wanted)
      }
      let chosen = try Buffer<Int>(wanted)
      try Draws.drawIndices(below: count, wanted, into: chosen.base, &twister, &crew)
      return chosen
    }
    return hasReplacement
      ? try drawAgain(wanted, of: count, label, &crew)
      : try philox.choose(wanted, of: count, .selection, label: label, &crew)
  }

  /// Rows of a class to begin with: numpy's may be repeated.
  func seeds(
    _ wanted: Int, _ index: Int, _ problem: borrowing Problem, _ numpy: inout MersenneTwister?,
    _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let rows = problem.classes.rows(index)
    let isNumpy = numpy != nil
    let seeds = try choose(
      isNumpy ? wanted : min(wanted, rows.count), of: rows.count,
      label: problem.classes.label(index), hasReplacement: isNumpy, &numpy, &crew)
    for place in 0..<seeds.count {
      seeds[place] = rows[seeds[place]]
    }
    return seeds
  }

  private func drawAgain(
    _ wanted: Int, of count: Int, _ label: Int32, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let chosen = try Buffer<Int>(wanted)
    for place in 0..<wanted {
      try crew.progress.ask(at: place)
      chosen[place] = philox.draw(.selection, label: label, number: place).index(below: count)
    }
    try countingSort(chosen.base, wanted, below: count)
    return chosen
  }
}

extension Philox {
  /// `wanted` of `count` positions without replacement, ascending: each is taken with the
  /// probability that as many as are still wanted are among those left (Knuth, The Art of
  /// Computer Programming, volume 2, 3.4.2, algorithm S).
  func choose(
    _ wanted: Int, of count: Int, _ purpose: Purpose, label: Int32, part: Int = 0,
    _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let chosen = try Buffer<Int>(wanted)
    var taken = 0
    for position in 0..<count {
      if taken == wanted { break }
      try crew.progress.ask(at: position)
      let place = draw(purpose, label: label, number: position, part: part)
        .index(below: count - position)
      if place < wanted - taken {
        chosen[taken] = position
        taken += 1
      }
    }
    return chosen
  }
}

extension MersenneTwister {
  /// `permutation(count)`.
  mutating func permutation(
    of count: Int, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let shuffled = try Buffer<Int>(count)
    for place in 0..<count {
      shuffled[place] = place
    }
    for last in stride(from: count - 1, to: 0, by: -1) {
      let other = index(below: last + 1)
      (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last])
      try crew.progress.ask(at: last)
    }
    return shuffled
  }
}
