#!/usr/bin/env bash
# Installs the library, its headers, its licence, and what pkg-config and CMake need
# to find it; or takes all of it away again. Called by `make install` and `make uninstall`:
#
#     tools/install-library.sh install|uninstall
#
# with VERSION, SONAME, LIBRARY (the file to install), PREFIX, LIBDIR, INCLUDEDIR
# and DESTDIR in the environment. The installed files refer to each other by
# relative paths, so that the whole tree can be moved.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${VERSION:?}" "${SONAME:?}" "${LIBRARY:?}" "${PREFIX:?}" "${LIBDIR:?}" "${INCLUDEDIR:?}"
for variable in PREFIX LIBDIR INCLUDEDIR; do
  if [[ ${!variable} != /* ]]; then
    echo "$variable must be an absolute path, but is ${!variable}" >&2
    exit 2
  fi
  # In what pkg-config and CMake read, these are no part of a name.
  if [[ ${!variable} == *[\"\\\$\;\#$'\n']* ]]; then
    echo "$variable must have none of \" \\ \$ ; # and no line end, but is ${!variable}" >&2
    exit 2
  fi
done

library=${DESTDIR-}$LIBDIR
headers=${DESTDIR-}$INCLUDEDIR
documents=${DESTDIR-}$PREFIX/share/doc/libsmote
pkgconfig=$library/pkgconfig
cmake=$library/cmake/smote

case "${1-}" in
  install) ;;
  uninstall)
    rm -f "$library/libsmote.so" "$library/$SONAME" "$library/libsmote.so.$VERSION" \
      "$headers/smote.h" "$headers/smote.hpp" "$pkgconfig/smote.pc" \
      "$cmake/smoteConfig.cmake" "$cmake/smoteConfigVersion.cmake" "$documents/LICENSE"
    for folder in "$cmake" "$documents"; do
      if [ -d "$folder" ]; then
        rmdir --ignore-fail-on-non-empty "$folder"
      fi
    done
    exit 0
    ;;
  *)
    echo "usage: $0 install|uninstall" >&2
    exit 2
    ;;
esac

# The way from one installed folder to another: realpath -m resolves nothing that
# exists only under DESTDIR.
way() { realpath -m -s --relative-to="$1" "$2" | sed 's/[&|\\]/\\&/g'; }

fill() {
  sed -e "s|@VERSION@|$VERSION|g" \
    -e "s|@SONAME@|$SONAME|g" \
    -e "s|@PKGCONFIG_TO_PREFIX@|$(way "$LIBDIR/pkgconfig" "$PREFIX")|g" \
    -e "s|@PREFIX_TO_LIBDIR@|$(way "$PREFIX" "$LIBDIR")|g" \
    -e "s|@PREFIX_TO_INCLUDEDIR@|$(way "$PREFIX" "$INCLUDEDIR")|g" \
    -e "s|@CMAKE_TO_LIBDIR@|$(way "$LIBDIR/cmake/smote" "$LIBDIR")|g" \
    -e "s|@CMAKE_TO_INCLUDEDIR@|$(way "$LIBDIR/cmake/smote" "$INCLUDEDIR")|g" \
    "packaging/$1.in" >"$filled/$1"
}

# What may fail comes first: nothing is copied unless everything can be.
filled=$(mktemp -d)
trap 'rm -rf "$filled"' EXIT
for name in smote.pc smoteConfig.cmake smoteConfigVersion.cmake; do
  fill "$name"
done
install -d "$library" "$headers" "$pkgconfig" "$cmake" "$documents"
install -m 755 "$LIBRARY" "$library/libsmote.so.$VERSION"
ln -sf "libsmote.so.$VERSION" "$library/$SONAME"
ln -sf "$SONAME" "$library/libsmote.so"
install -m 644 include/smote.h include/smote.hpp "$headers"
install -m 644 LICENSE "$documents"
install -m 644 "$filled/smote.pc" "$pkgconfig"
install -m 644 "$filled/smoteConfig.cmake" "$filled/smoteConfigVersion.cmake" "$cmake"

# Straight into the system: tell the loader. (It fails harmlessly for a prefix
# that the loader does not look into.)
if [ -z "${DESTDIR-}" ] && [ "$(id -u)" -eq 0 ] && command -v ldconfig >/dev/null; then
  ldconfig || true
fi
echo "installed libsmote $VERSION in ${DESTDIR-}$PREFIX"
