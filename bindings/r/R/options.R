# The options of over-sampling, checked as far as they can be without data.
# `arguments` is an environment (a method's own), or a list, that has them by name:
# those of smote(), and others where they are not to have their defaults.
read_options <- function(arguments) {
  given <- function(name) {
    get0(name, envir = as.environment(arguments), inherits = FALSE, ifnotfound = other_defaults[[name]])
  }
  options <- list(
    k = whole_number(given("k"), "k", 1, .Machine$integer.max),
    m = whole_number(given("m"), "m", 1, .Machine$integer.max),
    out_step = part(given("out_step"), "out_step"),
    support_rows = check_support(given("support_rows")),
    categorical = check_categorical(given("categorical")),
    clusters = whole_number(given("clusters"), "clusters", 1, 2^24),
    cluster = check_cluster(given("cluster")),
    cluster_balance_threshold = if_given(given("cluster_balance_threshold"), part, "cluster_balance_threshold"),
    density_exponent = if_given(given("density_exponent"), number_within, "density_exponent", 0, 1e6),
    over_ratio = positive_number(given("over_ratio"), "over_ratio"),
    strategy = given("strategy"),
    percent = given("percent"),
    seed = given("seed"),
    stream = one_of(given("stream"), "stream", c("native", "numpy")),
    bases = one_of(given("bases"), "bases", c("even", "random")),
    few_rows = one_of(given("few_rows"), "few_rows", c("error", "clip")),
    scale = one_of(given("scale"), "scale", c("none", "sd", "range")),
    column_weights = given("column_weights"),
    shrinkage = check_shrinkage(given("shrinkage")),
    threads = thread_count(given("threads")),
    progress = given("progress"),
    provenance = flag(given("provenance"), "provenance"),
    cleaning = check_cleaning(given("cleaning"))
  )
  check_progress(options$progress)
  options <- check_amount(options)
  check_seed(options$seed, options$stream)
  options
}

other_defaults <- list(m = 10, out_step = 0.5, support_rows = NULL, shrinkage = NULL, categorical = NULL,
                       cleaning = NULL,
                       clusters = 8, cluster = NULL, cluster_balance_threshold = NULL,
                       density_exponent = NULL)

# The arguments of each method, by its name in libsmote (smote.h: SMOTE_METHOD_*).
run_arguments <- c("seed", "stream", "threads", "progress", "provenance")
common_arguments <- c("over_ratio", "strategy", "percent", run_arguments, "cleaning")
neighbor_arguments <- c("k", "few_rows", "scale", "column_weights")
method_arguments <- list(
  smote = c(neighbor_arguments, "bases", common_arguments),
  borderline1 = c(neighbor_arguments, "m", "bases", common_arguments),
  borderline2 = c(neighbor_arguments, "m", "bases", common_arguments),
  svm = c(neighbor_arguments, "m", "out_step", "support_rows", "bases", common_arguments),
  adasyn = c(neighbor_arguments, common_arguments),
  smotenc = c(neighbor_arguments, "categorical", "bases", common_arguments),
  smoten = c("k", "few_rows", "categorical", "bases", common_arguments),
  kmeans = c(neighbor_arguments, "clusters", "cluster", "cluster_balance_threshold", "density_exponent",
             "bases", common_arguments),
  random_over = c("bases", "shrinkage", common_arguments)
)

# The defaults that are not those of smote(), by method.
own_defaults <- list(kmeans = list(k = 2))

# The options of a method, from those of its arguments that were given; the others
# have the defaults of the method, or else of smote().
method_options <- function(method, given) {
  method <- one_of(method, "method", names(method_arguments))
  check_arguments(names(given), length(given), method, method_arguments[[method]])
  read_options(with_defaults(given, own_defaults[[method]]))
}

# Arguments that were given, and the defaults of the others: `own`, or else those of smote().
with_defaults <- function(given, own = NULL) {
  defaults <- formals(smote.matrix)
  defaults <- defaults[setdiff(names(defaults), c("x", "y", "..."))]
  defaults <- utils::modifyList(lapply(defaults, eval), as.list(own))
  utils::modifyList(defaults, given, keep.null = TRUE)
}

