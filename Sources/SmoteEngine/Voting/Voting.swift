/// Lets neighbours of its base decide on the categories of each new row.
struct Voting: Work {
  static let chunk = 2048

  let table: Table
  let plan: UnsafePointer<Plan>
  /// The rows that vote, by their positions.
  let neighborhood: UnsafePointer<Neighborhood>
  /// Whether bases vote along with their neighbours.
  let basesVote: Bool
  let new: Range<Int>
  let label: Int32
  /// The columns to vote on, of those that the plan has votes for.
  var places: Range<Int>
  /// Between categories with equally many votes: at random, as the native stream has it, or
  /// by this number for each row, or the smallest.
  let philox: Philox?
  var choices: UnsafePointer<Int>?
  /// Where to write how many categories have equally many votes, instead of choosing.
  var ties: UnsafeMutablePointer<Int>?
  /// Room for the votes on one cell, for each worker.
  let ballots: UnsafeMutablePointer<Int32>

  static var threadEntry: ThreadEntry { { Job<Voting>.enter($0) } }

  func run(worker: Int, chunk: Int) {
    let first = chunk &* Voting.chunk
    let ballot = ballots + worker &* (neighborhood.pointee.k &+ 1)
    for number in first..<min(first &+ Voting.chunk, new.count) {
      let row = new.lowerBound &+ number
      let base = Int(plan.pointee.base[row])
      let position = bisect(neighborhood.pointee.rows, base)
      for place in places {
        let count = collect(ballot, plan.pointee.votedColumn(place), base, position)
        decide(ballot, count, place, row, number)
      }
    }
  }

  /// The votes on one column, ascending.
  private func collect(
    _ ballot: UnsafeMutablePointer<Int32>, _ column: Int, _ base: Int, _ position: Int
  ) -> Int {
    let neighbors = neighborhood.pointee.count(position)
    for neighbor in 0..<neighbors {
      let row = Int(neighborhood.pointee.neighbor(position, neighbor))
      ballot[neighbor] = table.category(row, column)
    }
    // Who has no neighbours decides alone.
    guard basesVote || neighbors == 0 else {
      sortBallot(ballot, neighbors)
      return neighbors
    }
    ballot[neighbors] = table.category(base, column)
    sortBallot(ballot, neighbors &+ 1)
    return neighbors &+ 1
  }

  private func decide(
    _ ballot: UnsafePointer<Int32>, _ count: Int, _ place: Int, _ row: Int, _ number: Int
  ) {
    let (most, winners) = tally(ballot, count)
    if let ties {
      ties[number] = winners
      return
    }
    var choice = choices?[number] ?? 0
    if let philox, winners > 1 {
      choice = philox.draw(.vote, label: label, number: number, part: place)
        .index(below: winners)
    }
    plan.pointee.setVote(winner(choice, ballot, count, most), row, place)
  }
}
