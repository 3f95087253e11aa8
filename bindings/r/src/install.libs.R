# Installs smote.so, and a copy of libsmote.so.1 beside it in core/, where its
# RUNPATH looks: the installed package needs nothing else and can be moved. (In
# libs/ the copy would be taken for a shared object of R's, without registration.)
into <- function(folder) {
  folder <- file.path(R_PACKAGE_DIR, folder)
  dir.create(folder, recursive = TRUE, showWarnings = FALSE)
  folder
}
libs <- into(paste0("libs", R_ARCH))
copied <- c(
  file.copy(paste0("smote", SHLIB_EXT), libs, overwrite = TRUE),
  file.copy(readLines("libsmote.path"), file.path(into("core"), "libsmote.so.1"),
            overwrite = TRUE)
)
if (!all(copied)) stop("could not copy smote", SHLIB_EXT, " and libsmote.so.1")
# What R CMD check reads instead of the object files.
if (file.exists("symbols.rds")) file.copy("symbols.rds", libs, overwrite = TRUE)
