# The seed, and where it comes from when there is none.

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
