# Threads, progress and the library behind the package.

with_env <- function(set, code) {
  old <- Sys.getenv(names(set), NA, names = TRUE)
  on.exit({
    Sys.unsetenv(names(old)[is.na(old)])
    if (any(!is.na(old))) do.call(Sys.setenv, as.list(old[!is.na(old)]))
  })
  do.call(Sys.setenv, as.list(set))
  code
}

test_that("threads come from the argument, the option, the environment, in this order", {
  quiet <- c(OMP_THREAD_LIMIT = "", `_R_CHECK_LIMIT_CORES_` = "")
  old <- options(smote.threads = NULL)
  on.exit(options(old))
  threads <- smote:::thread_count
  with_env(c(quiet, SMOTE_NUM_THREADS = "3"), {
    expect_identical(threads(NULL), 3L)
    options(smote.threads = 4)
    expect_identical(threads(NULL), 4L)
    expect_identical(threads(5), 5L)
    expect_identical(smote_info()$threads, 4L)
    options(smote.threads = NULL)
  })
  with_env(c(quiet, SMOTE_NUM_THREADS = ""), expect_identical(threads(NULL), 0L))
  with_env(c(quiet, SMOTE_NUM_THREADS = "many"), {
    expect_refused(threads(NULL), "environment variable SMOTE_NUM_THREADS is 'many'", "whole number")
  })
  options(smote.threads = -1)
  expect_refused(threads(NULL), "option smote.threads is -1")
})

test_that("the limits of R CMD check and OpenMP hold", {
  threads <- smote:::thread_count
  with_env(c(OMP_THREAD_LIMIT = "", `_R_CHECK_LIMIT_CORES_` = "TRUE"), {
    expect_identical(threads(8), 2L)
    expect_lte(threads(0), 2L)
    expect_gte(threads(0), 1L)
  })
  with_env(c(OMP_THREAD_LIMIT = "1", `_R_CHECK_LIMIT_CORES_` = "false"), {
    expect_identical(threads(8), 1L)
    expect_identical(threads(0), 1L)
  })
  with_env(c(OMP_THREAD_LIMIT = "9999", `_R_CHECK_LIMIT_CORES_` = ""), {
    expect_identical(threads(8), 8L)
    expect_lt(threads(0), 9999L)
  })
})

test_that("a progress function is told fractions that grow", {
  seen <- numeric()
  x <- matrix(rnorm(30000 * 20), 30000)
  smote(x, rep(0:1, c(16000, 14000)), threads = 1, progress = function(fraction) {
    seen <<- c(seen, fraction)
  })
  expect_gt(length(seen), 0L)
  expect_true(all(seen >= 0 & seen <= 1))
  expect_false(is.unsorted(seen))
})

test_that("progress does not change the rows", {
  data <- blobs()
  expect_identical(smote(data$x, data$y, seed = 1, progress = function(fraction) NULL),
                   smote(data$x, data$y, seed = 1))
})

test_that("progress = TRUE shows a bar on the error stream, and none on the other", {
  out <- in_child(quote({
    x <- matrix(sin(1:80), 20)
    smote(x, rep(0:1, c(13, 7)), seed = 1, progress = TRUE)
    found <- smote_neighbors(x, 2, progress = TRUE)
    cat("end\n")
  }), prefix = character())
  expect_match(paste(out, collapse = ""), "100%")
  quiet <- in_child(quote({
    sink <- file(tempfile(), "w")
    sink(sink, type = "message")
    x <- matrix(sin(1:80), 20)
    smote(x, rep(0:1, c(13, 7)), seed = 1)
    cat("end\n")
  }))
  expect_identical(quiet, "end")
})

test_that("an error, and any other jump, in a progress function ends the call", {
  x <- matrix(rnorm(30000 * 20), 30000)
  y <- rep(0:1, c(16000, 14000))
  for (i in 1:5) {
    expect_error(smote(x, y, threads = 2, progress = function(fraction) stop("enough")), "enough")
  }
  left <- withRestarts(
    smote(x, y, progress = function(fraction) invokeRestart("away", "restarted")),
    away = identity
  )
  expect_identical(left, "restarted")
  called <- 0
  expect_error(smote_neighbors(x, 3, progress = function(fraction) {
    called <<- called + 1
    stop("enough")
  }), "enough")
  expect_identical(called, 1) # and never again after it jumped
  # The process is as good as before.
  expect_identical(nrow(smote(x[1:99, ], y[15951:16049], seed = 1)$x), 100L)
})

