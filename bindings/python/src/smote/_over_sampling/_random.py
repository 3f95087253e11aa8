"""Random over-sampling."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.utils._param_validation import Interval, StrOptions

from smote import _native
from smote._base import Prepared, Problem, Result
from smote._containers import Features, Rows
from smote._dtypes import is_sparse, searchable
from smote._labels import shown
from smote._output import Output, written_table
from smote._over_sampling._base import BASES, BaseOverSampler
from smote._random import RandomStateLike, Stream
from smote._tags import SamplerTags, sampler_tags
from smote._watch import Progress, Watch


class RandomOverSampler(BaseOverSampler):
    """Repeats rows at random, as they are or with noise: a smoothed bootstrap [1]_.

    Without `shrinkage`, columns may be of any type, and values may be missing or
    infinite: they are not read, only copied.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit; with `shrinkage` for float64 at least, because there the type of the columns
    becomes float64, and here it stays.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many: see `SMOTE`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`. An int here begins one stream for
        all classes.
    shrinkage : float, dict or None, default=None
        None repeats rows as they are. A factor, for all classes or of each class that
        is targeted, adds normal noise to new rows: its standard deviation in column j
        is ``shrinkage * (4 / ((d + 2) * n)) ** (1 / (d + 4)) * s_j``, with d columns, n
        rows of all classes, and s_j the standard deviation of the class (divisor: its
        rows), as in imbalanced-learn. ROSE goes by the rows of the class: a factor of
        ``(n / rows) ** (1 / (d + 4))`` gives its width.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says.
    bases : {'even', 'random'}, default='even'
        Whether the native stream repeats each row of the class equally often, or draws
        with replacement. The numpy stream always draws.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class gained.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result repeats; the same as
        ``provenance_.base``.
    shrinkage_ : dict or None
        The factor of each class.
    provenance_ : Provenance
        Base row of each row of the result, which is its neighbour as well.
    n_kept_ : int
        How many rows of the result, the first ones, are rows of the input.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Notes
    -----
    Integers with noise are truncated toward zero, as interpolated ones are. A sparse
    matrix with noise is dense where it is new, and is made dense to be measured.

    References
    ----------
    .. [1] G. Menardi, N. Torelli, "Training and assessing classification rules with
       imbalanced data", Data Mining and Knowledge Discovery 28, 92-122, 2014.
       https://doi.org/10.1007/s10618-012-0295-5

    Examples
    --------
    >>> from smote import RandomOverSampler
    >>> X = [["red", 1], ["red", None], ["blue", 3]]
    >>> RandomOverSampler(random_state=0).fit_resample(X, ["a", "a", "b"])
    ([['red', 1], ['red', None], ['blue', 3], ['blue', 3]], ['a', 'a', 'b', 'b'])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseOverSampler._parameter_constraints,
        "shrinkage": [Interval(Real, 0, None, closed="left"), dict, None],
        "bases": [StrOptions(set(BASES))],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        shrinkage: float | dict[Any, float] | None = None,
        n_jobs: int | None = None,
        stream: Stream = None,
        bases: Literal["even", "random"] = "even",
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            n_jobs=n_jobs,
            stream=stream,
            progress=progress,
        )
        self.shrinkage = shrinkage
        self.bases = bases

    def _read(self, X: Any, y: NDArray[Any]) -> tuple[Features, Any, NDArray[Any]]:
        rows = Rows(X)
        labels = rows.validate(self, y)
        if self.shrinkage is None:
            return rows, rows.checked, labels
        try:
            return super()._read(X, y)
        except ValueError as error:
            raise ValueError(
                f"When shrinkage is not None, X needs to contain only numerical data "
                f"to later generate a smoothed bootstrap sample. ({error})"
            ) from error

    def _resample(self, problem: Problem) -> Result:
        result = super()._resample(problem)
        assert result.origin is not None
        self.sample_indices_ = result.origin.base
        return result

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        self.shrinkage_ = _factors(self.shrinkage, problem.gains)
        options = {
            "method": _native.SMOTE_METHOD_RANDOM_OVER,
            "bases": BASES[self.bases],
        }
        values = problem.values
        if self.shrinkage_ is None and not self._is_read:
            # The library repeats rows without a look at them.
            return np.zeros((len(problem.classes.rows), 1)), options
        searched = searchable(values)
        if self.shrinkage_ is None:
            return searched, options
        codes = problem.classes.codes
        factors = {
            codes[label]: float(self.shrinkage_[label]) for label in problem.growing
        }
        return searched, {**options, "shrinkage": factors}

    def _table(self, problem: Problem, output: Output) -> Any:
        if self.shrinkage is None:
            return problem.features.take(problem.values, output.origin.base)
        return written_table(problem, output)

    def _is_exact(self, problem: Problem, is_rounded: bool) -> bool:
        if self.shrinkage is None:
            return not is_sparse(problem.values)
        return super()._is_exact(problem, is_rounded)

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags(repeats=True)


def _factors(
    shrinkage: float | dict[Any, float] | None, gains: Mapping[Any, int]
) -> dict[Any, float] | None:
    """Return the factor of each class, checked as imbalanced-learn does."""
    if shrinkage is None:
        return None
    if not isinstance(shrinkage, dict):
        return dict.fromkeys(gains, shrinkage)
    missing = gains.keys() - shrinkage.keys()
    if missing:
        raise ValueError(
            f"`shrinkage` should contain a shrinkage factor for each class that will "
            f"be resampled. The missing classes are: {missing!r}"
        )
    for label, factor in shrinkage.items():
        # Written so that NaN does not pass either.
        if not isinstance(factor, Real) or not 0 <= float(factor) < np.inf:
            raise ValueError(
                f"The shrinkage factor needs to be >= 0. Got {factor} for class "
                f"{shown(label)}."
            )
    return shrinkage
