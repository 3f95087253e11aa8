#' Over-sampling, then cleaning or under-sampling
#'
#' `cleaning()` is a second step for [smote()], [oversample()] and all the functions that add
#' rows: a method that drops rows from what the first step has made, old rows and new ones.
#' `smote_enn()` and `smote_tomek()` are the two that are used most.
#'
#' Both steps make one plan: the table is copied once, and the provenance of each row that is
#' left leads to rows of the input.
#'
#' @section Settings:
#' They mean what they mean in [undersample()], and have the same defaults, but for the classes
#' that are cleaned: after over-sampling, with "tomek", "enn", "renn", "allknn" and "ncr", all of
#' them by default. `under_ratio` and rows per class go by the rows that classes have after
#' the first step. `few_rows`, `scale`, `column_weights`, `seed` and the others that are not
#' settings of a method are said once, with the first step.
#'
#' [instance_hardness()] and [cluster_centroids()] are not for a second step.
#'
#' @inheritSection undersample Warnings
#' @param method The name of a method that drops rows: one of "random_under", "tomek", "enn",
#'   "renn", "allknn", "cnn", "oss", "ncr", "nearmiss1", "nearmiss2", "nearmiss3"; see
#'   [undersample()]. For `smote_enn()` and `smote_tomek()` a method of [oversample()] for the
#'   first step, "smotenc", say.
#' @param ... For `cleaning()`, settings of the method, by name. For the others, arguments of
#'   [oversample()]: the labels, or `data` for a formula, `k`, `over_ratio`, `seed` and so on.
#' @param x A matrix, a data frame, or a formula, as for [smote()].
#' @param enn_k How many neighbours have a say in the cleaning.
#' @param selection,classes As in [edited_nn()].
#'
#' @return For `cleaning()`, what argument `cleaning` of [smote()] takes. For the others as
#'   [smote()]: rows that stay come first, in their order, and then new ones. Of a data frame
#'   without row names, rows that stay have their numbers, as after `x[rows, ]`, and new rows
#'   have numbers beyond them. (After `stream = "numpy"` and "enn" or another method that goes
#'   class by class, rows are ordered as in imbalanced-learn, and new rows come among the
#'   others.)
#'
#' @references Batista, G. E. A. P. A., Prati, R. C. and Monard, M. C. (2004) A study of the
#'   behavior of several methods for balancing machine learning training data. *ACM SIGKDD
#'   Explorations* 6(1), 20-29. \doi{10.1145/1007730.1007735}
#'
#'   Batista, G. E. A. P. A., Bazzan, A. L. C. and Monard, M. C. (2003) Balancing training data
#'   for automated annotation of keywords: a case study. *WOB*, 10-18.
#'
#' @examples
#' flowers <- iris[51:120, ]
#' table(smote_tomek(flowers, "Species", seed = 1, threads = 1)$Species)
#' table(smote_enn(Species ~ ., data = flowers, seed = 1, threads = 1)$Species)
#'
#' # SMOTE to half of the largest class, and then at most 1.5 times the smallest
#' both <- smote(flowers, "Species", over_ratio = 0.5, seed = 1, threads = 1,
#'               cleaning = cleaning("random_under", under_ratio = 1.5))
#' table(both$Species)
#'
#' # With any method
#' both <- adasyn(flowers, "Species", cleaning = "ncr", seed = 1, threads = 1)
#' table(both$Species)
#' @export
cleaning <- function(method, ...) second_step(method, list(...), "method")

#' @export
print.smote_cleaning <- function(x, ...) {
  settings <- Filter(Negate(is.null), unclass(x)[reduction_settings[[x$method]]])
  shown <- vapply(settings, deparse1, "")
  cat("cleaning by ", x$method, ": ", paste(names(shown), "=", shown, collapse = "; "), "\n", sep = "")
  invisible(x)
}

#' @rdname cleaning
#' @export
smote_enn <- function(x, ..., enn_k = 3, selection = c("all", "mode"), classes = NULL, method = "smote") {
  enn_k <- whole_number(enn_k, "enn_k", 1, .Machine$integer.max)
  step <- cleaning("enn", k = enn_k, selection = selection, classes = classes)
  step$k_name <- "enn_k"
  oversample(x, ..., cleaning = step, method = method)
}

#' @rdname cleaning
#' @export
smote_tomek <- function(x, ..., classes = NULL, method = "smote") {
  oversample(x, ..., cleaning = cleaning("tomek", classes = classes), method = method)
}
