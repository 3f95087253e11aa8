"""What samplers that drop rows share."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Collection, Mapping
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.utils._param_validation import StrOptions

from smote import _native
from smote._base import BaseSampler, Prepared, Problem, Result
from smote._labels import Classes, shown
from smote._plan import plan_of
from smote._provenance import Origin, as_they_are
from smote._random import STREAM, Draws, RandomStateLike, Stream, draws, is_native
from smote._strategy import RATIO, Counts, cleaned_classes, rows_left
from smote._tags import SamplerTags, sampler_tags
from smote._threads import N_JOBS, thread_count
from smote._watch import Progress, Watch

_STRATEGIES = {
    "auto": _native.SMOTE_STRATEGY_AUTO,
    "majority": _native.SMOTE_STRATEGY_MAJORITY,
    "not minority": _native.SMOTE_STRATEGY_NOT_MINORITY,
    "not majority": _native.SMOTE_STRATEGY_NOT_MAJORITY,
    "all": _native.SMOTE_STRATEGY_ALL,
}
SELECTIONS = {
    "all": _native.SMOTE_SELECTION_ALL,
    "mode": _native.SMOTE_SELECTION_MODE,
}

# Which rows stay, in their order, and what should be known about it.
Kept = tuple[NDArray[np.int64], list[str]]


class BaseReducer(BaseSampler):
    """Base class of the samplers that drop rows."""

    # Whether numpy's stream comes with rows class by class.
    _is_grouped: ClassVar[bool] = True
    # Whether it matters what the values are.
    _reads_values: ClassVar[bool] = True

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "n_jobs": N_JOBS,
        "stream": STREAM,
        "progress": [callable, None],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        n_jobs: int | None = None,
        stream: Stream = None,
        progress: Progress | None = None,
    ) -> None:
        self.sampling_strategy = sampling_strategy
        self.n_jobs = n_jobs
        self.stream = stream
        self.progress = progress

    def _resample(self, problem: Problem) -> Result:
        rows, warnings = self._kept(problem)
        self.sample_indices_ = rows
        provenance = as_they_are(rows, self.n_features_in_)
        table = problem.features.take(problem.values, rows)
        return Result(Origin(provenance), len(rows), table, warnings)

    def _kept(self, problem: Problem) -> Kept:
        """Decide which rows stay: here, by asking the library."""
        random = self._draws()
        if not self.sampling_strategy_:
            return self._all_rows(problem, random), []
        with Watch(self.progress) as watch:
            searched, options = self._prepare(problem, watch)
            with self._plan(problem, searched, watch, random, options) as plan:
                rows = plan.bases()
                self._learn(plan)
                warnings = [
                    problem.classes.in_own_words(sentence)
                    for _, sentence in plan.warnings()
                ]
            watch.report(1)
        random.finish()
        return rows, warnings

    def _learn(self, plan: _native.Plan) -> None:
        """Take from a plan what becomes attributes; here, nothing."""

    def _all_rows(self, problem: Problem, random: Draws) -> NDArray[np.int64]:
        """Return the rows where no class is targeted, in their order."""
        rows = np.argsort(problem.classes.rows, kind="stable")
        return in_order(rows, random) if self._is_grouped else np.sort(rows)

    @abstractmethod
    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        """Say what the library is to plan from, and by which method."""

    def _plan(
        self,
        problem: Problem,
        searched: NDArray[Any],
        watch: Watch,
        random: Draws,
        options: dict[str, Any],
    ) -> _native.Plan:
        classes = problem.classes
        return plan_of(
            classes,
            _native.dataset(searched, classes.rows, self._categorical(problem)),
            _native.options(
                watch,
                **self._strategy(problem),
                stream=random.stream,
                seed=random.seed,
                numpy_state=random.state,
                numpy_normal=random.normal,
                threads=thread_count(self.n_jobs),
                **options,
            ),
        )

    def _categorical(self, problem: Problem) -> NDArray[np.uint8] | None:
        """Return which columns hold codes of categories; here, none does."""
        return None

    def _strategy(self, problem: Problem) -> dict[str, Any]:
        """Return the library's options about which classes lose rows."""
        if isinstance(self.sampling_strategy, str):
            return {"strategy": _STRATEGIES[self.sampling_strategy]}
        codes = problem.classes.codes
        targets = {
            codes[label]: rows for label, rows in self.sampling_strategy_.items()
        }
        return {"targets": targets}

    # ------------------------------------------------- as the second step of a plan

    def _is_ours(self) -> bool:
        """Whether the library does it all, without an object of the caller's."""
        return False

    def _needs_numbers(self) -> bool:
        """Whether a table has to be one of numbers alone."""
        return self._reads_values

    def _has_rows(self, sizes: Collection[int]) -> bool:
        """Whether classes of these sizes have rows for all the neighbours wanted."""
        return True

    def _settings(self) -> dict[str, Any]:
        """State the method, and what it is told, whatever the table."""
        raise NotImplementedError

    def _second_strategy(self, classes: Classes) -> dict[str, Any] | None:
        """Return the library's options about the classes of a second step.

        None if there are none for what `sampling_strategy` says.
        """
        named = self.sampling_strategy
        if not isinstance(named, str):
            return None
        # By default, a second step is about all classes.
        named = "not minority" if named == "auto" else named
        return {"cleaning_strategy": _STRATEGIES[named]}

    def _as_second_step(self, classes: Classes, columns: int) -> dict[str, Any]:
        """Return the library's options to do this after another method."""
        settings = self._settings()
        strategy = self._second_strategy(classes) or {}
        return {"cleaning": settings.pop("method"), **settings, **strategy}

    def _is_native(self) -> bool:
        """Whether the rules are the papers' where imbalanced-learn has others."""
        return is_native(getattr(self, "random_state", 0), self.stream)

    def _draws(self) -> Draws:
        """Return where random draws come from, and which order the rows get.

        imbalanced-learn's order belongs to numpy's stream, drawn from or not.
        """
        random_state: RandomStateLike = getattr(self, "random_state", 0)
        return draws(random_state, self.stream)

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags(indices=True)


