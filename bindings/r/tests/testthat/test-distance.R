test_that("scale and column_weights act on distances, never on values", {
  data <- blobs(columns = 3)
  wide <- data$x
  wide[, 2L] <- wide[, 2L] * 1000
  sds <- apply(wide, 2L, function(column) sqrt(mean((column - mean(column))^2)))
  ranges <- apply(wide, 2L, function(column) diff(range(column)))

  neighbors <- function(x, ...) {
    attr(smote(x, data$y, seed = 2, provenance = TRUE, ...), "provenance")
  }
  scaled <- neighbors(wide, scale = "sd")
  expect_identical(neighbors(t(t(wide) / sds)), scaled)
  expect_identical(neighbors(wide, column_weights = 1 / sds^2), scaled)
  expect_false(identical(neighbors(wide), scaled))
  expect_identical(neighbors(wide, scale = "range"), neighbors(t(t(wide) / ranges)))

  # A weight of 0 hides a column.
  expect_identical(neighbors(wide, column_weights = c(1, 0, 1)), neighbors(wide[, -2L]))

  result <- smote(wide, data$y, seed = 2, scale = "sd")
  new <- seq_len(nrow(result$x))[-(1:92)]
  origin <- scaled[new, ]
  expect_identical(result$x[new, ], wide[origin$base, ] + origin$gap * (wide[origin$neighbor, ] - wide[origin$base, ]))
})

test_that("columns of any size have a deviation, and what cannot be scaled is refused by name", {
  data <- blobs(columns = 3)
  near <- smote_neighbors(data$x, 3, scale = "sd")
  for (size in 2^c(-1000, -560, 560, 1000)) {
    expect_identical(smote_neighbors(data$x %*% diag(c(1, size, 1)), 3, scale = "sd"), near)
  }
  colnames(data$x) <- c("a", "b", "c")
  data$x[, "b"] <- c(5e-324, numeric(nrow(data$x) - 1))
  expect_refused(smote(data$x, data$y, scale = "sd"), "column 'b' are too close together", "Multiply them")
  data$x[, "b"] <- c(1.7e308, -1.7e308, numeric(nrow(data$x) - 2))
  expect_refused(smote(data$x, data$y, scale = "range"), "column 'b' are too large", "Divide them")
  expect_silent(smote(data$x, data$y, scale = "range", column_weights = c(1, 0, 1)))
})

test_that("weights by name go to the columns of that name", {
  frame <- blob_frame()
  by_name <- smote(frame, "Class", seed = 1, column_weights = c(d = 4, a = 1, c = 3, b = 2))
  expect_identical(smote(frame, "Class", seed = 1, column_weights = c(1, 2, 3, 4)), by_name)
  expect_refused(smote(frame, "Class", column_weights = c(a = 1, b = 1, c = 1, x = 1)),
                 "none for column 'd'")
  expect_refused(smote(frame, "Class", column_weights = 1:3), "column_weights is integer vector of length 3",
                 "each of the 4 columns")
  for (bad in list(c(1, 1, 1, -1), c(1, 1, 1, NA), c(0, 0, 0, 0), c(1, 1, 1, Inf))) {
    expect_refused(smote(frame, "Class", column_weights = bad), "column_weights has")
  }
})

test_that("smote_neighbors() finds what a naive search finds, ties by row number", {
  naive <- function(x, k, queries = NULL) {
    own <- is.null(queries)
    if (own) queries <- x
    indices <- distances <- matrix(NA, nrow(queries), k)
    for (i in seq_len(nrow(queries))) {
      square <- numeric(nrow(x))
      for (j in seq_len(ncol(x))) square <- square + (queries[i, j] - x[, j])^2
      if (own) square[i] <- Inf
      nearest <- order(square, seq_along(square))[seq_len(k)]
      indices[i, ] <- nearest
      distances[i, ] <- sqrt(square[nearest])
    }
    list(indices = indices, distances = distances)
  }
  for (columns in c(1, 2, 5, 20)) {
    x <- blobs(columns = columns)$x
    grid <- round(x)
    expect_identical(smote_neighbors(x, 7), naive(x, 7))
    expect_identical(smote_neighbors(grid, 7), naive(grid, 7))
    expect_identical(smote_neighbors(grid, 3, queries = x), naive(grid, 3, x))
    expect_identical(smote_neighbors(as.data.frame(grid), 3, queries = as.data.frame(x)), naive(grid, 3, x))
  }
})

