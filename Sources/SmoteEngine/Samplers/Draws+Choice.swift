import CSmote

extension Draws {
  /// Some of `count` positions, at random: the native stream's in ascending order, or numpy's
  /// `choice` from `numpy`.
  func choose(
    _ wanted: Int, of count: Int, label: Int32, hasReplacement: Bool,
    _ numpy: inout MersenneTwister?, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    if var twister = numpy {
      let chosen =
        hasReplacement
        ? try Draws.drawAgain(wanted, of: count, &twister)
        : try Draws.shuffle(wanted, of: count, &twister)
      numpy = twister
      return chosen
    }
    return hasReplacement
      ? try drawAgain(wanted, of: count, label)
      : try drawOnce(wanted, of: count, label, &crew)
  }

  /// `randint(0, count, wanted)`.
  private static func drawAgain(
    _ wanted: Int, of count: Int, _ numpy: inout MersenneTwister
  ) throws(Failure) -> Buffer<Int> {
    let chosen = try Buffer<Int>(wanted)
    for place in 0..<wanted {
      chosen[place] = numpy.index(below: count)
    }
    return chosen
  }

  /// `permutation(count)[:wanted]`.
  private static func shuffle(
    _ wanted: Int, of count: Int, _ numpy: inout MersenneTwister
  ) throws(Failure) -> Buffer<Int> {
    let shuffled = try Buffer<Int>(count)
    for place in 0..<count {
      shuffled[place] = place
    }
    for last in stride(from: count - 1, to: 0, by: -1) {
      let other = numpy.index(below: last + 1)
      (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last])
    }
    return try shuffled.cut(to: wanted)
  }

  private func drawAgain(
    _ wanted: Int, of count: Int, _ label: Int32
  ) throws(Failure) -> Buffer<Int> {
    let chosen = try Buffer<Int>(wanted)
    for place in 0..<wanted {
      chosen[place] = philox.draw(.selection, label: label, number: place).index(below: count)
    }
    heapSort(chosen.base, wanted)
    return chosen
  }

  /// Each position is taken with the probability that as many as are still wanted are among
  /// those left (Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S).
  private func drawOnce(
    _ wanted: Int, of count: Int, _ label: Int32, _ crew: inout Crew
  ) throws(Failure) -> Buffer<Int> {
    let chosen = try Buffer<Int>(wanted)
    var taken = 0
    for position in 0..<count where taken < wanted {
      if position & 0xFFFF == 0 { try crew.progress.report(1, of: 1) }
      let place = philox.draw(.selection, label: label, number: position)
        .index(below: count - position)
      if place < wanted - taken {
        chosen[taken] = position
        taken += 1
      }
    }
    return chosen
  }
}