class BaseUnderSampler(BaseReducer):
    """Base class of the samplers that let classes shrink to a number of rows."""

    # By which imbalanced-learn's ensembles know what a sampler does.
    _sampling_type = "under-sampling"

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseReducer._parameter_constraints,
        "sampling_strategy": [
            RATIO,
            StrOptions(set(_STRATEGIES)),
            Mapping,
            callable,
        ],
    }

    def _targets(self, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
        return rows_left(self.sampling_strategy, y, counts)

    def _second_strategy(self, classes: Classes) -> dict[str, Any] | None:
        wanted = self.sampling_strategy
        if isinstance(wanted, Real) and len(classes.counts) == 2:
            ratio = _native.SMOTE_STRATEGY_RATIO
            return {"cleaning_strategy": ratio, "cleaning_amount": float(wanted)}
        if isinstance(wanted, Mapping) and all(map(_is_count, wanted.values())):
            return _second_targets(wanted, classes)
        return super()._second_strategy(classes)


class BaseCleaner(BaseReducer):
    """Base class of the samplers that clean classes, whatever is left of them."""

    _sampling_type = "clean-sampling"

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseReducer._parameter_constraints,
        "sampling_strategy": [
            RATIO,
            StrOptions(set(_STRATEGIES)),
            list,
            callable,
        ],
    }

    def _targets(self, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
        return cleaned_classes(self.sampling_strategy, y, counts)

    def _second_strategy(self, classes: Classes) -> dict[str, Any] | None:
        if isinstance(self.sampling_strategy, list):
            return _second_targets(dict.fromkeys(self.sampling_strategy, 0), classes)
        return super()._second_strategy(classes)


def _is_count(rows: Any) -> bool:
    return isinstance(rows, Integral) and int(rows) >= 0


def _second_targets(
    wanted: Mapping[Any, Any], classes: Classes
) -> dict[str, Any] | None:
    """Name classes, and the rows that they end with, as the library does.

    None if it cannot: it knows those of the input alone, and wants one at least.
    """
    if not wanted or not wanted.keys() <= classes.codes.keys():
        return None
    return {
        "cleaning_strategy": _native.SMOTE_STRATEGY_TARGETS,
        "cleaning_targets": {
            classes.codes[label]: int(rows) for label, rows in wanted.items()
        },
    }


def in_order(rows: NDArray[np.int64], random: Draws) -> NDArray[np.int64]:
    """Return rows, grouped by class, in the order that belongs to the stream."""
    return np.sort(rows) if random.is_native else rows


def most_frequent(
    labels: NDArray[np.int32], voters: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Return the label that most of each row of voters have; of several, the smallest.

    A voter below 0 is none.
    """
    classes = np.unique(labels)
    votes = labels[voters]
    counts = [((votes == label) & (voters >= 0)).sum(axis=1) for label in classes]
    winners: NDArray[np.int32] = classes[np.argmax(counts, axis=0)]
    return winners


def vanished(problem: Problem, rows: NDArray[np.int64]) -> list[str]:
    """Say which classes have no row left, as the library does."""
    left = set(np.unique(problem.classes.rows[rows]).tolist())
    return [
        f"all rows of class {shown(label)} were dropped: none is left"
        for label, code in problem.classes.codes.items()
        if code not in left
    ]
