/// Shares `seats` out in proportion to the weights, by largest remainder: everyone gets
/// the whole part of its share; what is left goes to the largest remainders, the first
/// of equal ones first.
///
/// - Parameter weights: not negative, with a sum above 0.
func apportion(
  _ seats: Int, by weights: borrowing Buffer<Double>, _ crew: inout Crew
) throws(Failure) -> Buffer<Int> {
  let counts = try Buffer<Int>(weights.count)
  let remainders = try Buffer<Double>(weights.count)
  let total = pairwiseSum(weights.base, weights.count)
  var left = seats
  for index in 0..<weights.count {
    let share = weights[index] / total * Double(seats)
    // Rounding may carry a share a little too far; never beyond what is left.
    counts[index] = min(Int(share.rounded(.down)), left)
    remainders[index] = share - share.rounded(.down)
    left -= counts[index]
  }
  while left > 0 {
    left -= try giveToLargest(left, remainders, counts, &crew)
  }
  return counts
}

/// One seat each for the largest of the remainders, `seats` of them at the most, and
/// returns how many were given. The threshold is found by bisection over the remainders,
/// which takes no memory and no sorting.
private func giveToLargest(
  _ seats: Int, _ remainders: borrowing Buffer<Double>, _ counts: borrowing Buffer<Int>,
  _ crew: inout Crew
) throws(Failure) -> Int {
  var low = 0.0.bitPattern
  var high = 1.0.bitPattern
  // The smallest threshold that no more than `seats` remainders are above. Bit patterns
  // of numbers that are not negative are ordered as the numbers are.
  while low < high {
    try crew.progress.ask()
    let middle = low + (high - low) / 2
    if above(Double(bitPattern: middle), remainders) <= seats {
      high = middle
    } else {
      low = middle + 1
    }
  }
  let threshold = Double(bitPattern: low)
  var given = 0
  for index in 0..<remainders.count where remainders[index] > threshold {
    counts[index] += 1
    given += 1
  }
  for index in 0..<remainders.count where remainders[index] == threshold && given < seats {
    counts[index] += 1
    given += 1
  }
  return given
}

private func above(_ threshold: Double, _ remainders: borrowing Buffer<Double>) -> Int {
  var count = 0
  for index in 0..<remainders.count where remainders[index] > threshold {
    count += 1
  }
  return count
}
