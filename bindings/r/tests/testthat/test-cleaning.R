# Over-sampling, then a method that drops rows, in one plan.

apart <- function(...) overlapping(rows = c(50, 24, 14), ...)

quietly <- function(code) suppressWarnings(code, classes = "smote_warning")

# The first step alone, then the second on what it has made.
two_steps <- function(x, y, first, second) {
  grown <- do.call(oversample, c(list(x, y, seed = 3, provenance = TRUE), first))
  left <- do.call(undersample, c(list(grown$x, grown$y, seed = 3, provenance = TRUE), second))
  origin <- attr(grown, "provenance")[rows_left(left), ]
  attr(origin, "rounds") <- attr(attr(left, "provenance"), "rounds")
  list(x = left$x, y = left$y, origin = origin)
}

expect_two_steps <- function(x, y, first, second) {
  cleaned <- do.call(cleaning, second)
  result <- quietly(do.call(oversample, c(list(x, y, seed = 3, provenance = TRUE, cleaning = cleaned), first)))
  wanted <- quietly(two_steps(x, y, first, second))
  expect_identical(result$x, wanted$x)
  expect_identical(result$y, wanted$y)
  origin <- attr(result, "provenance")
  expect_identical(as.list(origin), as.list(wanted$origin))
}

test_that("two steps in one plan are one after the other, and provenance leads through both", {
  first <- list(list(method = "smote"), list(method = "borderline1"), list(method = "adasyn", k = 3),
                list(method = "svm"), list(method = "random_over"), list(method = "smote", over_ratio = 0.6))
  second <- list(list("tomek", strategy = "all"), list("enn", strategy = "all", k = 5, selection = "mode"),
                 list("renn", strategy = "all"), list("allknn", strategy = "all", allow_minority = TRUE),
                 list("ncr", strategy = "all", threshold = 1), list("nearmiss1", under_ratio = 1.5),
                 list("nearmiss2", k = 1, strategy = c(`0` = 9)))
  for (seed in 1:2) {
    data <- apart(seed = seed)
    for (one in first) {
      for (other in second) {
        names(other)[1L] <- "method"
        expect_two_steps(data$x, data$y, one, other)
      }
    }
  }
})

test_that("by default ENN, Tomek links and their like clean all classes", {
  data <- apart()
  for (method in c("tomek", "enn", "renn", "allknn", "ncr")) {
    plain <- quietly(smote(data$x, data$y, seed = 1, cleaning = method))
    expect_identical(quietly(smote(data$x, data$y, seed = 1, cleaning = cleaning(method, strategy = "all"))), plain)
    some <- quietly(smote(data$x, data$y, seed = 1, cleaning = cleaning(method, classes = 1)))
    expect_identical(as.vector(table(some$y))[c(1, 3)], c(50L, 50L))
  }
})

test_that("smote_enn() and smote_tomek() are these two", {
  data <- apart()
  expect_identical(smote_enn(data$x, data$y, seed = 1), smote(data$x, data$y, seed = 1, cleaning = "enn"))
  expect_identical(smote_enn(data$x, data$y, enn_k = 5, selection = "mode", k = 3, seed = 1),
                   smote(data$x, data$y, k = 3, seed = 1, cleaning = cleaning("enn", k = 5, selection = "mode")))
  expect_identical(smote_tomek(data$x, data$y, seed = 1), smote(data$x, data$y, seed = 1, cleaning = "tomek"))
  expect_identical(smote_tomek(data$x, data$y, seed = 1, classes = 0),
                   smote(data$x, data$y, seed = 1, cleaning = cleaning("tomek", classes = 0)))
  frame <- data.frame(data$x, g = rep(letters[1:4], 22), Class = data$y)
  mixed <- smote_enn(Class ~ ., frame, method = "smotenc", seed = 1)
  expect_identical(mixed, smotenc(Class ~ ., frame, seed = 1, cleaning = "enn"))
  expect_true(all(mixed$g %in% letters[1:4]))
})

