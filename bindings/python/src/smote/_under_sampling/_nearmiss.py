"""NearMiss."""

from __future__ import annotations

from collections.abc import Collection
from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors
from sklearn.utils._param_validation import Interval

from smote import _native
from smote._base import Prepared, Problem
from smote._dtypes import by_row
from smote._labels import shown
from smote._neighbor_parameters import NEIGHBORS
from smote._random import Stream
from smote._strategy import minority_of
from smote._under_sampling._base import (
    BaseUnderSampler,
    Kept,
    in_order,
    vanished,
)
from smote._under_sampling._by_distance import ByDistance
from smote._watch import Progress, Watch

_METHODS = {
    1: _native.SMOTE_METHOD_NEARMISS1,
    2: _native.SMOTE_METHOD_NEARMISS2,
    3: _native.SMOTE_METHOD_NEARMISS3,
}


class NearMiss(ByDistance, BaseUnderSampler):
    """Keeps rows by their distances to the smallest class [1]_.

    Version 1 keeps the rows with the smallest mean distance to their `n_neighbors`
    nearest rows of the smallest class; version 2, to the `n_neighbors` farthest.
    Version 3 looks only at the `n_neighbors_ver3` nearest rows of each row of the
    smallest class, and keeps those with the largest mean distance to their
    `n_neighbors` nearest.

    The result equals imbalanced-learn 0.14's bit for bit, wherever no two different
    rows are equally far away from a third; but see the notes on the smallest class.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes lose rows, and how many are left: see `RandomUnderSampler`.
    version : {1, 2, 3}, default=1
        Which of the three methods.
    n_neighbors : int or object, default=3
        Number of rows of the smallest class that distances are taken to, or an object
        like :class:`~sklearn.neighbors.NearestNeighbors`. A row is not among its own:
        ``NearestNeighbors(n_neighbors=3)`` stands for 3.
    n_neighbors_ver3 : int or object, default=3
        Version 3: number of candidates for each row of the smallest class, or such an
        object.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Nothing is drawn. ``'native'`` leaves rows in the order of the input; otherwise
        they come class by class in the order of their distances, as from
        imbalanced-learn.
    few_rows : {'error', 'clip'}, default='error'
        What to do where there are too few rows for so many neighbours: refuse, or use
        all there are. Objects that find neighbours take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    categorical_features : 'auto', array-like of bool, int or str, or None, default=None
        Which columns hold categories; None if all hold numbers: see `TomekLinks`. Not
        if one of the other parameters is an object.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class is to end with.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    nn_ : object
        The neighbours object that was used; for an int, the one that stands for it, not
        fitted.
    nn_ver3_ : object
        The same for `n_neighbors_ver3`; version 3 only.
    categorical_features_ : ndarray of int64
        The columns of categories; only if `categorical_features` is given.
    provenance_ : Provenance
        The same as `sample_indices_`, in its `base`.
    n_kept_ : int
        How many rows the result has.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Warns
    -----
    SmoteWarning
        Version 3: for each class with fewer candidates than the rows it is to end with.

    Notes
    -----
    Where several classes are smallest, the one with the smallest label counts, not the
    one that comes first.

    Rows of the smallest class, if it is targeted, are their own nearest ones. In more
    than 15 columns and in sparse tables, imbalanced-learn finds them not quite 0 apart
    from themselves, and orders by that what comes in the order of the input here: all
    of them for ``n_neighbors=1``, and pairs that are each other's nearest for 2.

    A sparse matrix is made dense to be searched; the result is sparse.

    References
    ----------
    .. [1] J. Zhang, I. Mani, "kNN approach to unbalanced data distributions: a case
       study involving information extraction", ICML workshop on learning from
       imbalanced data sets, 2003.

    Examples
    --------
    >>> from smote import NearMiss
    >>> X = [[0.0], [1.0], [2.0], [7.0], [8.0], [9.0]]
    >>> NearMiss(n_neighbors=1).fit_resample(X, [1, 0, 0, 0, 1, 0])
    ([[1.0], [7.0], [0.0], [8.0]], [0, 0, 1, 1])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseUnderSampler._parameter_constraints,
        **ByDistance._distance_constraints,
        "version": [Interval(Integral, 1, 3, closed="both")],
        "n_neighbors": NEIGHBORS,
        "n_neighbors_ver3": NEIGHBORS,
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        version: Literal[1, 2, 3] = 1,
        n_neighbors: Any = 3,
        n_neighbors_ver3: Any = 3,
        n_jobs: int | None = None,
        stream: Stream = None,
        few_rows: Literal["error", "clip"] = "error",
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        categorical_features: Any = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            n_jobs=n_jobs,
            stream=stream,
            few_rows=few_rows,
            scale=scale,
            column_weights=column_weights,
            categorical_features=categorical_features,
            progress=progress,
        )
        self.version = version
        self.n_neighbors = n_neighbors
        self.n_neighbors_ver3 = n_neighbors_ver3

    def _kept(self, problem: Problem) -> Kept:
        self.nn_ = self._neighbors_object("n_neighbors")
        if self.version == 3:
            self.nn_ver3_ = self._neighbors_object("n_neighbors_ver3")
        if self._is_ours():
            return super()._kept(problem)
        return self._kept_by_objects(problem)

    def _is_ours(self) -> bool:
        return all(isinstance(number, Integral) for number in self._numbers())

    def _numbers(self) -> list[Any]:
        """Return the parameters about neighbours that the version has."""
        third = [self.n_neighbors_ver3] if self.version == 3 else []
        return [self.n_neighbors, *third]

    def _has_rows(self, sizes: Collection[int]) -> bool:
        return min(sizes) >= int(max(self._numbers()))

    def _neighbors_object(self, name: str) -> Any:
        count = getattr(self, name)
        if isinstance(count, Integral):
            # A row of another class is no neighbour of its own.
            return NearestNeighbors(n_neighbors=int(count), n_jobs=self.n_jobs)
        return super()._neighbors_object(name)

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        counts = problem.classes.counts
        minority = minority_of(counts)
        self._require("n_neighbors", minority, counts[minority])
        if self.version == 3:
            for label in self.sampling_strategy_:
                self._require("n_neighbors_ver3", label, counts[label])
        searched, options = self._measured(problem)
        k = int(self.n_neighbors)
        return searched, {**options, **self._settings(), "cleaning_neighbors": k}

    def _settings(self) -> dict[str, Any]:
        candidates = int(self.n_neighbors_ver3) if self.version == 3 else 1
        return {"method": _METHODS[self.version], "candidate_neighbors": candidates}

    def _require(self, name: str, label: Any, rows: int) -> None:
        self._require_rows(name, getattr(self, name), rows, f"class {shown(label)}")

    # ----------------------------------------------------------------- objects

    def _kept_by_objects(self, problem: Problem) -> Kept:
        """Do as the library does, by the caller's objects."""
        values = by_row(problem.values)
        near = values[problem.classes.members(minority_of(problem.classes.counts))]
        self.nn_.fit(near)
        parts, warnings = [], []
        for label in problem.classes.counts:
            rows = problem.classes.members(label)
            wanted = self.sampling_strategy_.get(label, len(rows))
            if label in self.sampling_strategy_:
                rows = self._ranked(values, rows, near)
            if len(rows) < wanted:
                warnings.append(
                    f"class {shown(label)} has fewer candidates than the rows that it "
                    f"is to end with: all of them stay"
                )
            parts.append(rows[:wanted])
        rows = np.concatenate(parts)
        warnings += vanished(problem, rows)
        return in_order(rows, self._draws()), warnings

    def _ranked(
        self, values: Any, rows: NDArray[np.int64], near: Any
    ) -> NDArray[np.int64]:
        """Return those of the rows that may be kept, those to be kept first, first."""
        if self.version == 3:
            lists = clone(self.nn_ver3_).fit(values[rows]).kneighbors(near)[1]
            rows = rows[np.unique(lists)]
        k = int(self.nn_.n_neighbors)
        asked = near.shape[0] if self.version == 2 else k
        distances, _ = self.nn_.kneighbors(values[rows], n_neighbors=asked)
        total = distances[:, -k:].sum(axis=1)
        order = np.argsort(-total if self.version == 3 else total, kind="stable")
        return rows[order]
