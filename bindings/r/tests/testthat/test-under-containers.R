# The table that comes out is the table that came in, less some rows.

# One column of each kind, some with missing values; x and g decide on distances.
varied_frame <- function() {
  data <- overlapping(rows = c(40, 14), columns = 2)
  n <- length(data$y)
  frame <- data.frame(a = data$x[, 1], b = as.integer(round(data$x[, 2] * 10)))
  frame$g <- factor(rep(c("u", "v", "w"), length.out = n), c("w", "v", "u", "never"))
  frame$Class <- factor(c("healthy", "ill")[data$y + 1], c("ill", "healthy", "never"))
  frame$seen <- as.Date("2024-01-01") + c(NA, seq_len(n - 1))
  frame$time <- as.POSIXct("2024-02-28 12:00:00", tz = "Asia/Tokyo") + seq_len(n)
  frame$wait <- as.difftime(seq_len(n) / 2, units = "hours")
  frame$grade <- factor(rep(c("low", "high"), n / 2), c("low", "high"), ordered = TRUE)
  frame$name <- replace(sprintf("p%d", seq_len(n)), 3, NA)
  frame$flag <- rep(c(TRUE, NA), n / 2)
  frame$z <- complex(real = seq_len(n), imaginary = -1)
  frame$big <- structure(as.double(seq_len(n)), class = "integer64")
  frame$notes <- c(list(NULL, 1:3, "x"), as.list(4:n))
  frame$kept <- I(as.list(seq_len(n)))
  frame$pair <- cbind(l = seq_len(n), r = letters[1 + seq_len(n) %% 26])
  attr(frame$b, "label") <- "visits"
  attr(frame, "source") <- "ward 7"
  frame
}

all_methods <- c("random_under", "tomek", "enn", "renn", "allknn", "cnn", "oss", "ncr", "nearmiss1",
                 "nearmiss2", "nearmiss3", "instance_hardness")

run_under <- function(method, ..., rows = 54) {
  arguments <- list(..., method = method, seed = 1, provenance = TRUE)
  if (method == "instance_hardness") arguments$probability <- seq_len(rows) / rows
  suppressWarnings(do.call(undersample, arguments), classes = "smote_warning")
}

expect_rows_of <- function(result, frame) {
  rows <- attr(result, "provenance")$base
  attr(result, "provenance") <- NULL
  expect_lt(length(rows), nrow(frame))
  expect_identical(names(result), names(frame))
  for (column in names(frame)) {
    old <- .subset2(frame, column)
    new <- .subset2(result, column)
    expect_identical(class(new), class(old))
    expect_identical(attributes(new)[c("levels", "label", "units", "tzone")],
                     attributes(old)[c("levels", "label", "units", "tzone")])
    index <- if (is.matrix(old)) old[rows, , drop = FALSE] else old[rows]
    expect_identical(if (is.matrix(old)) new else as.vector(unclass(new)), if (is.matrix(old)) index else as.vector(unclass(index)))
  }
  expect_identical(attr(result, "source"), attr(frame, "source"))
}

test_that("every column of a data frame keeps what it is, by every method", {
  frame <- varied_frame()
  before <- unserialize(serialize(frame, NULL))
  for (method in all_methods) {
    # Columns that a formula leaves out are of any kind.
    result <- run_under(method, Class ~ a + b + g, frame)
    expect_identical(class(result), "data.frame")
    expect_rows_of(result, frame)
    expect_identical(attr(result, "row.names"), attr(result, "provenance")$base)
  }
  expect_identical(frame, before)
  expect_rows_of(run_under("random_under", frame, "Class"), frame)
  expect_rows_of(run_under("cluster_centroids", Class ~ a, frame, voting = "hard"), frame)
})

test_that("a data frame without lists is what x[rows, ] is", {
  frame <- varied_frame()[1:5]
  attr(frame, "source") <- NULL
  attr(frame$b, "label") <- NULL
  for (named in c(FALSE, TRUE)) {
    if (named) row.names(frame) <- sprintf("patient %d", seq_len(54))
    result <- edited_nn(Class ~ a + b, frame, provenance = TRUE)
    rows <- attr(result, "provenance")$base
    attr(result, "provenance") <- NULL
    expect_identical(result, frame[rows, ])
  }
  again <- random_under(frame, "Class", strategy = c(healthy = 39), replacement = TRUE, seed = 1, provenance = TRUE)
  rows <- attr(again, "provenance")$base
  expect_gt(anyDuplicated(rows), 0L)
  expect_identical(row.names(again), row.names(frame[rows, ]))
})

