flowers <- iris[c(51:100, 1:20), ] # 50 versicolor, 20 setosa

test_that("the result has the ten elements that are documented", {
  result <- SMOTE(flowers[1:4], flowers$Species, K = 3, dup_size = 2, seed = 1)
  expect_s3_class(result, "gen_data")
  expect_identical(names(result), c("data", "syn_data", "orig_N", "orig_P", "K", "K_all",
                                    "dup_size", "outcast", "eps", "method"))
  expect_identical(result$K, 3)
  expect_identical(result$dup_size, 2)
  expect_identical(result$method, "SMOTE")
  expect_null(result$K_all)
  expect_null(result$outcast)
  expect_null(result$eps)

  columns <- c(names(flowers)[1:4], "class")
  for (part in c("data", "syn_data", "orig_N", "orig_P")) {
    expect_identical(class(result[[part]]), "data.frame")
    expect_identical(names(result[[part]]), columns)
    expect_type(result[[part]]$class, "character")
  }
  plain <- flowers[1:4]
  plain$class <- as.character(flowers$Species)
  expect_identical(result$orig_P, plain[51:70, ], ignore_attr = "row.names")
  expect_identical(result$orig_N, plain[1:50, ], ignore_attr = "row.names")
  expect_identical(result$syn_data$class, rep("setosa", 40))
  expect_identical(result$data, rbind(result$orig_P, result$syn_data, result$orig_N))
})

test_that("new rows are those of smote()", {
  result <- SMOTE(flowers[1:4], flowers$Species, K = 5, dup_size = 1, seed = 8)
  same <- smote(flowers[1:4], flowers$Species, k = 5, seed = 8, strategy = c(setosa = 40))
  expect_identical(result$syn_data[1:4], same$x[71:90, ], ignore_attr = "row.names")
  set.seed(1)
  one <- SMOTE(flowers[1:4], flowers$Species)
  set.seed(1)
  expect_identical(SMOTE(flowers[1:4], flowers$Species), one)
})

test_that("dup_size = 0 balances, by whole copies where there is room for one", {
  new <- function(...) {
    data <- blobs(c(...))
    result <- SMOTE(data$x, data$y, seed = 1)
    c(nrow(result$syn_data), result$dup_size)
  }
  expect_identical(new(80, 20), c(60, 3))
  expect_identical(new(100, 30), c(60, 2)) # floor(70 / 30) = 2
  expect_identical(new(60, 40), c(20, 0.5)) # floor(20 / 40) = 0: balanced exactly
  expect_identical(new(60, 30, 10), c(80, 8)) # against all others
  expect_identical(new(20, 20), c(0, 0))
})

test_that("labels of any kind, tables of any kind", {
  data <- blobs(c(30, 10))
  for (labels in list(c("n", "p"), c(0L, 1L), c(0, 1), c(FALSE, TRUE), factor(c("n", "p")))) {
    result <- SMOTE(data$x, labels[data$y + 1L], seed = 1)
    expect_identical(c(table(result$data$class)),
                     stats::setNames(c(30L, 30L), as.character(labels)))
  }
  skip_if_not_installed("tibble")
  expect_identical(
    SMOTE(tibble::as_tibble(flowers[1:4]), flowers$Species, seed = 1),
    SMOTE(flowers[1:4], flowers$Species, seed = 1)
  )
})

test_that("bad input is refused in its own terms", {
  expect_refused(SMOTE(1:9, 1:9), "'X' is integer vector of length 9", "data frame or a matrix")
  expect_refused(SMOTE(flowers, flowers$Species), "column 'Species' (factor)", "leave them out.")
  expect_refused(SMOTE(flowers[1:4], flowers$Species[-1]), "'target' has 69 labels, but there are 70 rows")
  expect_refused(SMOTE(flowers[1:4], flowers$Species, K = 0), "K is 0")
  expect_refused(SMOTE(flowers[1:4], flowers$Species, dup_size = -1), "dup_size is -1", "whole number from 0")
  expect_refused(SMOTE(flowers[1:53, 1:4], flowers$Species[1:53]), "class 'setosa' has 3 rows, but K = 5")
})

test_that("errors name arguments that SMOTE() has", {
  few <- flowers[c(1:50, 51:53), ]
  expect_refused(SMOTE(few[1:4], few$Species, K = 3), "class 'setosa' has 3 rows, but K = 3 needs at least 4")
  expect_match(said(SMOTE(few[1:4], few$Species, K = 3)), "Use a smaller K.$")
  expect_refused(SMOTE(few[1:51, 1:4], few$Species[1:51], K = 1), "has 1 row, but K = 1 needs at least 2", "random_over()")
  expect_error(SMOTE(few[1:4], few$Species, K = 3), class = "smote_error_too_few_rows")
  expect_identical(nrow(SMOTE(few[1:4], few$Species, K = 2)$syn_data), 45L)
  # Nothing grows, and needs neighbours.
  expect_identical(nrow(SMOTE(flowers[31:70, 1:4], flowers$Species[31:70], K = 99)$syn_data), 0L)
  x <- replace(as.matrix(flowers[1:4]), 3, NA)
  for (table in list(x, as.data.frame(x))) {
    expect_refused(SMOTE(table, flowers$Species), "'X' has NA in row 3 of column 'Sepal.Length'")
  }
})
