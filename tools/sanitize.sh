#!/usr/bin/env bash
# Runs the tests of C with a sanitizer.
#
#     tools/sanitize.sh address|thread|undefined FOLDER
#
# Left out are programs that put functions of their own in the place of malloc or pthread_create,
# as sanitizers do, or that limit memory, of which sanitizers need more than there is.
set -uo pipefail

kind=$1
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$2"
work=$(realpath "$2")
cd "$root" || exit
tools/instrument.sh "$kind" "$work" || exit

left_out=(test_allocations test_cancel test_spawn test_load test_memory)
# A child of fork with threads is nothing that ThreadSanitizer supports; and with it,
# test_sieve takes half an hour for what test_neighbors does too.
[ "$kind" = thread ] && left_out+=(test_fork test_sieve)
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:detect_stack_use_after_return=1
export TSAN_OPTIONS=halt_on_error=0:exitcode=66:report_signal_unsafe=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

# Swift's own libraries: its sanitizer of threads knows libdispatch.
swift_libraries=$(swiftc -print-target-info |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["paths"]["runtimeLibraryPaths"][0])')
libraries=(-lsmote -lm -lpthread)
[ "$kind" = thread ] && libraries+=("-L$swift_libraries" "-Wl,-rpath,$swift_libraries" -ldispatch -lBlocksRuntime)

. tools/steps.sh
compile_and_run() {
  clang -fuse-ld=lld -std=c11 -D_GNU_SOURCE -O1 -g "-fsanitize=$kind" -Iinclude "Tests/c/$1.c" \
    "-L$work/lib" "-Wl,-rpath,$work/lib" "${libraries[@]}" -o "$work/$1" &&
    timeout 900 "$work/$1" "${@:2}"
}

for source in Tests/c/test_*.c; do
  name=$(basename "$source" .c)
  case " ${left_out[*]} " in *" $name "*) continue ;; esac
  arguments=()
  case $name in
    test_methods | test_cleaning) arguments=(small) ;;
    test_progress) arguments=(1200) ;;
  esac
  step "$name, $kind" compile_and_run "$name" "${arguments[@]}"
done
closing_line "sanitize, $kind"
