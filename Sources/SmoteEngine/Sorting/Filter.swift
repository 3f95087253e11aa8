/// Those of some rows that pass a test, which is told their positions.
func some(
  of rows: UnsafeBufferPointer<Int>, _ crew: inout Crew, where belongs: (_ position: Int) -> Bool
) throws(Failure) -> Buffer<Int> {
  let some = try Buffer<Int>(rows.count)
  var count = 0
  for position in 0..<rows.count {
    try crew.progress.ask(at: position)
    guard belongs(position) else { continue }
    some[count] = rows[position]
    count += 1
  }
  return try some.cut(to: count)
}
