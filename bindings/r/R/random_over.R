#' Random over-sampling
#'
#' Repeats rows of the classes that have too few of them, at random; with `shrinkage`,
#' adds noise to them, a *smoothed bootstrap*.
#'
#' Without `shrinkage` rows are taken as they are, and nothing is computed from them:
#' columns may be of any kind, factors, strings, logicals and lists among them, and
#' values missing or infinite. Only labels must not be missing. By default every row of
#' a class is repeated equally often, and the remainder drawn without replacement;
#' `bases = "random"` draws with replacement, and so does `stream = "numpy"`.
#'
#' For a formula, columns that are not on its right side are *carried*, see `carry` in
#' [oversample()]: with `carry = "na"` an identifier, say, is not repeated.
#'
#' @section Smoothed bootstrap:
#' With `shrinkage` a new row is a row of its class plus normal noise, so that no two are
#' the same. The standard deviation of the noise in column j is
#' `shrinkage * (4 / ((d + 2) * n))^(1 / (d + 4)) * s[j]`, with d columns, n rows of all
#' classes, and s the standard deviations within the class (divisor: its rows), as in
#' imbalanced-learn. ROSE and Silverman's rule for normal data go by the rows of the class: a
#' `shrinkage` of `(n / rows)^(1 / (d + 4))` gives their width. At 0 there is no noise. A class of one
#' row, and a column that is constant within the class, get none.
#'
#' Columns that are used must be numeric and finite, as for [smote()], and as there new
#' values of integer columns are rounded (at most to the largest integer), and so are whole
#' dates. Noise knows no bounds: a column of positive numbers may get negative ones.
#' Columns that a formula leaves out are carried, without noise. Which number gets which
#' noise depends on the order of the columns, for a formula that of its terms.
#'
#' With `stream = "numpy"` the new rows are those of
#' `RandomOverSampler(shrinkage = shrinkage, random_state = seed)` in the Python package
#' imbalanced-learn 0.14, for a table of doubles.
#'
#' `provenance` says which row was repeated, and not the noise: with `shrinkage`, new rows
#' cannot be computed from `base`, `neighbor` and `gap`.
#'
#' @param x A matrix of any type, a data frame, or a formula, as for [smote()]. With
#'   `shrinkage`, columns must be numeric.
#' @param ... The labels, or `data` for a formula, and arguments of [smote()] that
#'   have nothing to do with neighbours, by name: `over_ratio`, `strategy`, `percent`,
#'   `seed`, `stream`, `bases`, `threads`, `progress`, `provenance`, `cleaning`. A second step
#'   that compares rows needs columns as for [undersample()], and has its `scale`,
#'   `column_weights` and, without `shrinkage`, `categorical`; one with `k`, `few_rows` too.
#' @param shrinkage `NULL`: rows are repeated as they are. A number of 0 or more: how
#'   wide the noise is, for all classes; or such numbers by the names of the classes, as
#'   in `c(a = 1, b = 0.5)`, for each class that grows at least.
#'
#' @inherit smote return
#' @seealso [smote()], for labels, seeds and interrupts.
#'
#' @references Menardi, G. and Torelli, N. (2014) Training and assessing classification
#'   rules with imbalanced data. *Data Mining and Knowledge Discovery* 28, 92-122.
#'   \doi{10.1007/s10618-012-0295-5}
#'
#' @examples
#' patients <- data.frame(
#'   age = c(34, NA, 61, 58, 47),
#'   ward = factor(c("north", "south", "south", "north", "south")),
#'   ill = c(FALSE, FALSE, FALSE, TRUE, TRUE)
#' )
#' random_over(patients, "ill", seed = 1)
#'
#' # A smoothed bootstrap, with less noise in one class
#' flowers <- iris[c(1:50, 51:70, 101:110), ]
#' factors <- c(versicolor = 1, virginica = 0.5)
#' smooth <- random_over(Species ~ ., data = flowers, shrinkage = factors, seed = 1)
#' tail(smooth, 3)
#' @export
random_over <- function(x, ..., shrinkage = NULL) {
  oversample(x, ..., shrinkage = shrinkage, method = "random_over")
}
