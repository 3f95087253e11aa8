# SMOTE-NC and SMOTE-N: tables with categories, beside numbers and alone, by oracles that
# know the paper and not the engine.

# Columns of every kind; no two numbers alike. The level "never" occurs in no row.
mixed_kinds <- function(rows = c(60, 20, 12), seed = 1) {
  frame <- blob_frame(rows, columns = 2, seed = seed)
  n <- nrow(frame)
  with_seed(seed, {
    shift <- as.integer(frame$Class)
    pick <- function(values) values[pmin(sample(3, n, TRUE) + shift - 1L, length(values))]
    frame$ward <- factor(pick(c("west", "north", "south")), c("west", "never", "north", "south"))
    frame$grade <- factor(pick(c("low", "middle", "high", "top")), c("low", "middle", "high", "top", "never"),
                          ordered = TRUE)
    frame$name <- pick(c("a", "\u00e9", "b", NA))
    frame$flag <- pick(c(TRUE, FALSE, NA))
    frame$code <- pick(c(70L, -3L, 5L, NA))
    frame$day <- as.Date("2024-02-01") + pick(c(0, 7, 70, 3))
  })
  frame
}

categories <- c("ward", "grade", "name", "flag")
coded <- c("code", "day")

# Squares of distances from row i to `rows`.
mixed_squares <- function(numbers, others, i, rows) {
  deviations <- apply(numbers[rows, , drop = FALSE], 2L, function(x) sqrt(mean((x - mean(x))^2)))
  square <- rowSums((numbers[rows, , drop = FALSE] - rep(numbers[i, ], each = length(rows)))^2)
  for (column in others) {
    square <- square + stats::median(deviations)^2 * !same_category(column[rows], column[i])
  }
  square
}

# How the classes are distributed among the rows that have the category of each row.
profiles_of <- function(column, y) {
  profiles <- unclass(prop.table(table(addNA(column), y), 1L))
  profiles[as.integer(addNA(column)), , drop = FALSE]
}

value_difference_squares <- function(profiles, i, rows) {
  square <- numeric(length(rows))
  for (profile in profiles) {
    square <- square + rowSums(abs(profile[rows, ] - rep(profile[i, ], each = length(rows))))^2
  }
  square
}

same_category <- function(x, y) ifelse(is.na(x) | is.na(y), is.na(x) & is.na(y), x == y)

nearest_by <- function(squares, i, rows, k) {
  others <- rows != i
  utils::head(rows[others][order(squares[others], rows[others])], k)
}

# Which values are the most frequent ones.
winners <- function(values) {
  count <- tabulate(match(values, unique(values)))
  unique(values)[count == max(count)]
}

# Whether a new row has, in each column, what most of `voters` have.
is_voted <- function(result, row, columns, frame, voters) {
  all(vapply(columns, function(column) result[[column]][row] %in% winners(frame[[column]][voters]), NA))
}

expect_kept <- function(result, frame) {
  expect_identical(result[seq_len(nrow(frame)), ], frame, ignore_attr = "provenance")
  expect_identical(lapply(result, attributes), lapply(frame, attributes))
  expect_identical(lapply(result, typeof), lapply(frame, typeof))
  expect_identical(as.vector(table(result$Class)), rep(max(table(frame$Class)), 3L))
}

test_that("SMOTE-NC interpolates numbers and lets neighbours vote on categories", {
  for (stream in c("native", "numpy")) {
    for (seed in 1:4) {
      k <- c(5, 1, 4, 11)[seed]
      frame <- mixed_kinds(seed = seed)
      result <- smotenc(frame, "Class", categorical = coded, k = k, seed = seed, stream = stream, provenance = TRUE)
      expect_kept(result, frame)
      origin <- attr(result, "provenance")
      expect_identical(attr(origin, "voted"), c(categories, coded))
      numbers <- as.matrix(frame[c("a", "b")])
      for (row in 93:180) {
        base <- origin$base[row]
        own <- which(frame$Class == result$Class[row])
        near <- nearest_by(mixed_squares(numbers, frame[c(categories, coded)], base, own), base, own, k)
        expect_true(origin$neighbor[row] %in% near)
        between <- numbers[base, ] + origin$gap[row] * (numbers[origin$neighbor[row], ] - numbers[base, ])
        expect_identical(unlist(result[row, c("a", "b")]), between)
        expect_true(is_voted(result, row, c(categories, coded), frame, near))
      }
    }
  }
})

