# Methods that drop rows: the papers by hand, and brute force on random tables.

counts_of <- function(result) as.vector(table(result$y))

expect_left <- function(result, rows) expect_identical(rows_left(result), as.integer(rows))

# What holds for every method that keeps rows of the input.
expect_selection <- function(x, y, result) {
  rows <- rows_left(result)
  expect_false(is.unsorted(rows))
  expect_identical(result$x, x[rows, , drop = FALSE])
  expect_identical(result$y, y[rows])
  origin <- attr(result, "provenance")
  expect_identical(origin$neighbor, rows)
  expect_identical(origin$gap, double(length(rows)))
}

selections <- c("random_under", "tomek", "enn", "renn", "allknn", "cnn", "oss", "ncr", "nearmiss1",
                "nearmiss2", "nearmiss3", "instance_hardness", "cluster_centroids")

run_selection <- function(method, x, y, ..., seed = 1) {
  arguments <- list(x, y, ..., method = method, seed = seed, provenance = TRUE)
  if (method == "instance_hardness") arguments$probability <- (seq_along(y) * 7) %% 11 / 11
  if (method == "cluster_centroids") arguments$voting <- "hard"
  suppressWarnings(do.call(undersample, arguments), classes = "smote_warning")
}

within_labels <- function(result, factor) replace(result, "y", list(result$y * factor))

# ---- By hand ------------------------------------------------------------------

test_that("Tomek links by hand: of two rows that are nearest to each other, the larger class loses one", {
  #            1  2  3  4    5  6  7   8
  x <- cbind(c(0, 1, 2, 2.4, 8, 9, 10, 20))
  y <- c(0, 0, 0, 1, 0, 0, 0, 1)
  expect_left(tomek_links(x, y, provenance = TRUE), c(1, 2, 4:8))
  expect_left(tomek_links(x, y, strategy = "all", provenance = TRUE), c(1, 2, 5:8))
  expect_left(tomek_links(x, y, classes = 1, provenance = TRUE), c(1:3, 5:8))
  expect_left(tomek_links(x, y, strategy = "minority", provenance = TRUE), c(1:3, 5:8))
})

test_that("Tomek links by hand: among ties the row that comes first is the nearest", {
  # Row 2 is as near to row 1 as to row 3, and takes row 1.
  x <- cbind(c(0, 1, 2, 9, 10))
  expect_left(tomek_links(x, c(0, 0, 1, 0, 0), provenance = TRUE), 1:5)
  expect_left(tomek_links(x, c(1, 0, 0, 0, 0), provenance = TRUE), c(1, 3:5))
})

test_that("ENN by hand: all and most of the neighbours", {
  #            1  2  3  4    5   6   7   8
  x <- cbind(c(0, 1, 2, 3.5, 10, 11, 12, 4.2))
  y <- c(0, 0, 0, 0, 1, 1, 1, 1)
  # Near row 4 are 8, 3 and 2, near row 8 are 4, 3 and 2; the others are among their own.
  expect_left(edited_nn(x, y, strategy = "all", provenance = TRUE), c(1:3, 5:7))
  expect_left(edited_nn(x, y, strategy = "all", selection = "mode", provenance = TRUE), 1:7)
  # Of equally large classes the first counts as the smallest.
  expect_left(edited_nn(x, y, provenance = TRUE), 1:7)
  expect_left(edited_nn(x, y, classes = 0, provenance = TRUE), c(1:3, 5:8))
})