test_that("a tibble stays a tibble, a data.table one on which := works", {
  frame <- varied_frame()
  if (requireNamespace("tibble", quietly = TRUE)) {
    table <- tibble::as_tibble(frame)
    result <- run_under("enn", Class ~ a + b, table)
    expect_rows_of(result, table)
    expect_lt(.row_names_info(result), 0L)
  }
  skip_if_not_installed("data.table")
  table <- data.table::as.data.table(frame[c("a", "b", "g", "Class", "seen", "notes")])
  data.table::setkey(table, a)
  before <- data.table::copy(table)
  result <- run_under("enn", Class ~ a + b, table)
  expect_null(data.table::key(result))
  rows <- attr(result, "provenance")$base
  expect_identical(result$notes, table$notes[rows])
  expect_lt(.row_names_info(result), 0L)
  expect_silent(data.table::set(result, j = "extra", value = 1))
  expect_identical(table, before)
})

test_that("matrices keep type, dimnames and attributes; labels keep theirs", {
  data <- overlapping(rows = c(40, 14), columns = 3)
  x <- matrix(as.integer(round(data$x * 10)), ncol = 3,
              dimnames = list(patient = sprintf("p%d", 1:54), measure = c("a", "b", "c")))
  attr(x, "unit") <- "mm"
  y <- structure(setNames(c("healthy", "ill")[data$y + 1], sprintf("p%d", 1:54)), note = "kept")
  for (method in c(all_methods, "cluster_centroids")) {
    extra <- if (method == "cluster_centroids") list(voting = "hard")
    result <- do.call(run_under, c(list(method, x, y), extra))
    rows <- attr(result, "provenance")$base
    expect_identical(result$x, structure(x[rows, ], unit = "mm"))
    expect_identical(result$y, structure(y[rows], note = "kept"))
  }
  letters <- matrix(sample(letters[1:3], 162, TRUE), 54)
  result <- random_under(letters, y, seed = 1, provenance = TRUE)
  expect_identical(result$x, letters[attr(result, "provenance")$base, ])
})

test_that("labels of any type, within the table and apart, give the same rows", {
  frame <- varied_frame()[1:4]
  within <- edited_nn(frame, "Class")
  apart <- edited_nn(frame[1:3], frame$Class)
  expect_identical(apart$x, within[1:3])
  expect_identical(apart$y, within$Class)
  expect_identical(edited_nn(Class ~ ., frame), within)
  for (y in list(as.character(frame$Class), frame$Class == "healthy", as.integer(frame$Class == "healthy"))) {
    result <- edited_nn(frame[1:3], y)
    expect_identical(result$x, within[1:3])
    expect_identical(typeof(result$y), typeof(y))
  }
})

test_that("factors, strings and logicals count as categories, and so does what categorical names", {
  frame <- varied_frame()
  # Numbers and categories: as far apart as the median of the deviations.
  numbers <- cbind(frame$a, frame$b)
  deviation <- median(apply(numbers, 2, function(v) sqrt(mean((v - mean(v))^2))))
  indicators <- sapply(c("u", "v", "w"), function(level) (frame$g == level) * deviation / sqrt(2))
  rows <- function(...) attr(edited_nn(..., provenance = TRUE), "provenance")$base
  by_hand <- rows(cbind(numbers, indicators), frame$Class)
  expect_identical(rows(Class ~ a + b + g, frame), by_hand)
  text <- transform(frame[c("a", "b", "Class")], g = as.character(frame$g))
  expect_identical(rows(Class ~ a + b + g, text), by_hand)
  coded <- transform(text, g = match(frame$g, c("v", "w", "u")) * 10)
  expect_identical(rows(Class ~ a + b + g, coded, categorical = "g"), by_hand)
  expect_identical(rows(as.matrix(coded[c("a", "b", "g")]), frame$Class, categorical = 3), by_hand)
  expect_false(identical(rows(Class ~ a + b + g, coded), by_hand))
  # Categories alone: the distributions of classes decide.
  alone <- data.frame(g = c("u", "u", "u", "v", "v", "u"), Class = c(0, 0, 0, 1, 1, 1))
  # All with "u" are at distance 0, and row 1 comes first: it outvotes row 6.
  expect_identical(rows(alone, "Class", k = 1, classes = 1), 1:5)
  # A matrix of strings is categories alone.
  expect_identical(rows(as.matrix(alone["g"]), alone$Class, k = 1, classes = 1), 1:5)
})

