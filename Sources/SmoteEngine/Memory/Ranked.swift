/// A row and what it is ranked by, in ascending order.
struct Ranked: BitwiseCopyable, Comparable {
  let rank: Double
  let row: Int

  static func < (left: Ranked, right: Ranked) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.row < right.row
  }
}
