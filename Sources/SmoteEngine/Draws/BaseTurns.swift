import CSmote

/// Which row of a class each of its new rows is made from. Evenly: the rows in turn, as
/// often as they all can be; then, for what remains, some of them.
struct BaseTurns: ~Copyable {
  private let remainder: Buffer<Int>
  /// For the threads; it lasts as long as the turns do.
  let bases: Bases

  init(
    _ draws: borrowing Draws, _ count: Int, _ label: Int32,
    _ part: (number: Int, before: Int) = (0, 0), rows: Int, _ crew: inout Crew
  ) throws(Failure) {
    let isEven = draws.bases == .SMOTE_BASES_EVEN
    let remainder = try draws.philox.choose(
      isEven ? count % rows : 0, of: rows, .base, label: label, part: part.number, &crew)
    bases = Bases(
      rows: rows, label: label, before: part.before, inTurn: isEven ? count - count % rows : 0,
      remainder: remainder.base, philox: isEven ? nil : draws.philox)
    self.remainder = consume remainder
  }

  struct Bases {
    fileprivate let rows: Int
    fileprivate let label: Int32
    fileprivate let before: Int
    fileprivate let inTurn: Int
    fileprivate let remainder: UnsafePointer<Int>
    /// Where bases are drawn one by one.
    fileprivate let philox: Philox?

    /// The position of the base of new row `number`.
    func base(_ number: Int) -> Int {
      if let philox {
        return philox.draw(.base, label: label, number: before &+ number).index(below: rows)
      }
      return number < inTurn ? number % rows : remainder[number &- inTurn]
    }
  }
}
