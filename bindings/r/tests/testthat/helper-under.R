# What the methods that drop rows are to keep, by brute force and by the definitions.

# The k nearest of the rows `among`, by (distance, row); a row is not its own neighbour.
nearest_rows <- function(x, i, among, k) {
  among <- setdiff(among, i)
  squares <- squared_distances(x, i, among)
  utils::head(among[order(squares, among)], k)
}

# Column after column, as libsmote adds them up.
squared_distances <- function(x, i, among) {
  sums <- double(length(among))
  for (j in seq_len(ncol(x))) sums <- sums + (x[among, j] - x[i, j])^2
  sums
}

# The most frequent vote, the smallest of equally frequent ones.
most_frequent <- function(votes) {
  values <- sort(unique(votes))
  values[which.max(tabulate(match(votes, values), length(values)))]
}

smallest_class <- function(y) {
  classes <- sort(unique(y))
  classes[which.min(tabulate(match(y, classes)))]
}

other_classes <- function(y) setdiff(sort(unique(y)), smallest_class(y))

outvoted <- function(votes, label, selection) {
  if (length(votes) == 0L) return(FALSE)
  if (selection == "all") any(votes != label) else most_frequent(votes) != label
}

# Each returns the rows that stay, in their order.
oracles <- list(
  tomek = function(x, y, classes = other_classes(y), among = seq_along(y)) {
    first <- vapply(among, function(i) nearest_rows(x, i, among, 1L), 0L)
    linked <- y[among] != y[first] & first[match(first, among)] == among
    among[!(linked & y[among] %in% classes)]
  },
  enn = function(x, y, k = 3, selection = "all", classes = other_classes(y[among]),
                 among = seq_along(y)) {
    drop <- vapply(among, function(i) {
      y[i] %in% classes && outvoted(y[nearest_rows(x, i, among, k)], y[i], selection)
    }, NA)
    among[!drop]
  },
  renn = function(x, y, k = 3, selection = "all", rounds = 100, numpy = FALSE) {
    edit_again(x, y, rep(k, rounds), selection, function(before, after) length(before) == length(after),
               numpy = numpy)
  },
  allknn = function(x, y, k = 3, selection = "all", allow_minority = FALSE, numpy = FALSE) {
    edit_again(x, y, seq_len(k), selection, function(before, after) FALSE, allow_minority, numpy)
  },
  ncr = function(x, y, k = 3, threshold = 0.5, numpy = FALSE) {
    all <- seq_along(y)
    classes <- other_classes(y)
    small <- smallest_class(y)
    kept <- oracles$enn(x, y, k, "mode")
    large <- classes[vapply(classes, function(class) sum(y == class) > threshold * sum(y == small), NA)]
    for (i in which(y == small)) {
      around <- nearest_rows(x, i, all, k)
      # In imbalanced-learn, a row is one of its own nearest.
      voters <- if (numpy) c(i, utils::head(around, k - 1)) else around
      if (most_frequent(y[voters]) == small) next
      kept <- setdiff(kept, around[y[around] %in% large])
    }
    kept
  },
  nearmiss = function(x, y, version, k = 3, candidates = 3, wanted = min(table(y))) {
    small <- which(y == smallest_class(y))
    kept <- lapply(other_classes(y), function(class) {
      own <- which(y == class)
      if (version == 3) {
        own <- sort(unique(unlist(lapply(small, function(i) nearest_rows(x, i, own, candidates)))))
      }
      rank <- vapply(own, function(i) {
        distances <- sort(sqrt(squared_distances(x, i, small)))
        Reduce(`+`, if (version == 2) utils::tail(distances, k) else utils::head(distances, k))
      }, 0)
      utils::head(own[order(if (version == 3) -rank else rank, own)], wanted)
    })
    sort(c(small, unlist(kept)))
  },
  # From the drawn row of each class that is cleaned, by its number.
  cnn = function(x, y, seeds, k = 1) {
    small <- which(y == smallest_class(y))
    kept <- lapply(seeds, function(seed) {
      known <- sort(c(small, seed))
      for (i in setdiff(which(y == y[seed]), seed)) {
        if (most_frequent(y[nearest_rows(x, i, known, k)]) != y[i]) known <- sort(c(known, i))
      }
      setdiff(known, small)
    })
    sort(c(small, unlist(kept)))
  },
  oss = function(x, y, seeds, k = 1) {
    small <- which(y == smallest_class(y))
    kept <- lapply(seeds, function(seed) {
      own <- setdiff(which(y == y[seed]), seed)
      wrong <- vapply(own, function(i) most_frequent(y[nearest_rows(x, i, c(small, seed), k)]) != y[i], NA)
      c(seed, own[wrong])
    })
    oracles$tomek(x, y, other_classes(y), sort(c(small, unlist(kept))))
  }
)

# ENN again and again, with these numbers of neighbours. imbalanced-learn asks in each round
# which class is the smallest.
edit_again <- function(x, y, ks, selection, converged, allow_minority = FALSE, numpy = FALSE) {
  small <- smallest_class(y)
  least <- sum(y == small)
  others <- other_classes(y)
  kept <- seq_along(y)
  for (k in ks) {
    before <- kept
    kept <- oracles$enn(x, y, k, selection, if (numpy) other_classes(y[kept]) else others, kept)
    sizes <- vapply(others, function(class) sum(y[kept] == class), 0L)
    vanished <- any(sizes == 0L) || !small %in% y[kept]
    if (converged(before, kept) || vanished || !allow_minority && any(sizes < least)) break
  }
  kept
}

# The rows of the input that are left.
rows_left <- function(result) attr(result, "provenance")$base

# Tables that classes share, with ties (whole numbers) and without.
shared_tables <- function(seeds = 1:4) {
  unlist(lapply(seeds, function(seed) {
    smooth <- overlapping(rows = c(50, 30, 14), seed = seed)
    smooth$x <- smooth$x * 0.5
    list(smooth, list(x = round(smooth$x * 3), y = smooth$y))
  }), recursive = FALSE)
}
