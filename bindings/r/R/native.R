# The calls into libsmote, and what its failures mean to the user.

# A plan: which rows stay, and how each new row is made. `values` is a double
# matrix, `labels` comes from read_labels(). The caller frees the plan.
plan_create <- function(method, values, labels, options) {
  check_size(nrow(values))
  arguments <- c(
    list(
      method = constant("METHOD_", method),
      neighbors = as.integer(options$k),
      threads = options$threads,
      stream = switch(options$stream,
        native = constant("STREAM_NATIVE"),
        numpy = constant("STREAM_NUMPY_SEED")
      ),
      few_rows = constant("FEW_ROWS_", toupper(options$few_rows)),
      bases = constant("BASES_", toupper(options$bases)),
      scale = constant("SCALE_", toupper(options$scale)),
      column_weights = read_weights(options$column_weights, ncol(values), colnames(values))
    ),
    read_strategy(options, labels$classes),
    # Last, so that a call that is refused draws nothing from R's generator.
    list(seed = seed_words(options$seed, options$stream))
  )
  result <- with_progress(options$progress, function(progress) {
    .Call(smote_r_plan_create, values, labels$codes, arguments, progress)
  })
  if (is.list(result)) {
    if (result$status == "too_few_rows") abort_too_few_rows(result, labels, options)
    if (result$status == "invalid_data") abort_not_finite(values, "x")
    abort_native(result)
  }
  counts <- .Call(smote_r_plan_counts, result)
  plan <- list(pointer = result, rows = counts[1L], kept = counts[2L],
               threads = options$threads)
  plan$base <- plan_provenance(plan, plan$kept, plan$rows - plan$kept)$base
  plan
}

plan_free <- function(plan) .Call(smote_r_plan_free, plan$pointer)

# Of output rows first + 1 to first + count.
plan_provenance <- function(plan, first, count, everything = FALSE) {
  result <- .Call(smote_r_plan_provenance, plan$pointer, first, count, everything)
  if (is.null(result$status)) result else abort_native(result)
}

# Output rows of `values`, a double vector or matrix with one row per input row.
# The result is a plain vector, column by column.
plan_write <- function(plan, values, first = 0, count = plan$rows - first) {
  columns <- if (is.matrix(values)) ncol(values) else 1L
  result <- .Call(smote_r_plan_write, plan$pointer, values, columns, first, count, plan$threads)
  if (is.list(result)) abort_native(result)
  result
}

with_progress <- function(progress, run) {
  if (isFALSE(progress)) return(run(NULL))
  if (is.function(progress)) return(run(progress))
  bar <- utils::txtProgressBar(style = 3L, file = stderr())
  on.exit(close(bar))
  result <- run(function(fraction) utils::setTxtProgressBar(bar, fraction))
  utils::setTxtProgressBar(bar, 1)
  result
}

# ---- Failures -----------------------------------------------------------------

# The rest: what the checks above let through. The message is libsmote's own.
abort_native <- function(failure) {
  need <- switch(failure$status,
    out_of_memory = "Ask for fewer rows, or run on a machine with more memory.",
    internal = "This is a bug in libsmote: please report it.",
    "See ?smote for what the arguments may be."
  )
  abort(failure$message, need, paste0("smote_error_", failure$status))
}

# libsmote names classes by their codes, and the user by their labels.
abort_too_few_rows <- function(failure, labels, options) {
  classes <- labels$classes
  found <- regmatches(failure$message, regexec("class (-?[0-9]+)", failure$message))[[1L]]
  at <- match(suppressWarnings(as.integer(found[2L])), classes$code)
  if (is.na(at)) abort_native(failure)
  abort(
    sprintf("class %s has %d %s, but k = %s needs at least %s", classes$name[at],
            classes$rows[at], if (classes$rows[at] == 1L) "row" else "rows",
            format(options$k), format(options$k + 1, scientific = FALSE)),
    "Use a smaller k, or few_rows = \"clip\" to use all the neighbours there are.",
    "smote_error_too_few_rows"
  )
}

# The search for the culprit is left until libsmote has refused the data.
abort_not_finite <- function(values, name) {
  bad <- which(!is.finite(values))
  if (length(bad) == 0L) {
    abort(sprintf("libsmote refused the values of '%s'", name), "This is a bug: please report it.")
  }
  row <- (bad[1L] - 1L) %% nrow(values) + 1L
  column <- (bad[1L] - 1L) %/% nrow(values) + 1L
  label <- colnames(values)[column]
  abort(
    sprintf("'%s' has %s in row %.0f of column %s%s", name, format(values[bad[1L]]), row,
            if (is.null(label)) format(column) else sQuote(label, FALSE),
            if (length(bad) > 1L) sprintf(", and %d more values like it", length(bad) - 1L) else ""),
    "Values must be finite: impute or remove missing and infinite ones first.",
    "smote_error_invalid_data"
  )
}
