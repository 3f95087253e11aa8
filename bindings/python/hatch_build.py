"""Puts libsmote into the wheel, and tags it for this platform but any Python 3.

Nothing in the package is linked to CPython, so that one wheel serves all versions.
"""

from __future__ import annotations

import ctypes
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
        path = self._existing(Path(chosen) if chosen else self._built())
        self._refuse_another(path)
        return path

    def _built(self) -> Path:
        checkout = self._checkout()
        built = checkout / "build" / "lib" / LIBRARY
        if not built.exists():
            subprocess.run(["make", "-C", str(checkout), "lib"], check=True)
        return built

    def _checkout(self) -> Path:
        # What is two folders above an unpacked sdist is somebody else's.
        root = Path(self.root).resolve()
        for checkout in root.parents[1:2]:
            header = checkout / "include" / "smote.h"
            here = checkout / "bindings" / "python"
            if header.exists() and here.exists() and here.samefile(root):
                return checkout
        raise FileNotFoundError(
            f"there is no libsmote in {root}, which is an sdist and no source "
            f"checkout: set SMOTE_LIBRARY to the path of {LIBRARY}"
        )

    def _existing(self, path: Path) -> Path:
        if not path.exists():
            raise FileNotFoundError(
                f"there is no libsmote at {path}: run `make lib` in the source "
                f"checkout first, or set SMOTE_LIBRARY to the path of {LIBRARY}"
            )
        # The wheel holds the file itself, not a link to it.
        return path.resolve()

    def _refuse_another(self, path: Path) -> None:
        """Load it, as the package is going to, and ask for its version."""
        try:
            number = int(ctypes.CDLL(str(path)).smote_version())
        except (OSError, AttributeError) as error:
            raise ValueError(f"{path} is no libsmote: {error}") from error
        found = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
        if found != self.metadata.version:
            raise ValueError(
                f"the libsmote at {path} is version {found}, but this package is "
                f"{self.metadata.version}: run `make lib` in the source checkout, or "
                f"set SMOTE_LIBRARY to the path of one of the same version"
            )
