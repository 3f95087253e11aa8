# What holds for every method of over-sampling, by oracles that know the papers and
# not the engine.

# The k nearest rows of row i among `rows`, itself left out, by (distance, row).
nearest_rows <- function(x, i, rows, k) {
  rows <- setdiff(rows, i)
  square <- numeric(length(rows))
  for (j in seq_len(ncol(x))) square <- square + (x[rows, j] - x[i, j])^2
  rows[order(square, rows)][seq_len(min(k, length(rows)))]
}

# How many of the k nearest rows of any class are of another one.
other_count <- function(x, y, rows, k) {
  vapply(rows, function(i) sum(y[nearest_rows(x, i, seq_along(y), k)] != y[i]), 0)
}

rows_in_danger <- function(x, y, class, m) {
  rows <- which(y == class)
  others <- other_count(x, y, rows, m)
  rows[2 * others >= m & others < m]
}

# What SVM-SMOTE says of the rows of a class: towards a neighbour (1), away from it (-1),
# or noise (0).
svm_sides <- function(x, y, rows, m) {
  others <- other_count(x, y, rows, m)
  ifelse(others == m, 0, ifelse(2 * others >= m, 1, -1))
}

adasyn_counts <- function(x, y, class, k, wanted, stream) {
  weights <- other_count(x, y, which(y == class), k) / k
  share <- weights / sum(weights) * wanted
  if (stream == "numpy") return(round(share))
  counts <- floor(share)
  last <- order(-(share - counts))[seq_len(wanted - sum(counts))]
  counts[last] <- counts[last] + 1
  counts
}

methods <- c("smote", "borderline1", "borderline2", "svm", "adasyn", "random_over")

# `out_step` and `support`, row numbers or NULL, are for SVM-SMOTE.
expect_family_contract <- function(x, y, method, stream, k = 5, m = 10, out_step = 0.5, support = NULL, ...) {
  before <- list(x = x + 0, y = y)
  arguments <- list(x, y, method = method, stream = stream, provenance = TRUE, ...)
  if (method != "random_over") arguments$k <- k
  if (startsWith(method, "borderline") || method == "svm") arguments$m <- m
  if (method == "svm") arguments <- c(arguments, list(out_step = out_step, support_rows = support))
  result <- do.call(oversample, arguments)
  origin <- attr(result, "provenance")
  old <- seq_along(y)
  new <- origin[-old, ]
  new_x <- result$x[-old, , drop = FALSE]
  new_y <- result$y[-old]

  expect_identical(list(x = x, y = y), before)
  expect_identical(result$x[old, , drop = FALSE], x)
  expect_identical(result$y[old], y)
  expect_identical(origin[old, ], data.frame(base = old, neighbor = old, gap = 0))
  expect_false(is.unsorted(new_y))
  expect_identical(new_y, y[new$base])
  if (method == "svm") {
    side <- svm_sides(x, y, new$base, m)
    expect_true(all(side != 0))
    expect_true(all(new$gap[side == 1] >= 0 & new$gap[side == 1] < 1))
    expect_true(all(new$gap[side == -1] <= 0 & new$gap[side == -1] > -out_step))
  } else {
    expect_true(all(new$gap >= 0 & new$gap < 1))
  }

  between <- x[new$base, , drop = FALSE] +
    new$gap * (x[new$neighbor, , drop = FALSE] - x[new$base, , drop = FALSE])
  if (method == "borderline2" && stream == "numpy") {
    expect_equal(new_x, between, tolerance = 1e-14)
  } else {
    expect_identical(new_x, between)
  }

  for (class in sort(unique(y))) {
    made <- new[new_y == class, ]
    wanted <- max(table(y)) - sum(y == class)
    own <- which(y == class)
    if (method == "adasyn" && wanted > 0) {
      expect_equal(uses(made$base, own), adasyn_counts(x, y, class, k, wanted, stream))
    } else {
      expect_identical(nrow(made), as.integer(wanted))
      seeds <- if (startsWith(method, "borderline")) rows_in_danger(x, y, class, m) else own
      if (method == "svm") {
        # Which rows a classifier of its own starts from is tested in test-svm.R.
        own_support <- intersect(own, support)
        seeds <- if (is.null(support)) unique(made$base) else own_support[svm_sides(x, y, own_support, m) != 0]
      }
      expect_true(all(made$base %in% seeds))
      if (stream == "native" && wanted > 0) expect_lte(diff(range(uses(made$base, seeds))), 1L)
    }
    if (method == "random_over") {
      expect_identical(made$neighbor, made$base)
      expect_identical(made$gap, double(nrow(made)))
      next
    }
    expect_true(all(made$neighbor != made$base))
    among <- if (method == "borderline2") seq_along(y) else own
    for (i in unique(made$base)) {
      expect_true(all(made$neighbor[made$base == i] %in% nearest_rows(x, i, among, k)))
    }
    if (method == "borderline2") expect_true(all(made$gap[y[made$neighbor] != class] < 0.5))
  }
  invisible(result)
}

