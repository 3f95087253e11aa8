# SVM-SMOTE: which rows it starts from, and which way it goes. What it has in common with
# other methods is tested in test-family.R.

# A line with a safe row at 0, rows in danger at 10 and 12 and noise at 20, for m = 3.
line <- local({
  few <- c(0, 1, 2, 3, 10, 12, 20)
  many <- c(9, 10.5, 12.5, 19.5, 20.5, 21, 100:115)
  list(x = cbind(c(few, many)), y = rep(c("few", "many"), c(length(few), length(many))))
})

made_from <- function(data, ...) {
  origin <- attr(svm_smote(data$x, data$y, seed = 1, provenance = TRUE, ...), "provenance")
  origin[-seq_along(data$y), ]
}

test_that("rows in danger go inwards, others outwards, and noise goes nowhere", {
  for (stream in c("native", "numpy")) {
    for (out_step in c(0.5, 0.25, 1)) {
      new <- made_from(line, k = 2, m = 3, support_rows = c(1, 5, 7), stream = stream, out_step = out_step)
      expect_setequal(new$base, c(1L, 5L))
      inwards <- new$gap[new$base == 5]
      outwards <- new$gap[new$base == 1]
      expect_true(all(inwards > 0 & inwards < 1))
      expect_true(all(outwards < 0 & outwards > -out_step))
      expect_true(any(outwards < -out_step / 2))
      if (stream == "native") expect_identical(uses(new$base, c(1, 5)), c(8L, 7L))
      grown <- svm_smote(line$x, line$y, seed = 1, k = 2, m = 3, support_rows = c(1, 5, 7), stream = stream,
                         out_step = out_step)
      expect_true(all(grown$x[29 + which(new$base == 1)] < 0))
    }
    # Outwards at no distance is where the row is.
    new <- svm_smote(line$x, line$y, seed = 1, k = 2, m = 3, support_rows = 1, stream = stream, out_step = 0)
    expect_identical(new$x[-(1:29)], rep(0, 15))
  }
})

test_that("the support vectors are those of scikit-learn", {
  # SVC(gamma = "scale").fit(x, y).support_ + 1, scikit-learn 1.9.1.
  i <- 1:24
  two <- list(x = cbind((i * i * 7) %% 31, (i^3) %% 29, (i * 11) %% 23), y = rep(0:1, c(16, 8)))
  support <- c(1, 2, 5, 6, 7, 9, 11, 13:15, 17:24)
  j <- 1:80
  y <- rep(0:2, c(40, 24, 16))
  three <- list(x = cbind((j * j * 7) %% 31 + 9 * y, (j^3) %% 29 + 9 * y), y = y)
  support3 <- c(2, 8, 10:12, 15, 18:20, 22, 23, 27:33, 35, 36, 38, 40, 41:64, 65, 67:71, 73:80)
  for (stream in c("native", "numpy")) {
    expect_identical(made_from(two, stream = stream, support_rows = support), made_from(two, stream = stream))
    for (strategy in list("auto", c(`0` = 90, `2` = 50))) {
      trained <- made_from(three, stream = stream, m = 12, strategy = strategy)
      expect_identical(made_from(three, stream = stream, m = 12, strategy = strategy, support_rows = support3),
                       trained)
      expect_true(all(trained$base %in% support3))
    }
  }
  # Each that is no noise.
  all_rows <- made_from(three, m = 79, few_rows = "clip", strategy = c(`0` = 84, `1` = 48, `2` = 30))
  expect_identical(uses(all_rows$base, support3), rep(c(2L, 1L, 1L), c(22, 24, 14)))
})

