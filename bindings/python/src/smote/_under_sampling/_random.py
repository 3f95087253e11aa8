"""Random under-sampling."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from smote import _native
from smote._base import Prepared, Problem, Result
from smote._containers import Features, Rows, index_of, with_index
from smote._random import RANDOM_STATE, RandomStateLike, Stream
from smote._tags import SamplerTags, sampler_tags
from smote._under_sampling._base import BaseUnderSampler
from smote._watch import Progress, Watch


class RandomUnderSampler(BaseUnderSampler):
    """Drops rows at random.

    Columns may be of any type, and values may be missing or infinite: they are not
    read, only copied. A pandas frame keeps the index of the rows that are left, and the
    labels get the same.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes lose rows, and how many are left.

        - ``float``: two classes only; the majority ends with the minority's rows
          divided by it, which are fewer than it has now.
        - ``str``: ``'majority'``, ``'not minority'``, ``'not majority'``, ``'all'`` or
          ``'auto'`` (the same as ``'not minority'``); the classes named end with as
          many rows as the minority.
        - ``dict``: the number of rows that each class named ends with.
        - callable: takes `y`, returns such a dict.

    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`. An int here begins one stream for
        all classes.
    replacement : bool, default=False
        Whether a row may be drawn more than once.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says. numpy's comes
        with imbalanced-learn's order of rows, class by class as they are drawn; with
        ``'native'``, rows stay in the order of the input.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class ends with.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    provenance_ : Provenance
        The same as its `base`.
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

    Examples
    --------
    >>> from smote import RandomUnderSampler
    >>> X = [["red", 1], ["red", None], ["blue", 3]]
    >>> RandomUnderSampler(random_state=0).fit_resample(X, ["a", "a", "b"])
    ([['red', None], ['blue', 3]], ['a', 'b'])
    """

    _reads_values = False

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseUnderSampler._parameter_constraints,
        "random_state": RANDOM_STATE,
        "replacement": ["boolean"],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        replacement: bool = False,
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
        self.random_state = random_state
        self.replacement = replacement

    def _read(self, X: Any, y: NDArray[Any]) -> tuple[Features, Any, NDArray[Any]]:
        rows = Rows(X)
        return rows, rows.checked, rows.validate(self, y)

    def _resample(self, problem: Problem) -> Result:
        result = super()._resample(problem)
        index = index_of(problem.features.native)
        if index is not None:
            # As imbalanced-learn does here and nowhere else.
            with_index(result.table, index.take(self.sample_indices_))
        return result

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        # The library drops rows without a look at them.
        return np.zeros((len(problem.classes.rows), 1)), self._settings()

    def _is_ours(self) -> bool:
        return True

    def _settings(self) -> dict[str, Any]:
        return {
            "method": _native.SMOTE_METHOD_RANDOM_UNDER,
            "replacement": int(self.replacement),
        }

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags(repeats=True)
