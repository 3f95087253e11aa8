# The table that comes out is the table that came in, grown.

old_rows <- function(result, data) result[seq_len(nrow(data)), , drop = FALSE]

test_that("a data frame keeps everything: columns, row names, attributes", {
  frame <- blob_frame()
  attr(frame, "source") <- "ward 7"
  attr(frame$a, "label") <- "blood pressure"
  for (result in list(smote(frame, "Class", seed = 1), smote(Class ~ ., data = frame, seed = 1),
                      smote(Class ~ ., frame, seed = 1))) {
    expect_identical(class(result), "data.frame")
    expect_identical(names(result), names(frame))
    expect_identical(attr(result, "source"), "ward 7")
    expect_identical(attr(result$a, "label"), "blood pressure")
    expect_identical(as.list(table(result$Class)), list(healthy = 60L, ill = 60L, `very ill` = 60L))
    expect_identical(.row_names_info(result), -180L)
    for (column in names(frame)) {
      expect_identical(as.vector(result[[column]])[1:92], as.vector(frame[[column]]))
    }
  }
  expect_null(attr(smote(frame, "Class", seed = 1), "provenance"))
})

test_that("row names stay, and new rows get names of their own", {
  frame <- blob_frame()
  row.names(frame) <- sprintf("patient %d", seq_len(92))
  row.names(frame)[5L] <- "93" # would be the first new row's
  result <- smote(frame, "Class", seed = 1)
  expect_identical(old_rows(result, frame), frame)
  expect_identical(anyDuplicated(row.names(result)), 0L)

  part <- blob_frame()[c(92:50, 1:40), ]
  result <- smote(part, "Class", seed = 1)
  expect_identical(old_rows(result, part), part)
  expect_identical(anyDuplicated(row.names(result)), 0L)
})

test_that("rows are named for what they are where new ones come among those that stay", {
  frame <- data.frame(x = c(1:8, 101:104, 201:208), y = rep(c("a", "b", "c"), c(8, 4, 8)))
  grown <- smote(frame, "y", k = 3, seed = 1, stream = "numpy", cleaning = "enn", provenance = TRUE)
  is_new <- attr(grown, "provenance")$gap != 0
  expect_identical(which(is_new), 13:16)
  expect_identical(attr(grown, "row.names"), c(1:12, 21:24, 13:20))
  expect_identical(frame[row.names(grown)[!is_new], ], as.data.frame(grown)[!is_new, ], ignore_attr = "provenance")
})

test_that("columns of one column each, as from scale(), and arrays of one dimension are vectors", {
  frame <- blob_frame()
  shaped <- frame
  shaped$a <- scale(frame$a)
  shaped$b <- matrix(frame$b, dimnames = list(NULL, "of b"))
  shaped$c <- array(frame$c)
  shaped$Class <- array(as.character(frame$Class))
  flat <- frame
  flat$a <- as.vector(shaped$a)
  flat$Class <- as.character(frame$Class)
  for (grow in list(function(x) smote(x, "Class", seed = 1),
                    function(x) smote(Class ~ b + c, x, seed = 1),
                    function(x) smote_enn(x, "Class", seed = 1),
                    function(x) random_over(x, "Class", seed = 1),
                    function(x) random_over(x, "Class", seed = 1, shrinkage = 0.5),
                    function(x) tomek_links(x, "Class"),
                    function(x) smote(x[1:4], x$Class, seed = 1)$x)) {
    grown <- grow(shaped)
    expected <- grow(flat)
    rows <- nrow(expected)
    expect_identical(dim(grown$a), c(rows, 1L))
    expect_identical(attr(grown$a, "scaled:center"), attr(shaped$a, "scaled:center"))
    expect_identical(dimnames(grown$b), list(NULL, "of b"))
    expect_identical(dim(grown$c), rows)
    grown[] <- lapply(grown, as.vector)
    expect_identical(grown, expected)
  }
  expect_identical(smote_neighbors(shaped[1:4], 3), smote_neighbors(flat[1:4], 3))
  kinds <- data.frame(a = frame$a, word = I(matrix(rep_len(c("x", "y", "z"), nrow(frame)))), Class = frame$Class)
  grown <- smotenc(kinds, "Class", seed = 1)
  expect_identical(dim(grown$word), c(nrow(grown), 1L))
  kinds$word <- as.vector(kinds$word)
  expect_identical(as.vector(grown$word), smotenc(kinds, "Class", seed = 1)$word)
})

