#' NearMiss
#'
#' Keeps the rows of large classes that are near to the smallest class. Version 1 keeps those
#' with the smallest mean distance to their `k` nearest rows of the smallest class, version 2
#' those with the smallest mean distance to their `k` farthest ones. Version 3 takes the
#' `candidates` rows nearest to each row of the smallest class, and keeps those with the
#' *largest* mean distance to their `k` nearest rows of it.
#'
#' At equal mean distance the first row is kept.
#'
#' @inheritParams random_under
#' @param x A matrix, a data frame, or a formula, as for [smote()]; for columns see
#'   [undersample()].
#' @param ... The labels, or `data` for a formula, and arguments of [undersample()] that the
#'   method has, by name: `few_rows`, `scale`, `column_weights`, `categorical`, `threads`,
#'   `progress`, `provenance`, say.
#' @param version 1, 2 or 3.
#' @param k How many rows of the smallest class the mean is of.
#' @param candidates For version 3: how many rows around each row of the smallest class.
#'
#' @inherit undersample return
#' @section Warnings:
#' Version 3 may find fewer candidates than the rows that a class is to end with: then all
#' candidates stay, with a warning of class "smote_warning_fewer_rows" (and "smote_warning")
#' that names the class.
#' @seealso [undersample()], for columns and other methods.
#'
#' @references Zhang, J. and Mani, I. (2003) kNN approach to unbalanced data distributions: a
#'   case study involving information extraction. *ICML 2003 Workshop on Learning from
#'   Imbalanced Datasets*.
#'
#' @examples
#' flowers <- iris[51:120, ]
#' table(near_miss(flowers, "Species", threads = 1)$Species)
#' table(near_miss(flowers, "Species", version = 2, under_ratio = 1.5, threads = 1)$Species)
#' table(near_miss(Species ~ ., data = flowers, version = 3, candidates = 5, threads = 1)$Species)
#' @export
near_miss <- function(x, ..., version = 1, k = 3, candidates = 3, under_ratio = 1, strategy = "auto") {
  version <- whole_number(version, "version", 1, 3)
  candidates <- whole_number(candidates, "candidates", 1, .Machine$integer.max)
  if (version == 3) {
    return(undersample(x, ..., k = k, candidates = candidates, under_ratio = under_ratio,
                       strategy = strategy, method = "nearmiss3"))
  }
  undersample(x, ..., k = k, under_ratio = under_ratio, strategy = strategy,
              method = paste0("nearmiss", version))
}
