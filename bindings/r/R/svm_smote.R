#' SVM-SMOTE
#'
#' SMOTE from the *support vectors* of a class: those of its rows that a support vector
#' machine finds near its border with other classes. Support vectors with nothing but
#' other classes among the `m` nearest rows are noise, and not started from.
#'
#' From support vectors in danger, with other classes among half or more of the `m`
#' nearest rows, a new row lies towards one of the `k` nearest rows of the same class,
#' like those of [smote()]. From the others it lies in the *opposite* direction, up to
#' `out_step` times as far, so that the class is widened where it meets few others: there
#' `gap`, in the attribute "provenance", is negative.
#'
#' @section The classifier:
#' Unless `support_rows` says otherwise, a classifier with a Gaussian kernel is trained
#' for each pair of classes, with cost 1 and
#' `gamma = 1 / (number of columns * variance of all values)`, like `SVC()` in the Python
#' package scikit-learn. It takes columns as they are: `scale` and `column_weights` count
#' for neighbours only. So columns should be of one scale. Its time grows faster than the
#' number of rows.
#'
#' Any other classifier will do, if it says which rows are its support vectors:
#' `e1071::svm()` does in element `index`, `kernlab::ksvm()` by `SVindex()`. It must have
#' been fitted to the same rows in the same order.
#'
#' @section Errors:
#' If all support vectors of a class are noise there is nothing to start from: an error of
#' class "smote_error_no_candidates" (and "smote_error") names the class. So does a class
#' without support vectors among `support_rows`.
#'
#' @section imbalanced-learn:
#' With `stream = "numpy"` the new rows are those of `SVMSMOTE(random_state = seed)` in
#' imbalanced-learn 0.14, for a table of doubles, except where none or all of the support
#' vectors are in danger: there it makes fewer rows than were asked for, and this function
#' all of them.
#'
#' @inheritParams borderline_smote
#' @param m How many neighbours of any class decide whether a support vector is noise, in
#'   danger or neither.
#' @param out_step How far new rows go in the opposite direction: a number from 0 to 1.
#' @param support_rows `NULL`: a classifier is trained. Or which rows are the support
#'   vectors of a classifier of yours, of all classes: a logical vector with an element
#'   for each row, or row numbers.
#'
#' @inherit smote return
#' @seealso [borderline_smote()], which starts from all rows in danger; [smote()], for
#'   columns, labels, seeds and interrupts.
#'
#' @references Nguyen, H. M., Cooper, E. W. and Kamei, K. (2011) Borderline over-sampling
#'   for imbalanced data classification. *International Journal of Knowledge Engineering
#'   and Soft Data Paradigms* 3(1), 4-21. \doi{10.1504/IJKESDP.2011.039875}
#'
#' @examples
#' # Versicolor and virginica overlap; 20 rows of virginica are few
#' flowers <- iris[51:120, ]
#' grown <- svm_smote(Species ~ ., data = flowers, seed = 1, provenance = TRUE, threads = 1)
#' table(grown$Species)
#'
#' # Inwards from rows in danger, outwards from others
#' table(attr(grown, "provenance")$gap[71:100] > 0)
#'
#' # Support vectors of a classifier of yours, by row numbers
#' near <- c(51, 52, 57, 61, 64, 65)
#' grown <- svm_smote(flowers, "Species", support_rows = near, seed = 1,
#'                    provenance = TRUE, threads = 1)
#' table(attr(grown, "provenance")$base[71:100])
#' @export
svm_smote <- function(x, ..., m = 10, out_step = 0.5, support_rows = NULL) {
  oversample(x, ..., m = m, out_step = out_step, support_rows = support_rows, method = "svm")
}
