"""SVM-SMOTE."""

from __future__ import annotations

import re
from numbers import Integral, Real
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.svm import SVC
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions

from smote import _native
from smote._base import Problem, Result
from smote._dtypes import is_sparse
from smote._finder import Finder, among_all, among_class
from smote._neighbor_parameters import NEIGHBORS
from smote._over_sampling._base import BASES, BaseInterpolator, planned_one_by_one
from smote._random import Draws, RandomStateLike, Stream, continues
from smote._watch import Progress, Watch


class SVMSMOTE(BaseInterpolator):
    """SMOTE from the support vectors of a class [1]_.

    Support vectors whose `m_neighbors` nearest rows are all of other classes are noise.
    Where at least half of these are, new rows lie between the support vector and one of
    its `k_neighbors` nearest rows of the same class. From the other support vectors
    they lie in the opposite direction, up to `out_step` times as far: the class grows
    outwards.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit, wherever no two different rows are equally far away from a third, and no class
    has support vectors of one of the two kinds only. There, imbalanced-learn leaves out
    the rows of the other kind; here the rows asked for are always made.

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
        Number of neighbours that decide which support vectors are noise, and which go
        in which direction, or such an object.
    svm_estimator : object or None, default=None
        A classifier like :class:`~sklearn.svm.SVC`, with the attribute `support_` once
        it is fitted: it is cloned, and fitted for each class that is to gain rows. None
        is what ``SVC(gamma='scale')`` finds, found by the library itself in dense data.
    out_step : float, default=0.5
        How far new rows may lie outside, in distances to the neighbour: 0 to 1.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says.
    few_rows : {'error', 'clip'}, default='error'
        What to do where there are too few rows for so many neighbours: refuse, or use
        all neighbours there are. Objects that find neighbours take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only: the classifier sees them as they are.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    bases : {'even', 'random'}, default='even'
        Whether the native stream lets each support vector be the base of equally many
        new rows, or draws bases with replacement.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class gained.
    provenance_ : Provenance
        Base row, neighbour row and gap of each row of the result. The gap of a row that
        was made outwards is negative.
    n_kept_ : int
        How many rows of the result, the first ones, are rows of the input.
    nn_k_ : object
        The neighbours object for `k_neighbors`; for an int, the one that stands for it,
        not fitted.
    nn_m_ : object
        The same for `m_neighbors`.
    svm_estimator_ : object
        The classifier, fitted; for None and dense data, the one that stands for it, not
        fitted.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Raises
    ------
    ValueError
        If all support vectors of a class are noise, or it has none.
    RuntimeError
        If `svm_estimator` has no `support_` once it is fitted.

    Notes
    -----
    A value that would lie outside the range of its column's integer type becomes the
    least or greatest value of that type.

    References
    ----------
    .. [1] H. M. Nguyen, E. W. Cooper, K. Kamei, "Borderline over-sampling for
       imbalanced data classification", International Journal of Knowledge Engineering
       and Soft Data Paradigms 3(1), 4-21, 2011.
       https://doi.org/10.1504/IJKESDP.2011.039875

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import SVMSMOTE
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> sampler = SVMSMOTE(random_state=42)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 898), (1, 898)]
    >>> bool((sampler.provenance_.gap > -0.5).all())
    True
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseInterpolator._parameter_constraints,
        "k_neighbors": NEIGHBORS,
        "bases": [StrOptions(set(BASES))],
        "m_neighbors": NEIGHBORS,
        "svm_estimator": [HasMethods(["fit", "predict"]), None],
        "out_step": [Interval(Real, 0, 1, closed="both")],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        k_neighbors: Any = 5,
        m_neighbors: Any = 10,
        svm_estimator: Any = None,
        out_step: float = 0.5,
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
        self.svm_estimator = svm_estimator
        self.out_step = out_step
        self.bases = bases

    def _options(self, problem: Problem, finder: Finder) -> dict[str, Any]:
        self.nn_k_ = self._neighbors_object("k_neighbors")
        self.nn_m_ = self._neighbors_object("m_neighbors")
        # Which rows are support vectors is not known yet: all are asked about.
        m, nearest = self._neighbors(
            "m_neighbors",
            self.nn_m_,
            problem,
            finder,
            among_all(problem.classes, problem.growing),
            share=0.5,
        )
        k, found = self._neighbors(
            "k_neighbors",
            self.nn_k_,
            problem,
            finder,
            among_class(problem.classes, problem.growing),
        )
        return {
            "method": _native.SMOTE_METHOD_SVM,
            "neighbors": k,
            "bases": BASES[self.bases],
            "danger_neighbors": m,
            "out_step": float(self.out_step),
            "class_neighbors": found,
            "all_neighbors": nearest,
            # All classes that are to grow have been found to have rows enough.
            "few_rows": _native.SMOTE_FEW_ROWS_CLIP,
        }

    def _plan(
        self,
        problem: Problem,
        searched: NDArray[Any],
        watch: Watch,
        random: Draws,
        wanted: dict[str, Any],
    ) -> _native.Plan | _native.Plans:
        self.svm_estimator_ = self._classifier(problem.values, random)
        if self._is_ours(problem) or not problem.growing:
            return super()._plan(problem, searched, watch, random, wanted)
        support = np.zeros(len(problem.classes.rows), np.uint8)
        wanted = {**wanted, "support_rows": support}
        if random.source is None:
            for label in problem.growing:
                self._mark(support, label, problem, watch)
            return super()._plan(problem, searched, watch, random, wanted)

        # The classifier may draw from the same generator.
        def options_of(label: Any) -> dict[str, Any]:
            self._mark(support, label, problem, watch)
            return wanted

        return planned_one_by_one(problem, searched, watch, random, options_of)

    def _is_at_once(self, problem: Problem) -> bool:
        is_seeded = not continues(self.random_state, self.stream)
        return is_seeded or self._is_ours(problem)

    def _is_ours(self, problem: Problem) -> bool:
        """Whether the library trains the classifier."""
        return self.svm_estimator is None and not is_sparse(problem.values)

    def _classifier(self, values: Any, random: Draws) -> Any:
        if self.svm_estimator is not None:
            return clone(self.svm_estimator)
        seed: Any = 0
        if random.source is not None:
            seed = self.random_state
        elif isinstance(self.random_state, Integral):
            seed = int(self.random_state) % 2**32
        return SVC(gamma=_gamma(values), random_state=seed)

    def _mark(
        self, support: NDArray[np.uint8], label: Any, problem: Problem, watch: Watch
    ) -> None:
        """Fit the classifier, and mark its support vectors of a class."""
        self.svm_estimator_.fit(problem.values, problem.target.labels)
        watch.report(0)
        if not hasattr(self.svm_estimator_, "support_"):
            raise RuntimeError(
                "`svm_estimator` is required to exposed a `support_` fitted attribute. "
                "Such estimator belongs to the familly of Support Vector Machine."
            )
        is_support = np.zeros(len(support), bool)
        is_support[self.svm_estimator_.support_] = True
        support[is_support & (problem.classes.rows == problem.classes.codes[label])] = 1

    def _resample(self, problem: Problem) -> Result:
        try:
            return super()._resample(problem)
        except _native.NoCandidates as error:
            reason = problem.classes.in_own_words(str(error))
            noise = re.match(r"all (.*) are noise: ", reason)
            if noise is None:
                raise ValueError(reason) from None
            raise ValueError(
                f"All support vectors are considered as noise. SVM-SMOTE is not "
                f"adapted to your dataset. Try another SMOTE variant. ({noise[1]})"
            ) from None


def _gamma(values: Any) -> Any:
    """Return what is 'scale', unless scikit-learn would find a negative variance.

    It takes the square of the mean from the mean of the squares, if a table is sparse.
    """
    if not is_sparse(values):
        return "scale"
    values = values.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        theirs = values.multiply(values).mean() - values.mean() ** 2
    if not theirs < 0:
        return "scale"
    rows, columns = values.shape
    mean, zeros = values.mean(), rows * columns - values.nnz
    squares = np.square(values.data - mean).sum() + zeros * mean**2
    return rows / squares if squares > 0 else 1.0
