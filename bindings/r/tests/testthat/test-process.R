# What must not kill or hang the process: interrupts, forks, lack of memory.

test_that("an interrupt ends a call within 100 ms, as a condition, and R goes on", {
  # Each round waits for 0.4 s and interrupts a call of about a second (on a faster
  # machine it is another one just like it). The child answers with the time at
  # which it caught the condition, and then works as before.
  ready <- tempfile()
  answer <- tempfile()
  code <- bquote({
    set.seed(1)
    x <- matrix(rnorm(120000 * 50), ncol = 50)
    y <- rep(0:1, c(70000, 50000))
    work <- list(
      function() smote(x, y, threads = 2),
      function() smote_neighbors(x, 5, threads = 1),
      function() smote(as.data.frame(x), y, threads = 2, progress = function(fraction) NULL)
    )
    for (round in 1:6) {
      outcome <- tryCatch({
        if (round == 1) cat(Sys.getpid(), file = .(paste0(ready, ".pid")))
        file.create(paste0(.(ready), round))
        repeat work[[(round - 1) %% 3 + 1]]()
      }, interrupt = function(condition) "interrupted")
      cat(outcome, format(as.numeric(Sys.time()), digits = 15), "\n", file = .(answer), append = TRUE)
    }
    small <- smote(x[69901:70050, ], y[69901:70050], seed = 1)
    cat("usable", nrow(small$x), "\n", file = .(answer), append = TRUE)
  })
  script <- tempfile(fileext = ".R")
  writeLines(c("library(smote)", deparse(code)), script)
  system2("env", c(shQuote(paste0("R_LIBS=", paste(.libPaths(), collapse = ":"))),
                   shQuote(file.path(R.home("bin"), "Rscript")), "--vanilla", shQuote(script)),
          wait = FALSE, stdout = FALSE, stderr = FALSE)

  wait_for <- function(there, seconds = 60) {
    end <- Sys.time() + seconds
    while (!there() && Sys.time() < end) Sys.sleep(0.005)
    there()
  }
  answers <- function() if (file.exists(answer)) readLines(answer, warn = FALSE) else character()
  pid <- NULL
  on.exit(if (!is.null(pid)) tools::pskill(pid, tools::SIGKILL))
  delays <- numeric()
  for (round in 1:6) {
    expect_true(wait_for(function() file.exists(paste0(ready, round))))
    if (round == 1) pid <- as.integer(readLines(paste0(ready, ".pid"), warn = FALSE))
    Sys.sleep(0.4)
    sent <- as.numeric(Sys.time())
    tools::pskill(pid, tools::SIGINT)
    expect_true(wait_for(function() length(answers()) >= round))
    parts <- strsplit(answers()[round], " ")[[1L]]
    expect_identical(parts[1L], "interrupted")
    delays <- c(delays, as.numeric(parts[2L]) - sent)
  }
  expect_true(wait_for(function() length(answers()) >= 7))
  expect_match(answers()[7L], "usable 200")
  pid <- NULL
  # The rule is 100 ms; other work on the machine may hold up one round or another.
  expect_lt(sort(delays)[2L], 0.1)
  expect_lt(stats::median(delays), 0.5)
})

test_that("forked children work, 30 times in a row, cold and warm", {
  code <- function(warm) bquote({
    x <- matrix(sin(1:30000 * 1.7), ncol = 6)
    y <- rep(0:1, c(3000, 2000))
    run <- function(i) sum(smote(x, y, seed = 1, threads = 2)$x)
    if (.(warm)) run(0)
    sums <- replicate(30, unlist(parallel::mclapply(1:2, run, mc.cores = 2)))
    cat(length(sums), length(unique(as.vector(sums))), identical(sums[1], run(0)), "\n")
  })
  for (warm in c(FALSE, TRUE)) {
    expect_identical(trimws(in_child(code(warm), timeout = 120)), "60 1 TRUE")
  }
})

test_that("lack of memory is an error", {
  # 2e8 new rows are a plan of 4.8 GB; the process may have 2.
  out <- in_child(prefix = "ulimit -v 2000000;", quote({
    x <- matrix(sin(1:600), ncol = 3)
    y <- rep(0:1, c(150, 50))
    outcome <- tryCatch(smote(x, y, strategy = c(`1` = 2e8), threads = 2), error = identity)
    cat(class(outcome)[1L], "\n")
    cat(nrow(smote(x, y, seed = 1, threads = 2)$x), "\n")
  }))
  expect_identical(trimws(out), c("smote_error_out_of_memory", "300"))

  # Here the plan fits, and R's own memory for the result does not.
  out <- in_child(prefix = "ulimit -v 2000000;", quote({
    x <- matrix(sin(1:20000), ncol = 100)
    y <- rep(0:1, c(150, 50))
    outcome <- tryCatch(smote(x, y, strategy = c(`1` = 5e6), threads = 2), error = identity)
    cat(inherits(outcome, "error"), "\n")
    cat(nrow(smote(x, y, seed = 1, threads = 2)$x), "\n")
  }))
  expect_identical(trimws(out), c("TRUE", "300"))
})

test_that("plans are freed, also when a call fails", {
  skip_if_not(file.exists("/proc/self/status"))
  resident <- function() {
    gc()
    line <- grep("^VmRSS", readLines("/proc/self/status"), value = TRUE)
    as.numeric(gsub("[^0-9]", "", line)) / 1024
  }
  data <- blobs(columns = 1)
  # A plan of 24 MB each time.
  once <- function() {
    try(smote(data$x, data$y, seed = 1, strategy = c(`1` = 1e6)), silent = TRUE)
    NULL
  }
  once()
  before <- resident()
  for (i in 1:10) once()
  expect_lt(resident() - before, 100)
})
