# What failures and warnings of libsmote mean to the user.

# ---- Warnings -----------------------------------------------------------------

# What the user should be told about a plan, though nothing failed.
plan_warn <- function(plan, labels, options) {
  for (warning in .Call(smote_r_plan_warnings, plan$pointer)) {
    class <- labels$classes$name[class_at(warning, labels)]
    switch(warning$status,
      warning_no_candidates = warn(
        sprintf("no row of class %s is in danger: the class stays as it is", class),
        sprintf("In danger are rows with other classes among half or more, but not all, of the m = %s nearest: try another m, or smote().",
                format(options$m)),
        "no_candidates"
      ),
      warning_even_weights = warn_even_weights(warning, class, options),
      warning_class_vanished = warn(
        sprintf("all rows of class %s were dropped: none is left", class),
        "Clean other classes, or by another method, or ask for more rows of this class.",
        "class_vanished"
      ),
      warning_fewer_rows = warn(
        sprintf("class %s has fewer rows among the candidates = %s nearest of the smallest class than were asked for: all of these stay",
                class, format(options$cleaning$candidates)),
        "Use more candidates, or near_miss() with version = 1 or 2.",
        "fewer_rows"
      ),
      warn(warning$message, "See ?oversample.", sub("^warning_", "", warning$status))
    )
  }
}

warn_even_weights <- function(warning, class, options) {
  if (grepl("in every cluster", warning$message, fixed = TRUE)) {
    warn(sprintf("the rows of class %s are all alike in every cluster: all its clusters count the same", class),
         "KMeans-SMOTE has no densities to go by here: try fewer clusters, or smote().",
         "even_weights")
  } else {
    warn(sprintf("no row of class %s has another class among its k = %s nearest rows: all its rows count the same",
                 class, format(options$k)),
         "ADASYN has nothing to go by here: try a larger k, or smote().",
         "even_weights")
  }
}

# ---- Failures -----------------------------------------------------------------

# What the checks in R let through, and nothing below explains: the message is libsmote's own.
abort_native <- function(failure) {
  need <- switch(failure$status,
    out_of_memory = "Ask for fewer rows, or run on a machine with more memory.",
    internal = "This is a bug in libsmote: please report it.",
    "See ?smote for what the arguments may be."
  )
  abort(failure$message, need, paste0("smote_error_", failure$status))
}

# libsmote names classes by their codes, and the user by their labels: which of
# labels$classes a message is about, or NA.
class_at <- function(failure, labels) classes_at(failure, labels)[1L]

# The same for all classes in it.
classes_at <- function(failure, labels) {
  found <- regmatches(failure$message, gregexpr("class -?[0-9]+", failure$message))[[1L]]
  match(suppressWarnings(as.integer(sub("class ", "", found, fixed = TRUE))), labels$classes$code)
}

# Too few in a class for k, or in the whole table for k or m.
abort_too_few_rows <- function(failure, labels, options) {
  abort_few_to_clean(failure, labels, options)
  classes <- labels$classes
  at <- class_at(failure, labels)
  if (is.na(at)) {
    name <- if (grepl("danger_neighbors", failure$message, fixed = TRUE)) "m" else "k"
    abort(
      sprintf("there are %d rows, but %s = %s needs at least %s", length(labels$codes), name,
              format(options[[name]], scientific = FALSE),
              format(options[[name]] + 1, scientific = FALSE)),
      sprintf("Use a smaller %s, or few_rows = \"clip\" to use all the neighbours there are.", name),
      "smote_error_too_few_rows"
    )
  }
  abort_small_class(classes, at, "k", options$k,
                    "Use a smaller k, or few_rows = \"clip\" to use all the neighbours there are.")
}

# `name` is what the user calls k.
abort_small_class <- function(classes, at, name, k, need) {
  abort(
    sprintf("class %s has %s, but %s = %s needs at least %s", classes$name[at],
            count_of(classes$rows[at], "row"), name, format(k, scientific = FALSE),
            format(k + 1, scientific = FALSE)),
    need, "smote_error_too_few_rows"
  )
}

abort_no_candidates <- function(failure, labels, options) {
  at <- class_at(failure, labels)
  if (is.na(at)) abort_native(failure)
  if (grepl("support vectors", failure$message, fixed = TRUE)) {
    abort_no_support(failure, labels$classes$name[at], options)
  }
  if (grepl("cluster", failure$message, fixed = TRUE)) {
    abort_no_cluster(failure, labels$classes$name[at], options)
  }
  abort_no_share(failure, labels$classes$name[at])
}

# SVM-SMOTE: all support vectors of a class are noise, or there are none, which does not
# happen but with those of the user's.
abort_no_support <- function(failure, class, options) {
  if (grepl("none of its rows", failure$message, fixed = TRUE)) {
    abort(sprintf("there is no support vector of class %s, which grows", class),
          "Give rows of each class that grows, or support_rows = NULL, which trains a classifier.",
          "smote_error_no_candidates")
  }
  abort(
    sprintf("all support vectors of class %s are noise: each has nothing but other classes among its m = %s nearest rows",
            class, format(options$m, scientific = FALSE)),
    "SVM-SMOTE has nothing to start from here: try a larger m, or smote().",
    "smote_error_no_candidates"
  )
}