test_that("SMOTE to a ratio and random under-sampling to a ratio", {
  data <- blobs(c(100, 30, 12))
  counts <- function(..., under) {
    as.vector(table(smote(data$x, data$y, seed = 1, ..., cleaning = do.call(cleaning, c("random_under", under)))$y))
  }
  expect_identical(counts(over_ratio = 0.5, under = list(under_ratio = 1.2)), c(60L, 50L, 50L))
  expect_identical(counts(over_ratio = 0.5, under = list()), c(50L, 50L, 50L))
  expect_identical(counts(over_ratio = 0.2, under = list()), c(20L, 20L, 20L))
  expect_identical(counts(strategy = "minority", under = list(under_ratio = 2)), c(60L, 30L, 60L))
  expect_identical(counts(strategy = "not minority", under = list(under_ratio = 4)), c(48L, 48L, 12L))
  expect_identical(counts(strategy = "majority", under = list(under_ratio = 2)), c(24L, 24L, 12L))
  expect_identical(counts(percent = 100, under = list(under_ratio = 1.5)), c(36L, 30L, 24L))
  expect_identical(counts(strategy = c(`2` = 20), under = list(strategy = c(`0` = 40, `2` = 15))), c(40L, 30L, 15L))
  expect_identical(counts(under = list(under_ratio = 9)), c(100L, 100L, 100L))
  two <- blobs(c(100, 30))
  result <- smote(two$x, two$y, strategy = "ratio", over_ratio = 0.505, seed = 1,
                  cleaning = cleaning("random_under", under_ratio = 1.1))
  expect_identical(as.vector(table(result$y)), c(55L, 50L))
})

test_that("a second step goes by the rows that the first has made, not by those it was asked for", {
  far <- blobs(c(50, 10), columns = 2)
  far$x <- far$x + 100 * far$y # no row in danger
  for (kind in c("borderline-1", "borderline-2")) {
    counts <- function(under_ratio, ...) {
      step <- cleaning("random_under", under_ratio = under_ratio)
      result <- quietly(borderline_smote(far$x, far$y, k = 3, m = 3, kind = kind, seed = 1, ..., cleaning = step))
      as.vector(table(result$y))
    }
    expect_identical(counts(2), c(20L, 10L))
    expect_identical(counts(1.5, strategy = c(`1` = 20)), c(15L, 10L))
    expect_identical(counts(0.8), c(8L, 10L))
    expect_identical(counts(9), c(50L, 10L))
  }
  expect_warning(borderline_smote(far$x, far$y, cleaning = cleaning("random_under", under_ratio = 2)),
                 "no row of class 1 is in danger", class = "smote_warning_no_candidates")
})

test_that("a second step takes as many rows as rounding has made", {
  data <- apart()
  for (method in c("adasyn", "kmeans")) {
    grow <- function(...) quietly(oversample(data$x, data$y, method = method, k = 3, stream = "numpy", ...))
    made <- table(grow(seed = 1)$y)
    expect_false(all(made == 50))
    kept <- grow(seed = 1, cleaning = cleaning("nearmiss1", strategy = made))
    expect_identical(table(kept$y), made)
    half <- cleaning("random_under", strategy = "all", under_ratio = 0.5)
    few <- table(grow(seed = 1, cleaning = half)$y)
    expect_identical(as.vector(few), rep(as.integer(round(min(made) / 2)), 3))
    # R's generator is asked once for both plans.
    drawn <- with_seed(7, floor(runif(2) * 2^32)[2])
    expect_identical(with_seed(7, grow(cleaning = half)), grow(seed = drawn, cleaning = half))
  }
})

test_that("progress of a second step that waits for the first goes once from 0 to 1", {
  data <- overlapping(rows = c(3000, 800))
  seen <- double()
  borderline_smote(data$x, data$y, seed = 1, cleaning = cleaning("random_under", under_ratio = 2),
                   progress = function(fraction) seen <<- c(seen, fraction))
  expect_false(is.unsorted(seen))
  expect_true(all(seen >= 0 & seen <= 1))
})

test_that("new rows lie on the way from base to neighbour, whatever the cleaning leaves", {
  data <- apart()
  for (stream in c("native", "numpy")) {
    result <- smote_enn(data$x, data$y, seed = 5, stream = stream, provenance = TRUE)
    origin <- attr(result, "provenance")
    base <- data$x[origin$base, ]
    expect_identical(result$x, base + origin$gap * (data$x[origin$neighbor, ] - base))
    expect_identical(result$y, data$y[origin$base])
  }
})

