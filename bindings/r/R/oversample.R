#' Over-sampling by any method
#'
#' Adds rows to the classes that have too few of them, by the method that is named.
#' Each method has a function of its own too, which says what it does: [smote()],
#' [borderline_smote()], [svm_smote()], [adasyn()], [smotenc()], [smoten()], [kmeans_smote()]
#' and [random_over()].
#'
#' @section Methods:
#' The names are those of libsmote, in all languages:
#'
#' | `method` | the same as | arguments, beside those of all |
#' |---|---|---|
#' | "smote" | [smote()] | `k`, `few_rows`, `scale`, `column_weights`, `bases` |
#' | "borderline1" | [borderline_smote()] | these and `m` |
#' | "borderline2" | [borderline_smote()] with `kind = "borderline-2"` | these and `m` |
#' | "svm" | [svm_smote()] | these and `m`, `out_step`, `support_rows` |
#' | "adasyn" | [adasyn()] | `k`, `few_rows`, `scale`, `column_weights` |
#' | "smotenc" | [smotenc()] | those of [smote()] and `categorical` |
#' | "smoten" | [smoten()] | `k`, `few_rows`, `categorical`, `bases` |
#' | "kmeans" | [kmeans_smote()] | those of [smote()] and `clusters`, `cluster`, `cluster_balance_threshold`, `density_exponent` |
#' | "random_over" | [random_over()] | `bases`, `shrinkage`, and what a second step compares rows by |
#'
#' All have `over_ratio`, `strategy`, `percent`, `seed`, `stream`, `threads`,
#' `progress`, `provenance` and `cleaning`, a second step that drops rows. They mean what they mean in [smote()], and have the
#' same defaults, but for `k`, which is 2 with "kmeans". The others are explained with the
#' function of the method: `m` in [borderline_smote()], say. An argument that a method does
#' not have is an error.
#'
#' @section Warnings:
#' Where a method cannot do what it is named for, a warning of class "smote_warning"
#' names the class: see [borderline_smote()], [adasyn()] and [kmeans_smote()]. Where there is
#' nothing at all to start from it is an error: see [svm_smote()] and [kmeans_smote()]. For
#' warnings of the second step see [cleaning()].
#'
#' @inheritParams smote
#' @param x A matrix, a data frame (tibbles and data tables are data frames), or a
#'   formula, as for [smote()]. Columns must be numeric, but for [smotenc()], [smoten()],
#'   and [random_over()] without `shrinkage`.
#' @param ... Arguments of the method, by name.
#' @param method The method.
#'
#' @inherit smote return
#' @seealso [smote()], for columns, labels, seeds and interrupts; [undersample()], for methods
#'   that drop rows.
#'
#' @examples
#' flowers <- iris[51:120, ]
#' for (method in c("smote", "borderline1", "svm", "adasyn", "random_over")) {
#'   grown <- oversample(flowers, "Species", method = method, seed = 1, threads = 1)
#'   print(table(grown$Species))
#' }
#' @export
oversample <- function(x, ...) UseMethod("oversample")

#' @rdname oversample
#' @export
oversample.matrix <- function(x, y, ..., method = "smote") {
  options <- method_options(method, list(...))
  if (missing(y)) abort_no_labels()
  resample(method, matrix_input(x, y, column_rule(method, options)), options)
}

#' @rdname oversample
#' @export
oversample.data.frame <- function(x, y, ..., method = "smote") {
  options <- method_options(method, list(...))
  if (missing(y)) abort_no_labels()
  resample(method, labelled_frame(x, y, column_rule(method, options)), options)
}

#' @rdname oversample
#' @export
oversample.formula <- function(x, data, carry = c("base", "na"), ..., method = "smote") {
  options <- method_options(method, list(...))
  carry <- one_of(carry, "carry", c("base", "na"))
  resample(method, formula_input(x, data, carry, column_rule(method, options)), options)
}

#' @rdname oversample
#' @export
oversample.default <- function(x, ...) abort_no_table(x, "matrix")
