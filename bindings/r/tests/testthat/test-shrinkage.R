# The smoothed bootstrap: rows repeated, with noise.

# The standard deviations of the noise, as Menardi and Torelli have them.
noise_width <- function(x, y, class, shrinkage) {
  d <- ncol(x)
  own <- x[y == class, , drop = FALSE]
  spread <- sqrt(colMeans(sweep(own, 2L, colMeans(own))^2))
  shrinkage * (4 / ((d + 2) * nrow(x)))^(1 / (d + 4)) * spread
}

noise_of <- function(result, x) {
  origin <- attr(result, "provenance")
  new <- seq(nrow(x) + 1L, nrow(result$x))
  result$x[new, , drop = FALSE] - x[origin$base[new], , drop = FALSE]
}

test_that("old rows stay; new ones are rows of their class, with noise as wide as it should be", {
  data <- blobs(c(9000, 40, 25))
  factors <- c(`1` = 1, `2` = 0.25)
  for (stream in c("native", "numpy")) {
    result <- random_over(data$x, data$y, shrinkage = factors, seed = 1, stream = stream, provenance = TRUE)
    origin <- attr(result, "provenance")
    old <- seq_along(data$y)
    expect_identical(result$x[old, ], data$x)
    expect_identical(as.vector(table(result$y)), c(9000L, 9000L, 9000L))
    expect_identical(result$y, data$y[origin$base])
    expect_identical(origin$neighbor, origin$base)
    expect_identical(origin$gap, double(27000))
    noise <- noise_of(result, data$x)
    for (class in 1:2) {
      width <- noise_width(data$x, data$y, class, factors[[class]])
      z <- sweep(noise[result$y[-old] == class, ], 2L, width, "/")
      expect_lt(max(abs(colMeans(z))), 0.05)
      expect_lt(max(abs(stats::cov(z) - diag(4))), 0.06)
      expect_gt(stats::ks.test(as.vector(z), "pnorm")$p.value, 1e-4)
    }
  }
})

test_that("noise is added to the rows that are repeated without it", {
  data <- blobs()
  base <- function(...) {
    attr(random_over(data$x, data$y, seed = 3, provenance = TRUE, ...), "provenance")
  }
  expect_identical(base(shrinkage = 1), base())
  expect_identical(base(shrinkage = 1, bases = "random"), base(bases = "random"))
  plain <- random_over(data$x, data$y, seed = 3)
  expect_identical(random_over(data$x, data$y, seed = 3, shrinkage = 0), plain)
  expect_identical(random_over(data$x, data$y, seed = 3, shrinkage = NULL), plain)
  one <- random_over(data$x, data$y, seed = 3, shrinkage = 1)$x - plain$x
  two <- random_over(data$x, data$y, seed = 3, shrinkage = 2L)$x - plain$x
  expect_equal(two, 2 * one, tolerance = 1e-12)
  expect_true(all(one[-(1:92), ] != 0))
})

test_that("the numpy stream draws as imbalanced-learn does", {
  # Rows 25, 26, 32, 33 and 42 of what RandomOverSampler(shrinkage, random_state = seed)
  # of imbalanced-learn 0.14.2 returns, exactly, and the sum of all that it adds.
  i <- 1:24
  x <- cbind((i * i * 7) %% 31, (i^3) %% 29, (i * 11) %% 23)
  y <- rep(0:2, c(14, 6, 4))
  expect_added <- function(x, rows, sum, ...) {
    result <- random_over(x, y, stream = "numpy", ...)
    expect_identical(result$y, rep(c(0:2, 1:2), c(14, 6, 4, 8, 10)))
    expect_identical(result$x[c(25, 26, 32, 33, 42), , drop = FALSE], rows)
    expect_equal(sum(result$x[25:42, ]), sum, tolerance = 1e-14)
    expect_identical(unname(as.matrix(random_over(as.data.frame(x), y, stream = "numpy", ...)$x)), result$x)
  }
  expect_added(x, seed = 42, shrinkage = 1, rows = rbind(
    c(-0x1.31c370be9a26ap+2, 0x1.d295d83095cc4p-1, 0x1.eaf81afdd4388p+3),
    c(0x1.6f6e14c2a94dap+3, 0x1.ead3d76ba1edcp+3, 0x1.7452b6998512ap+0),
    c(0x1.52bac402add2ep+1, 0x1.0ca555a798f48p+4, 0x1.11ad9fa29d192p+2),
    c(0x1.e5fbbb20285e3p+3, 0x1.632dca076d424p+3, -0x1.d9a0b0b81db9cp+2),
    c(0x1.12d4ab196cbfdp+3, 0x1.45522b2172f4cp+3, 0x1.05d13caeb7830p+3)
  ), sum = 0x1.f4c0f7960252ep+8)
  expect_added(x, seed = 2^32 - 1, shrinkage = c(`2` = 2, `1` = 0.5), rows = rbind(
    c(0x1.4ca65e487239ep+2, 0x1.ef215db09c9ebp+1, 0x1.d14a94c446c91p+3),
    c(0x1.02b9d0744273cp+3, 0x1.09e7e0856e4dcp+3, 0x1.8c18db9eef9f5p+0),
    c(0x1.c1bc241e3f5fbp+4, 0x1.89f914d89a200p+3, 0x1.fc698a7cc642fp+1),
    c(0x1.8d270f10fbab0p+4, 0x1.07762922e8b3ap+1, 0x1.1cce231ceaab0p+2),
    c(0x1.fd2f7c8952b3cp+3, 0x1.aaeddfa510c91p+3, -0x1.14ed18961806ap+2)
  ), sum = 0x1.0cfed45a899c6p+9)
  expect_added(x[, 1L, drop = FALSE], seed = 7, shrinkage = 0.7, rows = rbind(
    0x1.f0686a922ce84p+3, 0x1.819791a502325p+4, 0x1.7f66d91dda2f4p+4, 0x1.a6861060c90f0p+1,
    0x1.d319ecd76a831p+3, deparse.level = 0
  ), sum = 0x1.08e10715c4f58p+8)
})

