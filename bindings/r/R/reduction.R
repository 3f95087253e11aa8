# What methods that drop rows are asked for: alone, by undersample(), or as a second step,
# by cleaning(). Both have a `reduction`, a list of `method` and its settings.

# The settings of each method, by its name in libsmote (smote.h: SMOTE_METHOD_*). Those with
# `under_ratio` go by numbers of rows; those with `classes` drop what they find in these.
counted <- c("strategy", "under_ratio")
cleaned <- c("strategy", "classes")
reduction_settings <- list(
  random_under = c("replacement", counted),
  tomek = cleaned,
  enn = c("k", "selection", cleaned),
  renn = c("k", "selection", "rounds", cleaned),
  allknn = c("k", "selection", "allow_minority", cleaned),
  cnn = c("k", "seeds", cleaned),
  oss = c("k", "seeds", cleaned),
  ncr = c("k", "threshold", cleaned),
  nearmiss1 = c("k", counted),
  nearmiss2 = c("k", counted),
  nearmiss3 = c("k", "candidates", counted),
  instance_hardness = c("probability", counted),
  cluster_centroids = c("voting", counted)
)

setting_defaults <- list(strategy = "auto", under_ratio = 1, classes = NULL, k = 3,
                         selection = "all", rounds = 100, seeds = 1, threshold = 0.5,
                         replacement = FALSE, allow_minority = FALSE, candidates = 3,
                         voting = "soft", probability = NULL)

drops_rows <- function(method) method %in% names(reduction_settings)

# Values are compared by none of these, and columns may be of any kind.
reads_nothing <- function(method) method %in% c("random_under", "instance_hardness")

draws_nothing <- function(method) {
  drops_rows(method) && !method %in% c("random_under", "cnn", "oss", "cluster_centroids")
}

# The arguments of undersample() that are not settings of the method. Where the library's
# own k-means decides, numpy's stream changes nothing.
reduction_run_arguments <- function(method) {
  c(if (!reads_nothing(method)) c("scale", "column_weights"),
    if (!reads_nothing(method) && method != "cluster_centroids") "categorical",
    if ("k" %in% reduction_settings[[method]]) "few_rows",
    if (method == "cluster_centroids") setdiff(run_arguments, "stream") else run_arguments)
}

# The options of undersample(): as those of over-sampling, with the method's settings under
# `cleaning`.
reduction_options <- function(method, given) {
  method <- one_of(method, "method", names(reduction_settings))
  run <- reduction_run_arguments(method)
  check_arguments(names(given), length(given), method, c(reduction_settings[[method]], run))
  options <- read_options(with_defaults(given[names(given) %in% run]))
  options$cleaning <- read_reduction(method, given[!names(given) %in% run])
  options$cleaning$alone <- TRUE
  options
}

# The settings of a method, checked as far as they can be without data.
read_reduction <- function(method, given) {
  settings <- utils::modifyList(setting_defaults, given, keep.null = TRUE)
  most <- .Machine$integer.max
  k <- if (method %in% c("cnn", "oss")) 1 else 3
  reduction <- list(
    method = method,
    strategy = settings$strategy,
    under_ratio = positive_number(settings$under_ratio, "under_ratio"),
    classes = check_classes(settings$classes),
    k = whole_number(if ("k" %in% names(given)) given$k else k, "k", 1, most),
    k_name = "k", # what the user calls it
    selection = one_of(settings$selection, "selection", c("all", "mode")),
    rounds = whole_number(settings$rounds, "rounds", 1, most),
    seeds = whole_number(settings$seeds, "seeds", 1, 2^24),
    threshold = positive_number(settings$threshold, "threshold"),
    replacement = flag(settings$replacement, "replacement"),
    allow_minority = flag(settings$allow_minority, "allow_minority"),
    candidates = whole_number(settings$candidates, "candidates", 1, most),
    voting = one_of(settings$voting, "voting", c("soft", "hard")),
    probability = check_probability(settings$probability, method)
  )
  check_reduction_strategy(reduction)
  reduction
}

