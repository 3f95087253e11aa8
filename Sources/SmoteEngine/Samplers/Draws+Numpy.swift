/// numpy's stream, in imbalanced-learn's order of draws.
extension Draws {
  /// For all new rows a number that names base and neighbour, then all gaps.
  func interpolate(
    _ range: Range<Int>, of plan: borrowing Plan, _ neighborhood: borrowing Neighborhood,
    _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    let k = neighborhood.k
    guard k > 0 else {
      // No row has a neighbour to draw from: they are repeated.
      for new in range {
        let position = numpy.index(below: neighborhood.rows.count)
        repeatRow(neighborhood.rows[position], new, of: plan)
      }
      return
    }
    for new in range {
      let draw = numpy.index(below: neighborhood.rows.count &* k)
      let (position, place) = draw.quotientAndRemainder(dividingBy: k)
      setNeighbor(place, of: new, position, plan, neighborhood)
      try crew.progress.report(1, of: 1, at: new)
    }
    try drawGaps(range, of: plan, &numpy, &crew)
  }

  /// For all new rows a neighbour, then all gaps. The base of a row is its position.
  func interpolateFromBases(
    _ range: Range<Int>, of plan: borrowing Plan, _ neighborhood: borrowing Neighborhood,
    _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    for new in range {
      let place = neighborhood.k > 0 ? numpy.index(below: neighborhood.k) : 0
      setNeighbor(place, of: new, Int(plan.base[new]), plan, neighborhood)
      try crew.progress.report(1, of: 1, at: new)
    }
    try drawGaps(range, of: plan, &numpy, &crew)
  }

  private func setNeighbor(
    _ place: Int, of new: Int, _ position: Int, _ plan: borrowing Plan,
    _ neighborhood: borrowing Neighborhood
  ) {
    let row = Int64(neighborhood.rows[position])
    let count = neighborhood.count(position)
    plan.base[new] = row
    plan.neighbor[new] = row
    guard count > 0 else { return }
    // Only lists that were handed in are shorter than k, and divisions take their time.
    plan.neighbor[new] = neighborhood.neighbor(position, place < count ? place : place % count)
  }

  private func drawGaps(
    _ range: Range<Int>, of plan: borrowing Plan, _ numpy: inout MersenneTwister,
    _ crew: inout Crew
  ) throws(Failure) {
    for new in range {
      let gap = numpy.fraction()
      plan.gap[new] = plan.neighbor[new] == plan.base[new] ? 0 : gap
      try crew.progress.report(1, of: 1, at: new)
    }
  }
}