test_that("every container, the formula and oversample() give the same", {
  frame <- blob_frame()
  for (stream in c("native", "numpy")) {
    sample <- function(...) random_over(..., shrinkage = 0.5, seed = 3, stream = stream)
    within <- sample(frame, "Class")
    expect_identical(sample(Class ~ ., frame), within)
    expect_identical(sample(Class ~ ., data = frame), within)
    expect_identical(sample(frame[1:4], frame$Class), list(x = within[1:4], y = within$Class))
    matrix <- sample(as.matrix(frame[1:4]), frame$Class)
    expect_identical(matrix$x, as.matrix(within[1:4]), ignore_attr = "dimnames")
    expect_identical(oversample(frame, "Class", method = "random_over", shrinkage = 0.5, seed = 3, stream = stream),
                     within)
    expect_identical(oversample(Class ~ ., frame, method = "random_over", shrinkage = 0.5, seed = 3, stream = stream),
                     within)
    expect_identical(sample(frame, "Class", threads = 1), within)
  }
  set.seed(4)
  one <- random_over(frame, "Class", shrinkage = 1)
  two <- random_over(frame, "Class", shrinkage = 1)
  set.seed(4)
  expect_identical(random_over(frame, "Class", shrinkage = 1), one)
  expect_false(identical(one, two))
})

test_that("a large table, written in ranges, is the same by columns and by threads", {
  data <- blobs(c(60000, 900), columns = 25)
  for (stream in c("native", "numpy")) {
    sample <- function(...) random_over(..., shrinkage = 1, seed = 5, stream = stream)
    one <- sample(data$x, data$y, threads = 1)
    expect_identical(sample(data$x, data$y, threads = 2), one)
    frame <- sample(as.data.frame(data$x), data$y)
    expect_identical(unname(as.matrix(frame$x)), one$x)
    expect_identical(anyDuplicated(one$x[, 1L]), 0L)
  }
})

test_that("columns that a formula leaves out are carried, without noise", {
  frame <- blob_frame()
  frame$id <- seq_len(92)
  frame$dose <- frame$a * 3
  frame$dose[3] <- NA
  frame$ward <- factor(rep(c("north", "south"), 46))
  frame$notes <- as.list(seq_len(92))
  frame <- frame[c("ward", "b", "id", "Class", "a", "dose", "notes", "c", "d")]
  use <- Class ~ a + d
  result <- random_over(use, frame, shrinkage = 1, seed = 1, provenance = TRUE)
  base <- attr(result, "provenance")$base
  expect_identical(names(result), names(frame))
  for (column in c("ward", "b", "id", "dose", "notes", "c", "Class")) {
    expect_identical(result[[column]], frame[[column]][base])
  }
  only <- random_over(frame[c("a", "d")], frame$Class, shrinkage = 1, seed = 1)$x
  expect_identical(result$a, only$a)
  expect_identical(result$d, only$d)
  # The order of the columns is that of the formula.
  expect_identical(random_over(Class ~ d + a, frame, shrinkage = 1, seed = 1)$a,
                   random_over(frame[c("d", "a")], frame$Class, shrinkage = 1, seed = 1)$x$a)
  empty <- random_over(use, frame, shrinkage = 1, seed = 1, carry = "na")
  expect_identical(empty$a, only$a)
  expect_identical(empty$id, c(1:92, rep(NA, 88)))
})

