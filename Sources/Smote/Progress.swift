import CSmote

/// Calls `body` with a progress callback as the C interface takes it: what to call, and what
/// to hand it; with neither where there is none.
func withProgress<Result>(
  _ progress: ((_ fraction: Double) -> Bool)?,
  _ body: (smote_progress_fn?, UnsafeMutableRawPointer?) -> Result
) -> Result {
  guard let progress else { return body(nil, nil) }
  return withUnsafePointer(to: progress) { context in
    body(
      { fraction, context in
        guard let context else { return 1 }
        return context.assumingMemoryBound(to: ((Double) -> Bool).self).pointee(fraction) ? 0 : 1
      }, UnsafeMutableRawPointer(mutating: context))
  }
}