test_that("RENN and All k-NN by hand: what was hidden behind a dropped row goes next", {
  #            1  2  3  4  5   6     7     8
  x <- cbind(c(0, 4, 7, 9, 10, 10.4, 10.6, 10.8))
  y <- rep(0:1, c(5, 3))
  expect_left(edited_nn(x, y, k = 1, provenance = TRUE), c(1:4, 6:8))
  expect_left(repeated_edited_nn(x, y, k = 1, rounds = 1, provenance = TRUE), c(1:4, 6:8))
  expect_left(repeated_edited_nn(x, y, k = 1, provenance = TRUE), c(1:3, 6:8))
  expect_left(all_knn(x, y, k = 2, provenance = TRUE), c(1:3, 6:8))
  rounds <- function(left) attr(attr(left, "provenance"), "rounds")
  expect_equal(rounds(repeated_edited_nn(x, y, k = 1, rounds = 1, provenance = TRUE)), 1)
  expect_equal(rounds(repeated_edited_nn(x, y, k = 1, provenance = TRUE)), 3)
  expect_equal(rounds(all_knn(x, y, k = 2, provenance = TRUE)), 2)
  expect_null(rounds(edited_nn(x, y, k = 1, provenance = TRUE)))
})

test_that("CNN and OSS by hand, whatever row is drawn", {
  #            1  2  3  4  5   6   7
  x <- cbind(c(0, 1, 2, 9, 10, 11, 12))
  y <- rep(0:1, c(4, 3))
  drawn <- c(FALSE, FALSE)
  for (seed in 1:20) {
    condensed <- rows_left(condensed_nn(x, y, seed = seed, provenance = TRUE))
    expect_true(list(condensed) %in% list(c(1L, 4:7), c(2L, 4:7), c(3L, 4:7), 4:7))
    # Row 4, which is in a link with row 5, goes.
    left <- list(rows_left(suppressWarnings(one_sided_selection(x, y, seed = seed, provenance = TRUE))))
    expect_true(left %in% list(c(1L, 5:7), c(2L, 5:7), c(3L, 5:7), 5:7))
    drawn <- drawn | c(length(condensed) == 4L, length(condensed) == 5L)
  }
  expect_true(all(drawn))
  expect_left(condensed_nn(x, y, seeds = 9, provenance = TRUE), 1:7)
})

test_that("the neighbourhood cleaning rule by hand", {
  #            1  2  3  4  5     6   7   8
  x <- cbind(c(0, 1, 2, 3, 10.1, 10, 20, 21))
  y <- rep(0:1, c(5, 3))
  # Row 6 is outvoted: its neighbours 5, 4 and 3 go. No row of the large class is.
  expect_left(neighborhood_cleaning(x, y, provenance = TRUE), c(1, 2, 6:8))
  expect_left(neighborhood_cleaning(x, y, threshold = 2, provenance = TRUE), 1:8)
})

test_that("NearMiss by hand", {
  #            1  2   3  4  5  6     7
  x <- cbind(c(0, 10, 1, 4, 5, 11.5, -3))
  y <- c(1, 1, 0, 0, 0, 0, 0)
  keep <- function(...) near_miss(x, y, ..., k = 1, provenance = TRUE)
  expect_left(keep(version = 1), c(1, 2, 3, 6))               # 1 and 1.5
  expect_left(keep(version = 2), c(1, 2, 4, 5))               # 6 and 5 to the farthest
  expect_left(keep(version = 3, candidates = 2), c(1, 2, 5, 7)) # of 3, 7, 6, 5
})

test_that("instance hardness keeps the likeliest, and the first of equals", {
  x <- cbind(1:7)
  y <- rep(0:1, c(5, 2))
  keep <- function(...) instance_hardness(x, y, ..., provenance = TRUE)
  expect_left(keep(probability = c(.1, .9, .3, .8, .5, .2, .2)), c(2, 4, 6, 7))
  expect_left(keep(probability = rep(.5, 7)), c(1, 2, 6, 7))
  # All rows that are not below the percentile
  expect_left(keep(probability = rep(.5, 7), stream = "numpy"), 1:7)
  both <- cbind(`1` = 1:7 / 10, `0` = 1 - 1:7 / 10)
  expect_left(keep(probability = both), c(1, 2, 6, 7))
  expect_left(keep(probability = as.data.frame(both)), c(1, 2, 6, 7))
})