test_that("SMOTE-N lets a row and its neighbours vote on all columns", {
  for (stream in c("native", "numpy")) {
    for (seed in 1:4) {
      k <- c(5, 1, 4, 11)[seed]
      frame <- mixed_kinds(seed = seed)[c(categories, coded, "Class")]
      result <- smoten(frame, "Class", categorical = coded, k = k, seed = seed, stream = stream, provenance = TRUE)
      expect_kept(result, frame)
      origin <- attr(result, "provenance")
      expect_identical(attr(origin, "voted"), c(categories, coded))
      expect_identical(origin$neighbor, origin$base)
      expect_identical(origin$gap, double(180))
      profiles <- lapply(frame[c(categories, coded)], profiles_of, frame$Class)
      for (row in 93:180) {
        base <- origin$base[row]
        own <- which(frame$Class == result$Class[row])
        near <- nearest_by(value_difference_squares(profiles, base, own), base, own, k)
        expect_true(is_voted(result, row, c(categories, coded), frame, c(base, near)))
      }
    }
  }
})

test_that("a category in a new row occurs in its class, and an unused level never", {
  for (seed in 1:10) {
    frame <- mixed_kinds(seed = seed)
    for (result in list(smotenc(frame, "Class", categorical = coded, seed = seed),
                        smoten(Class ~ . - a - b, frame, categorical = coded, seed = seed))) {
      for (class in levels(frame$Class)) {
        for (column in c(categories, coded)) {
          expect_true(all(result[[column]][result$Class == class] %in% frame[[column]][frame$Class == class]))
        }
      }
      expect_identical(sum(result$ward == "never"), 0L)
      expect_identical(levels(result$ward), c("west", "never", "north", "south"))
      expect_s3_class(result$grade, "ordered")
    }
  }
})

# ---- Cases worked by hand -------------------------------------------------------

test_that("another category is as far away as the numbers deviate", {
  # The deviation of 0, 2, 2.5 and 10 is 3.80: to the first row the second is nearer by its
  # number, at 2, but with its category it is at 4.29, and the third, at 2.5, is nearer.
  frame <- data.frame(
    a = c(0, 2, 2.5, 10, 1 + 0:11),
    g = c("x", "y", "x", "x", rep("y", 12)),
    class = rep(c("few", "many"), c(4, 12))
  )
  for (stream in c("native", "numpy")) {
    result <- smotenc(frame, "class", k = 1, seed = 1, stream = stream, provenance = TRUE)
    new <- attr(result, "provenance")[17:24, ]
    expect_identical(new$neighbor, c(3L, 3L, 1L, 3L)[new$base])
    # The neighbours decide, and not the base: nearest to the only "y" is an "x".
    expect_identical(result$g[17:24], rep("x", 8))
  }
  # Where the class does not deviate, categories cost nothing, and row numbers decide.
  frame$a[1:4] <- 7
  new <- attr(smotenc(frame, "class", k = 1, seed = 1, provenance = TRUE), "provenance")[17:24, ]
  expect_identical(new$neighbor, c(2L, 1L, 1L, 1L)[new$base])
})

test_that("the penalty is the median of the deviations, of scaled values and times a weight", {
  frame <- data.frame(
    a = c(0, 4, 0, 4), # deviations 2 and 6: the median is 4
    b = c(0, 0, 12, 12),
    g = c("x", "y", "x", "x"),
    class = "few"
  )
  frame <- rbind(frame, data.frame(a = 0:7, b = 0:7, g = "y", class = "many"))
  neighbor_of_first <- function(...) {
    origin <- attr(smotenc(frame, "class", k = 1, seed = 1, provenance = TRUE, ...), "provenance")
    unique(origin$neighbor[13:16][origin$base[13:16] == 1])
  }
  expect_identical(neighbor_of_first(), 2L) # 16 + 16 to the second, 144 to the third
  # 16 + 10 * 16 to the second.
  expect_identical(neighbor_of_first(column_weights = c(a = 1, b = 1, g = 10)), 3L)
  expect_identical(neighbor_of_first(column_weights = c(1, 1, 0)), 2L)
})

test_that("SMOTE-N makes the row of the paper's example", {
  # Section 6.2: of A B C D E with neighbours A F C G N and H B C D N comes A B C D N.
  rows <- rbind(c("A", "B", "C", "D", "E"), c("A", "F", "C", "G", "N"), c("H", "B", "C", "D", "N"))
  other <- rbind(c("Q", "B", "C", "G", "E"), c("A", "Q", "C", "D", "E"))
  x <- rbind(rows, other[rep(1:2, 3), ])
  y <- rep(c("few", "many"), c(3, 6))
  for (stream in c("native", "numpy")) {
    result <- smoten(x, y, k = 2, seed = 1, stream = stream)
    expect_identical(result$x, rbind(x, matrix(c("A", "B", "C", "D", "N"), 3, 5, byrow = TRUE)))
    expect_identical(result$y, c(y, rep("few", 3)))
  }
})

