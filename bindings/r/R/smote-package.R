#' smote: balance labelled tables
#'
#' [smote()] adds rows to the classes that have too few, by interpolating between
#' neighbouring rows of the same class. [borderline_smote()], [svm_smote()] and [adasyn()]
#' choose with care where, and [kmeans_smote()] stays within clusters; [smotenc()] and
#' [smoten()] are for tables with categories; [random_over()] repeats rows of any kind.
#' [oversample()] has all of these by name.
#'
#' [undersample()] drops rows: at random ([random_under()]), by distance ([near_miss()]), by
#' what a classifier says ([instance_hardness()]), or for the centres of clusters
#' ([cluster_centroids()]); or where they lie among rows of other classes: [tomek_links()],
#' [edited_nn()], [neighborhood_cleaning()] and others. [smote_enn()], [smote_tomek()] and
#' [cleaning()] do both, one after the other.
#'
#' [smote_neighbors()] is the exact neighbour search behind them.
#' [SMOTE()] has the arguments and the result of the function of that name in package
#' smotefamily.
#'
#' @section Resample inside the fold:
#' Resample the rows that a model is fitted to, never the rows that it is judged
#' by, and never before they are separated: a new row lies between two old ones,
#' and where one of them ends up in the test set, the test is no test. Adding rows
#' also shifts the probabilities that a model predicts; recalibrate them, or move
#' the threshold instead of resampling.
#'
#' @section Options:
#' `options(smote.threads = 4)` sets the number of threads, and so does the
#' environment variable `SMOTE_NUM_THREADS`; see argument `threads` of [smote()].
#'
#' @name smote-package
#' @docType package
#' @keywords internal
#' @useDynLib smote, .registration = TRUE
NULL
