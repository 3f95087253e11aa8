"""Condensed nearest neighbours, and one-sided selection."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.neighbors import KNeighborsClassifier
from sklearn.utils._param_validation import Interval

from smote import _native
from smote._base import Prepared, Problem
from smote._dtypes import by_row
from smote._labels import shown
from smote._neighbor_parameters import NEIGHBORS
from smote._random import RANDOM_STATE, Draws, RandomStateLike, Stream
from smote._strategy import minority_of
from smote._under_sampling._base import (
    BaseCleaner,
    Kept,
    in_order,
    most_frequent,
    vanished,
)
from smote._under_sampling._by_distance import ByDistance
from smote._under_sampling._random import RandomUnderSampler
from smote._under_sampling._tomek import TomekLinks
from smote._watch import Progress, Watch

# Drawn with replacement, more of them than rows are not the same as all rows.
_MOST_SEEDS = 2**24

# What returns the seeds of a class; it is asked once for each, in their order.
_Seeds = Callable[[Any], NDArray[np.int64]]


class _BaseCondensing(ByDistance, BaseCleaner):
    """What both samplers share: seeds, and a classifier that is taught by them."""

    _method: ClassVar[int]

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseCleaner._parameter_constraints,
        **ByDistance._distance_constraints,
        "random_state": RANDOM_STATE,
        "n_neighbors": [*NEIGHBORS, None],
        "n_seeds_S": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        n_neighbors: Any = None,
        n_seeds_S: int = 1,
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
        self.random_state = random_state
        self.n_neighbors = n_neighbors
        self.n_seeds_S = n_seeds_S

    def _kept(self, problem: Problem) -> Kept:
        if self._is_ours():
            self._require_known(problem)
            rows, warnings = super()._kept(problem)
        else:
            self._refuse_metric()
            rows = self._kept_by_object(problem)
            warnings = vanished(problem, rows)
        # No classifier of scikit-learn's could tell categories apart.
        has_categories = self.categorical_features is not None
        self._taught = None if has_categories else self._teach(problem, rows)
        if not self._is_ours():
            # The caller's object runs, and fails, in the call that it was given for.
            _ = self.estimators_
        return rows, warnings

    @property
    def estimators_(self) -> list[Any]:
        """For each targeted class, a classifier that knows what is left."""
        taught: _Taught | None = getattr(self, "_taught", None)
        if taught is None:
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute 'estimators_'"
            )
        return taught.classifiers

    def _is_ours(self) -> bool:
        return self.n_neighbors is None or isinstance(self.n_neighbors, Integral)

    def _refuse_metric(self) -> None:
        """Refuse what the object could not know of."""
        self._neighbors_object("n_neighbors")

    def _require_known(self, problem: Problem) -> None:
        """Refuse more neighbours than a classifier knows rows at first."""
        counts = problem.classes.counts
        minority = minority_of(counts)
        for label in self.sampling_strategy_:
            # The native stream draws no row twice.
            most = counts[label] if self._is_native() else self.n_seeds_S
            self._require_rows(
                "n_neighbors",
                int(self.n_neighbors or 1),
                counts[minority] + min(self.n_seeds_S, most),
                f"class {shown(minority)} together with the seeds of class "
                f"{shown(label)}",
            )

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        searched, options = self._measured(problem)
        k = int(self.n_neighbors or 1)
        return searched, {**options, **self._settings(), "cleaning_neighbors": k}

    def _has_rows(self, sizes: Collection[int]) -> bool:
        least = min(sizes)
        return least + min(self.n_seeds_S, least) >= int(self.n_neighbors or 1)

    def _settings(self) -> dict[str, Any]:
        if self.n_seeds_S > _MOST_SEEDS:
            raise ValueError(
                f"n_seeds_S = {self.n_seeds_S}, but the library draws at most "
                f"{_MOST_SEEDS} rows of a class"
            )
        return {"method": self._method, "seeds": int(self.n_seeds_S)}

    # ----------------------------------------------------------------- objects

    def _kept_by_object(self, problem: Problem) -> NDArray[np.int64]:
        """Do as the library does, by the caller's classifier."""
        random = self._draws()
        seeds_of = (
            self._drawn_natively(problem, random)
            if random.is_native
            else self._drawn_by_numpy(problem, random)
        )
        minority = problem.classes.members(minority_of(problem.classes.counts))
        parts = []
        for label in problem.classes.counts:
            rows = problem.classes.members(label)
            if label in self.sampling_strategy_:
                seeds = seeds_of(label)
                rows = self._chosen(problem, rows, seeds, minority, random.is_native)
            parts.append(rows)
        # Among rows that are equally near, their order decides.
        return self._cleaned(problem, in_order(np.concatenate(parts), random))

    def _drawn_by_numpy(self, problem: Problem, random: Draws) -> _Seeds:
        """Return what draws the seeds of a class as imbalanced-learn does."""
        source = RandomState(random.seed) if random.source is None else random.source

        def seeds_of(label: Any) -> NDArray[np.int64]:
            members = problem.classes.members(label)
            return members[source.randint(0, len(members), self.n_seeds_S)]

        return seeds_of

    def _drawn_natively(self, problem: Problem, random: Draws) -> _Seeds:
        """Return what knows the seeds that the library draws: as for a random sample.

        They ascend.
        """
        counts, codes = problem.classes.counts, problem.classes.codes
        sample = RandomUnderSampler(
            sampling_strategy={
                codes[label]: min(self.n_seeds_S, counts[label])
                for label in self.sampling_strategy_
            },
            random_state=random.seed,
            stream="native",
        )
        sample._run(np.zeros((len(problem.classes.rows), 1)), problem.classes.rows)
        drawn = sample.sample_indices_

        def seeds_of(label: Any) -> NDArray[np.int64]:
            is_of_class = problem.classes.rows[drawn] == codes[label]
            seeds: NDArray[np.int64] = drawn[is_of_class]
            return seeds

        return seeds_of

    def _chosen(
        self,
        problem: Problem,
        members: NDArray[np.int64],
        seeds: NDArray[np.int64],
        minority: NDArray[np.int64],
        is_native: bool,
    ) -> NDArray[np.int64]:
        """Return the rows of a class that are kept, the seeds first."""
        raise NotImplementedError

    def _cleaned(self, problem: Problem, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return rows

    def _classifier(self) -> Any:
        """Return the classifier that stands for `n_neighbors`, not fitted."""
        if self._is_ours():
            return KNeighborsClassifier(int(self.n_neighbors or 1), n_jobs=self.n_jobs)
        finder = clone(self.n_neighbors)
        return finder if hasattr(finder, "predict") else _Voters(finder)

    def _teach(self, problem: Problem, rows: NDArray[np.int64]) -> _Taught:
        """Return, for each targeted class, the classifier that knows what is left."""
        minority = problem.classes.members(minority_of(problem.classes.counts))
        codes = problem.classes.codes
        taught = _Taught()
        for label in self.sampling_strategy_:
            left = rows[problem.classes.rows[rows] == codes[label]]
            known = np.concatenate([minority, left])
            taught.add(self._classifier(), *_part(problem, known))
        return taught


class CondensedNearestNeighbour(_BaseCondensing):
    """Keeps the rows that the others could not classify [1]_.

    Of each targeted class, `n_seeds_S` rows are drawn. Then its rows are looked at in
    their order: those that their nearest ones among the smallest class and the rows of
    their own class kept so far would classify wrongly are kept as well.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit, wherever no two different rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : str, list or callable, default='auto'
        Which classes may lose rows: see `TomekLinks`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`. An int here begins one stream for
        all classes.
    n_neighbors : int, object or None, default=None
        Number of neighbours that classify a row; None is 1. Or an object: a classifier
        like :class:`~sklearn.neighbors.KNeighborsClassifier`, or one that finds
        neighbours like :class:`~sklearn.neighbors.NearestNeighbors`, of as many as it
        finds.
    n_seeds_S : int, default=1
        Number of rows that are drawn from each targeted class, with replacement; with
        the native stream, without. At most 2**24, unless `n_neighbors` is an object.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says. numpy's comes
        with imbalanced-learn's order of rows, class by class, seeds first; with
        ``'native'``, rows stay in the order of the input.
    few_rows : {'error', 'clip'}, default='error'
        What to do where the smallest class and the seeds are fewer than `n_neighbors`:
        refuse, or use all there are. Objects that find neighbours take 'error' only.
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
    estimators_ : list
        For each targeted class, a classifier fitted on the smallest class and the rows
        that are left. Not there if `categorical_features` is given.
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

    Notes
    -----
    imbalanced-learn passes over some rows that it has not looked at, because it looks
    their places in the class up among row numbers. So does numpy's stream here; the
    native stream does not. Where several classes are smallest, the one with the
    smallest label counts, not the one that comes first.

    A sparse matrix is made dense to be searched; the result is sparse.

    References
    ----------
    .. [1] P. Hart, "The condensed nearest neighbor rule", IEEE Transactions on
       Information Theory 14(3), 515-516, 1968.
       https://doi.org/10.1109/TIT.1968.1054155

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import CondensedNearestNeighbour
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> sampler = CondensedNearestNeighbour(random_state=42)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 102), (1, 211)]
    """

    _method = _native.SMOTE_METHOD_CNN

    def _chosen(
        self,
        problem: Problem,
        members: NDArray[np.int64],
        seeds: NDArray[np.int64],
        minority: NDArray[np.int64],
        is_native: bool,
    ) -> NDArray[np.int64]:
        values, labels = _part(problem, members)
        known = np.concatenate([minority, seeds])
        classifier = self._classifier().fit(*_part(problem, known))
        # Places in the class that are not looked at. imbalanced-learn takes the rows
        # that it has kept for such: see the notes.
        kept = np.searchsorted(members, seeds) if is_native else seeds
        passed = set(kept.tolist())
        for place, row in enumerate(members):
            if place in passed or classifier.predict(values[[place]])[0] == labels[0]:
                continue
            known = np.append(known, row)
            classifier.fit(*_part(problem, known))
            if is_native:
                continue
            right = np.flatnonzero(classifier.predict(values) == labels)
            passed = {*known[len(minority) :].tolist(), *right.tolist()}
        return known[len(minority) :]


class OneSidedSelection(_BaseCondensing):
    """Keeps the rows that a few could not classify, less Tomek links [1]_.

    Of each targeted class, `n_seeds_S` rows are drawn, and those rows of it are kept
    that their nearest ones among the smallest class and the drawn rows would classify
    wrongly. Of what is left then, rows of the targeted classes in Tomek links are
    dropped: see `TomekLinks`.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit, wherever no two different rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : str, list or callable, default='auto'
        Which classes may lose rows: see `TomekLinks`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`. An int here begins one stream for
        all classes.
    n_neighbors : int, object or None, default=None
        Number of neighbours that classify a row; None is 1. Or an object: see
        `CondensedNearestNeighbour`.
    n_seeds_S : int, default=1
        Number of rows that are drawn from each targeted class, with replacement; with
        the native stream, without. At most 2**24, unless `n_neighbors` is an object.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says. numpy's comes
        with imbalanced-learn's order of rows, class by class, seeds first; with
        ``'native'``, rows stay in the order of the input.
    few_rows : {'error', 'clip'}, default='error'
        What to do where the smallest class and the seeds are fewer than `n_neighbors`:
        refuse, or use all there are. Objects that find neighbours take 'error' only.
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
    estimators_ : list
        For each targeted class, a classifier fitted on the smallest class and the rows
        that are left; imbalanced-learn's knows the seeds instead. Not there if
        `categorical_features` is given.
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
    Where several classes are smallest, the one with the smallest label counts, not the
    one that comes first, for which imbalanced-learn may drop a class altogether.

    A sparse matrix is made dense to be searched; the result is sparse.

    References
    ----------
    .. [1] M. Kubat, S. Matwin, "Addressing the curse of imbalanced training sets:
       one-sided selection", ICML 1997, 179-186.

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import OneSidedSelection
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> X_new, y_new = OneSidedSelection(random_state=42).fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 102), (1, 869)]
    """

    _method = _native.SMOTE_METHOD_OSS

    def _chosen(
        self,
        problem: Problem,
        members: NDArray[np.int64],
        seeds: NDArray[np.int64],
        minority: NDArray[np.int64],
        is_native: bool,
    ) -> NDArray[np.int64]:
        known = np.concatenate([minority, seeds])
        classifier = self._classifier().fit(*_part(problem, known))
        others = np.setdiff1d(members, seeds)
        if len(others) == 0:
            return seeds
        values, labels = _part(problem, others)
        return np.concatenate([seeds, others[classifier.predict(values) != labels]])

    def _cleaned(self, problem: Problem, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        values, labels = _part(problem, rows)
        if len(np.unique(labels)) < 2:
            return rows
        codes = problem.classes.codes
        targeted = [codes[label] for label in self.sampling_strategy_]
        links = TomekLinks(sampling_strategy=targeted, n_jobs=self.n_jobs)
        links._run(values, labels)
        return rows[links.sample_indices_]


class _Taught:
    """Classifiers and copies of what each knows: fitted when somebody asks for them."""

    def __init__(self) -> None:
        self._lessons: list[tuple[Any, Any, NDArray[np.int32]]] = []

    def add(self, classifier: Any, values: Any, labels: NDArray[np.int32]) -> None:
        """Take another classifier, not fitted."""
        self._lessons.append((classifier, values, labels))

    @cached_property
    def classifiers(self) -> list[Any]:
        """The classifiers, fitted."""
        return [
            classifier.fit(values, labels)
            for classifier, values, labels in self._lessons
        ]


class _Voters(BaseEstimator):  # type: ignore[misc]
    """A classifier by the neighbours that an object finds."""

    def __init__(self, finder: Any) -> None:
        self.finder = finder

    def fit(self, X: Any, y: NDArray[np.int32]) -> _Voters:
        """Let the object know the rows, and keep the labels."""
        self.finder.fit(X)
        self.classes_, self._labels = np.unique(y), y
        return self

    def predict(self, X: Any) -> NDArray[np.int32]:
        """Return the most frequent label; of several, the smallest."""
        lists = np.asarray(self.finder.kneighbors(X, return_distance=False))
        return most_frequent(self._labels, lists)


def _part(problem: Problem, rows: NDArray[np.int64]) -> tuple[Any, NDArray[np.int32]]:
    return by_row(problem.values)[rows], problem.classes.rows[rows]