test_that("categories that say the same of the class are near each other", {
  # Among "p" and "q" half of the rows are "few"; among "r" all are.
  frame <- data.frame(
    g = c("p", "q", "r", "r", "p", "q", rep("s", 6)),
    h = c("1", "2", "3", "4", rep("5", 8)),
    class = rep(c("few", "many"), c(4, 8))
  )
  # With stream "numpy" the first of two categories wins: of "p" and "q" it is "p".
  result <- smoten(class ~ g, frame, k = 1, seed = 1, stream = "numpy", provenance = TRUE)
  base <- attr(result, "provenance")$base[13:16]
  expect_identical(result$g[13:16], c("p", "p", "r", "r")[base])
  # With the native stream any of both, at random.
  many <- smoten(class ~ g, frame, k = 1, seed = 1, strategy = c(few = 400), provenance = TRUE)
  base <- attr(many, "provenance")$base[13:408]
  expect_identical(unique(many$g[13:408][base > 2]), "r")
  share <- mean(many$g[13:408][base <= 2] == "p")
  expect_true(share > 0.4 && share < 0.6)
})

test_that("the numpy stream draws as imbalanced-learn does", {
  # imbalanced-learn 0.14.2, k_neighbors = 3, random_state = 42: SMOTENC([2, 3]) and SMOTEN().
  i <- 1:24
  y <- rep(0:1, c(16, 8))
  numbers <- cbind((i * i * 7) %% 31, (i^3) %% 29)
  codes <- cbind(i %% 3, (i * i) %% 5, (i * 7) %% 4)
  added <- smotenc(cbind(numbers, codes[, 1:2]), y, categorical = 3:4, k = 3, stream = "numpy", seed = 42)$x[25:32, ]
  expect_identical(added[1:4, 1:2], rbind(
    c(0x1.0332fe983b7a4p+4, 0x1.d0010706d69cap+3),
    c(0x1.dd645576ededcp+3, 0x1.f14dd54489092p+3),
    c(0x1.d536972ff4952p+3, 0x1.555b7b5ccf156p+3),
    c(0x1.1b6d148957783p+3, 0x1.8492166aeb559p+4)
  ))
  expect_identical(added[, 3:4], cbind(c(2, 0, 2, 0, 2, 2, 2, 1), c(4, 1, 4, 1, 4, 1, 4, 1)))
  expect_equal(sum(added), 0x1.045130d8a31a2p+8, tolerance = 1e-14)
  added <- smoten(codes, y, k = 3, stream = "numpy", seed = 42)$x[25:32, ]
  expect_identical(added, cbind(0, c(4, 1, 1, 4, 1, 1, 1, 1), c(3, 0, 0, 3, 0, 0, 0, 0)))
})

# ---- Codes and containers -------------------------------------------------------

test_that("codes are ranks of levels or values, what is missing comes last", {
  codes <- smote:::category_codes
  expect_identical(codes(factor(c("b", "a", NA, "b"), c("never", "b", "a"))), c(0, 1, 2, 0))
  expect_identical(codes(addNA(factor(c("b", NA, "a")))), c(1, 2, 0))
  expect_identical(codes(c("b", NA, "B", "\u00e9", "a")), c(2, 4, 0, 3, 1))
  expect_identical(codes(c(TRUE, NA, FALSE)), c(1, 2, 0))
  expect_identical(codes(c(5L, -70000L, NA)), c(1, 0, 2))
  expect_identical(codes(c(0.5, NaN, -Inf, NA, 0, -0)), c(2, 3, 0, 3, 1, 1))
  expect_identical(codes(as.Date(c("2024-02-01", NA, "2024-01-01"))), c(1, 2, 0))
  expect_identical(codes(c(NA, NA)), c(0, 0))
})

test_that("neither unused levels nor the type of a category decide on the rows", {
  frame <- mixed_kinds()
  grown <- function(frame) {
    result <- smotenc(frame, "Class", categorical = coded, seed = 3)
    result[categories] <- lapply(result[categories], as.character)
    result
  }
  one <- grown(frame)
  other <- frame
  other$ward <- factor(frame$ward, c("z", "west", "north", "south", "zz"))
  other$name <- factor(frame$name, c("a", "b", "\u00e9"))
  other$grade <- factor(frame$grade, levels(frame$grade), ordered = FALSE)
  expect_identical(grown(other), one)
})