check_arguments <- function(names, count, method, known) {
  if (is.null(names)) names <- character(count)
  if (!all(names %in% known)) {
    abort_arguments(names[!names %in% known], if (all(nzchar(names))) {
      sprintf("Method '%s' has %s.", method, listed(known, 20L, quote = FALSE))
    } else {
      "Arguments after the labels go by name, as in method = \"adasyn\", k = 3."
    })
  }
  if (anyDuplicated(names)) {
    abort(sprintf("argument %s is given twice", listed(names[anyDuplicated(names)])), "Give it once.")
  }
}

# strategy, over_ratio and percent: one way of saying how many rows, not two.
check_amount <- function(options) {
  strategy <- options$strategy
  if (is.numeric(strategy)) {
    check_explicit(strategy)
    if (options$over_ratio != 1 || !is.null(options$percent)) {
      abort("strategy gives rows per class, and so does over_ratio or percent",
            "Use one of them.")
    }
    return(options)
  }
  if (!is.character(strategy) || length(strategy) != 1L || !strategy %in% named_strategies) {
    abort(sprintf("strategy is %s", described(strategy)),
          sprintf("It must be one of %s, or rows per class such as c(a = 100, b = 200).",
                  listed(named_strategies, 20L)))
  }
  if (!is.null(options$percent)) {
    if (!strategy %in% c("auto", "percent") || options$over_ratio != 1) {
      abort("percent is given together with another strategy or over_ratio", "Use one of them.")
    }
    options$percent <- number_within(options$percent, "percent", 0, 1e9)
    options$strategy <- "percent"
  } else if (strategy == "percent") {
    abort("strategy is 'percent', but percent is not given",
          "Use percent = 200, say, which triples the smallest class.")
  }
  options
}

check_explicit <- function(strategy) {
  names <- names(strategy)
  # Counts of labels, as table() gives them, say what is wanted as well.
  counts <- is.table(strategy) && length(dim(strategy)) == 1L
  if ((is.object(strategy) && !counts) || length(strategy) == 0L || is.null(names) || any(names %in% c("", NA))) {
    abort("strategy is a number without a class",
          "Name the rows of each class, as in c(a = 100, b = 200); for a ratio use over_ratio.")
  }
  if (anyDuplicated(names)) {
    abort(sprintf("strategy names %s twice", listed(names[anyDuplicated(names)])),
          "Name each class once.")
  }
  if (!all(is.finite(strategy) & strategy == round(strategy) & strategy >= 0)) {
    abort("strategy has a number of rows that is not whole, or negative, or missing",
          "Give rows of each class, as in c(a = 100, b = 200).")
  }
}

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

part <- function(value, name) number_within(value, name, 0, 1)

number_within <- function(value, name, min, max) {
  fine <- is.numeric(value) && !is.object(value) && length(value) == 1L &&
    is.finite(value) && value >= min && value <= max
  if (!fine) {
    abort(sprintf("%s is %s", name, described(value)),
          sprintf("It must be a number from %s to %s.", format(min), format(max, scientific = FALSE)))
  }
  as.double(value)
}

# For arguments with a default that only libsmote can compute: NULL here, and there a
# number below 0.
if_given <- function(value, check, ...) if (is.null(value)) NULL else check(value, ...)

or_default <- function(value) if (is.null(value)) -1 else value

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

check_progress <- function(progress) {
  if (!(is.function(progress) || isTRUE(progress) || isFALSE(progress))) {
    abort(sprintf("progress is %s", described(progress)),
          "It must be TRUE, FALSE, or a function of the fraction that is done.")
  }
}

check_seed <- function(seed, stream) {
  if (is.null(seed)) return(invisible())
  # A double holds every whole number below 2^53; numpy's seeds have 32 bits.
  whole_number(seed, "seed", 0, if (stream == "numpy") 2^32 - 1 else 2^53 - 1)
}

