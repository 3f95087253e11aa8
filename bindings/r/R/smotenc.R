#' SMOTE for numbers and categories
#'
#' SMOTE-NC: [smote()] for tables that have columns of both kinds. Numbers are interpolated
#' between a row and one of its `k` nearest rows of the same class. In a column of categories
#' the new row takes the most frequent category among *all* `k` nearest rows, one of them at
#' random if several are equally frequent. So each category in a new row occurs in its class.
#'
#' @section Columns:
#' Factors, strings and logicals are categories, and so are columns named by `categorical`;
#' all others must be numeric and finite, as for [smote()]. Columns come back as what they
#' were: factors with their levels, in their order, unused ones too, which no new row ever
#' has. The order of an ordered factor does not count, nor do unused levels.
#'
#' A missing value in a column of categories is a category of its own: rows without a value
#' are like each other, and a new row may be one of them. Missing numbers are an error.
#'
#' There must be columns of both kinds: [smote()] is for numbers alone, [smoten()] for
#' categories alone.
#'
#' @section Distances:
#' Euclidean. Where two rows have different categories in a column, they are as far apart
#' there as the median of the standard deviations that the columns of numbers have within
#' the class (with divisor n). So their units matter: columns with large numbers outweigh
#' others, and categories, unless `scale` says "sd" or "range". `column_weights` are for all
#' columns that are used, of both kinds.
#'
#' @section imbalanced-learn:
#' With `stream = "numpy"` the new rows are those of `SMOTENC(random_state = seed)` in
#' imbalanced-learn 0.14, for categories in the order that is used here: that of levels, or of
#' the values, and missing ones last.
#'
#' @inheritParams borderline_smote
#' @param x A data frame, a formula, or a numeric matrix with `categorical`, as for [smote()].
#' @param categorical Columns that hold categories though their type does not say so, codes
#'   in whole numbers for example: their names, their numbers, or a logical vector with an
#'   element for each column. Columns are those of `x`, for a formula those of `data`.
#'   `NULL`: none.
#'
#' @inherit smote return
#' @seealso [smoten()]; [smote()], for labels, seeds and interrupts.
#'
#' @references Chawla, N. V., Bowyer, K. W., Hall, L. O. and Kegelmeyer, W. P.
#'   (2002) SMOTE: synthetic minority over-sampling technique. *Journal of
#'   Artificial Intelligence Research* 16, 321-357, section 6.1. \doi{10.1613/jair.953}
#'
#' @examples
#' # 32 cars, 13 of them with a manual gearbox; cylinders are a category
#' cars <- mtcars[c("mpg", "hp", "cyl", "vs", "am")]
#' cars$vs <- factor(cars$vs, labels = c("V", "straight"))
#' grown <- smotenc(am ~ ., data = cars, categorical = "cyl", seed = 1, threads = 1)
#' table(grown$am)
#' tail(grown, 3)
#'
#' # Which columns were voted on
#' grown <- smotenc(cars, "am", categorical = "cyl", seed = 1, threads = 1, provenance = TRUE)
#' attr(attr(grown, "provenance"), "voted")
#' @export
smotenc <- function(x, ..., categorical = NULL) {
  oversample(x, ..., categorical = categorical, method = "smotenc")
}
