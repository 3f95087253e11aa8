# One test for each defect of other packages that touches SMOTE, named after the
# report. None of them is in this package's history; each was somebody's lost day.

test_that("a character class column keeps its labels (themis #261: all NA)", {
  frame <- blob_frame()
  frame$Class <- as.character(frame$Class)
  result <- smote(frame, "Class", seed = 1)
  expect_identical(as.vector(table(result$Class, useNA = "always")), c(60L, 60L, 60L, 0L))
})

test_that("an unused level is no class (themis #238, mlr3pipelines #881)", {
  frame <- blob_frame()
  levels(frame$Class) <- c(levels(frame$Class), "zz")
  result <- smote(frame, "Class", seed = 1)
  expect_identical(as.vector(table(result$Class)), c(60L, 60L, 60L, 0L))
  expect_identical(levels(result$Class), levels(frame$Class))
})

test_that("one predictor is enough (themis #151, caret #612, smotefamily)", {
  frame <- blob_frame(columns = 1)
  expect_identical(dim(smote(frame, "Class", seed = 1)), c(180L, 2L))
  expect_identical(dim(smote(Class ~ a, blob_frame(), seed = 1)), c(180L, 5L))
  data <- blobs(columns = 1)
  expect_identical(dim(smote(data$x, data$y, seed = 1)$x), c(180L, 1L))
  expect_identical(nrow(SMOTE(frame["a"], frame$Class, seed = 1)$syn_data), 60L)
})

test_that("a predictor called 'class' does not meet the label (mlr3pipelines #826)", {
  frame <- blob_frame()
  names(frame)[2L] <- "class"
  result <- smote(frame, "Class", seed = 1)
  expect_identical(names(result), names(frame))
  expect_type(result$class, "double")
  expect_refused(SMOTE(frame[1:4], frame$Class), "'X' has a column called 'class'", "rename it")
})

test_that("a label called like an argument, or with a space, is found", {
  frame <- blob_frame()
  for (name in c("k", "y", "a class", "class", "_1")) {
    names(frame)[5L] <- name
    expect_identical(as.vector(table(smote(frame, name, seed = 1)[[name]])), c(60L, 60L, 60L))
    formula <- stats::as.formula(sprintf("`%s` ~ .", name))
    expect_identical(smote(formula, frame, seed = 1), smote(frame, name, seed = 1))
  }
})

test_that("predictors with '.y' in their names stay (caret's sampling)", {
  frame <- blob_frame()
  names(frame)[1:4] <- c("a.y", ".y", "dose.y.x", "b")
  expect_identical(names(smote(Class ~ ., frame, seed = 1)), names(frame))
  expect_false(anyNA(smote(Class ~ ., frame, seed = 1)))
})

test_that("60 and 40 rows are balanced (smotefamily: no new row, no message)", {
  data <- blobs(c(60, 40))
  expect_identical(as.vector(table(smote(data$x, data$y, seed = 1)$y)), c(60L, 60L))
  expect_identical(nrow(SMOTE(as.data.frame(data$x), data$y, seed = 1)$syn_data), 20L)
})

test_that("a matrix X works (smotefamily: subscript out of bounds)", {
  data <- blobs(c(60, 20))
  expect_identical(nrow(SMOTE(data$x, data$y, seed = 1)$data), 120L)
})

test_that("an ordered factor works (UBL: the condition has length > 1)", {
  frame <- blob_frame()
  frame$Class <- factor(frame$Class, ordered = TRUE)
  result <- smote(Class ~ ., frame, seed = 1)
  expect_s3_class(result$Class, "ordered")
  expect_identical(as.vector(table(result$Class)), c(60L, 60L, 60L))
})

test_that("a tibble works, with integers that stay integer (UBL, DMwR2 #1)", {
  skip_if_not_installed("tibble")
  frame <- tibble::as_tibble(blob_frame())
  frame$a <- as.integer(round(10 * frame$a))
  result <- smote(Class ~ ., frame, seed = 1)
  expect_s3_class(result, "tbl_df")
  expect_type(result$a, "integer")
})

