"""Samplers that add rows."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.random import Generator, RandomState
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions

from smote import _native
from smote._base import BaseSampler, Problem, Result
from smote._dtypes import is_sparse, searchable
from smote._labels import shown
from smote._neighbors import found_by_object, found_in_sparse
from smote._provenance import Provenance
from smote._random import RandomStateLike, Stream, draws
from smote._rows import dense_table, sparse_table
from smote._sparse import spread
from smote._threads import thread_count
from smote._watch import Progress, Watch

_FEW_ROWS = {
    "error": _native.SMOTE_FEW_ROWS_ERROR,
    "clip": _native.SMOTE_FEW_ROWS_CLIP,
}
_SCALES = {
    None: _native.SMOTE_SCALE_NONE,
    "sd": _native.SMOTE_SCALE_SD,
    "range": _native.SMOTE_SCALE_RANGE,
}
_BASES = {
    "even": _native.SMOTE_BASES_EVEN,
    "random": _native.SMOTE_BASES_RANDOM,
}
# How much of the work the plan is, as far as `progress` tells; the rest is writing.
_PLAN_SHARE = 0.9


class BaseOverSampler(BaseSampler):
    """Base class of the samplers that interpolate between neighbours."""

    _method: ClassVar[int]
    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "sampling_strategy": [
            Interval(Real, 0, 1, closed="right"),
            StrOptions({"auto", "minority", "not minority", "not majority", "all"}),
            Mapping,
            callable,
        ],
        "random_state": [
            Interval(Integral, 0, 2**64 - 1, closed="both"),
            RandomState,
            Generator,
            None,
        ],
        "k_neighbors": [
            Interval(Integral, 1, None, closed="left"),
            HasMethods(["kneighbors", "kneighbors_graph"]),
        ],
        "n_jobs": [
            Interval(Integral, 1, None, closed="left"),
            Interval(Integral, None, -1, closed="right"),
            None,
        ],
        "stream": [StrOptions({"native", "numpy"}), None],
        "few_rows": [StrOptions({"error", "clip"})],
        "scale": [StrOptions({"sd", "range"}), None],
        "column_weights": ["array-like", None],
        "bases": [StrOptions({"even", "random"})],
        "progress": [callable, None],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        k_neighbors: Any = 5,
        n_jobs: int | None = None,
        stream: Stream = None,
        few_rows: Literal["error", "clip"] = "error",
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        bases: Literal["even", "random"] = "even",
        progress: Progress | None = None,
    ) -> None:
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.k_neighbors = k_neighbors
        self.n_jobs = n_jobs
        self.stream = stream
        self.few_rows = few_rows
        self.scale = scale
        self.column_weights = column_weights
        self.bases = bases
        self.progress = progress

    def _resample(self, problem: Problem) -> Result:
        weights = self._weights(problem.values.shape[1])
        k, found = self._neighbors(problem, weights)
        random = draws(self.random_state, self.stream)
        threads = thread_count(self.n_jobs)
        values = problem.values
        with Watch(self.progress) as watch:
            watch.phase(0, _PLAN_SHARE)
            if is_sparse(values):
                values = values.tocsr()
                if found is None:
                    found = found_in_sparse(
                        values,
                        problem.classes,
                        problem.growing,
                        k,
                        watch,
                        threads=threads,
                        column_weights=self._sparse_weights(values, weights),
                    )
                # With the neighbours found, the plan reads no features any more.
                searched = np.zeros((values.shape[0], 1))
            else:
                searched = searchable(values)
            wanted = _native.options(
                watch,
                method=self._method,
                targets=_targets(problem),
                neighbors=k,
                class_neighbors=found,
                # They are about distances, which are known if `found` is.
                column_weights=weights if found is None else None,
                scale=_SCALES[self.scale] if found is None else _SCALES[None],
                stream=random.stream,
                seed=random.seed,
                numpy_state=random.state,
                few_rows=_FEW_ROWS[self.few_rows],
                bases=_BASES[self.bases],
                threads=threads,
            )
            labelled = _native.dataset(searched, problem.classes.rows)
            with _native.Plan(labelled, wanted) as plan:
                provenance = Provenance(*plan.provenance())
                watch.phase(_PLAN_SHARE, 1)
                if is_sparse(values):
                    new = provenance.rows(plan.kept_count, plan.row_count)
                    table = sparse_table(problem, values, new, watch)
                else:
                    table = dense_table(
                        problem, searched, plan, provenance, watch, threads
                    )
            watch.report(1)
        random.finish()
        return Result(provenance, plan.kept_count, table)

    def _neighbors(
        self, problem: Problem, weights: NDArray[np.float64] | None
    ) -> tuple[int, NDArray[np.int64] | None]:
        """Return k, and the neighbours if it is not the library that finds them."""
        if isinstance(self.k_neighbors, Integral):
            self.nn_k_ = NearestNeighbors(n_neighbors=int(self.k_neighbors) + 1)
            return self._checked_k(problem), None
        if weights is not None or self.scale is not None:
            raise ValueError(
                "scale and column_weights are about the distances of libsmote's own "
                "search, but k_neighbors is an object that has its own: pass a number "
                "of neighbours, or scale the data that the object is fitted on"
            )
        self.nn_k_ = clone(self.k_neighbors)
        found = found_by_object(
            self.nn_k_, problem.values, problem.classes, problem.growing
        )
        return found.shape[1], found

    def _checked_k(self, problem: Problem) -> int:
        k = int(self.k_neighbors)
        counts = [problem.classes.counts[label] for label in problem.growing]
        if self.few_rows == "clip":
            # More than the largest class has would only cost memory.
            return max(1, min(k, max(counts, default=1) - 1))
        for label, count in zip(problem.growing, counts, strict=True):
            if count <= k:
                raise ValueError(
                    f"Expected n_neighbors <= n_samples_fit, but "
                    f"n_neighbors = {k + 1}, n_samples_fit = {count}, "
                    f"n_samples = {count}: class {shown(label)} has {count} rows, but "
                    f"k_neighbors = {k} needs at least {k + 1}. "
                    f"Lower k_neighbors, or pass few_rows='clip'"
                )
        return min(k, max(counts, default=k))

    def _weights(self, columns: int) -> NDArray[np.float64] | None:
        if self.column_weights is None:
            return None
        weights = np.ascontiguousarray(self.column_weights, dtype=np.float64)
        if weights.shape != (columns,):
            raise ValueError(
                f"column_weights is of shape {weights.shape}, but X has {columns} "
                f"columns, each of which needs a weight"
            )
        return weights

    def _sparse_weights(
        self, values: Any, weights: NDArray[np.float64] | None
    ) -> NDArray[np.float64] | None:
        # A search over blocks cannot take the scale from its references.
        if self.scale is None:
            return weights
        scaled = spread(values, self.scale) ** -2.0
        return scaled if weights is None else scaled * weights


def _targets(problem: Problem) -> dict[int, int]:
    counts, codes = problem.classes.counts, problem.classes.codes
    return {codes[label]: counts[label] + gain for label, gain in problem.gains.items()}


class SMOTE(BaseOverSampler):
    """Synthetic minority over-sampling technique [1]_.

    New rows of a class lie between one of its rows and one of the `k_neighbors`
    nearest rows of the same class. Neighbours are exact, ordered by distance and then
    by row index; a row is never its own neighbour.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit, wherever no two different rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many.

        - ``float``: two classes only; the minority ends with this fraction of the
          majority's rows, which is greater than it has now.
        - ``str``: ``'minority'``, ``'not minority'``, ``'not majority'``, ``'all'`` or
          ``'auto'`` (the same as ``'not majority'``); the classes named end with as
          many rows as the majority.
        - ``dict``: the number of rows that each class named ends with.
        - callable: takes `y`, returns such a dict; ``smote.percent(200)`` is one.

    random_state : int, RandomState, Generator or None, default=None
        An int restarts numpy's legacy stream from it for each class, a RandomState,
        or None for numpy's global one, continues its stream; all as imbalanced-learn
        does. A Generator, or a RandomState on another bit generator than MT19937,
        gives a seed to the native stream.
    k_neighbors : int or object, default=5
        Number of neighbours, or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour: ``NearestNeighbors(n_neighbors=6)`` stands for 5.
    n_jobs : int or None, default=None
        Number of threads. None is what the process may use, or ``OMP_NUM_THREADS`` if
        that is set. The result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers. None is what `random_state` says. ``'native'``
        spreads the base rows evenly over the class, as [1]_ does, and gives what the
        C and R interfaces give for the same integer, which may be as large as
        2**64 - 1.
    few_rows : {'error', 'clip'}, default='error'
        What to do with a class that has fewer than `k_neighbors` + 1 rows: refuse, or
        use all neighbours there are, and repeat the row if there is only one.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only. Written values are never scaled.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    bases : {'even', 'random'}, default='even'
        Whether the native stream lets each row of the class be the base of equally
        many new rows, or draws bases with replacement. The numpy stream always draws.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done. What it raises
        cancels the work.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class gained.
    provenance_ : Provenance
        Base row, neighbour row and gap of each row of the result.
    n_kept_ : int
        How many rows of the result, the first ones, are rows of the input.
    nn_k_ : object
        The neighbours object that was used, fitted on the last class; for an int, the
        one that stands for it, not fitted.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Notes
    -----
    float32 is searched and interpolated as float32, every other type as float64.
    Integers are truncated toward zero; their differences do not wrap around. A table
    of nothing but booleans gets the value of the nearer of the two rows; a boolean
    column among numbers counts as 0 and 1, and is true unless the result is 0.

    Categories and texts cannot be interpolated between. They can be carried along
    from the base row with `apply`.

    References
    ----------
    .. [1] N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, "SMOTE: synthetic
       minority over-sampling technique", Journal of Artificial Intelligence Research
       16, 321-357, 2002. https://doi.org/10.1613/jair.953

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import SMOTE
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> sorted(Counter(y.tolist()).items())
    [(0, 102), (1, 898)]
    >>> X_new, y_new = SMOTE(random_state=42).fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 898), (1, 898)]
    """

    _method = _native.SMOTE_METHOD_SMOTE
