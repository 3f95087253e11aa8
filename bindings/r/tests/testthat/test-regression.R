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

# A line with rows in danger at 10 and 12, noise at 20 and safe rows elsewhere, for m = 3
# (and the same weights for ADASYN with k = 3: 0, 2/3 and 1).
border <- local({
  few <- c(0, 1, 2, 3, 10, 12, 20)
  many <- c(9, 10.5, 12.5, 19.5, 20.5, 21, 100:115)
  list(x = cbind(c(few, many)), y = rep(c("few", "many"), c(length(few), length(many))),
       danger = 5:6, noise = 7L)
})

new_rows <- function(sample, data, ...) {
  origin <- attr(sample(data$x, data$y, seed = 1, provenance = TRUE, ...), "provenance")
  origin[-seq_along(data$y), ]
}

kinds <- c("borderline-1", "borderline-2")

test_that("borderline starts from rows in danger, not from safe ones (themis #235)", {
  for (kind in kinds) {
    for (stream in c("native", "numpy")) {
      new <- new_rows(borderline_smote, border, k = 2, m = 3, kind = kind, stream = stream)
      expect_identical(nrow(new), 15L)
      expect_setequal(new$base, border$danger)
    }
  }
})

test_that("borderline-2 starts from rows of the class, and stays on their side (themis #242)", {
  for (stream in c("native", "numpy")) {
    result <- borderline_smote(border$x, border$y, k = 2, m = 3, kind = "borderline-2", seed = 1,
                               stream = stream, provenance = TRUE)
    new <- attr(result, "provenance")[-seq_along(border$y), ]
    expect_identical(unique(border$y[new$base]), "few")
    expect_identical(unique(result$y[-seq_along(border$y)]), "few")
    other <- border$y[new$neighbor] == "many"
    expect_true(any(other))
    expect_true(all(new$gap[other] < 0.5))
  }
})

test_that("ADASYN does not count a row among its own neighbours (themis #239)", {
  # Shares 2/7, 2/7 and 3/7; with the row itself among the three they would be 2/8, 2/8
  # and 4/8 at k = 3.
  for (stream in c("native", "numpy")) {
    new <- new_rows(adasyn, border, k = 3, strategy = c(few = 14), stream = stream)
    expect_identical(c(table(new$base)), c(`5` = 2L, `6` = 2L, `7` = 3L))
  }
})

test_that("ADASYN survives classes that lie apart (themis #240)", {
  data <- border
  data$x[data$y == "many", ] <- 1000 + 1:22
  expect_warning(new <- new_rows(adasyn, data), "all its rows count the same", class = "smote_warning")
  expect_identical(c(table(new$base)), c(`1` = 3L, `2` = 2L, `3` = 2L, `4` = 2L, `5` = 2L, `6` = 2L, `7` = 2L))
  expect_refused(new_rows(adasyn, data, stream = "numpy"), "no row of class 'few' has a neighbour of another class")
})

test_that("a class with one row in danger starts from that row (themis #245: sample(x))", {
  data <- border
  data$x <- data$x[-c(6L, 10L), , drop = FALSE] # without 12 and 12.5
  data$y <- data$y[-c(6L, 10L)]
  for (kind in kinds) {
    for (stream in c("native", "numpy")) {
      new <- new_rows(borderline_smote, data, k = 2, m = 3, kind = kind, stream = stream)
      expect_identical(new$base, rep(5L, 15L))
    }
  }
})

