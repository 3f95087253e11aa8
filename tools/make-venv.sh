#!/usr/bin/env bash
# Makes the virtual environment .venv, unless a working one is there.
set -euo pipefail
cd "$(dirname "$0")/.."

if .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  exit 0
fi
python=$(tools/find-python.sh)
echo "making .venv with $("$python" --version)"
rm -rf .venv
"$python" -m venv .venv