test_that("support_rows are a logical vector or row numbers, with any labels and container", {
  data <- overlapping()
  numbers <- with_seed(1, sample(92, 60))
  which <- seq_len(92) %in% numbers
  same <- svm_smote(data$x, data$y, seed = 1, support_rows = numbers)
  expect_false(identical(svm_smote(data$x, data$y, seed = 1), same))
  grown <- function(support) svm_smote(data$x, data$y, seed = 1, support_rows = support)
  expect_identical(grown(which), same)
  expect_identical(grown(as.integer(numbers)), same)
  expect_identical(grown(c(rev(numbers), numbers[1:3])), same)
  expect_identical(grown(stats::setNames(numbers, numbers)), same) # as e1071 has them
  frame <- as.data.frame(data$x)
  frame$Class <- factor(c("a", "b", "c"))[data$y + 1L]
  frame$id <- seq_len(92)
  by_formula <- svm_smote(Class ~ . - id, frame, seed = 1, support_rows = which)
  expect_identical(unname(as.matrix(by_formula[1:2])), same$x)
  expect_identical(oversample(Class ~ . - id, frame, seed = 1, support_rows = which, method = "svm"), by_formula)
})

test_that("the rows asked for are always made (imbalanced-learn: too few, or a crash)", {
  # None of the support vectors is in danger, then all: SVMSMOTE makes one part of the rows.
  none <- list(x = cbind(c(0:39, 120 + 2 * 0:19)), y = rep(0:1, c(40, 20)))
  i <- 1:24
  all <- list(x = cbind((i * i * 7) %% 31, (i^3) %% 29, (i * 11) %% 23), y = rep(0:1, c(16, 8)))
  for (stream in c("native", "numpy")) {
    for (seed in 1:20) {
      grown <- svm_smote(none$x, none$y, seed = seed, stream = stream, provenance = TRUE)
      expect_identical(as.vector(table(grown$y)), c(40L, 40L))
      expect_true(all(attr(grown, "provenance")$gap <= 0))
      grown <- svm_smote(all$x, all$y, seed = seed, stream = stream, support_rows = c(17, 23), k = 3, m = 4,
                         provenance = TRUE)
      expect_identical(as.vector(table(grown$y)), c(16L, 16L))
    }
    few <- svm_smote(all$x, all$y, seed = 42, stream = stream, k = 3, m = 10) # SVMSMOTE: 28
    expect_identical(dim(few$x), c(32L, 3L))
    one <- svm_smote(all$x, all$y, seed = 1, stream = stream, k = 3, m = 5, strategy = c(`1` = 9))
    expect_identical(as.vector(table(one$y)), c(16L, 9L))
  }
})

test_that("support vectors that are all noise are an error that names the class", {
  alone <- c(1.5, 11.5, 21.5, 31.5, 35.5, 39.5)
  x <- cbind(c(1:40, alone))
  y <- rep(1:2, c(40, 6))
  for (stream in c("native", "numpy")) {
    refused <- function(labels, name, ...) {
      expect_refused(svm_smote(x, labels[y], m = 2, stream = stream, seed = 1, ...),
                     sprintf("all support vectors of class %s are noise: each has nothing but other classes among its m = 2 nearest rows",
                             name),
                     "try a larger m, or smote()")
    }
    refused(c("well", "ill"), "'ill'")
    refused(factor(c("well", "ill"), c("well", "ill")), "'ill'")
    refused(c(FALSE, TRUE), "TRUE")
    refused(c(7L, -70000L), "-70000")
    refused(c(0, 2^40), "1099511627776")
    refused(c("well", "ill"), "'ill'", support_rows = 41:42)
  }
  expect_error(svm_smote(x, y, m = 2), class = "smote_error_no_candidates")
  # A class that does not grow is not looked at.
  expect_silent(svm_smote(x, y, m = 2, strategy = "majority"))
  expect_identical(as.vector(table(svm_smote(x, y, m = 20, seed = 1)$y)), c(40L, 40L))
})

