import CSmote

/// Rows of the matrix Q of a support vector problem, Q_ij = y_i y_j exp(-gamma |x_i - x_j|^2),
/// computed when they are asked for and kept in bounded memory; the row that has not been
/// used for longest makes room.
struct KernelRows: ~Copyable {
  /// Bytes of rows that are kept, unless two rows take more.
  private static let capacity = 128 << 20

  let count: Int
  let columns: Int
  private let gamma: Double
  private let signs: UnsafePointer<Int8>
  /// The points, one after the other, and their squared lengths.
  private let points: Buffer<Double>
  private let squares: Buffer<Double>
  private let rows: Buffer<Float>
  /// Of the row that is computed; up to a multiple of eight.
  private let exponents: Buffer<Double>
  /// The slot of a row, and the row in a slot; -1 for none.
  private let slotOfRow: Buffer<Int>
  private let rowInSlot: Buffer<Int>
  private let lastUse: Buffer<Int>
  private var clock = 0

  /// - Parameters:
  ///   - members: rows of the table, the points of the problem.
  ///   - signs: the label of each point, 1 or -1.
  init(
    _ table: Table, _ members: borrowing Buffer<Int>, signs: UnsafePointer<Int8>, gamma: Double,
    _ crew: inout Crew
  ) throws(Failure) {
    let count = members.count
    let slots = min(count, max(2, KernelRows.capacity / (4 * count)))
    let points = try Buffer<Double>(try elements(count, by: table.columns))
    let squares = try Buffer<Double>(count)
    let rows = try Buffer<Float>(slots * count)
    let exponents = try Buffer<Double>((count + 7) & ~7, repeating: 0)
    let slotOfRow = try Buffer<Int>(count, repeating: -1)
    let rowInSlot = try Buffer<Int>(slots, repeating: -1)
    let lastUse = try Buffer<Int>(slots, repeating: 0)
    let silentRows = max(1, 65_536 / table.columns)
    for index in 0..<count {
      if index % silentRows == 0 { try crew.progress.ask() }
      table.copyRow(members[index], to: points.base + index * table.columns)
      let point = points.base + index * table.columns
      squares[index] = dot(point, point, table.columns)
      guard squares[index] < 1e300 else {
        throw .invalidData(
          "row \(members[index]) is too far from 0 for the classifier that finds support vectors: scale the columns"
        )
      }
    }
    self.count = count
    columns = table.columns
    self.gamma = gamma
    self.signs = signs
    self.points = consume points
    self.squares = consume squares
    self.rows = consume rows
    self.exponents = consume exponents
    self.slotOfRow = consume slotOfRow
    self.rowInSlot = consume rowInSlot
    self.lastUse = consume lastUse
  }

  /// A row, which stays until two others have been asked for.
  mutating func row(_ index: Int) -> UnsafePointer<Float> {
    clock += 1
    if slotOfRow[index] < 0 { fill(oldestSlot(), with: index) }
    let slot = slotOfRow[index]
    lastUse[slot] = clock
    return UnsafePointer(rows.base + slot * count)
  }

  private func oldestSlot() -> Int {
    var oldest = 0
    for slot in 1..<rowInSlot.count where lastUse[slot] < lastUse[oldest] {
      oldest = slot
    }
    return oldest
  }

  private func fill(_ slot: Int, with index: Int) {
    if rowInSlot[slot] >= 0 { slotOfRow[rowInSlot[slot]] = -1 }
    rowInSlot[slot] = index
    slotOfRow[index] = slot
    let point = points.base + index * columns
    for other in 0..<count {
      let product = dot(point, points.base + other * columns, columns)
      exponents[other] = -gamma * (squares[index] + squares[other] - 2 * product)
    }
    let target = rows.base + slot * count
    for first in stride(from: 0, to: count, by: 8) {
      let row = similarities(UnsafeRawPointer(exponents.base + first))
      for lane in 0..<min(8, count - first) {
        target[first + lane] = Float(signs[index] * signs[first + lane]) * row[lane]
      }
    }
  }

  /// The kernel of eight pairs, by their exponents.
  @inline(__always)
  private func similarities(_ exponents: UnsafeRawPointer) -> SIMD8<Float> {
    let exponents = exponents.loadUnaligned(as: SIMD8<Double>.self)
    // A rounding may put a distance below 0. Below -690, the kernel is 0 in float32 anyway.
    let isNear = exponents .> -690
    let inRange = exponents.replacing(with: 0, where: exponents .> 0)
      .replacing(with: -690, where: .!isNear)
    return SIMD8<Float>(exponentials(inRange).replacing(with: 0, where: .!isNear))
  }
}

/// The inner product, by eight running sums: quick, and the same on every CPU.
private func dot(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, _ count: Int)
  -> Double
{
  var sums = SIMD8<Double>.zero
  let whole = count & ~7
  for start in stride(from: 0, to: whole, by: 8) {
    let a = UnsafeRawPointer(left + start).loadUnaligned(as: SIMD8<Double>.self)
    let b = UnsafeRawPointer(right + start).loadUnaligned(as: SIMD8<Double>.self)
    sums += a * b
  }
  var sum =
    ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
  for index in whole..<count {
    sum += left[index] * right[index]
  }
  return sum
}

extension Table {
  /// The values of a row, as float64, side by side.
  fileprivate func copyRow(_ row: Int, to target: UnsafeMutablePointer<Double>) {
    switch dtype {
    case .SMOTE_DTYPE_FLOAT32: copyRow(elements(Float.self), row, target)
    default: copyRow(elements(Double.self), row, target)
    }
  }

  private func copyRow<Element: Scalar>(
    _ elements: Elements<Element>, _ row: Int, _ target: UnsafeMutablePointer<Double>
  ) {
    for column in 0..<columns {
      target[column] = Double(elements[row, column])
    }
  }
}