# 64 bits as two 32-bit words, the high one first. Without a seed they come from
# R's generator, by unif_rand() (which does not depend on sample.kind), so that
# set.seed() makes a call reproducible; with one the generator is left alone.
seed_words <- function(seed, stream) {
  words <- if (is.null(seed)) {
    floor(stats::runif(2L) * 2^32)
  } else {
    c(seed %/% 2^32, seed %% 2^32)
  }
  if (stream == "numpy") words[1L] <- 0
  as.double(words)
}

# Factors of the squared differences, in the order of the columns. Names, where
# given, must be those of the columns: a weight of the wrong column shows nowhere.
read_weights <- function(weights, columns, names) {
  if (is.null(weights)) return(NULL)
  if (!is.numeric(weights) || is.object(weights) || length(weights) != columns) {
    abort(sprintf("column_weights is %s", described(weights)),
          sprintf("It must be a numeric vector with a weight for each of the %d columns.", columns))
  }
  if (!is.null(names(weights))) {
    at <- match(names, names(weights))
    if (is.null(names) || anyNA(at)) {
      abort(sprintf("column_weights has names, but none for %s",
                    if (is.null(names)) "column 1" else listed(names[is.na(at)], of = "column")),
            "Name all columns, or none and give the weights in the order of the columns.")
    }
    weights <- weights[at]
  }
  if (!all(is.finite(weights) & weights >= 0) || all(weights == 0)) {
    abort("column_weights has a negative or missing weight, or only zeros",
          "Weights are 0 or more, and one of them at least is above 0.")
  }
  as.double(weights)
}

# NULL, a logical vector or row numbers: see read_support().
check_support <- function(support) {
  if (is.null(support)) return(NULL)
  need <- "It must be a logical vector with an element for each row, or row numbers."
  if (!(is.logical(support) || is.numeric(support)) || is.object(support) ||
        !is.null(dim(support))) {
    abort(sprintf("support_rows is %s", described(support)), need)
  }
  if (anyNA(support)) {
    abort(sprintf("support_rows is NA in %s", listed(which(is.na(support)), quote = FALSE, of = "place")), need)
  }
  support
}

# For libsmote: a byte for each of the `rows` rows.
read_support <- function(support, rows) {
  if (is.null(support)) return(NULL)
  if (is.logical(support)) {
    if (length(support) != rows) {
      abort(sprintf("support_rows has %s, but there are %d rows", count_of(length(support), "element"), rows),
            "There must be TRUE or FALSE for each row; or give row numbers.")
    }
    return(as.raw(support))
  }
  bad <- which(!(support == round(support) & support >= 1 & support <= rows))
  if (length(bad)) {
    abort(sprintf("support_rows has %s, which is not the number of a row", format(support[[bad[1L]]], digits = 15L)),
          sprintf("Rows are numbered from 1 to %d.", rows))
  }
  bytes <- raw(rows)
  bytes[support] <- as.raw(1L)
  bytes
}

# NULL, or a number from 1 for each row, NA for none: see read_cluster().
check_cluster <- function(cluster) {
  if (is.null(cluster)) return(NULL)
  if (!is.numeric(cluster) || is.object(cluster) || !is.null(dim(cluster))) {
    abort(sprintf("cluster is %s", described(cluster)), cluster_need)
  }
  bad <- which(!is.na(cluster) & !(cluster == round(cluster) & cluster >= 1))
  if (length(bad)) {
    abort(sprintf("cluster is %s in row %d", format(cluster[[bad[1L]]], digits = 15L), bad[1L]), cluster_need)
  }
  if (length(cluster) && all(is.na(cluster))) abort("cluster is NA in all rows", cluster_need)
  cluster
}

cluster_need <- "It must have the number of a cluster, from 1, for each row, or NA for none (dbscan has 0), as in kmeans(x, 8)$cluster."

