library(testthat)
library(smote)

test_check("smote")
