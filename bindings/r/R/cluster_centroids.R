#' Cluster centroids
#'
#' Puts the centres of clusters in the place of a class that has too many rows, as many as it is
#' to have; or, with `voting = "hard"`, keeps the rows nearest to them.
#'
#' Clusters are found by k-means, started as k-means++ from `seed`, by the distances that
#' `scale` and `column_weights` make. Columns must be numeric. Centres are new rows: they come
#' after those that stay, and integers and whole dates are rounded. In columns that a formula
#' leaves out they have the value of the row nearest to them, or `NA`, see `carry` in
#' [undersample()]. In the provenance that row is their `base`.
#'
#' A row may be the nearest to more than one centre: with "hard" it then stays more than once.
#'
#' @inheritParams random_under
#' @param x A numeric matrix, a data frame, or a formula, as for [smote()].
#' @param ... The labels, or `data` for a formula, and arguments of [undersample()], by name:
#'   `seed`, `scale`, `column_weights`, `threads`, `progress`, `provenance`.
#' @param voting "soft" for the centres, "hard" for the rows nearest to them.
#'
#' @inherit undersample return
#' @inheritSection undersample Warnings
#' @seealso [undersample()] for other methods; [smote()], for seeds.
#'
#' @examples
#' flowers <- iris[51:120, ]
#' tail(cluster_centroids(flowers, "Species", seed = 1, threads = 1), 3)
#' tail(cluster_centroids(flowers, "Species", voting = "hard", seed = 1, threads = 1), 3)
#' @export
cluster_centroids <- function(x, ..., voting = c("soft", "hard"), under_ratio = 1, strategy = "auto") {
  undersample(x, ..., voting = voting, under_ratio = under_ratio, strategy = strategy,
              method = "cluster_centroids")
}
