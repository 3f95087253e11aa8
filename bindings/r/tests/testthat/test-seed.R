test_that("a seed gives the same rows again, and another one others", {
  data <- blobs()
  expect_identical(smote(data$x, data$y, seed = 42), smote(data$x, data$y, seed = 42L))
  expect_false(identical(smote(data$x, data$y, seed = 42), smote(data$x, data$y, seed = 43)))
  # All 53 bits count.
  expect_false(identical(smote(data$x, data$y, seed = 2^32), smote(data$x, data$y, seed = 0)))
  expect_false(identical(smote(data$x, data$y, seed = 2^53 - 1), smote(data$x, data$y, seed = 2^53 - 2)))
})

test_that("a seed leaves R's generator untouched", {
  data <- blobs()
  set.seed(9)
  before <- .Random.seed
  smote(data$x, data$y, seed = 42)
  smote(data$x, data$y, seed = 42, stream = "numpy")
  expect_identical(.Random.seed, before)
  old <- .Random.seed
  rm(".Random.seed", envir = globalenv())
  smote(data$x, data$y, seed = 42)
  expect_false(exists(".Random.seed", globalenv()))
  assign(".Random.seed", old, globalenv())
})

test_that("without a seed, set.seed() decides", {
  data <- blobs()
  for (stream in c("native", "numpy")) {
    set.seed(1)
    one <- smote(data$x, data$y, stream = stream)
    two <- smote(data$x, data$y, stream = stream)
    set.seed(1)
    expect_identical(smote(data$x, data$y, stream = stream), one)
    expect_false(identical(one, two))
  }
})

test_that("64 bits come from two numbers of R's generator, whatever sample() does", {
  data <- blobs()
  kinds <- RNGkind()
  on.exit(RNGkind(kinds[1L], kinds[2L], kinds[3L]))
  set.seed(3, sample.kind = "Rejection")
  one <- smote(data$x, data$y)
  suppressWarnings(set.seed(3, sample.kind = "Rounding"))
  expect_identical(smote(data$x, data$y), one)
  set.seed(3)
  stats::runif(2)
  after <- .Random.seed
  set.seed(3)
  smote(data$x, data$y)
  expect_identical(.Random.seed, after)
})

test_that("a call that is refused draws nothing", {
  data <- blobs()
  set.seed(3)
  before <- .Random.seed
  said(smote(data$x, data$y, strategy = c(`7` = 3)))
  said(smote(data$x, data$y, column_weights = 1))
  expect_identical(.Random.seed, before)
})

test_that("the numpy stream draws as imbalanced-learn does", {
  # What SMOTE(k_neighbors = k, random_state = seed) of imbalanced-learn 0.14.2 adds
  # to these rows, exactly.
  i <- 1:12
  x <- cbind((i * i * 7) %% 31, (i^3) %% 29, (i * 11) %% 23)
  y <- rep(0:1, c(8, 4))
  added <- function(...) smote(x, y, stream = "numpy", ...)$x[13:16, ]
  expect_identical(added(k = 3, seed = 42), rbind(
    c(0x1.b2f14306530c2p+3, 0x1.49cb0dbb41b6ep+4, 0x1.92ba503642eb9p+3),
    c(0x1.1b01e5323777ap+4, 0x1.cefa506959992p+3, 0x1.1d80f2991bbbdp+4),
    c(0x1.e20c8ead99c11p+3, 0x1.267694fdccaf3p+4, 0x1.e917059399e1fp+3),
    c(0x1.4ede914eb22acp+3, 0x1.94d91304fa5ffp+4, 0x1.ac9bb3ec16802p+2)
  ))
  expect_identical(added(k = 2, seed = 2^32 - 1), rbind(
    c(0x1.5cc201590d6c4p+3, 0x1.870474c5e4f09p+2, 0x1.2a42736cd7845p+3),
    c(0x1.070a35e4eae40p+4, 0x1.0570af289faa1p+4, 0x1.13851af275720p+4),
    c(0x1.4371c556ce33ep+3, 0x1.9d6aabfee5591p+4, 0x1.8ca128e8f413ap+2),
    c(0x1.45dad82be50d4p+3, 0x1.9b9bdddf14360p+4, 0x1.9577c34b9d30cp+2)
  ))
})
