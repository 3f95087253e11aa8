// The table of identity.c, resampled from Swift and written as the same bytes.
//
//     identity FOLDER SEED METHOD...
//
// Each result goes to FOLDER/METHOD-STREAM-THREADS-PIECES. PIECES are "whole", or "ragged": ranges
// of 1, 2, 3, ... rows.

import Glibc
import Smote

let methods: [Substring: Options.Method] = [
  "smote": .smote, "borderline1": .borderline1, "borderline2": .borderline2, "svm": .svm,
  "adasyn": .adasyn, "smotenc": .smotenc, "smoten": .smoten, "kmeans": .kmeans,
  "random_over": .randomOver, "smoothed": .randomOver, "random_under": .randomUnder,
  "tomek": .tomek, "enn": .enn, "renn": .renn, "allknn": .allknn, "cnn": .cnn, "oss": .oss,
  "ncr": .ncr, "nearmiss1": .nearmiss1, "nearmiss2": .nearmiss2, "nearmiss3": .nearmiss3,
  "cluster_centroids": .clusterCentroids,
]

struct Failure: Error {
  let message: String
}

func options(named name: String) throws -> Options {
  let steps = name.split(separator: "+").compactMap { methods[$0] }
  guard let first = steps.first, steps.count == name.split(separator: "+").count else {
    throw Failure(message: "there is no method \(name)")
  }
  var options = Options()
  options.method = first
  options.clusters = 3
  options.clusterBalanceThreshold = 0
  if name == "smoothed" { options.shrinkage = [1: 0.5, 2: 1.25] }
  if steps.count > 1 { options.cleaning = steps[1] }
  // All classes have 120 rows by then: random under-sampling would drop none.
  if options.cleaning == .randomUnder { options.cleaningStrategy = .targets([0: 50, 1: 70]) }
  return options
}

func table(for method: Options.Method) -> Table<Double> {
  let columns = 7
  let categorical: Set<Int> =
    switch method {
    case .smotenc: [2, 5]
    case .smoten: Set(0..<columns)
    default: []
    }
  var table = Table<Double>(values: [], labels: [], columns: columns, categorical: categorical)
  for i in 0..<180 {
    let place = i % 9
    let label: Int32 = place < 6 ? 0 : place < 8 ? 1 : 2
    table.labels.append(label)
    for j in 0..<columns {
      let number = (i * 7919 + j * 104_729 + i * i * 31 + i * j * 17) % 10_007
      let value = categorical.contains(j) ? Double(number % 5) : Double(number) / 64 - 40
      table.values.append(method == .svm && j == 0 ? value + 128 * Double(label) : value)
    }
  }
  return table
}

/// The rows of the plan in ranges of 1, 2, 3, ... rows.
func ragged(_ plan: Plan, _ table: Table<Double>, threads: Int) throws -> Table<Double> {
  var all = Table<Double>(values: [], labels: [], columns: table.columns)
  var piece = 1
  while all.rows < plan.rowCount {
    let rows = all.rows..<min(all.rows + piece, plan.rowCount)
    let part = try plan.apply(table, rows: rows, threads: threads)
    all.values += part.values
    all.labels += part.labels
    piece += 1
  }
  return all
}

func write(_ table: Table<Double>, to path: String) throws {
  let bytes =
    table.values.withUnsafeBytes { Array($0) } + table.labels.withUnsafeBytes { Array($0) }
  guard let file = fopen(path, "wb") else { throw Failure(message: "cannot open \(path)") }
  let written = fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0, written == bytes.count else {
    throw Failure(message: "cannot write \(path)")
  }
}

func resample(by names: [String], seed: UInt64, into folder: String) throws {
  for name in names {
    var options = try options(named: name)
    options.seed = seed
    let table = table(for: options.method)
    for (stream, word) in [(Options.Stream.native, "native"), (.numpy, "numpy")] {
      options.stream = stream
      for threads in [1, 2] {
        options.threads = threads
        let plan = try Plan(table, options)
        let path = "\(folder)/\(name)-\(word)-\(threads)"
        try write(plan.apply(table, threads: threads), to: "\(path)-whole")
        try write(ragged(plan, table, threads: threads), to: "\(path)-ragged")
      }
    }
  }
}

@main struct Identity {
  static func main() {
    let arguments = CommandLine.arguments
    do {
      guard arguments.count > 3, let seed = UInt64(arguments[2]) else {
        throw Failure(message: "FOLDER SEED METHOD...")
      }
      try resample(by: Array(arguments[3...]), seed: seed, into: arguments[1])
    } catch {
      print("identity: \(error)")
      exit(1)
    }
  }
}
