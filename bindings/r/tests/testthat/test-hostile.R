# What R itself may do to a call: collect garbage, jump away, fork, interrupt, run out of
# memory. See test-process.R too. SMOTE_TEST_LONG=1 makes minutes of what are seconds here.

long <- nzchar(Sys.getenv("SMOTE_TEST_LONG"))

# `make test-r` runs these; R CMD check need not once more.
skip_in_check <- function() {
  skip_if(nzchar(Sys.getenv("_R_CHECK_PACKAGE_NAME_")), "R CMD check has no time for it")
}

# Lines that paths.R prints, which is the same for valgrind: see tools/valgrind.sh.
run_paths <- function(mode, timeout) {
  in_child(c(sprintf("setwd('%s')", normalizePath(test_path())),
             "do_not_run <- TRUE", "source('paths.R')", sprintf("main('%s')", mode)),
           timeout = timeout)
}

test_that("garbage may be collected at any allocation of a routine", {
  skip_in_check()
  found <- run_paths("calls", 300) # expect_match() would run them twice
  expect_match(found, "^[0-9]+ paths$")
})

test_that("garbage may be collected at any allocation at all", {
  skip_in_check()
  skip_if_not(long, "SMOTE_TEST_LONG is not set")
  found <- run_paths("all", 3600)
  expect_match(found, "^[0-9]+ paths$")
})

methods <- c("smote", "borderline1", "borderline2", "svm", "adasyn", "kmeans", "random_over")
cleaners <- setdiff(names(reduction_settings), "instance_hardness")

# A call of each method, of the arguments that all have.
each_method <- function(run) {
  data <- overlapping(rows = c(60, 40, 30), columns = 4)
  for (method in methods) {
    run(method, function(...) suppressWarnings(oversample(data$x, data$y, method = method, seed = 1, ...)))
  }
  for (method in cleaners) {
    run(method, function(...) suppressWarnings(undersample(data$x, data$y, method = method, seed = 1, ...)))
  }
}

test_that("an error at any callback of any method is the user's, and the next call works", {
  stopped <- 0
  each_method(function(method, call) {
    expected <- call()
    for (at in 1:1000) {
      calls <- 0
      progress <- function(fraction) {
        calls <<- calls + 1
        if (calls == at) stop(structure(class = c("mine", "error", "condition"),
                                        list(message = "enough", call = NULL, at = at)))
      }
      outcome <- tryCatch(call(progress = progress), mine = identity)
      if (!inherits(outcome, "mine")) break
      expect_equal(calls, outcome$at, label = method)
      stopped <<- stopped + 1
    }
    expect_lt(calls, at)
    expect_identical(outcome, expected)
    expect_identical(call(), expected)
  })
  expect_gt(stopped, 30)
})

test_that("any jump out of the callback arrives, and leaves R as it was", {
  data <- blobs(rows = c(300, 200))
  run <- function(progress) smote(data$x, data$y, seed = 1, progress = progress)
  expected <- run(FALSE)
  expect_identical(callCC(function(out) run(function(fraction) out("out"))), "out")
  expect_identical(withRestarts(run(function(fraction) invokeRestart("mine", 7)), mine = identity), 7)
  jumps <- function() {
    run(function(fraction) return("not out of jumps()"))
    for (i in 1:3) run(function(fraction) NULL)
    "all"
  }
  expect_identical(jumps(), "all")
  left <- FALSE
  outcome <- local({
    on.exit(left <<- TRUE)
    tryCatch(run(function(fraction) signalCondition(structure(class = c("note", "condition"), list()))),
             note = function(condition) "note")
  })
  expect_identical(outcome, "note")
  expect_true(left)
  # Calling handlers see the condition where it is raised, with the library below.
  calls <- NULL
  try(withCallingHandlers(run(function(fraction) stop("here")),
                          error = function(condition) calls <<- sys.calls()), silent = TRUE)
  expect_match(paste(calls, collapse = " "), "smote_r_plan_create", fixed = TRUE)
  expect_identical(run(FALSE), expected)
  # A handler that goes on does not cancel.
  warned <- 0
  result <- withCallingHandlers(run(function(fraction) warning("careful")), warning = function(condition) {
    warned <<- warned + 1
    invokeRestart("muffleWarning")
  })
  expect_identical(result, expected)
  expect_gt(warned, 0)
})

test_that("a callback may call the package, collect garbage, and change what it can reach", {
  data <- blobs(rows = c(300, 200))
  expected <- smote(data$x, data$y, seed = 1)
  inner <- NULL
  x <- data$x
  result <- smote(x, data$y, seed = 1, progress = function(fraction) {
    gc()
    x[] <<- NaN
    data$y <<- NULL
    inner <<- smote(blobs()$x, blobs()$y, seed = 1, progress = function(fraction) smote_neighbors(blobs()$x, 2))
  })
  expect_identical(result, expected)
  expect_identical(inner, smote(blobs()$x, blobs()$y, seed = 1))
  again <- function(fraction) smote(blobs()$x, blobs()$y, progress = again)
  expect_identical(tryCatch(smote(blobs()$x, blobs()$y, progress = again), error = function(error) "too deep"), "too deep")
  expect_identical(smote(x = blobs()$x, y = blobs()$y, seed = 1), inner)
})

