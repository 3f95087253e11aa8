# Tables in and out. Each reader returns an `input`, an environment, so that
# resample() can let go of the values:
#   values  a double matrix for libsmote; NULL where rows are repeated as they are,
#           and nothing is computed: then columns may be of any kind,
#   kinds   of its columns: see R/categories.R, also for `rule`,
#   names   of its columns, or their numbers in the table where they have none,
#   called  what the user calls the table: the name of an argument,
#   labels  see read_labels(),
#   build   a function of a plan that makes the result: the table it was, grown.
#
# One rule for all: labels that came within the table go out within it, and labels
# that came apart go out apart, as list(x =, y =).

resample <- function(method, input, options) {
  plan <- plan_create(method, input, options)
  on.exit(plan_free(plan))
  plan_warn(plan, input$labels, options)
  input$values <- NULL # for a data frame a copy; build() reads the columns themselves
  result <- input$build(plan)
  if (options$provenance) {
    # Not by structure(), which makes automatic row names a data frame's own.
    attr(result, "provenance") <- origins(plan, input)
    result <- finish(result)
  }
  result
}

# Where each row comes from, which columns do not follow from that, and after how many rounds
# of repeated editing.
origins <- function(plan, input) {
  origin <- list2DF(plan_provenance(plan, 0, plan$rows, everything = TRUE))
  voted <- plan_voted(plan, length(input$kinds))
  if (any(voted)) attr(origin, "voted") <- input$names[voted]
  if (plan$rounds > 0) attr(origin, "rounds") <- plan$rounds
  origin
}

matrix_input <- function(x, y, rule = numbers_only) {
  kinds <- matrix_kinds(x, rule)
  check_shape(x, "x")
  labels <- read_labels(y, "y", nrow(x))
  names <- if (is.null(colnames(x))) seq_len(ncol(x)) else colnames(x)
  new_input(matrix_values(x, kinds), kinds, names, "x", labels, function(plan) {
    list(x = grow_matrix(x, plan, kinds), y = grow_rows(y, plan))
  })
}

# `label` is the position of the label column in x, or NULL if `y` came apart;
# `used` are the positions of the columns that are to be used.
frame_input <- function(x, y, label = NULL, used = seq_along(x), carry = "base",
                        x_name = "x", y_name = "y", rule = numbers_only) {
  check_frame(x)
  labels <- read_labels(y, y_name, nrow(x))
  used <- setdiff(used, label)
  kinds <- frame_kinds(x, used, rule)
  new_input(frame_values(x, used, kinds), kinds, names(x)[used], x_name, labels, function(plan) {
    grown <- grow_frame(x, plan, used, kinds, label, carry)
    if (is.null(label)) list(x = grown, y = grow_rows(y, plan)) else grown
  })
}

new_input <- function(values, kinds, names, called, labels, build) {
  list2env(list(values = values, kinds = kinds, names = names, called = called, labels = labels,
                build = build),
           parent = emptyenv())
}

# ---- Checks -------------------------------------------------------------------

check_matrix <- function(x, name) {
  check_numeric(x, name)
  check_shape(x, name)
}

check_numeric <- function(x, name,
                          need = "It must be a numeric matrix, or a data frame with numeric columns.") {
  if (!is.matrix(x) || !is.numeric(x) || inherits(x, "integer64")) {
    abort(sprintf("'%s' is a matrix of type %s", name,
                  if (inherits(x, "integer64")) "integer64" else typeof(x)),
          need)
  }
}

check_shape <- function(x, name) {
  if (nrow(x) == 0L || ncol(x) == 0L) {
    abort(sprintf("'%s' has %s and %s", name, count_of(nrow(x), "row"), count_of(ncol(x), "column")),
          "There must be at least one row and one column.")
  }
}

check_frame <- function(x) {
  if (inherits(x, c("grouped_df", "rowwise_df"))) {
    abort(sprintf("the data frame is %s", if (inherits(x, "rowwise_df")) "rowwise" else "grouped"),
          "Ungroup it first, as by dplyr::ungroup(): groups do not follow rows that come and go.")
  }
  if (nrow(x) == 0L) {
    abort("the data frame has no rows", "There must be rows of two classes at least.")
  }
}

