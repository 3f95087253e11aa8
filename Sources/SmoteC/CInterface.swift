// swift-format-ignore-file: AlwaysUseLowerCamelCase
//
// The functions of include/smote.h. The compiler checks each against its declaration
// there; what it is given is checked in Arguments.swift and its neighbours before any arithmetic.

import CKernels
import CSmote
import CSupport
import SmoteEngine

@_cdecl("smote_version") @implementation
public func smote_version() -> UInt32 {
  UInt32(SMOTE_VERSION_MAJOR * 10000 + SMOTE_VERSION_MINOR * 100 + SMOTE_VERSION_PATCH)
}

@_cdecl("smote_cpu") @implementation
public func smote_cpu() -> UnsafePointer<CChar>! {
  kernels_active().pointee.name
}

@_cdecl("smote_status_name") @implementation
public func smote_status_name(_ status: smote_status) -> UnsafePointer<CChar>! {
  let name: StaticString =
    switch status {
    case .SMOTE_OK: "ok"
    case .SMOTE_ERROR_INVALID_ARGUMENT: "invalid_argument"
    case .SMOTE_ERROR_INVALID_DATA: "invalid_data"
    case .SMOTE_ERROR_TOO_FEW_ROWS: "too_few_rows"
    case .SMOTE_ERROR_NO_CANDIDATES: "no_candidates"
    case .SMOTE_ERROR_OUT_OF_MEMORY: "out_of_memory"
    case .SMOTE_ERROR_CANCELLED: "cancelled"
    case .SMOTE_ERROR_INTERNAL: "internal"
    case .SMOTE_WARNING_NO_CANDIDATES: "warning_no_candidates"
    case .SMOTE_WARNING_EVEN_WEIGHTS: "warning_even_weights"
    case .SMOTE_WARNING_CLASS_VANISHED: "warning_class_vanished"
    case .SMOTE_WARNING_FEWER_ROWS: "warning_fewer_rows"
    @unknown default: "unknown"
    }
  return cString(name)
}

@_cdecl("smote_method_name") @implementation
public func smote_method_name(_ method: smote_method) -> UnsafePointer<CChar>! {
  method.name.map(cString)
}

@_cdecl("smote_plan_create") @implementation
public func smote_plan_create(
  _ data: UnsafePointer<smote_dataset>!, _ options: UnsafePointer<smote_options>!,
  _ plan: UnsafeMutablePointer<OpaquePointer?>!, _ error: UnsafeMutablePointer<smote_error>!
) -> smote_status {
  attempt(error) { host throws(Failure) in
    let plan = try required(plan, "plan")
    plan.pointee = nil
    let table = try checked(data, "data")
    let labels = try checkedLabels(data, "data")
    let (options, progress) = try checked(options, table)
    var crew = Crew(threads: options.threads, progress: progress.of(host))
    plan.pointee = try PlanHandle(making: table, labels: labels, options, &crew).pointer
  }
}

@_cdecl("smote_plan_free") @implementation
public func smote_plan_free(_ plan: OpaquePointer!) {
  guard let plan else { return }
  PlanHandle(plan).release()
}

@_cdecl("smote_plan_row_count") @implementation
public func smote_plan_row_count(_ plan: OpaquePointer!) -> Int64 {
  guard let plan else { return 0 }
  return Int64(PlanHandle(plan).rows)
}

@_cdecl("smote_plan_kept_count") @implementation
public func smote_plan_kept_count(_ plan: OpaquePointer!) -> Int64 {
  guard let plan else { return 0 }
  return Int64(PlanHandle(plan).keptRows)
}

@_cdecl("smote_plan_rounds") @implementation
public func smote_plan_rounds(_ plan: OpaquePointer!) -> Int64 {
  guard let plan else { return 0 }
  return Int64(PlanHandle(plan).rounds)
}

@_cdecl("smote_plan_warning_count") @implementation
public func smote_plan_warning_count(_ plan: OpaquePointer!) -> Int64 {
  guard let plan else { return 0 }
  return Int64(PlanHandle(plan).warningCount)
}

@_cdecl("smote_plan_warning") @implementation
public func smote_plan_warning(
  _ plan: OpaquePointer!, _ index: Int64, _ warning: UnsafeMutablePointer<smote_error>!,
  _ error: UnsafeMutablePointer<smote_error>!
) -> smote_status {
  attempt(error) { _ throws(Failure) in
    let plan = PlanHandle(try required(plan, "plan"))
    let warning = try required(warning, "warning")
    guard index >= 0, index < Int64(plan.warningCount) else {
      throw .invalidArgument(
        "index = \(index), but the plan has \(plan.warningCount) warnings, counted from 0")
    }
    write(plan.warning(Int(index)), to: warning)
  }
}

