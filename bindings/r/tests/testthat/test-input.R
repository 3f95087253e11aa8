# Bad input: an error that says what is wrong and what is needed, and never a crash.

test_that("missing and infinite values are named by row and column", {
  data <- blobs()
  named <- data$x
  colnames(named) <- c("age", "dose", "c", "d")
  for (bad in list(NaN, NA, Inf, -Inf)) {
    x <- replace(data$x, 92 + 7, bad) # row 7 of column 2
    what <- format(as.double(bad))
    expect_refused(smote(x, data$y), sprintf("'x' has %s in row 7 of column 2", what), "impute or remove")
    x <- replace(named, 92 + 7, bad)
    expect_refused(smote(x, data$y), sprintf("'x' has %s in row 7 of column 'dose'", what))
    frame <- as.data.frame(x)
    frame$Class <- data$y
    expect_refused(smote(frame, "Class"), sprintf("'x' has %s in row 7 of column 'dose'", what))
    expect_refused(smote(Class ~ dose, frame), sprintf("'data' has %s in row 7 of column 'dose'", what))
    # A column that is not used may have anything.
    expect_identical(nrow(smote(Class ~ age, frame)), 180L)
  }
  expect_refused(smote(replace(data$x, c(7, 8, 300), NA), data$y), "row 7 of column 1, and 2 more")
  whole <- matrix(as.integer(data$x * 10), 92)
  expect_refused(smote(replace(whole, 3, NA), data$y), "'x' has NA in row 3 of column 1")
  expect_error(smote(replace(data$x, 1, NA), data$y), class = "smote_error_invalid_data")
})

test_that("missing values count in every class, also in one that does not grow", {
  data <- blobs(c(30, 10))
  row <- which(data$y == 0)[1L]
  expect_refused(smote(replace(data$x, row, NA), data$y), sprintf("NA in row %d", row))
})

test_that("a class that is too small is named by its label, with its rows and the need", {
  data <- blobs(c(30, 4))
  named <- function(labels, k = 5) said(smote(data$x, labels[data$y + 1L], k = k))
  expect_match(named(factor(c("well", "very ill"))), "^class 'very ill' has 4 rows, but k = 5 needs at least 6\n")
  expect_match(named(c("x", "a")), "^class 'a' has 4 rows")
  expect_match(named(c(FALSE, TRUE)), "^class TRUE has 4 rows")
  expect_match(named(c(1L, -70000L)), "^class -70000 has 4 rows")
  expect_match(named(c(0, 2^40)), "^class 1099511627776 has 4 rows")
  expect_match(named(c("x", "a"), 4), "but k = 4 needs at least 5\n  Use a smaller k, or few_rows = \"clip\"")
  expect_identical(named(c("x", "a"), 3), "no error")
  expect_match(said(smote(blobs(c(9, 1))$x, blobs(c(9, 1))$y)), "^class 1 has 1 row, but")
  expect_error(smote(data$x, data$y), class = "smote_error_too_few_rows")
  # Only classes that grow need neighbours.
  expect_identical(nrow(smote(data$x, data$y, strategy = c(`0` = 31))$x), 35L)
})

test_that("empty tables, single classes and wrong shapes are refused", {
  data <- blobs()
  expect_refused(smote(data$x[0, ], integer()), "'x' has 0 rows and 4 columns", "at least one row")
  expect_refused(smote(data$x[, 0], data$y), "'x' has 92 rows and 0 columns")
  expect_refused(smote(data.frame(), integer()), "no rows")
  expect_refused(smote(blob_frame()[0, ], "Class"), "no rows")
  expect_refused(smote(blob_frame()["Class"], "Class"), "no columns to use", "one numeric column")
  expect_refused(smote(data$x, data$y * 0L), "all labels in 'y' are 0")
  expect_refused(smote(data$x[1, , drop = FALSE], 1L), "all labels in 'y' are 1")
  expect_refused(smote(data$x, 1:3), "'y' has 3 labels, but there are 92 rows")
  expect_refused(smote(data$x), "'y' is missing")
  expect_refused(smote(blob_frame()), "'y' is missing", "name of their column")
  expect_refused(smote(blob_frame(), "class"), "no column 'class'")
  expect_refused(smote(cbind(blob_frame(), Class = 1), "Class"), "2 columns are called 'Class'")
})