test_that("every method keeps its contract, with both streams", {
  for (method in methods) {
    for (stream in c("native", "numpy")) {
      for (seed in 1:3) {
        data <- overlapping(columns = seed, seed = seed)
        expect_family_contract(data$x, data$y, method, stream, seed = seed)
      }
      expect_family_contract(data$x, data$y, method, stream, k = 3, m = 4, seed = 9)
    }
  }
})

test_that("the contract holds on a grid full of ties and duplicates", {
  for (method in methods) {
    for (stream in c("native", "numpy")) {
      data <- overlapping(columns = 2, seed = 4)
      expect_family_contract(round(data$x), data$y, method, stream, seed = 4)
    }
  }
})

test_that("SVM-SMOTE keeps its contract with support vectors and steps of the user's", {
  for (stream in c("native", "numpy")) {
    for (seed in 1:3) {
      data <- overlapping(columns = seed, seed = seed)
      support <- with_seed(seed, sample(92, 60))
      expect_family_contract(data$x, data$y, "svm", stream, seed = seed, support = support, m = 5 * seed)
      expect_family_contract(round(data$x), data$y, "svm", stream, seed = seed, support = support,
                             out_step = seed / 3, k = 3)
    }
  }
})

test_that("each function is its method by name, and smote() is \"smote\"", {
  frame <- blob_frame()
  x <- as.matrix(frame[1:4])
  pairs <- list(
    smote = smote,
    borderline1 = borderline_smote,
    borderline2 = function(...) borderline_smote(..., kind = "borderline-2"),
    svm = svm_smote,
    adasyn = adasyn,
    random_over = random_over
  )
  for (method in names(pairs)) {
    same <- pairs[[method]]
    expect_identical(same(x, frame$Class, seed = 3), oversample(x, frame$Class, seed = 3, method = method))
    expect_identical(same(frame, "Class", seed = 3), oversample(frame, "Class", seed = 3, method = method))
    expect_identical(same(Class ~ a + b, frame, seed = 3),
                     oversample(Class ~ a + b, frame, seed = 3, method = method))
    expect_identical(same(Class ~ a + b, data = frame, carry = "na", seed = 3),
                     oversample(Class ~ a + b, data = frame, carry = "na", seed = 3, method = method))
  }
  expect_identical(oversample(frame, "Class", seed = 3), smote(frame, "Class", seed = 3))
  expect_identical(borderline_smote(frame, "Class", seed = 3, kind = "borderline-1"),
                   borderline_smote(frame, "Class", seed = 3))
})

test_that("all methods know all strategies, and give the counts", {
  data <- overlapping() # 60, 20, 12
  for (method in methods) {
    counts <- function(...) {
      as.vector(table(oversample(data$x, data$y, seed = 1, method = method, ...)$y))
    }
    expect_identical(counts(), c(60L, 60L, 60L))
    expect_identical(counts(over_ratio = 0.5), c(60L, 30L, 30L))
    expect_identical(counts(strategy = "minority"), c(60L, 20L, 60L))
    expect_identical(counts(percent = 150), c(60L, 20L, 30L))
    expect_identical(counts(strategy = c(`1` = 33, `0` = 61)), c(61L, 33L, 12L))
  }
})

