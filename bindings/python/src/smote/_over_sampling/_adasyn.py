"""ADASYN."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smote import _native
from smote._base import Problem, Result
from smote._finder import Finder, among_all, among_class
from smote._neighbor_parameters import FEW_ROWS, NEIGHBORS
from smote._over_sampling._base import BaseInterpolator
from smote._random import RandomStateLike, Stream
from smote._watch import Progress


class ADASYN(BaseInterpolator):
    """Adaptive synthetic sampling [1]_.

    SMOTE that makes more new rows from those rows of a class that have more rows of
    other classes among their `n_neighbors` nearest.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit, wherever no two different rows are equally far away from a third. Like there,
    the number of new rows of each row is rounded by itself, so that a class may end
    with some more or fewer than asked for. ``stream='native'`` makes exactly as many.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many: see `SMOTE`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`. An int here begins one stream for
        all classes.
    n_neighbors : int or object, default=5
        Number of neighbours, both those that decide how many rows are made and those
        that are interpolated towards; or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour.
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
    nn_ : object
        The neighbours object that was used, fitted on the last class; for an int, the
        one that stands for it, not fitted.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Warns
    -----
    SmoteWarning
        Native stream: for each class none of whose rows has a neighbour of another
        class. All its rows count the same then.

    Raises
    ------
    RuntimeError
        numpy's stream: if no row of a class has a neighbour of another class.
    ValueError
        numpy's stream: if the new rows of every row of a class round to 0.

    References
    ----------
    .. [1] H. He, Y. Bai, E. A. Garcia, S. Li, "ADASYN: adaptive synthetic sampling
       approach for imbalanced learning", IEEE International Joint Conference on Neural
       Networks, 1322-1328, 2008. https://doi.org/10.1109/IJCNN.2008.4633969

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import ADASYN
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> X_new, y_new = ADASYN(random_state=42, stream='native').fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 898), (1, 898)]
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseInterpolator._parameter_constraints,
        "n_neighbors": NEIGHBORS,
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        n_neighbors: Any = 5,
        n_jobs: int | None = None,
        stream: Stream = None,
        few_rows: Literal["error", "clip"] = "error",
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
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
        self.n_neighbors = n_neighbors

    def _options(self, problem: Problem, finder: Finder) -> dict[str, Any]:
        self.nn_ = self._neighbors_object("n_neighbors")
        k, nearest = self._neighbors(
            "n_neighbors",
            self.nn_,
            problem,
            finder,
            among_all(problem.classes, problem.growing),
            share=0.5,
        )
        found = self._in_class(k, problem, finder)
        return {
            "method": _native.SMOTE_METHOD_ADASYN,
            "neighbors": k,
            "class_neighbors": found,
            "all_neighbors": nearest,
            "few_rows": FEW_ROWS[self.few_rows],
        }

    def _in_class(
        self, k: int, problem: Problem, finder: Finder
    ) -> NDArray[np.int64] | None:
        questions = among_class(problem.classes, problem.growing)
        _, found = self._neighbors("n_neighbors", self.nn_, problem, finder, questions)
        if found is None or found.shape[1] == k:
            return found
        # few_rows='clip' found as many as the largest class has, which are fewer.
        table = np.full((len(found), k), -1, np.int64)
        table[:, : found.shape[1]] = found
        return table

    def _resample(self, problem: Problem) -> Result:
        try:
            return super()._resample(problem)
        except _native.NoCandidates as error:
            raise _as_the_peer(problem, str(error)) from None


def _as_the_peer(problem: Problem, sentence: str) -> Exception:
    """Word the two reasons for which no row can be made as imbalanced-learn does."""
    reason = problem.classes.in_own_words(sentence)
    if "has a neighbour of another class" in sentence:
        return RuntimeError(
            f"Not any neigbours belong to the majority class. This case will induce a "
            f"NaN case with a division by zero. ADASYN is not suited for this specific "
            f"dataset. Use SMOTE instead. ({reason})"
        )
    return ValueError(
        f"No samples will be generated with the provided ratio settings. ({reason})"
    )
