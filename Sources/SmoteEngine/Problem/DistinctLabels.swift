extension Classes {
  /// Writes the distinct labels to `target`, ascending, and returns how many they
  /// are. `target` takes `rows` labels.
  ///
  /// By a radix sort of all labels, least significant byte first.
  ///
  /// - Parameter pause: called at each label in each pass.
  static func distinct(
    _ labels: UnsafePointer<Int32>, _ rows: Int, into target: borrowing Buffer<Int32>,
    pause: (_ row: Int) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    let spare = try Buffer<Int32>(rows)
    let places = try Buffer<Int>(256)
    var source = target.base
    var sorted = spare.base
    source.copy(from: labels, count: rows)
    for shift in stride(from: 0, to: 32, by: 8) {
      func digit(_ label: Int32) -> Int {
        // The sign bit, flipped, puts negative labels first.
        Int((UInt32(bitPattern: label) ^ 0x8000_0000) >> UInt32(shift) & 0xFF)
      }
      places.base.update(repeating: 0, count: 256)
      for row in 0..<rows {
        try pause(row)
        places[digit(source[row])] += 1
      }
      var sum = 0
      for value in 0..<256 {
        (places[value], sum) = (sum, sum + places[value])
      }
      for row in 0..<rows {
        try pause(row)
        let value = digit(source[row])
        sorted[places[value]] = source[row]
        places[value] += 1
      }
      swap(&source, &sorted)
    }
    // Four passes end in the memory they began with: `target`.
    var count = 1
    for row in 1..<rows where target[row] != target[count - 1] {
      target[count] = target[row]
      count += 1
    }
    return count
  }
}
