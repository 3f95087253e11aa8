# What becomes of argument `progress`.

check_progress <- function(progress) {
  if (!(is.function(progress) || isTRUE(progress) || isFALSE(progress))) {
    abort(sprintf("progress is %s", described(progress)),
          "It must be TRUE, FALSE, or a function of the fraction that is done.")
  }
}

with_progress <- function(progress, run) {
  if (isFALSE(progress)) return(run(NULL))
  if (is.function(progress)) return(run(progress))
  bar <- utils::txtProgressBar(style = 3L, file = stderr())
  on.exit(close(bar))
  result <- run(function(fraction) utils::setTxtProgressBar(bar, fraction))
  utils::setTxtProgressBar(bar, 1)
  result
}
