#' Exact nearest neighbours
#'
#' The `k` nearest rows of `x` for each row of `queries`, or for each row of `x`
#' itself, by Euclidean distance: the search behind [smote()], exact, on all
#' processor cores, without a matrix of all distances.
#'
#' @param x A numeric matrix, or a data frame with numeric columns.
#' @param k How many neighbours.
#' @param queries The rows to find neighbours of: a table with the columns of `x`, which
#'   are matched by name where both have names, and else are in the same order. `NULL`: the
#'   rows of `x`; a row is then not its own neighbour, even if it has exact duplicates,
#'   which are.
#' @inheritParams smote
#'
#' @return A list of two matrices with a row for each query and `k` columns,
#'   nearest first: `indices`, rows of `x`, and `distances`. At equal distance the
#'   smaller row number comes first. Where `x` has no `k` rows to offer, the
#'   list ends in index `NA` and distance `Inf`.
#'
#' @examples
#' found <- smote_neighbors(as.matrix(iris[1:4]), k = 3, threads = 1)
#' found$indices[1, ]
#' found$distances[1, ]
#' @export
smote_neighbors <- function(x, k = 5, queries = NULL, scale = c("none", "sd", "range"),
                            column_weights = NULL, threads = NULL, progress = FALSE) {
  k <- whole_number(k, "k", 1, .Machine$integer.max)
  scale <- one_of(scale, "scale", c("none", "sd", "range"))
  threads <- thread_count(threads)
  check_progress(progress)
  references <- table_values(x, "x")
  if (!is.null(queries)) {
    queries <- table_values(queries, "queries")
    if (ncol(queries) != ncol(references)) {
      abort(sprintf("'queries' has %s, but 'x' has %d", count_of(ncol(queries), "column"), ncol(references)),
            "Both must have the same columns.")
    }
    queries <- in_columns_of(references, queries)
  }
  options <- list(
    neighbors = as.integer(k),
    threads = threads,
    scale = constant("SCALE_", toupper(scale)),
    column_weights = read_weights(column_weights, ncol(references), colnames(references))
  )
  result <- with_progress(progress, function(progress) {
    .Call(smote_r_neighbors, queries, references, options, progress)
  })
  if (!is.null(result$status)) {
    if (result$status == "invalid_data") {
      odd_queries <- all(is.finite(references)) && !all(is.finite(queries))
      abort_invalid_data(result, if (odd_queries) queries else references,
                         if (odd_queries) "queries" else "x")
    }
    abort_native(result)
  }
  result
}

# Distances between columns that do not belong together would show nowhere.
in_columns_of <- function(references, queries) {
  theirs <- colnames(references)
  ours <- colnames(queries)
  if (is.null(theirs) || is.null(ours) || identical(theirs, ours)) return(queries)
  missing <- setdiff(theirs, ours)
  if (length(missing)) {
    abort(sprintf("'queries' has no %s, but 'x' has", listed(missing, of = "column")),
          "Both must have the same columns: give them the same names, or none.")
  }
  if (anyDuplicated(theirs)) {
    abort(sprintf("two columns of 'x' are called %s", listed(theirs[anyDuplicated(theirs)])),
          "Columns in another order need names of their own.")
  }
  queries[, theirs, drop = FALSE]
}

table_values <- function(x, name) {
  if (is.data.frame(x)) {
    check_shape(x, name)
    columns <- seq_along(x)
    refuse_columns(x, columns, not_numeric, "not numeric", function(names) {
      "Distances are between numbers: make them numbers, or leave them out."
    })
    return(frame_values(x, columns, rep("number", length(columns))))
  }
  if (!is.matrix(x)) {
    abort(sprintf("'%s' is %s", name, described(x)),
          "It must be a numeric matrix, or a data frame with numeric columns.")
  }
  check_matrix(x, name)
  as_doubles(x)
}