test_that("every container, the formula and oversample() give the same", {
  frame <- mixed_kinds()[c("a", "b", "code", "Class")]
  for (method in c("smotenc", "smoten")) {
    which <- if (method == "smotenc") "code" else c("a", "b", "code")
    sample <- function(..., categorical = which) {
      oversample(..., method = method, categorical = categorical, seed = 4, provenance = TRUE)
    }
    same <- list(smotenc = smotenc, smoten = smoten)[[method]]
    one <- sample(frame, "Class")
    expect_identical(same(frame, "Class", categorical = which, seed = 4, provenance = TRUE), one)
    expect_identical(sample(Class ~ ., frame), one)
    expect_identical(sample(Class ~ ., data = frame), one)
    expect_identical(sample(frame, "Class", categorical = names(frame) %in% which), one)
    expect_identical(sample(frame, "Class", categorical = match(which, names(frame))), one)
    apart <- sample(frame[1:3], frame$Class)
    expect_identical(apart$x, one[1:3], ignore_attr = "provenance")
    expect_identical(apart$y, one$Class)
    x <- as.matrix(frame[1:3])
    matrix <- sample(x, frame$Class)
    expect_identical(matrix$x, as.matrix(one[1:3]), ignore_attr = c("dimnames", "provenance"))
    expect_identical(attr(attr(matrix, "provenance"), "voted"), which)
    bare <- sample(unname(x), frame$Class, categorical = match(which, colnames(x)))
    expect_identical(bare$x, unname(matrix$x))
    expect_identical(attr(attr(bare, "provenance"), "voted"), match(which, colnames(x)))
  }
})

test_that("tibbles and data tables stay what they are", {
  skip_if_not_installed("tibble")
  frame <- mixed_kinds()
  tibble <- tibble::as_tibble(frame)
  plain <- smotenc(frame, "Class", categorical = coded, seed = 1)
  result <- smotenc(tibble, "Class", categorical = coded, seed = 1)
  expect_identical(class(result), class(tibble))
  expect_identical(as.data.frame(result), plain)
  words <- smoten(Class ~ ward + name, tibble, seed = 1)
  expect_identical(class(words), class(tibble))
  skip_if_not_installed("data.table")
  table <- data.table::as.data.table(frame)
  result <- smotenc(Class ~ ., table, categorical = coded, seed = 1)
  expect_identical(class(result), class(table))
  expect_identical(as.data.frame(result), plain)
  expect_silent(data.table::set(result, j = "extra", value = 1))
  expect_identical(as.data.frame(smoten(Class ~ ward + name, table, seed = 1)), as.data.frame(words))
})

test_that("matrices keep type, names and attributes", {
  data <- blobs(columns = 3)
  y <- data$y
  words <- matrix(letters[1:23], 92, 3)
  for (x in list(words, data$x > 1, matrix(as.integer(data$x), 92), round(data$x), replace(words, 1:20, NA))) {
    dimnames(x) <- list(patient = sprintf("p%d", 1:92), measure = c("a", "b", "c"))
    attr(x, "unit") <- "mm"
    result <- smoten(x, y, seed = 1)$x
    expect_type(result, typeof(x))
    expect_identical(result[1:92, ], x, ignore_attr = "unit")
    expect_identical(attr(result, "unit"), "mm")
    expect_identical(names(dimnames(result)), c("patient", "measure"))
    expect_true(all(result %in% x))
  }
  x <- matrix(as.integer(data$x * 10), 92)
  x[, 2] <- rep(c(1L, 5L, NA, 70L), 23)
  result <- smotenc(x, y, categorical = 2, seed = 1)$x
  expect_type(result, "integer")
  expect_identical(result[1:92, ], x)
  expect_true(all(result[, 2] %in% c(1L, 5L, NA, 70L)))
  doubles <- smotenc(x + 0, y, categorical = 2, seed = 1)$x
  expect_identical(result[, c(1, 3)], matrix(as.integer(round(doubles[, c(1, 3)])), ncol = 2))
  expect_identical(result[, 2], as.integer(doubles[, 2]))
})