# Why new values cannot be computed for a column, or NULL if they can. (is.numeric()
# is TRUE for integer64, whose values are not the doubles they are stored in, and for
# haven_labelled, which are codes with labels; and FALSE for dates, which are numbers all
# the same.)
not_numeric <- function(column) {
  if (is_wide(column)) return(wide(column))
  for (class in c("integer64", "haven_labelled")) if (inherits(column, class)) return(class)
  numbers <- is.numeric(column) || inherits(column, c("Date", "POSIXct", "difftime"))
  if (numbers && typeof(column) %in% c("double", "integer")) NULL else class(column)[1L]
}

# Whether a column of a data frame is a table itself. (scale() makes matrices of one column,
# tapply() arrays of one dimension, and both are but vectors.)
is_wide <- function(column) {
  is.data.frame(column) || length(dim(column)) > 2L || length(dim(column)) == 2L && ncol(column) != 1L
}

wide <- function(column) {
  paste(if (is.data.frame(column)) "data frame of" else "matrix of", count_of(ncol(column), "column"))
}

# ---- Values for libsmote ------------------------------------------------------

# A matrix of doubles as it is, without a copy (`storage.mode<-` would make one).
as_doubles <- function(x) {
  if (!is.double(x)) storage.mode(x) <- "double"
  x
}

matrix_values <- function(x, kinds) {
  if (all(kinds == "number")) return(as_doubles(x))
  if (all(kinds == "any")) return(NULL)
  values <- matrix(0, nrow(x), ncol(x), dimnames = list(NULL, colnames(x)))
  for (j in seq_len(ncol(x))) values[, j] <- column_values(x[, j], kinds[j])
  values
}

frame_values <- function(x, used, kinds) {
  if (all(kinds == "any")) return(NULL)
  values <- matrix(0, nrow(x), length(used), dimnames = list(NULL, names(x)[used]))
  for (i in seq_along(used)) values[, i] <- column_values(.subset2(x, used[i]), kinds[i])
  values
}

# (Without its class, or packages that know the class might have a say.)
column_values <- function(column, kind) {
  if (kind == "category") category_codes(column) else as.double(unclass(column))
}

# ---- Results ------------------------------------------------------------------
#
# A plan has `base`, the row that each row of the result comes from; a kept row is that
# row. Where nothing is computed a column is taken from there.

grow_matrix <- function(x, plan, kinds) {
  if (all(kinds == "number") && length(plan$written)) {
    out <- plan_write(plan, as_doubles(x), 0)
    if (is.integer(x)) out <- round_to_integer(out)
    dim(out) <- c(plan$rows, ncol(x))
  } else {
    out <- x[plan$base, , drop = FALSE]
    if (any(kinds == "category") && length(plan$written)) out <- grow_cells(out, x, plan, kinds)
  }
  names <- dimnames(x)
  if (!is.null(names)) {
    if (!is.null(names[[1L]])) names[[1L]] <- grow_names(names[[1L]], plan)
    dimnames(out) <- names
  }
  restore_attributes(out, x)
}

# Columns of categories, or of both kinds, in a matrix that has its size and type already.
grow_cells <- function(out, x, plan, kinds) {
  new <- plan_write(plan, matrix_values(x, kinds))
  dim(new) <- c(length(plan$written), ncol(x))
  for (j in seq_len(ncol(x))) out[, j] <- grow_used(x[, j], new[, j], kinds[j], plan)
  out
}

grow_frame <- function(x, plan, used, kinds, label, carry) {
  carried <- plan$base
  if (carry == "na") carried[plan$new] <- NA
  if (length(plan$written) == 0L) kinds[] <- "any"
  new <- new_values(x, plan, used, kinds)
  places <- match(seq_along(x), used)
  columns <- lapply(seq_along(x), function(j) {
    column <- .subset2(x, j)
    if (j %in% label) return(grow_rows(column, plan))
    place <- places[j]
    if (is.na(place)) return(grow_rows(column, plan, carried))
    kind <- kinds[place]
    if (kind == "any") grow_rows(column, plan) else grow_used(column, new(place), kind, plan)
  })
  # An order by key, an index and a self-reference of a data.table hold no longer.
  stale <- c("sorted", "index", ".internal.selfref", "provenance")
  kept <- attributes(x)
  kept <- kept[setdiff(names(kept), stale)]
  kept$row.names <- grow_row_names(x, plan)
  attributes(columns) <- kept
  finish(columns)
}

