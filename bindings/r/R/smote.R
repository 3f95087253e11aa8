#' Synthetic minority over-sampling
#'
#' Adds rows to the classes that have too few of them. Each new row lies between a
#' row of the class and one of the `k` nearest rows of the same class:
#' `base + gap * (neighbor - base)`, with `gap` between 0 and 1 at random.
#'
#' @section Columns:
#' Distances are Euclidean, over all columns that are interpolated, as they are or
#' scaled (`scale`, `column_weights`). They must be numeric: double or integer
#' columns, dates, times and time differences. Factors, strings and logicals have
#' nothing between their values: [smotenc()] takes them beside numbers, and [smoten()]
#' takes them alone; or turn them into numbers, or leave them out by a
#' formula. Columns that a formula leaves out are *carried*: a new row has the
#' value of its base row, or `NA`, see `carry`.
#'
#' Missing and infinite values are an error, in the columns that are used as in
#' the labels.
#'
#' @section Labels:
#' A factor (levels, their order and unused ones stay), or a character, integer,
#' logical or whole-number vector. Where the rows come from depends on the names
#' of the classes in the random stream: integers, whole numbers and logicals count
#' as they are, if all of them are from -2^31 to 2^31 - 1; others, factors and strings are
#' numbered from 0, as far as they occur: by size, by level, or in the order of their
#' characters' code points.
#'
#' @section Seeds:
#' With `seed = NULL` 64 bits come from R's generator: after `set.seed(1)` the same
#' rows come again, and a second call gives others. With a number, R's generator
#' is left alone, and the rows are those that libsmote gives for this seed in any
#' language. The result never depends on the number of threads.
#' `stream = "numpy"` draws as the Python package imbalanced-learn does for
#' `random_state = seed`.
#'
#' @section Interrupts:
#' Ctrl-C, or the stop button, ends a call within a fraction of a second, as an
#' interrupt condition; R goes on as before.
#'
#' @param x A numeric matrix, a data frame (tibbles and data tables are data
#'   frames), or a formula. `Class ~ .` takes all columns of `data` but `Class`;
#'   `Class ~ a + b` and `Class ~ . - id` take some.
#' @param y The labels, one for each row of `x`; for a data frame also the name of
#'   the column of `x` that has them.
#' @param data For a formula: the data frame that has its columns.
#' @param carry For a formula: what new rows have in columns that are not used:
#'   "base", the value of the row they were made from, or "na".
#' @param k How many neighbours to choose from.
#' @param over_ratio Every class with fewer rows than
#'   `round(over_ratio * rows of the largest class)` gets so many.
#' @param strategy Which classes may grow: "auto" and "all" (all that have fewer
#'   rows than `over_ratio` asks for), "minority" (the smallest only), "not
#'   minority", "not majority", "majority"; or "ratio": two classes, and the
#'   smaller grows to `over_ratio` times the larger, rounded *down*, as with a
#'   number in imbalanced-learn; or "percent", see there; or the rows wanted of
#'   each class, by name, as in `c(a = 100, b = 200)` or `table(y) + 10`: classes not
#'   named stay.
#' @param percent The smallest class grows by so many percent, rounded down: 200
#'   triples it. A number from 0, at most 1,000,000,000. Implies `strategy = "percent"`.
#' @param seed `NULL`, or a whole number from 0, below 2^53 ("numpy": 2^32).
#' @param stream Where random numbers come from: "native", a counter-based
#'   generator, or "numpy".
#' @param bases How rows to start from are chosen: "even", every row of the class
#'   equally often, as in the paper, or "random", with replacement. (The numpy
#'   stream always draws with replacement.)
#' @param few_rows If a class has no `k + 1` rows: "error", or "clip": use all the
#'   neighbours there are, and repeat a single row.
#' @param scale Scaling of columns for distances: "none", "sd" (the standard deviation,
#'   with divisor n, not n - 1) or "range". Values are never scaled.
#' @param column_weights Weights of the squared differences, on top of `scale`: a
#'   number for each column that is used, in their order or by name.
#' @param threads How many threads; `NULL`: option `smote.threads`, or environment
#'   variable `SMOTE_NUM_THREADS`, or all that the process may use. `OMP_THREAD_LIMIT`
#'   is honoured.
#' @param progress `TRUE` shows a progress bar on the error stream. A function is
#'   called with the fraction that is done, every 20 to 50 ms; an error in it ends
#'   the call.
#' @param provenance Whether to say where each row comes from: the result then has
#'   an attribute "provenance", a data frame with a row for each row of the result.
#'   `base` and `neighbor` are rows of the input, `gap` is the part of the way from
#'   base to neighbour ([svm_smote()]: negative in the opposite direction). An original
#'   row has itself as base and neighbour, and gap 0. Columns of categories that were voted
#'   on ([smotenc()], [smoten()]) do not follow from these: the data frame then has an
#'   attribute "voted" with their names, or their numbers in a matrix without.
#' @param cleaning `NULL`, or a method that drops rows afterwards, from all rows, old and new:
#'   its name, as in `cleaning = "tomek"`, or [cleaning()] with its settings. See there.
#' @param ... None: a misspelt argument is an error.
#'
#' @return What came in, grown: labels within the table come back within it, and
#'   labels that came apart come back apart, as `list(x =, y =)`. Original rows
#'   come first, untouched and in their order; new rows follow, class by class.
#'   Containers, column classes and attributes are what they were; new values of
#'   integer columns (and whole dates) are rounded. Original rows keep their row
#'   names. After a second step, `cleaning`, some rows are missing.
#'
#' @references Chawla, N. V., Bowyer, K. W., Hall, L. O. and Kegelmeyer, W. P.
#'   (2002) SMOTE: synthetic minority over-sampling technique. *Journal of
#'   Artificial Intelligence Research* 16, 321-357. \doi{10.1613/jair.953}
#'
#' @seealso [borderline_smote()], [svm_smote()], [adasyn()], [kmeans_smote()] and
#'   [random_over()] for other methods, [smotenc()] and [smoten()] for categories, and
#'   [oversample()] for all of them; [undersample()] for methods that drop rows, and
#'   [cleaning()] for both, one after the other; [smote_neighbors()]; [SMOTE()] for those who come from
#'   smotefamily.
#'
#' @examples
#' # 50 rows of each species, made unequal
#' flowers <- iris[c(1:50, 51:70, 101:110), ]
#' table(flowers$Species)
#'
#' balanced <- smote(Species ~ ., data = flowers, seed = 42, threads = 1)
#' table(balanced$Species)
#'
#' # The same, with the labels named, and only half as many
#' table(smote(flowers, "Species", over_ratio = 0.5, threads = 1)$Species)
#'
#' # Rows per class; where did the first new row come from?
#' more <- smote(flowers, "Species", strategy = c(virginica = 25), seed = 1,
#'               provenance = TRUE, threads = 1)
#' more[81, ]
#' attr(more, "provenance")[81, ]
#'
#' # A matrix with labels apart
#' parts <- smote(as.matrix(flowers[1:4]), flowers$Species, threads = 1)
#' dim(parts$x)
#' table(parts$y)
#' @export
smote <- function(x, ...) UseMethod("smote")

