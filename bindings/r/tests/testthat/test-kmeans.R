# KMeans-SMOTE: which clusters take part, and how many rows each gets.

# A class "few" in two groups, the second twice as wide as the first, and a class "many"
# that has a cluster of its own, beside 5 rows in the cluster of the second group.
groups <- local({
  few <- c(0, 1, 2, 100, 102, 104)
  many <- c(100.5 + 0:4, 200:216)
  list(x = cbind(c(few, many)), y = rep(c("few", "many"), c(6, 22)),
       cluster = rep(c(1, 2, 2, 3), c(3, 3, 5, 17)))
})

made <- function(..., data = groups, cluster = data$cluster) {
  result <- kmeans_smote(data$x, data$y, cluster = cluster, seed = 1, provenance = TRUE, ...)
  attr(result, "provenance")[-seq_along(data$y), ]
}

rows_of <- function(new) c(sum(new$base <= 3), sum(new$base > 3))

test_that("sparse clusters get more, by mean distance ^ exponent / rows", {
  grown <- function(exponent, wanted, ...) {
    rows_of(made(cluster_balance_threshold = 0.3, density_exponent = exponent, strategy = c(few = 6 + wanted), ...))
  }
  # Mean distances 4/3 and 8/3, and 3 rows each.
  expect_identical(grown(1, 12), c(4L, 8L))
  expect_identical(grown(0, 12), c(6L, 6L))
  expect_identical(grown(2, 10), c(2L, 8L))
  # A third and two thirds of 10: by largest remainder, and rounded up.
  expect_identical(grown(1, 10), c(3L, 7L))
  expect_identical(grown(1, 10, stream = "numpy"), c(4L, 7L))
  # By default 0.16 * log(3, 1.6)^1.8 = 0.738, so that shares are 1 to 2^0.738 = 1.668.
  expect_identical(grown(NULL, 1000), c(375L, 625L))
})

test_that("a cluster takes part if the class makes up enough of it", {
  # Of the first cluster it makes up all, of the second 3/8.
  expect_identical(rows_of(made()), c(16L, 0L)) # half of all new rows are asked for
  expect_identical(rows_of(made(cluster_balance_threshold = 0.376)), c(16L, 0L))
  expect_gt(rows_of(made(cluster_balance_threshold = 0.375))[2L], 0L)
  expect_identical(rows_of(made(cluster_balance_threshold = 1)), c(16L, 0L))
})

test_that("where no class grows, there may be fewer rows than clusters", {
  x <- cbind(sin(1:6), cos(1:6))
  for (stream in c("native", "numpy")) {
    expect_identical(kmeans_smote(x, rep(0:1, 3), stream = stream, seed = 1), list(x = x, y = rep(0:1, 3)))
    expect_refused(kmeans_smote(x, c(0, 0, 0, 1, 1, 1), strategy = c(`1` = 4), stream = stream, seed = 1),
                   "clusters is 8, but there are 6 rows", "as many clusters as rows")
  }
  expect_length(kmeans_smote(x, rep(0:1, 3), cleaning = cleaning("random_under", strategy = c(`0` = 2)))$y, 5L)
})

test_that("neighbours are of the class and of the cluster", {
  for (stream in c("native", "numpy")) {
    new <- made(cluster_balance_threshold = 0, stream = stream)
    expect_true(all((new$base <= 3) == (new$neighbor <= 3)))
    expect_true(all(new$neighbor <= 6 & new$neighbor != new$base))
    # A row without a cluster is neither base nor neighbour.
    new <- made(cluster = replace(groups$cluster, 2, NA), k = 1, cluster_balance_threshold = 0, stream = stream)
    expect_false(2L %in% c(new$base, new$neighbor))
  }
})