# KMeans-SMOTE: no cluster has enough rows of a class, or in none of those that have is it
# as large a part as the threshold asks for.
abort_no_cluster <- function(failure, class, options) {
  numbers <- regmatches(failure$message, regexec("at most ([^ ]+) of the rows .* is ([^ :]+):", failure$message))[[1L]]
  needed <- count_of(if (options$few_rows == "clip") 1 else options$k + 1, "row")
  if (length(numbers) == 0L) {
    abort(sprintf("no cluster has %s of class %s, as k = %s needs", needed, class, format(options$k)),
          "Use fewer clusters, a smaller k, or few_rows = \"clip\" to use all the neighbours there are.",
          "smote_error_no_candidates")
  }
  abort(sprintf("class %s makes up at most %s of a cluster with %s of it, but cluster_balance_threshold is %s",
                class, numbers[2L], needed, numbers[3L]),
        sprintf("Use cluster_balance_threshold = %s or less, or another number of clusters.", numbers[2L]),
        "smote_error_no_candidates")
}

# ADASYN with the numpy stream, which has it as imbalanced-learn does: no row has a
# neighbour of another class, or all shares round to 0.
abort_no_share <- function(failure, class) {
  problem <- if (grepl("rounded", failure$message, fixed = TRUE)) {
    "each row of class %s has a share of the new rows that rounds to 0"
  } else {
    "no row of class %s has a neighbour of another class, so that ADASYN has no weights"
  }
  abort(sprintf(problem, class),
        "Use stream = \"native\", which makes the rows even so, or smote().",
        "smote_error_no_candidates")
}

# In a method that drops rows, maybe after another that made some: in the whole table, in a
# class, or in the smallest class and the drawn rows of another.
abort_few_to_clean <- function(failure, labels, options) {
  form <- "([0-9]+) rows?, but (cleaning|candidate)_neighbors = ([0-9]+) needs (.*)$"
  found <- regmatches(failure$message, regexec(form, failure$message))[[1L]]
  if (length(found) == 0L) return(invisible())
  named <- labels$classes$name[classes_at(failure, labels)]
  few <- switch(length(named) + 1L,
    "there are",
    sprintf("class %s has", named),
    sprintf("class %s and the seeds of class %s have", named[1L], named[2L])
  )
  name <- if (found[3L] == "candidate") "candidates" else options$cleaning$k_name
  way_out <- if (name == "candidates") "fewer candidates" else paste("a smaller", name)
  if (length(named) == 2L) way_out <- paste0(way_out, ", more seeds")
  abort(
    sprintf("%s %s, but %s = %s%s needs %s", few, count_of(found[2L], "row"), name, found[4L],
            if (is_second(options)) " of the cleaning" else "", found[5L]),
    sprintf("Use %s, or few_rows = \"clip\" to use all the rows there are.", way_out),
    "smote_error_too_few_rows"
  )
}

# What R cannot check beforehand: only libsmote knows which classes grow.
abort_invalid_argument <- function(failure, labels) {
  at <- class_at(failure, labels)
  if (is.na(at)) abort_native(failure)
  if (startsWith(failure$message, "shrinkage has no factor")) {
    abort(sprintf("shrinkage has no number for class %s, which grows", labels$classes$name[at]),
          "Name every class that grows, or give one number for all.",
          "smote_error_invalid_argument")
  }
  abort_native(failure)
}

# Finite values that are not so once they are scaled and weighted.
abort_unscalable <- function(failure, values) {
  pattern <- "^column ([0-9]+) is too (wide|narrow)"
  found <- regmatches(failure$message, regexec(pattern, failure$message))[[1L]]
  if (length(found) == 0L) abort_native(failure)
  column <- as.integer(found[2L]) + 1L
  label <- colnames(values)[column]
  narrow <- found[3L] == "narrow"
  abort(sprintf("the values of column %s are too %s to be scaled and weighted",
                if (is.null(label)) format(column) else sQuote(label, FALSE),
                if (narrow) "close together" else "large"),
        sprintf("%s them by a constant first.", if (narrow) "Multiply" else "Divide"),
        "smote_error_invalid_data")
}

# The search for the culprit is left until libsmote has refused the data.
abort_invalid_data <- function(failure, values, name) {
  bad <- which(!is.finite(values))
  if (length(bad) == 0L) abort_unscalable(failure, values)
  row <- (bad[1L] - 1L) %% nrow(values) + 1L
  column <- (bad[1L] - 1L) %/% nrow(values) + 1L
  label <- colnames(values)[column]
  abort(
    sprintf("'%s' has %s in row %.0f of column %s%s", name, format(values[bad[1L]]), row,
            if (is.null(label)) format(column) else sQuote(label, FALSE),
            if (length(bad) > 1L) sprintf(", and %s like it", count_of(length(bad) - 1L, "more value")) else ""),
    "Values must be finite: impute or remove missing and infinite ones first.",
    "smote_error_invalid_data"
  )
}
