# What is handed in beside the table, for its rows, columns or classes. Each has a check_*()
# for what can be said without data (weights have none) and a read_*() that makes of it what
# libsmote takes.

# ---- Weights of columns -------------------------------------------------------

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

# ---- Support vectors ----------------------------------------------------------

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

# ---- Clusters -----------------------------------------------------------------

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

# How many clusters to look for; of no account where they were found elsewhere, or no class
# grows.
read_clusters <- function(options, labels) {
  rows <- length(labels$codes)
  if (!is.null(options$cluster) || options$clusters <= rows) return(as.integer(options$clusters))
  if (!adds_rows(options, labels$classes)) return(1L)
  abort(sprintf("clusters is %s, but there are %d rows", format(options$clusters, scientific = FALSE), rows),
        "Use as many clusters as rows, or fewer.")
}

# ---- Shrinkage ----------------------------------------------------------------

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

# ---- Probabilities ------------------------------------------------------------

probability_need <- "It must be a number from 0 to 1 for each row, how likely its own class is; or a matrix of such numbers with a column for each class."

check_probability <- function(probability, method) {
  if (method != "instance_hardness") return(NULL)
  if (is.null(probability)) {
    abort("probability is missing", probability_need)
  }
  if (is.data.frame(probability)) probability <- as.matrix(probability)
  if (is.matrix(probability)) probability <- unclass(probability) # that of randomForest has a class
  if (!is.numeric(probability) || is.object(probability) || length(dim(probability)) > 2L) {
    abort(sprintf("probability is %s", described(probability)), probability_need)
  }
  # Sums of rounded numbers may be a little off.
  bad <- which(!(is.finite(probability) & probability >= -1e-9 & probability <= 1 + 1e-9))
  if (length(bad)) {
    rows <- if (is.matrix(probability)) nrow(probability) else length(probability)
    abort(sprintf("probability is %s in row %d", format(probability[[bad[1L]]]), (bad[1L] - 1L) %% rows + 1L),
          probability_need)
  }
  probability
}

# For each row how likely its own class is; NULL for other methods.
read_probability <- function(probability, labels) {
  if (is.null(probability)) return(NULL)
  rows <- length(labels$codes)
  given <- if (is.matrix(probability)) nrow(probability) else length(probability)
  if (given != rows) {
    abort(sprintf("probability has %s, but there are %d rows",
                  count_of(given, if (is.matrix(probability)) "row" else "element"), rows), probability_need)
  }
  if (!is.matrix(probability)) return(as.double(probability))
  at <- match(seq_len(nrow(labels$classes)), class_positions(colnames(probability), labels$classes))
  if (anyNA(at)) {
    without <- labels$classes$name[is.na(at)]
    abort(sprintf("probability has no column for %s", listed(without, quote = FALSE, of = "class")),
          "Its columns are named as the classes are, as in predict(forest, type = \"prob\").")
  }
  as.double(probability[cbind(seq_len(rows), at[match(labels$codes, labels$classes$code)])])
}
