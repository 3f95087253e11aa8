#' Instance hardness
#'
#' Keeps the rows whose own class a classifier finds likeliest, and drops hard ones. The
#' classifier is yours: fit one, and hand in what it predicts for rows that it has not seen,
#' by cross-validation or out of bag.
#'
#' At equal probability the first row is kept. With `stream = "numpy"` rows below a percentile
#' are dropped, as in imbalanced-learn: where probabilities are equal, more rows may stay.
#'
#' @inheritParams random_under
#' @param x A matrix of any type, a data frame, or a formula, as for [smote()]. Values are not
#'   read.
#' @param probability How likely each row's own class is: a number from 0 to 1 for each row;
#'   or a matrix or data frame with a row for each row and a column for each class, by name,
#'   as `predict(forest, type = "prob")` gives it.
#'
#' @inherit undersample return
#' @inheritSection undersample Warnings
#' @seealso [undersample()] for other methods.
#'
#' @references Smith, M. R., Martinez, T. and Giraud-Carrier, C. (2014) An instance level
#'   analysis of data complexity. *Machine Learning* 95, 225-256.
#'   \doi{10.1007/s10994-013-5422-z}
#'
#' @examples
#' flowers <- iris[51:120, ]
#' flowers$Species <- factor(flowers$Species)
#' model <- glm(Species ~ Petal.Length, binomial, flowers)
#' virginica <- predict(model, type = "response")
#' own <- ifelse(flowers$Species == "virginica", virginica, 1 - virginica)
#' table(instance_hardness(flowers, "Species", probability = own)$Species)
#' @export
instance_hardness <- function(x, ..., probability, under_ratio = 1, strategy = "auto") {
  if (missing(probability)) probability <- NULL
  undersample(x, ..., probability = probability, under_ratio = under_ratio, strategy = strategy,
              method = "instance_hardness")
}