test_that("centres take the place of rows, and carry what a formula leaves out", {
  frame <- varied_frame()
  frame$whole <- as.Date("2024-01-01") + seq_len(54)
  result <- cluster_centroids(Class ~ a + b + whole, frame, strategy = c(healthy = 5), seed = 1, provenance = TRUE)
  expect_identical(as.vector(table(result$Class)), c(14L, 5L, 0L))
  centres <- 15:19
  base <- attr(result, "provenance")$base
  expect_identical(base[1:14], which(frame$Class == "ill"))
  expect_true(all(frame$Class[base[centres]] == "healthy"))
  expect_type(result$b, "integer")
  expect_identical(attr(result$b, "label"), "visits")
  expect_identical(unclass(result$whole), round(unclass(result$whole)))
  for (column in c("g", "seen", "notes", "grade")) {
    expect_identical(result[[column]], frame[[column]][base])
  }
  blank <- cluster_centroids(Class ~ a + b + whole, frame, strategy = c(healthy = 5), seed = 1, carry = "na")
  expect_true(all(is.na(blank$g[centres])))
  expect_identical(blank$a, result$a)
  # Rows that stay keep their numbers, and centres have none of theirs.
  expect_identical(attr(result, "row.names"), c(base[1:14], 55:59))

  # Of all columns together
  whole <- cluster_centroids(cbind(frame$a, frame$b), frame$Class, strategy = c(healthy = 1), seed = 1)
  healthy <- frame$Class == "healthy"
  expect_equal(whole$x[15, ], c(mean(frame$a[healthy]), mean(frame$b[healthy])))
})

# ---- Bad input ----------------------------------------------------------------

test_that("a column that distances cannot take is refused, and named", {
  frame <- varied_frame()
  expect_refused(tomek_links(frame[c("a", "z", "notes", "Class")], "Class"),
                 "columns 'z' (complex), 'notes' (list) are not numeric", "random_under()")
  expect_refused(edited_nn(frame[c("a", "big", "Class")], "Class"), "column 'big' (integer64) is not numeric",
                 "numbers or categories")
  expect_refused(cluster_centroids(frame[c("a", "g", "Class")], "Class"), "column 'g' (factor) is not numeric",
                 "Distances are between numbers: ")
  expect_refused(edited_nn(frame[c("a", "pair", "Class")], "Class"), "column 'pair' (matrix of 2 columns) is not numeric")
  expect_refused(edited_nn(Class ~ a, frame, categorical = "g"), "categorical has column 'g', which is not used")
  expect_refused(edited_nn(matrix(1i, 3, 2), 1:3), "'x' is a matrix of type complex")
  expect_refused(tomek_links(frame["Class"], "Class"), "no columns to use")
})

# What the help page of a function says that `...` takes.
dots_in_help <- function(page) {
  tagged <- function(parts, tag) Filter(function(part) identical(attr(part, "Rd_tag"), tag), parts)
  codes <- function(part) {
    if (identical(attr(part, "Rd_tag"), "\\code")) return(paste(unlist(part), collapse = ""))
    if (is.list(part)) unlist(lapply(part, codes))
  }
  items <- tagged(tagged(page, "\\arguments")[[1L]], "\\item")
  dots <- Filter(function(item) identical(unlist(item[[1L]]), "..."), items)
  codes(dots[[1L]][[2L]])
}

test_that("help pages name the arguments that methods have, and no others (near_miss(), tomek_links())", {
  pages <- tools::Rd_db("smote")
  skip_if(length(pages) == 0L, "installed without help")
  methods <- c(random_under = "random_under", near_miss = "nearmiss1", instance_hardness = "instance_hardness",
               cluster_centroids = "cluster_centroids", tomek_links = "tomek", edited_nn = "enn",
               condensed_nn = "cnn", neighborhood_cleaning = "ncr")
  known <- c(names(formals(smote.matrix)), "categorical")
  for (page in names(methods)) {
    has <- reduction_run_arguments(methods[[page]])
    told <- intersect(dots_in_help(pages[[paste0(page, ".Rd")]]), known)
    expect_identical(setdiff(told, has), character(), label = page)
    # (Most of these methods draw nothing.)
    expect_identical(setdiff(has, c(told, "seed", "stream")), character(), label = page)
  }
})

