# Labels of every kind come back as what they were.

counts_of <- function(y) as.vector(table(y))

test_that("factors keep levels, their order, unused levels and ordering", {
  data <- blobs()
  levels <- c("z", "never", "a", "m")
  y <- factor(c("z", "a", "m")[data$y + 1L], levels)
  result <- smote(data$x, y, seed = 1)
  expect_identical(result$y[seq_along(y)], y)
  expect_identical(levels(result$y), levels)
  expect_identical(counts_of(result$y), c(60L, 0L, 60L, 60L))

  ordered <- factor(y, levels, ordered = TRUE)
  result <- smote(data$x, ordered, seed = 1)
  expect_s3_class(result$y, "ordered")
  expect_identical(result$y[seq_along(y)], ordered)
})

test_that("an unused level changes nothing", {
  data <- blobs()
  y <- factor(data$y)
  unused <- factor(data$y, c("-1", "0", "0.5", "1", "2"))
  expect_identical(smote(data$x, unused, seed = 4)$x, smote(data$x, y, seed = 4)$x)
})

test_that("factors, strings and whole numbers give the same rows if they sort alike", {
  data <- blobs()
  x <- smote(data$x, data$y, seed = 4)$x
  strings <- c("a", "b", "c")[data$y + 1L]
  expect_identical(smote(data$x, strings, seed = 4)$x, x)
  expect_identical(smote(data$x, factor(strings), seed = 4)$x, x)
  expect_identical(smote(data$x, as.double(data$y), seed = 4)$x, x)
})

test_that("strings sort by code point, in any encoding", {
  data <- blobs()
  # The bytes of the last two sort the other way round if one is in latin1.
  names <- c("B", "\u00e9", "\u0101")
  x <- smote(data$x, data$y, seed = 4)$x
  y <- names[data$y + 1L]
  expect_identical(smote(data$x, y, seed = 4)$x, x)
  latin <- y
  latin[y == names[2L]] <- iconv(names[2L], "UTF-8", "latin1")
  expect_identical(smote(data$x, latin, seed = 4)$x, x)
  mixed <- y
  mixed[which(y == names[2L])[1:5]] <- iconv(names[2L], "UTF-8", "latin1")
  expect_identical(smote(data$x, mixed, seed = 4)$x, x)
})

test_that("strings sort by code point, in any locale", {
  old <- Sys.getlocale("LC_COLLATE")
  on.exit(Sys.setlocale("LC_COLLATE", old))
  # Any locale that sorts as people do; machines may have none.
  for (locale in c("en_US.UTF-8", "en_GB.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8")) {
    if (nzchar(suppressWarnings(Sys.setlocale("LC_COLLATE", locale)))) break
  }
  skip_if("B" < "a", "no locale here that sorts other than by code point")
  data <- blobs()
  expect_identical(smote(data$x, c("B", "a", "c")[data$y + 1L], seed = 4)$x,
                   smote(data$x, data$y, seed = 4)$x)
})

test_that("character, logical, integer and double labels keep their type", {
  data <- blobs(c(30, 10))
  for (kind in list(c("no", "yes"), c(FALSE, TRUE), c(5L, -3L), c(5, -3), c(0, 2^40),
                    c(-2147483647, 1))) {
    y <- kind[data$y + 1L]
    result <- smote(data$x, y, seed = 1)
    expect_identical(typeof(result$y), typeof(y))
    expect_identical(result$y[seq_along(y)], y)
    expect_identical(result$y[41:60], rep(kind[2L], 20L))
  }
})

test_that("numbers count as they are from -2^31 to 2^31 - 1, and beyond have ranks", {
  data <- blobs(c(30, 10))
  grown <- function(small, large) smote(data$x, c(large, small)[data$y + 1L], seed = 1)$x
  least <- -2^31
  expect_identical(grown(7, least), grown(7, -5))
  expect_identical(grown(7, 2^31 - 1), grown(7, 8))
  expect_identical(grown(7, least - 1), grown(1, 0))
  expect_identical(grown(7, 2^31), grown(0, 1))
  expect_false(identical(grown(least, 7), grown(0, 7)))
})

test_that("the label -2^31 is one like any other", {
  data <- blobs(c(30, 10))
  y <- c(7, -2^31)[data$y + 1L]
  result <- smote(data$x, y, seed = 1, strategy = c(`-2147483648` = 17))
  expect_identical(counts_of(result$y), c(17L, 30L))
  expect_identical(result$y[seq_along(y)], y)
  expect_identical(result$y[-seq_along(y)], rep(-2^31, 7))
  expect_identical(counts_of(random_under(data$x, y, seed = 1)$y), c(10L, 10L))
  expect_refused(smote(data$x, y, k = 20), "class -2147483648 has 10 rows, but k = 20")
  expect_identical(nrow(SMOTE(as.data.frame(data$x), y, seed = 1)$orig_N), 30L)
})

