#!/usr/bin/env bash
# Prints the interpreter that .venv is made with: the first python3 on PATH that
# is 3.10 or newer and able to make a virtual environment.
set -euo pipefail

IFS=: read -r -a folders <<<"$PATH"
for folder in "${folders[@]}"; do
  for python in "$folder"/python3 "$folder"/python3.1[0-9]; do
    [ -x "$python" ] || continue
    # An interpreter that is itself a virtual environment gives its base.
    if found=$("$python" -I -c '
import sys, ensurepip, venv
assert sys.version_info >= (3, 10)
print(getattr(sys, "_base_executable", sys.executable))' 2>/dev/null); then
      printf '%s\n' "$found"
      exit 0
    fi
  done
done
echo "no python3 >= 3.10 with the modules venv and ensurepip was found on PATH" >&2
exit 1
