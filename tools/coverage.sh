#!/usr/bin/env bash
# Measures which lines and branches of the engine and of the C functions the tests of C reach.
#
#     tools/coverage.sh FOLDER [PERCENT]
#
# Says the least covered files, and fails if fewer lines are reached than PERCENT. A report by
# line is left in FOLDER/lines.txt.
set -uo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
folder=$(realpath "$1")
wanted=${2:-95}
cd "$root" || exit
tools/instrument.sh coverage "$folder" || exit
# The toolchain's own: profiles have versions.
llvm=$(dirname "$(realpath "$(command -v swiftc)")")
rm -f "$folder"/*.profraw

# The levels of the CPU differ in the kernels alone; each runs the tests of neighbours.
run() {
  local level=$1 name=$2
  shift 2
  SMOTE_CPU=$level LLVM_PROFILE_FILE="$folder/$name-%p.profraw" timeout 900 "$folder/$name" "$@" \
    >"$folder/$name.log" 2>&1 || {
    echo "FAILED  $name"
    tail -n 20 "$folder/$name.log"
    failed=1
  }
}

failed=0
for source in Tests/c/test_*.c; do
  name=$(basename "$source" .c)
  # Those that end by _exit or are killed write no profile; their parents do.
  case $name in test_load | test_allocations | test_fork | test_syscalls | test_memory | test_sizes) continue ;; esac
  clang -std=c11 -D_GNU_SOURCE -O1 -fprofile-instr-generate -Iinclude "$source" "-L$folder/lib" \
    "-Wl,-rpath,$folder/lib" -lsmote -lm -lpthread -o "$folder/$name" || exit
  arguments=()
  case $name in test_methods | test_cleaning) arguments=(small) ;; esac
  run v4 "$name" "${arguments[@]}"
  case $name in
    test_neighbors)
      run v3 "$name"
      run baseline "$name"
      ;;
  esac
done
[ "$failed" -eq 0 ] || exit 1

"$llvm/llvm-profdata" merge -sparse "$folder"/*.profraw -o "$folder/all.profdata" || exit
rm -f "$folder"/*.profraw
measured=(Sources/SmoteEngine Sources/SmoteC Sources/KernelBaseline Sources/KernelV3 Sources/KernelV4
  Sources/CSupport Sources/CKernels)
"$llvm/llvm-cov" export -summary-only -instr-profile "$folder/all.profdata" "$folder/lib/libsmote.so" \
  "${measured[@]}" >"$folder/summary.json" || exit
"$llvm/llvm-cov" show -instr-profile "$folder/all.profdata" "$folder/lib/libsmote.so" "${measured[@]}" \
  >"$folder/lines.txt"
python3 - "$folder/summary.json" "$wanted" <<'PYTHON'
import json, os, sys

report = json.load(open(sys.argv[1]))["data"][0]
files = [(f["summary"]["lines"], f["summary"]["regions"], os.path.relpath(f["filename"])) for f in report["files"]]
print("least covered:")
for lines, regions, name in sorted(files, key=lambda f: f[0]["percent"])[:12]:
    print(f"  {lines['percent']:6.2f} %  {lines['count'] - lines['covered']:4d} lines not reached  {name}")
def total(which, part):
    chosen = [f[which] for f in files if f[2].startswith(part)]
    count = sum(c["count"] for c in chosen)
    return 100 * sum(c["covered"] for c in chosen) / max(count, 1), count
for part in ("Sources/SmoteEngine", "Sources/SmoteC", "Sources"):
    print(f"{part}: {total(0, part)[0]:.2f} % of {total(0, part)[1]} lines, "
          f"{total(1, part)[0]:.2f} % of {total(1, part)[1]} regions")
reached = total(0, "Sources/SmoteEngine")[0]
wanted = float(sys.argv[2])
print(f"coverage: {reached:.2f} % of the engine's lines; {int(reached >= wanted)} passed, {int(reached < wanted)} failed ({wanted:g} % are wanted)")
sys.exit(reached < wanted)
PYTHON