test_that("bad arguments are refused, each in two lines", {
  data <- blobs(c(20, 8), columns = 2)
  x <- data$x
  y <- data$y
  expect_refused(undersample(x, y, method = "smote"), "method is 'smote'", "'random_under', 'tomek'")
  expect_refused(oversample(x, y, method = "enn"), "method is 'enn'", "'smote', 'borderline1'")
  expect_refused(undersample(1:3, 1:3), "'x' is integer vector of length 3", "a matrix, a data frame")
  expect_refused(random_under(x), "'y' is missing")
  expect_refused(random_under(x, y[-1]), "'y' has 27 labels, but there are 28 rows")
  expect_refused(random_under(x, y, k = 3), "no argument 'k'", "Method 'random_under' has replacement")
  expect_refused(tomek_links(x, y, few_rows = "clip"), "no argument 'few_rows'")
  expect_refused(edited_nn(x, y, under_ratio = 2), "no argument 'under_ratio'")
  expect_refused(cluster_centroids(x, y, stream = "numpy"), "no argument 'stream'")
  expect_refused(random_under(x, y, over_ratio = 1), "no argument 'over_ratio'")
  expect_refused(random_under(x, y, cleaning = "enn"), "no argument 'cleaning'")
  expect_refused(undersample(x, y, 3), "an argument too many", "go by name")

  for (run in list(edited_nn, repeated_edited_nn, all_knn, neighborhood_cleaning, near_miss, condensed_nn)) {
    expect_refused(run(x, y, k = 0), "k is 0", "whole number from 1")
    expect_refused(run(x, y, k = 1.5), "k is 1.5")
    expect_refused(run(x, y, k = NULL), "k is NULL")
  }
  expect_refused(edited_nn(x, y, selection = "most"), "selection is 'most'", "'all', 'mode'")
  expect_refused(repeated_edited_nn(x, y, rounds = 0), "rounds is 0")
  expect_refused(all_knn(x, y, allow_minority = NA), "allow_minority is NA", "TRUE or FALSE")
  expect_refused(condensed_nn(x, y, seeds = -1), "seeds is -1")
  expect_refused(one_sided_selection(x, y, seeds = 2^25), "seeds is 33554432")
  expect_refused(neighborhood_cleaning(x, y, threshold = 0), "threshold is 0", "above 0")
  expect_refused(near_miss(x, y, version = 4), "version is 4", "from 1 to 3")
  expect_refused(near_miss(x, y, version = 3, candidates = 0), "candidates is 0")
  expect_refused(random_under(x, y, replacement = 1), "replacement is 1", "TRUE or FALSE")
  expect_refused(random_under(x, y, seed = -1), "seed is -1")
  expect_refused(cluster_centroids(x, y, voting = "none"), "voting is 'none'", "'soft', 'hard'")
  expect_refused(edited_nn(x, y, few_rows = "all"), "few_rows is 'all'")

  expect_refused(instance_hardness(x, y), "probability is missing", "for each row")
  expect_refused(instance_hardness(x, y, probability = "high"), "probability is 'high'")
  expect_refused(instance_hardness(x, y, probability = rep(0.5, 3)), "probability has 3 elements, but there are 28 rows")
  expect_refused(instance_hardness(x, y, probability = replace(y / 2, 5, NA)), "probability is NA in row 5")
  expect_refused(instance_hardness(x, y, probability = replace(y / 2, 5, 1.5)), "probability is 1.5 in row 5")
  expect_refused(instance_hardness(x, y, probability = cbind(`0` = y, b = y)), "probability has no column for class 1")
})

test_that("strategies that do not fit are refused", {
  data <- blobs(c(20, 8), columns = 2)
  refused <- function(run, ..., problem, need = "") expect_refused(run(data$x, data$y, ...), problem, need)
  refused(random_under, strategy = "some", problem = "strategy is 'some'", need = "rows per class")
  refused(random_under, strategy = "percent", problem = "strategy is 'percent'")
  refused(random_under, strategy = 5, problem = "a number without a class")
  refused(random_under, strategy = c(`0` = 21), problem = "strategy asks for 21 rows of class 0, which has 20 already",
          need = "adds none")
  refused(random_under, strategy = c(`5` = 1), problem = "strategy names '5', which is not among the labels")
  refused(random_under, strategy = c(`0` = 5), under_ratio = 2, problem = "and so does under_ratio")
  refused(random_under, under_ratio = 0, problem = "under_ratio is 0")
  refused(edited_nn, strategy = c(`0` = 5), problem = "method 'enn' cleans classes", need = "classes = c(")
  refused(edited_nn, strategy = "some", problem = "strategy is 'some'", need = "name classes")
  refused(edited_nn, classes = "7", problem = "classes names '7', which is not among the labels", need = "0, 1")
  refused(edited_nn, classes = character(), problem = "classes is character vector of length 0")
  refused(edited_nn, classes = list(0), problem = "classes is")
  refused(edited_nn, classes = NA, problem = "classes is NA in place 1")
  refused(edited_nn, classes = c(0, 0), problem = "classes has '0' twice")
  refused(edited_nn, classes = 0, strategy = "all", problem = "and so does classes")
})
