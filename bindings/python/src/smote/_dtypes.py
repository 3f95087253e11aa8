"""Number types: what the library searches, and the way back to the caller's type.

The library knows float32 and float64. Every other type is searched as float64, and
only new rows come back from there: rows that were kept are the caller's own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from smote._native import readable

_WRITTEN = (np.dtype(np.float32), np.dtype(np.float64))


def is_sparse(table: Any) -> bool:
    """Whether it is a scipy sparse matrix or array."""
    return bool(sparse.issparse(table))


def by_row(table: Any) -> Any:
    """Return a table that rows can be taken of: a sparse one as CSR."""
    return table.tocsr() if is_sparse(table) else table


def searchable(table: Any) -> NDArray[Any]:
    """Return a table as the library can read it: dense, and no copy where it can."""
    values: NDArray[Any] = table.toarray() if is_sparse(table) else table
    dtype = values.dtype.newbyteorder("=")
    if dtype not in _WRITTEN:
        # What is too large becomes infinite, which is refused: that says more.
        with np.errstate(over="ignore"):
            values = values.astype(np.float64)
    return readable(values)


def written_whole(dtype: np.dtype[Any]) -> bool:
    """Whether the library can write rows of this type that equal the caller's."""
    return dtype in _WRITTEN and dtype.isnative


def written_new(dtype: np.dtype[Any]) -> bool:
    """Whether rows that the library writes, once cast, are the new rows.

    Not so for half and extended precision: their differences are rounded in their
    own type.
    """
    return dtype.kind != "f" or dtype.newbyteorder("=") in _WRITTEN


def cast(values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Convert interpolated values to the type of a table.

    Integers are truncated toward zero, as numpy does; what is beyond the range of the
    type becomes its least or greatest value. Booleans take the value of the nearer of
    the two rows.
    """
    if dtype.kind == "b":
        return values >= 0.5
    if dtype.kind in "iu" and values.dtype.kind == "f" and values.size > 0:
        return _cast_integers(values, dtype)
    return values.astype(dtype, copy=False)


def _cast_integers(values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    # The greatest 64-bit integers round up to a float that no longer fits. Only rows
    # that are extrapolated can be far beyond.
    least, greatest = np.iinfo(dtype).min, np.iinfo(dtype).max
    if values.min() >= float(least) and values.max() < float(greatest):
        return values.astype(dtype)
    below, beyond = values <= float(least), values >= float(greatest)
    result = np.where(below | beyond, 0, values).astype(dtype)
    result[below] = least
    result[beyond] = greatest
    return result