test_that("smote_neighbors() says where there are fewer rows than k", {
  x <- matrix(c(1, 2, 4))
  found <- smote_neighbors(x, 3)
  expect_identical(found$indices, rbind(c(2L, 3L, NA), c(1L, 3L, NA), c(2L, 1L, NA)))
  expect_identical(found$distances, rbind(c(1, 3, Inf), c(1, 2, Inf), c(2, 3, Inf)))
})

test_that("a row is never its own neighbour, not even among duplicates", {
  x <- matrix(1, 6, 2)
  found <- smote_neighbors(x, 3)
  expect_true(all(found$indices != row(found$indices)))
  expect_identical(found$indices[1:2, ], rbind(2:4, c(1L, 3L, 4L)))
  expect_identical(found$distances, matrix(0, 6, 3))
})

test_that("smote_neighbors() scales by the references", {
  x <- blobs(columns = 3)$x
  x[, 1L] <- x[, 1L] * 100
  ranges <- apply(x, 2L, function(column) diff(range(column)))
  expect_identical(smote_neighbors(x, 4, queries = x[1:5, ], scale = "range")$indices,
                   smote_neighbors(t(t(x) / ranges), 4, queries = t(t(x[1:5, ]) / ranges))$indices)
  expect_equal(smote_neighbors(x, 4, column_weights = 1 / ranges^2)$distances,
               smote_neighbors(x, 4, scale = "range")$distances)
})

test_that("smote_neighbors() refuses what it cannot search", {
  x <- matrix(rnorm(20), 10)
  expect_refused(smote_neighbors(1:10), "'x' is integer vector of length 10", "numeric matrix")
  expect_refused(smote_neighbors(x, 0), "k is 0", "whole number from 1")
  expect_refused(smote_neighbors(x, 3, queries = x[, 1, drop = FALSE]),
                 "'queries' has 1 column, but 'x' has 2")
  expect_refused(smote_neighbors(x, 3, queries = x[0, ]), "'queries' has 0 rows and 2 columns")
  expect_refused(smote_neighbors(as.data.frame(x)[0, ], 3), "'x' has 0 rows and 2 columns")
  bad <- replace(x, 13, NA)
  expect_refused(smote_neighbors(bad), "'x' has NA in row 3 of column 2")
  expect_refused(smote_neighbors(x, queries = bad), "'queries' has NA in row 3 of column 2")
  expect_refused(smote_neighbors(iris), "column 'Species' (factor) is not numeric")
})

test_that("columns of queries are those of the same name", {
  x <- data.frame(a = c(0, 1, 2, 10), b = c(0, 100, 50, 3))
  own <- smote_neighbors(x, 1, queries = x)
  expect_identical(own$distances[, 1L], c(0, 0, 0, 0))
  expect_identical(smote_neighbors(x, 1, queries = x[c("b", "a")]), own)
  expect_identical(smote_neighbors(as.matrix(x), 1, queries = as.matrix(x)[, c("b", "a")]), own)
  # Where one of both has no names, the order counts.
  expect_identical(smote_neighbors(x, 1, queries = unname(as.matrix(x))), own)
  expect_refused(smote_neighbors(x, 1, queries = data.frame(a = 1, z = 2)), "'queries' has no column 'b'",
                 "the same names, or none")
  twice <- as.matrix(x[c("a", "b", "b")])
  colnames(twice) <- c("a", "b", "b")
  expect_identical(smote_neighbors(twice, 1, queries = twice)$distances[, 1L], c(0, 0, 0, 0))
  expect_refused(smote_neighbors(twice, 1, queries = twice[, 3:1]), "two columns of 'x' are called 'b'")
})