test_that("labels apart come back apart, for a data frame and for a matrix", {
  frame <- blob_frame()
  apart <- smote(frame[1:4], frame$Class, seed = 1)
  within <- smote(frame, "Class", seed = 1)
  expect_identical(names(apart), c("x", "y"))
  expect_identical(apart$x, within[1:4])
  expect_identical(apart$y, within$Class)

  matrix <- as.matrix(frame[1:4])
  result <- smote(matrix, frame$Class, seed = 1)
  expect_identical(result$x[1:92, ], matrix)
  expect_identical(result$x, as.matrix(within[1:4]), ignore_attr = "dimnames")
  expect_identical(colnames(result$x), colnames(matrix))
  expect_identical(result$y, within$Class)
})

test_that("a matrix keeps its dimnames and attributes", {
  data <- blobs()
  x <- structure(data$x, unit = "mm")
  dimnames(x) <- list(patient = sprintf("p%d", 1:92), measure = c("a", "b", "c", "d"))
  result <- smote(x, data$y, seed = 1)$x
  expect_identical(attr(result, "unit"), "mm")
  expect_identical(names(dimnames(result)), c("patient", "measure"))
  expect_identical(result[1:92, ], x, ignore_attr = "unit")
  expect_identical(anyDuplicated(rownames(result)), 0L)
})

test_that("a tibble stays a tibble", {
  skip_if_not_installed("tibble")
  frame <- tibble::as_tibble(blob_frame())
  frame$notes <- as.list(seq_len(92))
  result <- smote(Class ~ . - notes, frame, seed = 1)
  expect_identical(class(result), class(frame))
  expect_identical(result[1:92, ], frame)
  expect_identical(class(smote(frame[1:4], frame$Class, seed = 1)$x), class(frame))
})

test_that("a data.table stays one, without its key, and := works on it", {
  skip_if_not_installed("data.table")
  frame <- data.table::as.data.table(blob_frame())
  data.table::setkey(frame, a)
  data.table::setindex(frame, b)
  before <- data.table::copy(frame)
  for (result in list(smote(frame, "Class", seed = 1), smote(frame, "Class", seed = 1, provenance = TRUE),
                      smote(frame[, 1:4], frame$Class, seed = 1)$x)) {
    expect_identical(class(result), class(frame))
    expect_null(data.table::key(result))
    expect_null(attr(result, "index"))
    expect_silent(data.table::set(result, j = "extra", value = 1))
    expect_identical(result$extra, rep(1, 180))
    expect_identical(result$a[1:92], frame$a)
  }
  expect_identical(frame, before)
})

test_that("integer columns stay integer, new values rounded", {
  frame <- blob_frame()
  exact <- frame
  frame$b <- as.integer(round(frame$b * 10))
  exact$b <- as.double(frame$b)
  result <- smote(frame, "Class", seed = 1)
  expect_type(result$b, "integer")
  expect_identical(result$b[1:92], frame$b)
  expect_identical(result$b, as.integer(round(smote(exact, "Class", seed = 1)$b)))
  expect_identical(result$a, smote(exact, "Class", seed = 1)$a)

  data <- blobs()
  x <- matrix(as.integer(round(data$x * 10)), ncol = 4)
  result <- smote(x, data$y, seed = 1)$x
  expect_type(result, "integer")
  expect_identical(result[1:92, ], x)
  expect_identical(result, matrix(as.integer(round(smote(x + 0, data$y, seed = 1)$x)), ncol = 4))
  extreme <- rbind(x, rep(.Machine$integer.max, 4), rep(-.Machine$integer.max, 4))
  expect_false(anyNA(smote(extreme, c(data$y, 2L, 2L), seed = 1)$x))
})

