# Every path through the routines that R calls, with what each of them may be asked for:
# for gctorture() (test-hostile.R) and for valgrind (tools/valgrind.sh), each in a process
# of its own.
#
#     Rscript paths.R           runs them all, as they are
#     Rscript paths.R calls     under gctorture() while a routine runs
#     Rscript paths.R all       under gctorture() all the time
#
# Prints what went wrong, and how many paths there were.

library(smote)
options(smote.threads = 2)

x <- matrix(sin(1:160 * 1.7), ncol = 4)
y <- rep(c("many", "few"), c(25, 15))
frame <- data.frame(x, kind = factor(rep(c("a", "b", "b"), length.out = 40)), y = factor(y))
codes <- matrix(c("a", "b", "c", "b", "a")[1 + (1:120) %% 5], ncol = 3)
parts <- cbind(many = rep(0.25, 40), few = 0.75)

# Conditions are part of a path: errors end it, warnings are kept beside what comes.
caught <- function(code) {
  warnings <- character()
  value <- tryCatch(
    withCallingHandlers(code, warning = function(condition) {
      warnings <<- c(warnings, conditionMessage(condition))
      invokeRestart("muffleWarning")
    }),
    error = conditionMessage
  )
  list(value, warnings)
}

over <- function(method, ...) {
  force(method)
  function(s) {
    lapply(c("native", "numpy"), function(stream) {
      caught(s$oversample.matrix(x, y, method = method, seed = 1, stream = stream, provenance = TRUE, ...))
    })
  }
}

under <- function(method, ...) {
  force(method)
  function(s) caught(s$undersample.matrix(x, y, method = method, seed = 1, provenance = TRUE, ...))
}

stops <- function(at) {
  calls <- 0
  function(fraction) {
    calls <<- calls + 1
    if (calls == at) stop("enough")
  }
}

paths <- list(
  info = function(s) s$smote_info()[c("version", "cpu")],
  load = function(s) s$.onLoad(),
  smote = over("smote"),
  weights = over("smote", column_weights = c(1, 2, 0, 1), scale = "sd"),
  targets = over("smote", strategy = c(few = 30, many = 26)),
  borderline1 = over("borderline1"),
  borderline2 = over("borderline2"),
  svm = over("svm"),
  support = over("svm", support_rows = 1:40),
  adasyn = over("adasyn"),
  kmeans = over("kmeans", clusters = 3, cluster_balance_threshold = 0.01),
  clusters = over("kmeans", cluster = rep(1:2, 20), cluster_balance_threshold = 0.01),
  random_over = over("random_over"),
  shrinkage = over("random_over", shrinkage = c(few = 0.5)),
  cleaning = over("smote", cleaning = cleaning("enn")),
  cleaning_all = over("smote", cleaning = cleaning("tomek", classes = c("few", "many"))),
  smotenc = function(s) {
    lapply(c("native", "numpy"), function(stream) {
      s$oversample.data.frame(frame, "y", method = "smotenc", seed = 1, stream = stream, provenance = TRUE)
    })
  },
  smoten = function(s) s$oversample.matrix(codes, y, method = "smoten", seed = 1, provenance = TRUE),
  formula = function(s) s$oversample.formula(y ~ X1 + X2, frame, seed = 1, provenance = TRUE),
  random_under = under("random_under", replacement = TRUE),
  tomek = under("tomek"),
  enn = under("enn", selection = "mode"),
  renn = under("renn", rounds = 2),
  allknn = under("allknn", allow_minority = TRUE),
  cnn = under("cnn", seeds = 2),
  oss = under("oss"),
  ncr = under("ncr"),
  nearmiss1 = under("nearmiss1"),
  nearmiss3 = under("nearmiss3", candidates = 1),
  instance_hardness = under("instance_hardness", probability = parts),
  cluster_centroids = under("cluster_centroids"),
  hard_centroids = under("cluster_centroids", voting = "hard"),
  neighbors = function(s) s$smote_neighbors(x, 3),
  queries = function(s) s$smote_neighbors(x, 50, x[1:7, ], column_weights = c(1, 1, 2, 1)),
  progress = function(s) {
    seen <- numeric()
    s$oversample.matrix(x, y, seed = 1, progress = function(fraction) seen <<- c(seen, fraction))
    seen[length(seen)]
  },
  # Failures, found by the package or by the library, and those in the user's function.
  too_few = over("smote", k = 20),
  not_finite = function(s) caught(s$oversample.matrix(replace(x, 5, NA), y)),
  neighbors_not_finite = function(s) caught(s$smote_neighbors(replace(x, 5, Inf), 2)),
  too_wide = function(s) caught(s$oversample.matrix(x * 1e308, y, column_weights = c(1e9, 1, 1, 1))),
  one_class = function(s) caught(s$oversample.matrix(x, rep("a", 40))),
  no_candidates = function(s) caught(s$oversample.matrix(cbind(1:40 + 1000 * (y == "few")), y, method = "borderline1")),
  fails_at_once = function(s) caught(s$oversample.matrix(x, y, progress = stops(1))),
  fails_later = function(s) caught(s$oversample.matrix(x, y, progress = stops(2))),
  neighbors_fail = function(s) caught(s$smote_neighbors(x, 3, progress = stops(1))),
  leaves = function(s) callCC(function(out) s$oversample.matrix(x, y, progress = function(fraction) out("out"))),
  nested = function(s) {
    inner <- NULL
    s$oversample.matrix(x, y, seed = 1, progress = function(fraction) inner <<- s$smote_neighbors(x, 2))
    inner
  }
)

# The functions of the package, in an environment where `.Call` is another function.
with_call <- function(call) {
  own <- new.env(parent = asNamespace("smote"))
  for (name in ls(asNamespace("smote"), all.names = TRUE)) {
    object <- get(name, asNamespace("smote"))
    if (is.function(object)) environment(object) <- own
    assign(name, object, own)
  }
  assign(".Call", call, own)
  own
}

tortured_call <- function(...) {
  gctorture2(1L)
  on.exit(gctorture2(0L))
  base::.Call(...)
}

main <- function(mode = "plain", only = names(paths)) {
  plain <- with_call(base::.Call)
  under <- if (mode == "calls") with_call(tortured_call) else plain
  for (name in only) {
    expected <- paths[[name]](plain)
    if (mode == "all") gctorture2(1L)
    found <- paths[[name]](under)
    gctorture2(0L)
    if (!identical(found, expected)) cat("differs:", name, "\n")
    gc()
  }
  cat(length(only), "paths\n")
}

arguments <- commandArgs(trailingOnly = TRUE)
if (!exists("do_not_run")) do.call(main, as.list(arguments))
