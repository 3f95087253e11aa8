"""Instance hardness."""

from __future__ import annotations

from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import HasMethods

from smote import _native
from smote._base import Prepared, Problem
from smote._random import RANDOM_STATE, Draws, RandomStateLike, Stream, draws
from smote._under_sampling._base import BaseUnderSampler
from smote._watch import Progress, Watch


class InstanceHardnessThreshold(BaseUnderSampler):
    """Keeps the rows whose own class a classifier finds likeliest [1]_.

    The probabilities are cross-validated. numpy's stream keeps the rows that are not
    below a percentile of them, as imbalanced-learn does, so that a class may end with
    some more rows than asked for; the native stream keeps exactly as many.

    Parameters
    ----------
    estimator : object or None, default=None
        A classifier that has `predict_proba`: it is cloned. None is
        ``RandomForestClassifier(n_estimators=100)``.
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes lose rows, and how many are left: see `RandomUnderSampler`.
    random_state : int, RandomState, Generator or None, default=None
        Where the folds, and the random draws of the classifier, come from; a Generator,
        or the native stream, gives them a seed.
    cv : int, default=5
        Number of folds, at least 2; or an object that splits, or an iterable of splits,
        as scikit-learn takes them.
    n_jobs : int or None, default=None
        Number of folds that are worked on at a time, as in scikit-learn: None is 1.
    stream : {'native', 'numpy'} or None, default=None
        Which rule, and which order: see above. ``'native'`` leaves rows in the order of
        the input; otherwise they come class by class. None is what `random_state` says.
    progress : callable or None, default=None
        Called with the fraction that is done, but not before the classifier is.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class is to end with.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    estimator_ : object
        The classifier, not fitted.
    class_probabilities_ : ndarray of float64, of shape (n_samples,)
        How likely each row's own class is, according to it.
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
    Labels may be anything; imbalanced-learn's need to be 0, 1, 2, ...

    References
    ----------
    .. [1] M. R. Smith, T. Martinez, C. Giraud-Carrier, "An instance level analysis of
       data complexity", Machine Learning 95, 225-256, 2014.
       https://doi.org/10.1007/s10994-013-5422-z

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from smote import InstanceHardnessThreshold
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> sampler = InstanceHardnessThreshold(estimator=GaussianNB(), random_state=42)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 102), (1, 102)]
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseUnderSampler._parameter_constraints,
        "estimator": [HasMethods(["fit", "predict_proba"]), None],
        "random_state": RANDOM_STATE,
        "cv": ["cv_object"],
    }

    def __init__(
        self,
        *,
        estimator: Any = None,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        cv: Any = 5,
        n_jobs: int | None = None,
        stream: Stream = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            n_jobs=n_jobs,
            stream=stream,
            progress=progress,
        )
        self.estimator = estimator
        self.random_state = random_state
        self.cv = cv

    def _draws(self) -> Draws:
        # All draws have been made when the library is asked.
        if self._random.is_native:
            return Draws(_native.SMOTE_STREAM_NATIVE)
        return Draws(_native.SMOTE_STREAM_NUMPY_SEED)

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        options = {
            "method": _native.SMOTE_METHOD_INSTANCE_HARDNESS,
            "class_probabilities": self.class_probabilities_,
        }
        return np.zeros((len(problem.classes.rows), 1)), options

    def _kept(self, problem: Problem) -> tuple[NDArray[np.int64], list[str]]:
        self._random = draws(self.random_state, self.stream)
        try:
            self.class_probabilities_ = self._probabilities(problem)
            return super()._kept(problem)
        finally:
            del self._random

    def _probabilities(self, problem: Problem) -> NDArray[np.float64]:
        """Return how likely each row's own class is, as imbalanced-learn asks."""
        seed = self._random.for_scikit_learn(self.random_state)
        source = check_random_state(seed)
        if self.estimator is None:
            self.estimator_ = RandomForestClassifier(
                n_estimators=100, random_state=seed, n_jobs=self.n_jobs
            )
        else:
            self.estimator_ = clone(self.estimator)
            _seed(self.estimator_, source)
        folds = self.cv
        if isinstance(folds, Integral):
            folds = StratifiedKFold(int(folds), shuffle=True, random_state=source)
        found = cross_val_predict(
            self.estimator_,
            problem.values,
            problem.target.labels,
            cv=folds,
            n_jobs=self.n_jobs,
            method="predict_proba",
        )
        # A column for each label, in ascending order.
        columns = np.searchsorted(
            list(problem.classes.codes.values()), problem.classes.rows
        )
        own: NDArray[np.float64] = found[np.arange(len(columns)), columns]
        return np.ascontiguousarray(own, dtype=np.float64)


def _seed(estimator: Any, source: RandomState) -> None:
    """Give everything in it that draws at random a seed, in the order of the names."""
    names = sorted(
        name
        for name in estimator.get_params(deep=True)
        if name == "random_state" or name.endswith("__random_state")
    )
    seeds = {name: source.randint(np.iinfo(np.int32).max) for name in names}
    if seeds:
        estimator.set_params(**seeds)
