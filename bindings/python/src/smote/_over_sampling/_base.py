"""What samplers that add rows share."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import StrOptions

from smote import _native
from smote._base import BaseSampler, Prepared, Problem, Result
from smote._dtypes import is_sparse, written_whole
from smote._finder import Finder
from smote._labels import Classes
from smote._neighbor_parameters import MetricSearch, NeighborSearch
from smote._output import Output, interpolated_table
from smote._plan import plan_of
from smote._provenance import Origin, Provenance
from smote._random import RANDOM_STATE, STREAM, Draws, RandomStateLike, Stream, draws
from smote._strategy import RATIO, Counts, new_rows
from smote._threads import N_JOBS, thread_count
from smote._watch import Progress, Watch

BASES = {
    "even": _native.SMOTE_BASES_EVEN,
    "random": _native.SMOTE_BASES_RANDOM,
}
# How much of the work the plan is, as far as `progress` tells; the rest is writing.
_PLAN_SHARE = 0.9


class SecondStep(Protocol):
    """A sampler that drops rows: see `options.cleaning` in smote.h."""

    _reads_values: ClassVar[bool]

    def _as_second_step(self, classes: Classes, columns: int) -> dict[str, Any]:
        """Return the library's options to do this after another method."""

    def _learn(self, plan: _native.Plan) -> None:
        """Take from a plan what becomes attributes."""


