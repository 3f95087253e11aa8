library(testthat)
library(smote)

# All files, unless a regular expression names some.
filter <- Sys.getenv("SMOTE_TEST_FILTER")
test_check("smote", filter = if (nzchar(filter)) filter)
