#' Adaptive synthetic over-sampling
#'
#' ADASYN is [smote()] that makes more new rows from those rows of a class that have
#' more rows of other classes among their `k` nearest: in proportion to this number.
#' A row that has only its own class around it is not started from.
#'
#' @section Counts:
#' Classes get exactly the rows that were asked for: shares are rounded by largest
#' remainder. With `stream = "numpy"` each share is rounded by itself, as in
#' imbalanced-learn, so that a class may end up a few rows off.
#'
#' @section Warnings:
#' Where no row of a class has a neighbour of another class, all its rows count the
#' same, with a warning of class "smote_warning_even_weights" (and "smote_warning")
#' that names it. With `stream = "numpy"` this is an error, of class
#' "smote_error_no_candidates", as in imbalanced-learn.
#'
#' @inheritParams borderline_smote
#' @param ... The labels, or `data` for a formula, and arguments of [smote()] but
#'   `bases`, by name. `k` counts the neighbours of any class that decide on the
#'   share of a row, and those of the same class that new rows lie between.
#'
#' @inherit smote return
#' @seealso [smote()], for columns, labels, seeds and interrupts.
#'
#' @references He, H., Bai, Y., Garcia, E. A. and Li, S. (2008) ADASYN: adaptive
#'   synthetic sampling approach for imbalanced learning. *IEEE International Joint
#'   Conference on Neural Networks*, 1322-1328. \doi{10.1109/IJCNN.2008.4633969}
#'
#' @examples
#' flowers <- iris[51:120, ]
#' grown <- adasyn(Species ~ ., data = flowers, seed = 1, provenance = TRUE, threads = 1)
#' table(grown$Species)
#'
#' # How often each row was started from
#' table(attr(grown, "provenance")$base[71:100])
#' @export
adasyn <- function(x, ...) oversample(x, ..., method = "adasyn")