test_that("one is not many", {
  frame <- blob_frame()
  x <- as.matrix(frame[1:4])
  y <- frame$Class
  expect_refused(smote(replace(x, 7:8, NA), y), "row 7 of column 'a', and 1 more value like it")
  expect_refused(smote(replace(x, 7:9, NA), y), "and 2 more values like it")
  expect_refused(smote(x[0, 1, drop = FALSE], y[0]), "'x' has 0 rows and 1 column")
  expect_refused(smote(x, y[1]), "'y' has 1 label, but there are 92 rows")
  expect_refused(smote(x[1, , drop = FALSE], y), "'y' has 92 labels, but there is 1 row")
  expect_refused(smote(x, y, column_weights = c(a = 1, b = 1, c = 1, e = 1)), "but none for column 'd'")
  expect_refused(smote(x, y, column_weights = c(a = 1, b = 1, e = 1, f = 1)), "but none for columns 'c', 'd'")
  expect_refused(smote(x, y, over_ration = 1, n_jobs = 2), "there are no arguments 'over_ration', 'n_jobs'")
  expect_refused(smote(x, y, strategy = c(sick = 9, dead = 9)), "names 'sick', 'dead', which are not among the labels")
  expect_refused(smote_neighbors(x, queries = x[, 1, drop = FALSE]), "'queries' has 1 column, but")
  expect_refused(smote_neighbors(x, queries = stats::setNames(frame[1:4], letters[3:6])),
                 "'queries' has no columns 'a', 'b', but 'x' has")
  expect_refused(smotenc(frame, "Class", categorical = "f"), "'f', but there is no such column")
  expect_refused(smotenc(frame, "Class", categorical = c("f", "g")), "'f', 'g', but there are no such columns")
  expect_refused(smotenc(x[, 1, drop = FALSE], y, categorical = c(TRUE, TRUE)), "2 elements, but there is 1 column")
  expect_refused(smote(x, y, cleaning = cleaning("enn", classes = c(NA, "ill", NA))), "classes is NA in places 1, 3")
  expect_refused(instance_hardness(x, y, probability = 1), "probability has 1 element, but there are 92 rows")
  shares <- matrix(0.5, 92, 3, dimnames = list(NULL, levels(y)))
  expect_refused(instance_hardness(x, y, probability = unname(shares)),
                 "no column for classes 'healthy', 'ill', 'very ill'")
  expect_refused(instance_hardness(x, y, probability = shares[, -1]), "no column for class 'healthy'")
})

test_that("rows are named by their digits", {
  labels <- replace(rep(0:1, 5e4), 1e5, NA)
  expect_refused(smote(matrix(0, 1e5, 1), labels), "'y' is NA in row 100000")
})

test_that("what is not a table of numbers is refused", {
  data <- blobs()
  y <- data$y
  expect_refused(smote(NULL, y), "'x' is NULL")
  expect_refused(smote(1:92, y), "'x' is integer vector of length 92", "numeric matrix, a data frame")
  expect_refused(smote("a", y), "'x' is 'a'")
  expect_refused(smote(list(1, 2), y), "'x' is of class list")
  expect_refused(smote(array(0, c(2, 2, 2)), y), "'x' is of class array")
  expect_refused(smote(data$x + 1i, y), "type complex", "numeric matrix")
  expect_refused(smote(matrix("1", 92, 2), y), "type character")
  expect_refused(smote(data$x > 0, y), "type logical")
  expect_refused(smote(matrix(list(1), 92, 2), y), "type list")
  expect_refused(smote(structure(data$x, class = "integer64"), y), "'x' is of class integer64")
})

test_that("columns that are not numbers are named, with what they are", {
  frame <- blob_frame()
  refused <- function(column, kind) {
    frame$odd <- column
    expect_refused(smote(frame, "Class"), sprintf("column 'odd' (%s) is not numeric", kind), "label ~ . - odd")
  }
  refused(rep("a", 92), "character")
  refused(rep(TRUE, 92), "logical")
  refused(factor(rep("a", 92)), "factor")
  refused(as.list(1:92), "list")
  refused(complex(92), "complex")
  refused(raw(92), "raw")
  refused(matrix(0, 92, 2), "matrix of 2 columns")
  refused(structure(double(92), class = "integer64"), "integer64")
  frame$s <- "a"
  frame$l <- NA
  expect_refused(smote(frame, "Class"), "columns 's' (character), 'l' (logical) are not numeric")
})

test_that("a grouped data frame is refused: its groups would be wrong", {
  for (kind in c("grouped", "rowwise")) {
    frame <- structure(blob_frame(), class = c(paste0(kind, "_df"), "tbl_df", "tbl", "data.frame"))
    for (sample in list(smote, random_under)) {
      expect_refused(sample(frame, "Class"), paste("the data frame is", kind), "rows that come and go")
    }
    expect_refused(SMOTE(frame[1:4], frame$Class), paste("the data frame is", kind), "Ungroup it first")
  }
})

