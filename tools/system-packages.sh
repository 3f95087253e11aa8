#!/usr/bin/env bash
# Installs the system packages that `make demo`, `make test` or `make check-aarch64` needs.
#
#     tools/system-packages.sh demo|test|aarch64
#
# Nothing happens, and the network is left alone, where everything is there
# already. What is missing is installed by apt-get when run as root, and listed
# when not. On a system without dpkg the commands are looked for instead.
set -euo pipefail

# A toolchain for C, Python and R: what the library and its two bindings take.
demo=(
  binutils ca-certificates gcc g++ libc6-dev make pkg-config
  python3 python3-dev libpython3-dev python3-venv
  r-base-dev
)
# What only tests use: CMake consumes the installed library,
# valgrind looks for leaks, strace for system calls, qemu-user plays an old CPU,
# devscripts has the checkbashisms and tidy the HTML check of R CMD check.
test=(
  "${demo[@]}"
  cmake devscripts git procps qemu-user strace tidy valgrind
  r-cran-data.table r-cran-testthat r-cran-tibble
)
# A compiler of C, a linker and a C library for another machine, and that machine.
aarch64=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user)

case "${1-}" in
  demo) wanted=("${demo[@]}") ;;
  test) wanted=("${test[@]}") ;;
  aarch64) wanted=("${aarch64[@]}") ;;
  *)
    echo "usage: $0 demo|test|aarch64" >&2
    exit 2
    ;;
esac

if ! command -v swift >/dev/null; then
  echo "swift was not found: install a Swift 6.3 toolchain (https://www.swift.org/install) and put it on PATH" >&2
  exit 1
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  commands=(gcc g++ strip python3 R)
  [ "$1" = test ] && commands+=(cmake pkg-config valgrind)
  [ "$1" = aarch64 ] && commands=(aarch64-linux-gnu-gcc qemu-aarch64)
  absent=()
  for command in "${commands[@]}"; do
    command -v "$command" >/dev/null || absent+=("$command")
  done
  if [ ${#absent[@]} -gt 0 ]; then
    echo "this is not Debian or Ubuntu, so install by other means: ${absent[*]}" >&2
    echo "(the Debian packages would be: ${wanted[*]})" >&2
    exit 1
  fi
  exit 0
fi

# A package may also be provided by another: pkg-config by pkgconf, for one.
is_installed() {
  local status
  status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null) || return 1
  [[ $status == ?i* ]]
}

missing=()
for package in "${wanted[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
  {
    echo "system packages are missing; install them with"
    echo
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"
    echo
    echo "and run make again"
  } >&2
  exit 1
fi

echo "installing system packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! {
  apt-get -o DPkg::Lock::Timeout=600 update &&
    apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
} >"$log" 2>&1 </dev/null; then
  tail -n 40 "$log" >&2
  echo "apt-get could not install: ${missing[*]}" >&2
  exit 1
fi
