import CSmote

extension Draws {
  /// Lets the neighbours of their bases decide on the categories of new rows of one class.
  ///
  /// - Parameter basesVote: whether bases vote too. Then, and with numpy's stream, the
  ///   smallest of equally frequent categories wins; otherwise one of them at random.
  mutating func vote(
    _ new: Range<Int>, of plan: inout Plan, label: Int32, _ table: Table,
    _ neighborhood: borrowing Neighborhood, basesVote: Bool = false, _ crew: inout Crew
  ) throws(Failure) {
    try plan.addVotes(table)
    let chunks = pieces(new.count, of: Voting.chunk)
    let votes = Double(new.count) * Double(plan.votedCount) * Double(neighborhood.k + 1)
    let workers = crew.workers(chunks: chunks, nanoseconds: 5 * votes)
    let ballots = try Buffer<Int32>(workers * (neighborhood.k + 1))
    try withUnsafePointer(to: plan) { plan throws(Failure) in
      try withUnsafePointer(to: neighborhood) { neighborhood throws(Failure) in
        var voting = Voting(
          table: table, plan: plan, neighborhood: neighborhood, basesVote: basesVote, new: new,
          label: label, places: 0..<plan.pointee.votedCount,
          philox: stream == .SMOTE_STREAM_NATIVE ? philox : nil, ballots: ballots.base)
        if !basesVote, var numpy = restarted() {
          try vote(&voting, &numpy, chunks, workers, &crew)
          goOn(from: numpy)
        } else {
          try crew.share(chunks, workers: workers, voting)
        }
      }
    }
  }

  /// Column by column: what there is to choose from, the choices, the votes.
  private func vote(
    _ voting: inout Voting, _ numpy: inout MersenneTwister, _ chunks: Int, _ workers: Int,
    _ crew: inout Crew
  ) throws(Failure) {
    let choices = try Buffer<Int>(voting.new.count)
    for place in voting.places {
      voting.places = place..<place + 1
      voting.ties = choices.base
      try crew.share(chunks, workers: workers, voting)
      try choose(choices, &numpy, &crew)
      voting.ties = nil
      voting.choices = UnsafePointer(choices.base)
      try crew.share(chunks, workers: workers, voting)
    }
  }

  /// As imbalanced-learn chooses between equally frequent categories: it lists them, row after
  /// row, shuffles the list, and takes what then comes first for each row.
  ///
  /// - Parameter ties: how many categories each row has to choose from; comes back as the
  ///   choice.
  private func choose(
    _ ties: borrowing Buffer<Int>, _ numpy: inout MersenneTwister, _ crew: inout Crew
  ) throws(Failure) {
    let shuffled = try numpy.permutation(of: sum(ties), &crew)
    let landing = try Buffer<Int>(shuffled.count)
    for place in 0..<shuffled.count {
      try crew.progress.ask(at: place)
      landing[shuffled[place]] = place
    }
    var pair = 0
    for row in 0..<ties.count {
      try crew.progress.ask(at: row)
      let own = pair..<pair + ties[row]
      var first = own.lowerBound
      for candidate in own where landing[candidate] < landing[first] {
        first = candidate
      }
      ties[row] = first - own.lowerBound
      pair = own.upperBound
    }
  }
}
