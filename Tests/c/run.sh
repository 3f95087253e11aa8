#!/usr/bin/env bash
# Compiles and runs everything of C and C++ against an installed library.
#
#     Tests/c/run.sh STAGE WORK [all]
#
# STAGE is where `make install PREFIX=STAGE` installed to; WORK may be filled with
# what is compiled. With `all`, what is only sampled otherwise is tried to the end.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
stage=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
extent=${3-}

: "${CC:=gcc}" "${CXX:=g++}"
strict=(-Wall -Wextra -Wpedantic -Werror)
linked=("-I$stage/include" "-L$stage/lib" "-Wl,-rpath,$stage/lib")
libraries=(-lsmote -lm -lpthread)

. tools/steps.sh

# says EXPECTED COMMAND...: succeeds if that is all the command prints.
says() {
  local expected=$1 found
  shift
  found=$("$@") || return 1
  diff <(printf '%s\n' "$expected") <(printf '%s\n' "$found")
}

# ------------------------------------------------------------------------------
#  The headers alone, in every language they are for
# ------------------------------------------------------------------------------

printf '#include <smote.h>\n#include <smote.h>\n' >"$work/header.c"
printf 'smote_options f(void);\n' >>"$work/header.c"
printf 'smote_options f(void) { smote_options o = SMOTE_OPTIONS_INIT; return o; }\n' >>"$work/header.c"
printf '#include <smote.hpp>\n#include <smote.hpp>\nsmote::Options f();\n' >"$work/header.cpp"
printf 'smote::Options f() { return smote::Options(); }\n' >>"$work/header.cpp"

only=("${strict[@]}" "-I$stage/include" -fsyntax-only)
for standard in c99 c11 c17; do
  step "smote.h, $CC -std=$standard" "$CC" -std=$standard "${only[@]}" "$work/header.c"
done
for standard in c++11 c++14 c++17 c++20; do
  step "smote.h, $CXX -std=$standard" "$CXX" -x c++ -std=$standard "${only[@]}" "$work/header.c"
done
for standard in c++17 c++20; do
  step "smote.hpp, $CXX -std=$standard" "$CXX" -std=$standard "${only[@]}" "$work/header.cpp"
done
# without_exceptions COMPILER: smote.hpp says that it needs them.
without_exceptions() {
  grep 'error.*smote.hpp needs exceptions' \
    <("$1" -std=c++17 "${only[@]}" -fno-exceptions "$work/header.cpp" 2>&1)
}

printf '#include <smote.h>\nvoid takes(smote_method) {}\n' >"$work/takes.cpp"
printf '#include <smote.h>\nsmote_method f() { return SMOTE_SELECTION_MODE; }\n' >"$work/mixes.cpp"
# names_enumerations COMPILER: a C++ function that takes one is named after it, as by any other
# compiler, and none is taken for another.
names_enumerations() {
  "$1" -std=c++11 "${strict[@]}" "-I$stage/include" -c "$work/takes.cpp" -o "$work/takes.o" || return
  nm "$work/takes.o" | grep ' T _Z5takes12smote_method$' || return
  ! "$1" -std=c++11 "-I$stage/include" -fsyntax-only "$work/mixes.cpp"
}
compilers=("$CXX")
if command -v clang++ >/dev/null; then
  compilers+=(clang++)
fi
for compiler in "${compilers[@]}"; do
  step "enumerations, $compiler" names_enumerations "$compiler"
  step "smote.hpp, $compiler -fno-exceptions" without_exceptions "$compiler"
done
# The Swift toolchain brings a clang, for which the header declares enumerations in C
# differently.
if command -v clang >/dev/null; then
  step "smote.h, clang -std=c99" clang -std=c99 "${only[@]}" "$work/header.c"
  step "smote.h, clang -std=c++11" clang -x c++ -std=c++11 "${only[@]}" "$work/header.c"
