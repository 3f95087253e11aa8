"""Puts libsmote into the wheel, and tags it for this platform but any Python 3.

Nothing in the package is linked to CPython, so that one wheel serves all versions.
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LIBRARY = "libsmote.so.1"


class LibraryHook(BuildHookInterface[Any]):
    """Finds the library, or has it built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the library to what the wheel holds."""
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        if version == "editable":
            return  # the package then finds the checkout's build folder
        library = str(self._library())
        build_data["force_include"][library] = f"smote/_lib/{LIBRARY}"

    def _library(self) -> Path:
        chosen = os.environ.get("SMOTE_LIBRARY")
        if chosen:
            return self._existing(Path(chosen).resolve())
        checkout = Path(self.root).resolve().parents[1]
        built = checkout / "build" / "lib" / LIBRARY
        if not built.exists() and (checkout / "Makefile").exists():
            subprocess.run(["make", "-C", str(checkout), "lib"], check=True)
        return self._existing(built)

    def _existing(self, path: Path) -> Path:
        if not path.exists():
            raise FileNotFoundError(
                f"there is no libsmote at {path}: run `make lib` in the source "
                f"checkout first, or set SMOTE_LIBRARY to the path of {LIBRARY}"
            )
        # The wheel holds the file itself, not a link to it.
        return path.resolve()