class BaseOverSampler(BaseSampler):
    """Base class of the samplers that add rows."""

    # By which imbalanced-learn's ensembles know what a sampler does.
    _sampling_type = "over-sampling"

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "sampling_strategy": [
            RATIO,
            StrOptions({"auto", "minority", "not minority", "not majority", "all"}),
            Mapping,
            callable,
        ],
        "random_state": RANDOM_STATE,
        "n_jobs": N_JOBS,
        "stream": STREAM,
        "progress": [callable, None],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        n_jobs: int | None = None,
        stream: Stream = None,
        progress: Progress | None = None,
    ) -> None:
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.stream = stream
        self.progress = progress

    # What drops rows from what this one makes, in the same plan.
    _cleaning: SecondStep | None = None

    def _targets(self, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
        return new_rows(self.sampling_strategy, y, counts)

    def _resample(self, problem: Problem) -> Result:
        random = draws(self.random_state, self.stream)
        threads = thread_count(self.n_jobs)
        with Watch(self.progress) as watch:
            watch.phase(0, _PLAN_SHARE)
            searched, options = self._prepare(problem, watch)
            cleaning = self._cleaning
            wanted = {
                "stream": random.stream,
                "seed": random.seed,
                "numpy_state": random.state,
                "numpy_normal": random.normal,
                "threads": threads,
                # Distances are the same in both steps, if there are any in this one.
                **({} if cleaning is None else self._second_step(problem, cleaning)),
                **options,
            }
            with self._plan(problem, searched, watch, random, wanted) as plan:
                # Unless there is a second step, all rows are kept, and come first.
                kept = 0 if cleaning is not None else plan.kept_count
                voted = self._voted(problem, plan)
                origin = Origin(Provenance(*plan.provenance(kept), voted), kept)
                if cleaning is not None:
                    assert isinstance(plan, _native.Plan)
                    cleaning._learn(plan)
                watch.phase(_PLAN_SHARE, 1)
                is_cleaned = cleaning is not None
                table = self._table(
                    problem,
                    Output(plan, origin, searched, is_cleaned, watch, threads),
                )
                warnings = [
                    problem.classes.in_own_words(sentence)
                    for _, sentence in plan.warnings()
                ]
            watch.report(1)
        random.finish()
        return Result(origin, plan.kept_count, table, warnings)

    @abstractmethod
    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        """Say what the library is to plan from, and by which method."""

    def _plan(
        self,
        problem: Problem,
        searched: NDArray[Any],
        watch: Watch,
        random: Draws,
        wanted: dict[str, Any],
    ) -> _native.Plan | _native.Plans:
        """Plan from the given table by the given options."""
        return planned(problem, problem.gains, searched, watch, wanted)

    def _voted(
        self, problem: Problem, plan: _native.Plan | _native.Plans
    ) -> NDArray[np.bool_]:
        """Return which columns of the caller's new rows are voted on."""
        return np.zeros(self.n_features_in_, np.bool_)

    def _table(self, problem: Problem, output: Output) -> Any:
        """Return the resampled table in the caller's container."""
        return interpolated_table(problem, output)

    # -------------------------------------------------- as the first step of a plan

    def _second_step(self, problem: Problem, cleaning: SecondStep) -> dict[str, Any]:
        return cleaning._as_second_step(problem.classes, self.n_features_in_)

    @property
    def _is_read(self) -> bool:
        """Whether a second step reads the values that this one makes."""
        return self._cleaning is not None and self._cleaning._reads_values

    def _is_at_once(self, problem: Problem) -> bool:
        """Whether the library is asked once for all classes."""
        return True

    def _is_exact(self, problem: Problem, is_rounded: bool) -> bool:
        """Whether the library makes the values that a second step would be given.

        These may be rounded to the types of the caller's columns before.
        """
        values = problem.values
        return (
            not is_sparse(values)
            and written_whole(values.dtype)
            and (not is_rounded or problem.features.is_uniform(values))
        )


def planned(
    problem: Problem,
    gains: Mapping[Any, int],
    searched: NDArray[Any],
    watch: Watch,
    wanted: dict[str, Any],
    categorical: NDArray[np.uint8] | None = None,
) -> _native.Plan:
    """Let the library plan so many new rows of each class."""
    classes = problem.classes
    targets = {
        classes.codes[label]: count + gains.get(label, 0)
        for label, count in classes.counts.items()
    }
    labelled = _native.dataset(searched, classes.rows, categorical)
    options = _native.options(watch, targets=targets, **wanted)
    return plan_of(classes, labelled, options)


def planned_one_by_one(
    problem: Problem,
    searched: NDArray[Any],
    watch: Watch,
    random: Draws,
    options_of: Callable[[Any], dict[str, Any]],
) -> _native.Plans:
    """Plan one class after the other, each by its own options.

    What makes the options may draw from the caller's generator: the draws come in the
    order of imbalanced-learn.
    """
    plans = []
    start, end = watch.span
    share = (end - start) / len(problem.growing)
    for number, label in enumerate(problem.growing):
        watch.phase(start + share * number, start + share * (number + 1))
        wanted = options_of(label)
        watch.report(0)
        random.resume()
        gain = {label: problem.gains[label]}
        plans.append(planned(problem, gain, searched, watch, wanted))
        random.finish()
    return _native.Plans(plans)


class BaseNeighborSampler(NeighborSearch, BaseOverSampler):
    """Base class of the samplers that look for neighbours."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseOverSampler._parameter_constraints,
        **NeighborSearch._search_constraints,
    }

    def __init__(
        self, *, few_rows: Literal["error", "clip"] = "error", **parameters: Any
    ) -> None:
        super().__init__(**parameters)
        self.few_rows = few_rows


class BaseInterpolator(MetricSearch, BaseNeighborSampler):
    """Base class of the samplers that interpolate between neighbours."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseNeighborSampler._parameter_constraints,
        **MetricSearch._metric_constraints,
    }

    def __init__(
        self,
        *,
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        **parameters: Any,
    ) -> None:
        super().__init__(**parameters)
        self.scale = scale
        self.column_weights = column_weights

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        finder = self._finder(problem.values, watch)
        options = self._options(problem, finder)
        if is_sparse(problem.values):
            # With all neighbours found, the plan reads no features any more.
            return np.zeros((problem.values.shape[0], 1)), options
        metric = {"column_weights": finder.column_weights, "scale": finder.scale}
        return finder.values, {**metric, **options}

    @abstractmethod
    def _options(self, problem: Problem, finder: Finder) -> dict[str, Any]:
        """State the method, and what it needs.

        The library can search a dense table by itself; in a sparse table, all
        neighbours that it is to use have to be found here.
        """