test_that("cluster centroids are the centres of groups, or the rows nearest to them", {
  x <- cbind(c(0, 2, 100, 102, 50, 51))
  y <- rep(0:1, c(4, 2))
  soft <- cluster_centroids(x, y, seed = 1, provenance = TRUE)
  expect_identical(soft$y, c(1L, 1L, 0L, 0L))
  expect_identical(soft$x[1:2], c(50, 51))
  expect_setequal(soft$x[3:4], c(1, 101))
  expect_setequal(rows_left(soft), c(5L, 6L, 1L, 3L))
  expect_left(cluster_centroids(x, y, voting = "hard", seed = 1, provenance = TRUE), c(1, 3, 5, 6))
})

test_that("random under-sampling drops rows at random, and no two that stay are the same", {
  data <- blobs() # 60, 20, 12
  result <- random_under(data$x, data$y, seed = 1, provenance = TRUE)
  expect_identical(counts_of(result), c(12L, 12L, 12L))
  expect_selection(data$x, data$y, result)
  expect_identical(anyDuplicated(rows_left(result)), 0L)
  expect_true(all(which(data$y == 2L) %in% rows_left(result)))
  again <- random_under(data$x, data$y, replacement = TRUE, seed = 1, provenance = TRUE)
  expect_gt(anyDuplicated(rows_left(again)), 0L)
  expect_selection(data$x, data$y, again)
  # Every row has the same chance: 12 of 60, in 500 draws
  drawn <- unlist(lapply(1:500, function(seed) {
    rows_left(random_under(data$x, data$y, seed = seed, strategy = "majority", provenance = TRUE))
  }))
  times <- uses(drawn, which(data$y == 0L))
  expect_gt(min(times), 60)
  expect_lt(max(times), 140)
})

# ---- By brute force -----------------------------------------------------------

test_that("Tomek links, ENN, RENN, All k-NN and NCR are those of brute force, ties by row", {
  for (table in shared_tables()) {
    x <- table$x
    y <- table$y
    expect_left(tomek_links(x, y, provenance = TRUE), oracles$tomek(x, y))
    expect_left(tomek_links(x, y, strategy = "all", provenance = TRUE), oracles$tomek(x, y, unique(y)))
    for (selection in c("all", "mode")) {
      for (k in c(1, 3, 6)) {
        quiet <- function(code) suppressWarnings(code, classes = "smote_warning")
        expect_left(quiet(edited_nn(x, y, k = k, selection = selection, provenance = TRUE)),
                    oracles$enn(x, y, k, selection))
        expect_left(quiet(repeated_edited_nn(x, y, k = k, selection = selection, provenance = TRUE)),
                    oracles$renn(x, y, k, selection))
        expect_left(quiet(all_knn(x, y, k = k, selection = selection, provenance = TRUE)),
                    oracles$allknn(x, y, k, selection))
        expect_left(quiet(all_knn(x, y, k = k, selection = selection, allow_minority = TRUE, provenance = TRUE)),
                    oracles$allknn(x, y, k, selection, TRUE))
      }
    }
    for (k in c(1, 3, 5)) {
      for (threshold in c(0.5, 3)) {
        expect_left(neighborhood_cleaning(x, y, k = k, threshold = threshold, provenance = TRUE),
                    oracles$ncr(x, y, k, threshold))
      }
    }
  }
})

test_that("NearMiss is that of brute force, ties by row", {
  for (table in shared_tables()) {
    # Whole numbers in one column have whole distances: ties are exact.
    x <- if (all(table$x == round(table$x))) table$x[, 1L, drop = FALSE] else table$x
    for (k in c(1, 3)) {
      for (version in 1:3) {
        quiet <- function(code) suppressWarnings(code, classes = "smote_warning_fewer_rows")
        expect_left(quiet(near_miss(x, table$y, version = version, k = k, provenance = TRUE)),
                    oracles$nearmiss(x, table$y, version, k))
      }
    }
    expect_left(suppressWarnings(near_miss(x, table$y, version = 3, candidates = 1, provenance = TRUE)),
                oracles$nearmiss(x, table$y, 3, candidates = 1))
  }
})

