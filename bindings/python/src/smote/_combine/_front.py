"""Whether the rows of one table come first in another, of whatever they are.

What another package's sampler returns may be of other types than what it was given:
numbers of another width, or a list by way of an array of texts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from smote._containers import row_count, take
from smote._dtypes import is_sparse

# Rows are compared in blocks, to bound the memory of what they are copied to.
_BLOCK_ROWS = 4096


def begins_with(table: Any, front: Any) -> bool:
    """Whether the first rows of a table are those of `front`, in their order."""
    rows = row_count(front)
    if row_count(table) < rows:
        return False
    if is_sparse(front):
        return _is_same_sparse(sparse.csr_array(front), sparse.csr_array(table)[:rows])
    blocks = (
        np.arange(first, min(first + _BLOCK_ROWS, rows))
        for first in range(0, rows, _BLOCK_ROWS)
    )
    return all(
        _is_same(np.asarray(take(front, block)), np.asarray(take(table, block)))
        for block in blocks
    )


def _is_same(given: NDArray[Any], returned: NDArray[Any]) -> bool:
    if given.shape != returned.shape:
        return False
    if given.dtype.kind in "biuf" and returned.dtype.kind in "biuf":
        given = _rounded(given, returned.dtype)
        return np.array_equal(given, returned, equal_nan=True)
    return all(map(_is_alike, given.ravel().tolist(), returned.ravel().tolist()))


def _is_same_sparse(given: Any, returned: Any) -> bool:
    if given.shape != returned.shape:
        return False
    given = _rounded(given, returned.dtype)
    # What is missing differs from all, even from what is missing as well.
    missing = (given != given).multiply(returned != returned)
    return bool((given != returned).count_nonzero() == missing.count_nonzero())


def _rounded(given: Any, dtype: np.dtype[Any]) -> Any:
    """Return numbers as a sampler that computes in floats of a type returns them."""
    with np.errstate(over="ignore"):
        return given.astype(dtype) if dtype.kind == "f" else given


def _is_alike(given: Any, returned: Any) -> bool:
    """Whether two things are the same; what is missing is like what is missing."""
    if given is returned:
        return True
    try:
        return bool(given == returned or (given != given and returned != returned))
    except (TypeError, ValueError):  # pandas.NA, or arrays: neither true nor false
        return False