test_that("arguments are checked, each by name", {
  frame <- blob_frame()
  refused <- function(problem, need = "", ...) expect_refused(smote(frame, "Class", ...), problem, need)
  for (k in list(0, -1, 2.5, NA, NaN, Inf, "5", NULL, 1:2, 2^31, TRUE[0])) {
    refused("k is ", "whole number from 1", k = k)
  }
  for (ratio in list(0, -1, NA, Inf, "1", NULL, 1:2)) {
    refused("over_ratio is ", "above 0", over_ratio = ratio)
  }
  refused("strategy is 'balance'", "'auto', 'minority'", strategy = "balance")
  for (strategy in list(NULL, NA, c("auto", "all"), list(a = 1), TRUE)) {
    refused("strategy is ", "must be one of", strategy = strategy)
  }
  refused("a number without a class", "c(a = 100, b = 200)", strategy = 0.5)
  refused("a number without a class", strategy = numeric())
  refused("a number without a class", strategy = c(ill = 30, 40))
  refused("strategy names 'ill' twice", strategy = c(ill = 30, ill = 40))
  for (rows in list(30.5, -1, NA_real_, Inf)) {
    refused("not whole, or negative, or missing", strategy = c(ill = rows))
  }
  refused("strategy names 'sick'", "'healthy', 'ill', 'very ill'", strategy = c(sick = 30))
  refused("asks for 19 rows of class 'ill', which has 20", "removes none", strategy = c(ill = 19))
  refused("would have 3,000,000,072 rows", "2,147,483,647", strategy = c(ill = 3e9))
  refused("would have", over_ratio = 1e9)
  refused("rows per class, and so does", "one of them", strategy = c(ill = 30), over_ratio = 0.5)
  refused("rows per class, and so does", "one of them", strategy = c(ill = 30), percent = 10)
  refused("together with another strategy", strategy = "minority", percent = 10)
  refused("together with another strategy", over_ratio = 0.5, percent = 10)
  refused("percent is not given", "percent = 200", strategy = "percent")
  for (percent in list(-1, NA, "1", 1:2, 1e9 + 1)) {
    refused("percent is ", "number from 0 to 1000000000", percent = percent)
  }
  refused("strategy = \"ratio\" is for two classes, but there are 3", strategy = "ratio")
  for (seed in list(-1, 0.5, NA, "1", 2^53, 1:2, TRUE)) {
    refused("seed is ", "from 0 to 9007199254740991", seed = seed)
  }
  refused("seed is 4294967296", "from 0 to 4294967295", seed = 2^32, stream = "numpy")
  refused("stream is 'python'", "'native', 'numpy'", stream = "python")
  refused("bases is 'odd'", "'even', 'random'", bases = "odd")
  refused("few_rows is 'no'", "'error', 'clip'", few_rows = "no")
  refused("scale is TRUE", "'none', 'sd', 'range'", scale = TRUE)
  refused("threads is -1", "whole number from 0", threads = -1)
  refused("progress is 3", "TRUE, FALSE, or a function", progress = 3)
  refused("provenance is NA", "TRUE or FALSE", provenance = NA)
  refused("there is no argument 'over_ration'", "?smote", over_ration = 0.5)
  expect_refused(smote(Class ~ ., frame, carry = "zero"), "carry is 'zero'", "'base', 'na'")
  expect_refused(smote(Class ~ ., frame, n_jobs = 2), "no argument 'n_jobs'")
  expect_refused(smote(as.matrix(frame[1:4]), frame$Class, dist = 2), "no argument 'dist'")
})

test_that("a ratio of two classes is checked against what there is", {
  data <- blobs(c(30, 10))
  expect_refused(smote(data$x, data$y, strategy = "ratio", over_ratio = 0.3),
                 "asks for 9 rows of class 1, which has 10", "larger over_ratio")
  expect_refused(smote(data$x, data$y, strategy = "ratio", over_ratio = 1.5), "over_ratio is 1.5", "at most 1")
})

test_that("huge and tiny values neither crash nor leave the range of their parents", {
  data <- blobs(columns = 2)
  for (factor in c(1e300, 1e-300, 5e-324, .Machine$double.xmax / 1e3)) {
    x <- data$x * factor
    result <- try(smote(x, data$y, seed = 1), silent = TRUE)
    expect_true(is.list(result) || inherits(result, "try-error"))
    if (is.list(result)) {
      expect_true(all(is.finite(result$x)))
      expect_true(min(result$x) >= min(x) && max(result$x) <= max(x))
    }
  }
})
