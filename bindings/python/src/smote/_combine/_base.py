"""What samplers share that add rows first, and then drop some of all."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from functools import partial
from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.utils._param_validation import HasMethods, StrOptions

from smote._base import BaseSampler, Problem, Result
from smote._containers import take
from smote._dtypes import is_sparse
from smote._over_sampling import ADASYN, SMOTE, BorderlineSMOTE
from smote._over_sampling._base import BaseOverSampler
from smote._random import RandomStateLike, Stream, is_native
from smote._strategy import Counts, new_rows
from smote._under_sampling._base import BaseReducer
from smote._watch import Progress

# What the first step is of the whole, as far as `progress` tells.
_FIRST_SHARE = 0.5
# Samplers that plan all classes at once, from numbers.
_AT_ONCE = (SMOTE, BorderlineSMOTE, ADASYN)


class BaseCombination(BaseSampler):
    """Base class of the samplers that add rows by SMOTE, and clean all."""

    _sampling_type = "over-sampling"
    # The parameter, less the `_` of its attribute, that says how to clean.
    _cleaner: ClassVar[str]

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseOverSampler._parameter_constraints,
        "smote": [HasMethods(["fit_resample"]), None],
        "scale": [StrOptions({"sd", "range"}), None],
        "column_weights": ["array-like", None],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        smote: Any = None,
        n_jobs: int | None = None,
        stream: Stream = None,
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.smote = smote
        self.n_jobs = n_jobs
        self.stream = stream
        self.scale = scale
        self.column_weights = column_weights
        self.progress = progress

    def _targets(self, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
        return new_rows(self.sampling_strategy, y, counts)

    def _validate_estimator(self) -> None:
        """Set the samplers of both steps."""
        if self.smote is None:
            first = {"sampling_strategy": self.sampling_strategy}
            self.smote_ = SMOTE(
                random_state=self.random_state, **first, **self._shared(0, _FIRST_SHARE)
            )
        else:
            self.smote_ = clone(self.smote)
        cleaner = getattr(self, self._cleaner)
        if cleaner is None:
            cleaner = self._default_cleaner(
                sampling_strategy="all", **self._shared(_FIRST_SHARE, 1)
            )
        else:
            cleaner = clone(cleaner)
        setattr(self, f"{self._cleaner}_", cleaner)

    @abstractmethod
    def _default_cleaner(self, **parameters: Any) -> BaseReducer:
        """Return the sampler of the second step."""

    def _shared(self, start: float, end: float) -> dict[str, Any]:
        """Return the parameters that both steps have from this one."""
        progress = self.progress
        if progress is not None:
            progress = partial(_reported, progress, start, end)
        return {
            "n_jobs": self.n_jobs,
            "stream": self._settled_stream(),
            "scale": self.scale,
            "column_weights": self.column_weights,
            "progress": progress,
        }

    def _settled_stream(self) -> Stream:
        """Return the stream of both steps: the second has no `random_state` to ask."""
        return "native" if is_native(self.random_state, self.stream) else "numpy"

    def _resample(self, problem: Problem) -> Result:
        self._validate_estimator()
        self.sampling_strategy_ = self.sampling_strategy
        cleaner = getattr(self, f"{self._cleaner}_")
        if self._is_one_plan(problem, cleaner):
            return self._planned(problem, cleaner)
        return self._one_by_one(problem, cleaner)

    # ----------------------------------------------------------------- one plan

    def _is_one_plan(self, problem: Problem, cleaner: Any) -> bool:
        """Whether the library can do both steps in one."""
        first = self.smote_
        return (
            type(first) in _AT_ONCE
            and type(cleaner) is self._plain_cleaner
            # The second step sees the values that the first one writes.
            and not is_sparse(problem.values)
            and problem.features.takes_whole(problem.values)
            and (not hasattr(cleaner, "kind_sel") or _is_number(cleaner.n_neighbors))
            and isinstance(cleaner.sampling_strategy, str)
            and first.scale == cleaner.scale
            and first.column_weights is cleaner.column_weights
            and _is_native(first) == _is_native(cleaner)
            and getattr(cleaner, "few_rows", first.few_rows) == first.few_rows
        )

    _plain_cleaner: ClassVar[type[BaseReducer]]

    def _planned(self, problem: Problem, cleaner: Any) -> Result:
        first = self.smote_
        first._validate_params()
        cleaner._validate_params()
        first._second_step = cleaner._as_second_step()
        try:
            _, result = first._run(problem.values, problem.target.labels)
        except ValueError as error:
            raise _in_own_words(error) from None
        finally:
            del first._second_step
        table = problem.features.from_whole(result.table)
        return Result(result.provenance, result.kept, table, result.warnings)

    # -------------------------------------------------------- one after the other

    def _one_by_one(self, problem: Problem, cleaner: Any) -> Result:
        values, labels = problem.values, problem.target.labels
        more, their_labels, provenance, warnings = _run(self.smote_, values, labels)
        _, _, second, more_warnings = _run(cleaner, more, their_labels)
        rows = cleaner.sample_indices_ if second is None else second.base
        count = values.shape[0]
        new = more[count:]
        if is_sparse(values):
            new = [type(values)(new)]
        table = take(problem.features.extend(values, new), rows)
        kept = int(np.count_nonzero(rows < count))
        sentences = [*warnings, *more_warnings]
        if provenance is None:
            return Result(None, kept, table, sentences, np.asarray(their_labels)[rows])
        return Result(provenance.at(rows), kept, table, sentences)


def _run(sampler: Any, values: Any, labels: NDArray[Any]) -> Any:
    """Resample by one step: table, labels, provenance if it is known, and warnings."""
    if not isinstance(sampler, BaseSampler):
        table, new_labels = sampler.fit_resample(values, labels)
        return table, new_labels, None, []
    sampler._validate_params()
    problem, result = sampler._run(values, labels)
    if result.provenance is None:
        return result.table, result.labels, None, result.warnings
    new_labels = problem.target.take(result.provenance.base)
    return result.table, new_labels, result.provenance, result.warnings


def _is_number(neighbors: Any) -> bool:
    return isinstance(neighbors, Integral)


def _is_native(sampler: Any) -> bool:
    return is_native(getattr(sampler, "random_state", 0), sampler.stream)


def _reported(progress: Progress, start: float, end: float, fraction: float) -> object:
    return progress(start + (end - start) * fraction)


def _in_own_words(error: ValueError) -> ValueError:
    """Name parameters as they are called here."""
    sentence = str(error).replace("cleaning_neighbors", "n_neighbors")
    return type(error)(sentence)
