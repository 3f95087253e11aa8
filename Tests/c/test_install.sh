#!/usr/bin/env bash
# `make install` and `make uninstall`: what goes where, that the tree can be moved,
# that other folders can be chosen, and that nothing is left behind.
#
#     Tests/c/test_install.sh WORK
set -euo pipefail
cd "$(dirname "$0")/../.."
rm -rf "$1"
mkdir -p "$1"
work=$(realpath "$1")
make=("${MAKE:-make}" --no-print-directory)
checks=0

# holds SENTENCE COMMAND...
holds() {
  checks=$((checks + 1))
  if ! "${@:2}"; then
    echo "FAILED: $1" >&2
    exit 1
  fi
}

listed() { (cd "$1" && find . \( -type f -o -type l \) | LC_ALL=C sort); }

# Runs a program that was built against the library found by pkg-config, and checks
# that the header and the library are of one version.
runs() { # FOLDER OF smote.pc, FOLDER OF THE LIBRARY
  local flags
  read -r -a flags <<<"$(PKG_CONFIG_PATH=$1 pkg-config --cflags --libs smote)"
  printf '#include <smote.h>\nint main(void) { return smote_version() != SMOTE_VERSION; }\n' \
    >"$work/version.c"
  gcc -std=c99 "$work/version.c" "${flags[@]}" -o "$work/version"
  LD_LIBRARY_PATH=$2 "$work/version"
}

version=$(sed -n -E 's/^#define SMOTE_VERSION_(MAJOR|MINOR|PATCH) +([0-9]+).*/\2/p' include/smote.h |
  paste -sd.)

# A package builder's way: DESTDIR. Nothing may name it, or a prefix.
"${make[@]}" install "DESTDIR=$work/package" PREFIX=/opt/smote >/dev/null
expected="./include/smote.h
./include/smote.hpp
./lib/cmake/smote/smoteConfig.cmake
./lib/cmake/smote/smoteConfigVersion.cmake
./lib/libsmote.so
./lib/libsmote.so.1
./lib/libsmote.so.$version
./lib/pkgconfig/smote.pc
./share/doc/libsmote/LICENSE"
holds "these files are installed" \
  diff <(LC_ALL=C sort <<<"$expected") <(listed "$work/package/opt/smote")
holds "nothing outside the prefix" \
  [ "$(listed "$work/package" | grep -vc '^./opt/smote/')" -eq 0 ]
# shellcheck disable=SC2016 # the inner shell expands them
holds "no file names where it was built or installed to" \
  bash -c '! grep -rqF -e "$1" -e /opt/smote "$2"' _ "$PWD" "$work/package/opt/smote"

# Moved anywhere, it still works.
mv "$work/package/opt/smote" "$work/moved"
holds "pkg-config finds it where it is" runs "$work/moved/lib/pkgconfig" "$work/moved/lib"
holds "pkg-config knows its version" \
  [ "$(PKG_CONFIG_PATH=$work/moved/lib/pkgconfig pkg-config --modversion smote)" = "$version" ]

# CMake: with a version, without, and with one that does not suit.
configures() { # WORDS OF find_package [FOLDER OF smoteConfig.cmake]
  rm -rf "$work/cmake" && mkdir -p "$work/cmake"
  cat >"$work/cmake/CMakeLists.txt" <<TEXT
cmake_minimum_required(VERSION 3.16)
project(version LANGUAGES C)
find_package(smote $1 REQUIRED)
add_executable(version ../version.c)
target_link_libraries(version PRIVATE smote::smote)
TEXT
  cmake -S "$work/cmake" -B "$work/cmake/build" "-DCMAKE_PREFIX_PATH=$work/moved" \
    ${2:+"-Dsmote_DIR=$2"} >"$work/cmake.log" 2>&1
}
builds() {
  cmake --build "$work/cmake/build" >"$work/cmake.log" 2>&1 && "$work/cmake/build/version"
}
holds "CMake finds any version" configures ""
holds "CMake builds with it" builds
holds "CMake finds ${version%.*}" configures "${version%.*}"
holds "CMake finds $version and no other" configures "$version EXACT"
refuses() { ! configures "$1"; }
holds "CMake refuses a newer one" refuses 0.99
holds "CMake refuses another major version" refuses 1.0
major=${version%%.*}
for range in "0.0...$version" "0.0...${version%.*}" "$version...$major.99" "0.0...<$((major + 1))"; do
  holds "CMake finds $range" configures "$range"
done
for range in "0.0...<${version%.*}" "0.0...<$version" "0.0.5...0.0.9" "0.99...0.100" \
  "0.0...$((major + 1))" "0.0...<$((major + 1)).1" "$((major + 1))...$((major + 2))"; do
  holds "CMake refuses $range" refuses "$range"
done
holds "CMake finds it without a component that may be missing" \
  configures "$version OPTIONAL_COMPONENTS python"
holds "CMake refuses a component that there is not" refuses "$version COMPONENTS python"
holds "CMake says which" grep -q "smote has no components, but python is required" "$work/cmake.log"

# A distribution's folders.
folders=("PREFIX=$work/usr" "LIBDIR=$work/usr/lib/x86_64-linux-gnu" "INCLUDEDIR=$work/usr/include/smote")
"${make[@]}" install "${folders[@]}" >/dev/null
holds "other folders" runs "$work/usr/lib/x86_64-linux-gnu/pkgconfig" "$work/usr/lib/x86_64-linux-gnu"
"${make[@]}" uninstall "${folders[@]}" >/dev/null
holds "uninstall leaves no file" [ -z "$(listed "$work/usr")" ]
holds "uninstall leaves no folder of its own" \
  [ -z "$(cd "$work/usr" && find lib share -name '*smote*')" ]

# Names that a shell, make or sed would read as something else.
odd=("PREFIX=$work/it's" "LIBDIR=$work/it's/a|b/c & d" "INCLUDEDIR=$work/it's/|&\`")
"${make[@]}" install "${odd[@]}" >/dev/null
holds "odd names, CMake" configures "$version" "$work/it's/a|b/c & d/cmake/smote"
# shellcheck disable=SC2016 # pkg-config expands it
holds "odd names, pkg-config" \
  grep -qxF 'libdir=${prefix}/a|b/c & d' "$work/it's/a|b/c & d/pkgconfig/smote.pc"
"${make[@]}" uninstall "${odd[@]}" >/dev/null
holds "odd names, uninstall leaves no file" [ -z "$(listed "$work/it's")" ]

# refused WHAT VARIABLES: nothing is copied, and the sentence names the variable.
refused() {
  ! "${make[@]}" install "${@:2}" >"$work/refused.log" 2>&1 && grep -qF "$1" "$work/refused.log"
}
holds "a name that CMake cannot hold is refused" \
  refused "INCLUDEDIR must have none of" "PREFIX=$work/none" "INCLUDEDIR=$work/none/a;b"
holds "what is refused leaves nothing" [ ! -e "$work/none" ]

holds "a relative prefix is refused" refused "PREFIX must be an absolute path" PREFIX=here

echo "test_install: $checks passed, 0 failed"
