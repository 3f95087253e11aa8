# The enumerators of smote.h, by name; filled at load.
constants <- new.env(parent = emptyenv())

constant <- function(...) constants[[paste0("SMOTE_", ...)]]

.onLoad <- function(libname, pkgname) {
  info <- .Call(smote_r_info)
  check_version(info$version, info$compiled)
  values <- .Call(smote_r_constants)
  list2env(as.list(values), envir = constants)
}

.onUnload <- function(libpath) library.dynam.unload("smote", libpath)

version_string <- function(version) {
  paste(version %/% 10000L, version %/% 100L %% 100L, version %% 100L, sep = ".")
}

# New features come with a new minor version, incompatible changes with a new
# major one: the loaded library may be newer than the header, within one major
# version, and never older.
check_version <- function(loaded, compiled, files = loaded_files()) {
  if (loaded %/% 10000L == compiled %/% 10000L && loaded >= compiled) return(invisible())
  from <- if (length(files)) paste0(", from ", listed(files)) else ""
  abort(
    sprintf("package smote was compiled for libsmote %s, but libsmote %s is in this process already%s",
            version_string(compiled), version_string(loaded), from),
    "Restart R: a library that was loaded once stays. If that does not help, install package smote again, and look for another libsmote.so.1 in LD_LIBRARY_PATH."
  )
}

# The files that libsmote was loaded from, where the system tells (Linux). One that was
# replaced since is "(deleted)".
loaded_files <- function(maps = "/proc/self/maps") {
  if (!file.exists(maps)) return(character())
  unique(sub("^[^/]*", "", grep("/libsmote[.]so[^/]*$", readLines(maps, warn = FALSE), value = TRUE)))
}

#' The library behind the package
#'
#' @return A list: `version` of libsmote; `cpu`, the instruction set that its
#'   distance kernels use ("baseline", "v3" or "v4", see the header smote.h);
#'   `threads`, how many threads a call uses by default, 0 meaning as many as the
#'   process may use.
#' @examples
#' smote_info()
#' @export
smote_info <- function() {
  info <- .Call(smote_r_info)
  list(version = version_string(info$version), cpu = info$cpu, threads = thread_count(NULL))
}