test_that("a time limit ends a call", {
  x <- matrix(stats::rnorm(60000 * 40), ncol = 40)
  y <- rep(0:1, c(35000, 25000))
  start <- proc.time()[["elapsed"]]
  setTimeLimit(elapsed = 0.3, transient = TRUE)
  expect_error(for (i in 1:100) smote(x, y, threads = 1), "time limit")
  setTimeLimit()
  expect_lt(proc.time()[["elapsed"]] - start, 3)
  expect_identical(nrow(smote(x[34901:35050, ], y[34901:35050], seed = 1)$x), 200L)
})

test_that("interrupts at any moment leave nothing behind", {
  skip_in_check()
  times <- if (long) 1000 else 100
  out <- in_child(timeout = 300, bquote({
    set.seed(1)
    x <- matrix(rnorm(4000 * 8), ncol = 8)
    y <- rep(0:1, c(2500, 1500))
    expected <- smote(x, y, seed = 1, threads = 2)
    resident <- function() {
      gc()
      as.numeric(gsub("[^0-9]", "", grep("^VmRSS", readLines("/proc/self/status"), value = TRUE))) / 1024
    }
    # In the background, where a signal may come in ignored, R listens all the same. (But not
    # during system(), so that is not what sends them.)
    signals <- pipe(sprintf("while read -r wait; do sleep $wait; kill -INT %d; done", Sys.getpid()), "w")
    caught <- wrong <- 0
    suspendInterrupts({
      for (i in seq_len(.(times) + 20)) {
        if (i == 20) before <- resident()
        writeLines(sprintf("%.3f", runif(1, 0, 0.03)), signals)
        flush(signals)
        tryCatch(allowInterrupts({
          end <- Sys.time() + 5
          while (Sys.time() < end) if (!identical(smote(x, y, seed = 1, threads = 2), expected)) wrong <- wrong + 1
        }), interrupt = function(condition) caught <<- caught + 1)
      }
    })
    close(signals)
    cat(caught, wrong, resident() - before < 60, "\n")
    cat(identical(smote(x, y, seed = 1, threads = 2), expected), "\n")
  }))
  expect_identical(trimws(out), c(paste(times + 20, "0 TRUE"), "TRUE"))
})

test_that("forked children work 50 times: cold, warm, and out of the callback", {
  skip_in_check()
  forks <- if (long) 500 else 50
  code <- function(warm) bquote({
    x <- matrix(sin(1:9000 * 1.7), ncol = 6)
    y <- rep(0:1, c(900, 600))
    methods <- c("smote", "svm", "borderline1", "adasyn")
    run <- function(i) sum(oversample(x, y, method = methods[i %% 4 + 1], seed = 1, threads = 2)$x)
    if (.(warm)) for (i in 1:4) run(i)
    sums <- unlist(parallel::mclapply(seq_len(.(forks)), run, mc.cores = 2, mc.preschedule = FALSE))
    cat(length(sums), identical(sums, vapply(seq_len(.(forks)), run, 0)), "\n")
  })
  for (warm in c(FALSE, TRUE)) {
    expect_identical(trimws(in_child(code(warm), timeout = 300)), paste(forks, "TRUE"))
  }
  # In the middle of a call, with its threads at work.
  out <- in_child(timeout = 300, bquote({
    x <- matrix(sin(1:60000 * 1.7), ncol = 20)
    y <- rep(0:1, c(1800, 1200))
    expected <- smote(x, y, seed = 1)
    same <- logical()
    for (i in seq_len(.(forks))) {
      job <- NULL
      result <- smote(x, y, seed = 1, threads = 2, progress = function(fraction) {
        if (is.null(job)) job <<- parallel::mcparallel(smote(x, y, seed = 1, threads = 2))
      })
      child <- parallel::mccollect(job)[[1]]
      same <- c(same, identical(result, expected), identical(child, expected))
    }
    cat(length(same), all(same), "\n")
  }))
  expect_identical(trimws(out), paste(2 * forks, "TRUE"))
})

