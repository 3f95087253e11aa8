#' Condensed nearest neighbours and one-sided selection
#'
#' Keep the rows that a classifier needs. All rows of the smallest class stay, and `seeds` rows
#' of each class that is cleaned, drawn at random. `condensed_nn()` goes through the other rows
#' of such a class once, in their order, and keeps those that the `k` nearest of the rows of
#' the smallest class, and of those of this class kept so far, would classify wrongly.
#' `one_sided_selection()` keeps those that the smallest class and the drawn rows alone would
#' classify wrongly, and then drops rows in Tomek links among what is left, as
#' [tomek_links()] does.
#'
#' @inheritParams edited_nn
#' @param ... The labels, or `data` for a formula, and arguments of [undersample()] that the
#'   method has, by name: `seed`, `stream`, `few_rows`, `scale`, `column_weights`, `categorical`,
#'   `threads`, `progress`, `provenance`.
#' @param k How many neighbours classify a row.
#' @param seeds How many rows of each class that is cleaned to begin with: from 1 to 2^24.
#'
#' @inherit undersample return
#' @inheritSection undersample Warnings
#' @seealso [undersample()], for columns and other methods; [smote()], for seeds.
#'
#' @references Hart, P. E. (1968) The condensed nearest neighbor rule. *IEEE Transactions on
#'   Information Theory* 14(3), 515-516. \doi{10.1109/TIT.1968.1054155}
#'
#'   Kubat, M. and Matwin, S. (1997) Addressing the curse of imbalanced training sets:
#'   one-sided selection. *ICML 1997*, 179-186.
#'
#' @examples
#' flowers <- iris[51:120, ]
#' table(condensed_nn(flowers, "Species", seed = 1, threads = 1)$Species)
#' table(one_sided_selection(Species ~ ., data = flowers, seed = 1, threads = 1)$Species)
#' @export
condensed_nn <- function(x, ..., k = 1, seeds = 1, strategy = "auto", classes = NULL) {
  undersample(x, ..., k = k, seeds = seeds, strategy = strategy, classes = classes, method = "cnn")
}

#' @rdname condensed_nn
#' @export
one_sided_selection <- function(x, ..., k = 1, seeds = 1, strategy = "auto", classes = NULL) {
  undersample(x, ..., k = k, seeds = seeds, strategy = strategy, classes = classes, method = "oss")
}
