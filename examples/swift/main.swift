// Balances a small table in memory. Run it with `swift run quickstart`.

import Glibc
import Smote

/// The table that all languages can make exactly, to compare their results.
func sharedFixture() -> Table<Double> {
  let rows = 180
  let columns = 7
  var values: [Double] = []
  var labels: [Int32] = []
  for i in 0..<rows {
    for j in 0..<columns {
      let number = (i * 7919 + j * 104_729 + i * i * 31 + i * j * 17) % 10_007
      values.append(Double(number) / 64 - 40)
    }
    let place = i % 9
    labels.append(place < 6 ? 0 : place < 8 ? 1 : 2)
  }
  return Table(values: values, labels: labels, columns: columns)
}

/// Writes the rebalanced fixture as bytes: all values, then all labels.
func writeIdentity() throws {
  let table = sharedFixture()
  var options = Options()
  options.seed = 42
  let balanced = try Plan(table, options).resample(table)
  balanced.values.withUnsafeBytes(writeToOutput)
  balanced.labels.withUnsafeBytes(writeToOutput)
}

func writeToOutput(_ bytes: UnsafeRawBufferPointer) {
  var rest = UnsafeRawBufferPointer(rebasing: bytes[...])
  while !rest.isEmpty {
    let written = write(STDOUT_FILENO, rest.baseAddress, rest.count)
    guard written > 0 else { exit(1) }
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
  }
}

func quickstart() throws {
  let table = sharedFixture()
  var options = Options()
  options.seed = 42
  options.neighbors = 5
  let plan = try Plan(table, options)
  let balanced = try plan.resample(table)
  for label in Set(table.labels).sorted() {
    let before = table.labels.filter { $0 == label }.count
    let after = balanced.labels.filter { $0 == label }.count
    print("class \(label): \(before) rows, then \(after)")
  }
  let origin = try plan.provenance()[plan.keptCount]
  print("the first new row lies \(origin.gap) of the way from row \(origin.base)", terminator: " ")
  print("to row \(origin.neighbor)")
}

do {
  if CommandLine.arguments.dropFirst().first == "identity" {
    try writeIdentity()
  } else {
    try quickstart()
  }
} catch {
  print("quickstart: \(error)")
  exit(1)
}
