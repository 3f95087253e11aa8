#' Edited nearest neighbours
#'
#' Drops rows that their `k` nearest rows, of any class, outvote: with `selection = "all"`
#' unless all of them have the row's label, with "mode" if most of them have another.
#'
#' `edited_nn()` does so once. `repeated_edited_nn()` does it again with the rows that are
#' left, until a round drops nothing, a class other than the smallest has fewer rows than that
#' had at first, a class has vanished, or `rounds` are over. `all_knn()` does it with 1, 2, ...
#' and at last `k` neighbours, with the same stops but for the first. The classes that may lose
#' rows are those that `strategy` names at first; with `stream = "numpy"`, each round asks anew
#' which class is the smallest, as imbalanced-learn.
#'
#' @param x A matrix, a data frame, or a formula, as for [smote()]; for columns see
#'   [undersample()].
#' @param ... The labels, or `data` for a formula, and arguments of [undersample()] that the
#'   method has, by name: `few_rows`, `scale`, `column_weights`, `categorical`, `threads`,
#'   `progress`, `provenance`, say.
#' @param k How many neighbours.
#' @param selection When a row is outvoted, see above. With "mode", the smallest label of
#'   equally frequent ones counts.
#' @param strategy Which classes are cleaned: "auto" and "not minority" (all but the smallest),
#'   "majority" (the largest only), "all", "not majority", "minority". The first of equally
#'   large classes is the smallest, or the largest.
#' @param classes `NULL`, or the labels of the classes to be cleaned, as in
#'   `classes = c("a", "b")`.
#' @param rounds How often, at most.
#' @param allow_minority Whether to go on when a class has become smaller than the smallest
#'   was.
#'
#' @inherit undersample return
#' @inheritSection undersample Warnings
#' @seealso [undersample()], for columns and other methods; [smote_enn()].
#'
#' @references Wilson, D. L. (1972) Asymptotic properties of nearest neighbor rules using
#'   edited data. *IEEE Transactions on Systems, Man, and Cybernetics* 2(3), 408-421.
#'   \doi{10.1109/TSMC.1972.4309137}
#'
#'   Tomek, I. (1976) An experiment with the edited nearest-neighbor rule. *IEEE Transactions
#'   on Systems, Man, and Cybernetics* 6, 448-452. \doi{10.1109/TSMC.1976.4309523}
#'
#' @examples
#' flowers <- iris[51:120, ]
#' table(edited_nn(flowers, "Species", threads = 1)$Species)
#' table(edited_nn(flowers, "Species", selection = "mode", threads = 1)$Species)
#' table(repeated_edited_nn(Species ~ ., data = flowers, threads = 1)$Species)
#' table(all_knn(flowers, "Species", classes = "versicolor", threads = 1)$Species)
#' @export
edited_nn <- function(x, ..., k = 3, selection = c("all", "mode"), strategy = "auto", classes = NULL) {
  undersample(x, ..., k = k, selection = selection, strategy = strategy, classes = classes, method = "enn")
}

#' @rdname edited_nn
#' @export
repeated_edited_nn <- function(x, ..., k = 3, selection = c("all", "mode"), rounds = 100,
                               strategy = "auto", classes = NULL) {
  undersample(x, ..., k = k, selection = selection, rounds = rounds, strategy = strategy,
              classes = classes, method = "renn")
}

#' @rdname edited_nn
#' @export
all_knn <- function(x, ..., k = 3, selection = c("all", "mode"), allow_minority = FALSE,
                    strategy = "auto", classes = NULL) {
  undersample(x, ..., k = k, selection = selection, allow_minority = allow_minority,
              strategy = strategy, classes = classes, method = "allknn")
}
