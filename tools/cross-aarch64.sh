#!/usr/bin/env bash
# Builds FOLDER/lib/libsmote.so for aarch64 Linux, on any machine.
#
#     tools/cross-aarch64.sh FOLDER
#
# The Swift toolchain has Embedded Swift for bare aarch64, which has the ABI of Linux; C headers,
# the C library and the linker are those of Debian's cross compiler. The library is only as good as
# its tests: releases are built by SwiftPM on the machine they are for (Package.swift).
set -euo pipefail

mkdir -p "$1/modules" "$1/lib"
folder=$(realpath "$1")
cd "$(dirname "$0")/.."
gcc=aarch64-linux-gnu-gcc

# What SwiftPM would make for targets of C without a module map of their own.
includes=() maps=(-Xcc "-fmodule-map-file=Sources/CSmote/include/module.modulemap")
for module in CSmote CKernels CSupport; do
  includes+=("-ISources/$module/include")
  [ $module = CSmote ] && continue
  map=$folder/modules/$module.modulemap
  printf 'module %s { umbrella "%s/Sources/%s/include" export * }\n' $module "$PWD" $module >"$map"
  maps+=(-Xcc "-fmodule-map-file=$map")
done

embedded=(-target aarch64-none-none-elf -enable-experimental-feature Embedded -swift-version 6
  -wmo -O -parse-as-library -package-name smote -Xfrontend -function-sections
  -I "$folder/modules" -module-cache-path "$folder/cache" "${maps[@]}"
  -Xcc -fPIC -Xcc -isystem -Xcc /usr/aarch64-linux-gnu/include)
for include in "${includes[@]}"; do embedded+=(-Xcc "$include"); done

# compile MODULE [MORE...]: everything in the module's folder.
compile() {
  local sources
  mapfile -t sources < <(find -L "Sources/$1" -name '*.swift' | sort)
  "${SWIFTC:-swiftc}" -module-name "$1" -emit-module -emit-module-path "$folder/modules/$1.swiftmodule" \
    "${embedded[@]}" "${@:2}" "${sources[@]}"
}

compile KernelBaseline -c -o "$folder/KernelBaseline.o"
# SmoteC compiles what it uses of the engine, which is all of it.
compile SmoteEngine
compile SmoteC -c -o "$folder/SmoteC.o"
for source in CKernels/dispatch CSupport/support CSmote/layout; do
  "$gcc" -O2 -fPIC "${includes[@]}" -c "Sources/$source.c" -o "$folder/$(basename $source).o"
done
"$gcc" -shared -o "$folder/lib/libsmote.so" "$folder"/*.o -lm -Wl,--no-undefined -Wl,--gc-sections \
  -Wl,-z,now -Wl,-z,noexecstack -Wl,--version-script=Sources/SmoteLink/exports.map
