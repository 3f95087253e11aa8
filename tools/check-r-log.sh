#!/usr/bin/env bash
# Fails on any error, warning or note of R CMD check, but for the installed size:
# the library is inside the package, which CRAN's limit does not foresee.
#
#     tools/check-r-log.sh smote.Rcheck/00check.log
set -euo pipefail

findings=$(grep -E '^\* .*\.\.\.( \[.*\])? (ERROR|WARNING|NOTE)$' "$1" |
  grep -v '^\* checking installed package size' || true)
if [ -n "$findings" ]; then
  echo "R CMD check found:" >&2
  echo "$findings" >&2
  exit 1
fi
if ! grep -q '^Status: ' "$1"; then
  echo "R CMD check did not come to its end" >&2
  exit 1
fi
