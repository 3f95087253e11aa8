# How many threads: the argument, else the option, else the environment, else 0,
# which means as many as the process may use. R CMD check allows 2, and
# OMP_THREAD_LIMIT whatever it says.
thread_count <- function(threads) {
  named <- "threads"
  if (is.null(threads)) {
    threads <- getOption("smote.threads")
    named <- "option smote.threads"
  }
  if (is.null(threads)) {
    text <- Sys.getenv("SMOTE_NUM_THREADS")
    threads <- if (nzchar(text)) suppressWarnings(as.numeric(text)) else 0
    if (is.na(threads)) threads <- text # for the error to show
    named <- "environment variable SMOTE_NUM_THREADS"
  }
  threads <- whole_number(threads, named, 0, 2^16)
  limit <- thread_limit()
  if (threads == 0 && is.finite(limit)) threads <- .Call(smote_r_info)$processors
  as.integer(min(threads, limit))
}

thread_limit <- function() {
  limits <- Inf
  if (!tolower(Sys.getenv("_R_CHECK_LIMIT_CORES_")) %in% c("", "false")) limits <- 2
  omp <- suppressWarnings(as.numeric(Sys.getenv("OMP_THREAD_LIMIT")))
  if (!is.na(omp) && omp >= 1) limits <- min(limits, floor(omp))
  limits
}
