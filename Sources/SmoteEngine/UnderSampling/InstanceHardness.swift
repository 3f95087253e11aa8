import CSmote

/// Instance hardness: keeps the rows whose own class a classifier finds likeliest (Smith,
/// Martinez and Giraud-Carrier, "An instance level analysis of data complexity", Machine
/// Learning 95, 2014).
struct InstanceHardness {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ crew: inout Crew
  ) throws(Failure) -> Kept {
    guard let probabilities = cleaning.probabilities else {
      throw .invalidArgument("class_probabilities is NULL, but INSTANCE_HARDNESS goes by them")
    }
    try requireFinite(probabilities, problem.table.rows, &crew)
    return try reduction.kept(problem) { index, wanted, kept throws(Failure) in
      let rows = problem.classes.rows(index)
      try crew.progress.ask()
      let ranked = try ranked(rows, &crew) { -probabilities[rows[$0]] }
      if problem.options.stream == .SMOTE_STREAM_NATIVE {
        for place in 0..<wanted {
          try kept.add(ranked[place].row)
        }
      } else {
        let threshold = percentile(ranked, 1 - Double(wanted) / Double(rows.count))
        for row in rows where probabilities[row] >= threshold {
          try kept.add(row)
        }
      }
    }
  }

  private static func requireFinite(
    _ probabilities: UnsafePointer<Double>, _ rows: Int, _ crew: inout Crew
  ) throws(Failure) {
    for row in 0..<rows {
      try crew.progress.ask(at: row)
      guard probabilities[row].isFinite else {
        throw .invalidArgument(
          "class_probabilities holds \(probabilities[row]) for row \(row), but each must be finite")
      }
    }
  }

  /// As numpy interpolates between the two values beside the place wanted. What is ranked
  /// first has the highest probability.
  private static func percentile(_ ranked: borrowing Buffer<Ranked>, _ part: Double) -> Double {
    let count = ranked.count
    // numpy's argument is a percentage.
    let place = Double(count - 1) * (part * 100 / 100)
    let below = min(Int(place.rounded(.down)), count - 1)
    let above = min(below + 1, count - 1)
    let low = -ranked[count - 1 - below].rank
    let high = -ranked[count - 1 - above].rank
    let gap = place - Double(below)
    return gap >= 0.5 ? high - (high - low) * (1 - gap) : low + (high - low) * gap
  }
}
