# Plans of libsmote, and the calls that make and use them.

# A plan: which rows stay, and how each new row is made, from an input of R/table.R.
# The caller frees the plan.
plan_create <- function(method, input, options) {
  values <- input$values
  labels <- input$labels
  rows <- length(labels$codes)
  categorical <- input$kinds == "category"
  check_size(rows)
  arguments <- c(
    list(
      neighbors = as.integer(options$k),
      danger_neighbors = as.integer(options$m),
      out_step = options$out_step,
      support_rows = read_support(options$support_rows, rows),
      categorical = if (any(categorical)) as.raw(categorical),
      clusters = if (method == "kmeans") read_clusters(options, labels) else 1L,
      cluster_of_row = read_cluster(options$cluster, rows),
      cluster_balance_threshold = or_default(options$cluster_balance_threshold),
      density_exponent = or_default(options$density_exponent),
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
    read_steps(method, options, labels),
    read_shrinkage(options$shrinkage, labels$classes),
    # Last, so that a call that is refused draws nothing from R's generator.
    list(seed = seed_words(if (draws_nothing(method)) 0 else options$seed, options$stream))
  )
  result <- with_progress(options$progress, function(progress) {
    if (waits_for_first(method, options)) {
      made <- rows_made(input, arguments, options, half(progress, 0))
      progress <- half(progress, 0.5)
      arguments <<- utils::modifyList(arguments, read_steps(method, options, labels, made), keep.null = TRUE)
    }
    native_plan(input, arguments, options, progress)
  })
  counts <- .Call(smote_r_plan_counts, result)
  plan <- list(pointer = result, rows = counts[1L], kept = counts[2L], rounds = counts[3L],
               threads = options$threads)
  # The order that the step which was left out would have had.
  if (arguments$left_out && options$stream == "numpy") plan$order <- class_by_class(plan, labels)
  # Noise, votes and centres belong to all columns together.
  plan$whole <- plan$rows > plan$kept &&
    (!is.null(options$shrinkage) || any(categorical) || method == "cluster_centroids")
  c(plan, plan_rows(plan, values, options))
}

# The external pointer of a plan, or the failure as an error.
native_plan <- function(input, arguments, options, progress) {
  result <- .Call(smote_r_plan_create, input$values, input$labels$codes, arguments, progress)
  if (!is.list(result)) return(result)
  switch(result$status,
    too_few_rows = abort_too_few_rows(result, input$labels, options),
    no_candidates = abort_no_candidates(result, input$labels, options),
    invalid_data = abort_invalid_data(result, input$values, input$called),
    invalid_argument = abort_invalid_argument(result, input$labels),
    abort_native(result)
  )
}

# The rows of each class after the first of two steps, which is planned alone to see them.
rows_made <- function(input, arguments, options, progress) {
  labels <- input$labels
  arguments$cleaning <- constant("METHOD_NONE")
  plan <- list(pointer = native_plan(input, arguments, options, progress))
  on.exit(plan_free(plan))
  base <- plan_provenance(plan, 0, .Call(smote_r_plan_counts, plan$pointer)[1L])$base
  tabulate(match(labels$codes[base], labels$classes$code), nrow(labels$classes))
}

# The progress of one of two plans.
half <- function(progress, from) {
  if (!is.null(progress)) function(fraction) progress(from + fraction / 2)
}

# `base`, of each row of the result; `new`, which of them are new; and `written`, which of
# them have to be computed by libsmote. New rows come last, but after a second step with the
# numpy stream: there everything is computed, and rows count as kept that come from one row
# and have its values; of several such, the first.
plan_rows <- function(plan, values, options) {
  added <- plan$rows - plan$kept
  if (added == 0 || is.null(options$cleaning) || options$stream == "native") {
    new <- plan$kept + seq_len(added)
    return(list(base = plan_provenance(plan, 0, plan$rows)$base, new = new, written = new))
  }
  origin <- plan_provenance(plan, 0, plan$rows, everything = TRUE)
  kept <- origin$neighbor == origin$base & origin$gap == 0
  if (!is.null(values)) {
    written <- plan_write(plan, values, 0, plan$rows)
    kept <- kept & rowSums(written != values[origin$base, , drop = FALSE]) == 0
  }
  kept[kept] <- !duplicated(origin$base[kept])
  list(base = origin$base, new = which(!kept), written = seq_len(plan$rows))
}

plan_free <- function(plan) .Call(smote_r_plan_free, plan$pointer)

class_by_class <- function(plan, labels) {
  base <- plan_provenance(plan, 0, plan$rows)$base
  order(labels$codes[base], na.last = FALSE)
}

# Of output rows first + 1 to first + count; of all of them, where the plan has an `order`.
plan_provenance <- function(plan, first, count, everything = FALSE) {
  result <- .Call(smote_r_plan_provenance, plan$pointer, first, count, everything)
  if (!is.null(result$status)) abort_native(result)
  if (is.null(plan$order)) return(result)
  lapply(result, function(column) column[plan$order])
}

# Which of the `columns` columns that the plan was made from are voted on.
plan_voted <- function(plan, columns) {
  if (!plan$whole) return(logical(columns))
  result <- .Call(smote_r_plan_voted, plan$pointer, columns)
  if (is.list(result)) abort_native(result)
  as.logical(result)
}

# Output rows of `values`, a double vector or matrix with one row per input row: where
# the plan is `whole`, having noise, votes or centres, all columns that it was made from.
# By default those that have to be computed, which come last; all of them, where the plan has
# an `order`. The result is a plain vector, column by column.
plan_write <- function(plan, values, first = plan$rows - length(plan$written), count = plan$rows - first) {
  columns <- if (is.matrix(values)) ncol(values) else 1L
  result <- .Call(smote_r_plan_write, plan$pointer, values, columns, first, count, plan$threads)
  if (is.list(result)) abort_native(result)
  if (is.null(plan$order)) return(result)
  dim(result) <- c(plan$rows, columns)
  as.vector(result[plan$order, ])
}
