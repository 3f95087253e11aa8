#' Random over-sampling
#'
#' Repeats rows of the classes that have too few of them, at random.
#'
#' Rows are taken as they are, and nothing is computed from them: columns may be of
#' any kind, factors, strings, logicals and lists among them, and values missing or
#' infinite. Only labels must not be missing. By default every row of a class is
#' repeated equally often, and the remainder drawn without replacement;
#' `bases = "random"` draws with replacement, and so does `stream = "numpy"`.
#'
#' For a formula, columns that are not on its right side are *carried*, see `carry` in
#' [oversample()]: with `carry = "na"` an identifier, say, is not repeated.
#'
#' @param x A matrix of any type, a data frame, or a formula, as for [smote()].
#' @param ... The labels, or `data` for a formula, and arguments of [smote()] that
#'   have nothing to do with neighbours, by name: `over_ratio`, `strategy`, `percent`,
#'   `seed`, `stream`, `bases`, `threads`, `progress`, `provenance`.
#'
#' @inherit smote return
#' @seealso [smote()], for labels, seeds and interrupts.
#'
#' @examples
#' patients <- data.frame(
#'   age = c(34, NA, 61, 58, 47),
#'   ward = factor(c("north", "south", "south", "north", "south")),
#'   ill = c(FALSE, FALSE, FALSE, TRUE, TRUE)
#' )
#' random_over(patients, "ill", seed = 1)
#' @export
random_over <- function(x, ...) oversample(x, ..., method = "random_over")
