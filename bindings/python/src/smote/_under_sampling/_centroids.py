"""Cluster centroids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.utils._param_validation import HasMethods, StrOptions

from smote import _native
from smote._base import Prepared, Problem, Result
from smote._block_search import search
from smote._containers import take
from smote._dtypes import by_row, cast, is_sparse, searchable
from smote._neighbor_parameters import MetricSearch
from smote._provenance import Origin, as_they_are
from smote._random import RANDOM_STATE, Draws, RandomStateLike, Stream
from smote._scaling import SCALES
from smote._tags import SamplerTags, sampler_tags
from smote._threads import thread_count
from smote._under_sampling._base import (
    BaseUnderSampler,
    vanished,
)
from smote._watch import Progress, Watch


class ClusterCentroids(MetricSearch, BaseUnderSampler):
    """Puts the centres of clusters in the place of a class.

    A class is clustered into as many clusters as it is to have rows. Their centres
    ('soft' voting), or the rows of the class that are nearest to these ('hard'), stay.
    A row that is nearest to two centres stays twice.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes lose rows, and how many are left: see `RandomUnderSampler`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws of the clustering come from.
    estimator : object or None, default=None
        A clustering with a parameter `n_clusters` and a fitted attribute
        `cluster_centers_`: it is cloned, and fitted for each class. None is
        ``KMeans()`` of scikit-learn, as in imbalanced-learn; with the native stream,
        the library's own k-means.
    voting : {'auto', 'hard', 'soft'}, default='auto'
        What stays of a class. 'auto' is 'hard' for a sparse matrix, else 'soft'.
    n_jobs : int or None, default=None
        Number of threads of the library's own clustering and search; the result does
        not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says. ``'native'``
        leaves rows in the order of the input, and centres after them, class by class;
        otherwise everything is grouped by class.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for the distances
        of the library's own k-means. Other clusterings have their own, so that it is
        refused without the native stream, or with an `estimator`.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`; refused as that is.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class ends with.
    estimator_ : object
        The clustering, fitted for the last class; for the library's own, the one that
        stands for it, not fitted.
    voting_ : {'hard', 'soft'}
        What stayed.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is; 'hard' voting only.
    provenance_ : Provenance
        Its `base` is the row of the class that is nearest to each centre, before this
        is rounded to the types of the columns; of rows that stayed, they themselves.
    n_kept_ : int
        How many rows of the result are rows of the input.
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
    float32 stays float32, and other types stay as well: centres of integers are
    truncated toward zero. In imbalanced-learn they may become float64.

    Examples
    --------
    >>> from smote import ClusterCentroids
    >>> X = [[0.0], [2.0], [10.0], [14.0], [50.0], [60.0]]
    >>> sampler = ClusterCentroids(random_state=0, stream='native')
    >>> sampler.fit_resample(X, [0, 0, 0, 0, 1, 1])
    ([[50.0], [60.0], [12.0], [1.0]], [1, 1, 0, 0])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseUnderSampler._parameter_constraints,
        **MetricSearch._metric_constraints,
        "random_state": RANDOM_STATE,
        "estimator": [HasMethods(["fit", "predict"]), None],
        "voting": [StrOptions({"auto", "hard", "soft"})],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        estimator: Any = None,
        voting: Literal["auto", "hard", "soft"] = "auto",
        n_jobs: int | None = None,
        stream: Stream = None,
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            n_jobs=n_jobs,
            stream=stream,
            progress=progress,
        )
        self.random_state = random_state
        self.estimator = estimator
        self.voting = voting
        self.scale = scale
        self.column_weights = column_weights

    def _resample(self, problem: Problem) -> Result:
        automatic = "hard" if is_sparse(problem.values) else "soft"
        self.voting_ = automatic if self.voting == "auto" else self.voting
        random = self._draws()
        is_ours = random.is_native and self.estimator is None
        self._set_clustering(random)
        if not is_ours:
            self._refuse_metric()
        with Watch(self.progress) as watch:
            if is_ours and self.sampling_strategy_:
                found = self._by_the_library(problem, random, watch)
            else:
                found = self._by_the_estimator(problem, watch, random.is_native)
            watch.report(1)
        rows, centres, places = found
        self._tell_indices(rows)
        table = self._table(problem, rows, centres, places)
        provenance = as_they_are(rows, self.n_features_in_)
        kept = len(rows) - len(centres)
        return Result(Origin(provenance), kept, table, vanished(problem, rows))

    def _refuse_metric(self) -> None:
        """Refuse what another clustering could not know of."""
        if self.scale is None and self.column_weights is None:
            return
        raise ValueError(
            f"scale and column_weights are about the distances of libsmote's own "
            f"k-means, but {self.estimator_} has its own: pass stream='native' and no "
            f"estimator, or scale the data"
        )

    def _tell_indices(self, rows: NDArray[np.int64]) -> None:
        if self.voting_ == "hard":
            self.sample_indices_ = rows
        elif hasattr(self, "sample_indices_"):
            del self.sample_indices_  # of an earlier call

    def _set_clustering(self, random: Draws) -> None:
        if self.estimator is None:
            seed = random.for_scikit_learn(self.random_state)
            self.estimator_ = KMeans(random_state=seed)
            return
        self.estimator_ = clone(self.estimator)
        if "n_clusters" not in self.estimator_.get_params():
            raise ValueError(
                "`estimator` should be a clustering estimator exposing a parameter "
                "`n_clusters` and a fitted parameter `cluster_centers_`."
            )

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        values = problem.values
        return searchable(values), {
            "method": _native.SMOTE_METHOD_CLUSTER_CENTROIDS,
            "hard_voting": int(self.voting_ == "hard"),
            "column_weights": self._weights(values.shape[1]),
            "scale": SCALES[self.scale],
        }

    # Base rows, centres, and the places of the centres in the result.
    def _by_the_library(self, problem: Problem, random: Draws, watch: Watch) -> Any:
        threads = thread_count(self.n_jobs)
        searched, options = self._prepare(problem, watch)
        with self._plan(problem, searched, watch, random, options) as plan:
            rows = plan.bases()
            shape = plan.row_count - plan.kept_count, searched.shape[1]
            centres = np.empty(shape, searched.dtype)
            plan.write(_native.dataset(searched), plan.kept_count, centres, threads)
        return rows, centres, np.arange(len(rows) - len(centres), len(rows))

    def _by_the_estimator(self, problem: Problem, watch: Watch, is_native: bool) -> Any:
        values = by_row(problem.values)
        rows, centres, new = [], [], []
        for label, found in self._clusterings(problem, values):
            members = problem.classes.members(label)
            if found is None:
                rows.append(members)
                new.append(np.zeros(len(members), np.bool_))
                continue
            watch.report(sum(map(len, rows)) / len(problem.classes.rows))
            rows.append(members[self._nearest(values, members, found, watch)])
            new.append(np.full(len(found), self.voting_ == "soft"))
            centres.extend([found] if self.voting_ == "soft" else [])
        base, is_new = np.concatenate(rows), np.concatenate(new)
        made = np.concatenate(centres) if centres else np.empty((0, values.shape[1]))
        if is_native:
            order = np.lexsort((np.where(is_new, 0, base), is_new))
            base, is_new = base[order], is_new[order]
        return base, made, np.flatnonzero(is_new)

    def _clusterings(
        self, problem: Problem, values: Any
    ) -> Iterator[tuple[Any, NDArray[Any] | None]]:
        """Yield the centres of each class; None for one that stays."""
        for label in problem.classes.counts:
            wanted = self.sampling_strategy_.get(label)
            if wanted is None:
                yield label, None
            elif wanted == 0:
                yield label, np.empty((0, values.shape[1]))
            else:
                self.estimator_.set_params(n_clusters=wanted)
                self.estimator_.fit(values[problem.classes.members(label)])
                if not hasattr(self.estimator_, "cluster_centers_"):
                    raise RuntimeError(
                        "`estimator` should be a clustering estimator exposing a "
                        "fitted parameter `cluster_centers_`."
                    )
                yield label, np.asarray(self.estimator_.cluster_centers_)

    def _nearest(
        self,
        values: Any,
        members: NDArray[np.int64],
        centres: NDArray[Any],
        watch: Watch,
    ) -> NDArray[np.int64]:
        """Return the member that is nearest to each centre, by its place."""
        if len(centres) == 0:
            return np.empty(0, np.int64)
        lists, _ = search(
            values[members],
            1,
            watch,
            queries=centres,
            threads=thread_count(self.n_jobs),
        )
        return lists[:, 0]

    def _table(
        self,
        problem: Problem,
        rows: NDArray[np.int64],
        centres: NDArray[Any],
        places: NDArray[np.int64],
    ) -> Any:
        """Return the rows of the input, and centres in their places."""
        values, features = problem.values, problem.features
        if len(places) == 0:
            return features.take(values, rows)
        new = cast(centres, values.dtype)
        extended = features.extend(
            values, [type(values)(sparse.csr_matrix(new))] if is_sparse(values) else new
        )
        order = rows.copy()
        order[places] = np.arange(len(new)) + values.shape[0]
        return take(extended, order)

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags(indices=self.voting == "hard")
