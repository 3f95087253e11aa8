// Votes for labels or categories, which ascend once they are sorted.

/// The most votes that a category has, and how many categories have them; votes ascend.
func tally(_ ballot: UnsafePointer<Int32>, _ count: Int) -> (most: Int, winners: Int) {
  var most = 0
  var winners = 0
  var start = 0
  for end in 1...count where end == count || ballot[end] != ballot[start] {
    let votes = end &- start
    if votes > most { (most, winners) = (votes, 0) }
    if votes == most { winners &+= 1 }
    start = end
  }
  return (most, winners)
}

/// Of the categories with `most` votes, the one at place `choice`, counted from 0.
func winner(
  _ choice: Int, _ ballot: UnsafePointer<Int32>, _ count: Int, _ most: Int
) -> Int32 {
  var left = choice
  var start = 0
  for end in 1...count where end == count || ballot[end] != ballot[start] {
    if end &- start == most {
      if left == 0 { return ballot[start] }
      left &-= 1
    }
    start = end
  }
  return ballot[0]
}

/// Few votes are sorted fastest by insertion.
func sortBallot(_ ballot: UnsafeMutablePointer<Int32>, _ count: Int) {
  if count > 32 {
    heapSort(ballot, count)
    return
  }
  for index in 1..<max(count, 1) {
    let vote = ballot[index]
    var place = index
    while place > 0 && ballot[place &- 1] > vote {
      ballot[place] = ballot[place &- 1]
      place &-= 1
    }
    ballot[place] = vote
  }
}
