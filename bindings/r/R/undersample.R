#' Under-sampling and cleaning by any method
#'
#' Drops rows of the classes that have too many, or rows that lie among those of other
#' classes, by the method that is named. Each method has a function of its own too, which
#' says what it does.
#'
#' @section Methods:
#' The names are those of libsmote, in all languages. The first group goes by numbers of
#' rows: `under_ratio`, and rows per class in `strategy`. The second cleans classes, whatever
#' is left of them: `classes`.
#'
#' | `method` | the same as | arguments, beside those of all |
#' |---|---|---|
#' | "random_under" | [random_under()] | `under_ratio`, `replacement` |
#' | "nearmiss1", "nearmiss2" | [near_miss()] with `version = 1`, `2` | `under_ratio`, `k` |
#' | "nearmiss3" | [near_miss()] with `version = 3` | `under_ratio`, `k`, `candidates` |
#' | "instance_hardness" | [instance_hardness()] | `under_ratio`, `probability` |
#' | "cluster_centroids" | [cluster_centroids()] | `under_ratio`, `voting` |
#' | "tomek" | [tomek_links()] | `classes` |
#' | "enn" | [edited_nn()] | `classes`, `k`, `selection` |
#' | "renn" | [repeated_edited_nn()] | `classes`, `k`, `selection`, `rounds` |
#' | "allknn" | [all_knn()] | `classes`, `k`, `selection`, `allow_minority` |
#' | "cnn" | [condensed_nn()] | `classes`, `k`, `seeds` |
#' | "oss" | [one_sided_selection()] | `classes`, `k`, `seeds` |
#' | "ncr" | [neighborhood_cleaning()] | `classes`, `k`, `threshold` |
#'
#' All have `strategy`, `seed`, `threads`, `progress` and `provenance`, and all but
#' "cluster_centroids" have `stream`: with "numpy", rows come in the order of imbalanced-learn, and
#' "renn", "allknn", "ncr" and "instance_hardness" have its rules. Those that compare rows have `scale` and
#' `column_weights`, and but for "cluster_centroids" `categorical`. Those with `k` have
#' `few_rows`. An argument that a method does not have is an error.
#'
#' @section Columns:
#' Methods that compare rows need columns that are numeric, as for [smote()], or hold
#' categories: factors, strings and logicals, and columns that `categorical` names, as for
#' [smotenc()]. Beside numbers, two rows with different categories are as far apart as there
#' (with the standard deviations of the whole table); where all columns hold categories, as
#' in [smoten()]. [cluster_centroids()] needs numbers. [random_under()] and
#' [instance_hardness()] take columns of any kind. Columns that a formula leaves out are
#' carried along, whatever they hold.
#'
#' Neighbours at equal distance are ordered by row. A row is never its own neighbour, even if
#' it has exact duplicates.
#'
#' @section Warnings:
#' If no row of a class is left, a warning of class "smote_warning_class_vanished" (and
#' "smote_warning") names it. [near_miss()] may find fewer rows than it was asked for:
#' "smote_warning_fewer_rows".
#'
#' @inheritParams oversample
#' @param x A matrix, a data frame (tibbles and data tables are data frames), or a
#'   formula, as for [smote()].
#' @param carry For a formula and [cluster_centroids()]: what centres have in columns that are
#'   not used: "base", the value of the row nearest to them, or "na".
#' @param method The method.
#'
#' @return What came in, with the rows that stay: labels within the table come back within
#'   it, and labels that came apart come back apart, as `list(x =, y =)`. Rows stay as they
#'   are, with all columns and attributes, and in their order (`stream = "numpy"`: in that of
#'   imbalanced-learn, class by class for most methods). They keep their row names; those of
#'   a data frame without are the numbers of the rows, as after `x[rows, ]`.
#'   With `provenance = TRUE` the result has an attribute "provenance" as in [smote()]:
#'   `base` are the rows of the input that are left. That of "renn" and "allknn" has an
#'   attribute "rounds": how many were made, the one that found nothing to drop included.
#'
#' @seealso [cleaning()], [smote_enn()] and [smote_tomek()] for over-sampling and then this;
#'   [smote()], for labels, seeds and interrupts.
#'
#' @examples
#' flowers <- iris[c(51:100, 101:120), ]
#' for (method in c("random_under", "nearmiss1", "tomek", "enn", "cnn", "ncr")) {
#'   left <- undersample(flowers, "Species", method = method, seed = 1, threads = 1)
#'   print(table(left$Species))
#' }
#' @export
undersample <- function(x, ...) UseMethod("undersample")

#' @rdname undersample
#' @export
undersample.matrix <- function(x, y, ..., method = "random_under") {
  options <- reduction_options(method, list(...))
  if (missing(y)) abort_no_labels()
  resample(method, matrix_input(x, y, column_rule(method, options)), options)
}

#' @rdname undersample
#' @export
undersample.data.frame <- function(x, y, ..., method = "random_under") {
  options <- reduction_options(method, list(...))
  if (missing(y)) abort_no_labels()
  resample(method, labelled_frame(x, y, column_rule(method, options)), options)
}

#' @rdname undersample
#' @export
undersample.formula <- function(x, data, carry = c("base", "na"), ..., method = "random_under") {
  options <- reduction_options(method, list(...))
  carry <- one_of(carry, "carry", c("base", "na"))
  resample(method, formula_input(x, data, carry, column_rule(method, options)), options)
}

#' @rdname undersample
#' @export
undersample.default <- function(x, ...) abort_no_table(x, "matrix")