test_that("a duplicate of another class is a neighbour, and the row itself is none (themis #247)", {
  # Row 2 has its nearest row, of another class, at distance 0 and before it; who drops the
  # first of the list counts row 2 as its own neighbour and finds it safe.
  data <- list(x = cbind(c(0, 0, 1, 1.1, 1.2, 50:55)), y = rep(c(0L, 1L, 0L), c(1L, 4L, 6L)))
  for (kind in kinds) {
    new <- new_rows(borderline_smote, data, k = 1, m = 2, kind = kind)
    expect_identical(new$base, c(2L, 2L, 2L))
    expect_identical(new$neighbor, rep(if (kind == "borderline-1") 3L else 1L, 3L))
  }
  new <- new_rows(adasyn, data, k = 1)
  expect_identical(new$base, c(2L, 2L, 2L))
  expect_identical(new$neighbor, c(3L, 3L, 3L))
  same <- list(x = cbind(rep(0, 14)), y = rep(0:1, c(8, 6)))
  for (method in c("borderline1", "borderline2", "svm", "adasyn")) {
    new <- new_rows(oversample, same, method = method, strategy = c(`1` = 100))
    expect_true(all(new$neighbor != new$base))
  }
})

test_that("a fractional ratio is rounded by every method (themis #248)", {
  data <- blobs(c(61, 20), columns = 1)
  for (method in c("borderline1", "borderline2", "svm", "adasyn", "random_over")) {
    grown <- oversample(data$x, data$y, method = method, seed = 1, over_ratio = 0.46) # 28.06
    expect_identical(as.vector(table(grown$y)), c(61L, 28L))
    grown <- oversample(data$x, data$y, method = method, seed = 1, over_ratio = 0.98) # 59.78
    expect_identical(as.vector(table(grown$y)), c(61L, 60L))
  }
})

test_that("borderline-2 has no missing rows (smotefamily: 65 of 80 NA)", {
  data <- blobs(c(100, 20), columns = 2)
  data$x <- data$x - data$y
  for (stream in c("native", "numpy")) {
    result <- borderline_smote(data$x, data$y, kind = "borderline-2", seed = 1, stream = stream)
    expect_identical(dim(result$x), c(200L, 2L))
    expect_true(all(is.finite(result$x)))
    expect_true(all(apply(result$x, 2L, range) == apply(data$x, 2L, range)))
  }
})

test_that("60 and 40 rows are balanced by every method (smotefamily: no new row)", {
  data <- blobs(c(60, 40), columns = 1)
  for (method in c("borderline1", "borderline2", "svm", "adasyn", "random_over")) {
    grown <- oversample(data$x, data$y, method = method, seed = 1)
    expect_identical(as.vector(table(grown$y)), c(60L, 60L))
  }
})

test_that("SMOTE-NC lets the neighbours vote, not the class or the table (themis #241)", {
  # Around 0 the class has "p", around 100 more often "q"; the other class, "r", is nearer to
  # both than they are to each other.
  few <- data.frame(a = c(0:3, 100:109), g = rep(c("p", "q"), c(4, 10)), class = "few")
  many <- data.frame(a = c(0:9 + 0.5, 100:119 + 0.5), g = "r", class = "many")
  frame <- rbind(few, many)
  for (stream in c("native", "numpy")) {
    result <- smotenc(frame, "class", k = 3, seed = 1, stream = stream, provenance = TRUE)
    base <- attr(result, "provenance")$base[45:60]
    expect_true(any(base <= 4))
    expect_identical(result$g[45:60], few$g[base])
  }
})

test_that("a single category to choose from is that category (themis #245: sample(x))", {
  frame <- data.frame(a = 1:14, code = rep(c(7L, 1L), c(5, 9)), class = rep(c("few", "many"), c(5, 9)))
  expect_identical(smotenc(frame, "class", categorical = "code", k = 4, seed = 1)$code[15:18], rep(7L, 4))
  expect_identical(smoten(class ~ code, frame, categorical = "code", k = 4, seed = 1)$code[15:18], rep(7L, 4))
})

