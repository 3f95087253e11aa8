"""The rows of the result: written by the library, in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote import _native
from smote._base import Problem
from smote._columns import Categories
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
    plan: _native.Plan | _native.Plans,
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
        new = _new_rows(searched, plan, values.dtype, watch, threads)
    else:
        new = provenance.rows(plan.kept_count, plan.row_count).interpolate(values)
    return features.extend(values, new)


def noisy_table(
    problem: Problem,
    searched: NDArray[Any],
    plan: _native.Plan | _native.Plans,
    watch: Watch,
    threads: int,
) -> Any:
    """Return the resampled table, whose new rows only the library can make."""
    values, features = problem.values, problem.features
    if features.takes_whole(values):
        return features.from_whole(_write(searched, plan, 0, watch, threads))
    return features.extend(
        values, _new_rows(searched, plan, values.dtype, watch, threads)
    )


def noisy_sparse_table(
    problem: Problem,
    searched: NDArray[Any],
    plan: _native.Plan | _native.Plans,
    watch: Watch,
    threads: int,
) -> Any:
    """Return the resampled table; `searched` is the caller's, made dense."""
    values = problem.values
    blocks = [
        type(values)(cast(block, values.dtype))
        for block in _pieces(searched, plan, watch, threads)
    ]
    return problem.features.extend(values, blocks)


def voted_columns(
    columns: Sequence[Categories | None],
    searched: NDArray[Any],
    plan: _native.Plan | _native.Plans,
    watch: Watch,
    threads: int,
) -> list[Any]:
    """Return the new rows column by column, as numbers or, if it has them, as codes."""
    rows = plan.row_count - plan.kept_count
    new = [
        np.empty(rows, np.int32 if isinstance(column, Categories) else searched.dtype)
        for column in columns
    ]
    first = 0
    for block in _pieces(searched, plan, watch, threads):
        for place, values in enumerate(new):
            values[first : first + len(block)] = block[:, place]
        first += len(block)
    return [
        Categories(values, column.examples)
        if isinstance(column, Categories)
        else values
        for column, values in zip(columns, new, strict=True)
    ]


def _new_rows(
    searched: NDArray[Any],
    plan: _native.Plan | _native.Plans,
    dtype: np.dtype[Any],
    watch: Watch,
    threads: int,
) -> NDArray[Any]:
    return cast(_write(searched, plan, plan.kept_count, watch, threads), dtype)


def _write(
    searched: NDArray[Any],
    plan: _native.Plan | _native.Plans,
    first: int,
    watch: Watch,
    threads: int,
) -> NDArray[Any]:
    """Write the output rows from `first` to the last."""
    data = _native.dataset(searched)
    out = np.empty((plan.row_count - first, searched.shape[1]), searched.dtype)
    for piece in _ranges(out):
        watch.report(piece.start / len(out))
        plan.write(data, first + piece.start, out[piece], threads)
    return out


def _pieces(
    searched: NDArray[Any],
    plan: _native.Plan | _native.Plans,
    watch: Watch,
    threads: int,
) -> Iterator[NDArray[Any]]:
    """Write the new rows, some at a time."""
    data = _native.dataset(searched)
    shape = plan.row_count - plan.kept_count, searched.shape[1]
    for piece in _ranges(np.broadcast_to(searched.dtype.type(0), shape)):
        watch.report(piece.start / shape[0])
        out = np.empty((piece.stop - piece.start, shape[1]), searched.dtype)
        plan.write(data, plan.kept_count + piece.start, out, threads)
        yield out


def _ranges(table: NDArray[Any]) -> list[slice]:
    rows, columns = table.shape
    step = max(1, _PIECE_BYTES // (table.itemsize * columns))
    return [slice(first, min(first + step, rows)) for first in range(0, rows, step)]


def sparse_table(problem: Problem, rows: Any, new: Provenance, watch: Watch) -> Any:
    """Return the resampled table; `rows` is the caller's as CSR, `new` what to add."""
    blocks = new_sparse_rows(rows, new, watch)
    return problem.features.extend(problem.values, blocks)
