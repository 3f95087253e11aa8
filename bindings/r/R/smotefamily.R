#' SMOTE with the interface of package smotefamily
#'
#' For code that calls `smotefamily::SMOTE()`: the same arguments, and a result
#' with the same elements. New code is better off with [smote()], which returns the
#' table that it was given.
#'
#' @section What is different:
#' * `X` may be a matrix, as the documentation there says too, and may have a
#'   single column.
#' * With `dup_size = 0` the number of new rows for each minority row is
#'   `floor((N - P) / P)`, for P minority rows and N others. Where this is 0, as for
#'   60 and 40 rows, `smotefamily` returns without a new row; here the class gets
#'   the N - P rows that balance it.
#' * The order of rows within a class is that of `X`.
#' * A class with fewer than `K + 1` rows is an error that names it, and so are
#'   missing values in any row, and a column of `X` called "class", the name of the
#'   label column in the result.
#' * Integer columns stay integer.
#'
#' As there, the smallest class is balanced against all others taken together.
#'
#' @param X A data frame or matrix with numeric columns.
#' @param target The labels, one for each row of `X`.
#' @param K How many neighbours to choose from.
#' @param dup_size How many new rows for each row of the smallest class; 0: as many
#'   as balance it.
#' @param seed,threads As for [smote()].
#'
#' @return A list of class "gen_data":
#' \item{data}{the rows of the smallest class, the new rows and the other rows,
#'   with their labels (character) in the last column, "class"}
#' \item{syn_data}{the new rows, with their labels}
#' \item{orig_N}{the rows of the other classes, with their labels}
#' \item{orig_P}{the rows of the smallest class, with their labels}
#' \item{K}{the number of neighbours}
#' \item{K_all}{`NULL`, for other methods}
#' \item{dup_size}{new rows for each row of the smallest class}
#' \item{outcast, eps}{`NULL`, for other methods}
#' \item{method}{"SMOTE"}
#'
#' @examples
#' flowers <- iris[c(1:50, 51:70), ]
#' result <- SMOTE(flowers[1:4], flowers$Species, K = 5, seed = 1, threads = 1)
#' table(result$data$class)
#' nrow(result$syn_data)
#' @rdname smotefamily
#' @export
SMOTE <- function(X, target, K = 5, dup_size = 0, seed = NULL, threads = NULL) {
  if (is.matrix(X)) {
    check_matrix(X, "X")
    X <- as.data.frame(X)
  }
  if (!is.data.frame(X)) {
    abort(sprintf("'X' is %s", described(X)), "It must be a data frame or a matrix with numeric columns.")
  }
  if ("class" %in% names(X)) {
    abort("'X' has a column called 'class'",
          "That is the name of the label column in the result: rename it.")
  }
  K <- whole_number(K, "K", 1, .Machine$integer.max)
  dup_size <- whole_number(dup_size, "dup_size", 0, .Machine$integer.max)

  rule <- c(numbers_only, need = "New values are computed: make them numbers, or leave them out.")
  input <- frame_input(X, target, x_name = "X", y_name = "target", rule = rule)
  classes <- input$labels$classes
  small <- which.min(classes$rows)
  positive <- classes$rows[small]
  negative <- sum(classes$rows) - positive
  new <- positive * if (dup_size > 0) dup_size else floor((negative - positive) / positive)
  if (new == 0) new <- max(negative - positive, 0)
  if (new > 0 && positive <= K) { # what libsmote would say of k and few_rows
    abort_small_class(classes, small, "K", K,
                      if (positive > 1) "Use a smaller K." else "Use random_over(), which repeats rows.")
  }

  wanted <- stats::setNames(positive + new, classes$label[small])
  options <- method_options("smote", list(k = K, seed = seed, threads = threads, strategy = wanted))
  grown <- resample("smote", input, options)
  rows <- grown$x
  rows$class <- as.character(grown$y)

  is_own <- input$labels$codes %in% classes$code[small]
  own <- which(is_own)
  other <- which(!is_own)
  added <- nrow(X) + seq_len(nrow(rows) - nrow(X))
  structure(
    list(
      data = pick(rows, c(own, added, other)),
      syn_data = pick(rows, added),
      orig_N = pick(rows, other),
      orig_P = pick(rows, own),
      K = K,
      K_all = NULL,
      dup_size = new / positive,
      outcast = NULL,
      eps = NULL,
      method = "SMOTE"
    ),
    class = "gen_data"
  )
}

# Rows under new, automatic names.
pick <- function(rows, which) {
  columns <- lapply(rows, function(column) restore_attributes(column[which], column))
  list2DF(columns, length(which))
}
