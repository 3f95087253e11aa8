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
    out_step = fraction_number(given("out_step"), "out_step"),
    support_rows = check_support(given("support_rows")),
    categorical = check_categorical(given("categorical")),
    clusters = whole_number(given("clusters"), "clusters", 1, 2^24),
    cluster = check_cluster(given("cluster")),
    cluster_balance_threshold = if_given(given("cluster_balance_threshold"), fraction_number,
                                         "cluster_balance_threshold"),
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
  known <- c(method_arguments[[method]], if (method == "random_over") comparing_arguments(given))
  check_arguments(names(given), length(given), method, known)
  read_options(with_defaults(given, own_defaults[[method]]))
}

# Random over-sampling compares no rows, but its second step may. (With noise all columns are
# numbers.)
comparing_arguments <- function(given) {
  cleaning <- check_cleaning(given[["cleaning"]])
  if (is.null(cleaning)) return(NULL)
  setdiff(reduction_run_arguments(cleaning$method),
          c(run_arguments, if (!is.null(given[["shrinkage"]])) "categorical"))
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