test_that("results depend on the seed, and not on threads or container", {
  data <- overlapping(c(400, 150, 60))
  for (method in methods) {
    for (stream in c("native", "numpy")) {
      grown <- function(x = data$x, ...) {
        oversample(x, data$y, method = method, stream = stream, ...)
      }
      one <- grown(seed = 11, threads = 1)
      expect_identical(grown(seed = 11, threads = 2), one)
      expect_false(identical(grown(seed = 12), one))
      frame <- grown(as.data.frame(data$x), seed = 11)
      expect_identical(unname(as.matrix(frame$x)), one$x)
      set.seed(5)
      one <- grown()
      set.seed(5)
      expect_identical(grown(), one)
    }
  }
})

test_that("scale and column_weights count for danger, noise and ADASYN's shares", {
  data <- overlapping()
  wide <- data$x
  wide[, 2L] <- wide[, 2L] * 1024
  weights <- c(1, 2^-20)
  for (method in c("borderline1", "borderline2", "svm", "adasyn")) {
    origin <- function(x, ...) {
      arguments <- list(x, data$y, method = method, seed = 2, provenance = TRUE, ...)
      # Classifiers take columns as they are.
      if (method == "svm") arguments$support_rows <- seq_along(data$y)
      attr(do.call(oversample, arguments), "provenance")
    }
    expect_identical(origin(wide, column_weights = weights), origin(data$x))
    expect_identical(origin(wide, scale = "sd"), origin(data$x, scale = "sd"))
    expect_false(identical(origin(wide), origin(data$x)))
  }
})

test_that("the numpy stream draws as imbalanced-learn does, for every method", {
  # The first four of eight rows that imbalanced-learn 0.14.2 adds, exactly, and their sum:
  # BorderlineSMOTE(k_neighbors = 3, m_neighbors = 5, kind), SVMSMOTE(k_neighbors = 3,
  # m_neighbors = 5, out_step), ADASYN(n_neighbors = 3) and RandomOverSampler, with
  # random_state = 42.
  i <- 1:24
  x <- cbind((i * i * 7) %% 31, (i^3) %% 29, (i * 11) %% 23)
  y <- rep(0:1, c(16, 8))
  expect_added <- function(result, rows, sum) {
    added <- result$x[25:32, ]
    expect_identical(added[1:4, ], rows)
    expect_equal(sum(added), sum, tolerance = 1e-14)
  }
  expect_added(borderline_smote(x, y, stream = "numpy", seed = 42, k = 3, m = 5), rbind(
    c(0x1.1334059f1216fp+3, 0x1.3334059f1216fp+2, 0x1.8665fd3076f49p+3),
    c(0x1.94dd54489091fp+2, 0x1.6b42952b5696dp+4, 0x1.829baa8912124p+3),
    c(0x1.0024e42cda805p+2, 0x1.1549094661d54p+4, 0x1.0a92128cc3aa8p+3),
    c(0x1.1b6da2912aef0p+3, 0x1.80011c0fa6edbp+2, 0x1.56dab71a82673p+3)
  ), 0x1.061c5b50c8c18p+8)
  second <- borderline_smote(x, y, stream = "numpy", seed = 42, k = 3, m = 5, kind = "borderline-2")
  expect_added(second, rbind(
    c(0x1.1ecd40f266ab6p+3, 0x1.3b3503c99aad9p+2, 0x1.7f66a0793355bp+3),
    c(0x1.4000000000000p+3, 0x1.937e2fbd19bf9p+4, 0x1.6f1963a89785cp+3),
    c(0x1.2ee67da85abd2p+1, 0x1.43e88a78b23a7p+4, 0x1.488cc12bd2a17p+3),
    c(0x1.0db68a44abbc2p+3, 0x1.2db68a44abbc2p+2, 0x1.8924baddaa21fp+3)
  ), 0x1.02aae2116e6b9p+8)
  inwards <- rbind(
    c(0x1.a6be514ce69a8p+2, 0x1.e6be514ce69a8p+1, 0x1.a6506bacc6596p+3),
    c(0x1.180f2991bbbd0p+3, 0x1.8384bcfd8aab1p+4, 0x1.9603ca646eef4p+3),
    c(0x1.77cdc54998fbcp+1, 0x1.2c085f1e6680bp+4, 0x1.3810be3ccd016p+3),
    c(0x1.1e242dd629babp+3, 0x1.5a057e49b7cacp+2, 0x1.6f459c87778ffp+3)
  )
  svm <- function(...) svm_smote(x, y, stream = "numpy", seed = 42, k = 3, m = 5, ...)
  expect_added(svm(), inwards, 0x1.ed3bad5755f42p+7)
  expect_added(svm(out_step = 0.25), inwards, 0x1.ee25bf1adc802p+7)
  outwards <- rbind(
    c(0x1.29941aeb31966p+4, 0x1.101b796808104p+3, 0x1.66be514ce69a8p-1),
    c(0x1.027f0d66e4443p+4, 0x1.dd80f2991bbbdp+3, 0x1.13f86b3722218p+1),
    c(0x1.b6042f8f33406p+3, 0x1.077cdc54998fcp+4, -0x1.3f7a0e1997f4cp-4),
    c(0x1.21dbd229d6455p+4, 0x1.3a6c89827d300p+3, 0x1.076f48a759156p+0)
  )
  expect_identical(svm()$x[29:32, ], outwards)
  expect_added(adasyn(x, y, stream = "numpy", seed = 42, k = 3), rbind(
    c(0x1.31eb1233ffbe4p+3, 0x1.76042f8f33406p+3, 0x1.5810be3ccd016p+1),
    c(0x1.4ede914eb22acp+2, 0x1.8ede914eb22acp+1, 0x1.bc485bac53755p+3),
    c(0x1.aededc2556dedp+3, 0x1.13454855fe455p+4, 0x1.bd5da4352d5e8p+0),
    c(0x1.8cf15632492ebp+3, 0x1.39707f076dab7p+4, 0x1.4bdf4fb924507p+2)
  ), 0x1.c0c953d473000p+7)
  expect_added(random_over(x, y, stream = "numpy", seed = 42), rbind(
    c(14, 16, 0), c(10, 25, 13), c(18, 10, 1), c(14, 16, 0)
  ), 261)
})

