#!/usr/bin/env bash
# Fuzzes the C interface with libFuzzer and AddressSanitizer.
#
#     tools/fuzz.sh build FOLDER      builds what it runs, as the others do first
#     tools/fuzz.sh SECONDS FOLDER    goes on from the corpus in the repository and that in FOLDER
#     tools/fuzz.sh merge FOLDER      what both reach, with few inputs, becomes Tests/fuzz/corpus
#
# FOLDER takes the build, and the corpus as it grows. An input that fails is left there as
# crash-..., leak-... or timeout-..., and is replayed by naming it: FOLDER/fuzz FOLDER/crash-...
set -euo pipefail

what=$1
mkdir -p "$2/corpus"
folder=$(realpath "$2")
cd "$(dirname "$0")/.."
kept=$PWD/Tests/fuzz/corpus
mkdir -p "$kept"

# quietly LOG COMMAND...: its output goes to LOG, and is shown if it fails.
quietly() {
  local log=$1
  shift
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
}

quietly "$folder/build.log" "${SWIFT:-swift}" build -c release --target SmoteC \
  --scratch-path "$folder/build" -Xswiftc -sanitize=address,fuzzer
quietly "$folder/compile.log" clang -g -O1 -Wall -Wextra -Werror -fsanitize=address,fuzzer-no-link \
  -Iinclude -c Tests/fuzz/fuzz_interface.c -o "$folder/fuzz_interface.o"
mapfile -t objects < <(tools/objects.sh "$folder")
quietly "$folder/link.log" swiftc -sanitize=address,fuzzer -parse-as-library -o "$folder/fuzz" \
  "$folder/fuzz_interface.o" "${objects[@]}" -lm

if [ "$what" = build ]; then
  exit
fi

# An input takes a second at most: what takes a minute hangs, on a busy machine too. Memory is as
# the harness allows, see __asan_default_options.
limits=(-timeout=60 -rss_limit_mb=4000 -malloc_limit_mb=1000000 -max_len=2048)

if [ "$what" = merge ]; then
  # By edges alone, without how often each was taken: so that few inputs remain.
  rm -rf "$folder/merged"
  mkdir "$folder/merged"
  quietly "$folder/merge.log" "$folder/fuzz" "${limits[@]}" -set_cover_merge=1 -use_counters=0 \
    "$folder/merged" "$kept" "$folder/corpus"
  rm -rf "$kept"
  cp -r "$folder/merged" "$kept"
  find "$kept" -type f -printf '%s\n' |
    awk '{ files++; bytes += $1 } END { printf "%d inputs kept, %d bytes\n", files, bytes }'
  exit
fi

cd "$folder"
if ! ./fuzz "${limits[@]}" -max_total_time="$what" -print_final_stats=1 corpus "$kept" \
  >fuzz.log 2>&1; then
  # Why, and with what: not the thousands of lines before.
  grep -vE '^#|NEW_FUNC|failed to allocate|DICT|Uses:' fuzz.log | tail -n 60 >&2
  echo "fuzz: FAILED; the input is in $folder" >&2
  exit 1
fi
# "Done 12345 runs in 61 second(s)", and how much the inputs reach.
runs=$(sed -n -E 's/^Done ([0-9]+) runs in ([0-9]+) second.*/\1 inputs in \2 s/p' fuzz.log)
reached=$(grep -oE 'cov: [0-9]+' fuzz.log | tail -n 1)
echo "fuzz: $runs passed, ${reached#cov: } edges reached, corpus of $(find corpus -type f | wc -l)"
