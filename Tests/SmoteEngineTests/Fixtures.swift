import CKernels
import CSmote

@testable import SmoteEngine

/// A table whose memory lives as long as the closure runs.
func withTable<Element: Scalar, Result>(
  _ values: [Element], columns: Int, categorical: [UInt8]? = nil,
  _ body: (Table) throws -> Result
) rethrows -> Result {
  let mask = categorical ?? [UInt8](repeating: 0, count: columns)
  return try mask.withUnsafeBufferPointer { mask in
    try values.withUnsafeBytes { bytes in
      try body(
        Table(
          values: bytes.baseAddress!,
          dtype: Element.self == Float.self ? .SMOTE_DTYPE_FLOAT32 : .SMOTE_DTYPE_FLOAT64,
          rows: values.count / columns, columns: columns, rowStride: columns, columnStride: 1,
          categorical: categorical == nil ? nil : mask.baseAddress))
    }
  }
}

/// A generator for test data that is the same on every run.
struct TestGenerator: RandomNumberGenerator {
  private var twister: MersenneTwister

  init(seed: UInt32) { twister = MersenneTwister(seed: seed) }

  mutating func next() -> UInt64 {
    UInt64(twister.next32()) << 32 | UInt64(twister.next32())
  }
}

/// The levels that this CPU has.
let kernelNames = ["baseline", "v3", "v4"].filter { name in
  var table = kernel_table()
  return kernels_named(name, &table) != 0
}

func kernels(_ name: String) -> kernel_table {
  var table = kernel_table()
  _ = kernels_named(name, &table)
  return table
}
