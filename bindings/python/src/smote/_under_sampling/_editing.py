"""Edited nearest neighbours: once, again and again, and with more and more of them."""

from __future__ import annotations

from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import Interval, StrOptions

from smote import _native
from smote._base import Prepared, Problem
from smote._dtypes import is_sparse
from smote._finder import among_all
from smote._neighbor_parameters import NEIGHBORS
from smote._random import Stream
from smote._scaling import scaled
from smote._strategy import minority_of
from smote._under_sampling._base import (
    SELECTIONS,
    BaseCleaner,
    Kept,
    in_order,
    vanished,
)
from smote._under_sampling._by_distance import ByDistance
from smote._watch import Progress, Watch


class _BaseEditing(ByDistance, BaseCleaner):
    """What the three samplers share: their constructor's common part."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseCleaner._parameter_constraints,
        **ByDistance._distance_constraints,
        "n_neighbors": NEIGHBORS,
        "kind_sel": [StrOptions(set(SELECTIONS))],
    }

    def __init__(self, *, n_neighbors: Any, kind_sel: str, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.n_neighbors = n_neighbors
        self.kind_sel = kind_sel

    _method: ClassVar[int]

    def _settings(self) -> dict[str, Any]:
        return {"method": self._method, "selection": SELECTIONS[self.kind_sel]}

    def _whole(self, problem: Problem, k: int) -> Prepared:
        """Return the table and the options, if the library is to search for itself."""
        # A row is no neighbour of its own.
        self._require_rows("n_neighbors", k, len(problem.classes.rows), "X", more=1)
        searched, options = self._measured(problem)
        return searched, {**options, **self._settings(), "cleaning_neighbors": k}

    def _single_round(self, **parameters: Any) -> EditedNearestNeighbours:
        """Return the sampler that makes one round of this one's."""
        shared = {
            name: getattr(self, name)
            for name in (
                "sampling_strategy",
                "n_neighbors",
                "kind_sel",
                "n_jobs",
                "few_rows",
                "scale",
                "column_weights",
                "categorical_features",
            )
        }
        return EditedNearestNeighbours(**{**shared, **parameters})


class EditedNearestNeighbours(_BaseEditing):
    """Drops rows that their nearest neighbours outvote [1]_.

    A row is dropped unless all (`kind_sel` 'all') or most ('mode') of its `n_neighbors`
    nearest rows are of its class.

    The result equals imbalanced-learn 0.14's bit for bit, wherever no two different
    rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : str, list or callable, default='auto'
        Which classes may lose rows: see `TomekLinks`.
    n_neighbors : int or object, default=3
        Number of neighbours, or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour: ``NearestNeighbors(n_neighbors=4)`` stands for 3.
    kind_sel : {'all', 'mode'}, default='all'
        Which neighbours need to be of a row's class for it to stay. Of classes that
        are equally frequent among them, the one with the smallest label is the mode.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Nothing is drawn. ``'native'`` leaves rows in the order of the input; otherwise
        they come class by class, as from imbalanced-learn.
    few_rows : {'error', 'clip'}, default='error'
        What to do where there are too few rows for so many neighbours: refuse, or use
        all neighbours there are. Objects that find neighbours take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    categorical_features : 'auto', array-like of bool, int or str, or None, default=None
        Which columns hold categories; None if all hold numbers: see `TomekLinks`. Not
        if `n_neighbors` is an object.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        The targeted classes; its numbers are imbalanced-learn's, and mean nothing.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    nn_ : object
        The neighbours object that was used; for an int, the one that stands for it, not
        fitted.
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
        For each class that no row is left of.

    References
    ----------
    .. [1] D. L. Wilson, "Asymptotic properties of nearest neighbor rules using edited
       data", IEEE Transactions on Systems, Man, and Cybernetics 2(3), 408-421, 1972.
       https://doi.org/10.1109/TSMC.1972.4309137

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import EditedNearestNeighbours
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> X_new, y_new = EditedNearestNeighbours().fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 102), (1, 759)]
    """

    _method = _native.SMOTE_METHOD_ENN

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        n_neighbors: Any = 3,
        kind_sel: Literal["all", "mode"] = "all",
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
            n_neighbors=n_neighbors,
            kind_sel=kind_sel,
            n_jobs=n_jobs,
            stream=stream,
            few_rows=few_rows,
            scale=scale,
            column_weights=column_weights,
            categorical_features=categorical_features,
            progress=progress,
        )

    def _kept(self, problem: Problem) -> Kept:
        self.nn_ = self._neighbors_object("n_neighbors")
        return super()._kept(problem)

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        questions = among_all(problem.classes, self.sampling_strategy_)
        searched, options = self._found(
            "n_neighbors", self.nn_, problem, watch, questions
        )
        return searched, {**options, **self._settings()}