test_that("CNN and OSS are those of brute force from one of the rows that may be drawn", {
  for (table in shared_tables(1:3)) {
    x <- table$x
    y <- table$y
    own <- lapply(other_classes(y), function(class) which(y == class))
    for (k in c(1, 3)) {
      found <- rows_left(condensed_nn(x, y, k = k, seed = 4, provenance = TRUE))
      # Class by class: each has a drawn row of its own.
      for (rows in own) {
        mine <- intersect(found, rows)
        expect_true(any(vapply(mine, function(seed) {
          setequal(intersect(oracles$cnn(x, y, seed, k), rows), mine)
        }, NA)))
      }
    }
    found <- rows_left(suppressWarnings(one_sided_selection(x, y, seed = 4, provenance = TRUE)))
    pairs <- expand.grid(own[[1L]], own[[2L]])
    fits <- FALSE
    for (i in seq_len(nrow(pairs))) {
      if (fits <- identical(oracles$oss(x, y, unlist(pairs[i, ], use.names = FALSE)), found)) break
    }
    expect_true(fits)
  }
})

test_that("scale and column_weights decide on distances, and on nothing else", {
  data <- overlapping(rows = c(50, 30, 14))
  data$x[, 2] <- data$x[, 2] * 1000
  scaled <- sweep(data$x, 2, apply(data$x, 2, function(v) sqrt(mean((v - mean(v))^2))), "/")
  for (method in setdiff(selections, c("random_under", "instance_hardness"))) {
    if (method != "cluster_centroids") { # whose rounding decides between clusters
      rows <- rows_left(run_selection(method, data$x, data$y, scale = "sd"))
      expect_identical(rows, rows_left(run_selection(method, scaled, data$y)))
    }
    rows <- rows_left(run_selection(method, data$x, data$y, column_weights = c(1, 0)))
    expect_identical(rows, rows_left(run_selection(method, data$x[, 1, drop = FALSE], data$y)))
  }
})

# ---- What holds for all -------------------------------------------------------

test_that("rows that stay are rows of the input, in their order", {
  for (table in shared_tables(1:2)) {
    before <- list(x = table$x + 0, y = table$y)
    for (method in selections) {
      expect_selection(table$x, table$y, run_selection(method, table$x, table$y))
    }
    expect_identical(list(x = table$x, y = table$y), before)
  }
})

test_that("results do not depend on threads", {
  data <- overlapping(rows = c(400, 150, 60), columns = 5)
  for (method in selections) {
    one <- run_selection(method, data$x, data$y, threads = 1)
    expect_identical(run_selection(method, data$x, data$y, threads = 2), one)
    expect_identical(run_selection(method, data$x, data$y, threads = 8), one)
  }
  soft <- function(threads) cluster_centroids(data$x, data$y, seed = 1, threads = threads)
  expect_identical(soft(2), soft(1))
  expect_identical(soft(8), soft(1))
})

test_that("an error in a progress function ends the call", {
  x <- matrix(rnorm(30000 * 20), 30000)
  y <- rep(0:1, c(20000, 10000))
  expect_error(edited_nn(x, y, progress = function(fraction) stop("enough")), "enough")
  expect_error(smote_enn(x, y, progress = function(fraction) if (fraction > 0.5) stop("enough")), "enough")
})

test_that("the numpy stream keeps the rows that imbalanced-learn keeps, in its order", {
  for (table in shared_tables(1:2)) {
    for (method in c("tomek", "enn", "renn", "allknn", "ncr", "nearmiss1", "nearmiss2", "nearmiss3")) {
      native <- run_selection(method, table$x, table$y)
      numpy <- run_selection(method, table$x, table$y, stream = "numpy")
      rows <- rows_left(numpy)
      # These have rules of its own there.
      kept <- if (!method %in% c("renn", "allknn", "ncr")) rows_left(native)
              else oracles[[method]](table$x, table$y, numpy = TRUE)
      expect_identical(sort(rows), kept)
      expect_identical(numpy$x, table$x[rows, ])
      expect_identical(numpy$y, table$y[rows])
      if (!method %in% c("tomek", "ncr")) expect_false(is.unsorted(numpy$y))
    }
  }
})