test_that("memory that shrinks is an error, and never the end", {
  skip_in_check()
  skip_if(Sys.which("prlimit") == "", "there is no prlimit")
  out <- in_child(timeout = 600, env = c("MALLOC_MMAP_THRESHOLD_=65536", "MALLOC_TRIM_THRESHOLD_=65536"), bquote({
    pid <- Sys.getpid()
    prlimit <- paste("prlimit --pid", pid, "--as=%.0f:unlimited")
    used <- function() {
      line <- grep("^VmSize", readLines("/proc/self/status"), value = TRUE)
      as.numeric(gsub("[^0-9]", "", line)) * 1024
    }
    limit <- function(more) {
      gc()
      system(sprintf(prlimit, used() + more))
    }
    options(warn = -1)
    lift <- function() system(sub("%.0f", "unlimited", prlimit, fixed = TRUE))
    x <- matrix(sin(1:60000 * 1.7), ncol = 6)
    y <- rep(0:1, c(6000, 4000))
    small <- smote(x[5901:6100, ], y[5901:6100], seed = 1)
    frame <- data.frame(x, y = y)
    calls <- list(
      function() smote(x, y, threads = 2),
      function() smote(frame, "y", threads = 2, provenance = TRUE),
      function() undersample(x, y, method = "enn", threads = 2),
      function() oversample(x, y, method = "kmeans", cluster_balance_threshold = 0.01, threads = 2),
      function() smote_neighbors(x, 10, threads = 2)
    )
    for (call in calls) {
      call()
      outcomes <- character()
      more <- 2^24
      while (more > 2^16) {
        limit(more)
        outcome <- tryCatch({
          call()
          "."
        }, error = function(error) if (inherits(error, "smote_error_out_of_memory")) "m" else "r")
        lift()
        outcomes <- c(outcomes, outcome)
        if (!identical(smote(x[5901:6100, ], y[5901:6100], seed = 1), small)) outcomes <- c(outcomes, "wrong")
        more <- more * .(if (long) 0.95 else 0.7)
      }
      cat(outcomes, "\n", sep = "")
    }
  }))
  expect_length(out, 5L)
  expect_match(out, "^[.mr]+$")
  expect_match(out, "[mr]$")
  expect_true(any(grepl("m", out, fixed = TRUE)), label = paste(out, collapse = " "))
})

test_that("matrices with more than 2^31 - 1 elements are refused where memory is, with both sizes named", {
  # A sequence that R has not written out yet: of 2^31 + 2^20 numbers, 16 GB.
  out <- in_child(prefix = "ulimit -v 4000000;", quote({
    rows <- 2^20
    x <- 1:(rows * 2049)
    dim(x) <- c(rows, 2049)
    y <- rep(0:1, c(rows / 2 + 1, rows / 2 - 1))
    calls <- list(function() smote(x, y), function() smote_neighbors(x, 2), function() tomek_links(x, y))
    for (call in calls) cat(tryCatch(call(), error = conditionMessage), "\n")
    # A result of that many elements, from little.
    few <- matrix(sin(1:20000), ncol = 100)
    labels <- rep(0:1, c(150, 50))
    cat(tryCatch(smote(few, labels, strategy = c(`1` = 3e7), threads = 2), error = conditionMessage), "\n")
    cat(nrow(smote(few, labels, seed = 1, threads = 2)$x), "\n")
  }))
  expect_identical(trimws(out), c(rep("cannot allocate vector of size 16.0 Gb", 3),
                                  "cannot allocate vector of size 22.4 Gb", "300"))
})

test_that("more rows than a table of R can have are refused before anything is done", {
  data <- blobs(rows = c(60, 20))
  for (rows in c(2^31 - 50, 3e9, 1e12, 2^53)) {
    for (method in methods) {
      message <- said(oversample(data$x, data$y, method = method, strategy = c(`1` = rows)))
      expect_match(message, "the result would have [0-9,]+ rows\n  A table in R has at most 2,147,483,647.")
    }
  }
  expect_match(said(smote(data$x, data$y, over_ratio = 1e9)), "the result would have")
  many <- blobs(rows = c(400, 300))
  expect_match(said(smote(many$x, many$y, percent = 1e9)), "the result would have 3,000,000,700 rows")
})

test_that("vectors that R has not written out are read as what they are", {
  y <- rep(0:1, c(60, 40))
  x <- 1:400
  dim(x) <- c(100L, 4L)
  expect_identical(smote(x, y, seed = 1), smote(matrix(c(1:400), 100), y, seed = 1))
  frame <- data.frame(a = 1:100, b = as.numeric(100:1))
  expect_identical(smote(frame, as.character(y), seed = 1),
                   smote(data.frame(a = sort(c(1:100)), b = rev(as.numeric(1:100))), c("0", "1")[y + 1], seed = 1))
  expect_identical(smote(frame, rev(rev(y)), seed = 1)$y, smote(frame, y, seed = 1)$y)
})

test_that("a plan that nobody frees is freed by the garbage collector", {
  skip_if_not(file.exists("/proc/self/status"))
  out <- in_child(c(sprintf("setwd('%s')", normalizePath(test_path())), "do_not_run <- TRUE", "source('paths.R')", deparse(quote({
    freed <- 0
    forgetful <- with_call(function(routine, ...) {
      if (identical(routine, smote:::smote_r_plan_free)) return(NULL)
      base::.Call(routine, ...)
    })
    resident <- function() {
      for (i in 1:2) gc()
      as.numeric(gsub("[^0-9]", "", grep("^VmRSS", readLines("/proc/self/status"), value = TRUE))) / 1024
    }
    once <- function() forgetful$oversample.matrix(x[, 1, drop = FALSE], y, seed = 1, strategy = c(few = 1e6))$x[1]
    for (i in 1:2) once()
    before <- resident()
    for (i in 1:10) once()
    cat(resident() - before < 100, "\n")
  }))))
  expect_identical(trimws(out), "TRUE")
})