test_that("a class without support vectors among the user's is an error that names it", {
  data <- overlapping()
  data$y <- c("well", "ill", "very ill")[data$y + 1L]
  for (support in list(which(data$y == "ill"), data$y == "ill", integer(), numeric(), logical(92))) {
    class <- if (any(data$y[support] == "ill")) "'very ill'" else "'ill'"
    code <- quote(svm_smote(data$x, data$y, support_rows = support, strategy = c(ill = 50, `very ill` = 50)))
    expect_error(eval(code), class = "smote_error_no_candidates")
    expect_refused(eval(code), "there is no support vector of class ", "support_rows = NULL, which trains")
    expect_match(said(eval(code)), class, fixed = TRUE)
  }
  ill <- svm_smote(data$x, data$y, support_rows = data$y == "ill", strategy = c(ill = 50))
  expect_identical(sum(ill$y == "ill"), 50L)
})

test_that("out_step and support_rows are checked, each by name", {
  frame <- blob_frame()
  refused <- function(problem, need = "", ...) {
    expect_refused(svm_smote(frame, "Class", ...), problem, need)
    expect_refused(oversample(Class ~ ., frame, method = "svm", ...), problem, need)
  }
  for (bad in list(-0.1, 1.01, NA, NaN, NA_real_, Inf, TRUE, "0.5", NULL, c(0, 1), numeric(), list(0.5),
                   factor(1), Sys.Date(), 1i)) {
    refused("out_step is ", "a number from 0 to 1", out_step = bad)
  }
  refused("out_step is -0.1", out_step = -0.1)
  refused("out_step is '0.5'", out_step = "0.5")
  kinds <- "a logical vector with an element for each row, or row numbers"
  for (bad in list("all", letters, list(1, 2), factor(1:92), frame["a"], as.matrix(frame[1]), matrix(TRUE, 92, 1),
                   Sys.Date(), 1i, mean, raw(92))) {
    refused("support_rows is ", kinds, support_rows = bad)
  }
  refused("support_rows is NA in place 2", kinds, support_rows = c(1, NA))
  refused("support_rows is NA in places 1, 3", kinds, support_rows = c(NaN, 5, NA))
  refused("support_rows is NA in place 92", kinds, support_rows = c(rep(TRUE, 91), NA))
  refused("support_rows has 91 elements, but there are 92 rows", "or give row numbers", support_rows = rep(TRUE, 91))
  refused("support_rows has 1 element,", support_rows = TRUE)
  for (bad in c(0, -1, 93, 2.5, Inf, -Inf, 2^31, 2^60)) {
    refused(sprintf("support_rows has %s, which is not the number of a row", format(bad, digits = 15)), "from 1 to 92",
            support_rows = c(1, bad, 2))
  }
  refused("no argument 'kind'", "Method 'svm' has k, few_rows, scale, column_weights, m, out_step, support_rows",
          kind = "borderline-1")
  for (other in c("smote", "borderline1", "borderline2", "adasyn", "random_over")) {
    expect_refused(oversample(frame, "Class", method = other, out_step = 0.5), "no argument 'out_step'")
    expect_refused(oversample(frame, "Class", method = other, support_rows = 1), "no argument 'support_rows'")
  }
  set.seed(3)
  before <- .Random.seed
  said(svm_smote(frame, "Class", out_step = 2))
  said(svm_smote(frame, "Class", support_rows = 93))
  expect_identical(.Random.seed, before)
})

test_that("values that are missing are found before a classifier is trained", {
  data <- overlapping()
  data$x[7, 2] <- NA
  expect_refused(svm_smote(data$x, data$y), "'x' has NA in row 7 of column 2", "impute or remove")
  expect_refused(svm_smote(data$x, data$y, support_rows = 1:92), "'x' has NA in row 7 of column 2")
})

test_that("values whose squares overflow are an error, not the end of the process", {
  set.seed(1)
  x <- matrix(rnorm(60), 30)
  y <- rep(0:1, c(20, 10))
  for (factor in c(1e154, 1e200, 1e-158)) {
    expect_error(svm_smote(x * factor, y, seed = 1, threads = 1), "scale the columns")
  }
  x[1, 1] <- 1e200
  expect_error(svm_smote(x, y, seed = 1, threads = 1), "scale the columns")
})
