#' Tomek links
#'
#' Drops rows in a Tomek link: of two rows with different labels, each of which is the nearest
#' of the other. Of the two only that goes whose class is cleaned: by default the row of the
#' smallest class stays.
#'
#' @inheritParams edited_nn
#' @param ... The labels, or `data` for a formula, and arguments of [undersample()] that the
#'   method has, by name: `scale`, `column_weights`, `categorical`, `threads`, `progress`,
#'   `provenance`, say.
#'
#' @inherit undersample return
#' @inheritSection undersample Warnings
#' @seealso [undersample()], for columns and other methods; [smote_tomek()].
#'
#' @references Tomek, I. (1976) Two modifications of CNN. *IEEE Transactions on Systems, Man,
#'   and Cybernetics* 6, 769-772. \doi{10.1109/TSMC.1976.4309452}
#'
#' @examples
#' flowers <- iris[51:120, ]
#' table(tomek_links(flowers, "Species", threads = 1)$Species)
#' # Both rows of each link
#' table(tomek_links(flowers, "Species", strategy = "all", threads = 1)$Species)
#' @export
tomek_links <- function(x, ..., strategy = "auto", classes = NULL) {
  undersample(x, ..., strategy = strategy, classes = classes, method = "tomek")
}
