# From the arguments of a method to an input: see R/table.R, and for `rule` R/categories.R.

# A name is the name of a column: a label vector of length 1 would be one row.
labelled_frame <- function(x, y, rule = numbers_only) {
  if (!is.character(y) || length(y) != 1L) {
    return(frame_input(x, y, rule = rule))
  }
  label <- which(names(x) == y)
  if (length(label) == 0L) abort_no_column(y, names(x))
  if (length(label) > 1L) {
    abort(sprintf("%d columns are called %s", length(label), sQuote(y, FALSE)),
          "The label column needs a name of its own.")
  }
  frame_input(x, .subset2(x, label), label = label, y_name = y, rule = rule)
}

formula_input <- function(formula, data, carry, rule = numbers_only) {
  if (missing(data) || !is.data.frame(data)) {
    abort(if (missing(data)) "'data' is missing" else sprintf("'data' is %s", described(data)),
          "A formula needs a data frame that has its columns.")
  }
  read <- read_formula(formula, data)
  frame_input(data, .subset2(data, read$label), label = read$label, used = read$used,
              carry = carry, x_name = "data", y_name = names(data)[read$label], rule = rule)
}

abort_no_labels <- function() {
  abort("'y' is missing",
        "Give the labels, one for each row, or, for a data frame, the name of their column.")
}

abort_no_table <- function(x, matrix) {
  abort(sprintf("'x' is %s", described(x)),
        sprintf("It must be a %s, a data frame, or a formula with data.", matrix))
}

check_dots <- function(...) {
  if (...length() > 0L) abort_arguments(...names(), "See ?smote for the arguments.")
}

# `names` are NULL, NA or empty where there are none.
abort_arguments <- function(names, need) {
  named <- names[!is.na(names) & nzchar(names)]
  abort(if (length(named)) sprintf("there %s no %s", is_or_are(length(named)), listed(named, of = "argument"))
        else "there is an argument too many", need)
}
