"""SMOTE itself."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from numpy.typing import ArrayLike
from sklearn.utils._param_validation import StrOptions

from smote import _native
from smote._base import Problem
from smote._finder import Finder, among_class
from smote._neighbor_parameters import FEW_ROWS, NEIGHBORS
from smote._over_sampling._base import BASES, BaseInterpolator
from smote._random import RandomStateLike, Stream
from smote._watch import Progress


class SMOTE(BaseInterpolator):
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
        use all neighbours there are, and repeat the row if there is only one. Objects
        that find neighbours take 'error' only.
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

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseInterpolator._parameter_constraints,
        "k_neighbors": NEIGHBORS,
        "bases": [StrOptions(set(BASES))],
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
        self.bases = bases

    def _options(self, problem: Problem, finder: Finder) -> dict[str, Any]:
        self.nn_k_ = self._neighbors_object("k_neighbors")
        k, found = self._neighbors(
            "k_neighbors",
            self.nn_k_,
            problem,
            finder,
            among_class(problem.classes, problem.growing),
        )
        return {
            "method": _native.SMOTE_METHOD_SMOTE,
            "neighbors": k,
            "bases": BASES[self.bases],
            "class_neighbors": found,
            "few_rows": FEW_ROWS[self.few_rows],
        }
