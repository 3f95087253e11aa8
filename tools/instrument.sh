#!/usr/bin/env bash
# Builds FOLDER/lib/libsmote.so with instruments, for the tests of C to be linked with.
#
#     tools/instrument.sh address|thread|undefined|coverage FOLDER
#
# It is the normal build: Embedded Swift knows no instruments. `undefined` watches what is
# written in C; Swift has its own checks.
set -euo pipefail

kind=$1
mkdir -p "$2/lib"
folder=$(realpath "$2")
cd "$(dirname "$0")/.."

building=() linking=()
case $kind in
  address | thread)
    building=(--sanitize="$kind")
    linking=(-sanitize="$kind")
    ;;
  undefined)
    # Swift's compiler does not know it; clang does.
    building=(-Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=all)
    linking=(-Xclang-linker -fsanitize=undefined)
    ;;
  coverage)
    building=(-Xswiftc -profile-generate -Xswiftc -profile-coverage-mapping
      -Xcc -fprofile-instr-generate -Xcc -fcoverage-mapping)
    linking=(-profile-generate)
    ;;
  *)
    echo "usage: $0 address|thread|undefined|coverage FOLDER" >&2
    exit 2
    ;;
esac

quietly() {
  local log=$1
  shift
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
}

quietly "$folder/build.log" "${SWIFT:-swift}" build -c release --target SmoteC \
  --scratch-path "$folder/build" "${building[@]}"
mapfile -t objects < <(tools/objects.sh "$folder")
quietly "$folder/link.log" swiftc "${linking[@]}" -use-ld=lld -emit-library \
  -o "$folder/lib/libsmote.so" "${objects[@]}" -lm