test_that("classes can be named in a strategy by any kind of label", {
  data <- blobs(c(30, 10))
  asked <- function(kind, name) {
    y <- kind[data$y + 1L]
    sum(smote(data$x, y, seed = 1, strategy = stats::setNames(17, name))$y == kind[2L])
  }
  expect_identical(asked(c("no", "yes"), "yes"), 17L)
  expect_identical(asked(c(FALSE, TRUE), "TRUE"), 17L)
  expect_identical(asked(c(1L, 100000L), "100000"), 17L)
  expect_identical(asked(c(1, 100000), "100000"), 17L)
  expect_identical(asked(c(0, 2^40), "1099511627776"), 17L)
  expect_identical(asked(factor(c("a b", "c")), "c"), 17L)
})

test_that("classes can be named as table() names them", {
  data <- blobs(c(30, 10))
  y <- c(1, 100000)[data$y + 1L]
  expect_true("1e+05" %in% names(table(y)))
  expect_identical(counts_of(smote(data$x, y, seed = 1, strategy = table(y) + 3)$y), c(33L, 13L))
  expect_identical(counts_of(random_under(data$x, y, seed = 1, strategy = table(y) - 3)$y), c(27L, 7L))
  expect_identical(random_over(data$x, y, seed = 1, shrinkage = c(`1e+05` = 1)),
                   random_over(data$x, y, seed = 1, shrinkage = 1))
  likely <- cbind(`1e+05` = seq(0, 1, length.out = 40), `1` = seq(1, 0, length.out = 40))
  hard <- function(probability) instance_hardness(data$x, y, probability = probability)
  expect_identical(hard(likely), hard(likely[cbind(1:40, 2 - data$y)]))
  expect_refused(smote(data$x, y, strategy = c(`1e+05` = 12, `100000` = 12)), "strategy names class 100000 twice", "once")
  expect_refused(smote(data$x, as.character(y), strategy = c(`1` = 40, `1.0` = 40)), "strategy names '1.0'")
})

test_that("names of labels stay with the original rows", {
  data <- blobs(c(30, 10))
  y <- stats::setNames(data$y, sprintf("r%d", 1:40))
  result <- smote(data$x, y, seed = 1)
  expect_identical(names(result$y), c(names(y), character(20)))
})

test_that("a formula in the second place, as after a pipe, is told where it belongs", {
  frame <- blob_frame()
  for (sample in list(smote, adasyn, random_over, random_under, smote_enn, function(x, y) smote(as.matrix(x[1:4]), y))) {
    expect_refused(sample(frame, Class ~ a + b), "'y' is a formula", "as in smote(Class ~ a + b, data = x)")
  }
  expect_refused(SMOTE(frame[1:4], Class ~ .), "'target' is a formula", "as in smote(Class ~ ., data = x)")
})

test_that("labels that are none are refused", {
  data <- blobs(c(30, 10))
  refused <- function(y, ...) expect_refused(smote(data$x, y), ...)
  refused(replace(data$y, c(3, 9), NA), "'y' is NA in rows 3, 9", "Remove these rows")
  refused(replace(factor(data$y), 4, NA), "'y' is NA in row 4")
  refused(addNA(replace(factor(data$y), 4, NA)), "'y' is NA in row 4")
  refused(replace(as.character(data$y), 1:9, NA), "rows 1, 2, 3, 4, 5 and 4 more")
  refused(data$y + 0.5, "'y' is not a whole number in row 1", "factor()")
  refused(replace(as.double(data$y), 8, Inf), "'y' is not a whole number in row 8: Inf")
  refused(NULL, "'y' is NULL", "Labels are a factor")
  expect_false(grepl("factor()", said(smote(data$x, NULL)), fixed = TRUE))
  refused(as.list(data$y), "'y' is of class list")
  refused(data$y + 1i, "complex")
  refused(as.Date(data$y, origin = "2020-01-01"), "'y' is of class Date", "factor()")
  refused(structure(as.double(data$y), class = "integer64"), "'y' is of class integer64")
  refused(cbind(data$y), "'y' has 2 dimensions", "Take one column.")
  refused(data.frame(data$y), "'y' has 2 dimensions")
  refused(data$y[-1L], "'y' has 39 labels, but there are 40 rows")
  refused(rep("sick", 40), "all labels in 'y' are 'sick'", "two classes")
  refused(rep(3L, 40), "all labels in 'y' are 3")
  refused(factor(rep("sick", 40), c("well", "sick")), "all labels in 'y' are 'sick'")
})
