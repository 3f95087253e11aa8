"""Which neighbours a sampler asks for, and what finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote import _native
from smote._block_search import search
from smote._labels import Classes, shown
from smote._watch import Watch


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


def among_class(classes: Classes, labels: Iterable[Any]) -> list[Asked]:
    """Ask for neighbours of the rows of classes, within their class."""
    members = {label: classes.members(label) for label in labels}
    return [Asked(label, rows, rows) for label, rows in members.items()]


def among_all(classes: Classes, labels: Iterable[Any]) -> list[Asked]:
    """Ask for neighbours of the rows of classes, among all rows."""
    return [Asked(label, classes.members(label)) for label in labels]


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
