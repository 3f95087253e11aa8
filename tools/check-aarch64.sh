#!/usr/bin/env bash
# Runs the tests of C on an aarch64 played by qemu, and compares the results of every method with
# those of every other machine.
#
#     tools/check-aarch64.sh FOLDER
#
# Left out are programs that watch the clock, which an emulated machine is too slow for, that limit
# memory, of which the emulator needs more than there is, that fork with threads, which it does not
# support, and that are about the system and no processor.
set -uo pipefail

mkdir -p "$1"
work=$(realpath "$1")
cd "$(dirname "$0")/.." || exit
. tools/steps.sh

step "build for aarch64" tools/cross-aarch64.sh "$work"
[ "$failed" -eq 0 ] || exit 1

# compile SOURCE [FLAGS...]: makes the program of its name.
compile() {
  aarch64-linux-gnu-gcc -std=c11 -D_GNU_SOURCE -O1 -Wall -Wextra -Wpedantic -Werror -Iinclude "$1" \
    "-L$work/lib" -lsmote -lm -lpthread -o "$work/$(basename "$1" .c)"
}
emulate() {
  timeout 1200 qemu-aarch64 -L /usr/aarch64-linux-gnu -E "LD_LIBRARY_PATH=$work/lib" "$work/$1" "${@:2}"
}
compile_and_run() {
  compile "Tests/c/$1.c" && emulate "$1" "${@:2}"
}

left_out=" test_allocations test_cancel test_fork test_load test_memory test_spawn test_syscalls"
left_out+=" test_threads "
for source in Tests/c/test_*.c; do
  name=$(basename "$source" .c)
  [[ $left_out == *" $name "* ]] && continue
  arguments=()
  case $name in
    test_host | test_methods | test_cleaning | test_sieve) arguments=(small) ;;
    test_progress) arguments=(400) ;;
  esac
  step "$name" compile_and_run "$name" "${arguments[@]}"
done

# digest METHOD STREAM WANTED: the same bytes, whatever the threads, the layout and the pieces.
digest() {
  local try found
  for try in "1 row whole" "3 column ragged"; do
    # Three words.
    # shellcheck disable=SC2086
    found=$(emulate identity "$1" $try "$2" 42 | sha256sum) || return
    [ "${found%% *}" = "$3" ] || {
      echo "$try: $found instead of $3"
      return 1
    }
  done
}
if step "compile identity" compile Tests/identity/identity.c; then
  while read -r wanted kind; do
    step "$kind" digest "${kind%-*}" "${kind##*-}" "$wanted"
  done <Tests/identity/golden.sha256
fi
closing_line check-aarch64
