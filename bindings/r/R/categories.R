# Columns that hold categories, and columns that hold numbers.
#
# A `rule` says what a method does with columns: `reads` is "numbers", "mixed" (numbers
# and categories), "categories", "distances" (any of these three), or "nothing", where
# rows are taken as they are and columns may be of any kind; `categorical` names columns
# that hold categories though they are not of such a type; `drops`, whether it drops rows;
# `need`, if there is one, what an error about columns says instead of the ways out that
# methods have. From a table and a rule come the `kinds` of the columns that are used:
# "number", "category" or "any".

column_rule <- function(method, options) {
  reads <- switch(method,
    smotenc = "mixed",
    smoten = "categories",
    random_over = if (!is.null(options$shrinkage)) "numbers" else reads_of_second(options$cleaning),
    random_under = , instance_hardness = "nothing",
    tomek = , enn = , renn = , allknn = , cnn = , oss = , ncr = ,
    nearmiss1 = , nearmiss2 = , nearmiss3 = "distances",
    "numbers"
  )
  list(reads = reads, categorical = options$categorical, drops = drops_rows(method))
}

# Rows are repeated as they are, but a second step may compare them.
reads_of_second <- function(cleaning) {
  if (is.null(cleaning) || reads_nothing(cleaning$method)) "nothing" else "distances"
}

numbers_only <- list(reads = "numbers", categorical = NULL, drops = FALSE)

frame_kinds <- function(x, used, rule) {
  if (rule$reads == "nothing") return(rep("any", length(used)))
  check_some(used, rule)
  if (rule$reads == "numbers") {
    check_numbers(x, used, rule)
    return(rep("number", length(used)))
  }
  named <- named_columns(rule$categorical, length(x), names(x))
  unused <- setdiff(named, used)
  if (length(unused)) {
    abort(sprintf("categorical has column %s, which is not used", sQuote(names(x)[unused[1L]], FALSE)),
          "It names columns beside the labels, and for a formula columns on its right side.")
  }
  kinds <- ifelse(used %in% named | vapply(used, function(j) is_category(.subset2(x, j)), NA),
                  "category", "number")
  check_categories(x, used[used %in% named])
  check_mixture(kinds, rule)
  numbers <- used[kinds == "number"]
  if (rule$reads == "categories") check_no_numbers(x, numbers) else check_numbers(x, numbers, rule)
  kinds
}

# A matrix has one type: that of numbers may hold codes of categories all the same.
matrix_kinds <- function(x, rule) {
  if (rule$reads == "nothing") return(rep("any", ncol(x)))
  if (rule$reads == "numbers") {
    check_numeric(x, "x")
    return(rep("number", ncol(x)))
  }
  named <- named_columns(rule$categorical, ncol(x), colnames(x))
  is_named <- seq_len(ncol(x)) %in% named
  all <- is.character(x) || is.logical(x)
  if (!all) check_numeric(x, "x", "It must be a matrix of strings, logicals or numbers, or a data frame.")
  if (!all && rule$reads == "categories") {
    check_codes(x, !is_named)
    all <- TRUE
  }
  kinds <- ifelse(is_named | all, "category", "number")
  check_mixture(kinds, rule)
  kinds
}

# Types that have nothing between their values.
is_category <- function(column) {
  !is_wide(column) && (is.factor(column) || is.character(column) || is.logical(column))
}

# Why the values of a column cannot be told apart as categories, or NULL if they can.
# (Those of integer64 are not the doubles that they are stored in.)
no_category <- function(column) {
  if (is_wide(column)) return(wide(column))
  fine <- typeof(column) %in% c("double", "integer", "character", "logical") &&
    !inherits(column, "integer64")
  if (fine) NULL else class(column)[1L]
}

# ---- Which columns ------------------------------------------------------------

categorical_need <- "It must be names or numbers of columns of 'x' (for a formula, of 'data'), or a logical vector with an element for each."

# NULL, names, numbers or a logical vector: see named_columns().
check_categorical <- function(categorical) {
  if (is.null(categorical)) return(NULL)
  fine <- (is.character(categorical) || is.numeric(categorical) || is.logical(categorical)) &&
    !is.object(categorical) && is.null(dim(categorical))
  if (!fine) abort(sprintf("categorical is %s", described(categorical)), categorical_need)
  if (anyNA(categorical)) {
    abort(sprintf("categorical is NA in %s", listed(which(is.na(categorical)), quote = FALSE, of = "place")),
          categorical_need)
  }
  categorical
}

# The positions of the columns that `categorical` says, of so many with such names.
named_columns <- function(categorical, columns, names) {
  if (is.null(categorical)) return(integer())
  if (is.logical(categorical)) {
    if (length(categorical) != columns) {
      abort(sprintf("categorical has %s, but there %s %s", count_of(length(categorical), "element"),
                    is_or_are(columns), count_of(columns, "column")),
            categorical_need)
    }
    return(which(categorical))
  }
  if (is.character(categorical)) return(columns_by_name(categorical, names))
  bad <- which(!(categorical == round(categorical) & categorical >= 1 & categorical <= columns))
  if (length(bad)) {
    abort(sprintf("categorical has %s, which is not the number of a column",
                  format(categorical[[bad[1L]]], digits = 15L)),
          sprintf("Columns are numbered from 1 to %d.", columns))
  }
  as.integer(categorical)
}

