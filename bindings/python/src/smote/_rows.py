"""The rows of the result: written by the library, in pieces."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote import _native
from smote._base import Problem
from smote._dtypes import cast, written_new
from smote._provenance import Provenance
from smote._sparse import new_sparse_rows
from smote._watch import Watch

# Writing has no callback of its own: so many bytes take a few ms, after which Ctrl-C
# is answered.
_PIECE_BYTES = 16 << 20


def dense_table(
    problem: Problem,
    searched: NDArray[Any],
    plan: _native.Plan,
    provenance: Provenance,
    watch: Watch,
    threads: int,
) -> Any:
    """Return the resampled table in the caller's container."""
    values, features = problem.values, problem.features
    if features.takes_whole(values):
        whole = _write(searched, plan, 0, watch, threads)
        return features.from_whole(whole)
    if written_new(values.dtype):
        new = cast(
            _write(searched, plan, plan.kept_count, watch, threads), values.dtype
        )
    else:
        new = provenance.rows(plan.kept_count, plan.row_count).interpolate(values)
    return features.extend(values, new)


def _write(
    searched: NDArray[Any], plan: _native.Plan, first: int, watch: Watch, threads: int
) -> NDArray[Any]:
    """Write the output rows from `first` to the last."""
    data = _native.dataset(searched)
    out = np.empty((plan.row_count - first, searched.shape[1]), searched.dtype)
    step = max(1, _PIECE_BYTES // (out.itemsize * out.shape[1]))
    for start in range(0, len(out), step):
        watch.report(start / len(out))
        plan.write(data, first + start, out[start : start + step], threads)
    return out


def sparse_table(problem: Problem, rows: Any, new: Provenance, watch: Watch) -> Any:
    """Return the resampled table; `rows` is the caller's as CSR, `new` what to add."""
    blocks = new_sparse_rows(rows, new, watch)
    return problem.features.extend(problem.values, blocks)
