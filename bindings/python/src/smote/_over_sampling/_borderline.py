"""Borderline-SMOTE."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import StrOptions

from smote import _native
from smote._base import Problem
from smote._dtypes import is_sparse
from smote._finder import Asked, Finder, among_all
from smote._neighbor_parameters import NEIGHBORS
from smote._output import Output, sparse_table_by_columns
from smote._over_sampling._base import BASES, BaseInterpolator
from smote._random import RandomStateLike, Stream
from smote._watch import Progress

_KINDS = {
    "borderline-1": _native.SMOTE_METHOD_BORDERLINE1,
    "borderline-2": _native.SMOTE_METHOD_BORDERLINE2,
}


class BorderlineSMOTE(BaseInterpolator):
    """SMOTE from the rows in danger alone [1]_.

    A row is in danger if, among its `m_neighbors` nearest rows of any class, at least
    half, but not all, belong to other classes. New rows lie between a row in danger and
    one of its `k_neighbors` nearest rows: of the same class ('borderline-1'), or of any
    class, and then less than half of the way to one of another ('borderline-2').

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit, wherever no two different rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many: see `SMOTE`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`.
    k_neighbors : int or object, default=5
        Number of neighbours to interpolate towards, or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour.
    m_neighbors : int or object, default=10
        Number of neighbours that decide which rows are in danger, or such an object.
    kind : {'borderline-1', 'borderline-2'}, default='borderline-1'
        Which of the two methods of [1]_.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says.
    few_rows : {'error', 'clip'}, default='error'
        What to do where there are too few rows for so many neighbours: refuse, or use
        all neighbours there are. Objects that find neighbours take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    bases : {'even', 'random'}, default='even'
        Whether the native stream lets each row in danger be the base of equally many
        new rows, or draws bases with replacement.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class was to gain.
    provenance_ : Provenance
        Base row, neighbour row and gap of each row of the result.
    n_kept_ : int
        How many rows of the result, the first ones, are rows of the input.
    in_danger_indices : dict
        The rows in danger, ascending, of each class that has any.
    nn_k_ : object
        The neighbours object for `k_neighbors`; for an int, the one that stands for it,
        not fitted.
    nn_m_ : object
        The same for `m_neighbors`.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Warns
    -----
    SmoteWarning
        For each class that is to gain rows and has none in danger: it stays as it is.

    Notes
    -----
    [1]_ takes the neighbours of 'borderline-2' from all rows, and so does
    imbalanced-learn, whose stream of random numbers rounds the difference to a row of
    another class once more: where such rows are computed from `provenance_`, they may
    differ in the last bit.

    References
    ----------
    .. [1] H. Han, W.-Y. Wang, B.-H. Mao, "Borderline-SMOTE: a new over-sampling method
       in imbalanced data sets learning", Advances in Intelligent Computing, ICIC 2005,
       878-887. https://doi.org/10.1007/11538059_91

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import BorderlineSMOTE
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> sampler = BorderlineSMOTE(random_state=42)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 898), (1, 898)]
    >>> {int(label): len(rows) for label, rows in sampler.in_danger_indices.items()}
    {0: 80}
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseInterpolator._parameter_constraints,
        "k_neighbors": NEIGHBORS,
        "bases": [StrOptions(set(BASES))],
        "m_neighbors": NEIGHBORS,
        "kind": [StrOptions(set(_KINDS))],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        k_neighbors: Any = 5,
        m_neighbors: Any = 10,
        kind: Literal["borderline-1", "borderline-2"] = "borderline-1",
        n_jobs: int | None = None,
        stream: Stream = None,
        few_rows: Literal["error", "clip"] = "error",
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        bases: Literal["even", "random"] = "even",
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            n_jobs=n_jobs,
            stream=stream,
            few_rows=few_rows,
            scale=scale,
            column_weights=column_weights,
            progress=progress,
        )
        self.k_neighbors = k_neighbors
        self.m_neighbors = m_neighbors
        self.kind = kind
        self.bases = bases

    def _options(self, problem: Problem, finder: Finder) -> dict[str, Any]:
        self.nn_k_ = self._neighbors_object("k_neighbors")
        self.nn_m_ = self._neighbors_object("m_neighbors")
        m, nearest = self._neighbors(
            "m_neighbors",
            self.nn_m_,
            problem,
            finder,
            among_all(problem.classes, problem.growing),
            share=0.5,
            always=True,
        )
        self.in_danger_indices = _in_danger(problem, nearest)
        k, found = self._neighbors(
            "k_neighbors", self.nn_k_, problem, finder, self._questions(problem)
        )
        return {
            "method": _KINDS[self.kind],
            "neighbors": k,
            "bases": BASES[self.bases],
            "danger_neighbors": m,
            "class_neighbors": found,
            "all_neighbors": nearest,
            # Classes that have rows in danger have been found to have rows enough; the
            # library would refuse the others as well.
            "few_rows": _native.SMOTE_FEW_ROWS_CLIP,
        }

    def _table(self, problem: Problem, output: Output) -> Any:
        if self.kind == "borderline-2" and is_sparse(problem.values):
            # Where a gap is halved, imbalanced-learn's rounding is not in the gap.
            return sparse_table_by_columns(problem, output)
        return super()._table(problem, output)

    def _questions(self, problem: Problem) -> list[Asked]:
        if self.kind == "borderline-2":
            return [
                Asked(label, rows) for label, rows in self.in_danger_indices.items()
            ]
        return [
            Asked(label, rows, problem.classes.members(label))
            for label, rows in self.in_danger_indices.items()
        ]


def _in_danger(
    problem: Problem, nearest: NDArray[np.int64] | None
) -> dict[Any, NDArray[np.int64]]:
    """Return the rows in danger of each class that grows and has any."""
    assert nearest is not None
    danger = {}
    for label in problem.growing:
        members = problem.classes.members(label)
        lists = nearest[members]
        listed = lists >= 0
        code = problem.classes.codes[label]
        others = (listed & (problem.classes.rows[lists] != code)).sum(axis=1)
        total = listed.sum(axis=1)
        rows = members[(2 * others >= total) & (others < total)]
        if len(rows) > 0:
            danger[label] = rows
    return danger