test_that("columns that a formula leaves out are carried, of any kind", {
  frame <- mixed_kinds()
  frame$id <- seq_len(92)
  frame$seen <- as.Date("2024-01-01") + frame$id
  frame$notes <- as.list(frame$id)
  for (grow in list(function(...) smotenc(Class ~ a + ward, frame, seed = 1, ...),
                    function(...) smoten(Class ~ ward + name, frame, seed = 1, ...))) {
    result <- grow(provenance = TRUE)
    base <- attr(result, "provenance")$base
    for (column in c("id", "seen", "notes", "grade", "flag")) {
      expect_identical(result[[column]], frame[[column]][base])
    }
    blank <- grow(carry = "na")
    expect_identical(blank$seen, frame$seen[c(1:92, rep(NA, 88))])
    expect_identical(blank$grade, frame$grade[c(1:92, rep(NA, 88))])
    expect_identical(blank$ward, result$ward)
  }
})

test_that("one column is enough, of each kind that is needed", {
  frame <- mixed_kinds()
  expect_identical(dim(smotenc(Class ~ a + ward, frame, seed = 1)), c(180L, ncol(frame)))
  result <- smoten(frame["ward"], frame$Class, seed = 1)
  expect_identical(dim(result$x), c(180L, 1L))
  expect_identical(nrow(smoten(matrix(letters[1:23], 92), frame$Class, seed = 1)$x), 180L)
})

test_that("results depend on the seed, and not on threads", {
  frame <- mixed_kinds(c(400, 150, 60))
  for (stream in c("native", "numpy")) {
    for (grow in list(function(...) smotenc(frame, "Class", categorical = coded, stream = stream, ...),
                      function(...) smoten(Class ~ . - a - b, frame, categorical = coded, stream = stream, ...))) {
      one <- grow(seed = 11, threads = 1)
      expect_identical(grow(seed = 11, threads = 2), one)
      expect_identical(grow(seed = 11, threads = 8), one)
      expect_false(identical(grow(seed = 12), one))
      set.seed(5)
      one <- grow()
      set.seed(5)
      expect_identical(grow(), one)
    }
  }
})

test_that("strategies give the counts they promise, and few rows may be clipped", {
  frame <- mixed_kinds() # 60, 20, 12
  for (grow in list(function(...) smotenc(Class ~ a + b + ward, frame, seed = 1, ...),
                    function(...) smoten(Class ~ ward + name, frame, seed = 1, ...))) {
    counts <- function(...) as.vector(table(grow(...)$Class))
    expect_identical(counts(over_ratio = 0.5), c(60L, 30L, 30L))
    expect_identical(counts(strategy = "minority"), c(60L, 20L, 60L))
    expect_identical(counts(percent = 150), c(60L, 20L, 30L))
    expect_identical(counts(strategy = c(ill = 33, healthy = 61)), c(61L, 33L, 12L))
    expect_refused(grow(k = 12), "class 'very ill' has 12 rows, but k = 12 needs at least 13", "few_rows = \"clip\"")
    expect_identical(counts(k = 12, few_rows = "clip"), c(60L, 60L, 60L))
    expect_identical(grow(strategy = "majority", provenance = TRUE), frame,
                     ignore_attr = c("provenance", "row.names"))
  }
  single <- data.frame(a = 1:9, g = "x", class = rep(c("few", "many"), c(1, 8)))
  single$g[1] <- "y"
  result <- smotenc(single, "class", few_rows = "clip", seed = 1)
  expect_identical(result$g[10:16], rep("y", 7))
  expect_identical(result$a[10:16], rep(1L, 7))
})

# ---- Bad input ------------------------------------------------------------------

