"""New rows of a sparse table."""

from __future__ import annotations

from typing import Any

import numpy as np

from smote._dtypes import cast
from smote._provenance import Provenance
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
    new = base + type(X)((gap * step.data, step.indices, step.indptr), step.shape)
    new.data = cast(new.data, X.dtype)
    return new
