import CKernels

/// Two blocks that meet in whole numbers.
extension MutualSieve {
  /// - Returns: whether whole numbers let little through.
  func meet(
    _ block: Int, _ other: Int, _ coarse: CoarsePoints.View, _ workspace: Workspace
  ) -> Bool {
    guard let findPairs = kernels.coarse_mutual,
      coarse.mayMeet(block, other, reach: min(usualReach(of: block), usualReach(of: other)))
    else { return false }
    let queries = shape.points(of: block)
    let points = shape.points(of: other)
    let groups = shape.groups(of: other)
    allow(block, toMeet: other, coarse, workspace.allowances)
    allow(other, toMeet: block, coarse, workspace.pointAllowances)
    for first in stride(from: queries.lowerBound, to: queries.upperBound, by: MutualSieve.tile) {
      copyTile(
        coarse.numbers(of: first / shape.lanes) + first % shape.lanes,
        to: workspace.coarseQueries + (first &- queries.lowerBound) &* shape.pairs,
        count: shape.pairs)
    }
    var found = 0
    for slice in stride(from: groups.lowerBound, to: groups.upperBound, by: shape.sliceGroups) {
      let firstPoint = slice &* shape.lanes
      let endPoint = min((slice &+ shape.sliceGroups) &* shape.lanes, points.upperBound)
      let pointTerms = kernel_coarse_terms(
        squares: coarse.squares + firstPoint,
        allowances: workspace.pointAllowances + (firstPoint &- points.lowerBound))
      for first in stride(from: queries.lowerBound, to: queries.upperBound, by: MutualSieve.tile) {
        let place = first &- queries.lowerBound
        let hits = Int(
          findPairs(
            workspace.coarseQueries + place &* shape.pairs, coarse.numbers(of: slice),
            Int64(shape.pairs), Int64(tile(from: first, of: block).count),
            Int64(endPoint &- firstPoint),
            kernel_coarse_terms(
              squares: coarse.squares + first, allowances: workspace.allowances + place),
            pointTerms, workspace.hits))
        found &+= hits
        take(hits, queries: first, points: firstPoint, isMutual: true, workspace)
      }
      guard isLittle(found, of: block, and: other) else { return false }
    }
    return true
  }

  /// How far points of a block look, on average of some.
  private func usualReach(of block: Int) -> Double {
    let points = shape.points(of: block)
    let step = max(points.count / 16, 1)
    var sum = 0.0
    var count = 0.0
    for point in stride(from: points.lowerBound, to: points.upperBound, by: step) {
      sum += lists.reach(point).squareRoot()
      count += 1
    }
    return sum / count
  }

  /// Writes sums of squares less limits.
  private func allow(
    _ block: Int, toMeet other: Int, _ coarse: CoarsePoints.View,
    _ target: UnsafeMutablePointer<Int32>
  ) {
    let points = shape.points(of: block)
    for place in 0..<shape.groups(of: block).count &* shape.lanes {
      let point = points.lowerBound &+ place
      // Nothing is within the limit of points that there are not.
      let limit =
        point < points.upperBound ? coarse.limit(lists.reach(point), block, other) : -1
      target[place] = coarse.squares[point] &- limit
    }
  }
}