columns_by_name <- function(wanted, names) {
  at <- match(wanted, names)
  if (anyNA(at)) {
    unknown <- wanted[is.na(at)]
    abort(sprintf("categorical has %s, but there %s no such %s", listed(unknown),
                  is_or_are(length(unknown)), plural("column", length(unknown))),
          if (is.null(names)) "The columns have no names: give their numbers."
          else sprintf("The columns are %s.", listed(names, 20L)))
  }
  at
}

# ---- Checks -------------------------------------------------------------------

check_some <- function(used, rule) {
  if (length(used) > 0L) return(invisible())
  abort("there are no columns to use",
        sprintf("Give at least one %scolumn beside the labels.", if (rule$reads == "numbers") "numeric " else ""))
}

check_mixture <- function(kinds, rule) {
  if (rule$reads != "mixed") return(invisible())
  if (all(kinds == "number")) {
    abort("no column holds categories",
          "Use smote(), which is for numbers alone; or say which columns are categories: make them factors, or name them by categorical = .")
  }
  if (all(kinds == "category")) {
    abort("all columns hold categories", "Use smoten(), which is for categories alone.")
  }
}

check_categories <- function(x, named) {
  refuse_columns(x, named, no_category, "not to be told apart as categories", function(names) {
    "Categories are factors, strings, logicals, or numbers that are codes."
  })
}

check_numbers <- function(x, used, rule) {
  refuse_columns(x, used, not_numeric, "not numeric", function(names) {
    if (!is.null(rule$need)) return(rule$need)
    if (rule$drops || rule$reads == "distances") {
      return(sprintf("Distances are between numbers%s: make them such, leave them out by a formula, as in label ~ . - %s, or use random_under(), which compares nothing.",
                     if (rule$reads == "distances") " or categories" else "", names[1L]))
    }
    sprintf("%smake them numbers, leave them out by a formula, as in label ~ . - %s, or repeat rows as they are by random_over(), without shrinkage.",
            way_out(x, used, names), names[1L])
  })
}

# Which method takes the columns as they are, if there is one.
way_out <- function(x, used, bad) {
  categories <- vapply(used, function(j) is_category(.subset2(x, j)), NA)
  if (sum(categories) < length(bad)) return("New values are computed: ")
  if (all(categories)) {
    "Use smoten(), which is for categories; or "
  } else {
    "Use smotenc(), which takes numbers and categories; or "
  }
}

check_no_numbers <- function(x, numbers) {
  refuse_columns(x, numbers, function(column) class(column)[1L], "not of categories", function(names) {
    sprintf("Use smotenc(), which takes numbers too; or, if they are codes of categories, make them factors, or name them, as in categorical = \"%s\".",
            names[1L])
  })
}

# `why` returns NULL for a column that is fine, `need` the second line of the error.
refuse_columns <- function(x, used, why, problem, need) {
  problems <- lapply(used, function(j) why(.subset2(x, j)))
  bad <- !vapply(problems, is.null, NA)
  if (!any(bad)) return(invisible())
  names <- names(x)[used[bad]]
  abort(
    sprintf("%s %s %s", listed_columns(names, unlist(problems)), is_or_are(sum(bad)), problem),
    need(names)
  )
}

listed_columns <- function(names, kinds) {
  listed(sprintf("%s (%s)", sQuote(names, FALSE), kinds), quote = FALSE, of = "column")
}

# Numbers in a matrix count as codes if they are whole, or if `categorical` says so.
check_codes <- function(x, unnamed) {
  odd <- which(is.finite(x) & x != round(x), arr.ind = TRUE)
  odd <- odd[unnamed[odd[, 2L]], , drop = FALSE]
  if (nrow(odd) == 0L) return(invisible())
  name <- colnames(x)[odd[1L, 2L]]
  abort(sprintf("'x' has %s in row %d of column %s, which is no code of a category",
                format(x[odd[1L, , drop = FALSE]]), odd[1L, 1L],
                if (is.null(name)) odd[1L, 2L] else sQuote(name, FALSE)),
        "Codes are whole numbers: use smotenc() if these are numbers, or name the column by categorical = .")
}

# ---- Codes --------------------------------------------------------------------

# Whole numbers from 0: ranks of the levels that occur, or of the values (of strings, in
# the order of their characters' code points). What is missing is a category like any
# other, and the last.
category_codes <- function(column) {
  values <- if (is.factor(column)) as.integer(column) else as.vector(unclass(column))
  if (is.character(values)) values <- enc2utf8(values)
  present <- sort(unique(values), method = "radix")
  codes <- match(values, present)
  codes[is.na(codes)] <- length(present) + 1L
  codes - 1
}

# The rows of a column that show what the codes of new rows stand for: taking the value
# from there keeps its type, whatever that is.
category_rows <- function(column, new) match(new, category_codes(column))
