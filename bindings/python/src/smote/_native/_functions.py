"""The functions of the header, and the library that has them."""

from __future__ import annotations

import ctypes
from ctypes import (
    POINTER,
    c_char_p,
    c_int32,
    c_int64,
    c_uint32,
    c_void_p,
)
from typing import Any

from smote._library import library_path, not_loaded
from smote._native._structs import (
    smote_dataset,
    smote_error,
    smote_options,
    smote_output,
    smote_search,
)
from smote._version import __version__

# Every function of the header: its result, then its arguments. Arrays and plans
# are plain addresses.
SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "smote_version": (c_uint32, ()),
    "smote_cpu": (c_char_p, ()),
    "smote_status_name": (c_char_p, (c_int32,)),
    "smote_method_name": (c_char_p, (c_int32,)),
    "smote_plan_create": (
        c_int32,
        (
            POINTER(smote_dataset),
            POINTER(smote_options),
            POINTER(c_void_p),
            POINTER(smote_error),
        ),
    ),
    "smote_plan_free": (None, (c_void_p,)),
    "smote_plan_row_count": (c_int64, (c_void_p,)),
    "smote_plan_kept_count": (c_int64, (c_void_p,)),
    "smote_plan_rounds": (c_int64, (c_void_p,)),
    "smote_plan_warning_count": (c_int64, (c_void_p,)),
    "smote_plan_warning": (
        c_int32,
        (c_void_p, c_int64, POINTER(smote_error), POINTER(smote_error)),
    ),
    "smote_plan_provenance": (
        c_int32,
        (
            c_void_p,
            c_int64,
            c_int64,
            c_void_p,
            c_void_p,
            c_void_p,
            POINTER(smote_error),
        ),
    ),
    "smote_plan_voted": (
        c_int32,
        (c_void_p, c_int64, c_void_p, POINTER(smote_error)),
    ),
    "smote_plan_write": (
        c_int32,
        (
            c_void_p,
            POINTER(smote_dataset),
            c_int64,
            c_int64,
            POINTER(smote_output),
            c_int32,
            POINTER(smote_error),
        ),
    ),
    "smote_neighbors": (
        c_int32,
        (
            POINTER(smote_dataset),
            POINTER(smote_dataset),
            POINTER(smote_search),
            c_void_p,
            c_void_p,
            POINTER(smote_error),
        ),
    ),
}


def _load() -> ctypes.CDLL:
    path = library_path()
    try:
        library = ctypes.CDLL(path)
        for name, (result, arguments) in SIGNATURES.items():
            function = getattr(library, name)
            function.restype = result
            function.argtypes = arguments
    except (OSError, AttributeError) as error:
        raise ImportError(not_loaded(path, error)) from error
    _refuse_another_version(library, path)
    return library


def _refuse_another_version(library: ctypes.CDLL, path: str) -> None:
    number = int(library.smote_version())
    found = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if found != __version__:
        raise ImportError(
            f"the libsmote loaded from {path!r} is version {found}, but this package "
            f"needs {__version__}: another library may be first on the search path, "
            f"or SMOTE_LIBRARY may name one"
        )


library = _load()


def cpu() -> str:
    """Return the instruction set that the distance kernels use."""
    return str(library.smote_cpu().decode())