fi
if command -v clang++ >/dev/null; then
  for source in "$work/header.cpp" Tests/c/test_wrapper.cpp examples/cpp/*.cpp; do
    step "$(basename "$source"), clang++" clang++ -std=c++17 "${only[@]}" -Wshadow -Wconversion "$source"
  done
fi

# ------------------------------------------------------------------------------
#  Tests of the interface
# ------------------------------------------------------------------------------

# What a test is given to do more than usual.
more() {
  [ "$extent" = all ] || return 0
  case $1 in
    test_allocations | test_cancel) echo all ;;
    test_fork) echo 50 ;;
    test_threads) echo 10 ;;
  esac
}

for source in Tests/c/test_*.c; do
  name=$(basename "$source" .c)
  linking=("${linked[@]}" "${libraries[@]}")
  arguments=()
  read -r -a arguments <<<"$(more "$name")"
  if [ "$name" = test_load ]; then
    # It loads the library itself, and its getenv is to be seen there.
    linking=("-I$stage/include" -rdynamic -ldl -lm -lpthread)
    arguments=("$stage/lib/libsmote.so.1")
  fi
  rm -f "$work/$name"
  step "compile $name" "$CC" -std=c11 -D_GNU_SOURCE -O1 -g "${strict[@]}" \
    "$source" "${linking[@]}" -o "$work/$name"
  [ -x "$work/$name" ] && step "$name" timeout 900 "$work/$name" "${arguments[@]}"
done

# asks_for_little: between its two marks, the system was asked for memory, threads and the
# time, and for nothing else: no file, no network, no handler of a signal but the C library's
# own for its threads.
asks_for_little() {
  strace -f -qq -o "$work/syscalls.trace" timeout 300 "$work/test_syscalls" || return
  sed -n '/"smote begins"/,/"smote ends"/p' "$work/syscalls.trace" |
    sed -E 's/^[0-9]+ +//; s/^<\.\.\. ([a-z0-9_]+) resumed.*/\1(/; s/^rt_sigaction\(SIGRT_1,/internal(/' |
    grep -oE '^[a-z0-9_]+\(' | sort | uniq -c >"$work/syscalls.txt"
  awk '{ calls += $1 } END { print calls " system calls of " NR " kinds passed" }' "$work/syscalls.txt"
  # `write` is how the marks are made.
  awk '$2 == "write(" && $1 == 2 { next } { print $2 }' "$work/syscalls.txt" |
    grep -vxE '(brk|mmap|munmap|mremap|mprotect|madvise|futex|clone3?|exit|rseq|set_robust_list|rt_sigprocmask|sched_[gs]etaffinity|sched_yield|clock_gettime|getrandom|internal)\(' |
    sed 's/^/not expected: /' >"$work/syscalls.unexpected"
  cat "$work/syscalls.unexpected"
  [ ! -s "$work/syscalls.unexpected" ] && grep -q 'clone' "$work/syscalls.txt"
}
if strace -qq -o /dev/null true 2>/dev/null; then
  step "system calls, strace" asks_for_little
else
  echo 'skipped system calls: strace is not here, or may not trace'
fi

step "compile test_wrapper" "$CXX" -std=c++17 -O1 -g "${strict[@]}" -Wshadow -Wconversion \
  "${linked[@]}" Tests/c/test_wrapper.cpp "${libraries[@]}" -o "$work/test_wrapper"
step test_wrapper timeout 300 "$work/test_wrapper"

# What follows is not timed: it may run beside each other. The longest comes first.

# Under valgrind: leaks, above all of cancelled calls, and reads of what nobody wrote.
memcheck=(valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=all
  --errors-for-leak-kinds=all)
# in_memcheck TEST [ARGUMENT]
in_memcheck() {
  begin_step "$1, valgrind" timeout 900 "${memcheck[@]}" "$work/$1" "${@:2}"
}
in_memcheck test_cleaning small
in_memcheck test_progress 400
in_memcheck test_invalid
in_memcheck test_counts
in_memcheck test_methods small
in_memcheck test_categories
in_memcheck test_clusters
in_memcheck test_wrapper

# Every CPU level there is must find the same neighbours and write the same rows.
for level in baseline v3 v4; do
  for name in test_abi test_methods test_categories test_clusters test_neighbors test_cleaning \
    test_sieve; do
    begin_step "$name, $level" env SMOTE_CPU=$level timeout 300 "$work/$name"
  done
done

# ------------------------------------------------------------------------------
#  The examples, by pkg-config and by CMake
# ------------------------------------------------------------------------------

read -r -d '' quickstart_says <<'TEXT' || true
12 rows in, 16 rows out
new row 12 of class 1: 6.356 6.858
new row 13 of class 1: 6.432 7.003
new row 14 of class 1: 6.830 7.196
new row 15 of class 1: 6.209 7.672
TEXT
read -r -d '' chunks_says <<'TEXT' || true
600 rows kept, 400 new, in 8 pieces
class 3: 500 rows, class 7: 500 rows
the first new row lies between rows 5 and 353 of class 7 and 7, gap in [0, 1): yes
progress came to 100 %
TEXT
cancelled_says='cancelled: cancelled by the progress callback'
read -r -d '' cleaning_says <<'TEXT' || true
50 rows in, 61 rows out: 39 kept, 22 new
class 0: 32 rows
class 1: 29 rows
dropped: 32 33 34 35 36 37 38 39 40 41 42
TEXT
read -r -d '' wrapper_says <<'TEXT' || true
12 rows in, 16 rows out
the first new row lies between rows 8 and 9
too_few_rows: class 1 has 4 rows, but neighbors = 4 needs at least 5
TEXT

# check_examples FOLDER HOW: the programs in FOLDER print what they should.
check_examples() {
  step "run quickstart_c, $2" says "$quickstart_says" "$1/quickstart_c"
  step "run chunks_c, $2" says "$chunks_says" "$1/chunks_c"
  step "run chunks_c cancel, $2" says "$cancelled_says" "$1/chunks_c" cancel
  step "run quickstart_cpp, $2" says "$wrapper_says" "$1/quickstart_cpp"
  step "run cleaning_cpp, $2" says "$cleaning_says" "$1/cleaning_cpp"
}

# found_by_pkg_config COMPILER... SOURCE NAME: compiles with the flags that pkg-config gives.
found_by_pkg_config() {
  local name=${!#} flags
  # Words, as a shell would split them on a command line.
  read -r -a flags <<<"$(PKG_CONFIG_PATH=$stage/lib/pkgconfig pkg-config --cflags --libs smote)"
  "${@:1:$#-1}" "${strict[@]}" -x none "${flags[@]}" "-Wl,-rpath,$stage/lib" -o "$name"
}

mkdir -p "$work/c99" "$work/c++11"
for example in quickstart chunks; do
  source=examples/c/$example.c
  step "compile $example.c, C99" found_by_pkg_config "$CC" -std=c99 "$source" "$work/c99/${example}_c"
  step "compile $example.c, C++11" found_by_pkg_config "$CXX" -std=c++11 -x c++ "$source" \
    "$work/c++11/${example}_c"
done
for folder in c99 c++11; do
  for example in quickstart cleaning; do
    step "compile $example.cpp, C++17" found_by_pkg_config "$CXX" -std=c++17 \
      examples/cpp/$example.cpp "$work/$folder/${example}_cpp"
  done
  check_examples "$work/$folder" $folder
done

rm -rf "$work/cmake"
step "CMake find_package(smote)" cmake -S examples/cmake -B "$work/cmake" "-DCMAKE_PREFIX_PATH=$stage"
step "CMake build" cmake --build "$work/cmake"
check_examples "$work/cmake" CMake

step installation Tests/c/test_install.sh "$work/install"

end_steps

closing_line test-c