test_that("kept rows keep what they are, and new rows follow", {
  data <- apart()
  frame <- data.frame(data$x, Class = factor(data$y), id = seq_along(data$y))
  frame$notes <- as.list(frame$id)
  result <- smote_enn(Class ~ X1 + X2, frame, seed = 1, provenance = TRUE)
  origin <- attr(result, "provenance")
  kept <- which(origin$gap == 0)
  expect_identical(kept, seq_along(kept))
  for (column in c("X1", "id", "notes", "Class")) {
    expect_identical(result[[column]][kept], frame[[column]][origin$base[kept]])
  }
  expect_identical(result$id, frame$id[origin$base])
  expect_identical(attr(result, "row.names"), c(origin$base[kept], 88L + seq_len(nrow(result) - length(kept))))
  blank <- smote_enn(Class ~ X1 + X2, frame, seed = 1, carry = "na")
  expect_identical(blank$id, replace(result$id, -kept, NA))
})

test_that("with the numpy stream new rows come among the others, and are what they are", {
  data <- apart()
  frame <- data.frame(data$x, whole = as.integer(round(data$x[, 1] * 5)), Class = factor(data$y), id = seq_along(data$y))
  result <- smote_enn(Class ~ X1 + X2 + whole, frame, seed = 1, stream = "numpy", carry = "na", provenance = TRUE)
  origin <- attr(result, "provenance")
  expect_false(is.unsorted(as.integer(result$Class)))
  new <- origin$gap != 0
  expect_true(any(diff(new) < 0))
  expect_identical(is.na(result$id), new)
  expect_identical(result$id[!new], origin$base[!new])
  expect_identical(result$X1[!new], frame$X1[origin$base[!new]])
  expect_identical(result$whole[!new], frame$whole[origin$base[!new]])
  expect_identical(anyDuplicated(row.names(result)), 0L)
  expect_identical(row.names(result)[!new], as.character(origin$base[!new]))
  x <- as.matrix(frame[c("X1", "X2", "whole")])
  apart <- smote_enn(x, frame$Class, seed = 1, stream = "numpy")
  expect_identical(apart$x[, "X1"], result$X1, ignore_attr = "names")
})

test_that("with the numpy stream rows come class by class where the second step drops none", {
  data <- apart()
  frame <- data.frame(data$x, whole = as.integer(round(data$x[, 1] * 5)), g = rep(c("u", "v"), 44), Class = data$y,
                      id = seq_along(data$y))
  none <- cleaning("random_under", under_ratio = 9)
  runs <- list(function(...) smote(Class ~ X1 + X2 + whole, frame, ...),
               function(...) smotenc(Class ~ X1 + whole + g, frame, ...),
               function(...) adasyn(Class ~ X1 + X2, frame, k = 3, ...),
               function(...) random_over(Class ~ X1 + X2 + whole, frame, shrinkage = 1, ...),
               function(...) random_over(Class ~ ., frame, ...),
               function(...) smote(Class ~ X1 + X2, frame, strategy = "majority", ...))
  for (run in runs) {
    grown <- run(seed = 1, stream = "numpy", provenance = TRUE)
    grouped <- order(grown$Class)
    result <- run(seed = 1, stream = "numpy", provenance = TRUE, cleaning = none)
    for (column in names(frame)) expect_identical(result[[column]], grown[[column]][grouped])
    for (part in c("base", "neighbor", "gap")) {
      expect_identical(attr(result, "provenance")[[part]], attr(grown, "provenance")[[part]][grouped])
    }
    expect_identical(anyDuplicated(row.names(result)), 0L)
  }
  blank <- runs[[1]](seed = 1, stream = "numpy", carry = "na", cleaning = none)
  whole <- runs[[1]](seed = 1, stream = "numpy", carry = "na")
  expect_identical(blank$id, whole$id[order(whole$Class)])
  apart <- smote(data$x, data$y, seed = 1, stream = "numpy")
  grouped <- order(apart$y)
  expect_identical(smote(data$x, data$y, seed = 1, stream = "numpy", cleaning = none),
                   list(x = apart$x[grouped, ], y = apart$y[grouped]))
  one <- smote(data$x[, 1, drop = FALSE], data$y, seed = 1, stream = "numpy", cleaning = none)
  expect_identical(dim(one$x), c(150L, 1L))
})

