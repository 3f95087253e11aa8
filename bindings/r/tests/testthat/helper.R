# CRAN's machines allow two threads; more would prove nothing here either, since
# results do not depend on their number.
options(smote.threads = 2)

# Rows around one centre per class, with labels from 0, no two rows alike.
blobs <- function(rows = c(60, 20, 12), columns = 4, seed = 1) {
  with_seed(seed, {
    y <- rep(seq_along(rows) - 1L, rows)
    x <- matrix(rnorm(length(y) * columns), ncol = columns) + 2 * y
    mixed <- sample(length(y))
    list(x = x[mixed, , drop = FALSE], y = y[mixed])
  })
}

# Classes that overlap, so that each has rows in danger.
overlapping <- function(..., columns = 2) {
  data <- blobs(..., columns = columns)
  data$x <- data$x - 1.2 * data$y
  data
}

# How many new rows start from each of `rows`.
uses <- function(base, rows) as.vector(table(factor(base, rows)))

blob_frame <- function(..., labels = c("healthy", "ill", "very ill")) {
  data <- blobs(...)
  frame <- as.data.frame(data$x)
  names(frame) <- letters[seq_along(frame)]
  frame$Class <- factor(labels[data$y + 1L], labels)
  frame
}

# R's generator as it was before.
with_seed <- function(seed, code) {
  old <- globalenv()$.Random.seed
  on.exit(if (is.null(old)) rm(".Random.seed", envir = globalenv())
          else assign(".Random.seed", old, globalenv()))
  set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")
  code
}

# What an error says, without its class; "no error" if there is none.
said <- function(code) {
  tryCatch({
    code
    "no error"
  }, error = conditionMessage)
}

# The two lines that every error has.
expect_refused <- function(code, problem, need = "") {
  message <- said(code)
  lines <- strsplit(message, "\n", fixed = TRUE)[[1L]]
  expect_length(lines, 2L)
  expect_match(lines[1L], problem, fixed = TRUE)
  expect_match(lines[2L], "^  [A-Z?]")
  expect_match(lines[2L], need, fixed = TRUE)
}

# Runs R code in a process of its own, which may take `timeout` seconds; the lines
# that it prints.
in_child <- function(code, timeout = 120, prefix = character(), env = character()) {
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c("library(smote)", deparse_body(code)), script)
  rscript <- file.path(R.home("bin"), "Rscript")
  command <- paste(c(prefix, shQuote(rscript), "--vanilla", shQuote(script)), collapse = " ")
  libraries <- paste0("R_LIBS=", paste(.libPaths(), collapse = ":"))
  suppressWarnings(system2(
    "env", c(shQuote(libraries), env, "sh", "-c", shQuote(command)),
    stdout = TRUE, stderr = TRUE, timeout = timeout
  ))
}

deparse_body <- function(code) if (is.character(code)) code else deparse(code)

# The header that the package was built with, as configure found it; NULL for a
# package that is tested away from it.
library_dirs <- function() {
  dirs <- c(lib = Sys.getenv("SMOTE_LIB_DIR"), include = Sys.getenv("SMOTE_INCLUDE_DIR"))
  if (all(nzchar(dirs))) return(as.list(dirs))
  asked <- function(variable) {
    tryCatch(
      suppressWarnings(system2("pkg-config", c(paste0("--variable=", variable), "smote"),
                               stdout = TRUE, stderr = FALSE)),
      error = function(e) character()
    )
  }
  dirs <- list(lib = asked("libdir"), include = asked("includedir"))
  if (length(dirs$lib) == 1L && length(dirs$include) == 1L) dirs else NULL
}
