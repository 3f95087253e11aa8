# A formula names columns: the label on its left; on its right, joined by + and -,
# those that are to be used, a dot being all but the label. Read here rather than
# by stats::terms(), which makes a matrix of columns x terms, and which would
# accept log(a) and a:b, for which there is no way back to a table.
read_formula <- function(formula, data) {
  if (length(formula) != 3L) {
    abort("the formula has no left side", "Name the label column there, as in Class ~ .")
  }
  columns <- names(data)
  if (anyDuplicated(columns)) {
    abort(sprintf("two columns are called %s", listed(columns[anyDuplicated(columns)])),
          "A formula needs columns with names of their own.")
  }
  if (!is.symbol(formula[[2L]]) || identical(formula[[2L]], quote(.))) {
    abort(sprintf("the left side of the formula is %s", deparse1(formula[[2L]])),
          "It must be the name of the label column.")
  }
  label <- as.character(formula[[2L]])
  if (!label %in% columns) abort_no_column(label, columns)
  list(label = match(label, columns),
       used = match(right_side(formula[[3L]], setdiff(columns, label), label), columns))
}

# Sums are read from right to left in a loop: they may have thousands of terms.
right_side <- function(term, columns, label) {
  signs <- character()
  terms <- list()
  while (is.call(term) && length(term) == 3L && as.character(term[[1L]])[1L] %in% c("+", "-")) {
    signs <- c(as.character(term[[1L]]), signs)
    terms <- c(list(term[[3L]]), terms)
    term <- term[[2L]]
  }
  used <- one_term(term, columns, label)
  for (i in seq_along(terms)) {
    change <- if (signs[i] == "+") union else setdiff
    used <- change(used, one_term(terms[[i]], columns, label))
  }
  used
}

one_term <- function(term, columns, label) {
  if (identical(term, quote(.))) return(columns)
  if (is.symbol(term)) {
    name <- as.character(term)
    if (name == label) {
      abort(sprintf("%s is on both sides of the formula", sQuote(name, FALSE)),
            "The label is not interpolated: leave it out on the right.")
    }
    if (!name %in% columns) abort_no_column(name, columns)
    return(name)
  }
  if (is.call(term) && identical(term[[1L]], quote(`(`))) {
    return(right_side(term[[2L]], columns, label))
  }
  abort(sprintf("the formula has the term %s", deparse1(term)),
        "Terms must be names of columns, joined by + or -: the result has the columns that came in.")
}

abort_no_column <- function(name, columns) {
  abort(sprintf("there is no column %s", sQuote(name, FALSE)),
        sprintf("The columns are %s.", listed(columns, 20L)))
}