# The values of a column that were written, as doubles: a function of the column's
# place in `used`. Column by column, in little memory; but noise, votes and centres belong to
# all columns together.
new_values <- function(x, plan, used, kinds) {
  if (!plan$whole) {
    return(function(place) plan_write(plan, column_values(.subset2(x, used[place]), kinds[place])))
  }
  new <- plan_write(plan, frame_values(x, used, kinds))
  dim(new) <- c(length(plan$written), length(used))
  function(place) new[, place]
}

# A column that was used: its values, and those of new rows as libsmote has them.
grow_used <- function(column, new, kind, plan) {
  if (kind == "number") return(grow_numbers(column, new, plan))
  from <- plan$base
  from[plan$written] <- category_rows(column, new)
  grow_rows(column, plan, from)
}

# Where all values are whole by their type, new ones are rounded to it; dates are whole
# days.
grow_numbers <- function(column, new, plan) {
  if (is.integer(column)) {
    new <- round_to_integer(new)
  } else if (inherits(column, "Date") && all(unclass(column) == floor(unclass(column)))) {
    new <- round(new)
  }
  out <- as.vector(unclass(column))[plan$base]
  out[plan$written] <- new
  restore_attributes(name_values(shape_as(out, column), column, plan), column)
}

# A vector in the shape of a column: see is_wide().
shape_as <- function(out, column) {
  if (!is.null(dim(column))) dim(out) <- c(length(out), dim(column)[-1L])
  if (length(dim(column)) == 2L) colnames(out) <- colnames(column)
  out
}

# To the nearest there is: noise may lead out of the range.
round_to_integer <- function(x) {
  limit <- .Machine$integer.max
  as.integer(pmax(pmin(round(x), limit), -limit))
}

# Columns that nothing is computed for, labels among them: a row has the value of the row
# that `from` says, or NA where that is NA.
grow_rows <- function(column, plan, from = plan$base) {
  if (length(dim(column)) > 1L) {
    out <- column[from, , drop = FALSE]
    return(if (is_wide(column)) out else restore_attributes(out, column))
  }
  out <- restore_attributes(column[from], column)
  if (inherits(column, "integer64") && anyNA(from)) {
    # Its NA is the bit pattern of the double -0, whether bit64 is loaded or not.
    out <- unclass(out)
    out[is.na(from)] <- -0
    out <- restore_attributes(out, column)
  }
  name_values(out, column, plan)
}

# New values of a vector with names have none.
name_values <- function(out, column, plan) {
  if (is.null(names(column))) return(out)
  names <- names(column)[plan$base]
  names[plan$new] <- ""
  names(out) <- names
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

# Old names stay, and a data frame with automatic ones has the numbers of its rows, as after
# x[rows, ]; tibbles and data tables number their rows anew.
grow_row_names <- function(x, plan) {
  old <- attr(x, "row.names")
  added <- length(plan$new)
  automatic <- .row_names_info(x) < 0L
  kept <- if (added) plan$base[-plan$new] else plan$base
  in_place <- identical(kept, seq_along(old)) && (!added || plan$new[1L] > length(old))
  if (automatic && (inherits(x, c("tbl_df", "data.table")) || in_place)) {
    return(.set_row_names(plan$rows))
  }
  first <- if (is.character(old)) NA else max(old)
  if (is.na(first) || anyDuplicated(kept) || first > .Machine$integer.max - added) {
    return(grow_names(as.character(old), plan))
  }
  names <- old[plan$base]
  names[plan$new] <- first + seq_len(added)
  names
}

# A row that is drawn again gets a name of its own, as after x[rows, ].
grow_names <- function(old, plan) {
  names <- old[plan$base]
  added <- length(plan$new)
  numbers <- format(length(old) + seq_len(added), scientific = FALSE, trim = TRUE)
  if (added) names[plan$new] <- utils::tail(make.unique(c(old, numbers)), added)
  kept <- if (added) plan$base[-plan$new] else plan$base
  if (anyDuplicated(kept)) make.unique(names) else names
}

# A data.table that was made by hand is made known to itself, so that := works
# on it by reference as on any other.
finish <- function(result) {
  if (inherits(result, "data.table") && requireNamespace("data.table", quietly = TRUE)) {
    result <- data.table::setalloccol(result)
  }
  result
}
