# Every error says on its first line what is wrong, and on the second what is
# needed. All are of class smote_error; those that libsmote reports are of class
# smote_error_<status> too, e.g. smote_error_too_few_rows.
abort <- function(problem, need, class = NULL) {
  stop(structure(
    class = c(class, "smote_error", "error", "condition"),
    list(message = paste0(problem, "\n  ", need), call = NULL)
  ))
}

# A warning, in two lines as an error. All are of class smote_warning, and of class
# smote_warning_<status>.
warn <- function(problem, need, status) {
  warning(structure(
    class = c(paste0("smote_warning_", status), "smote_warning", "warning", "condition"),
    list(message = paste0(problem, "\n  ", need), call = NULL)
  ))
}

# "'a', 'b' and 3 more"
listed <- function(x, most = 5L, quote = TRUE) {
  shown <- utils::head(x, most)
  if (quote) shown <- sQuote(shown, FALSE)
  more <- length(x) - length(shown)
  paste0(paste(shown, collapse = ", "), if (more > 0L) paste(" and", more, "more"))
}

# What an object is, in two or three words.
described <- function(x) {
  if (is.null(x)) return("NULL")
  if (is.atomic(x) && !is.object(x) && is.null(dim(x))) {
    if (length(x) == 1L) return(if (is.character(x)) sQuote(x, FALSE) else format(x))
    return(paste(typeof(x), "vector of length", length(x)))
  }
  paste("of class", paste(class(x), collapse = "/"))
}
