# What holds for every call, whatever the data and the options.

expect_contract <- function(x, y, ..., k = 5, counts) {
  before <- list(x = x + 0, y = y)
  result <- smote(x, y, ..., k = k, provenance = TRUE)
  origin <- attr(result, "provenance")
  n <- nrow(x)
  old <- seq_len(n)
  new <- seq_len(nrow(result$x))[-old]

  expect_identical(list(x = x, y = y), before) # inputs untouched
  expect_identical(c(table(result$y)), counts)
  expect_identical(result$x[old, , drop = FALSE], x)
  expect_identical(result$y[old], y)

  expect_identical(nrow(origin), nrow(result$x))
  expect_identical(origin$base[old], old)
  expect_identical(origin$neighbor[old], old)
  expect_identical(origin$gap[old], double(n))

  base <- origin$base[new]
  neighbor <- origin$neighbor[new]
  gap <- origin$gap[new]
  expect_true(all(gap >= 0 & gap < 1))
  expect_identical(
    result$x[new, , drop = FALSE],
    x[base, , drop = FALSE] + gap * (x[neighbor, , drop = FALSE] - x[base, , drop = FALSE])
  )
  expect_identical(result$y[new], y[base])
  expect_identical(y[neighbor], y[base])
  expect_false(is.unsorted(result$y[new]))
  expect_true(all(base != neighbor))
  # Among the k nearest of its class, by (distance, row).
  for (class in unique(y[base])) {
    own <- which(y == class)
    for (i in unique(base[y[base] == class])) {
      others <- setdiff(own, i)
      distance <- vapply(others, function(j) sum((x[i, ] - x[j, ])^2), 0)
      nearest <- others[order(distance, others)][seq_len(min(k, length(others)))]
      expect_true(all(neighbor[base == i] %in% nearest))
    }
  }
  invisible(result)
}

test_that("every class is raised to the largest, by rows between rows of its own", {
  for (seed in 1:5) {
    data <- blobs(seed = seed, columns = seed)
    expect_contract(data$x, data$y, seed = seed, counts = c(`0` = 60L, `1` = 60L, `2` = 60L))
  }
  data <- blobs()
  expect_contract(data$x, data$y, seed = 1, k = 1, counts = c(`0` = 60L, `1` = 60L, `2` = 60L))
  expect_contract(data$x, data$y, seed = 1, k = 11, bases = "random",
                  counts = c(`0` = 60L, `1` = 60L, `2` = 60L))
  expect_contract(data$x, data$y, seed = 1, stream = "numpy",
                  counts = c(`0` = 60L, `1` = 60L, `2` = 60L))
})

test_that("the contract holds on a grid full of ties and duplicates", {
  for (seed in 1:5) {
    data <- blobs(columns = 2, seed = seed)
    expect_contract(round(data$x), data$y, seed = seed,
                    counts = c(`0` = 60L, `1` = 60L, `2` = 60L))
  }
})

test_that("each strategy gives the counts it promises", {
  data <- blobs() # 60, 20, 12
  counts <- function(...) as.vector(table(smote(data$x, data$y, seed = 1, ...)$y))
  expect_identical(counts(), c(60L, 60L, 60L))
  expect_identical(counts(strategy = "all"), c(60L, 60L, 60L))
  expect_identical(counts(strategy = "not majority"), c(60L, 60L, 60L))
  expect_identical(counts(strategy = "minority"), c(60L, 20L, 60L))
  expect_identical(counts(strategy = "not minority"), c(60L, 60L, 12L))
  expect_identical(counts(strategy = "majority"), c(60L, 20L, 12L))
  expect_identical(counts(strategy = c(`1` = 33, `2` = 12)), c(60L, 33L, 12L))
  expect_identical(counts(strategy = c(`0` = 61L)), c(61L, 20L, 12L))
})

test_that("over_ratio is a share of the largest class, rounded, for classes below it", {
  data <- blobs() # 60, 20, 12
  counts <- function(...) as.vector(table(smote(data$x, data$y, seed = 1, ...)$y))
  expect_identical(counts(over_ratio = 0.5), c(60L, 30L, 30L))
  expect_identical(counts(over_ratio = 0.3), c(60L, 20L, 18L))
  expect_identical(counts(over_ratio = 0.1), c(60L, 20L, 12L))
  expect_identical(counts(over_ratio = 0.459), c(60L, 28L, 28L)) # 27.54
  expect_identical(counts(over_ratio = 1.1), c(66L, 66L, 66L))
  expect_identical(counts(over_ratio = 1.1, strategy = "not majority"), c(60L, 66L, 66L))
  expect_identical(counts(over_ratio = 0.5, strategy = "minority"), c(60L, 20L, 30L))
  expect_identical(counts(over_ratio = 0.5, strategy = "not minority"), c(60L, 30L, 12L))
  expect_identical(counts(over_ratio = 2, strategy = "majority"), c(120L, 20L, 12L))
})

