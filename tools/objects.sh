#!/usr/bin/env bash
# Lists the library's objects in a build that `swift build --scratch-path FOLDER/build` made.
#
#     tools/objects.sh FOLDER
#
# One for each source that there is: objects of sources that are gone stay in the folder.
set -euo pipefail

folder=$(realpath "$1")
cd "$(dirname "$0")/../Sources"

for module in CKernels CSmote CSupport Kernel* SmoteEngine SmoteC; do
  find -L "$module" \( -name '*.swift' -o -name '*.c' \) \
    -printf "$folder/build/release/$module.build/%f.o\n"
done
