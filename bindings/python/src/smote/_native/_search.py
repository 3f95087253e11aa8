"""The search for nearest neighbours, of one table in another."""

from __future__ import annotations

from ctypes import byref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote._native._callback import callback
from smote._native._functions import library
from smote._native._status import check
from smote._native._structs import (
    address,
    smote_dataset,
    smote_error,
    smote_search,
)
from smote._watch import Watch


def neighbors(
    queries: smote_dataset | None,
    references: smote_dataset,
    indices: NDArray[np.int64],
    distances: NDArray[np.float64],
    watch: Watch,
    **fields: Any,
) -> None:
    """Fill, or with ``resume=1`` improve, the lists of nearest references."""
    search = smote_search(
        neighbors=indices.shape[1], progress=callback(watch), **fields
    )
    error = smote_error()
    check(
        library.smote_neighbors(
            None if queries is None else byref(queries),
            byref(references),
            byref(search),
            address(indices),
            address(distances),
            byref(error),
        ),
        error,
    )