test_that("the smaller label wins a tie, with over_ratio and without", {
  data <- blobs(c(20, 20, 8, 8))
  counts <- function(...) as.vector(table(smote(data$x, data$y, seed = 1, ...)$y))
  expect_identical(counts(strategy = "minority"), c(20L, 20L, 20L, 8L))
  expect_identical(counts(strategy = "minority", over_ratio = 0.5), c(20L, 20L, 10L, 8L))
  expect_identical(counts(strategy = "not minority"), c(20L, 20L, 8L, 20L))
  expect_identical(counts(strategy = "not minority", over_ratio = 0.5), c(20L, 20L, 8L, 10L))
  expect_identical(counts(strategy = "not majority", over_ratio = 2), c(20L, 40L, 40L, 40L))
})

test_that("a ratio rounds down, as in imbalanced-learn", {
  data <- blobs(c(61, 20))
  counts <- function(...) as.vector(table(smote(data$x, data$y, seed = 1, ...)$y))
  expect_identical(counts(strategy = "ratio", over_ratio = 0.5), c(61L, 30L)) # 30.5
  expect_identical(counts(strategy = "ratio"), c(61L, 61L))
})

test_that("percent grows the smallest class, and 0 gives the input back", {
  data <- blobs(c(570, 178))
  counts <- function(...) as.vector(table(smote(data$x, data$y, seed = 1, ...)$y))
  expect_identical(counts(percent = 100), c(570L, 356L))
  expect_identical(counts(percent = 200), c(570L, 534L))
  expect_identical(counts(strategy = "percent", percent = 300), c(570L, 712L))
  expect_identical(counts(percent = 0.6), c(570L, 179L))
  expect_identical(smote(data$x, data$y, percent = 0), data)
})

test_that("the same targets by different words give the same rows", {
  data <- blobs()
  auto <- smote(data$x, data$y, seed = 7)
  expect_identical(smote(data$x, data$y, seed = 7, strategy = c(`2` = 60, `1` = 60)), auto)
  half <- smote(data$x, data$y, seed = 7, over_ratio = 0.5)
  expect_identical(smote(data$x, data$y, seed = 7, strategy = c(`1` = 30, `2` = 30)), half)
})

test_that("few_rows = \"clip\" uses the neighbours there are, and repeats a single row", {
  data <- blobs(c(20, 3, 1))
  expect_error(smote(data$x, data$y), class = "smote_error_too_few_rows")
  result <- smote(data$x, data$y, seed = 1, few_rows = "clip", provenance = TRUE)
  expect_identical(as.vector(table(result$y)), c(20L, 20L, 20L))
  origin <- attr(result, "provenance")
  three <- which(data$y == 1L)
  new <- which(result$y == 1L & seq_along(result$y) > 24L)
  expect_setequal(origin$neighbor[new], three)
  single <- which(data$y == 2L)
  repeated <- result$x[result$y == 2L, ]
  expect_identical(repeated, data$x[rep(single, 20L), ])
})

test_that("bases = \"even\" lets every row serve equally often", {
  data <- blobs(c(60, 20, 12))
  uses <- function(...) {
    origin <- attr(smote(data$x, data$y, seed = 3, provenance = TRUE, ...), "provenance")
    table(factor(origin$base[-(1:92)], which(data$y == 2L)))
  }
  expect_identical(range(uses()), c(4L, 4L)) # 48 new rows from 12
  expect_gt(diff(range(uses(bases = "random"))), 0L)
})

test_that("results do not depend on threads, layout or container", {
  data <- blobs(c(400, 150, 60), columns = 7)
  one <- smote(data$x, data$y, seed = 11, threads = 1)
  expect_identical(smote(data$x, data$y, seed = 11, threads = 2), one)
  frame <- smote(as.data.frame(data$x), data$y, seed = 11)
  expect_identical(unname(as.matrix(frame$x)), one$x)
  expect_identical(frame$y, one$y)
})

