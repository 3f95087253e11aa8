#!/usr/bin/env bash
# The same bytes everywhere: one table, one seed, and for each method and stream one
# SHA-256, from C, C++, Python, R and Swift; for any number of threads, CPU level, memory
# layout and split of the output; and the one that is recorded in golden.sha256.
#
#     Tests/identity/run.sh STAGE WORK
#
# STAGE is an installation of the library; .venv and build/r-library hold the
# packages. A release that means to change results records the new digests.
# (smoothed-numpy and kmeans-numpy take logarithms from the C library, as numpy and Python
# do: another one may round some numbers otherwise.)
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
stage=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
here=Tests/identity

passed=0
failed=0
declare -A seen=()

# One try: WHAT it is, the KIND of result (method and stream), and the command that
# writes the bytes.
same() {
  local what=$1 kind=$2 digest expected
  shift 2
  expected=$(awk -v kind="$kind" '$2 == kind { print $1 }' $here/golden.sha256)
  if digest=$("$@" 2>"$work/identity.err" | sha256sum) && [ "${digest%% *}" = "$expected" ]; then
    passed=$((passed + 1))
    seen[${what%%,*}]=$((${seen[${what%%,*}]-0} + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED  %s, %s: %s instead of %s\n' "$what" "$kind" "${digest%% *}" "$expected"
    head -n 20 "$work/identity.err"
  fi
}

# succeeds WHAT COMMAND...: something that the tries below need.
succeeds() {
  local what=$1
  shift
  "$@" >"$work/identity.err" 2>&1 && return
  failed=$((failed + 1))
  printf 'FAILED  %s\n' "$what"
  head -n 40 "$work/identity.err"
  return 1
}

"${CC:-gcc}" -std=c99 -Wall -Wextra -Wpedantic -Werror "-I$stage/include" $here/identity.c \
  "-L$stage/lib" "-Wl,-rpath,$stage/lib" -lsmote -o "$work/identity" || exit 1

# SMOTE_CPU only ever lowers the level: say which ones this CPU has.
levels=()
for level in baseline v3 v4; do
  if [ "$(SMOTE_CPU=$level "$work/identity" cpu)" = $level ]; then
    levels+=("$level")
  else
    echo "skipped: this CPU has no level $level"
  fi
done

methods=(smote borderline1 borderline2 svm adasyn smotenc smoten kmeans random_over smoothed
  random_under tomek enn renn allknn cnn oss ncr nearmiss1 nearmiss2 nearmiss3 cluster_centroids
  smote+enn smote+tomek smotenc+enn smoten+ncr random_over+random_under kmeans+renn)

# The others make all their results at once; what is not there fails below.
rm -rf "$work"/{cpp,python,r,swift}
mkdir -p "$work"/{cpp,python,r,swift}
if succeeds "compile identity.cpp" "${CXX:-g++}" -std=c++17 -Wall -Wextra -Wpedantic -Wshadow \
  -Wconversion -Werror "-I$stage/include" $here/identity.cpp "-L$stage/lib" \
  "-Wl,-rpath,$stage/lib" -lsmote -o "$work/identity-cpp"; then
  succeeds "identity.cpp" "$work/identity-cpp" "$work/cpp" 42 "${methods[@]}"
fi
succeeds "identity.py" .venv/bin/python $here/identity.py "$work/python" 42
succeeds "identity.R" Rscript --vanilla $here/identity.R "$work/r" 42
if succeeds "compile identity.swift" "${SWIFT:-swift}" build --quiet --product identity; then
  succeeds "identity.swift" "$("${SWIFT:-swift}" build --show-bin-path)/identity" \
    "$work/swift" 42 "${methods[@]}"
fi

# With the numpy stream, Python has its clusters from scikit-learn; R always has the library's.
not_python=" kmeans-numpy cluster_centroids-numpy kmeans+renn-numpy "
not_r=" cluster_centroids-numpy "

for method in "${methods[@]}"; do
  for stream in native numpy; do
    kind=$method-$stream
    for threads in 1 2 3 8; do
      for level in "${levels[@]}"; do
        for layout in row column; do
          for pieces in whole ragged; do
            same "C, $level, $threads threads, $layout, $pieces" "$kind" \
              env SMOTE_CPU="$level" "$work/identity" "$method" "$threads" "$layout" $pieces $stream 42
          done
        done
      done
    done
    for threads in 1 2; do
      for pieces in whole ragged; do
        same "C++, $threads threads, $pieces" "$kind" cat "$work/cpp/$kind-$threads-$pieces"
        same "Swift, $threads threads, $pieces" "$kind" cat "$work/swift/$kind-$threads-$pieces"
      done
      if [[ $not_python != *" $kind "* ]]; then
        same "Python, $threads threads, row" "$kind" cat "$work/python/$kind-$threads-row"
        same "Python, $threads threads, column" "$kind" cat "$work/python/$kind-$threads-column"
      fi
      [[ $not_r == *" $kind "* ]] && continue
      same "R, $threads threads" "$kind" cat "$work/r/$kind-$threads"
    done
    # An old CPU, and one with AVX2 alone, played by qemu: the level is then what the
    # library itself detects, and an instruction too new would end it.
    if [ "$(uname -m)" = x86_64 ]; then
      for cpu in Nehalem Haswell; do
        same "qemu, $cpu" "$kind" \
          qemu-x86_64 -cpu $cpu "$work/identity" "$method" 1 row whole $stream 42
      done
    fi
  done
done

for language in "${!seen[@]}"; do
  printf '%s: %d\n' "$language" "${seen[$language]}"
done | LC_ALL=C sort
printf '\ntest-identity: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