# cleaning = of over-sampling: nothing, a name, or what cleaning() has made.
check_cleaning <- function(cleaning) {
  if (is.null(cleaning) || inherits(cleaning, "smote_cleaning")) return(cleaning)
  if (!is.character(cleaning)) {
    abort(sprintf("cleaning is %s", described(cleaning)),
          "It must be the name of a method, as in cleaning = \"enn\", or cleaning(\"enn\", k = 5).")
  }
  second_step(cleaning, list())
}

# INSTANCE_HARDNESS goes by rows of the input, and CLUSTER_CENTROIDS makes rows of its own.
second_steps <- setdiff(names(reduction_settings), c("instance_hardness", "cluster_centroids"))

# `called` is the argument that has the method.
second_step <- function(method, given, called = "cleaning") {
  method <- one_of(method, called, second_steps)
  check_arguments(names(given), length(given), method, reduction_settings[[method]])
  structure(read_reduction(method, given), class = "smote_cleaning")
}

is_second <- function(options) !is.null(options$cleaning) && !isTRUE(options$cleaning$alone)

# ---- Checks -------------------------------------------------------------------

named_reductions <- c("auto", "minority", "not minority", "not majority", "majority", "all")

check_reduction_strategy <- function(reduction) {
  strategy <- reduction$strategy
  counts <- "under_ratio" %in% reduction_settings[[reduction$method]]
  if (is.numeric(strategy)) {
    if (!counts) {
      abort(sprintf("strategy gives rows per class, but method '%s' cleans classes, whatever is left of them",
                    reduction$method),
            "Name the classes to be cleaned, as in classes = c(\"a\", \"b\").")
    }
    check_explicit(strategy)
    if (reduction$under_ratio != 1) {
      abort("strategy gives rows per class, and so does under_ratio", "Use one of them.")
    }
    return(invisible())
  }
  if (!is.character(strategy) || length(strategy) != 1L || !strategy %in% named_reductions) {
    other <- if (counts) ", or rows per class such as c(a = 100, b = 200)" else "; or name classes, as in classes = c(\"a\", \"b\")"
    abort(sprintf("strategy is %s", described(strategy)),
          sprintf("It must be one of %s%s.", listed(named_reductions, 20L), other))
  }
  if (!is.null(reduction$classes) && strategy != "auto") {
    abort("strategy says which classes are cleaned, and so does classes", "Use one of them.")
  }
}

check_classes <- function(classes) {
  if (is.null(classes)) return(NULL)
  need <- "It must be labels of classes, as in classes = c(\"a\", \"b\")."
  if (!(is.atomic(classes) || is.factor(classes)) || length(classes) == 0L || !is.null(dim(classes))) {
    abort(sprintf("classes is %s", described(classes)), need)
  }
  if (anyNA(classes)) {
    abort(sprintf("classes is NA in %s", listed(which(is.na(classes)), quote = FALSE, of = "place")), need)
  }
  if (anyDuplicated(classes)) {
    abort(sprintf("classes has %s twice", listed(as.character(classes[anyDuplicated(classes)]))), "Name each class once.")
  }
  classes
}

# ---- For libsmote -------------------------------------------------------------

# The method, its strategy, and the second step. A step that has nothing to drop is left
# out, and `left_out` says so: libsmote has no strategy by which no class shrinks. `made` are
# the rows of each class after the first step, for a second one that waits_for_first(): until
# then, it may ask for any number.
read_steps <- function(method, options, labels, made = Inf) {
  classes <- labels$classes
  reduction <- options$cleaning
  second <- NULL
  if (is_second(options)) {
    first <- read_strategy(options, classes)
    grown <- grown_classes(classes, first)
    if (waits_for_first(method, options)) grown$rows <- made
    second <- read_reduction_strategy(reduction, grown, "after over-sampling")
  } else if (drops_rows(method)) {
    first <- read_reduction_strategy(reduction, classes)
  } else {
    first <- read_strategy(options, classes)
  }
  left_out <- is.null(first) || is_second(options) && is.null(second)
  if (is.null(first)) {
    method <- "random_over"
    first <- engine_strategy("majority") # which has its rows already
  }
  cleaning <- if (is.null(second)) "none" else reduction$method
  if (is.null(second)) second <- engine_strategy("auto")
  names(second) <- paste0("cleaning_", names(second))
  c(list(method = constant("METHOD_", toupper(method)), cleaning = constant("METHOD_", toupper(cleaning))),
    first, second, reduction_fields(reduction, labels), left_out = left_out)
}

