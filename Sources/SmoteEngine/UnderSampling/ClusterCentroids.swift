/// Cluster centroids: as many clusters of a class as it is to have rows; their centres, or the
/// rows nearest to these, stay in its place.
struct ClusterCentroids {
  static func kept(
    _ cleaning: Cleaning, _ problem: borrowing Problem, _ reduction: borrowing Reduction,
    _ plan: inout Plan, _ crew: inout Crew
  ) throws(Failure) -> Kept {
    let metric = try problem.metric(&crew)
    return try reduction.kept(problem) { index, wanted, kept throws(Failure) in
      guard wanted > 0 else { return }
      let rows = problem.classes.rows(index)
      let label = problem.classes.label(index)
      let points = Points(rows, of: problem.table)
      let clusters = try KMeans.fit(
        points, clusters: wanted, metric, Philox(seed: problem.options.seed), label: label,
        progressShare: 0.9 * Double(rows.count) / Double(problem.table.rows), &crew)
      let nearest = try NeighborLists(queries: wanted, k: 1)
      try Search(clusters.centrePoints, among: points, metric: metric, oneTable: false)
        .improve(nearest, &crew)
      if cleaning.isHard {
        for row in nearest.numbers.view {
          try kept.add(Int(row))
        }
        return
      }
      let new = try plan.addRows(wanted, label: label)
      for cluster in 0..<wanted {
        let row = nearest.numbers[cluster]
        plan.place(new.lowerBound + cluster, from: row, to: row, 0)
        try kept.add(plan.inputRows + new.lowerBound + cluster)
      }
      try plan.addCentres(new, clusters.centre(0))
    }
  }
}
