"""Parameters about neighbours that samplers share, and the search that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions

from smote import _native
from smote._base import Problem
from smote._dtypes import is_sparse, searchable
from smote._finder import Asked, Finder, found_by_object
from smote._labels import shown
from smote._scaling import SCALES, factors, scaled, weights_of
from smote._threads import thread_count
from smote._watch import Watch

FEW_ROWS = {
    "error": _native.SMOTE_FEW_ROWS_ERROR,
    "clip": _native.SMOTE_FEW_ROWS_CLIP,
}
# A number of neighbours, or an object that finds them.
NEIGHBORS = [
    Interval(Integral, 1, None, closed="left"),
    HasMethods(["kneighbors", "kneighbors_graph"]),
]


def too_many(sampler: Any, name: str, k: int, rows: int) -> str:
    """Say that a parameter needs more rows than there are, and what would help.

    An object counts the row itself, and takes no other `few_rows`.
    """
    if hasattr(getattr(sampler, name), "kneighbors"):
        return f"but the {name} object needs at least {rows}. Lower its n_neighbors"
    return (
        f"but {name} = {k} needs at least {rows}. Lower {name}, or pass few_rows='clip'"
    )


class NeighborSearch:
    """Neighbours by a number of them, or by an object that finds them."""

    n_jobs: int | None
    few_rows: Literal["error", "clip"]

    _search_constraints: ClassVar[dict[str, list[Any]]] = {
        "few_rows": [StrOptions(set(FEW_ROWS))],
    }

    def _neighbors_object(self, name: str) -> Any:
        """Return what stands for a parameter about neighbours, for an attribute."""
        neighbors = getattr(self, name)
        if isinstance(neighbors, Integral):
            return NearestNeighbors(n_neighbors=int(neighbors) + 1)
        if self.few_rows == "clip":
            raise ValueError(
                f"few_rows = 'clip' is about a number of neighbours, but {name} is an "
                f"object that finds as many as it is made for: pass a number, or "
                f"few_rows = 'error'"
            )
        return clone(neighbors)

    def _neighbors(
        self,
        name: str,
        found_by: Any,
        problem: Problem,
        finder: Finder,
        questions: Sequence[Asked],
        *,
        share: float = 1.0,
        always: bool = False,
    ) -> tuple[int, NDArray[np.int64] | None]:
        """Return how many neighbours there are to be, and which they are.

        None where the library is to search by itself, unless they are `always` wanted.
        A search is a `share` of the work still to do.
        """
        if not isinstance(getattr(self, name), Integral):
            found = found_by_object(found_by, name, problem.values, questions)
            return found.shape[1], found
        k = self._checked(name, problem, questions)
        if always or is_sparse(problem.values):
            return k, finder.find(questions, k, share)
        return k, None

    def _checked(self, name: str, problem: Problem, questions: Sequence[Asked]) -> int:
        """Return a number of neighbours that there are enough rows for."""
        k, rows = int(getattr(self, name)), len(problem.classes.rows)
        sizes = [
            rows if asked.among is None else len(asked.among) for asked in questions
        ]
        if self.few_rows == "clip":
            # More than the largest list can have would only cost memory.
            return max(1, min(k, max(sizes, default=1) - 1))
        for asked, size in zip(questions, sizes, strict=True):
            if size <= k:
                what = "X" if asked.among is None else f"class {shown(asked.label)}"
                raise ValueError(
                    f"Expected n_neighbors <= n_samples_fit, but "
                    f"n_neighbors = {k + 1}, n_samples_fit = {size}, "
                    f"n_samples = {len(asked.rows)}: {what} has {size} rows, "
                    f"{too_many(self, name, k, k + 1)}"
                )
        return min(k, max(sizes, default=1))


class MetricSearch(NeighborSearch):
    """The same, with scaled and weighted distances."""

    scale: Literal["sd", "range"] | None
    column_weights: ArrayLike | None

    _metric_constraints: ClassVar[dict[str, list[Any]]] = {
        "scale": [StrOptions({"sd", "range"}), None],
        "column_weights": ["array-like", None],
    }

    def _weights(self, columns: int) -> NDArray[np.float64] | None:
        return weights_of(self.column_weights, columns)

    def _factors(self, values: Any) -> NDArray[np.float64] | None:
        """Return what the columns are multiplied by in distances; None for 1."""
        return factors(values, self.scale, self._weights(values.shape[1]))

    def _finder(self, values: Any, watch: Watch) -> Finder:
        """Return the library's search among all rows of a table."""
        threads = thread_count(self.n_jobs)
        if is_sparse(values):
            rows = scaled(values.tocsr(), self._factors(values))
            return Finder(rows, watch, threads)
        weights = self._weights(values.shape[1])
        return Finder(searchable(values), watch, threads, weights, SCALES[self.scale])

    def _neighbors_object(self, name: str) -> Any:
        is_object = not isinstance(getattr(self, name), Integral)
        if is_object and (self.scale is not None or self.column_weights is not None):
            raise ValueError(
                f"scale and column_weights are about the distances of libsmote's own "
                f"search, but {name} is an object that has its own: pass a number "
                f"of neighbours, or scale the data that the object is fitted on"
            )
        return super()._neighbors_object(name)