reduction_fields <- function(reduction, labels) {
  if (is.null(reduction)) reduction <- read_reduction("enn", list()) # of no account
  list(
    cleaning_neighbors = as.integer(reduction$k),
    selection = constant("SELECTION_", toupper(reduction$selection)),
    rounds = as.integer(reduction$rounds),
    seeds = as.integer(reduction$seeds),
    cleaning_threshold = reduction$threshold,
    replacement = reduction$replacement,
    allow_minority = reduction$allow_minority,
    candidate_neighbors = as.integer(reduction$candidates),
    hard_voting = reduction$voting == "hard",
    class_probabilities = read_probability(reduction$probability, labels)
  )
}

# As read_strategy(), or NULL where nothing is to be dropped. `when` says which rows the
# classes have.
read_reduction_strategy <- function(reduction, classes, when = "already") {
  strategy <- reduction$strategy
  if (is.numeric(strategy)) return(reduced_targets(strategy, classes, when))
  if (!is.null(reduction$classes)) {
    at <- known_classes(label_text(reduction$classes), classes, "classes")
    return(targets(classes$code[at], rep(0, length(at))))
  }
  if (reduction$under_ratio == 1) return(engine_strategy(strategy))
  wanted <- round(min(classes$rows) * reduction$under_ratio)
  chosen <- chosen_classes(if (strategy == "auto") "not minority" else strategy, classes)
  shrinks <- chosen[classes$rows[chosen] > wanted]
  if (length(shrinks)) targets(classes$code[shrinks], rep(wanted, length(shrinks)))
}

reduced_targets <- function(wanted, classes, when) {
  at <- known_classes(names(wanted), classes, "strategy")
  many <- which(wanted > classes$rows[at])
  if (length(many)) {
    class <- at[many[1L]]
    abort(sprintf("strategy asks for %s rows of class %s, which has %s %s",
                  format(wanted[[many[1L]]]), classes$name[class], format(classes$rows[class]), when),
          "Under-sampling removes rows, and adds none: ask for as many as there are, or fewer.")
  }
  targets(classes$code[at], wanted)
}

# Whether a second step has to wait for the first, as it goes by numbers of rows, and these are
# not always what the first was asked for: Borderline-SMOTE leaves a class without a row in
# danger as it is, and with numpy's stream ADASYN and KMeans-SMOTE round as imbalanced-learn.
waits_for_first <- function(method, options) {
  if (!is_second(options)) return(FALSE)
  reduction <- options$cleaning
  counts <- is.numeric(reduction$strategy) || reduction$under_ratio != 1
  rounds <- options$stream == "numpy" && method %in% c("adasyn", "kmeans")
  counts && (rounds || method %in% c("borderline1", "borderline2"))
}

# The classes as they are after a step that makes rows, by its strategy.
grown_classes <- function(classes, first) {
  rows <- classes$rows
  small <- which.min(rows)
  is <- function(strategy) first$strategy == constant("STRATEGY_", strategy)
  if (is("TARGETS")) {
    rows[match(first$target_labels, classes$code)] <- first$target_rows
  } else if (is("RATIO")) {
    rows[small] <- floor(max(rows) * first$amount)
  } else if (is("PERCENT")) {
    rows[small] <- rows[small] + floor(rows[small] * first$amount / 100)
  } else if (is("MINORITY")) {
    rows[small] <- max(rows)
  } else if (is("NOT_MINORITY")) {
    rows[-small] <- max(rows)
  } else if (!is("MAJORITY")) {
    rows[] <- max(rows)
  }
  classes$rows <- rows
  classes
}

# Whether a step that makes rows has any to make.
adds_rows <- function(options, classes) {
  any(grown_classes(classes, read_strategy(options, classes))$rows > classes$rows)
}