test_that("values and labels are those that C gets for row-major data, byte for byte", {
  dirs <- library_dirs()
  skip_if(is.null(dirs), "no libsmote to compile a C program with")
  program <- tempfile("reference")
  cc <- strsplit(system2(file.path(R.home("bin"), "R"), c("CMD", "config", "CC"), stdout = TRUE), " ")[[1L]]
  built <- system2(cc[1L], c(cc[-1L], "-std=c99", shQuote(test_path("reference.c")),
                   "-o", shQuote(program), paste0("-I", shQuote(dirs$include)),
                   paste0("-L", shQuote(dirs$lib)), "-lsmote",
                   paste0("-Wl,-rpath,", shQuote(dirs$lib))))
  expect_identical(built, 0L)

  over <- c(smote = 1, borderline1 = 2, borderline2 = 3, svm = 4, adasyn = 5, random_over = 32)
  under <- c(random_under = 33, tomek = 64, enn = 65, renn = 66, allknn = 67, cnn = 68, oss = 69, ncr = 70,
             nearmiss1 = 71, nearmiss2 = 72, nearmiss3 = 73, cluster_centroids = 75)
  second <- under[setdiff(names(under), "cluster_centroids")]
  case <- function(method, shrinkage = "-1", cleaning = "none") {
    expand.grid(method = method, shrinkage = shrinkage, cleaning = cleaning, stream = c("native", "numpy"),
                stringsAsFactors = FALSE)
  }
  cases <- rbind(case(names(over)), case("random_over", shrinkage = "0.75"), case(names(under)),
                 case("smote", cleaning = names(second)))
  cases <- cases[cases$method != "cluster_centroids" | cases$stream == "native", ]
  numbers <- c(over, under, none = 0)
  for (columns in c(1, 3, 24)) {
    for (run in seq_len(nrow(cases))) {
      method <- cases$method[run]
      shrinkage <- cases$shrinkage[run]
      cleaning <- cases$cleaning[run]
      stream <- cases$stream[run]
      data <- blobs(c(200, 70, 30), columns = columns)
      data$x <- data$x - 1.2 * data$y # classes that overlap
      input <- tempfile()
      output <- tempfile()
      file <- file(input, "wb")
      writeBin(as.vector(t(data$x)), file)
      writeBin(data$y, file)
      close(file)
      seed <- if (stream == "native") "9007199254740991" else "4294967295"
      rc <- system2(program, c(numbers[[method]], seed, if (stream == "native") 0 else 1, nrow(data$x), columns,
                              shrinkage, numbers[[cleaning]]),
                    stdin = input, stdout = output)
      expect_identical(rc, 0L)

      file <- file(output, "rb")
      arguments <- list(data$x, data$y, seed = as.numeric(seed), stream = stream, method = method)
      if (method == "cluster_centroids") arguments$stream <- NULL
      if (shrinkage != "-1") arguments$shrinkage <- as.numeric(shrinkage) * c(`0` = 1, `1` = 2, `2` = 3)
      if (cleaning != "none") arguments$cleaning <- cleaning
      # With 24 columns hardly a row is in danger.
      result <- suppressWarnings(do.call(if (method %in% names(over)) oversample else undersample, arguments))
      rows <- nrow(result$x)
      x <- matrix(readBin(file, "double", rows * columns), ncol = columns, byrow = TRUE)
      y <- readBin(file, "integer", rows + 1)
      close(file)
      expect_identical(result, list(x = x, y = y))
    }
  }
})

test_that("every CPU level gives the same rows", {
  digest <- function(level) {
    out <- in_child(env = paste0("SMOTE_CPU=", level), quote({
      x <- matrix(sin(1:6000 * 1.7), ncol = 6)
      y <- rep(0:2, c(700, 200, 100))
      result <- smote(x, y, seed = 5, threads = 2)
      cat(smote_info()$cpu, "\n")
      cat(format(c(sum(result$x), result$x[c(1001, 1500, 2100), ]), digits = 17), "\n")
    }))
    expect_length(out, 1L + length(out[-1L]))
    out
  }
  baseline <- digest("baseline")
  expect_identical(trimws(baseline[1L]), "baseline")
  expect_identical(digest("v3")[-1L], baseline[-1L])
  expect_identical(digest("v4")[-1L], baseline[-1L])
})
