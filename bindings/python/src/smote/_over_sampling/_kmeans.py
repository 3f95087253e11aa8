"""KMeans-SMOTE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions

from smote import _native
from smote._base import Prepared, Problem, Result
from smote._block_search import search
from smote._dtypes import is_sparse, searchable
from smote._finder import Asked, Finder, found_by_object
from smote._labels import shown
from smote._neighbor_parameters import FEW_ROWS, NEIGHBORS, too_many
from smote._over_sampling._base import (
    BASES,
    BaseInterpolator,
    planned_one_by_one,
)
from smote._random import Draws, RandomStateLike, Stream, continues
from smote._watch import Progress, Watch

_CLUSTERS = 8
# What the library takes for 'auto'.
_AUTO = -1.0


class KMeansSMOTE(BaseInterpolator):
    """SMOTE within clusters in which the class is well represented [1]_.

    All rows are clustered. New rows of a class are made in the clusters of which it
    makes up at least `cluster_balance_threshold`, between rows of the class in the same
    cluster: more of them where the class is sparse, in proportion to the mean distance
    of its rows to the power of `density_exponent`, divided by their number.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for bit,
    wherever no two different rows are equally far away from a third. Like there, the
    number of new rows is rounded up in each cluster, so that a class may end with some
    more than asked for. ``stream='native'`` makes exactly as many.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many: see `SMOTE`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from, those of the clustering included: see `SMOTE`.
    k_neighbors : int or object, default=2
        Number of neighbours, at least 1, or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour. A cluster takes part if it has more than `k_neighbors` rows of the
        class.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    kmeans_estimator : int, object or None, default=None
        Number of clusters, at least 1; None is 8. numpy's stream finds them by
        :class:`~sklearn.cluster.MiniBatchKMeans`, the native stream by the library's
        own k-means. Or an object like that, with an attribute `n_clusters`: it is
        cloned, and fitted for each class that is to gain rows.
    cluster_balance_threshold : 'auto' or float, default='auto'
        The least part of a cluster's rows that a class must make up for new ones to be
        made there, from 0 to 1. 'auto' is half of the part that the class has in all
        rows to be made. For a single cluster there is none; with numpy's stream not
        even one that is given, as in imbalanced-learn.
    density_exponent : 'auto' or float, default='auto'
        At least 0. 'auto' is ``0.16 * log(n, 1.6) ** 1.8`` for n rows of the class in
        the cluster.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says.
    few_rows : {'error', 'clip'}, default='error'
        What to do where a class has no more than `k_neighbors` rows in a cluster: leave
        the cluster out, or use all neighbours there are. Objects that find neighbours
        take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only, those of the library's own k-means included. Other clusterings see the
        values as they are.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    bases : {'even', 'random'}, default='even'
        Whether the native stream lets each row of the class in a cluster be the base of
        equally many new rows, or draws bases with replacement.
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
    kmeans_estimator_ : object
        The clustering, fitted for the last class; for the library's own k-means, the
        one that stands for it, not fitted.
    cluster_balance_threshold_ : float or 'auto'
        The threshold; minus infinity where there is none.
    nn_k_ : object
        The neighbours object that was used, fitted in the last cluster; for an int, the
        one that stands for it, not fitted.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Raises
    ------
    RuntimeError
        If there is no cluster to make new rows of a class in. The message says which
        threshold there would be one for.

    Warns
    -----
    SmoteWarning
        For each class whose rows are all the same in each of its clusters: these count
        the same then.

    Notes
    -----
    What differs from imbalanced-learn, and why:

    - Rows that are all the same in a cluster have a mean distance of 0, which there
      leads to NaN and an error that names neither.
    - The exponent is not negative: more rows would be made where the class is dense,
      which is not what [1]_ is about.
    - A clustering that does not depend on the class is done once, not for each class.

    Of a sparse matrix, the rows of the classes that gain some are made dense: their
    mean distances ask for all values. New rows are sparse. Clusters are found by
    scikit-learn then, in the sparse matrix, with the native stream as well.

    References
    ----------
    .. [1] F. Last, G. Douzas, F. Bacao, "Oversampling for imbalanced learning based on
       k-means and SMOTE", 2017, algorithm 1. https://arxiv.org/abs/1711.00837

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_blobs
    >>> from smote import KMeansSMOTE
    >>> X, y = make_blobs([100, 800], centers=[(-10, 0), (0, 0)], random_state=0)
    >>> sampler = KMeansSMOTE(kmeans_estimator=4, random_state=42, stream='native')
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 800), (1, 800)]
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseInterpolator._parameter_constraints,
        "k_neighbors": NEIGHBORS,
        "bases": [StrOptions(set(BASES))],
        "kmeans_estimator": [
            HasMethods(["fit", "predict"]),
            Interval(Integral, 1, None, closed="left"),
            None,
        ],
        "cluster_balance_threshold": [StrOptions({"auto"}), Real],
        "density_exponent": [
            StrOptions({"auto"}),
            Interval(Real, 0, None, closed="left"),
        ],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        k_neighbors: Any = 2,
        n_jobs: int | None = None,
        kmeans_estimator: Any = None,
        cluster_balance_threshold: float | Literal["auto"] = "auto",
        density_exponent: float | Literal["auto"] = "auto",
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
        self.kmeans_estimator = kmeans_estimator
        self.cluster_balance_threshold = cluster_balance_threshold
        self.density_exponent = density_exponent
        self.bases = bases

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        if not is_sparse(problem.values):
            return super()._prepare(problem, watch)
        finder = self._finder(problem.values, watch)
        searched = _dense_where_needed(finder.values, problem)
        return searched, self._options(problem, finder)

    def _options(self, problem: Problem, finder: Finder) -> dict[str, Any]:
        self.nn_k_ = self._neighbors_object("k_neighbors")
        automatic = self.density_exponent == "auto"
        return {
            "method": _native.SMOTE_METHOD_KMEANS,
            "neighbors": self._count(problem),
            "bases": BASES[self.bases],
            "few_rows": FEW_ROWS[self.few_rows],
            "density_exponent": _AUTO if automatic else float(self.density_exponent),
        }

    def _count(self, problem: Problem) -> int:
        """Return the number of neighbours, for which there are rows enough."""
        k = int(self.nn_k_.n_neighbors) - 1
        for label in problem.growing:
            rows = problem.classes.counts[label]
            if rows <= k and self.few_rows == "error":
                raise _no_cluster(
                    label,
                    f"class {shown(label)} has {rows} rows, "
                    f"{too_many(self, 'k_neighbors', k, k + 1)}",
                )
        return min(k, max(problem.classes.counts.values()))

    def _plan(
        self,
        problem: Problem,
        searched: NDArray[Any],
        watch: Watch,
        random: Draws,
        wanted: dict[str, Any],
    ) -> _native.Plan | _native.Plans:
        count = self._set_clustering(problem, random)
        if not problem.growing:
            nowhere = np.zeros(len(searched), np.int32)
            wanted = {**wanted, "cluster_of_row": nowhere}
            return super()._plan(problem, searched, watch, random, wanted)
        threshold = self._threshold(problem)
        if count is not None and isinstance(self.k_neighbors, Integral):
            wanted = {
                **wanted,
                "clusters": count,
                "cluster_balance_threshold": threshold,
            }
            return super()._plan(problem, searched, watch, random, wanted)
        if self._is_at_once(problem):
            clusters = (
                self._clusters(problem)
                if count is None
                else self._own_clusters(searched, count, watch, wanted)
            )
            found = self._within(problem, clusters, problem.growing, threshold)
            return super()._plan(problem, searched, watch, random, {**wanted, **found})

        def options_of(label: Any) -> dict[str, Any]:
            clusters = self._clusters(problem)
            return {**wanted, **self._within(problem, clusters, [label], threshold)}

        return planned_one_by_one(problem, searched, watch, random, options_of)

    def _set_clustering(self, problem: Problem, random: Draws) -> int | None:
        """Return how many clusters the library is to find; None: it is not to."""
        estimator = self.kmeans_estimator
        clusters = _CLUSTERS if estimator is None else estimator
        is_ours = (
            isinstance(clusters, Integral)
            and random.is_native
            and not is_sparse(problem.values)
        )
        seed = random.for_scikit_learn(self.random_state)
        if not isinstance(clusters, Integral):
            self.kmeans_estimator_ = clone(estimator)
        elif is_ours:
            self.kmeans_estimator_ = KMeans(int(clusters), n_init=1, random_state=seed)
        else:
            self.kmeans_estimator_ = MiniBatchKMeans(int(clusters), random_state=seed)
        threshold = self.cluster_balance_threshold
        if self.kmeans_estimator_.n_clusters == 1:
            is_given = random.is_native and threshold != "auto"
            threshold = threshold if is_given else -np.inf
        self.cluster_balance_threshold_ = threshold
        rows = len(problem.classes.rows)
        if is_ours and problem.growing and clusters > rows:
            raise ValueError(
                f"kmeans_estimator = {clusters}, but X has only {rows} rows: there "
                f"cannot be more clusters"
            )
        return int(clusters) if is_ours else None

    def _threshold(self, problem: Problem) -> float:
        """Return the threshold as the library takes it."""
        threshold = self.cluster_balance_threshold_
        if threshold == "auto":
            return _AUTO
        if np.isnan(threshold):
            raise ValueError("cluster_balance_threshold is NaN")
        if threshold > 1:
            raise _no_cluster(
                problem.growing[0],
                f"cluster_balance_threshold is {threshold}, but a class makes up at "
                f"most 1, the whole, of a cluster",
            )
        return max(0.0, float(threshold))

    def _is_at_once(self, problem: Problem) -> bool:
        # Otherwise, another class may find other clusters.
        is_seeded = not continues(self.random_state, self.stream)
        return is_seeded and isinstance(self.kmeans_estimator, (Integral, type(None)))

    def _clusters(self, problem: Problem) -> NDArray[np.int32]:
        """Return the cluster of each row, as the estimator finds it."""
        clusters = self.kmeans_estimator_.fit_predict(problem.values)
        return np.ascontiguousarray(clusters, dtype=np.int32)

    def _own_clusters(
        self, searched: NDArray[Any], count: int, watch: Watch, wanted: dict[str, Any]
    ) -> NDArray[np.int32]:
        """Return the cluster of each row, as the library finds it in such a plan.

        It tells the centres of the clusters of a class, and draws by its label, which
        is 0 in k-means of all rows. There has to be another class: one more row. Beside
        an object that finds neighbours, distances are neither scaled nor weighted.
        """
        # In float64, no centre is rounded.
        table = np.concatenate([searched, searched[:1]], dtype=np.float64)
        every, labels = table[:-1], np.zeros(len(table), np.int32)
        labels[-1] = 1
        centres = np.empty((count, table.shape[1]))
        threads = wanted["threads"]
        start, end = watch.span
        found, done = (start + part * (end - start) for part in (0.4, 0.5))
        watch.phase(start, found)
        with _native.Plan(
            _native.dataset(table, labels),
            _native.options(
                watch,
                method=_native.SMOTE_METHOD_CLUSTER_CENTROIDS,
                targets={0: count},
                seed=wanted["seed"],
                stream=wanted["stream"],
                threads=threads,
            ),
        ) as plan:
            plan.write(_native.dataset(table), plan.kept_count, centres, threads)
        watch.phase(found, done)
        nearest, _ = search(centres, 1, watch, queries=every, threads=threads)
        watch.phase(done, end)
        return nearest[:, 0].astype(np.int32)

    def _within(
        self,
        problem: Problem,
        clusters: NDArray[np.int32],
        labels: Sequence[Any],
        threshold: float,
    ) -> dict[str, Any]:
        """Return what is to be said about clusters, for some classes."""
        if threshold == _AUTO and len(labels) == 1:
            # The library knows no other classes that gain rows.
            threshold = problem.gains[labels[0]] / sum(problem.gains.values()) / 2
        found = None
        if not isinstance(self.k_neighbors, Integral):
            questions = [
                asked
                for label in labels
                for asked in self._questions(clusters, label, problem)
            ]
            found = found_by_object(
                self.nn_k_, "k_neighbors", problem.values, questions
            )
        return {
            "cluster_of_row": clusters,
            "cluster_balance_threshold": threshold,
            "class_neighbors": found,
        }

    def _questions(
        self, clusters: NDArray[np.int32], label: Any, problem: Problem
    ) -> list[Asked]:
        """Ask for neighbours in each cluster that has rows enough of the class."""
        members = problem.classes.members(label)
        groups = [
            members[clusters[members] == cluster]
            for cluster in np.unique(clusters[members])
        ]
        return [
            Asked(label, group, group)
            for group in groups
            if len(group) >= self.nn_k_.n_neighbors
        ]

    def _resample(self, problem: Problem) -> Result:
        try:
            return super()._resample(problem)
        except _native.NoCandidates as error:
            code = re.search(r"\bclass (-?\d+)", str(error))
            codes = problem.classes.codes
            label = next(at for at in codes if code and codes[at] == int(code[1]))
            raise _no_cluster(label, problem.classes.in_own_words(str(error))) from None


def _no_cluster(label: Any, reason: str) -> RuntimeError:
    """Begin as imbalanced-learn does, and go on with what would help."""
    return RuntimeError(
        f"No clusters found with sufficient samples of class {label}. Try lowering the "
        f"cluster_balance_threshold or increasing the number of clusters. ({reason})"
    )


def _dense_where_needed(rows: Any, problem: Problem) -> NDArray[Any]:
    """Return a table with the rows of classes that grow; the library skips the others.

    They stay zeros, for which the system sets no memory aside.
    """
    dtype = searchable(np.empty((1, 1), rows.dtype)).dtype
    table = np.zeros(rows.shape, dtype)
    for label in problem.growing:
        members = problem.classes.members(label)
        table[members] = rows[members].toarray()
    return table