test_that("dates, times and differences of time are interpolated as such", {
  frame <- blob_frame()
  frame$day <- as.Date("2024-02-28") + round(frame$a * 10)
  frame$time <- as.POSIXct("2024-02-28 12:00:00", tz = "Asia/Tokyo") + frame$b * 1000
  frame$wait <- as.difftime(frame$c, units = "hours")
  result <- smote(frame, "Class", seed = 1)
  expect_identical(old_rows(result, frame), frame)
  expect_s3_class(result$day, "Date")
  expect_identical(unclass(result$day), round(unclass(result$day)))
  expect_identical(attributes(result$time), attributes(frame$time))
  expect_identical(units(result$wait), "hours")
  expect_true(all(result$day >= min(frame$day) & result$day <= max(frame$day)))
})

test_that("values are read without a say of their class, and codes with labels are no numbers", {
  frame <- blob_frame()
  plain <- smote(frame, "Class", seed = 1)
  registerS3method("as.double", "smote_test_unit", function(x, ...) stop("as.double() was called"))
  frame$a <- structure(frame$a, class = "smote_test_unit")
  grown <- smote(frame, "Class", seed = 1)
  expect_s3_class(grown$a, "smote_test_unit")
  expect_identical(unclass(grown$a), plain$a)
  expect_identical(unclass(random_over(frame, "Class", seed = 1, shrinkage = 1)$a),
                   random_over(blob_frame(), "Class", seed = 1, shrinkage = 1)$a)
  frame$a <- structure(rep_len(c(1, 2, 3), nrow(frame)), labels = c(x = 1, y = 2, z = 3),
                       class = c("haven_labelled", "vctrs_vctr", "double"))
  expect_refused(smote(frame, "Class"), "column 'a' (haven_labelled) is not numeric")
  expect_s3_class(smotenc(frame, "Class", categorical = "a")$a, "haven_labelled")
})

test_that("a formula's right side decides what is used; the rest is carried", {
  frame <- blob_frame()
  frame$id <- seq_len(92)
  frame$ward <- factor(rep(c("north", "south"), 46))
  frame$name <- sprintf("patient %d", frame$id)
  frame$big <- structure(as.double(frame$id), class = "integer64")
  frame$seen <- rep(as.Date("2024-01-01"), 92) + frame$id
  frame$pair <- cbind(frame$id, -frame$id)
  frame$note <- I(as.list(frame$id))

  result <- smote(Class ~ a + c, data = frame, seed = 1, provenance = TRUE)
  origin <- attr(result, "provenance")
  only <- smote(frame[c("a", "c")], frame$Class, seed = 1)
  expect_identical(result$a, only$x$a)
  expect_identical(result$c, only$x$c)
  for (column in c("b", "d", "id", "ward", "name", "seen", "note")) {
    expect_identical(result[[column]], frame[[column]][origin$base])
  }
  expect_identical(result$pair, frame$pair[origin$base, ])
  expect_identical(unclass(result$big), as.double(origin$base))
  expect_s3_class(result$big, "integer64")

  blank <- smote(Class ~ a + c, data = frame, seed = 1, carry = "na")
  expect_identical(blank$a, result$a)
  expect_identical(blank$Class, result$Class)
  for (column in c("b", "d", "id", "ward", "name", "seen")) {
    expect_identical(blank[[column]], frame[[column]][c(1:92, rep(NA, 88))])
  }
  # integer64's NA: a double's -0
  expect_identical(1 / unclass(blank$big)[93:180], rep(-Inf, 88))
  expect_identical(unclass(blank$big)[1:92], as.double(1:92))
})