#' @rdname smote
#' @export
smote.matrix <- function(x, y, k = 5, over_ratio = 1, strategy = "auto", percent = NULL,
                         seed = NULL, stream = c("native", "numpy"),
                         bases = c("even", "random"), few_rows = c("error", "clip"),
                         scale = c("none", "sd", "range"), column_weights = NULL,
                         threads = NULL, progress = FALSE, provenance = FALSE, cleaning = NULL,
                         ...) {
  check_dots(...)
  options <- read_options(environment())
  if (missing(y)) abort_no_labels()
  resample("smote", matrix_input(x, y), options)
}

#' @rdname smote
#' @export
smote.data.frame <- function(x, y, k = 5, over_ratio = 1, strategy = "auto", percent = NULL,
                             seed = NULL, stream = c("native", "numpy"),
                             bases = c("even", "random"), few_rows = c("error", "clip"),
                             scale = c("none", "sd", "range"), column_weights = NULL,
                             threads = NULL, progress = FALSE, provenance = FALSE, cleaning = NULL,
                             ...) {
  check_dots(...)
  options <- read_options(environment())
  if (missing(y)) abort_no_labels()
  resample("smote", labelled_frame(x, y), options)
}

#' @rdname smote
#' @export
smote.formula <- function(x, data, carry = c("base", "na"), k = 5, over_ratio = 1,
                          strategy = "auto", percent = NULL, seed = NULL,
                          stream = c("native", "numpy"), bases = c("even", "random"),
                          few_rows = c("error", "clip"), scale = c("none", "sd", "range"),
                          column_weights = NULL, threads = NULL, progress = FALSE,
                          provenance = FALSE, cleaning = NULL, ...) {
  check_dots(...)
  options <- read_options(environment())
  carry <- one_of(carry, "carry", c("base", "na"))
  resample("smote", formula_input(x, data, carry), options)
}

#' @rdname smote
#' @export
smote.default <- function(x, ...) {
  abort_no_table(x, "numeric matrix")
}
