# Checks of single arguments: each gives the value back, or says what it must be.
# `name` is what the user calls it.

whole_number <- function(value, name, min, max) {
  fine <- is.numeric(value) && !is.object(value) && length(value) == 1L &&
    is.finite(value) && value == round(value) && value >= min && value <= max
  if (!fine) {
    abort(sprintf("%s is %s", name, described(value)),
          sprintf("It must be a whole number from %s to %s.",
                  format(min), format(max, scientific = FALSE)))
  }
  as.double(value)
}

positive_number <- function(value, name) {
  fine <- is.numeric(value) && !is.object(value) && length(value) == 1L &&
    is.finite(value) && value > 0
  if (!fine) abort(sprintf("%s is %s", name, described(value)), "It must be a number above 0.")
  as.double(value)
}

fraction_number <- function(value, name) number_within(value, name, 0, 1)

number_within <- function(value, name, min, max) {
  fine <- is.numeric(value) && !is.object(value) && length(value) == 1L &&
    is.finite(value) && value >= min && value <= max
  if (!fine) {
    abort(sprintf("%s is %s", name, described(value)),
          sprintf("It must be a number from %s to %s.", format(min), format(max, scientific = FALSE)))
  }
  as.double(value)
}

flag <- function(value, name) {
  if (!(isTRUE(value) || isFALSE(value))) {
    abort(sprintf("%s is %s", name, described(value)), "It must be TRUE or FALSE.")
  }
  value
}

# The whole vector of choices, as it stands in the usage, means the first.
one_of <- function(value, name, choices) {
  if (identical(value, choices)) return(choices[1L])
  if (!is.character(value) || length(value) != 1L || !value %in% choices) {
    abort(sprintf("%s is %s", name, described(value)),
          sprintf("It must be one of %s.", listed(choices, 20L)))
  }
  value
}

# For arguments with a default that only libsmote can compute: NULL here, and there a
# number below 0.
if_given <- function(value, check, ...) if (is.null(value)) NULL else check(value, ...)

or_default <- function(value) if (is.null(value)) -1 else value
