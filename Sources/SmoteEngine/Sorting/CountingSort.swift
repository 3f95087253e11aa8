/// Sorts numbers from 0 up to a limit in place, by how often each occurs.
///
/// - Complexity: O(count + limit), in memory O(limit).
func countingSort(
  _ numbers: UnsafeMutablePointer<Int>, _ count: Int, below limit: Int
) throws(Failure) {
  let times = try Buffer<Int>(limit, repeating: 0)
  for place in 0..<count {
    times[numbers[place]] = times[numbers[place]] + 1
  }
  var place = 0
  for number in 0..<limit {
    for _ in 0..<times[number] {
      numbers[place] = number
      place += 1
    }
  }
}