test_that("with the numpy stream random rows are those of imbalanced-learn", {
  # RandomUnderSampler(random_state=0): RandomState(0).permutation(10)[:3] is 2, 8, 4.
  x <- cbind(1:13)
  y <- rep(0:1, c(10, 3))
  expect_left(random_under(x, y, stream = "numpy", seed = 0, provenance = TRUE), c(3, 9, 5, 11:13))
})

test_that("seeds: R's generator decides, or is left alone", {
  data <- overlapping(rows = c(50, 30, 14))
  state <- function() globalenv()$.Random.seed
  for (method in c("random_under", "cnn", "oss", "cluster_centroids")) {
    run <- function(seed) run_selection(method, data$x, data$y, seed = seed)
    one <- with_seed(1, run(NULL))
    expect_identical(with_seed(1, run(NULL)), one)
    expect_false(identical(with_seed(2, run(NULL)), one))
    expect_identical(run(7), run(7))
    with_seed(1, {
      before <- state()
      run(7)
      expect_identical(state(), before)
    })
  }
  # Nothing is drawn, and so nothing is taken from R's generator.
  for (method in setdiff(selections, c("random_under", "cnn", "oss", "cluster_centroids"))) {
    with_seed(1, {
      before <- state()
      run_selection(method, data$x, data$y, seed = NULL)
      expect_identical(state(), before)
    })
  }
})

test_that("each strategy gives the counts it promises", {
  data <- blobs() # 60, 20, 12
  for (method in c("random_under", "nearmiss1", "nearmiss2", "instance_hardness", "cluster_centroids")) {
    counts <- function(...) counts_of(run_selection(method, data$x, data$y, ...))
    expect_identical(counts(), c(12L, 12L, 12L))
    expect_identical(counts(strategy = "all"), c(12L, 12L, 12L))
    expect_identical(counts(strategy = "not minority"), c(12L, 12L, 12L))
    expect_identical(counts(strategy = "majority"), c(12L, 20L, 12L))
    expect_identical(counts(strategy = "not majority"), c(60L, 12L, 12L))
    expect_identical(counts(strategy = "minority"), c(60L, 20L, 12L))
    expect_identical(counts(strategy = c(`0` = 33, `2` = 5)), c(33L, 20L, 5L))
    expect_identical(counts(under_ratio = 1.5), c(18L, 18L, 12L))
    expect_identical(counts(under_ratio = 2), c(24L, 20L, 12L))
    expect_identical(counts(under_ratio = 1.54), c(18L, 18L, 12L)) # 18.48
    expect_identical(counts(under_ratio = 2, strategy = "majority"), c(24L, 20L, 12L))
    expect_identical(counts(under_ratio = 0.5), c(6L, 6L, 12L))
    expect_identical(counts(under_ratio = 0.5, strategy = "all"), c(6L, 6L, 6L))
    expect_identical(counts(under_ratio = 5), c(60L, 20L, 12L))
    expect_identical(counts(under_ratio = 50, strategy = "all"), c(60L, 20L, 12L))
  }
})

test_that("the classes that are cleaned lose rows, and no others", {
  data <- shared_tables(1)[[1L]]
  dropped <- function(...) {
    result <- suppressWarnings(edited_nn(data$x, data$y, k = 5, ..., provenance = TRUE))
    sort(unique(data$y[-rows_left(result)]))
  }
  expect_identical(dropped(), 0:1)
  expect_identical(dropped(strategy = "majority"), 0L)
  expect_identical(dropped(strategy = "minority"), 2L)
  expect_identical(dropped(strategy = "not majority"), 1:2)
  expect_identical(dropped(strategy = "all"), 0:2)
  expect_identical(dropped(classes = c(0, 2)), c(0L, 2L))
  large <- edited_nn(data$x, data$y * 1e5, selection = "mode", classes = 1e5)
  expect_identical(large, within_labels(edited_nn(data$x, data$y, selection = "mode", classes = 1), 1e5))
})

# ---- Degenerate data ----------------------------------------------------------

