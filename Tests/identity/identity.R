# The table of identity.c, resampled from R and written as the same bytes.
#
#     Rscript identity.R FOLDER SEED
#
# Each result goes to FOLDER/METHOD-STREAM-THREADS.

library(smote)

arguments <- commandArgs(trailingOnly = TRUE)
i <- 0:179
j <- 0:6
number <- outer(i, j, function(i, j) (i * 7919 + j * 104729 + i * i * 31 + i * j * 17) %% 10007)
table <- number / 64 - 40
place <- i %% 9
labels <- ifelse(place < 6, 0L, ifelse(place < 8, 1L, 2L))

apart <- mixed <- table
apart[, 1] <- apart[, 1] + 128 * labels
mixed[, c(3, 6)] <- number[, c(3, 6)] %% 5
tables <- list(svm = apart, smotenc = mixed, smoten = number %% 5)
first_of <- function(name) sub("[+].*", "", name)

# Each by its own function, and by oversample().
methods <- list(
  smote = list(smote, k = 5),
  borderline1 = list(borderline_smote, k = 5, m = 10),
  borderline2 = list(borderline_smote, k = 5, m = 10, kind = "borderline-2"),
  svm = list(svm_smote, k = 5, m = 10),
  adasyn = list(adasyn, k = 5),
  smotenc = list(smotenc, k = 5, categorical = c(3, 6)),
  smoten = list(smoten, k = 5),
  kmeans = list(kmeans_smote, k = 5, clusters = 3, cluster_balance_threshold = 0),
  random_over = list(random_over),
  smoothed = list(random_over, shrinkage = c("1" = 0.5, "2" = 1.25)),
  random_under = list(random_under),
  tomek = list(tomek_links),
  enn = list(edited_nn),
  renn = list(repeated_edited_nn),
  allknn = list(all_knn),
  cnn = list(condensed_nn),
  oss = list(one_sided_selection),
  ncr = list(neighborhood_cleaning),
  nearmiss1 = list(near_miss, version = 1),
  nearmiss2 = list(near_miss, version = 2),
  nearmiss3 = list(near_miss, version = 3),
  cluster_centroids = list(cluster_centroids),
  "smote+enn" = list(smote_enn),
  "smote+tomek" = list(smote_tomek)
)
# A first step as above, and a second one.
second <- list(
  "smotenc+enn" = "enn",
  "smoten+ncr" = "ncr",
  "random_over+random_under" = cleaning("random_under", strategy = c("0" = 50, "1" = 70)),
  "kmeans+renn" = "renn"
)
for (name in names(second)) {
  methods[[name]] <- c(methods[[first_of(name)]], list(cleaning = second[[name]]))
}
# Those that drop rows are not for oversample().
over <- c("smote", "borderline1", "borderline2", "svm", "adasyn", "smotenc", "smoten", "kmeans",
          "random_over", "smoothed", names(second))

for (name in names(methods)) {
  for (stream in c("native", "numpy")) {
    for (threads in 1:2) {
      own <- methods[[name]]
      own_table <- tables[[first_of(name)]]
      common <- list(if (is.null(own_table)) table else own_table, labels,
                     stream = stream, threads = threads, seed = as.numeric(arguments[2]))
      # Its clusters are the library's own, whatever the stream.
      if (name == "cluster_centroids") common$stream <- NULL
      balanced <- do.call(own[[1]], c(common, own[-1]))
      if (name %in% over) {
        general <- c(common, own[setdiff(names(own), c("", "kind"))],
                     method = if (name == "smoothed") "random_over" else first_of(name))
        stopifnot(identical(do.call(oversample, general), balanced))
      }
      file <- file(file.path(arguments[1], paste(name, stream, threads, sep = "-")), "wb")
      writeBin(as.vector(t(balanced$x)), file, size = 8, endian = "little")
      writeBin(as.integer(balanced$y), file, size = 4, endian = "little")
      close(file)
    }
  }
}
