"""New rows of a sparse table."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote._dtypes import cast
from smote._provenance import Provenance, between
from smote._watch import Watch

# Rows are made in blocks, so that Ctrl-C is answered between them.
_BLOCK_VALUES = 2 << 20


def new_sparse_rows(X: Any, provenance: Provenance, watch: Watch) -> list[Any]:
    """Interpolate rows of a CSR table; the result is a list of blocks of rows.

    Values and explicit zeros are those of imbalanced-learn; the column numbers of a
    row ascend. Integers count as float64, as everywhere here.
    """
    rows = len(provenance.base)
    step = max(1, _BLOCK_VALUES * max(1, X.shape[0]) // max(1, X.nnz))
    blocks = []
    for first in range(0, rows, step):
        watch.report(first / rows)
        blocks.append(_block(X, provenance.rows(first, first + step)))
    return blocks


def _block(X: Any, provenance: Provenance) -> Any:
    base, neighbor = X[provenance.base], X[provenance.neighbor]
    if X.dtype.kind != "f":
        base, neighbor = base.astype(np.float64), neighbor.astype(np.float64)
    step = neighbor - base
    gap = np.repeat(provenance.gap, np.diff(step.indptr))
    with np.errstate(invalid="ignore", over="ignore"):
        new = base + type(X)((gap * step.data, step.indices, step.indptr), step.shape)
        new.data = cast(new.data, X.dtype)
    _mend(new, base, neighbor, provenance.gap)
    return new


def _mend(new: Any, base: Any, neighbor: Any, gap: NDArray[np.float64]) -> None:
    """Compute anew what is not finite, as the library does."""
    if new.dtype.kind != "f":
        return
    (wrong,) = np.nonzero(~np.isfinite(new.data))
    if len(wrong) > 0:
        rows = np.searchsorted(new.indptr, wrong, side="right") - 1
        columns = new.indices[wrong]
        first, second = (
            np.asarray(table[rows, columns]).ravel() for table in (base, neighbor)
        )
        new.data[wrong] = between(first, second, gap[rows])