test_that("formulas with a dot, minus and brackets mean what they say", {
  frame <- blob_frame()
  same <- function(one, other) {
    expect_identical(smote(one, frame, seed = 1), smote(other, frame, seed = 1))
  }
  same(Class ~ ., Class ~ a + b + c + d)
  same(Class ~ . - b, Class ~ a + c + d)
  same(Class ~ . - (b + c), Class ~ a + d)
  same(Class ~ (a + d) - d + b, Class ~ a + b)
  expect_identical(smote(Class ~ ., frame, seed = 1), smote(frame, "Class", seed = 1))
})

test_that("formulas of thousands of columns are read", {
  wide <- as.data.frame(matrix(rnorm(12 * 6000), 12))
  wide$Class <- rep(0:1, c(8, 4))
  formula <- stats::as.formula(paste("Class ~", paste(names(wide)[1:6000], collapse = " + ")))
  expect_identical(smote(formula, wide, seed = 1, k = 3), smote(Class ~ ., wide, seed = 1, k = 3))
  # In the order of the terms, whatever their signs.
  columns <- function(formula) names(wide)[read_formula(formula, wide)$used]
  expect_identical(columns(Class ~ V3 + V1 - V3 + V2 + V3), c("V1", "V2", "V3"))
  expect_identical(columns(Class ~ V9 + (. - V9) - (V10 + V11))[c(1, 2, 10)], c("V9", "V1", "V12"))
})

test_that("formulas that have no way back to a table are refused", {
  frame <- blob_frame()
  refused <- function(formula, ...) expect_refused(smote(formula, frame), ...)
  refused(~ a, "no left side", "Class ~ .")
  refused(factor(Class) ~ a, "left side of the formula is factor(Class)", "name of the label column")
  refused(Grade ~ a, "no column 'Grade'", "'a', 'b', 'c', 'd', 'Class'")
  refused(Class ~ a + z, "no column 'z'")
  refused(Class ~ a - z, "no column 'z'")
  refused(Class ~ . - Class, "'Class' is on both sides")
  refused(Class ~ log(a), "term log(a)", "joined by + or -")
  refused(Class ~ a:b, "term a:b")
  refused(Class ~ a * b, "term a * b")
  refused(Class ~ 1, "term 1")
  refused(Class ~ a + Class, "'Class' is on both sides")
  refused(Class ~ a - a, "no columns to use")
  expect_refused(smote(Class ~ a), "'data' is missing")
  expect_refused(smote(Class ~ a, as.matrix(frame[1:4])), "'data' is of class matrix/array", "data frame")
  names(frame)[2L] <- "a"
  refused(Class ~ a, "two columns are called 'a'")
})

test_that("a table that is balanced comes back as it is", {
  frame <- blob_frame(c(10, 10, 10))
  expect_identical(smote(frame, "Class"), frame)
  result <- smote(frame, "Class", provenance = TRUE)
  expect_identical(attr(result, "provenance"),
                   data.frame(base = 1:30, neighbor = 1:30, gap = 0))
  # And the provenance of an earlier call does not stay on as that of this one.
  again <- smote(result, "Class")
  expect_identical(again, frame)
})

test_that("inputs are never modified", {
  frame <- blob_frame()
  copy <- unserialize(serialize(frame, NULL))
  smote(frame, "Class", seed = 1)
  smote(Class ~ a, frame, seed = 1)
  expect_identical(frame, copy)
})

test_that("a matrix of doubles goes to libsmote without a copy", {
  skip_if_not(capabilities("profmem"))
  data <- blobs()
  x <- data$x
  trace <- capture.output({
    tracemem(x)
    smote(x, data$y, seed = 1, threads = 1)
    untracemem(x)
  })
  expect_false(any(grepl("->", trace)))
})
