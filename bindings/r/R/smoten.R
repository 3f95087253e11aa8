#' SMOTE for categories
#'
#' SMOTE-N: [smote()] for tables of categories alone. A new row takes, column by column, the
#' most frequent category among a row of the class and its `k` nearest rows of the same class;
#' of equally frequent ones, one at random (with `stream = "numpy"` the first, in the order of
#' levels or values). So each category in a new row occurs in its class, but the new row need
#' not be like any other.
#'
#' @section Columns:
#' All columns that are used must be categories: factors, strings and logicals. A column of
#' numbers in a data frame is an error, since it is likely to be a quantity: [smotenc()] takes
#' both. If its numbers are codes, make it a factor, or name it in `categorical`. In a matrix,
#' whole numbers are codes.
#'
#' Columns come back as what they were: factors with their levels, in their order, unused
#' ones too, which no new row ever has. A missing value is a category of its own. The order
#' of an ordered factor does not count.
#'
#' @section Distances:
#' By the value difference metric: two categories of a column are as far apart as the
#' distributions of the classes among the rows that have them are different. So categories
#' that say the same about the class are near each other, and the labels of all rows count.
#'
#' @section imbalanced-learn:
#' With `stream = "numpy"` the new rows are those of `SMOTEN(random_state = seed)` in
#' imbalanced-learn 0.14, for categories in the order of levels or values, and missing ones
#' last.
#'
#' @inheritParams smotenc
#' @param x A data frame with columns of categories, a formula, or a matrix of strings,
#'   logicals or whole numbers, as for [smote()].
#' @param ... The labels, or `data` for a formula, and arguments of [smote()] but `scale` and
#'   `column_weights`, by name.
#'
#' @inherit smote return
#' @seealso [smotenc()]; [smote()], for labels, seeds and interrupts.
#'
#' @references Chawla, N. V., Bowyer, K. W., Hall, L. O. and Kegelmeyer, W. P.
#'   (2002) SMOTE: synthetic minority over-sampling technique. *Journal of
#'   Artificial Intelligence Research* 16, 321-357, section 6.2. \doi{10.1613/jair.953}
#'
#'   Stanfill, C. and Waltz, D. (1986) Toward memory-based reasoning. *Communications of the
#'   ACM* 29(12), 1213-1228. \doi{10.1145/7902.7906}
#'
#' @examples
#' # A row for each of 2201 people on the Titanic, of whom 711 survived
#' people <- as.data.frame(Titanic)
#' people <- people[rep(seq_len(32), people$Freq), c("Class", "Sex", "Age", "Survived")]
#' grown <- smoten(Survived ~ ., data = people, seed = 1, threads = 1)
#' table(grown$Survived)
#'
#' # The new rows
#' table(grown[-seq_len(2201), c("Class", "Sex")])
#' @export
smoten <- function(x, ..., categorical = NULL) {
  oversample(x, ..., categorical = categorical, method = "smoten")
}
