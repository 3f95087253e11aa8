# Tables in and out. Each reader returns an `input`, an environment, so that
# resample() can let go of the values:
#   values  a double matrix for libsmote; NULL where rows are repeated as they are,
#           and nothing is computed: then columns may be of any kind,
#   labels  see read_labels(),
#   build   a function of a plan that makes the result: the table it was, grown.
#
# One rule for all: labels that came within the table go out within it, and labels
# that came apart go out apart, as list(x =, y =).

resample <- function(method, input, options) {
  plan <- plan_create(method, input$values, input$labels, options)
  on.exit(plan_free(plan))
  plan_warn(plan, input$labels, options)
  input$values <- NULL # for a data frame a copy; build() reads the columns themselves
  result <- input$build(plan)
  if (options$provenance) {
    origin <- plan_provenance(plan, 0, plan$rows, everything = TRUE)
    # Not by structure(), which makes automatic row names a data frame's own.
    attr(result, "provenance") <- list2DF(origin)
    result <- finish(result)
  }
  result
}

matrix_input <- function(x, y, computed = TRUE) {
  if (computed) check_numeric(x, "x")
  check_shape(x, "x")
  labels <- read_labels(y, "y", nrow(x))
  new_input(if (computed) as_doubles(x), labels, function(plan) {
    list(x = grow_matrix(x, plan, computed), y = grow_rows(y, plan, "base"))
  })
}

# `label` is the position of the label column in x, or NULL if `y` came apart;
# `used` are the positions of the columns that are to be used.
frame_input <- function(x, y, label = NULL, used = seq_along(x), carry = "base",
                        y_name = "y", computed = TRUE) {
  check_frame(x)
  labels <- read_labels(y, y_name, nrow(x))
  used <- setdiff(used, label)
  new_input(if (computed) frame_values(x, used), labels, function(plan) {
    grown <- grow_frame(x, plan, used, label, carry, computed)
    if (is.null(label)) list(x = grown, y = grow_rows(y, plan, "base")) else grown
  })
}

new_input <- function(values, labels, build) {
  list2env(list(values = values, labels = labels, build = build), parent = emptyenv())
}

# ---- Checks -------------------------------------------------------------------

check_matrix <- function(x, name) {
  check_numeric(x, name)
  check_shape(x, name)
}

check_numeric <- function(x, name) {
  if (!is.matrix(x) || !is.numeric(x) || inherits(x, "integer64")) {
    abort(sprintf("'%s' is a matrix of type %s", name,
                  if (inherits(x, "integer64")) "integer64" else typeof(x)),
          "It must be a numeric matrix, or a data frame with numeric columns.")
  }
}

check_shape <- function(x, name) {
  if (nrow(x) == 0L || ncol(x) == 0L) {
    abort(sprintf("'%s' has %d rows and %d columns", name, nrow(x), ncol(x)),
          "There must be at least one row and one column.")
  }
}

check_frame <- function(x) {
  if (inherits(x, c("grouped_df", "rowwise_df"))) {
    abort("the data frame is grouped", "Ungroup it first: new rows would leave the groups wrong.")
  }
  if (nrow(x) == 0L) {
    abort("the data frame has no rows", "There must be rows of two classes at least.")
  }
}

# Why new values cannot be computed for a column, or NULL if they can. (is.numeric()
# is TRUE for integer64, whose values are not the doubles they are stored in, and
# FALSE for dates, which are numbers all the same.)
not_numeric <- function(column) {
  if (!is.null(dim(column))) return("matrix")
  if (inherits(column, "integer64")) return("integer64")
  numbers <- is.numeric(column) || inherits(column, c("Date", "POSIXct", "difftime"))
  if (numbers && typeof(column) %in% c("double", "integer")) NULL else class(column)[1L]
}

check_columns <- function(x, used) {
  if (length(used) == 0L) {
    abort("there are no columns to use", "Give at least one numeric column beside the labels.")
  }
  problems <- lapply(used, function(j) not_numeric(.subset2(x, j)))
  bad <- !vapply(problems, is.null, NA)
  if (any(bad)) {
    names <- names(x)[used[bad]]
    abort(
      sprintf("%s %s not numeric", listed_columns(names, unlist(problems)),
              if (sum(bad) == 1L) "is" else "are"),
      sprintf("New values are computed: make them numbers, leave them out by a formula, as in label ~ . - %s, or repeat rows as they are by random_over(), without shrinkage.",
              names[1L])
    )
  }
}

listed_columns <- function(names, kinds) {
  paste(if (length(names) == 1L) "column" else "columns",
        listed(sprintf("%s (%s)", sQuote(names, FALSE), kinds), quote = FALSE))
}

# ---- Values for libsmote ------------------------------------------------------

# A matrix of doubles as it is, without a copy (`storage.mode<-` would make one).
as_doubles <- function(x) {
  if (!is.double(x)) storage.mode(x) <- "double"
  x
}