class RepeatedEditedNearestNeighbours(_BaseEditing):
    """Edited nearest neighbours again and again [1]_.

    Ends when a round drops nothing, when a class that is not the smallest has become
    smaller than that was, when a class has vanished, or after `max_iter` rounds. What
    it ends for has happened then.

    The result equals imbalanced-learn 0.14's bit for bit, wherever no two different
    rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : str, list or callable, default='auto'
        Which classes may lose rows: see `TomekLinks`. Each round asks anew which class
        is the smallest, as in imbalanced-learn; with the native stream, it is the one
        that is so at first.
    n_neighbors : int or object, default=3
        Number of neighbours, or an object that finds them: see
        `EditedNearestNeighbours`. It is fitted in each round.
    max_iter : int, default=100
        The most rounds that are made, at least 1.
    kind_sel : {'all', 'mode'}, default='all'
        Which neighbours need to be of a row's class for it to stay.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Nothing is drawn. ``'native'`` leaves rows in the order of the input, and spares
        the same classes in all rounds; otherwise rows come class by class, as from
        imbalanced-learn.
    few_rows : {'error', 'clip'}, default='error'
        What to do where there are too few rows for so many neighbours: refuse, or use
        all neighbours there are. From the second round on, the latter. Objects that
        find neighbours take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    categorical_features : 'auto', array-like of bool, int or str, or None, default=None
        Which columns hold categories; None if all hold numbers: see `TomekLinks`. Not
        if `n_neighbors` is an object.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        The classes targeted at first; its numbers mean nothing.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    n_iter_ : int
        How many rounds were made.
    nn_ : object
        The neighbours object; for an int, the one that stands for it, not fitted.
    enn_ : EditedNearestNeighbours
        The sampler of a round. Fitted in the last, if an object finds the neighbours or
        the table is sparse.
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
        For each class that no row is left of.

    Notes
    -----
    imbalanced-learn's `sample_indices_` are wrong where the first round drops nothing;
    and where several classes are smallest, its idea of the smallest changes within the
    method.

    References
    ----------
    .. [1] I. Tomek, "An experiment with the edited nearest-neighbor rule", IEEE
       Transactions on Systems, Man, and Cybernetics 6(6), 448-452, 1976.
       https://doi.org/10.1109/TSMC.1976.4309523

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import RepeatedEditedNearestNeighbours
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> sampler = RepeatedEditedNearestNeighbours()
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items()), sampler.n_iter_
    ([(0, 102), (1, 715)], 4)
    """

    _method = _native.SMOTE_METHOD_RENN

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **_BaseEditing._parameter_constraints,
        "max_iter": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        n_neighbors: Any = 3,
        max_iter: int = 100,
        kind_sel: Literal["all", "mode"] = "all",
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
            n_neighbors=n_neighbors,
            kind_sel=kind_sel,
            n_jobs=n_jobs,
            stream=stream,
            few_rows=few_rows,
            scale=scale,
            column_weights=column_weights,
            categorical_features=categorical_features,
            progress=progress,
        )
        self.max_iter = max_iter

    def _kept(self, problem: Problem) -> Kept:
        self.nn_ = self._neighbors_object("n_neighbors")
        self.enn_ = self._single_round()
        self.n_iter_ = 1
        if isinstance(self.n_neighbors, Integral) and not is_sparse(problem.values):
            return super()._kept(problem)
        # What else finds neighbours has to look for them in every round.
        return self._kept_round_by_round(problem)

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        return self._whole(problem, int(self.n_neighbors))

    def _settings(self) -> dict[str, Any]:
        return {**super()._settings(), "rounds": self.max_iter}

    def _learn(self, plan: _native.Plan) -> None:
        self.n_iter_ = plan.rounds

    def _kept_round_by_round(self, problem: Problem) -> Kept:
        # The scale is that of the whole table, in all rounds.
        values = scaled(problem.values, self._factors(problem.values))
        self.enn_ = self._single_round(scale=None, column_weights=None)
        rows = np.arange(len(problem.classes.rows))
        for number in range(self.max_iter):
            before = len(rows)
            if isinstance(self.n_neighbors, Integral):
                # Ties go by the rows of the input, as in a dense table.
                rows = np.sort(rows)
            rows = rows[self._round(problem, values[rows], rows)]
            self.n_iter_ = number + 1
            if len(rows) == before or _stops(problem, rows):
                break
            if isinstance(self.n_neighbors, Integral):
                self.enn_.set_params(few_rows="clip")
            if self.progress is not None:
                self.progress(1 - 0.5**self.n_iter_)
        if self.progress is not None:
            self.progress(1.0)
        return in_order(rows, self._draws()), vanished(problem, rows)

    def _round(
        self, problem: Problem, values: Any, rows: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return which of the rows, which have these values, stay."""
        strategy = self.sampling_strategy
        if self._is_native() or not isinstance(strategy, str):
            codes = problem.classes.codes
            strategy = [codes[label] for label in self.sampling_strategy_]
        self.enn_.set_params(sampling_strategy=strategy)
        self.enn_._run(values, problem.classes.rows[rows])
        return self.enn_.sample_indices_


class AllKNN(_BaseEditing):
    """Edited nearest neighbours with 1, 2, ... and at last `n_neighbors` [1]_.

    Ends early when a class that is not the smallest has become smaller than that was,
    unless `allow_minority` is set, or when a class has vanished. What it ends for has
    happened then.

    The result equals imbalanced-learn 0.14's bit for bit, wherever no two different
    rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : str, list or callable, default='auto'
        Which classes may lose rows: see `TomekLinks`. Each round asks anew which class
        is the smallest, as in imbalanced-learn; with the native stream, it is the one
        that is so at first.
    n_neighbors : int or object, default=3
        The most neighbours. Of an object, its `n_neighbors` alone is read, which counts
        the row itself, as in imbalanced-learn.
    kind_sel : {'all', 'mode'}, default='all'
        Which neighbours need to be of a row's class for it to stay.
    allow_minority : bool, default=False
        Whether to go on when a class has become smaller than the smallest was.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Nothing is drawn. ``'native'`` leaves rows in the order of the input, and spares
        the same classes in all rounds; otherwise rows come class by class, as from
        imbalanced-learn.
    few_rows : {'error', 'clip'}, default='error'
        What to do where there are too few rows for so many neighbours: refuse, or use
        all neighbours there are. From the second round on, the latter. Objects that
        find neighbours take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    categorical_features : 'auto', array-like of bool, int or str, or None, default=None
        Which columns hold categories; None if all hold numbers: see `TomekLinks`. Not
        if `n_neighbors` is an object.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        The classes targeted at first; its numbers mean nothing.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    nn_ : object
        The object that stands for the most neighbours, not fitted.
    enn_ : EditedNearestNeighbours
        The sampler that stands for the last round, not fitted.
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
        For each class that no row is left of.

    Notes
    -----
    A sparse matrix is made dense to be searched; the result is sparse.

    References
    ----------
    .. [1] I. Tomek, "An experiment with the edited nearest-neighbor rule", IEEE
       Transactions on Systems, Man, and Cybernetics 6(6), 448-452, 1976.
       https://doi.org/10.1109/TSMC.1976.4309523

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import AllKNN
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> X_new, y_new = AllKNN().fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 102), (1, 733)]
    """

    _method = _native.SMOTE_METHOD_ALLKNN

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **_BaseEditing._parameter_constraints,
        "allow_minority": ["boolean"],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        n_neighbors: Any = 3,
        kind_sel: Literal["all", "mode"] = "all",
        allow_minority: bool = False,
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
            n_neighbors=n_neighbors,
            kind_sel=kind_sel,
            n_jobs=n_jobs,
            stream=stream,
            few_rows=few_rows,
            scale=scale,
            column_weights=column_weights,
            categorical_features=categorical_features,
            progress=progress,
        )
        self.allow_minority = allow_minority

    def _kept(self, problem: Problem) -> Kept:
        self.nn_ = self._neighbors_object("n_neighbors")
        self.enn_ = self._single_round(n_neighbors=self._most_neighbors())
        return super()._kept(problem)

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        return self._whole(problem, self._most_neighbors())

    def _most_neighbors(self) -> int:
        counted = int(self.nn_.n_neighbors)
        # 0 would be the library's word for its default.
        if counted < 2:
            raise ValueError(
                f"the n_neighbors object is made for {counted} neighbours; it needs to "
                f"return the row itself and at least one more"
            )
        return counted - 1

    def _settings(self) -> dict[str, Any]:
        return {**super()._settings(), "allow_minority": int(self.allow_minority)}


def _stops(problem: Problem, rows: NDArray[np.int64]) -> bool:
    """Whether a class has vanished, or is smaller than the smallest was."""
    counts = problem.classes.counts
    minority = minority_of(counts)
    codes, left = np.unique(problem.classes.rows[rows], return_counts=True)
    if len(codes) < len(counts):
        return True
    others = codes != problem.classes.codes[minority]
    return bool(np.any(left[others] < counts[minority]))
