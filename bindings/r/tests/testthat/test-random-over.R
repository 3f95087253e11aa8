# Rows of any kind, repeated as they are.

mixed_frame <- function() {
  frame <- blob_frame()
  frame$a[c(1, 5)] <- c(NA, NaN)
  frame$b[2:4] <- c(Inf, -Inf, NaN)
  frame$count <- replace(seq_len(92), 9, NA)
  frame$flag <- rep(c(TRUE, FALSE, NA, TRUE), 23)
  frame$name <- replace(sprintf("p%d", 1:92), 3, NA)
  frame$ward <- factor(rep(c("north", "south", NA, "west"), 23), c("west", "north", "south", "never"))
  frame$grade <- factor(rep(c("low", "high"), 46), c("low", "high"), ordered = TRUE)
  frame$seen <- as.Date("2024-01-01") + c(NA, 1:91)
  frame$time <- as.POSIXct("2024-02-28 12:00:00", tz = "Asia/Tokyo") + 1:92
  frame$wait <- as.difftime(1:92 / 2, units = "hours")
  frame$z <- complex(real = 1:92, imaginary = -1)
  frame$byte <- as.raw(1:92)
  frame$big <- structure(as.double(1:92), class = "integer64")
  frame$notes <- c(list(NULL, 1:3, "x"), as.list(4:92))
  frame$kept <- I(as.list(1:92))
  frame$pair <- cbind(l = 1:92, r = letters[1 + 1:92 %% 26])
  attr(frame$count, "label") <- "visits"
  frame
}

test_that("columns of any kind are repeated, bit by bit, and keep what they are", {
  frame <- mixed_frame()
  for (stream in c("native", "numpy")) {
    result <- random_over(frame, "Class", seed = 1, stream = stream, provenance = TRUE)
    base <- attr(result, "provenance")$base
    expect_identical(as.vector(table(result$Class)), c(60L, 60L, 60L))
    expect_identical(names(result), names(frame))
    expect_identical(.row_names_info(result), -180L)
    for (column in names(frame)) {
      old <- frame[[column]]
      expect_identical(class(result[[column]]), class(old))
      expect_identical(attr(result[[column]], "levels"), attr(old, "levels"))
      if (column == "pair") {
        expect_identical(result$pair, old[base, ])
      } else if (column %in% c("big", "count")) {
        expect_identical(as.vector(unclass(result[[column]])), as.vector(unclass(old))[base])
      } else {
        expect_identical(result[[column]], old[base])
      }
    }
    expect_identical(attr(result$count, "label"), "visits")
    expect_identical(random_over(Class ~ ., frame, seed = 1, stream = stream, provenance = TRUE), result)
    apart <- random_over(frame[names(frame) != "Class"], frame$Class, seed = 1, stream = stream)
    expect_identical(apart$x$notes, result$notes)
    expect_identical(apart$y, result$Class)
  }
  expect_identical(frame, mixed_frame())
})

test_that("values do not decide which rows are repeated", {
  frame <- mixed_frame()
  provenance <- function(...) attr(random_over(..., seed = 8, provenance = TRUE), "provenance")
  one <- provenance(frame, "Class")
  expect_identical(provenance(frame["Class"], "Class"), one)
  expect_identical(provenance(Class ~ name, frame), one)
  expect_identical(provenance(as.matrix(frame[1:4]), frame$Class), one)
  expect_identical(one$neighbor, one$base)
  expect_identical(one$gap, double(180))
})

test_that("matrices of any type are repeated, and keep names and attributes", {
  data <- blobs(columns = 2)
  numbers <- replace(data$x, c(1, 50, 100), c(NA, NaN, Inf))
  for (x in list(numbers, data$x > 1, matrix(as.integer(data$x), 92), matrix(letters[1:23], 92, 2),
                 data$x + 1i, matrix(as.raw(1:184), 92), matrix(as.list(1:184), 92))) {
    result <- random_over(x, data$y, seed = 1, provenance = TRUE)
    expect_identical(result$x, x[attr(result, "provenance")$base, ])
    expect_identical(as.vector(table(result$y)), c(60L, 60L, 60L))
  }
  x <- structure(data$x, unit = "mm")
  dimnames(x) <- list(patient = sprintf("p%d", 1:92), measure = c("a", "b"))
  result <- random_over(x, data$y, seed = 1)$x
  expect_identical(attr(result, "unit"), "mm")
  expect_identical(names(dimnames(result)), c("patient", "measure"))
  expect_identical(rownames(result)[1:92], rownames(x))
  expect_identical(anyDuplicated(rownames(result)), 0L)
})

test_that("rows are repeated evenly, or with replacement", {
  data <- blobs(c(60, 25))
  uses <- function(...) {
    origin <- attr(random_over(data$x, data$y, seed = 3, provenance = TRUE, ...), "provenance")
    as.vector(table(factor(origin$base[-(1:85)], which(data$y == 1L))))
  }
  expect_identical(as.vector(table(uses())), c(15L, 10L)) # 35 new rows from 25
  expect_gt(diff(range(uses(bases = "random"))), 1L)
  expect_gt(diff(range(uses(stream = "numpy"))), 1L)
})

test_that("a class of one row is repeated, without a word", {
  frame <- data.frame(word = c("a", "b", "c", "d"), y = c("n", "n", "n", "p"))
  expect_silent(result <- random_over(frame, "y"))
  expect_identical(result$word, c("a", "b", "c", "d", "d", "d"))
})

test_that("columns that a formula leaves out are carried", {
  frame <- mixed_frame()
  result <- random_over(Class ~ . - name - big, frame, seed = 1, carry = "na", provenance = TRUE)
  base <- attr(result, "provenance")$base
  expect_identical(result$ward, frame$ward[base])
  expect_identical(result$name, c(frame$name, rep(NA, 88)))
  expect_identical(1 / unclass(result$big)[93:180], rep(-Inf, 88)) # integer64's NA
  kept <- random_over(Class ~ . - name, frame, seed = 1)
  expect_identical(kept$name, frame$name[base])
})

test_that("tibbles and data tables stay what they are", {
  skip_if_not_installed("tibble")
  frame <- tibble::as_tibble(mixed_frame())
  result <- random_over(frame, "Class", seed = 1)
  expect_identical(class(result), class(frame))
  expect_identical(result[1:92, c("a", "ward", "notes")], frame[c("a", "ward", "notes")])
  skip_if_not_installed("data.table")
  frame <- data.table::as.data.table(mixed_frame()[c("a", "ward", "Class")])
  result <- random_over(frame, "Class", seed = 1)
  expect_identical(class(result), class(frame))
  expect_silent(data.table::set(result, j = "extra", value = 1))
})

test_that("what is no table, or has no labels, is refused", {
  frame <- mixed_frame()
  expect_refused(random_over(1:9, 1:9), "'x' is integer vector of length 9", "a matrix, a data frame")
  expect_refused(random_over(array(0, c(2, 2, 2)), 1:2), "'x' is of class array")
  expect_refused(random_over(matrix("a", 0, 2), character()), "'x' has 0 rows and 2 columns")
  expect_refused(random_over(frame), "'y' is missing")
  expect_refused(random_over(frame, "ward"), "'ward' is NA in rows 3, 7,")
  expect_refused(random_over(frame, "notes"), "'notes' is of class list")
  expect_refused(random_over(frame, c("a", "b")), "'y' has 2 labels, but there are 92 rows")
  expect_refused(random_over(Class ~ ward + none, frame), "no column 'none'")
  expect_refused(random_over(frame, rep("same", 92)), "all labels in 'y' are 'same'")
})