test_that("with the numpy stream rows that look kept, but are not, have names of their own", {
  data <- apart()
  frame <- data.frame(g = round(data$x[, 1]), h = round(data$x[, 2]), Class = data$y, id = seq_along(data$y))
  runs <- list(quietly(smoten(Class ~ g + h, frame, seed = 1, stream = "numpy", cleaning = "enn",
                              categorical = c("g", "h"), carry = "na")),
               random_over(Class ~ g + h, frame, seed = 1, stream = "numpy", cleaning = "enn", shrinkage = 1, carry = "na"))
  for (result in runs) {
    old <- which(!is.na(result$id))
    expect_lt(length(old), nrow(result))
    expect_gt(length(old), 0L)
    expect_identical(result[old, ], frame[result$id[old], ])
    expect_identical(anyDuplicated(row.names(result)), 0L)
    expect_true(all(as.integer(row.names(result)[-old]) > nrow(frame)))
  }
})

test_that("cleaning() shows the settings of its method", {
  expect_output(print(cleaning("enn", k = 5)), "cleaning by enn: k = 5; selection = \"all\"; strategy = \"auto\"", fixed = TRUE)
  expect_output(print(cleaning("random_under", strategy = c(a = 5, b = 3))), "strategy = c(a = 5, b = 3); under_ratio = 1", fixed = TRUE)
})

test_that("categories and noise survive two steps", {
  data <- apart()
  frame <- data.frame(data$x, g = factor(rep(c("u", "v", "w", "w"), 22)), h = rep(c(TRUE, FALSE), 44), Class = data$y)
  for (stream in c("native", "numpy")) {
    mixed <- smotenc(frame, "Class", seed = 1, cleaning = "tomek", stream = stream, provenance = TRUE)
    expect_identical(attr(attr(mixed, "provenance"), "voted"), c("g", "h"))
    expect_type(mixed$h, "logical")
    alone <- quietly(smoten(Class ~ g + h, frame, seed = 1, cleaning = "enn", stream = stream))
    expect_identical(levels(alone$g), levels(frame$g))
    # Noise is part of what is cleaned.
    smooth <- random_over(data$x, data$y, shrinkage = 1, seed = 1, stream = stream)
    left <- edited_nn(smooth$x, smooth$y, strategy = "all", stream = stream)
    expect_identical(random_over(data$x, data$y, shrinkage = 1, seed = 1, cleaning = "enn", stream = stream), left)
  }
})

test_that("rows that are repeated as they are may be of any kind, unless they are compared", {
  data <- apart()
  frame <- data.frame(data$x, g = factor(rep(c("u", "v", "w", "w"), 22)), Class = data$y)
  frame$notes <- as.list(seq_along(data$y))
  both <- random_over(frame, "Class", over_ratio = 0.5, seed = 1, cleaning = "random_under", provenance = TRUE)
  expect_identical(as.vector(table(both$Class)), c(25L, 25L, 25L))
  expect_identical(both$notes, frame$notes[attr(both, "provenance")$base])
  expect_refused(random_over(frame, "Class", cleaning = "enn"), "column 'notes' (list) is not numeric",
                 "numbers or categories")
  result <- quietly(random_over(Class ~ X1 + X2 + g, frame, seed = 1, cleaning = "enn", provenance = TRUE))
  base <- attr(result, "provenance")$base
  for (column in names(frame)) expect_identical(result[[column]], frame[[column]][base])
})

test_that("random_over() has what its second step compares rows by", {
  data <- apart()
  data$x[, 2] <- data$x[, 2] * 1000
  frame <- data.frame(data$x, g = rep(1:4, 22), Class = data$y)
  grown <- random_over(frame, "Class", seed = 1)
  for (given in list(list(), list(scale = "sd"), list(column_weights = c(1, 0, 2)), list(categorical = "g"),
                     list(scale = "range", categorical = 3, column_weights = c(g = 1, X1 = 2, X2 = 3)))) {
    for (method in c("enn", "nearmiss1")) {
      step <- cleaning(method, k = 5, strategy = "all")
      result <- quietly(do.call(random_over, c(list(frame, "Class", seed = 1, cleaning = step), given)))
      wanted <- quietly(do.call(undersample, c(list(grown, "Class", method = method, k = 5, strategy = "all"), given)))
      expect_identical(result, wanted, ignore_attr = "row.names")
    }
  }
  few <- list(x = data$x[1:6, ], y = c(0, 0, 0, 0, 1, 1))
  run <- function(...) quietly(random_over(few$x, few$y, seed = 1, cleaning = cleaning("enn", k = 20), ...))
  expect_refused(run(), "there are 8 rows, but k = 20 of the cleaning needs", "few_rows = \"clip\"")
  expect_silent(run(few_rows = "clip"))
  expect_silent(random_over(data$x, data$y, shrinkage = 1, cleaning = "enn", scale = "sd"))
  refused <- function(...) expect_refused(random_over(data$x, data$y, ...), "no argument")
  refused(scale = "sd")
  refused(scale = "sd", cleaning = "random_under")
  refused(few_rows = "clip", cleaning = "tomek")
  refused(categorical = 1, shrinkage = 1, cleaning = "enn")
})

