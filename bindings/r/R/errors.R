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

# "'a', 'b' and 3 more"; with of = "column", "column 'a'" or "columns 'a', 'b'".
listed <- function(x, most = 5L, quote = TRUE, of = NULL) {
  shown <- utils::head(x, most)
  if (is.numeric(shown)) shown <- format(shown, trim = TRUE, scientific = FALSE)
  if (quote) shown <- sQuote(shown, FALSE)
  more <- length(x) - length(shown)
  list <- paste0(paste(shown, collapse = ", "), if (more > 0L) paste(" and", more, "more"))
  if (is.null(of)) list else paste(plural(of, length(x)), list)
}

# "1 row", "2 rows"
count_of <- function(count, noun) paste(format(count, scientific = FALSE), plural(noun, count))

plural <- function(noun, count) {
  if (count == 1) noun else paste0(noun, if (endsWith(noun, "s")) "es" else "s")
}

is_or_are <- function(count) if (count == 1) "is" else "are"

# What an object is, in two or three words.
described <- function(x) {
  if (is.null(x)) return("NULL")
  if (is.atomic(x) && !is.object(x) && is.null(dim(x))) {
    if (length(x) == 1L) return(if (is.character(x)) sQuote(x, FALSE) else format(x))
    return(paste(typeof(x), "vector of length", length(x)))
  }
  paste("of class", paste(class(x), collapse = "/"))
}
