import CKernels
import CSmote

/// Exact search for nearest neighbours: which rows of one table are near which of another.
///
/// It climbs a tree of the references where their sketches say enough about them (`climb`);
/// otherwise all pairs are looked at, each once where queries and references are the same
/// (`CoarseSieve` in whole numbers, `MutualSieve` in float32), through float32 where that may help
/// (`Sieve`), or by brute force. All
/// end in the same lists, to the bit.
package struct Search {
  let queries: Points
  let references: Points
  let metric: Metric.Form
  let oneTable: Bool
  let kernels: kernel_table

  /// - Parameters:
  ///   - oneTable: queries and references are numbered alike, and none is its own
  ///     neighbour.
  ///   - kernels: the instruction set to use; for tests.
  package init(
    _ queries: Points, among references: Points, metric: borrowing Metric, oneTable: Bool,
    kernels: kernel_table = kernels_active().pointee
  ) {
    self.queries = queries
    self.references = references
    self.metric = metric.form
    self.oneTable = oneTable
    self.kernels = kernels
  }

  /// Improves the lists of all queries by all references, no two of which are one row.
  ///
  /// - Throws: `cancelled`, or out of memory; the lists then hold what was found so
  ///   far.
  package func improve(
    _ lists: borrowing NeighborLists, _ crew: inout Crew
  ) throws(Failure) {
    let isDone = isWorthClimbing ? try climb(lists, &crew) : false
    if !isDone { try improveWithoutTree(lists, &crew) }
    try requireFull(lists, &crew)
  }

  /// The same with a tree, where there is one: see `climb()`.
  func improve(
    _ lists: borrowing NeighborLists, by tree: borrowing ReferenceTree?, _ crew: inout Crew
  ) throws(Failure) {
    var isDone = false
    switch tree {
    case .some(let tree): isDone = try climb(lists, tree, &crew)
    case .none: break
    }
    if !isDone { try improveWithoutTree(lists, &crew) }
    try requireFull(lists, &crew)
  }

  private func improveWithoutTree(
    _ lists: borrowing NeighborLists, _ crew: inout Crew
  ) throws(Failure) {
    guard queries.count > 0, references.count > 0 else { return }
    if mayMeet(k: lists.k) {
      if try meetInWholeNumbers(lists, &crew) { return }
      if try meetMutually(lists, &crew) { return }
    }
    if isWorthSifting {
      try sift(lists, &crew)
    } else {
      try BruteForce(self).improve(lists.places, &crew)
    }
  }

  /// Every list has as many points as there are. It is otherwise only if somebody has changed
  /// values to NaN, which is near nothing, while they were read.
  private func requireFull(
    _ lists: borrowing NeighborLists, _ crew: inout Crew
  ) throws(Failure) {
    let points = min(lists.k, references.count - (oneTable ? 1 : 0))
    guard points > 0 else { return }
    for query in 0..<lists.queries {
      try crew.progress.ask(at: query)
      guard lists.numbers[query * lists.k + points - 1] < 0 else { continue }
      throw .invalidData(
        "row \(queries.row(query)) is not near any other: values have become NaN while they were read"
      )
    }
  }

  private var isWorthClimbing: Bool {
    ReferenceTree.isWorthGrowing(of: references, for: queries.count, metric, kernels)
  }

  /// Whether the float32 sieve may help: not for little work.
  var isWorthSifting: Bool {
    metric.codes == 0 && metric.profiles == nil && metric.columns <= Sketch.mostColumns
      && references.count >= 1024 && queries.count >= 64
  }

  /// By the sieve; then, for the chunks of queries that it is not worth it for, without.
  private func sift(_ lists: borrowing NeighborLists, _ crew: inout Crew) throws(Failure) {
    let failed = try trySieve(lists, &crew)
    var first = 0
    while first < failed.count {
      var end = first + 1
      while end < failed.count && failed[end] == failed[first] {
        end += 1
      }
      if failed[first] {
        let size = failed.chunkQueries
        let range = first * size..<min(end * size, queries.count)
        try BruteForce(Search(range, of: self))
          .improve(lists.places.dropFirst(range.lowerBound), &crew)
      }
      first = end
    }
  }

  /// The same search for some of the queries.
  private init(_ range: Range<Int>, of search: Search) {
    queries = Points(range, of: search.queries)
    references = search.references
    metric = search.metric
    oneTable = search.oneTable
    kernels = search.kernels
  }
}