# For libsmote: from 0, below 0 for none.
read_cluster <- function(cluster, rows) {
  if (is.null(cluster)) return(NULL)
  if (length(cluster) != rows) {
    abort(sprintf("cluster has %s, but there are %d rows", count_of(length(cluster), "element"), rows), cluster_need)
  }
  large <- which(cluster > rows)
  if (length(large)) {
    abort(sprintf("cluster is %s in row %d, but there are %d rows",
                  format(cluster[[large[1L]]], digits = 15L), large[1L], rows),
          "Clusters are numbered from 1, at most to the number of rows.")
  }
  codes <- as.integer(cluster) - 1L
  codes[is.na(codes)] <- -1L
  codes
}

# How many clusters to look for; of no account where they were found elsewhere.
read_clusters <- function(options, rows) {
  if (is.null(options$cluster) && options$clusters > rows) {
    abort(sprintf("clusters is %s, but there are %d rows", format(options$clusters, scientific = FALSE), rows),
          "Use as many clusters as rows, or fewer.")
  }
  as.integer(options$clusters)
}

# NULL, a factor for all classes, or one for each by name: see read_shrinkage().
check_shrinkage <- function(shrinkage) {
  if (is.null(shrinkage)) return(NULL)
  names <- names(shrinkage)
  need <- "It must be a number of 0 or more, or such numbers by class, as in c(a = 1, b = 0.5)."
  if (!is.numeric(shrinkage) || is.object(shrinkage) || !is.null(dim(shrinkage)) ||
        length(shrinkage) == 0L) {
    abort(sprintf("shrinkage is %s", described(shrinkage)), need)
  }
  if (if (is.null(names)) length(shrinkage) > 1L else any(names %in% c("", NA))) {
    abort("shrinkage has a number without a class", need)
  }
  if (anyDuplicated(names)) {
    abort(sprintf("shrinkage names %s twice", listed(names[anyDuplicated(names)])),
          "Name each class once.")
  }
  bad <- which(!(is.finite(shrinkage) & shrinkage >= 0))
  if (length(bad)) {
    abort(sprintf("shrinkage%s is %s",
                  if (is.null(names)) "" else paste(" of class", sQuote(names[bad[1L]], FALSE)),
                  format(shrinkage[[bad[1L]]])), need)
  }
  shrinkage
}

# Its factors for libsmote, by the codes of the classes. Which classes grow, and so need
# one, libsmote knows.
read_shrinkage <- function(shrinkage, classes) {
  all <- is.null(names(shrinkage))
  at <- if (all) seq_len(nrow(classes)) else known_classes(names(shrinkage), classes, "shrinkage")
  if (is.null(shrinkage)) at <- integer()
  list(shrinkage_labels = classes$code[at],
       shrinkage_values = rep_len(as.double(shrinkage), length(at)))
}

# How many threads: the argument, else the option, else the environment, else 0,
# which means as many as the process may use. R CMD check allows 2, and
# OMP_THREAD_LIMIT whatever it says.
thread_count <- function(threads) {
  named <- "threads"
  if (is.null(threads)) {
    threads <- getOption("smote.threads")
    named <- "option smote.threads"
  }
  if (is.null(threads)) {
    text <- Sys.getenv("SMOTE_NUM_THREADS")
    threads <- if (nzchar(text)) suppressWarnings(as.numeric(text)) else 0
    if (is.na(threads)) threads <- text # for the error to show
    named <- "environment variable SMOTE_NUM_THREADS"
  }
  threads <- whole_number(threads, named, 0, 2^16)
  limit <- thread_limit()
  if (threads == 0 && is.finite(limit)) threads <- .Call(smote_r_info)$processors
  as.integer(min(threads, limit))
}

thread_limit <- function() {
  limits <- Inf
  if (!tolower(Sys.getenv("_R_CHECK_LIMIT_CORES_")) %in% c("", "false")) limits <- 2
  omp <- suppressWarnings(as.numeric(Sys.getenv("OMP_THREAD_LIMIT")))
  if (!is.na(omp) && omp >= 1) limits <- min(limits, floor(omp))
  limits
}