frame_values <- function(x, used) {
  check_columns(x, used)
  values <- matrix(0, nrow(x), length(used), dimnames = list(NULL, names(x)[used]))
  for (i in seq_along(used)) values[, i] <- as.double(.subset2(x, used[i]))
  values
}

# ---- Results ------------------------------------------------------------------

grow_matrix <- function(x, plan, computed) {
  if (computed) {
    out <- plan_write(plan, as_doubles(x))
    if (is.integer(x)) out <- round_to_integer(out)
    dim(out) <- c(plan$rows, ncol(x))
  } else {
    out <- x[c(seq_len(nrow(x)), plan$base), , drop = FALSE]
  }
  names <- dimnames(x)
  if (!is.null(names)) {
    if (!is.null(names[[1L]])) names[[1L]] <- grow_names(names[[1L]], length(plan$base))
    dimnames(out) <- names
  }
  restore_attributes(out, x)
}

grow_frame <- function(x, plan, used, label, carry, computed) {
  added <- length(plan$base)
  new <- if (computed) new_numbers(x, plan, used)
  columns <- lapply(seq_along(x), function(j) {
    column <- .subset2(x, j)
    if (j %in% used && computed) return(grow_numbers(column, new(j)))
    grow_rows(column, plan, if (j %in% c(used, label)) "base" else carry)
  })
  # An order by key, an index and a self-reference of a data.table hold no longer.
  stale <- c("sorted", "index", ".internal.selfref", "provenance")
  kept <- attributes(x)
  kept <- kept[setdiff(names(kept), stale)]
  kept$row.names <- grow_row_names(x, added)
  attributes(columns) <- kept
  finish(columns)
}

# The new values of a column, as doubles: a function of the column's position. Written
# column by column, in little memory; but noise belongs to all columns together.
new_numbers <- function(x, plan, used) {
  if (!plan$noise) return(function(j) plan_write(plan, as.double(.subset2(x, j)), plan$kept))
  new <- plan_write(plan, frame_values(x, used), plan$kept)
  dim(new) <- c(length(plan$base), length(used))
  function(j) new[, match(j, used)]
}

# Where all values are whole by their type, new ones are rounded to it; dates are whole
# days.
grow_numbers <- function(column, new) {
  if (is.integer(column)) {
    new <- round_to_integer(new)
  } else if (inherits(column, "Date") && all(unclass(column) == floor(unclass(column)))) {
    new <- round(new)
  }
  restore_attributes(c(unclass(column), new), column)
}

# To the nearest there is: noise may lead out of the range.
round_to_integer <- function(x) {
  limit <- .Machine$integer.max
  as.integer(pmax(pmin(round(x), limit), -limit))
}

# Columns that nothing is computed for, labels among them: a new row has its base
# row's value, or NA.
grow_rows <- function(column, plan, carry) {
  added <- length(plan$base)
  from <- if (carry == "base") plan$base else rep(NA_integer_, added)
  index <- c(seq_len(NROW(column)), from)
  if (!is.null(dim(column))) return(column[index, , drop = FALSE])
  out <- restore_attributes(column[index], column)
  if (inherits(column, "integer64") && carry == "na") {
    # Its NA is the bit pattern of the double -0, whether bit64 is loaded or not.
    out <- unclass(out)
    out[length(column) + seq_len(added)] <- -0
    out <- restore_attributes(out, column)
  }
  if (!is.null(names(column))) names(out) <- c(names(column), character(added))
  out
}

# Subsetting and c() lose the attributes of a vector without a class of its own
# (variable labels, units). Those that hold for any length come back; a time series
# is none when rows are added.
restore_attributes <- function(out, like) {
  lost <- attributes(like)
  here <- c(names(attributes(out)), "names", "dim", "dimnames", "tsp", "provenance")
  lost <- lost[setdiff(names(lost), here)]
  if (!is.null(lost$class)) lost$class <- setdiff(lost$class, c("ts", "mts"))
  for (name in names(lost)) attr(out, name) <- lost[[name]]
  out
}

# Old names stay, also for the old rows of a table with automatic names.
grow_row_names <- function(x, added) {
  old <- attr(x, "row.names")
  if (.row_names_info(x) < 0L) return(.set_row_names(length(old) + added))
  if (is.character(old)) return(grow_names(old, added))
  if (max(old) <= .Machine$integer.max - added) return(c(old, max(old) + seq_len(added)))
  grow_names(as.character(old), added)
}

grow_names <- function(old, added) {
  numbers <- format(length(old) + seq_len(added), scientific = FALSE, trim = TRUE)
  if (added == 0L) old else c(old, utils::tail(make.unique(c(old, numbers)), added))
}

# A data.table that was made by hand is made known to itself, so that := works
# on it by reference as on any other.
finish <- function(result) {
  if (inherits(result, "data.table") && requireNamespace("data.table", quietly = TRUE)) {
    result <- data.table::setalloccol(result)
  }
  result
}