test_that("rows that are all the same are no trouble", {
  x <- matrix(1, 12, 3)
  y <- rep(0:1, c(8, 4))
  for (method in selections) expect_selection(x, y, run_selection(method, x, y))
  # Neighbours of each row are the first three others.
  expect_left(edited_nn(x, y, strategy = "all", provenance = TRUE) |> suppressWarnings(), 1:8)
  expect_left(edited_nn(x, rev(y), strategy = "all", provenance = TRUE) |> suppressWarnings(), 1:4)
})

test_that("a class that vanishes is a warning that names it, and no error", {
  x <- cbind(c(0, 1, 2, 1.5, 10))
  y <- factor(c("a", "a", "a", "b", "b"))
  for (run in list(edited_nn, repeated_edited_nn, all_knn)) {
    expect_warning(result <- run(x, y, k = 1, strategy = "all"), "all rows of class 'b' were dropped",
                   class = "smote_warning_class_vanished")
    expect_false("b" %in% result$y)
    expect_identical(levels(result$y), c("a", "b"))
  }
  expect_warning(result <- random_under(x, y, strategy = c(b = 0)), "'b'", class = "smote_warning_class_vanished")
  expect_identical(result$x, x[1:3, , drop = FALSE])
})

test_that("a table of which nothing is left has no rows, and all its columns", {
  frame <- data.frame(a = c(0, 0.1, 5, 5.1), Class = factor(c("x", "y", "x", "y")), n = letters[1:4])
  seen <- character()
  left <- withCallingHandlers(
    tomek_links(Class ~ a, frame, strategy = "all"),
    smote_warning_class_vanished = function(w) {
      seen <<- c(seen, conditionMessage(w))
      invokeRestart("muffleWarning")
    }
  )
  expect_length(seen, 2L)
  expect_identical(left, frame[0, ])
  none <- suppressWarnings(random_under(frame, "Class", strategy = c(x = 0, y = 0), provenance = TRUE))
  expect_identical(dim(none), c(0L, 3L))
  expect_identical(nrow(attr(none, "provenance")), 0L)
})

test_that("of classes of the same size the first counts as the smallest, whatever comes first", {
  # imbalanced-learn goes by the first label seen, and deletes a class.
  data <- blobs(c(15, 15), columns = 2)
  for (method in c("nearmiss1", "random_under", "instance_hardness")) {
    expect_identical(counts_of(run_selection(method, data$x, data$y)), c(15L, 15L))
  }
  first <- order(-data$y)
  for (method in c("cnn", "oss", "tomek", "enn")) {
    result <- run_selection(method, data$x[first, ], data$y[first])
    expect_identical(sum(result$y == 0L), 15L)
  }
})

test_that("a class of one row is enough for most methods", {
  data <- blobs(c(20, 8, 1), columns = 2)
  for (method in setdiff(selections, c("nearmiss1", "nearmiss2", "nearmiss3"))) {
    expect_selection(data$x, data$y, run_selection(method, data$x, data$y))
  }
  expect_identical(counts_of(near_miss(data$x, data$y, k = 1)), c(1L, 1L, 1L))
  expect_refused(near_miss(data$x, data$y), "class 2 has 1 row, but k = 3 needs as many", "few_rows = \"clip\"")
  expect_identical(counts_of(near_miss(data$x, data$y, few_rows = "clip")), c(1L, 1L, 1L))
})

test_that("k beyond the table is refused, or clipped", {
  data <- blobs(c(8, 4), columns = 2)
  for (run in list(edited_nn, repeated_edited_nn, all_knn, neighborhood_cleaning)) {
    expect_refused(run(data$x, data$y, k = 12), "there are 12 rows, but k = 12 needs at least 13", "a smaller k")
    expect_error(run(data$x, data$y, k = 12), class = "smote_error_too_few_rows")
    clipped <- suppressWarnings(run(data$x, data$y, k = 99, few_rows = "clip"))
    expect_identical(clipped, suppressWarnings(run(data$x, data$y, k = 11)))
  }
  expect_refused(near_miss(data$x, data$y, version = 3, candidates = 9),
                 "class 0 has 8 rows, but candidates = 9 needs as many", "fewer candidates")
  expect_identical(near_miss(data$x, data$y, version = 3, candidates = 9, few_rows = "clip"),
                   near_miss(data$x, data$y, version = 3, candidates = 8))
  for (run in list(condensed_nn, one_sided_selection)) {
    expect_refused(run(data$x, data$y, k = 9), "class 1 and the seeds of class 0 have 5 rows, but k = 9 needs as many",
                   "more seeds")
    clipped <- suppressWarnings(run(data$x, data$y, k = 99, few_rows = "clip", seed = 1))
    expect_true(all(data$x[data$y == 1, ] %in% clipped$x))
  }
})