test_that("the numpy stream draws as imbalanced-learn does, in scikit-learn's clusters", {
  # imbalanced-learn 0.14.2, KMeansSMOTE(k_neighbors = 2, cluster_balance_threshold = 0.2,
  # random_state = 42), and labels_ + 1 of KMeans(3, random_state = 0) in scikit-learn 1.9.1.
  i <- 1:24
  x <- cbind((i * i * 7) %% 31, (i^3) %% 29, (i * 11) %% 23)
  cluster <- c(3, 2, 1, 2, 2, 1, 1, 1, 3, 2, 1, 2, 1, 1, 2, 2, 1, 3, 1, 1, 2, 3, 1, 1)
  added <- kmeans_smote(x, rep(0:1, c(16, 8)), cluster = cluster, cluster_balance_threshold = 0.2,
                        stream = "numpy", seed = 42)$x[-i, ]
  expect_identical(added[1:4, ], rbind(
    c(0x1.c3b7a453ac8abp+3, 0x1.fe242dd629babp+3, 0x1.dbd229d645570p-4),
    c(0x1.224247b552426p+3, 0x1.8cd8dae3fed8ep+3, 0x1.6ededc2556dedp+1),
    c(0x1.4c95feb49239fp+3, 0x1.b30ea9cdb6d15p+3, 0x1.cda8052db7184p+0),
    c(0x1.157782d657d7ep+2, 0x1.575aac717db9cp+4, 0x1.72aef05acafb0p+3)
  ))
  expect_identical(nrow(added), 8L)
  expect_equal(sum(added), 0x1.d05f33871a71cp+7, tolerance = 1e-14)
})

test_that("k-means finds groups that lie apart", {
  data <- blobs(c(90, 30), columns = 2)
  shift <- with_seed(2, sample(3, 120, TRUE))
  data$x <- data$x + 1000 * shift
  result <- kmeans_smote(data$x, data$y, clusters = 3, cluster_balance_threshold = 0, seed = 1, provenance = TRUE)
  new <- attr(result, "provenance")[-(1:120), ]
  expect_identical(shift[new$neighbor], shift[new$base])
  expect_setequal(shift[new$base], 1:3)
  expect_identical(as.vector(table(result$y)), c(90L, 90L))
  # The clusters that are found are those that were put there.
  handed <- kmeans_smote(data$x, data$y, cluster = shift, cluster_balance_threshold = 0, seed = 1)
  sizes <- function(x) tabulate(findInterval(x[-(1:120), 1], c(500, 1500, 2500)), 3)
  expect_identical(sizes(handed$x), sizes(result$x))
})

test_that("scale and column_weights count for clusters too", {
  data <- blobs(c(90, 30), columns = 1)
  shift <- with_seed(2, sample(2, 120, TRUE))
  x <- cbind(shift, 1e4 * data$x) # what tells the groups apart is small
  new <- function(...) {
    origin <- attr(kmeans_smote(x, data$y, clusters = 2, cluster_balance_threshold = 0, seed = 1,
                                provenance = TRUE, ...), "provenance")[-(1:120), ]
    mean(shift[origin$base] == shift[origin$neighbor])
  }
  expect_lt(new(), 1)
  expect_identical(new(column_weights = c(1, 1e-12)), 1)
})

test_that("clusters are numbers from any of R's functions", {
  data <- overlapping()
  rownames(data$x) <- sprintf("r%d", 1:92)
  grown <- function(cluster) {
    kmeans_smote(data$x, data$y, cluster = cluster, cluster_balance_threshold = 0, few_rows = "clip", seed = 1)
  }
  with_seed(1, found <- stats::kmeans(data$x, 4))
  expect_named(found$cluster)
  one <- grown(found$cluster)
  expect_identical(grown(as.double(found$cluster)), one)
  frame <- as.data.frame(data$x)
  frame$Class <- factor(data$y)
  frame$id <- 92:1
  by_formula <- kmeans_smote(Class ~ . - id, frame, cluster = found$cluster, cluster_balance_threshold = 0,
                             few_rows = "clip", seed = 1)
  expect_identical(unname(as.matrix(by_formula[1:2])), unname(one$x))
  expect_identical(nrow(grown(stats::cutree(stats::hclust(stats::dist(data$x)), 5))$x), 180L)
})

test_that("there may be as many clusters as rows", {
  frame <- blob_frame()
  result <- suppressWarnings(kmeans_smote(frame, "Class", cluster = 92:1, few_rows = "clip", seed = 1))
  expect_identical(as.vector(table(result$Class)), c(60L, 60L, 60L))
  expect_identical(anyDuplicated(result[1:92, ]), 0L)
  expect_true(all(duplicated(result)[93:180])) # each row has a cluster to itself
})

