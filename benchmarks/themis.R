# Measures libsmote beside themis, in R: whole calls, in turn, medians.
#
#     Rscript benchmarks/themis.R [ROWS ...]
#
# 10 % of the rows are the minority; 20 columns that follow 8 directions, as in data.py.
suppressMessages({
  library(themis)
  library(smote)
})

rounds <- 3L
pause <- 0.3
patience <- 120

clusters <- function(rows, columns, rank = 8L) {
  centres <- matrix(rnorm(12 * rank, sd = 4), 12)
  hidden <- centres[sample.int(12, rows, replace = TRUE), ] + rnorm(rows * rank)
  hidden %*% matrix(rnorm(rank * columns), rank) + rnorm(rows * columns, sd = 0.1)
}

labelled <- function(rows, columns) {
  values <- clusters(rows, columns)
  class <- factor(ifelse(runif(rows) < 0.1, "few", "many"))
  values[class == "few", ] <- values[class == "few", ] + 0.8
  data.frame(values, class = class)
}

# The same piece of work by both; what they draw at random differs. Functions of ours have the
# names of the list.
peers <- list(
  smote = themis::smote,
  borderline_smote = themis::bsmote,
  adasyn = themis::adasyn,
  tomek_links = themis::tomek,
  near_miss = themis::nearmiss
)

calls <- function(name) {
  ours <- getExportedValue("smote", name)
  list(
    themis = function(data) peers[[name]](data, "class"),
    libsmote = function(data) ours(class ~ ., data)
  )
}

seconds <- function(call, data) {
  Sys.sleep(pause)
  gc(FALSE)
  system.time(call(data), gcFirst = FALSE)[["elapsed"]]
}

shown <- function(times) {
  sprintf("%.4g (\u00b1%.0f %%)", median(times), 50 * diff(range(times)) / median(times))
}

sizes <- as.integer(commandArgs(TRUE))
if (!length(sizes)) sizes <- c(2000L, 20000L)
cat(sprintf(
  "%s, libsmote %s, themis %s; medians of %d, seconds\n\n", R.version.string,
  packageVersion("smote"), packageVersion("themis"), rounds
))
cat("| method | rows | libsmote | themis | ratio |\n| --- | --- | --- | --- | --- |\n")
set.seed(1)
for (name in names(peers)) {
  for (rows in sizes) {
    data <- labelled(rows, 20L)
    both <- calls(name)
    times <- list(libsmote = c(), themis = c())
    # Once before it counts; themis refuses some tables.
    first <- tryCatch(lapply(both, seconds, data), error = function(error) NULL)
    if (is.null(first)) {
      cat(sprintf("| %s | %s | | refused | |\n", name, format(rows, big.mark = ",")))
      next
    }
    count <- if (first$themis > patience) 1L else rounds
    for (round in seq_len(count)) {
      for (library in names(times)) {
        times[[library]] <- c(times[[library]], seconds(both[[library]], data))
      }
    }
    cat(sprintf(
      "| %s | %s | %s | %s | %.1f |\n", name, format(rows, big.mark = ","),
      shown(times$libsmote), shown(times$themis), median(times$themis) / median(times$libsmote)
    ))
  }
}
