#' Borderline-SMOTE
#'
#' SMOTE from the rows in *danger* alone: those with other classes among half or
#' more, but not all, of the `m` nearest rows of any class. Rows with fewer such
#' neighbours are safe, rows with nothing else are noise; neither is a row to start
#' from.
#'
#' Kind "borderline-1" goes from a row in danger towards one of its `k` nearest rows
#' of the same class, like [smote()]. Kind "borderline-2" goes towards one of its `k`
#' nearest rows of any class, and towards one of another class less than half of the
#' way.
#'
#' @section Warnings:
#' A class without a row in danger stays as it is, with a warning of class
#' "smote_warning_no_candidates" (and "smote_warning") that names it. Classes that
#' lie apart have no such rows; a larger `m` reaches further.
#'
#' @param x A numeric matrix, a data frame, or a formula, as for [smote()].
#' @param ... The labels, or `data` for a formula, and arguments of [smote()], by
#'   name.
#' @param m How many neighbours of any class decide whether a row is in danger.
#' @param kind The kind of the paper.
#'
#' @inherit smote return
#' @seealso [smote()], for columns, labels, seeds and interrupts.
#'
#' @references Han, H., Wang, W.-Y. and Mao, B.-H. (2005) Borderline-SMOTE: a new
#'   over-sampling method in imbalanced data sets learning. *Advances in Intelligent
#'   Computing*, ICIC 2005, 878-887. \doi{10.1007/11538059_91}
#'
#' @examples
#' # Versicolor and virginica overlap; 20 rows of virginica are few
#' flowers <- iris[51:120, ]
#' grown <- borderline_smote(Species ~ ., data = flowers, seed = 1, threads = 1)
#' table(grown$Species)
#'
#' # New rows start from rows in danger
#' grown <- borderline_smote(flowers, "Species", seed = 1, provenance = TRUE, threads = 1)
#' unique(attr(grown, "provenance")$base[71:100])
#' @export
borderline_smote <- function(x, ..., m = 10, kind = c("borderline-1", "borderline-2")) {
  kind <- one_of(kind, "kind", c("borderline-1", "borderline-2"))
  oversample(x, ..., m = m, method = sub("-", "", kind, fixed = TRUE))
}
