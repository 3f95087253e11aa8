"""Where the shared library is.

In this order: the file that the environment variable ``SMOTE_LIBRARY`` names (for
development), the copy inside the package (a wheel has one), the build folder of the
source checkout that this file is part of (an editable install), the system's loader.
"""

from __future__ import annotations

import os
from pathlib import Path

LIBRARY_NAME = "libsmote.so.1"
_PACKAGE = Path(__file__).resolve().parent


def library_path() -> str:
    """Return what to hand to the dynamic loader: a path, or the bare name."""
    chosen = os.environ.get("SMOTE_LIBRARY")
    if chosen:
        return chosen
    for candidate in _beside_the_package():
        if candidate.exists():
            return str(candidate)
    return LIBRARY_NAME


def not_loaded(path: str, reason: object) -> str:
    """Word the failure to load: what was tried, and what to do."""
    if os.environ.get("SMOTE_LIBRARY"):
        return (
            f"cannot load libsmote from {path!r} ({reason}), which SMOTE_LIBRARY "
            f"names: set it to the path of {LIBRARY_NAME}, or unset it"
        )
    tried = ", ".join(str(candidate) for candidate in _beside_the_package())
    return (
        f"cannot load libsmote from {path!r} ({reason}). Looked for it in {tried} and "
        f"in the system's library path; install the wheel, run `make lib` in the "
        f"source checkout, or set SMOTE_LIBRARY to the path of {LIBRARY_NAME}"
    )


def _beside_the_package() -> list[Path]:
    candidates = [_PACKAGE / "_lib" / LIBRARY_NAME]
    # <checkout>/bindings/python/src/smote
    if len(_PACKAGE.parents) > 3:
        checkout = _PACKAGE.parents[3]
        if (checkout / "include" / "smote.h").exists():
            candidates.append(checkout / "build" / "lib" / LIBRARY_NAME)
    return candidates
