# Which classes grow, and to how many rows: the part of the options that depends
# on the labels. Returns what libsmote needs for it: `strategy` (an enumerator),
# `amount`, and for explicit targets `target_labels` and `target_rows`.

named_strategies <- c("auto", "minority", "not minority", "not majority", "majority",
                      "all", "ratio", "percent")

read_strategy <- function(options, classes) {
  strategy <- options$strategy
  if (is.numeric(strategy)) return(explicit_targets(strategy, classes))
  ratio <- options$over_ratio
  if (strategy == "percent") return(percent_target(options$percent, classes))
  if (strategy == "ratio") return(ratio_target(ratio, classes))
  if (ratio == 1) return(engine_strategy(strategy))
  ratio_targets(strategy, ratio, classes)
}

engine_strategy <- function(strategy, amount = 0) {
  list(
    strategy = constant("STRATEGY_", toupper(gsub(" ", "_", strategy))),
    amount = as.double(amount),
    target_labels = integer(),
    target_rows = double()
  )
}

targets <- function(codes, rows) {
  if (length(codes) == 0L) return(engine_strategy("majority")) # nothing grows
  list(
    strategy = constant("STRATEGY_TARGETS"),
    amount = 0,
    target_labels = as.integer(codes),
    target_rows = as.double(rows)
  )
}

# As in package themis: classes below round(largest class * ratio) get so many rows.
ratio_targets <- function(strategy, ratio, classes) {
  wanted <- round(max(classes$rows) * ratio)
  chosen <- chosen_classes(strategy, classes)
  grows <- chosen[classes$rows[chosen] < wanted]
  check_size(sum(classes$rows) + sum(wanted - classes$rows[grows]))
  targets(classes$code[grows], rep(wanted, length(grows)))
}

# Which classes a word means; the smallest and the largest are the first of equals, as
# libsmote has it.
chosen_classes <- function(strategy, classes) {
  largest <- which.max(classes$rows)
  smallest <- which.min(classes$rows)
  all <- seq_len(nrow(classes))
  switch(strategy,
    auto = , all = all,
    minority = smallest,
    majority = largest,
    "not minority" = all[-smallest],
    "not majority" = all[-largest]
  )
}

# As in imbalanced-learn: a number for sampling_strategy.
ratio_target <- function(ratio, classes) {
  if (ratio > 1) {
    abort(sprintf("over_ratio is %s, but strategy = \"ratio\" raises the smaller class at most to the larger",
                  format(ratio)),
          "It must be above 0 and at most 1.")
  }
  if (nrow(classes) != 2L) {
    abort(sprintf("strategy = \"ratio\" is for two classes, but there are %d", nrow(classes)),
          "Use strategy = \"auto\" with over_ratio, or rows per class such as c(a = 100, b = 200).")
  }
  wanted <- floor(ratio * max(classes$rows))
  small <- which.min(classes$rows)
  if (wanted < classes$rows[small]) {
    abort(sprintf("over_ratio = %s asks for %s rows of class %s, which has %d already",
                  format(ratio), format(wanted), classes$name[small], classes$rows[small]),
          "Use a larger over_ratio: over-sampling adds rows, and removes none.")
  }
  engine_strategy("ratio", ratio)
}

percent_target <- function(percent, classes) {
  check_size(sum(classes$rows) + floor(min(classes$rows) * percent / 100))
  engine_strategy("percent", percent)
}

explicit_targets <- function(wanted, classes) {
  at <- known_classes(names(wanted), classes, "strategy")
  few <- which(wanted < classes$rows[at])
  if (length(few)) {
    class <- at[few[1L]]
    abort(sprintf("strategy asks for %s rows of class %s, which has %d already",
                  format(wanted[[few[1L]]]), classes$name[class], classes$rows[class]),
          "Over-sampling adds rows, and removes none: ask for as many as there are, or more.")
  }
  check_size(sum(classes$rows) + sum(wanted - classes$rows[at]))
  targets(classes$code[at], wanted)
}

# Where classes that argument `name` names are among those that there are.
known_classes <- function(labels, classes, name) {
  at <- match(labels, classes$label)
  if (anyNA(at)) {
    unknown <- labels[is.na(at)]
    abort(sprintf("%s names %s, which %s not among the labels", name, listed(unknown), is_or_are(length(unknown))),
          sprintf("The classes are %s.", listed(classes$name, 20L, quote = FALSE)))
  }
  at
}

# Row numbers in R are 32-bit integers.
check_size <- function(rows) {
  if (rows > .Machine$integer.max) {
    abort(sprintf("the result would have %s rows", grouped(rows)),
          sprintf("A table in R has at most %s.", grouped(.Machine$integer.max)))
  }
}

grouped <- function(number) format(number, big.mark = ",", scientific = FALSE, digits = 15L)