test_that("columns keep what they are; whole ones are rounded", {
  frame <- blob_frame()
  frame$count <- structure(as.integer(round(frame$a * 10)), label = "visits")
  frame$day <- as.Date("2024-02-28") + round(frame$b * 10)
  frame$time <- as.POSIXct("2024-02-28 12:00:00", tz = "Asia/Tokyo") + frame$c * 1000
  frame$wait <- as.difftime(frame$d, units = "hours")
  exact <- frame
  exact$count <- as.double(frame$count)
  exact$day <- as.double(frame$day)
  row.names(frame) <- sprintf("patient %d", 1:92)
  result <- random_over(frame, "Class", shrinkage = 1, seed = 1)
  exact <- random_over(exact, "Class", shrinkage = 1, seed = 1)
  expect_identical(result[1:92, ], frame[1:92, ])
  expect_identical(anyDuplicated(row.names(result)), 0L)
  expect_identical(result$count, structure(as.integer(round(exact$count)), label = "visits"))
  expect_identical(result$day, structure(round(exact$day), class = "Date"))
  expect_identical(result$a, exact$a)
  expect_identical(attributes(result$time), attributes(frame$time))
  expect_identical(units(result$wait), "hours")

  x <- matrix(as.integer(round(blobs()$x * 10)), ncol = 4)
  grown <- random_over(x, frame$Class, shrinkage = 1, seed = 1)$x
  expect_identical(grown, matrix(as.integer(round(random_over(x + 0, frame$Class, shrinkage = 1, seed = 1)$x)), 180))

  skip_if_not_installed("tibble")
  tibble <- tibble::as_tibble(frame)
  result <- random_over(Class ~ ., tibble, shrinkage = 1, seed = 1)
  expect_identical(class(result), class(tibble))
  expect_identical(result[1:92, ], tibble[1:92, ])
  skip_if_not_installed("data.table")
  table <- data.table::as.data.table(frame)
  result <- random_over(table, "Class", shrinkage = 1, seed = 1)
  expect_identical(class(result), class(table))
  expect_silent(data.table::set(result, j = "extra", value = 1))
})

test_that("noise that leads out of the integers ends at the last of them", {
  frame <- data.frame(n = c(1:9, 2147483647L, -2147483647L, 0L), y = rep(0:1, c(9, 3)))
  for (x in list(frame, list(x = as.matrix(frame["n"]), y = frame$y))) {
    n <- function(seed) {
      if (is.data.frame(x)) return(random_over(x, "y", shrinkage = 5, seed = seed)$n)
      expect_silent(grown <- random_over(x$x, x$y, shrinkage = 5, seed = seed))
      as.vector(grown$x)
    }
    all <- unlist(lapply(1:20, n))
    expect_type(all, "integer")
    expect_false(anyNA(all))
    expect_identical(range(all), c(-2147483647L, 2147483647L))
  }
})

test_that("a class of one row and a constant column get no noise, as nothing varies", {
  data <- blobs(c(20, 6, 1))
  data$x[data$y == 1, 2] <- 0.1
  result <- random_over(data$x, data$y, shrinkage = 1, seed = 1)
  expect_identical(result$x[result$y == 2, ], data$x[rep(which(data$y == 2), 20), ])
  # A standard deviation of equal numbers may be off by a rounding.
  expect_equal(result$x[result$y == 1, 2], rep(0.1, 20), tolerance = 1e-15)
  expect_true(all(table(result$x[result$y == 1, 1]) == 1L))
})

test_that("factors are named as the user names the classes", {
  data <- blobs(c(30, 12, 8), columns = 3)
  same <- random_over(data$x, data$y, shrinkage = c(`1` = 0.3, `2` = 2), seed = 1)$x
  with_labels <- function(labels, factors) {
    random_over(data$x, labels[data$y + 1L], shrinkage = factors, seed = 1)$x
  }
  expect_identical(with_labels(c("a", "b", "c"), c(c = 2, b = 0.3)), same)
  expect_identical(with_labels(factor(c("z", "y", "x"), c("z", "never", "y", "x")), c(x = 2, y = 0.3, z = 9)), same)
  expect_identical(with_labels(c(0, 1, 2), c(`2` = 2, `1` = 0.3, `0` = 0)), same)
  expect_false(identical(with_labels(c("a", "b", "c"), c(c = 0.3, b = 2)), same))
  two <- blobs(c(30, 12))
  logical <- random_over(two$x, two$y == 1, shrinkage = c(`TRUE` = 0.5), seed = 1)
  expect_identical(logical$x, random_over(two$x, two$y, shrinkage = 0.5, seed = 1)$x)
  # Only classes that grow need one.
  expect_identical(dim(random_over(data$x, data$y, shrinkage = c(`2` = 1), strategy = "minority")$x), c(72L, 3L))
  expect_identical(random_over(data$x, data$y, shrinkage = 1, strategy = "majority"), list(x = data$x, y = data$y))
})

