# Labels of any kind, as libsmote wants them: 32-bit codes.
#
# The codes name the classes in the random stream, so they decide on the new rows.
# Integers, whole numbers and logicals are their own codes, as in C, if all of them fit into
# 32 bits. (R has NA for the code -2^31; to libsmote it is a label like any other.) Others,
# factors and character vectors have the ranks of the classes that occur, from 0: of the
# numbers, of the levels, or of the strings in the order of their characters' code points.
# So neither an unused level nor the locale changes a result.
#
# `name` is what the user calls the labels, `rows` how many there must be. The result is a
# list of `codes`, one per row, and `classes`: a data frame of each class's code, label as
# text, number (NA where labels are none), name in messages and rows, by ascending code.
read_labels <- function(y, name, rows) {
  check_labels(y, name)
  if (length(y) != rows) {
    abort(sprintf("'%s' has %s, but there %s %s", name, count_of(length(y), "label"),
                  is_or_are(rows), count_of(rows, "row")),
          "There must be one label for each row.")
  }
  if (is.factor(y)) {
    present <- levels(y)[tabulate(y, nlevels(y)) > 0L]
    codes <- match(levels(y), present)[as.integer(y)] - 1L
    names <- sQuote(present, FALSE)
  } else if (is.character(y)) {
    y <- enc2utf8(as.vector(y))
    present <- sort(unique(y), method = "radix")
    codes <- match(y, present) - 1L
    names <- sQuote(present, FALSE)
  } else {
    present <- sort(unique(as.vector(y)))
    codes <- if (all(present >= -2^31 & present < 2^31)) {
      suppressWarnings(as.integer(y)) # -2^31 is NA, of the same bits
    } else {
      match(y, present) - 1L
    }
    names <- label_text(present)
  }
  code <- sort(unique(codes), na.last = FALSE)
  classes <- data.frame(
    code = code,
    label = if (is.character(present)) present else names,
    number = if (is.numeric(present)) as.double(present) else NA_real_,
    name = names,
    rows = tabulate(match(codes, code), length(code))
  )
  if (nrow(classes) < 2L) {
    abort(sprintf("all labels in '%s' are %s", name, classes$name),
          "There must be rows of two classes at least.")
  }
  list(codes = codes, classes = classes, name = name)
}

# Labels as the user would name them.
label_text <- function(labels) {
  if (is.factor(labels)) return(as.character(labels))
  if (is.character(labels)) return(enc2utf8(as.vector(labels)))
  format(labels, trim = TRUE, scientific = FALSE, digits = 17L)
}

check_labels <- function(y, name) {
  kinds <- "Labels are a factor, or a character, integer, logical or whole-number vector."
  if (is.null(y)) abort(sprintf("'%s' is NULL", name), kinds)
  if (inherits(y, "formula")) { # table |> smote(Class ~ .)
    abort(sprintf("'%s' is a formula", name),
          sprintf("A formula comes first, and then the table, as in smote(%s, data = x).", deparse1(y)))
  }
  if (length(dim(y)) > 1L) {
    abort(sprintf("'%s' has %s dimensions", name, length(dim(y))),
          paste(kinds, "Take one column."))
  }
  known <- is.factor(y) ||
    (is.character(y) || is.logical(y) || is.integer(y) || is.double(y)) &&
      (!is.object(y) || inherits(y, "AsIs"))
  if (!known) {
    abort(sprintf("'%s' is %s", name, described(y)), paste(kinds, "Try factor()."))
  }
  # (A factor may have NA among its levels.)
  values <- if (is.factor(y) && anyNA(levels(y))) levels(y)[y] else y
  if (anyNA(values)) {
    abort(sprintf("'%s' is NA in %s", name, listed(which(is.na(values)), quote = FALSE, of = "row")),
          "Remove these rows first, or give them a label.")
  }
  if (is.double(y) && !all(is.finite(y) & y == round(y))) {
    odd <- which(!(is.finite(y) & y == round(y)))[1L]
    abort(sprintf("'%s' is not a whole number in row %d: %s", name, odd, format(y[odd])),
          "Labels are classes. If these numbers are, pass factor() of them.")
  }
}
