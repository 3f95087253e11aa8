# The table of identity.c, resampled from R and written as the same bytes.
#
#     Rscript identity.R FILE THREADS native|numpy SEED

library(smote)

arguments <- commandArgs(trailingOnly = TRUE)
i <- 0:179
j <- 0:6
number <- outer(i, j, function(i, j) (i * 7919 + j * 104729 + i * i * 31 + i * j * 17) %% 10007)
place <- i %% 9
labels <- ifelse(place < 6, 0L, ifelse(place < 8, 1L, 2L))

balanced <- smote(number / 64 - 40, labels, k = 5, threads = as.integer(arguments[2]),
                  stream = arguments[3], seed = as.numeric(arguments[4]))

file <- file(arguments[1], "wb")
writeBin(as.vector(t(balanced$x)), file, size = 8, endian = "little")
writeBin(as.integer(balanced$y), file, size = 4, endian = "little")
close(file)
