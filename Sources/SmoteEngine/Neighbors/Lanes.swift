/// Calls `body` with four numbers in memory, one for each query of a tile, as the kernels take
/// them.
@inline(__always)
func withLanes<Number: SIMDScalar, Result>(
  of numbers: inout SIMD4<Number>, _ body: (UnsafeMutablePointer<Number>) -> Result
) -> Result {
  withUnsafeMutablePointer(to: &numbers) { numbers in
    numbers.withMemoryRebound(to: Number.self, capacity: 4, body)
  }
}
