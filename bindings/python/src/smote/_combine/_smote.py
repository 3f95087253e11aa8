"""What `SMOTEENN` and `SMOTETomek` share: their constructor, and what it stands for."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from functools import partial
from typing import Any, ClassVar, Literal

from numpy.typing import ArrayLike, NDArray
from sklearn.utils._param_validation import HasMethods

from smote._base import Problem, Result
from smote._combine._base import BaseCombination, cloned
from smote._neighbor_parameters import MetricSearch
from smote._over_sampling import SMOTE
from smote._over_sampling._base import BaseOverSampler
from smote._random import RandomStateLike, Stream, is_native
from smote._strategy import Counts, new_rows
from smote._under_sampling._base import BaseReducer
from smote._watch import Progress

# What the first step is of both, one after the other, as far as `progress` tells.
_FIRST_SHARE = 0.5


class BaseSMOTECombination(BaseCombination):
    """Base class of the samplers that add rows by SMOTE, and clean all."""

    # imbalanced-learn checks the table once, before both steps.
    _is_rounded = False

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseOverSampler._parameter_constraints,
        "smote": [HasMethods(["fit_resample"]), None],
        **MetricSearch._metric_constraints,
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
            self.smote_ = cloned(self.smote)
        name = self._step_names[1]
        cleaner = getattr(self, name)
        if cleaner is None:
            cleaner = self._default_cleaner(
                sampling_strategy="all", **self._shared(_FIRST_SHARE, 1)
            )
        else:
            cleaner = cloned(cleaner)
        setattr(self, f"{name}_", cleaner)

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

    def _planned(self, problem: Problem, over: Any, cleaning: Any) -> Result:
        if self.smote is None:
            # In one plan, what the first step reports is of the whole.
            over.progress = self.progress
        return super()._planned(problem, over, cleaning)

    def _resample(self, problem: Problem) -> Result:
        result = super()._resample(problem)
        self.sampling_strategy_ = self.sampling_strategy
        if self.progress is not None:
            # A step that was given as an object does not report here.
            self.progress(1.0)
        return result


def _reported(progress: Progress, start: float, end: float, fraction: float) -> object:
    return progress(start + (end - start) * fraction)
