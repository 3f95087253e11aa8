/// A row and what it is ranked by, in ascending order.
struct Ranked: BitwiseCopyable, Comparable {
  let rank: Double
  let row: Int

  static func < (left: Ranked, right: Ranked) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.row < right.row
  }
}

/// Some rows in the order of their ranks, which are told their positions.
func ranked(
  _ rows: UnsafeBufferPointer<Int>, _ crew: inout Crew, by rank: (_ position: Int) -> Double
) throws(Failure) -> Buffer<Ranked> {
  let ranked = try Buffer<Ranked>(rows.count)
  for position in 0..<rows.count {
    try crew.progress.ask(at: position)
    ranked[position] = Ranked(rank: rank(position), row: rows[position])
  }
  try heapSort(ranked.base, ranked.count, &crew)
  return ranked
}