test_that("shrinkage that is wrong is refused, in the user's words", {
  frame <- blob_frame()
  refused <- function(shrinkage, problem, need = "", ...) {
    expect_refused(random_over(frame, "Class", shrinkage = shrinkage, ...), problem, need)
    expect_refused(oversample(Class ~ ., frame, method = "random_over", shrinkage = shrinkage, ...), problem, need)
  }
  for (bad in list(-1, NaN, NA_real_, Inf, -Inf, NA, TRUE, "1", "auto", numeric(), list(ill = 1), list(1),
                   factor("a"), Sys.Date(), matrix(1), 1i)) {
    refused(bad, "shrinkage is ", "a number of 0 or more, or such numbers by class, as in c(a = 1, b = 0.5)")
  }
  refused(-0.5, "shrinkage is -0.5")
  refused("1", "shrinkage is '1'")
  refused(c(ill = 1, `very ill` = -2), "shrinkage of class 'very ill' is -2", "0 or more")
  refused(c(ill = NA, `very ill` = 1), "shrinkage of class 'ill' is NA")
  refused(c(ill = Inf, `very ill` = 1), "shrinkage of class 'ill' is Inf")
  refused(c(1, 2, 3), "shrinkage has a number without a class", "c(a = 1, b = 0.5)")
  refused(c(ill = 1, 2), "shrinkage has a number without a class")
  refused(c(ill = 1, ill = 2), "shrinkage names 'ill' twice", "once")
  refused(c(ill = 1, sick = 2), "shrinkage names 'sick', which is not among the labels",
          "'healthy', 'ill', 'very ill'")
  refused(c(ill = 1), "shrinkage has no number for class 'very ill', which grows", "one number for all")
  refused(c(`very ill` = 1, healthy = 1), "shrinkage has no number for class 'ill', which grows")
  expect_error(random_over(frame, "Class", shrinkage = c(ill = 1)), class = "smote_error_invalid_argument")
  numbers <- blobs()
  expect_refused(random_over(numbers$x, c(7L, -70000L, 3L)[numbers$y + 1L], shrinkage = c(`3` = 1)),
                 "no number for class -70000, which grows")
  for (method in c("smote", "borderline1", "borderline2", "svm", "adasyn")) {
    expect_refused(oversample(frame, "Class", method = method, shrinkage = 1), "no argument 'shrinkage'")
  }
  expect_refused(smote(frame, "Class", shrinkage = 1), "no argument 'shrinkage'")
  set.seed(3)
  before <- .Random.seed
  said(random_over(frame, "Class", shrinkage = -1))
  said(random_over(frame, "Class", shrinkage = c(sick = 1)))
  expect_identical(.Random.seed, before)
})

test_that("with shrinkage columns must be numeric and finite", {
  frame <- blob_frame()
  frame$odd <- "a"
  expect_refused(random_over(frame, "Class", shrinkage = 0), "column 'odd' (character) is not numeric",
                 "random_over(), without shrinkage")
  expect_identical(nrow(random_over(Class ~ . - odd, frame, shrinkage = 0)), 180L)
  expect_identical(nrow(random_over(frame, "Class")), 180L)
  expect_refused(random_over(frame["Class"], "Class", shrinkage = 1), "no columns to use")
  expect_refused(random_over(matrix("a", 92, 2), frame$Class, shrinkage = 1), "type character", "numeric matrix")
  expect_refused(random_over(matrix(TRUE, 92, 2), frame$Class, shrinkage = 1), "type logical")
  for (bad in c(NA, NaN, Inf)) {
    frame$b[7] <- bad
    expect_refused(random_over(frame[c(1:4)], frame$Class, shrinkage = 1),
                   sprintf("'x' has %s in row 7 of column 'b'", bad), "impute or remove")
    expect_refused(random_over(as.matrix(frame[1:4]), frame$Class, shrinkage = c(ill = 1, `very ill` = 1)),
                   "in row 7 of column 'b'")
    expect_identical(nrow(random_over(Class ~ a, frame, shrinkage = 1)), 180L)
  }
})