test_that("among duplicates a row is not its own neighbour, with categories and clusters too (themis #247)", {
  frame <- data.frame(a = rep(0, 14), g = "x", class = rep(c("few", "many"), c(5, 9)))
  new <- attr(smotenc(frame, "class", k = 4, seed = 1, provenance = TRUE), "provenance")[15:18, ]
  expect_true(all(new$neighbor != new$base & new$neighbor <= 5))
  expect_warning(result <- kmeans_smote(class ~ a, frame, clusters = 1, seed = 1, provenance = TRUE), "all alike")
  new <- attr(result, "provenance")[15:18, ]
  expect_true(all(new$neighbor != new$base & new$neighbor <= 5))
  # A row that counts itself among its neighbours outvotes the only other one.
  two <- data.frame(a = c(0, 0, 1:9), g = c("x", "y", rep("z", 9)), class = rep(c("few", "many"), c(2, 9)))
  result <- smotenc(two, "class", k = 1, seed = 1, provenance = TRUE)
  expect_identical(result$g[12:18], c("y", "x")[attr(result, "provenance")$base[12:18]])
})

test_that("the newer methods round a ratio, and balance 60 and 40 (themis #248, smotefamily)", {
  counts <- function(rows, ...) {
    frame <- blob_frame(rows, columns = 1)
    frame$g <- rep_len(c("x", "y", "z"), nrow(frame))
    lapply(list(smotenc(frame, "Class", seed = 1, ...), smoten(Class ~ g, frame, seed = 1, ...),
                kmeans_smote(Class ~ a, frame, clusters = 1, seed = 1, ...)),
           function(grown) as.vector(table(grown$Class))[1:2])
  }
  expect_identical(counts(c(61, 20), over_ratio = 0.46), rep(list(c(61L, 28L)), 3)) # 28.06
  expect_identical(counts(c(61, 20), over_ratio = 0.98), rep(list(c(61L, 60L)), 3)) # 59.78
  expect_identical(counts(c(60, 40)), rep(list(c(60L, 60L)), 3))
})

test_that("dummies stay dummies (mlr3pipelines #848: 0.7)", {
  frame <- blob_frame()
  frame$north <- rep(c(0, 1, 1, 0), 23)
  frame$south <- 1L - as.integer(frame$north)
  expect_false(all(smote(frame, "Class", seed = 1)$north %in% 0:1))
  result <- smotenc(frame, "Class", categorical = c("north", "south"), seed = 1)
  expect_true(all(result$north %in% c(0, 1)))
  expect_type(result$south, "integer")
  expect_true(all(result$south %in% 0:1))
})

test_that("factor and logical predictors have a way, and the error says which (themis #27, #40, #166)", {
  frame <- blob_frame()
  frame$sex <- factor(rep(c("f", "m"), 46))
  frame$smokes <- rep(c(TRUE, FALSE, FALSE, TRUE), 23)
  expect_refused(smote(frame, "Class"), "'sex' (factor), 'smokes' (logical) are not numeric", "smotenc()")
  result <- smotenc(frame, "Class", seed = 1)
  expect_s3_class(result$sex, "factor")
  expect_type(result$smokes, "logical")
  expect_false(anyNA(result))
})

test_that("a table of factors alone can be balanced (mlr #134)", {
  frame <- expand.grid(a = factor(1:3), b = factor(c("x", "y")), Class = factor(c("few", "many")))
  frame <- frame[c(1:6, rep(7:12, 4)), ]
  result <- smoten(frame, "Class", seed = 1)
  expect_identical(as.vector(table(result$Class)), c(24L, 24L))
  expect_identical(lapply(result, levels), lapply(frame, levels))
})

test_that("the order of levels and columns stays (exploratory_func #405, themis #76, mlr #1951)", {
  frame <- blob_frame()
  frame <- cbind(stage = factor(rep(c("II", "I", "IV", "III"), 23), c("IV", "I", "III", "II")), frame)
  frame$constant <- factor("only", c("none", "only"))
  result <- smotenc(Class ~ ., frame, seed = 1)
  expect_identical(names(result), names(frame))
  expect_identical(levels(result$stage), c("IV", "I", "III", "II"))
  expect_identical(unique(result$constant), factor("only", c("none", "only")))
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