test_that("all classes grow, not only the smallest against the rest (smotefamily)", {
  data <- blobs(c(60, 30, 10))
  expect_identical(as.vector(table(smote(data$x, data$y, seed = 1)$y)), c(60L, 60L, 60L))
})

test_that("a class that is big enough is left alone (themis #263)", {
  data <- blobs(c(60, 40, 10))
  result <- smote(data$x, data$y, seed = 1, over_ratio = 0.5)
  expect_identical(as.vector(table(result$y)), c(60L, 40L, 30L))
})

test_that("a fractional ratio is rounded, not truncated (themis #248, #119)", {
  data <- blobs(c(61, 20))
  expect_identical(as.vector(table(smote(data$x, data$y, seed = 1, over_ratio = 0.5)$y)), c(61L, 30L)) # 30.5, to even
  expect_identical(as.vector(table(smote(data$x, data$y, seed = 1, over_ratio = 0.45)$y)), c(61L, 27L)) # 27.45
  expect_identical(as.vector(table(smote(data$x, data$y, seed = 1, over_ratio = 0.46)$y)), c(61L, 28L)) # 28.06
  expect_identical(as.vector(table(smote(data$x, data$y, seed = 1, over_ratio = 0.98)$y)), c(61L, 60L)) # 59.78
})

test_that("among duplicates a row is not its own neighbour (themis #247)", {
  x <- rbind(matrix(rnorm(40, 9), 20), matrix(0, 6, 2), c(1, 1))
  y <- rep(0:1, c(20, 7))
  origin <- attr(smote(x, y, seed = 1, k = 3, provenance = TRUE), "provenance")[-(1:27), ]
  expect_true(all(origin$base != origin$neighbor))
  expect_true(all(origin$neighbor <= 26L))
})

test_that("a class with one base row to draw from draws that row (themis #245: sample(x))", {
  data <- blobs(c(20, 1))
  origin <- attr(smote(data$x, data$y, seed = 1, few_rows = "clip", provenance = TRUE), "provenance")
  expect_identical(unique(origin$base[-(1:21)]), which(data$y == 1L))
})

test_that("missing labels are an error, and not a class (themis 1.0.0)", {
  frame <- blob_frame()
  frame$Class[4] <- NA
  expect_refused(smote(frame, "Class"), "'Class' is NA in row 4")
})

test_that("missing values are found in any class (smotefamily looks at one)", {
  frame <- blob_frame()
  frame$b[which(frame$Class == "healthy")[2L]] <- NA
  expect_refused(smote(frame, "Class"), "NA in row")
  expect_refused(SMOTE(frame[1:4], frame$Class), "NA in row")
})

test_that("ids are carried and do not count in distances (themis #20)", {
  frame <- blob_frame()
  result <- smote(Class ~ ., frame, seed = 1)
  frame$id <- 1e6 * rev(seq_len(92))
  with_id <- smote(Class ~ . - id, frame, seed = 1, provenance = TRUE)
  expect_identical(with_id[1:5], result, ignore_attr = "provenance")
  expect_identical(with_id$id, frame$id[attr(with_id, "provenance")$base])
})

test_that("nothing is printed (smotefamily: '... is Done')", {
  frame <- blob_frame()
  expect_silent(smote(frame, "Class", seed = 1))
  expect_silent(SMOTE(frame[1:4], frame$Class, seed = 1))
  expect_silent(smote_neighbors(frame[1:4], 2))
})

test_that("a constant column is no trouble, scaled or not (DMwR: NaN distances)", {
  frame <- blob_frame()
  frame$b <- 7
  for (scale in c("none", "sd", "range")) {
    result <- smote(frame, "Class", seed = 1, scale = scale)
    expect_identical(result$b, rep(7, 180))
  }
})
