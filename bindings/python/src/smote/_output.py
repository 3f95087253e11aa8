"""The rows of the result: written by the library, in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from smote import _native
from smote._base import Problem
from smote._columns import Categories
from smote._containers import take_copies
from smote._dtypes import cast, is_sparse, searchable, written_new
from smote._provenance import Origin, Provenance, is_new
from smote._sparse import new_sparse_rows
from smote._watch import Watch

# Writing has no callback of its own: so many bytes take a few ms, after which Ctrl-C
# is answered.
_PIECE_BYTES = 16 << 20
# Of a sparse table, so much is made dense at a time.
_DENSE_BYTES = 64 << 20


@dataclass
class Output:
    """The rows of a plan: all of them, or new ones to be set below the input's.

    Where a second step drops rows, those that stay may come in any order. Which of them
    are new is told by where they come from, and by what the library writes: one that
    equals the row of the input that it repeats may as well be that row.

    Attributes
    ----------
    plan : Plan or Plans
    origin : Origin
        Where the rows come from.
    searched : ndarray
        The table that the plan was made from.
    is_cleaned : bool
        Whether there was a second step.
    """

    plan: _native.Plan | _native.Plans
    origin: Origin
    searched: NDArray[Any]
    is_cleaned: bool
    watch: Watch
    threads: int

    def __post_init__(self) -> None:
        if self.is_cleaned:
            self._is_new = is_new(self.origin.whole)

    def whole(self) -> NDArray[Any]:
        """Write all rows."""
        return self._written(0)

    def new(self) -> NDArray[Any]:
        """Write the new rows."""
        if not self.is_cleaned:
            return self._written(self.plan.kept_count)
        blocks = [np.empty((0, self.searched.shape[1]), self.searched.dtype)]
        return np.concatenate([*blocks, *self.pieces()])

    def pieces(self) -> Iterator[NDArray[Any]]:
        """Write the new rows, some at a time."""
        first = 0 if self.is_cleaned else self.plan.kept_count
        columns, dtype = self.searched.shape[1], self.searched.dtype
        for piece in self._ranges(first):
            out = np.empty((piece.stop - piece.start, columns), dtype)
            self._write(piece, out)
            yield self._new_of(piece, out) if self.is_cleaned else out

    def added(self) -> Provenance:
        """Return where the new rows come from, as far as that is all about them."""
        if not self.is_cleaned:
            return self.origin.added
        return self.origin.whole.at(self._is_new)

    def arranged(self, table: Any) -> Any:
        """Put the input's rows, and the new ones below, in the order of the output."""
        if not self.is_cleaned:
            return table
        rows = self.origin.base.copy()
        (new,) = np.nonzero(self._is_new)
        rows[new] = np.arange(len(new)) + self.searched.shape[0]
        return take_copies(table, rows)

    def _new_of(self, piece: slice, out: NDArray[Any]) -> NDArray[Any]:
        as_base = self.searched[self.origin.base[piece]]
        self._is_new[piece] |= (out != as_base).any(axis=1)
        new: NDArray[Any] = out[self._is_new[piece]]
        return new

    def _written(self, first: int) -> NDArray[Any]:
        rows = self.plan.row_count - first
        out = np.empty((rows, self.searched.shape[1]), self.searched.dtype)
        for piece in self._ranges(first):
            self._write(piece, out[piece.start - first : piece.stop - first])
        return out

    def _write(self, piece: slice, out: NDArray[Any]) -> None:
        data = _native.dataset(self.searched)
        self.plan.write(data, piece.start, out, self.threads)

    def _ranges(self, first: int) -> Iterator[slice]:
        """Yield the rows from `first` on, some at a time, and report what is done."""
        last = self.plan.row_count
        row_bytes = self.searched.itemsize * self.searched.shape[1]
        step = max(1, _PIECE_BYTES // row_bytes)
        for start in range(first, last, step):
            self.watch.report((start - first) / (last - first))
            yield slice(start, min(start + step, last))


def interpolated_table(problem: Problem, output: Output) -> Any:
    """Return the resampled table in the caller's container."""
    values = problem.values
    if is_sparse(values):
        return _sparse_table(problem, output)
    if problem.features.takes_whole(values) or written_new(values.dtype):
        return written_table(problem, output)
    new = output.added().interpolate(values)
    return output.arranged(problem.features.extend(values, new))


def written_table(problem: Problem, output: Output) -> Any:
    """Return the same, but with new rows that are what the library writes."""
    values, features = problem.values, problem.features
    if is_sparse(values):
        new: Any = [
            type(values)(cast(block, values.dtype)) for block in output.pieces()
        ]
    elif features.takes_whole(values):
        return features.from_whole(output.whole())
    else:
        new = cast(output.new(), values.dtype)
    return output.arranged(features.extend(values, new))


def sparse_table_by_columns(problem: Problem, output: Output) -> Any:
    """Return a sparse table with new rows that are what the library writes.

    They are written some columns at a time: neither they nor the table are ever dense
    as a whole.
    """
    values = problem.values
    columns, count = values.tocsc(), values.shape[1]
    step = max(1, _DENSE_BYTES // (8 * output.plan.row_count))
    start, end = output.watch.span
    share = (end - start) / count
    blocks = []
    for first in range(0, count, step):
        last = min(first + step, count)
        output.watch.phase(start + share * first, start + share * last)
        searched = searchable(columns[:, first:last])
        new = replace(output, searched=searched).new()
        blocks.append(type(columns)(cast(new, values.dtype)))
    output.watch.phase(start, end)
    new_rows = type(values)(sparse.hstack(blocks, format=values.format))
    return output.arranged(problem.features.extend(values, [new_rows]))


def _sparse_table(problem: Problem, output: Output) -> Any:
    rows = problem.values.tocsr()
    blocks = new_sparse_rows(rows, output.added(), output.watch)
    return output.arranged(problem.features.extend(problem.values, blocks))


def voted_columns(columns: Sequence[Categories | None], output: Output) -> list[Any]:
    """Return the new rows column by column, as numbers or, if it has them, as codes."""
    rows = output.plan.row_count
    if not output.is_cleaned:
        rows -= output.plan.kept_count
    dtype = output.searched.dtype
    new = [
        np.empty(rows, np.int32 if isinstance(column, Categories) else dtype)
        for column in columns
    ]
    count = 0
    for block in output.pieces():
        for place, values in enumerate(new):
            values[count : count + len(block)] = block[:, place]
        count += len(block)
    return [
        Categories(values[:count], column.examples)
        if isinstance(column, Categories)
        else values[:count]
        for column, values in zip(columns, new, strict=True)
    ]
