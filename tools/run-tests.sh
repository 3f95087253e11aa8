#!/usr/bin/env bash
# Runs make targets one after the other, each to its end whatever became of those
# before, and closes with one table. Fails if any of them failed.
#
#     tools/run-tests.sh setup test-c test-python ...
#
# A first target named setup is the exception: without it the others are pointless.
# The output of each part is also kept in build/logs.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
mkdir -p build/logs

rows=()
failed=0
for part in "$@"; do
  printf '\n==> %s\n' "$part"
  start=$SECONDS
  if "${MAKE:-make}" --no-print-directory "$part" 2>&1 | tee "build/logs/$part.log"; then
    outcome=passed
  else
    outcome=FAILED
    failed=$((failed + 1))
  fi
  # The last line that counts something says what was run.
  closing=$(grep -E '[0-9]+ (tests?|passed)|PASS [0-9]+|Status:' "build/logs/$part.log" | tail -n 1 |
    sed -E 's/\x1b\[[0-9;]*m//g; s/^[[:space:]=]+//; s/[[:space:]=]+$//' | cut -c1-80)
  rows+=("$(printf '%-14s %-7s %4d s  %s' "$part" "$outcome" $((SECONDS - start)) "$closing")")
  if [ "$part" = setup ] && [ "$outcome" = FAILED ]; then
    break
  fi
done

printf '\n'
printf '%s\n' "${rows[@]}"
if [ "$failed" -gt 0 ]; then
  printf '\n%d of %d parts FAILED; their output is in build/logs\n' "$failed" "${#rows[@]}"
  exit 1
fi
printf '\nall %d parts passed in %d s\n' "${#rows[@]}" "$SECONDS"
