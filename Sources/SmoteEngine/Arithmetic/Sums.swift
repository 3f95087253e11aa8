/// How many there are in all.
func sum(_ counts: borrowing Buffer<Int>) -> Int {
  var sum = 0
  for count in counts.view {
    sum += count
  }
  return sum
}

/// The sum as numpy's `sum` of a contiguous float64 array has it: eight running sums over
/// blocks of at most 128, blocks added in pairs.
func pairwiseSum(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
  if count < 8 {
    // numpy begins with -0, the neutral element of addition.
    var sum = -0.0
    for index in 0..<count {
      sum += values[index]
    }
    return sum
  }
  if count <= 128 {
    var sums = InlineArray<8, Double> { values[$0] }
    let whole = count - count % 8
    for start in stride(from: 8, to: whole, by: 8) {
      for lane in 0..<8 {
        sums[lane] += values[start + lane]
      }
    }
    var sum =
      ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    for index in whole..<count {
      sum += values[index]
    }
    return sum
  }
  var half = count / 2
  half -= half % 8
  return pairwiseSum(values, half) + pairwiseSum(values + half, count - half)
}