# ---- Warnings -------------------------------------------------------------------

# What a warning says; "no warning" if there is none.
warned <- function(code) {
  tryCatch({
    code
    "no warning"
  }, warning = conditionMessage)
}

apart <- function(rows = c(40, 15, 12), labels = c("well", "ill", "very ill")) {
  data <- blobs(rows, columns = 2)
  data$x <- data$x + 100 * data$y
  data$y <- factor(labels[data$y + 1L], labels[seq_along(rows)])
  data
}

test_that("a class without a row in danger stays as it is, with a warning that names it", {
  data <- apart()
  for (stream in c("native", "numpy")) {
    for (kind in c("borderline-1", "borderline-2")) {
      seen <- list()
      result <- withCallingHandlers(
        borderline_smote(data$x, data$y, seed = 1, stream = stream, kind = kind),
        smote_warning = function(warning) {
          seen <<- c(seen, list(warning))
          invokeRestart("muffleWarning")
        }
      )
      expect_identical(result, list(x = data$x, y = data$y))
      expect_length(seen, 2L) # one for each class
      expect_s3_class(seen[[1L]], "smote_warning_no_candidates")
      expect_match(conditionMessage(seen[[1L]]), "^no row of class 'ill' is in danger: the class stays")
      expect_match(conditionMessage(seen[[2L]]), "^no row of class 'very ill' .*\n  In danger .* m = 10 nearest")
    }
  }
  # Other classes grow all the same.
  near <- data
  near$x[near$y == "ill", ] <- near$x[near$y == "well", ][1:15, ] + 0.1
  expect_warning(result <- borderline_smote(near$x, near$y, seed = 1), "class 'very ill' is in danger")
  expect_identical(as.vector(table(result$y)), c(40L, 40L, 12L))
})

