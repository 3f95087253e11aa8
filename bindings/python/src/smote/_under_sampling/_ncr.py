"""The neighbourhood cleaning rule."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.neighbors import KNeighborsClassifier
from sklearn.utils._param_validation import HasMethods, Interval

from smote import _native
from smote._base import Prepared, Problem
from smote._dtypes import by_row
from smote._finder import Asked, among_all
from smote._neighbor_parameters import NEIGHBORS
from smote._random import Stream
from smote._strategy import minority_of
from smote._under_sampling._base import (
    BaseCleaner,
    Kept,
    most_frequent,
    vanished,
)
from smote._under_sampling._by_distance import ByDistance
from smote._under_sampling._editing import EditedNearestNeighbours
from smote._watch import Progress, Watch


class NeighbourhoodCleaningRule(ByDistance, BaseCleaner):
    """Drops rows that their neighbours outvote, or that mislead the minority [1]_.

    These are the rows that `EditedNearestNeighbours` drops with ``kind_sel='mode'``;
    and, of rows of the smallest class that their neighbours would classify wrongly,
    the `n_neighbors` nearest ones, if their class is targeted and has more than
    `threshold_cleaning` times the rows of the smallest.

    The result equals imbalanced-learn 0.14's bit for bit, wherever no two different
    rows are equally far away from a third. Rows stay in the order of the input.

    Parameters
    ----------
    sampling_strategy : str, list or callable, default='auto'
        Which classes may lose rows: see `TomekLinks`.
    edited_nearest_neighbours : object or None, default=None
        What decides on the rows that their neighbours outvote: an object that has
        `fit_resample`, and `sample_indices_` then. None is `EditedNearestNeighbours`
        with ``kind_sel='mode'`` and as many neighbours.
    n_neighbors : int or object, default=3
        Number of neighbours, or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour; or a classifier like
        :class:`~sklearn.neighbors.KNeighborsClassifier`, which classifies by
        `n_neighbors` rows, the row itself among them.
    threshold_cleaning : float, default=0.5
        A class that has more than so many times the rows of the smallest class loses
        neighbours of its rows. Greater than 0.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Nothing is drawn, and rows stay in the order of the input either way. With
        ``'native'``, the `n_neighbors` nearest rows classify a row, as in the paper;
        otherwise the row itself and `n_neighbors` - 1, as in imbalanced-learn.
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
        if one of the other parameters is an object.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        The targeted classes; its numbers are imbalanced-learn's, and mean nothing.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    classes_to_clean_ : list
        The classes that may lose neighbours of rows of the smallest class.
    edited_nearest_neighbours_ : object
        What decided on outvoted rows, or stands for it, not fitted.
    nn_ : object
        The neighbours object that was used; for an int, the classifier that stands for
        it, not fitted.
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
    A classifier passed as `n_neighbors` is asked as it is, with either stream.

    References
    ----------
    .. [1] J. Laurikkala, "Improving identification of difficult small classes by
       balancing class distribution", Artificial Intelligence in Medicine, AIME 2001,
       63-66. https://doi.org/10.1007/3-540-48229-6_9

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import NeighbourhoodCleaningRule
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> X_new, y_new = NeighbourhoodCleaningRule().fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 102), (1, 772)]
    """

    _is_grouped = False

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseCleaner._parameter_constraints,
        **ByDistance._distance_constraints,
        "edited_nearest_neighbours": [HasMethods(["fit_resample"]), None],
        "n_neighbors": NEIGHBORS,
        "threshold_cleaning": [Interval(Real, 0, None, closed="neither")],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        edited_nearest_neighbours: Any = None,
        n_neighbors: Any = 3,
        threshold_cleaning: float = 0.5,
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
        self.edited_nearest_neighbours = edited_nearest_neighbours
        self.n_neighbors = n_neighbors
        self.threshold_cleaning = threshold_cleaning

    def _kept(self, problem: Problem) -> Kept:
        counts = problem.classes.counts
        least = counts[minority_of(counts)] * self.threshold_cleaning
        # In the order of their first rows, as in imbalanced-learn.
        self.classes_to_clean_ = sorted(
            (label for label in self.sampling_strategy_ if counts[label] > least),
            key=lambda label: problem.classes.members(label)[0],
        )
        self._set_objects()
        if self.edited_nearest_neighbours is None and not self._classifies():
            return super()._kept(problem)
        rows = self._kept_by_object(problem)
        return rows, vanished(problem, rows)

    def _classifies(self) -> bool:
        return hasattr(self.n_neighbors, "predict")

    def _set_objects(self) -> None:
        if isinstance(self.n_neighbors, Integral):
            self.nn_ = KNeighborsClassifier(int(self.n_neighbors), n_jobs=self.n_jobs)
        else:
            self.nn_ = self._neighbors_object("n_neighbors")
        if self.edited_nearest_neighbours is None:
            self.edited_nearest_neighbours_ = EditedNearestNeighbours(
                sampling_strategy=self.sampling_strategy,
                n_neighbors=self.nn_.n_neighbors
                if self._classifies()
                else self.n_neighbors,
                kind_sel="mode",
                n_jobs=self.n_jobs,
                few_rows=self.few_rows,
                scale=self.scale,
                column_weights=self.column_weights,
                categorical_features=self.categorical_features,
            )
        else:
            self._refuse_categories("edited_nearest_neighbours")
            self.edited_nearest_neighbours_ = clone(self.edited_nearest_neighbours)

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        minority = minority_of(problem.classes.counts)
        questions = among_all(problem.classes, {minority: 0, **self.sampling_strategy_})
        searched, options = self._found(
            "n_neighbors", self.nn_, problem, watch, questions
        )
        return searched, {**options, **self._settings()}

    def _settings(self) -> dict[str, Any]:
        return {
            "method": _native.SMOTE_METHOD_NCR,
            "cleaning_threshold": float(self.threshold_cleaning),
        }

    def _is_ours(self) -> bool:
        return self.edited_nearest_neighbours is None and super()._is_ours()

    def _kept_by_object(self, problem: Problem) -> NDArray[np.int64]:
        """Do as the library does, by the caller's objects."""
        values = by_row(problem.values)
        labels = problem.target.labels
        editing = self.edited_nearest_neighbours_
        editing.fit_resample(values, labels)
        stays = np.zeros(len(labels), np.bool_)
        stays[editing.sample_indices_] = True
        misleading = self._around_minority(values, problem)
        codes = [problem.classes.codes[label] for label in self.classes_to_clean_]
        stays[misleading[np.isin(problem.classes.rows[misleading], codes)]] = False
        return np.flatnonzero(stays)

    def _around_minority(self, values: Any, problem: Problem) -> NDArray[np.int64]:
        """Return neighbours of misclassified rows of the smallest class."""
        minority = minority_of(problem.classes.counts)
        members = problem.classes.members(minority)
        code = problem.classes.codes[minority]
        if self._classifies():
            self.nn_.fit(values, problem.classes.rows)
            wrong = self.nn_.predict(values[members]) != code
            k = int(self.nn_.n_neighbors)
            lists = self.nn_.kneighbors(
                values[members], n_neighbors=k + 1, return_distance=False
            )[:, 1:]
        else:
            lists = self._nearest(values, problem, Asked(minority, members))[members]
            voters = lists
            if not self._is_native():
                voters = np.column_stack([members, lists[:, :-1]])
            wrong = most_frequent(problem.classes.rows, voters) != code
        near: NDArray[np.int64] = np.unique(lists[wrong])
        return near[near >= 0]

    def _nearest(
        self, values: Any, problem: Problem, asked: Asked
    ) -> NDArray[np.int64]:
        with Watch() as watch:
            finder = self._finder(values, watch)
            _, found = self._neighbors(
                "n_neighbors", self.nn_, problem, finder, [asked], always=True
            )
        assert found is not None
        return found
