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

# Sums are read from right to left in a loop, and terms that follow each other with the same
# sign are looked up together: there may be thousands of them.
right_side <- function(term, columns, label) {
  signs <- character()
  terms <- list()
  while (is.call(term) && length(term) == 3L && as.character(term[[1L]])[1L] %in% c("+", "-")) {
    signs[length(signs) + 1L] <- as.character(term[[1L]])
    terms[[length(terms) + 1L]] <- term[[3L]]
    term <- term[[2L]]
  }
  signs <- c("+", rev(signs))
  terms <- c(list(term), rev(terms))
  run <- cumsum(c(TRUE, signs[-1L] != signs[-length(signs)]))
  used <- character()
  for (same in split(seq_along(terms), run)) {
    change <- if (signs[same[1L]] == "+") union else setdiff
    used <- change(used, known_columns(lapply(terms[same], one_term, columns, label), columns, label))
  }
  used
}

# The names of columns in some terms.
known_columns <- function(terms, columns, label) {
  names <- unlist(terms)
  if (label %in% names) {
    abort(sprintf("%s is on both sides of the formula", sQuote(label, FALSE)),
          "The label is not interpolated: leave it out on the right.")
  }
  unknown <- setdiff(names, columns)
  if (length(unknown)) abort_no_column(unknown[1L], columns)
  names
}

one_term <- function(term, columns, label) {
  if (identical(term, quote(.))) return(columns)
  if (is.symbol(term)) return(as.character(term))
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
