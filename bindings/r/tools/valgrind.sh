#!/bin/sh
# Every path through the routines of the package under valgrind: no invalid access, no
# branch on what was never written, nothing lost.
#
#     bindings/r/tools/valgrind.sh [library of R packages]
#
# The library defaults to build/r-library of the source tree, where `make r` installs.
set -eu

package=$(cd "$(dirname "$0")/.." && pwd)
R_LIBS=${1:-$package/../../build/r-library}
export R_LIBS

command -v valgrind >/dev/null || {
  echo "valgrind.sh: valgrind is not installed" >&2
  exit 1
}
cd "$package/tests/testthat"
options="--leak-check=full --errors-for-leak-kinds=definite --error-exitcode=1 -q"
exec R -d "valgrind $options --suppressions=$package/tools/valgrind.supp" \
  --vanilla -s -f paths.R
