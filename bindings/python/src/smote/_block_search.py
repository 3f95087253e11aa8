"""Exact nearest neighbours in dense and sparse tables, by blocks of the latter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote import _native
from smote._dtypes import is_sparse, searchable
from smote._watch import Watch

# A block of a sparse table is made dense to be searched.
_BLOCK_BYTES = 64 << 20

Lists = tuple[NDArray[np.int64], NDArray[np.float64]]


def search(
    references: Any,
    k: int,
    watch: Watch,
    *,
    queries: Any = None,
    threads: int = 0,
    column_weights: NDArray[np.float64] | None = None,
    scale: int = _native.SMOTE_SCALE_NONE,
) -> Lists:
    """Find neighbours in a dense or CSR table; distances are squared.

    A sparse table is made dense by blocks; the library takes the lists found in one
    block of references on to the next. It cannot be scaled: see `_scaling`.
    """
    asked = references if queries is None else queries
    indices = np.full((asked.shape[0], k), -1, np.int64)
    distances = np.full((asked.shape[0], k), np.inf)
    dtype = _common_dtype(asked, references)
    pairs = [(q, r) for q in blocks(asked) for r in blocks(references)]
    start, end = watch.span
    for number, (q, r) in enumerate(pairs):
        watch.phase(
            start + (end - start) * number / len(pairs),
            start + (end - start) * (number + 1) / len(pairs),
        )
        dense = _native.dataset(dense_block(references, r, dtype))
        # A table against itself: the library then visits each pair once.
        itself = queries is None and q == r
        _native.neighbors(
            None if itself else _native.dataset(dense_block(asked, q, dtype)),
            dense,
            indices[q],
            distances[q],
            watch,
            first_query=q.start,
            first_reference=r.start,
            one_table=int(queries is None),
            resume=int(r.start > 0),
            threads=threads,
            column_weights=column_weights,
            scale=scale,
        )
    watch.phase(start, end)
    return indices, distances


def _common_dtype(queries: Any, references: Any) -> np.dtype[Any]:
    both = {queries.dtype.newbyteorder("="), references.dtype.newbyteorder("=")}
    return np.dtype(np.float32 if both == {np.dtype(np.float32)} else np.float64)


def blocks(table: Any) -> list[slice]:
    """Return which rows are to be dense at a time: all, unless a table is sparse."""
    rows, columns = table.shape
    step = max(1, _BLOCK_BYTES // (8 * columns)) if is_sparse(table) else rows
    return [slice(first, min(first + step, rows)) for first in range(0, rows, step)]


def dense_block(table: Any, rows: slice, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return these rows for the library to read."""
    if is_sparse(table):
        return np.asarray(table[rows].astype(dtype, copy=False).toarray())
    return searchable(table.astype(dtype, copy=False))