test_that("threads change nothing, and the seed decides on both steps", {
  data <- apart()
  run <- function(...) quietly(oversample(data$x, data$y, ..., cleaning = cleaning("oss", k = 3, seeds = 4)))
  one <- run(seed = 1, threads = 1)
  expect_identical(run(seed = 1, threads = 2), one)
  expect_identical(run(seed = 1, threads = 8), one)
  expect_false(identical(run(seed = 2), one))
  expect_identical(with_seed(4, run()), with_seed(4, run()))
})

test_that("all functions that add rows take a second step", {
  data <- apart()
  frame <- data.frame(data$x, Class = factor(data$y))
  for (run in list(smote, borderline_smote, svm_smote, adasyn, random_over)) {
    result <- quietly(run(frame, "Class", seed = 1, cleaning = "tomek"))
    whole <- quietly(run(frame, "Class", seed = 1))
    expect_true(nrow(result) < nrow(whole) || identical(run, random_over)) # repeated rows have no links
    expect_identical(quietly(run(Class ~ ., frame, seed = 1, cleaning = cleaning("tomek"))), result)
  }
  grown <- kmeans_smote(frame, "Class", clusters = 1, seed = 1)
  expect_lte(nrow(kmeans_smote(frame, "Class", clusters = 1, seed = 1, cleaning = "tomek")), nrow(grown))
})

test_that("a class that vanishes in the second step is a warning", {
  x <- matrix(1, 9, 2)
  y <- rep(c("a", "b"), c(6, 3))
  expect_warning(result <- smote(x, y, k = 2, seed = 1, cleaning = "enn"), "all rows of class 'b' were dropped",
                 class = "smote_warning_class_vanished")
  expect_identical(unique(result$y), "a")
})

test_that("second steps that do not fit are refused", {
  data <- apart()
  refused <- function(code, ...) expect_refused(code, ...)
  refused(smote(data$x, data$y, cleaning = 3), "cleaning is 3", "cleaning(\"enn\", k = 5)")
  refused(smote(data$x, data$y, cleaning = list("enn")), "cleaning is of class list")
  refused(smote(data$x, data$y, cleaning = "smote"), "cleaning is 'smote'", "'random_under', 'tomek'")
  refused(cleaning("cluster_centroids"), "method is 'cluster_centroids'", "'random_under', 'tomek'")
  refused(cleaning("instance_hardness"), "method is 'instance_hardness'")
  refused(cleaning(NULL), "method is NULL")
  refused(cleaning("enn", seed = 1), "no argument 'seed'", "Method 'enn' has k, selection, strategy, classes")
  refused(cleaning("enn", 3), "an argument too many")
  refused(cleaning("enn", k = 0), "k is 0")
  refused(smote(data$x, data$y, cleaning = cleaning("enn", k = 200)),
          "there are 150 rows, but k = 200 of the cleaning needs at least 201", "Use a smaller k,")
  refused(smote(data$x, data$y, cleaning = cleaning("random_under", strategy = c(`0` = 70))),
          "strategy asks for 70 rows of class 0, which has 50 after over-sampling")
  # The argument is enn_k here, and k is another.
  for (k in list(0, 2.5, "3", NULL)) refused(smote_enn(data$x, data$y, enn_k = k), "enn_k is ", "whole number from 1")
  refused(smote_enn(data$x, data$y, enn_k = 200),
          "there are 150 rows, but enn_k = 200 of the cleaning needs at least 201", "Use a smaller enn_k,")
  refused(smote_enn(data$x, data$y, k = 0), "k is 0")
  # Borderline-SMOTE leaves a class without rows in danger as it is.
  far <- blobs(c(40, 10))
  far$x <- far$x + 50 * far$y
  refused(borderline_smote(far$x, far$y, cleaning = cleaning("random_under", strategy = c(`1` = 30))),
          "strategy asks for 30 rows of class 1, which has 10 after over-sampling", "or fewer")
  refused(borderline_smote(far$x, far$y, cleaning = cleaning("random_under", strategy = c(`7` = 30))), "strategy names '7'")
})
