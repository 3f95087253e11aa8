import CSupport

/// A plan on the heap, as callers outside the engine hold it. Whoever makes one
/// releases it, once.
package struct PlanHandle {
  private let plan: UnsafeMutablePointer<Plan>

  package init(
    making table: Table, labels: UnsafePointer<Int32>, _ options: Options, _ crew: inout Crew
  ) throws(Failure) {
    let bytes = MemoryLayout<Plan>.size
    guard let memory = support_allocate(Int64(bytes)) else { throw .outOfMemory(bytes: bytes) }
    plan = memory.bindMemory(to: Plan.self, capacity: 1)
    do throws(Failure) {
      plan.initialize(to: try Plan.make(table, labels: labels, options, &crew))
    } catch {
      support_free(memory)
      throw error
    }
  }

  package func release() {
    plan.deinitialize(count: 1)
    support_free(plan)
  }

  package init(_ pointer: OpaquePointer) { plan = UnsafeMutablePointer(pointer) }

  package var pointer: OpaquePointer { OpaquePointer(plan) }

  package var rows: Int { plan.pointee.rows }

  package var keptRows: Int { plan.pointee.keptRows }

  /// Rounds of repeated editing.
  package var rounds: Int { plan.pointee.rounds }

  package var inputRows: Int { plan.pointee.inputRows }

  /// See `Plan.ownColumns`.
  package var ownColumns: Int? { plan.pointee.ownColumns }

  /// See `Plan.writeVoted`; `columns` is checked.
  package func voted(
    columns: Int64, _ voted: UnsafeMutablePointer<UInt8>
  ) throws(Failure) {
    try plan.pointee.requireColumns(columns)
    plan.pointee.writeVoted(to: voted)
  }

  package var warningCount: Int { plan.pointee.warnings.count }

  /// A warning, of `warningCount`, as status and sentence.
  package func warning(_ index: Int) -> Failure { plan.pointee.warnings[index] }

  /// See `Plan.requireRange`.
  package func requireRange(first: Int64, count: Int64) throws(Failure) {
    try plan.pointee.requireRange(first: first, count: count)
  }

  /// See `Plan.provenance`.
  package func provenance(
    _ range: Range<Int>, base: UnsafeMutablePointer<Int64>?,
    neighbor: UnsafeMutablePointer<Int64>?, gap: UnsafeMutablePointer<Double>?
  ) {
    plan.pointee.provenance(range, base: base, neighbor: neighbor, gap: gap)
  }

  /// Writes output rows of a checked range; see `RowWriting`.
  package func write(
    _ range: Range<Int>, of table: Table, labels: UnsafePointer<Int32>?, to output: Output,
    _ crew: inout Crew
  ) throws(Failure) {
    try RowWriting(plan: plan, table: table, range: range, output: output)
      .write(labels: labels, &crew)
  }
}
