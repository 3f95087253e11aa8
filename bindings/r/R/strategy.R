# Which classes grow, and to how many rows: `strategy`, `over_ratio` and `percent`, checked as
# far as they can be without data, and what they come to with the labels.

named_strategies <- c("auto", "minority", "not minority", "not majority", "majority",
                      "all", "ratio", "percent")

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

# Returns what libsmote needs: `strategy` (an enumerator), `amount`, and for explicit targets
# `target_labels` and `target_rows`.
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
  at <- class_positions(labels, classes)
  if (anyNA(at)) {
    unknown <- labels[is.na(at)]
    abort(sprintf("%s names %s, which %s not among the labels", name, listed(unknown), is_or_are(length(unknown))),
          sprintf("The classes are %s.", listed(classes$name, 20L, quote = FALSE)))
  }
  if (anyDuplicated(at)) {
    abort(sprintf("%s names class %s twice", name, classes$name[at[anyDuplicated(at)]]), "Name each class once.")
  }
  at
}

# The same, or NA. A number may be written in other ways than ours: table() calls 100000 "1e+05".
class_positions <- function(labels, classes) {
  at <- match(labels, classes$label)
  other <- is.na(at)
  at[other] <- match(suppressWarnings(as.numeric(labels[other])), classes$number, incomparables = NA)
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
