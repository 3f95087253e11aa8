#' KMeans-SMOTE
#'
#' [smote()] within clusters: rows of all classes are put into clusters, new rows are made in
#' those where the class is well represented, between a row and one of its `k` nearest rows of
#' the same class and cluster. So none lies in the gap between two groups, or among rows of
#' other classes. More are made where the class is sparse.
#'
#' @section Clusters:
#' A cluster takes part if the class makes up at least `cluster_balance_threshold` of its
#' rows, and has `k + 1` rows there (with `few_rows = "clip"`: one). New rows are shared out
#' among these clusters in proportion to `mean distance ^ density_exponent / rows`, for the
#' mean distance between rows of the class in the cluster and their number.
#'
#' Clusters are found by k-means, started as k-means++ from `seed`, by the same distances as
#' neighbours: `scale` and `column_weights` count. Others may be handed in by `cluster`, from
#' `kmeans()`, `cutree()` or package dbscan, say; they must be of the same rows in the same
#' order.
#'
#' @section Counts:
#' Classes get exactly the rows that were asked for: shares are rounded by largest
#' remainder. With `stream = "numpy"` each share is rounded up, as in imbalanced-learn, so
#' that a class may end up with a few rows more. (imbalanced-learn has other clusters for the
#' same seed: with those of scikit-learn as `cluster`, the new rows are the same.)
#'
#' @section Errors:
#' If no cluster takes part there is nothing to start from: an error of class
#' "smote_error_no_candidates" (and "smote_error") names the class, and the threshold that
#' would do, if there is one.
#'
#' @section Warnings:
#' If all rows of a class in each cluster are the same, none is sparser than another: they
#' count the same, with a warning of class "smote_warning_even_weights" (and
#' "smote_warning") that names the class.
#'
#' @inheritParams borderline_smote
#' @param k How many neighbours to choose from, within the class and the cluster. As in the
#'   authors' code, 2 by default.
#' @param clusters How many clusters to look for: a whole number from 1, at most the number of
#'   rows. Not used with `cluster`.
#' @param cluster `NULL`: k-means. Or the clusters of the rows: a vector with a whole number
#'   from 1 (at most the number of rows) for each, or `NA` for a row that is in none.
#' @param cluster_balance_threshold How large a part of a cluster the class must make up: a
#'   number from 0 to 1. `NULL`: half of its part in all new rows, so that it is 0.5 for two
#'   classes; and 0 if there is one cluster.
#' @param density_exponent How much distances count for the sparsity of a cluster: a number
#'   from 0, at most 1,000,000. `NULL`: `0.16 * log(n, 1.6)^1.8`, for n rows of the class in
#'   the cluster.
#'
#' @inherit smote return
#' @seealso [smote()], for columns, labels, seeds and interrupts.
#'
#' @references Last, F., Douzas, G. and Bacao, F. (2017) Oversampling for imbalanced learning
#'   based on k-means and SMOTE. \url{https://arxiv.org/abs/1711.00837}
#'
#' @examples
#' flowers <- iris[c(1:50, 71:120), c("Sepal.Length", "Petal.Length", "Species")]
#' grown <- kmeans_smote(Species ~ ., data = flowers, clusters = 3,
#'                       cluster_balance_threshold = 0.1, seed = 1, threads = 1)
#' table(grown$Species)
#'
#' # Clusters found elsewhere
#' groups <- cutree(hclust(dist(flowers[1:2])), 3)
#' table(groups, flowers$Species, exclude = "setosa")
#' grown <- kmeans_smote(flowers, "Species", cluster = groups,
#'                       cluster_balance_threshold = 0.1, seed = 1, threads = 1)
#' table(grown$Species)
#' @export
kmeans_smote <- function(x, ..., k = 2, clusters = 8, cluster = NULL, cluster_balance_threshold = NULL,
                         density_exponent = NULL) {
  oversample(x, ..., k = k, clusters = clusters, cluster = cluster,
             cluster_balance_threshold = cluster_balance_threshold, density_exponent = density_exponent,
             method = "kmeans")
}
