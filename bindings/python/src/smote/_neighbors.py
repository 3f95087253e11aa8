"""Exact nearest neighbours: by block, for samplers, and from other people's objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote import _native
from smote._dtypes import is_sparse, searchable
from smote._labels import shown
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
    block of references on to the next. It cannot be scaled: see `_factors`.
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


# -------------------------------------------------------- neighbours for a sampler


@dataclass
class Asked:
    """Rows of a class, ascending, whose neighbours are wanted.

    Attributes
    ----------
    label : object
    rows : ndarray of int64
    among : ndarray of int64 or None
        The rows that may be neighbours, `rows` among them; None for all rows.
    """

    label: Any
    rows: NDArray[np.int64]
    among: NDArray[np.int64] | None = None

    def of(self, table: Any) -> Any:
        """Return the part of the table that neighbours are looked for in."""
        return table if self.among is None else table[self.among]

    def named(self, lists: NDArray[np.int64]) -> NDArray[np.int64]:
        """Turn positions in that part into rows of the table; -1 stays."""
        if self.among is None:
            return lists
        return np.where(lists < 0, -1, self.among[lists])


def found_by_object(
    finder: Any, name: str, X: Any, questions: Sequence[Asked]
) -> NDArray[np.int64]:
    """Let an object like `NearestNeighbors` find the neighbours.

    It is fitted on the rows that may be neighbours, and asked for the neighbours of
    rows among them. The first neighbour is taken to be the row itself, and dropped.
    """
    table: NDArray[np.int64] | None = None
    fitted_on_all = False
    for asked in questions:
        if asked.among is not None or not fitted_on_all:
            finder.fit(asked.of(X))
        fitted_on_all = asked.among is None
        lists = np.asarray(finder.kneighbors(X[asked.rows], return_distance=False))
        lists = lists[:, 1:]
        if table is None:
            table = np.empty((X.shape[0], lists.shape[1]), np.int64)
        if lists.shape[1] == 0 or lists.shape != (len(asked.rows), table.shape[1]):
            raise ValueError(
                f"the {name} object returned {lists.shape[1] + 1} neighbours for "
                f"each row of class {shown(asked.label)}; it needs to return the row "
                f"itself and at least one more, and as many for each class"
            )
        table[asked.rows] = asked.named(lists)
    return np.empty((X.shape[0], 1), np.int64) if table is None else table


@dataclass
class Finder:
    """The library's search in one table, for a sampler.

    Attributes
    ----------
    values : ndarray or CSR
        The table; an array must be one that the library can read.
    column_weights : ndarray or None
        As in `smote_search`.
    scale : int
        As in `smote_search`; of an array, and to ask for neighbours among all its rows.
    """

    values: Any
    watch: Watch
    threads: int
    column_weights: NDArray[np.float64] | None = None
    scale: int = _native.SMOTE_SCALE_NONE

    def find(
        self, questions: Sequence[Asked], k: int, share: float = 1.0
    ) -> NDArray[np.int64]:
        """Return k neighbours of each row asked about, as the library takes them.

        Only rows that are asked about are filled in: the others are never read. A list
        that is too short ends in -1. The search is said to take a `share` of the work
        that there is still to do.
        """
        table = np.empty((self.values.shape[0], k), np.int64)
        start, end = self.watch.span
        stop = min(end, start + share * (end - start))
        work = [float(len(asked.rows)) * self._size(asked) for asked in questions]
        reached = start
        for asked, pairs in zip(questions, work, strict=True):
            begin = reached
            reached = min(stop, begin + (stop - start) * pairs / sum(work))
            self.watch.phase(begin, reached)
            table[asked.rows] = self._lists(asked, k)
        self.watch.phase(stop, end)
        return table

    def _size(self, asked: Asked) -> int:
        return int(self.values.shape[0] if asked.among is None else len(asked.among))

    def _lists(self, asked: Asked, k: int) -> NDArray[np.int64]:
        references = asked.of(self.values)
        if len(asked.rows) == self._size(asked):
            return asked.named(self._search(references, k))
        # One more, because a row that is asked about is found as well: it is the first
        # of its list, or, if it has duplicates, one of the first, or even cut off.
        queries = self.values[asked.rows]
        lists = asked.named(self._search(references, k + 1, queries))
        others = lists != asked.rows[:, None]
        others[others.all(axis=1), k] = False
        table: NDArray[np.int64] = lists[others].reshape(-1, k)
        return table

    def _search(
        self, references: Any, k: int, queries: Any = None
    ) -> NDArray[np.int64]:
        lists, _ = search(
            references,
            k,
            self.watch,
            queries=queries,
            threads=self.threads,
            column_weights=self.column_weights,
            scale=self.scale,
        )
        return lists