test_that("ADASYN without neighbours of other classes: even shares and a warning, or an error", {
  data <- apart(c(40, 16), c("well", "ill"))
  expect_warning(result <- adasyn(data$x, data$y, seed = 1, provenance = TRUE),
                 "no row of class 'ill' has another class among its k = 5 nearest rows",
                 class = "smote_warning_even_weights")
  expect_identical(as.vector(table(result$y)), c(40L, 40L))
  base <- attr(result, "provenance")$base[-(1:56)]
  expect_identical(range(uses(base, which(data$y == "ill"))), c(1L, 2L)) # 24 from 16
  numpy <- quote(adasyn(data$x, data$y, seed = 1, stream = "numpy"))
  expect_refused(eval(numpy), "no row of class 'ill' has a neighbour of another class", "stream = \"native\"")
  expect_error(eval(numpy), class = "smote_error_no_candidates")
})

test_that("ADASYN's shares that all round to 0 are an error in the numpy stream only", {
  data <- blobs(c(30, 20), columns = 1)
  one <- function(...) adasyn(data$x, data$y, seed = 1, strategy = c(`1` = 21), ...)
  expect_refused(one(stream = "numpy"), "each row of class 1 has a share of the new rows that rounds to 0",
                 "stream = \"native\"")
  expect_identical(as.vector(table(one()$y)), c(30L, 21L))
})

test_that("warnings name labels of any kind, and may be turned into errors", {
  data <- apart(c(40, 15))
  named <- function(labels) warned(borderline_smote(data$x, labels[as.integer(data$y)], seed = 1))
  expect_match(named(c("x", "a")), "^no row of class 'a' ")
  expect_match(named(c(FALSE, TRUE)), "^no row of class TRUE ")
  expect_match(named(c(7L, -70000L)), "^no row of class -70000 ")
  expect_match(named(c(0, 2^40)), "^no row of class 1099511627776 ")
  old <- options(warn = 2)
  on.exit(options(old))
  expect_error(borderline_smote(data$x, data$y, seed = 1), "is in danger")
})

test_that("there is no warning where there is nothing to warn of", {
  data <- overlapping()
  for (method in methods) expect_silent(oversample(data$x, data$y, method = method, seed = 1))
  # A class that does not grow is not looked at.
  far <- apart()
  expect_silent(borderline_smote(far$x, far$y, strategy = "majority"))
})

# ---- Bad input ------------------------------------------------------------------

test_that("methods, kinds and their arguments are checked, each by name", {
  frame <- blob_frame()
  x <- frame[1:4]
  y <- frame$Class
  refused <- function(code, ...) expect_refused(code, ...)
  refused(oversample(x, y, method = "rose"), "method is 'rose'",
          "'smote', 'borderline1', 'borderline2', 'svm', 'adasyn', 'smotenc', 'smoten', 'kmeans', 'random_over'")
  for (method in list(NULL, NA, 1, c("smote", "adasyn"), "SMOTE", character())) {
    refused(oversample(x, y, method = method), "method is ", "must be one of 'smote'")
  }
  refused(oversample(x, y, "adasyn"), "an argument too many", "method = \"adasyn\"")
  for (kind in list("borderline-3", 1, NULL, NA, "borderline1")) {
    refused(borderline_smote(x, y, kind = kind), "kind is ", "'borderline-1', 'borderline-2'")
  }
  for (m in list(0, -1, 2.5, NA, Inf, "5", NULL, 1:2, 2^31)) {
    refused(borderline_smote(x, y, m = m), "m is ", "whole number from 1")
    refused(oversample(x, y, m = m, method = "borderline2"), "m is ", "whole number from 1")
    refused(svm_smote(x, y, m = m), "m is ", "whole number from 1")
  }
  refused(smote(x, y, m = 5), "no argument 'm'", "?smote")
  refused(oversample(x, y, m = 5), "no argument 'm'", "Method 'smote' has k, ")
  refused(adasyn(x, y, m = 5), "no argument 'm'", "Method 'adasyn' has k, ")
  refused(adasyn(x, y, bases = "random"), "no argument 'bases'")
  refused(adasyn(Class ~ ., frame, n_neighbors = 5), "no argument 'n_neighbors'", "Method 'adasyn' has k")
  for (name in c("k", "few_rows", "scale", "column_weights", "m", "kind", "out_step", "support_rows")) {
    arguments <- stats::setNames(list(x, y, 1), c("", "", name))
    refused(do.call(random_over, arguments), sprintf("no argument '%s'", name), "Method 'random_over' has bases")
  }
  refused(oversample(x, y, k = 3, k = 4), "argument 'k' is given twice")
  refused(adasyn(x, y, k = 0), "k is 0", "whole number from 1")
  refused(random_over(x, y, bases = "odd"), "bases is 'odd'")
  refused(borderline_smote(Class ~ ., frame, carry = "zero"), "carry is 'zero'")
})

