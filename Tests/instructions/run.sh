#!/usr/bin/env bash
# Counts the instructions of fixed pieces of work, so that none becomes slower
# unnoticed: counts hardly depend on the machine, times do.
#
#     Tests/instructions/run.sh STAGE WORK [record]
#
# Fails where a count is more than 15 % above that in counts.txt, and says so where it is
# as far below: then record it anew. The code is that for every x86-64 CPU
# (SMOTE_CPU=baseline), which is the same everywhere.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
stage=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
here=Tests/instructions
margin=15

if ! command -v valgrind >/dev/null || [ "$(uname -m)" != x86_64 ]; then
  echo "instructions: skipped, for want of valgrind or an x86-64"
  exit
fi
"${CC:-gcc}" -std=c99 -O1 -Wall -Wextra -Wpedantic -Werror "-I$stage/include" $here/workloads.c \
  "-L$stage/lib" "-Wl,-rpath,$stage/lib" -lsmote -o "$work/workloads" || exit 1

# count NAME: instructions within the library, in thousands.
count() {
  SMOTE_CPU=baseline valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    --toggle-collect=smote_neighbors --toggle-collect=smote_plan_create \
    --toggle-collect=smote_plan_write "$work/workloads" "$1" 2>"$work/callgrind.err" || {
    cat "$work/callgrind.err" >&2
    return 1
  }
  awk '/Collected/ { printf "%.0f\n", $NF / 1000 }' "$work/callgrind.err"
}

failed=0
for name in tree sieve lists write; do
  found=$(count $name) && [ -n "$found" ] || exit 1
  if [ "${3-}" = record ]; then
    echo "$name $found"
    continue
  fi
  expected=$(awk -v name=$name '$1 == name { print $2 }' $here/counts.txt)
  change=$(((found - expected) * 100 / expected))
  if [ $change -gt $margin ]; then
    echo "FAILED  $name: $found thousand instructions, $change % more than $expected"
    failed=1
  elif [ $change -lt -$margin ]; then
    echo "ok      $name: $found thousand instructions instead of $expected; record them"
  else
    echo "ok      $name: $found thousand instructions, $expected recorded"
  fi
done
exit $failed
