/// The nearest points found so far, a list for each query, nearest first.
///
/// The order is (distance, number): of two points at the same distance the one with
/// the smaller number comes first, however and in whatever order they were found.
package struct NeighborLists: ~Copyable {
  package let queries: Int
  /// Places in a list.
  package let k: Int
  package let distances: Buffer<Double>
  /// Numbers of points; -1, at the end of a list, where there is none.
  package let numbers: Buffer<Int64>

  /// Empty lists.
  package init(queries: Int, k: Int) throws(Failure) {
    var crew = Crew(threads: 1, progress: .none)
    try self.init(queries: queries, k: k, &crew)
  }

  /// Empty lists, with questions to the caller on the way.
  init(queries: Int, k: Int, _ crew: inout Crew) throws(Failure) {
    let places = try elements(queries, by: k)
    let distances = try Buffer<Double>(places)
    let numbers = try Buffer<Int64>(places)
    let most = 1 << 20
    for first in stride(from: 0, to: places, by: most) {
      try crew.progress.ask()
      let count = min(most, places - first)
      (distances.base + first).update(repeating: .infinity, count: count)
      (numbers.base + first).update(repeating: -1, count: count)
    }
    self.queries = queries
    self.k = k
    self.numbers = consume numbers
    self.distances = consume distances
  }

  /// Makes all lists empty again.
  func empty() {
    distances.base.update(repeating: .infinity, count: distances.count)
    numbers.base.update(repeating: -1, count: numbers.count)
  }

  /// The places, for the threads that fill them in; each query by one of them.
  package var places: Places {
    Places(k: k, distances: distances.base, numbers: numbers.base)
  }

  package struct Places {
    let k: Int
    let distances: UnsafeMutablePointer<Double>
    let numbers: UnsafeMutablePointer<Int64>
  }
}

extension NeighborLists.Places {
  /// The lists behind the first so many.
  func dropFirst(_ queries: Int) -> NeighborLists.Places {
    NeighborLists.Places(
      k: k, distances: distances + queries &* k, numbers: numbers + queries &* k)
  }

  /// Takes over the list of a query of others.
  @inline(__always)
  func copy(_ query: Int, from other: Int, of lists: NeighborLists.Places) {
    for place in 0..<k {
      distances[query &* k &+ place] = lists.distances[other &* k &+ place]
      numbers[query &* k &+ place] = lists.numbers[other &* k &+ place]
    }
  }

  /// How far the last one in the list of a query is; nothing beyond it can enter.
  @inline(__always)
  func reach(_ query: Int) -> Double { distances[query &* k &+ k &- 1] }

  /// How far a point may be from a query and still enter its list: as far as the
  /// last one, for the number decides between equals; or nearer than it, if all numbers
  /// to come, from `first` on, are behind its own.
  func limit(_ query: Int, forNumbersFrom first: Int64) -> Double {
    let last = query &* k &+ k &- 1
    let isFull = numbers[last] >= 0
    return isFull && numbers[last] < first ? distances[last].nextDown : distances[last]
  }

  /// Takes a point into the list of a query, if it belongs there and is not in it yet.
  ///
  /// - Complexity: O(k), of which most is moving memory.
  package func insert(_ number: Int64, at distance: Double, query: Int) {
    let distances = distances + query &* k
    let numbers = numbers + query &* k
    let place = insertionPlace(k) { precedes(distance, number, distances[$0], numbers[$0]) }
    guard place < k else { return }
    // A block of references that is searched twice finds the same points again.
    if place > 0, numbers[place &- 1] == number { return }
    makeRoom(distances, place, k)
    makeRoom(numbers, place, k)
    distances[place] = distance
    numbers[place] = number
  }

  @inline(__always)
  private func precedes(
    _ distance: Double, _ number: Int64, _ otherDistance: Double, _ otherNumber: Int64
  ) -> Bool {
    if distance != otherDistance { return distance < otherDistance }
    // An empty place, -1, comes after every point, even one infinitely far away.
    return otherNumber < 0 || number < otherNumber
  }
}

/// Where something belongs in a list of some length in order: in front of the first that it
/// precedes.
///
/// - Parameter precedes: whether it precedes what is in a place.
@inline(__always)
func insertionPlace(_ count: Int, _ precedes: (_ place: Int) -> Bool) -> Int {
  var low = 0
  var high = count
  // Most belong near the end, where looking at one after the other is quicker than halving.
  while high &- low > 48 {
    let middle = low &+ (high &- low) / 2
    if precedes(middle) { high = middle } else { low = middle &+ 1 }
  }
  while high > low && precedes(high &- 1) { high &-= 1 }
  return high
}

/// Moves what is in a list from a place on by one; the last one falls out.
@inline(__always)
func makeRoom<Value: BitwiseCopyable>(
  _ list: UnsafeMutablePointer<Value>, _ place: Int, _ count: Int
) {
  if count > 48 {
    (list + place + 1).copy(from: list + place, count: count &- 1 &- place)
    return
  }
  // Short lists: without a call.
  var last = count &- 1
  while last > place {
    list[last] = list[last &- 1]
    last &-= 1
  }
}
