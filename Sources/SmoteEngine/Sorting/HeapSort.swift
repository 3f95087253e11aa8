/// Sorts in place, ascending. (The standard library's sort takes memory of its own, and ends
/// the process where there is none.)
func heapSort<Value: Comparable>(_ values: UnsafeMutablePointer<Value>, _ count: Int) {
  for step in 0..<heapSteps(count) {
    takeHeapStep(step, values, count)
  }
}

/// The same, with questions to the caller on the way.
func heapSort<Value: Comparable>(
  _ values: UnsafeMutablePointer<Value>, _ count: Int, _ crew: inout Crew
) throws(Failure) {
  for step in 0..<heapSteps(count) {
    try crew.progress.ask(at: step)
    takeHeapStep(step, values, count)
  }
}

/// Steps that build the heap, and those that take the largest value from it.
private func heapSteps(_ count: Int) -> Int { count / 2 + max(count - 1, 0) }

@inline(__always)
private func takeHeapStep<Value: Comparable>(
  _ step: Int, _ values: UnsafeMutablePointer<Value>, _ count: Int
) {
  let inner = count / 2
  if step < inner {
    sink(inner - 1 - step, values, count)
  } else {
    let end = count - 1 - (step - inner)
    (values[0], values[end]) = (values[end], values[0])
    sink(0, values, end)
  }
}

/// Lets a value sink below its larger children, in the heap of the first `count` values.
private func sink<Value: Comparable>(
  _ root: Int, _ values: UnsafeMutablePointer<Value>, _ count: Int
) {
  var root = root
  while case var child = 2 &* root &+ 1, child < count {
    if child &+ 1 < count && values[child] < values[child &+ 1] { child &+= 1 }
    guard values[root] < values[child] else { return }
    (values[root], values[child]) = (values[child], values[root])
    root = child
  }
}
