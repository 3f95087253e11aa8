"""What samplers share that add rows first, and then drop some of all."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.utils.validation import validate_data

from smote._base import BaseSampler, Problem, Result
from smote._combine._front import begins_with
from smote._combine._one_plan import obstacles, takes_codes
from smote._containers import Features, Rows, take_copies, with_fresh_index
from smote._dtypes import is_sparse
from smote._over_sampling._base import BaseOverSampler
from smote._over_sampling._voting import BaseVoter
from smote._provenance import Origin, Provenance
from smote._under_sampling._base import BaseReducer
from smote._under_sampling._by_distance import ByDistance


class BaseCombination(BaseSampler):
    """Base class of the samplers that add rows, and then drop some of all."""

    _sampling_type = "over-sampling"
    # The parameters, less the `_` of their attributes, that say how rows are added, and
    # how they are dropped.
    _step_names: ClassVar[tuple[str, str]]
    # Whether the second step is given the caller's kind of table, with new values that
    # were rounded to the types of its columns.
    _is_rounded: ClassVar[bool]

    @abstractmethod
    def _validate_estimator(self) -> None:
        """Set the samplers of both steps."""

    @property
    def _steps(self) -> tuple[Any, Any]:
        first, second = self._step_names
        return getattr(self, f"{first}_"), getattr(self, f"{second}_")

    def _check(self, X: Any, y: Any) -> Problem:
        self._validate_estimator()
        for name, sampler in zip(self._step_names, self._steps, strict=True):
            if isinstance(sampler, BaseSampler):
                sampler._validate_params()
            is_first = name == self._step_names[0]
            kind = BaseOverSampler if is_first else BaseReducer
            if isinstance(sampler, BaseSampler) and not isinstance(sampler, kind):
                does = "adds rows, and does nothing else" if is_first else "drops rows"
                raise ValueError(f"{name} = {sampler}, but it needs to be what {does}")
        return super()._check(X, y)

    def _read(self, X: Any, y: NDArray[Any]) -> tuple[Features, Any, NDArray[Any]]:
        over, cleaning = self._steps
        is_ours = isinstance(over, BaseOverSampler)
        needs_numbers = isinstance(cleaning, BaseReducer) and cleaning._needs_numbers()
        if needs_numbers and not isinstance(over, BaseVoter):
            read = super()._read(X, y)
        elif is_ours:
            read = over._read(X, y)
        else:
            rows = Rows(X)
            read = rows, rows.checked, rows.validate(self, y)
        # All get to know the number of columns, and their names.
        for sampler in (self, over) if is_ours else ():
            validate_data(sampler, X, y, skip_check_array=True)
        return read

    def _resample(self, problem: Problem) -> Result:
        over, cleaning = self._steps
        why_not = obstacles(over, cleaning, problem, self._is_rounded)
        obstacle = next(why_not, None)
        if obstacle is None:
            result = self._planned(problem, over, cleaning)
        else:
            _refuse_codes(over, cleaning, obstacle)
            result = self._one_by_one(problem, over, cleaning)
        if hasattr(over, "sample_indices_") and result.origin is not None:
            self.sample_indices_ = result.origin.base
        elif hasattr(self, "sample_indices_"):
            del self.sample_indices_
        return result

    def _of_unknown_origin(self) -> str:
        return (
            f"{self._step_names[0]} = {self._steps[0]} of another package does not say "
            f"where its rows come from: nothing can be carried along"
        )

    # ----------------------------------------------------------------- one plan

    def _planned(self, problem: Problem, over: Any, cleaning: Any) -> Result:
        labels, counts = problem.target.labels, problem.classes.counts
        over.sampling_strategy_ = over._targets(labels, counts)
        over._cleaning = cleaning
        try:
            problem = replace(problem, gains=over.sampling_strategy_)
            result: Result = over._resample(problem)
            return result
        finally:
            del over._cleaning

    # -------------------------------------------------------- one after the other

    def _one_by_one(self, problem: Problem, over: Any, cleaning: Any) -> Result:
        features, values = problem.features, problem.values
        # Tables that hold anything are for the samplers to read.
        tells_apart = isinstance(cleaning, ByDistance) and not cleaning._needs_numbers()
        is_native = self._is_rounded or tells_apart or isinstance(features, Rows)
        X = features.native if is_native else values
        labels = problem.target.labels
        more, their_labels, provenance, warnings = _run(over, X, labels)
        if provenance is None:
            self._require_front(X, labels, more, their_labels)
        left, _, second, more_warnings = _run(cleaning, more, their_labels)
        rows = _rows_left(cleaning, second)
        count = len(problem.classes.rows)
        if not is_native:
            new = more[count:]
            blocks = [type(values)(new)] if is_sparse(values) else new
            left = take_copies(features.extend(values, blocks), rows)
        # What names rows that the first step has made would name none here.
        left = with_fresh_index(left)
        kept = int(np.count_nonzero(rows < count))
        sentences = [*warnings, *more_warnings]
        if provenance is None:
            return Result(None, kept, left, sentences, np.asarray(their_labels)[rows])
        return Result(Origin(provenance.at(rows)), kept, left, sentences)

    def _require_front(self, X: Any, y: Any, more: Any, their_labels: Any) -> None:
        """Refuse a first step behind which nobody could tell the input's rows."""
        if begins_with(np.asarray(their_labels), y) and begins_with(more, X):
            return
        raise ValueError(
            f"{self._step_names[0]} = {self._steps[0]}, but it needs to be an "
            f"over-sampler, which leaves the rows of the input in front, in their order"
        )


def cloned(sampler: Any) -> Any:
    """Return a clone; of what is no estimator of scikit-learn's, a copy."""
    # A class instead of an object has `get_params`, and is refused.
    return clone(sampler, safe=hasattr(sampler, "get_params"))


def _run(sampler: Any, values: Any, labels: NDArray[Any]) -> Any:
    """Resample by one step: table, labels, provenance if it is known, and warnings."""
    if not isinstance(sampler, BaseSampler):
        table, new_labels = sampler.fit_resample(values, labels)
        return table, new_labels, None, []
    problem, result = sampler._run(values, labels)
    assert result.origin is not None
    new_labels = problem.target.take(result.origin.base)
    return result.table, new_labels, result.origin.whole, result.warnings


def _rows_left(cleaning: Any, provenance: Provenance | None) -> NDArray[np.int64]:
    """Return the rows that a second step, done by itself, has left."""
    name = type(cleaning).__name__
    if provenance is not None:
        if cleaning.n_kept_ < len(provenance.base):
            raise ValueError(f"{name} makes rows of its own: it cannot come second")
        return provenance.base
    if not hasattr(cleaning, "sample_indices_"):
        raise ValueError(f"{name} does not say which rows it leaves: sample_indices_")
    return np.asarray(cleaning.sample_indices_)


def _refuse_codes(over: Any, cleaning: Any, obstacle: str) -> None:
    """Refuse to measure distances between categories in two ways."""
    if takes_codes(over, cleaning):
        raise ValueError(
            f"{type(cleaning).__name__} by itself takes categories for numbers, and "
            f"cannot be one plan with {type(over).__name__}: {obstacle}. Tell it the "
            f"categorical_features"
        )