test_that("m and k that are too large for the data say so in R's words", {
  data <- blobs(c(30, 8), columns = 2)
  expect_refused(borderline_smote(data$x, data$y, m = 38), "there are 38 rows, but m = 38 needs at least 39",
                 "Use a smaller m, or few_rows = \"clip\"")
  expect_refused(borderline_smote(data$x, data$y, m = 1e9), "m = 1000000000 needs at least 1000000001")
  expect_refused(svm_smote(data$x, data$y, m = 38), "there are 38 rows, but m = 38 needs at least 39",
                 "Use a smaller m, or few_rows = \"clip\"")
  expect_refused(svm_smote(data$x, data$y, k = 8), "class 1 has 8 rows, but k = 8 needs at least 9")
  expect_refused(borderline_smote(data$x, data$y, k = 38, kind = "borderline-2"),
                 "there are 38 rows, but k = 38 needs at least 39", "Use a smaller k")
  expect_refused(borderline_smote(data$x, data$y, k = 8), "class 1 has 8 rows, but k = 8 needs at least 9")
  expect_refused(adasyn(data$x, data$y, k = 8), "class 1 has 8 rows, but k = 8 needs at least 9")
  expect_error(borderline_smote(data$x, data$y, m = 38), class = "smote_error_too_few_rows")
  expect_identical(borderline_smote(data$x, data$y, m = 37, seed = 1),
                   borderline_smote(data$x, data$y, m = 38, seed = 1, few_rows = "clip"))
  expect_identical(svm_smote(data$x, data$y, m = 37, seed = 1),
                   svm_smote(data$x, data$y, m = 38, seed = 1, few_rows = "clip"))
  clipped <- adasyn(data$x, data$y, k = 50, seed = 1, few_rows = "clip")
  expect_identical(as.vector(table(clipped$y)), c(30L, 30L))
})

test_that("tables and labels are checked as for smote()", {
  frame <- blob_frame()
  frame$odd <- "a"
  for (method in c("borderline1", "borderline2", "svm", "adasyn")) {
    sample <- function(...) oversample(..., method = method)
    expect_refused(sample(frame, "Class"), "column 'odd' (character) is not numeric", "random_over()")
    expect_refused(sample(frame[1:4]), "'y' is missing")
    expect_refused(sample(frame, "class"), "no column 'class'")
    expect_refused(sample(1:9, 1:9), "'x' is integer vector of length 9", "a matrix, a data frame")
    expect_refused(sample(Class ~ .), "'data' is missing")
    bad <- frame[1:5]
    bad$b[7] <- NA
    expect_refused(sample(bad, "Class"), "NA in row 7 of column 'b'")
  }
})

test_that("values too large for the scale that is asked for are not called a bug", {
  data <- blobs(columns = 2)
  data$x[, 2L] <- data$x[, 2L] * 1e300
  expect_refused(smote(data$x, data$y, column_weights = c(1, 1e100)), "the values of column 2 are too large",
                 "constant")
  expect_refused(smote_neighbors(data.frame(a = data$x[, 1L], b = data$x[, 2L]), column_weights = c(1, 1e100)),
                 "the values of column 'b' are too large")
})