test_that("smote_info() says which library this is", {
  info <- smote_info()
  expect_identical(names(info), c("version", "cpu", "threads"))
  expect_match(info$version, "^[0-9]+[.][0-9]+[.][0-9]+$")
  expect_true(info$cpu %in% c("baseline", "v3", "v4"))
})

test_that("rows per class may be counts, as table() gives them", {
  flowers <- iris[c(1:50, 51:70, 101:110), ]
  wanted <- table(flowers$Species) + 10
  expect_identical(smote(flowers, "Species", strategy = wanted, seed = 1),
                   smote(flowers, "Species", seed = 1,
                         strategy = c(setosa = 60, versicolor = 30, virginica = 20)))
  fewer <- table(flowers$Species) - 5L
  expect_identical(random_under(flowers, "Species", strategy = fewer, seed = 1),
                   random_under(flowers, "Species", seed = 1,
                                strategy = c(setosa = 45, versicolor = 15, virginica = 5)))
  for (other in list(table(flowers$Species, flowers$Species), structure(c(setosa = 60), class = "units"))) {
    expect_refused(smote(flowers, "Species", strategy = other), "strategy is ")
  }
})

test_that("citation() has whole names and a year, without a warning", {
  expect_silent(entries <- utils::citation("smote"))
  text <- gsub("[[:space:]]+", " ", format(entries, style = "text"))
  expect_match(text[1L], "^libsmote developers \\(20[0-9]{2}\\). _smote: Balance Labelled Tables")
  expect_match(text[1L], utils::packageDescription("smote")$Version, fixed = TRUE)
  expect_match(text[2L], "Chawla N.* Kegelmeyer W \\(2002\\)")
})

test_that("a library that does not fit the header is refused", {
  check <- smote:::check_version
  expect_silent(check(100L, 100L))
  expect_silent(check(203L, 100L))
  expect_refused(check(100L, 203L), "compiled for libsmote 0.2.3, but libsmote 0.1.0 is in this process already")
  expect_refused(check(10000L, 100L), "libsmote 1.0.0 is in this process", "LD_LIBRARY_PATH")
})

test_that("configure refuses a library that is older than the header", {
  configure <- normalizePath(file.path("..", "..", "configure"), mustWork = FALSE)
  skip_if_not(file.exists(configure), "no source tree")
  dirs <- library_dirs()
  skip_if(is.null(dirs), "no header")
  there <- tempfile()
  dir.create(file.path(there, "src"), recursive = TRUE)
  file.copy(file.path(dirname(configure), "src", "Makevars.in"), file.path(there, "src"))
  header <- readLines(file.path(dirs$include, "smote.h"))
  configured <- function(header) {
    writeLines(header, file.path(there, "smote.h"))
    run <- sprintf("cd %s && SMOTE_LIB_DIR=%s SMOTE_INCLUDE_DIR=. sh %s 2>&1; echo \"rc $?\"",
                   shQuote(there), shQuote(normalizePath(dirs$lib)), shQuote(configure))
    paste(system(run, intern = TRUE), collapse = "\n")
  }
  expect_match(configured(header), "rc 0$")
  newer <- sub("(#define SMOTE_VERSION_PATCH) [0-9]+", "\\1 99", header)
  expect_match(configured(newer), "is older than the header in .*rc 1$")
})

test_that("after an upgrade within a session, it is said which library is in the way", {
  maps <- tempfile()
  writeLines(c("7f0 r--p 0000 08:01 1   /usr/lib/libm.so.6",
               "7f1 r--p 0000 08:01 2   /site/my lib/smote/core/libsmote.so.1 (deleted)",
               "7f2 r-xp 1000 08:01 2   /site/my lib/smote/core/libsmote.so.1 (deleted)",
               "7f3 rw-p 0000 00:00 0 "), maps)
  files <- smote:::loaded_files(maps)
  expect_identical(files, "/site/my lib/smote/core/libsmote.so.1 (deleted)")
  expect_identical(smote:::loaded_files(tempfile()), character())
  expect_refused(smote:::check_version(100L, 203L, files),
                 "already, from '/site/my lib/smote/core/libsmote.so.1 (deleted)'", "Restart R")
  skip_if_not(file.exists("/proc/self/maps"))
  expect_true(any(grepl("libsmote.so", smote:::loaded_files(), fixed = TRUE)))
})