test_that("tables of one kind only are refused, and the other function is named", {
  frame <- mixed_kinds()
  words <- frame[c(categories, "Class")]
  expect_refused(smotenc(frame[c("a", "b", "Class")], "Class"), "no column holds categories", "Use smote()")
  expect_refused(smotenc(as.matrix(frame[1:2]), frame$Class), "no column holds categories", "categorical = ")
  expect_refused(smotenc(words, "Class"), "all columns hold categories", "Use smoten()")
  expect_refused(smotenc(matrix("a", 92, 2), frame$Class), "all columns hold categories")
  for (grow in list(smotenc, smoten)) {
    expect_refused(grow(matrix(1i, 92, 2), frame$Class), "'x' is a matrix of type complex", "strings, logicals or numbers")
    expect_refused(grow(matrix(list(1), 92, 2), frame$Class), "'x' is a matrix of type list")
    expect_refused(grow(1:92, frame$Class), "'x' is integer vector of length 92")
    expect_refused(grow(frame), "'y' is missing")
  }
  expect_refused(smoten(frame, "Class"), "columns 'a' (numeric), 'b' (numeric), 'code' (integer), 'day' (Date) are not of categories",
                 "Use smotenc(), which takes numbers too; or, if they are codes")
  expect_refused(smoten(Class ~ ward + a, frame), "column 'a' (numeric) is not of categories", "categorical = \"a\"")
  x <- cbind(code = rep(1:2, 46), part = 0.5)
  expect_refused(smoten(x, frame$Class), "'x' has 0.5 in row 1 of column 'part'", "whole numbers: use smotenc()")
  expect_identical(nrow(smoten(x, frame$Class, categorical = "part")$x), 180L)
  expect_refused(smoten(unname(x), frame$Class), "in row 1 of column 2")
  for (method in c("smote", "borderline1", "borderline2", "svm", "adasyn", "kmeans")) {
    expect_refused(oversample(frame, "Class", method = method),
                   "columns 'ward' (factor), 'grade' (ordered), 'name' (character), 'flag' (logical) are not numeric",
                   "Use smotenc(), which takes numbers and categories; or make them numbers")
    expect_refused(oversample(words, "Class", method = method), "are not numeric", "Use smoten(), which is for categories; or")
  }
  expect_refused(random_over(frame, "Class", shrinkage = 1), "are not numeric", "Use smotenc()")
  frame$notes <- as.list(1:92)
  expect_match(said(smote(frame, "Class")), "\n  New values are computed") # smotenc() would not do either
  expect_refused(smotenc(frame, "Class"), "column 'notes' (list) is not numeric")
  expect_refused(smoten(Class ~ ward + notes, frame), "column 'notes' (list) is not of categories")
})

test_that("missing numbers are an error, and missing categories are none", {
  frame <- mixed_kinds()
  expect_true(anyNA(frame$name) && anyNA(frame$flag) && anyNA(frame$code))
  expect_silent(smotenc(frame, "Class", categorical = coded))
  frame$b[7] <- NA
  expect_refused(smotenc(frame, "Class", categorical = coded), "NA in row 7 of column 'b'", "impute or remove")
  expect_refused(smotenc(frame, "Class", categorical = "day"), "column 'b', and ") # and those of `code`
})

test_that("categorical is checked", {
  frame <- mixed_kinds()
  kinds <- "names or numbers of columns of 'x'"
  for (grow in list(smotenc, smoten)) {
    refused <- function(categorical, ...) expect_refused(grow(frame, "Class", categorical = categorical), ...)
    for (bad in list(list("code"), factor("code"), mean, 1i, matrix(1), Sys.Date())) {
      refused(bad, "categorical is ", kinds)
    }
    refused(c("code", NA), "categorical is NA in place 2", kinds)
    refused(NA, "categorical is NA in place 1")
    refused(TRUE, "categorical has 1 element, but there are 9 columns", kinds)
    refused(rep(FALSE, 8), "categorical has 8 elements, but there are 9 columns")
    refused(c("code", "sex"), "categorical has 'sex', but there is no such column", "'a', 'b', 'Class'")
    for (bad in c(0, -1, 10, 1.5, Inf, 2^40)) {
      refused(c(1, bad), sprintf("categorical has %s, which is not the number of a column", format(bad, digits = 15)),
              "from 1 to 9")
    }
    refused("Class", "categorical has column 'Class', which is not used", "beside the labels")
    expect_refused(grow(Class ~ a + ward, frame, categorical = "code"), "'code', which is not used", "right side")
    expect_refused(grow(unname(as.matrix(frame[1:2])), frame$Class, categorical = "a"), "no such column",
                   "have no names: give their numbers")
    big <- frame
    big$code <- structure(as.double(1:92), class = "integer64")
    expect_refused(grow(big, "Class", categorical = "code"), "column 'code' (integer64) is not to be told apart", "Categories are")
  }
})

test_that("arguments that a method does not have are refused", {
  frame <- mixed_kinds()
  expect_refused(smoten(frame, "Class", scale = "sd"), "no argument 'scale'", "Method 'smoten' has k, few_rows, categorical")
  expect_refused(smoten(frame, "Class", column_weights = 1), "no argument 'column_weights'")
  expect_refused(smotenc(frame, "Class", m = 3), "no argument 'm'", "Method 'smotenc' has k")
  expect_refused(smote(frame, "Class", categorical = "code"), "no argument 'categorical'")
  expect_refused(adasyn(frame, "Class", categorical = "code"), "no argument 'categorical'")
})
