#' Random under-sampling
#'
#' Drops rows of the classes that have too many of them, at random. Nothing is computed from
#' values: columns may be of any kind, factors, dates and lists among them, and values missing
#' or infinite. Only labels must not be missing.
#'
#' @param x A matrix of any type, a data frame, or a formula, as for [smote()].
#' @param ... The labels, or `data` for a formula, and arguments of [undersample()] that have
#'   nothing to do with values, by name: `seed`, `stream`, `threads`, `progress`, `provenance`.
#' @param under_ratio Every class with more rows than
#'   `round(under_ratio * rows of the smallest class)` shrinks to so many: 2 leaves at most
#'   twice as many. (In imbalanced-learn that is `sampling_strategy=0.5`.)
#' @param strategy Which classes may shrink: "auto" and "not minority" (all but the
#'   smallest), "majority" (the largest only), "all", "not majority", "minority"; or the rows
#'   wanted of each class, by name, as in `c(a = 100, b = 200)`: classes not named stay. The
#'   first of equally large classes is the smallest, or the largest.
#' @param replacement Whether a row may be drawn more than once.
#'
#' @inherit undersample return
#' @seealso [undersample()] for other methods; [smote()], for labels, seeds and interrupts.
#'
#' @examples
#' flowers <- iris[c(1:50, 51:70, 101:110), ]
#' table(random_under(flowers, "Species", seed = 1)$Species)
#' table(random_under(Species ~ ., data = flowers, under_ratio = 2, seed = 1)$Species)
#' table(random_under(flowers, "Species", strategy = c(setosa = 30), seed = 1)$Species)
#'
#' # Which rows stay?
#' left <- random_under(flowers, "Species", seed = 1, provenance = TRUE)
#' attr(left, "provenance")$base
#' @export
random_under <- function(x, ..., under_ratio = 1, strategy = "auto", replacement = FALSE) {
  undersample(x, ..., under_ratio = under_ratio, strategy = strategy, replacement = replacement,
              method = "random_under")
}
