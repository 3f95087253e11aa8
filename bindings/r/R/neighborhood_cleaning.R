#' Neighbourhood cleaning rule
#'
#' Drops rows that most of their `k` nearest rows outvote, as [edited_nn()] with
#' `selection = "mode"` does; and, around each row of the smallest class that these would
#' classify wrongly, those of its `k` nearest rows whose class is cleaned and has more than
#' `threshold` times the rows of the smallest.
#'
#' With `stream = "numpy"`, a row of the smallest class has a vote itself, beside its `k - 1`
#' nearest, as in imbalanced-learn.
#'
#' @inheritParams edited_nn
#' @param threshold How large a class must be, as a multiple of the smallest, for rows around
#'   the smallest class to be dropped: a number above 0.
#'
#' @inherit undersample return
#' @inheritSection undersample Warnings
#' @seealso [undersample()], for columns and other methods.
#'
#' @references Laurikkala, J. (2001) Improving identification of difficult small classes by
#'   balancing class distribution. *Artificial Intelligence in Medicine*, AIME 2001, 63-66.
#'   \doi{10.1007/3-540-48229-6_9}
#'
#' @examples
#' flowers <- iris[51:120, ]
#' table(neighborhood_cleaning(flowers, "Species", threads = 1)$Species)
#' @export
neighborhood_cleaning <- function(x, ..., k = 3, threshold = 0.5, strategy = "auto", classes = NULL) {
  undersample(x, ..., k = k, threshold = threshold, strategy = strategy, classes = classes, method = "ncr")
}