test_that("counts are exact, and the same for any number of threads", {
  data <- overlapping(c(400, 150, 60))
  for (stream in c("native", "numpy")) {
    grown <- function(...) {
      kmeans_smote(data$x, data$y, clusters = 5, cluster_balance_threshold = 0.05, stream = stream, ...)
    }
    one <- grown(seed = 11, threads = 1)
    if (stream == "native") expect_identical(as.vector(table(one$y)), c(400L, 400L, 400L))
    expect_true(all(table(one$y) >= 400L & table(one$y) < 405L))
    expect_identical(grown(seed = 11, threads = 2), one)
    expect_identical(grown(seed = 11, threads = 8), one)
    expect_false(identical(grown(seed = 12), one))
    frame <- grown(seed = 11, provenance = TRUE)
    expect_null(attr(attr(frame, "provenance"), "voted"))
  }
  counts <- function(...) {
    grown <- kmeans_smote(data$x, data$y, clusters = 5, cluster_balance_threshold = 0.05, seed = 1, ...)
    as.vector(table(grown$y))
  }
  expect_identical(counts(over_ratio = 0.5), c(400L, 200L, 200L))
  expect_identical(counts(strategy = "minority"), c(400L, 150L, 400L))
  expect_identical(counts(percent = 150), c(400L, 150L, 150L))
  expect_identical(counts(strategy = c(`1` = 333)), c(400L, 333L, 60L))
})

test_that("oversample() has the same defaults, k = 2 among them, and containers stay", {
  frame <- blob_frame(columns = 2)
  same <- function(...) {
    expect_identical(oversample(..., method = "kmeans", clusters = 3, seed = 1),
                     kmeans_smote(..., clusters = 3, seed = 1))
    expect_identical(oversample(..., method = "kmeans", clusters = 3, k = 2, seed = 1),
                     kmeans_smote(..., clusters = 3, seed = 1))
  }
  same(frame, "Class")
  same(Class ~ ., frame)
  same(as.matrix(frame[1:2]), frame$Class)
  expect_false(identical(kmeans_smote(frame, "Class", clusters = 3, seed = 1, k = 5),
                         kmeans_smote(frame, "Class", clusters = 3, seed = 1)))
  skip_if_not_installed("tibble")
  tibble <- tibble::as_tibble(frame)
  expect_identical(class(kmeans_smote(tibble, "Class", clusters = 3, seed = 1)), class(tibble))
})

test_that("one cluster is the whole table, whatever part of it the class makes up", {
  data <- blobs(c(60, 5))
  new <- attr(kmeans_smote(data$x, data$y, clusters = 1, seed = 1, provenance = TRUE), "provenance")[-(1:65), ]
  expect_identical(nrow(new), 55L)
  expect_setequal(new$base, which(data$y == 1))
})

test_that("if no cluster takes part, the error names a threshold that does", {
  mixed <- groups
  mixed$cluster[c(1:3, 12:16)] <- 1 # now 3/8 of both
  refused <- said(made(data = mixed))
  expect_identical(refused, paste0(
    "class 'few' makes up at most 0.375 of a cluster with 3 rows of it, but cluster_balance_threshold is 0.5\n",
    "  Use cluster_balance_threshold = 0.375 or less, or another number of clusters."
  ))
  expect_error(made(data = mixed), class = "smote_error_no_candidates")
  expect_identical(sum(rows_of(made(data = mixed, cluster_balance_threshold = 0.375))), 16L)
  # Also where the part has no end in decimals.
  thirds <- list(x = cbind(1:30), y = rep(c("few", "few", "many"), c(3, 3, 24)), cluster = rep(c(1, 2, 1, 2), c(3, 3, 16, 8)))
  text <- said(made(data = thirds))
  number <- as.numeric(sub(".*threshold = ([^ ]+) or less.*", "\\1", text))
  expect_equal(number, 3 / 11)
  expect_identical(nrow(made(data = thirds, cluster_balance_threshold = number)), 18L)
})