test_that("NearMiss 3 with too few candidates keeps them all, and says so", {
  data <- blobs(c(30, 6), columns = 2)
  expect_warning(result <- near_miss(data$x, data$y, version = 3, candidates = 1, k = 1, under_ratio = 3,
                                     provenance = TRUE),
                 "class 0 has fewer rows among the candidates = 1 nearest", class = "smote_warning_fewer_rows")
  expect_lt(sum(result$y == 0), 18L)
})

test_that("missing and infinite values are refused where rows are compared", {
  data <- blobs(columns = 2)
  data$x[7, 2] <- NA
  for (method in setdiff(selections, c("random_under", "instance_hardness"))) {
    expect_refused(undersample(data$x, data$y, method = method), "'x' has NA in row 7 of column 2")
  }
  expect_identical(counts_of(random_under(data$x, data$y)), c(12L, 12L, 12L))
})

# ---- Named after bugs of others -----------------------------------------------

test_that("themis #236: NearMiss goes by distance, and not by the place of a row", {
  data <- blobs(c(40, 10), columns = 2)
  keep <- function(order) {
    result <- near_miss(data$x[order, ], data$y[order], provenance = TRUE)
    sort(order[rows_left(result)])
  }
  first <- keep(seq_along(data$y))
  expect_identical(keep(rev(seq_along(data$y))), first)
  expect_identical(keep(order(data$y)), first)
  expect_identical(keep(order(-data$y, data$x[, 1])), first)
})

test_that("themis #262: of a Tomek link only the row of the larger class goes", {
  x <- cbind(c(0, 1, 5, 6, 6.1))
  y <- c("large", "large", "large", "large", "small")
  left <- tomek_links(x, y, provenance = TRUE)
  expect_left(left, c(1, 2, 3, 5))
  expect_identical(sum(left$y == "small"), 1L)
})

test_that("themis #250: the neighbourhood cleaning rule has a threshold, which counts", {
  # The class has 4 rows, the smallest 2: as in imbalanced-learn, it is cleaned if it has
  # more than threshold * 2.
  x <- cbind(c(0, 1, 2, 3, 2.9, 50))
  y <- c(0, 0, 0, 0, 1, 1)
  rows <- function(threshold) rows_left(neighborhood_cleaning(x, y, threshold = threshold, provenance = TRUE))
  expect_identical(rows(0.5), rows(1.99))
  expect_lt(length(rows(1.99)), 6L)
  expect_identical(rows(2), 1:6)
})

test_that("with the numpy stream rows come class by class where none is to be dropped", {
  data <- blobs(c(50, 24, 14))
  grouped <- order(data$y)
  for (method in c("random_under", "nearmiss1", "nearmiss3")) {
    run <- function(...) undersample(data$x, data$y, method = method, ..., provenance = TRUE)
    result <- run(stream = "numpy", under_ratio = 9)
    expect_identical(rows_left(result), grouped)
    expect_identical(result$x, data$x[grouped, ])
    expect_identical(result$y, data$y[grouped])
    expect_identical(rows_left(run(under_ratio = 9)), seq_along(data$y))
  }
  frame <- data.frame(data$x, Class = data$y)
  expect_identical(random_under(frame, "Class", stream = "numpy", under_ratio = 9), frame[grouped, ])
  least <- replace(data$y, data$y == 1, -2^31)
  expect_identical(rows_left(random_under(data$x, least, stream = "numpy", under_ratio = 9, provenance = TRUE)), order(least))
})
