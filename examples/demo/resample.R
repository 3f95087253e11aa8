# Balances a table: reads it from one file, writes the result to another. The files
# are those of resample.c.
files <- commandArgs(trailingOnly = TRUE)
input <- file(files[1], "rb")
shape <- readBin(input, "integer", 4, size = 4)[c(1, 3)] # the low halves of int64
values <- matrix(readBin(input, "double", prod(shape)), shape[1], byrow = TRUE)
labels <- readBin(input, "integer", shape[1], size = 4)
close(input)

library(smote)
balanced <- smote(values, labels, seed = 42)

output <- file(files[2], "wb")
writeBin(as.vector(t(balanced$x)), output)
writeBin(balanced$y, output, size = 4)
close(output)