test_that("a cluster needs k + 1 rows of the class, or one, if they may be few", {
  expect_refused(made(k = 3), "no cluster has 4 rows of class 'few', as k = 3 needs", "Use fewer clusters, a smaller k")
  expect_error(made(k = 3), class = "smote_error_no_candidates")
  expect_identical(rows_of(made(k = 3, few_rows = "clip")), c(16L, 0L))
  expect_refused(made(k = 6), "class 'few' has 6 rows, but k = 6 needs at least 7")
  none <- replace(groups$cluster, 1:6, NA)
  expect_refused(made(cluster = none, few_rows = "clip"), "no cluster has 1 row of class 'few'")
})

test_that("rows that are all alike are a warning, and clusters then count the same", {
  data <- groups
  data$x[1:3, ] <- 0
  data$x[4:6, ] <- 100
  expect_warning(new <- made(data = data, cluster_balance_threshold = 0),
                 "the rows of class 'few' are all alike in every cluster", class = "smote_warning_even_weights")
  expect_identical(rows_of(new), c(8L, 8L))
})

test_that("clusters, threshold and exponent are checked, each by name", {
  frame <- blob_frame()
  refused <- function(problem, need = "", ...) {
    expect_refused(kmeans_smote(frame, "Class", ...), problem, need)
    expect_refused(oversample(Class ~ ., frame, method = "kmeans", ...), problem, need)
  }
  for (bad in list(0, -1, 2.5, NA, Inf, "5", NULL, 1:2, 2^25)) refused("clusters is ", "whole number from 1 to 16777216", clusters = bad)
  refused("clusters is 93, but there are 92 rows", "as many clusters as rows", clusters = 93)
  for (bad in list(-0.1, 1.01, NA, NaN, Inf, TRUE, "0.5", c(0, 1), list(0.5))) {
    refused("cluster_balance_threshold is ", "a number from 0 to 1", cluster_balance_threshold = bad)
  }
  for (bad in list(-0.1, 1e7, NA, NaN, Inf, TRUE, "1", c(0, 1))) {
    refused("density_exponent is ", "a number from 0 to 1000000", density_exponent = bad)
  }
  need <- "the number of a cluster, from 1, for each row"
  for (bad in list("a", letters, factor(1:92), list(1), matrix(1, 92), TRUE, rep(NA, 92), frame["a"], 1i)) {
    refused("cluster is ", need, cluster = bad)
  }
  refused("cluster is 0 in row 2", "NA for none (dbscan has 0)", cluster = c(1, 0, rep(1, 90)))
  refused("cluster is -1 in row 1", need, cluster = rep(-1, 92))
  refused("cluster is 1.5 in row 92", need, cluster = c(rep(1, 91), 1.5))
  refused("cluster is Inf in row 1", cluster = c(Inf, rep(1, 91)))
  refused("cluster is 93 in row 3, but there are 92 rows", "at most to the number of rows", cluster = c(1, 2, 93, rep(1, 89)))
  refused("cluster is 1099511627776 in row 1", cluster = c(2^40, rep(1, 91)))
  refused("cluster has 91 elements, but there are 92 rows", need, cluster = rep(1, 91))
  refused("cluster has 0 elements", need, cluster = integer())
  refused("cluster is NA in all rows", need, cluster = rep(NA_real_, 92))
  refused("no argument 'm'", "Method 'kmeans' has k, few_rows, scale, column_weights, clusters, cluster", m = 3)
  expect_refused(smote(frame, "Class", clusters = 3), "no argument 'clusters'")
  expect_refused(smotenc(frame, "Class", cluster = 1), "no argument 'cluster'")
  # With clusters of one's own their number is of no account.
  own <- rep(1:2, 46)
  expect_identical(kmeans_smote(frame, "Class", cluster = own, clusters = 99, cluster_balance_threshold = 0, seed = 1),
                   kmeans_smote(frame, "Class", cluster = own, cluster_balance_threshold = 0, seed = 1))
  frame$b[7] <- NA
  expect_refused(kmeans_smote(frame, "Class"), "'x' has NA in row 7 of column 'b'")
})