@_cdecl("smote_plan_provenance") @implementation
public func smote_plan_provenance(
  _ plan: OpaquePointer!, _ first: Int64, _ count: Int64, _ base: UnsafeMutablePointer<Int64>!,
  _ neighbor: UnsafeMutablePointer<Int64>!, _ gap: UnsafeMutablePointer<Double>!,
  _ error: UnsafeMutablePointer<smote_error>!
) -> smote_status {
  attempt(error) { _ throws(Failure) in
    let plan = PlanHandle(try required(plan, "plan"))
    try plan.requireRange(first: first, count: count)
    try requireProvenance(base, neighbor, gap, count: Int(count))
    plan.provenance(
      Int(first)..<Int(first + count), base: base, neighbor: neighbor, gap: gap)
  }
}

@_cdecl("smote_plan_voted") @implementation
public func smote_plan_voted(
  _ plan: OpaquePointer!, _ columns: Int64, _ voted: UnsafeMutablePointer<UInt8>!,
  _ error: UnsafeMutablePointer<smote_error>!
) -> smote_status {
  attempt(error) { _ throws(Failure) in
    let plan = PlanHandle(try required(plan, "plan"))
    try plan.voted(columns: columns, try required(voted, "voted"))
  }
}

@_cdecl("smote_plan_write") @implementation
public func smote_plan_write(
  _ plan: OpaquePointer!, _ data: UnsafePointer<smote_dataset>!, _ first: Int64, _ count: Int64,
  _ out: UnsafePointer<smote_output>!, _ threads: Int32,
  _ error: UnsafeMutablePointer<smote_error>!
) -> smote_status {
  attempt(error) { _ throws(Failure) in
    let plan = PlanHandle(try required(plan, "plan"))
    let table = try checked(data, "data")
    guard table.rows == plan.inputRows else {
      throw .invalidArgument(
        "data has \(table.rows, "row"), but the plan was made from \(plan.inputRows)")
    }
    try plan.requireRange(first: first, count: count)
    try requireThreads(threads)
    let output = try checked(out, rows: Int(count), table, of: data)
    if let columns = plan.ownColumns, !output.isCarried, columns != table.columns {
      throw .invalidArgument(
        "data has \(table.columns, "column"), but the plan has noise or votes for \(columns): set carried for other columns"
      )
    }
    let labels = output.labels == nil ? nil : try checkedLabels(data, "data")
    var crew = Crew(threads: threads, progress: .none)
    try plan.write(
      Int(first)..<Int(first + count), of: table, labels: labels, to: output, &crew)
  }
}

@_cdecl("smote_neighbors") @implementation
public func smote_neighbors(
  _ queries: UnsafePointer<smote_dataset>!, _ references: UnsafePointer<smote_dataset>!,
  _ search: UnsafePointer<smote_search>!, _ indices: UnsafeMutablePointer<Int64>!,
  _ distances: UnsafeMutablePointer<Double>!, _ error: UnsafeMutablePointer<smote_error>!
) -> smote_status {
  attempt(error) { host throws(Failure) in
    let references = try checked(references, "references")
    let isSelfJoin = queries == nil
    let queries = isSelfJoin ? references : try checked(queries, "queries")
    guard queries.columns == references.columns else {
      throw .invalidArgument(
        "queries have \(queries.columns, "column"), but references have \(references.columns)")
    }
    let indices = try required(indices, "indices")
    let (request, progress) = try checked(search, queries, references, isSelfJoin: isSelfJoin)
    try requireLists(indices, distances, request)
    var crew = Crew(threads: request.threads, progress: progress.of(host))
    try findNeighbors(request, indices: indices, distances: distances, &crew)
  }
}

/// Runs `body`, and turns what it throws into a status and a message. Meanwhile the thread is
/// as the engine needs it, whatever its host has made of it.
private func attempt(
  _ error: UnsafeMutablePointer<smote_error>?, _ body: (support_host) throws(Failure) -> Void
) -> smote_status {
  let host = support_enter()
  defer { support_leave(host) }
  do throws(Failure) {
    try body(host)
    return .SMOTE_OK
  } catch let failure {
    if let error { write(failure, to: error) }
    return failure.status
  }
}

private func write(_ failure: Failure, to error: UnsafeMutablePointer<smote_error>) {
  error.pointee.status = failure.status
  let text = UnsafeMutableRawPointer(error) + MemoryLayout<smote_status>.size
  failure.message.write(to: text.assumingMemoryBound(to: UInt8.self))
}

private func cString(_ text: StaticString) -> UnsafePointer<CChar> {
  UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
