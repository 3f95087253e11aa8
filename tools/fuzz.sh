#!/bin/bash
# Fuzzes the C interface with libFuzzer and AddressSanitizer.
#
#   tools/fuzz.sh SECONDS FOLDER
#
# FOLDER takes the build and the corpus, which the next run goes on from. An input that fails is
# left there as crash-..., and is replayed by naming it: FOLDER/fuzz FOLDER/crash-...
set -euo pipefail

seconds=$1
folder=$2
root=$(cd "$(dirname "$0")/.." && pwd)
swift=${SWIFT:-swift}
mkdir -p "$folder/corpus"
folder=$(cd "$folder" && pwd)

cd "$root"
"$swift" build -c release --target SmoteC --scratch-path "$folder/build" \
  -Xswiftc -sanitize=address,fuzzer >"$folder/build.log" 2>&1 || {
  cat "$folder/build.log" >&2
  exit 1
}
clang -g -O1 -fsanitize=address,fuzzer-no-link -Iinclude \
  -c Tests/fuzz/fuzz_interface.c -o "$folder/fuzz_interface.o"
mapfile -t objects < <(find -L "$folder/build/release/" -name '*.o' -path '*.build/*' \
  ! -path '*/Smote.build/*' ! -path '*Tests*' ! -path '*quickstart*')
swiftc -sanitize=address,fuzzer -parse-as-library -o "$folder/fuzz" \
  "$folder/fuzz_interface.o" "${objects[@]}" -lm 2>"$folder/link.log" || {
  cat "$folder/link.log" >&2
  exit 1
}
cd "$folder"
exec ./fuzz -max_total_time="$seconds" -max_len=4096 -len_control=0 -rss_limit_mb=6000 \
  -print_final_stats=1 corpus
