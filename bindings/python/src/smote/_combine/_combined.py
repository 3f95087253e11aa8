"""Any sampler that adds rows, and then any that drops some."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, ClassVar

from numpy.random import Generator, RandomState
from numpy.typing import NDArray
from sklearn.utils._param_validation import HasMethods

from smote._base import Problem, Result
from smote._combine._base import BaseCombination, cloned
from smote._over_sampling._base import BaseOverSampler
from smote._strategy import Counts


class CombinedSampler(BaseCombination):
    """An over-sampler, and then a sampler that drops rows from what it has made.

    `SMOTE` to a tenth of the majority and then `RandomUnderSampler` to a half, say, is
    what the SMOTE paper recommends [1]_; any two other samplers can be combined alike.
    The result equals that of one after the other. Where both are this package's own,
    the library does both steps in one plan: rows that the second step drops never leave
    it, and the provenance of each row that is left leads to rows of the input.

    Parameters
    ----------
    over : object
        What adds rows: `SMOTE`, say, or one of its family. It is cloned. An object of
        another package has to leave the rows of the input in front, in their order, as
        over-samplers do.
    cleaning : object
        What drops rows of all classes, made or not: `RandomUnderSampler`, `TomekLinks`
        or another sampler that does. It is cloned. Its `sampling_strategy` goes by the
        rows that classes have after the first step.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class gained in the first step. Empty if `over` is
        an object of another package that does not say.
    over_ : object
        What added the rows.
    cleaning_ : object
        What dropped rows. In one plan it is not fitted, but for what a plan tells
        (`n_iter_`).
    provenance_ : Provenance
        Base row, neighbour row and gap of each row of the result. Not there if `over`
        is an object of another package.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result repeats. Only there if `over`
        is a `RandomOverSampler`.
    n_kept_ : int
        How many rows of the result are rows of the input. They are the first ones,
        unless `cleaning` groups rows by class, as numpy's stream has it.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Raises
    ------
    ValueError
        If `cleaning` makes rows of its own, as `ClusterCentroids` does by 'soft'
        voting; or if `over` does not leave the rows of the input in front.

    Warns
    -----
    SmoteWarning
        What both steps warn of; most of all for each class that no row is left of.

    Notes
    -----
    The two are one plan if

    - both have the same stream, and, where both draw at random, the same integer
      `random_state`, the same RandomState, or None; then the `n_jobs` and `progress` of
      `over` are those of both steps;
    - both have the same `scale` and `column_weights`, as far as they measure distances;
    - `cleaning` needs no estimator and no object that finds neighbours, and its
      `sampling_strategy` is no callable;
    - `cleaning` does not read values, or these are as the library makes them: all
      float32 or all float64, and not in a sparse matrix;
    - `cleaning` has no `categorical_features`, or has those of `over`;
    - the input has rows enough for the neighbours that `cleaning` asks for. After
      `SMOTENC` and `SMOTEN` it may have fewer, if both have the same `few_rows`.

    Otherwise one is done after the other, which takes more memory, and nothing else
    changes.

    After `SMOTENC` and `SMOTEN`, categories are compared as categories in both steps,
    texts or not: two are as far apart as there, with deviations of the whole table.
    Where the two cannot be one plan, what measures distances has to be told the
    `categorical_features`, or is refused: by itself, it would take codes for numbers.

    References
    ----------
    .. [1] N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, "SMOTE: synthetic
       minority over-sampling technique", Journal of Artificial Intelligence Research
       16, 321-357, 2002. https://doi.org/10.1613/jair.953

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import SMOTE, CombinedSampler, RandomUnderSampler
    >>> X, y = make_classification(weights=[0.05, 0.95], n_samples=1000, random_state=8)
    >>> sampler = CombinedSampler(
    ...     SMOTE(sampling_strategy=0.1, random_state=42),
    ...     RandomUnderSampler(sampling_strategy=0.5, random_state=42),
    ... )
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 94), (1, 188)]
    """

    _step_names = "over", "cleaning"
    _is_rounded = True
    _required_parameters: ClassVar[list[str]] = ["over", "cleaning"]
    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "over": [HasMethods(["fit_resample"])],
        "cleaning": [HasMethods(["fit_resample"])],
    }

    def __init__(self, over: Any, cleaning: Any) -> None:
        self.over = over
        self.cleaning = cleaning

    def _validate_estimator(self) -> None:
        self.over_, self.cleaning_ = _alike(self.over), _alike(self.cleaning)

    def _targets(self, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
        if isinstance(self.over_, BaseOverSampler):
            return self.over_._targets(y, counts)
        return OrderedDict()

    def _resample(self, problem: Problem) -> Result:
        result = super()._resample(problem)
        # What is not this package's may have no such attribute.
        gains = getattr(self.over_, "sampling_strategy_", self.sampling_strategy_)
        self.sampling_strategy_ = gains
        return result


def _alike(sampler: Any) -> Any:
    """Return a clone that goes on with the sampler's generator, not with a copy."""
    twin = cloned(sampler)
    generator = getattr(sampler, "random_state", None)
    if isinstance(generator, (RandomState, Generator)):
        twin.random_state = generator
    return twin
