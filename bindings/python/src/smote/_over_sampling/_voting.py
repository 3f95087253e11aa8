"""What samplers share whose new rows take the categories that most neighbours have."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote import _native
from smote._base import Prepared, Problem
from smote._columns import Columns, Encoded, columns
from smote._output import Output, voted_columns
from smote._over_sampling._base import BaseNeighborSampler, planned
from smote._random import Draws
from smote._watch import Watch


class BaseVoter(BaseNeighborSampler):
    """Base class of the samplers whose new rows take categories by vote."""

    def _read(self, X: Any, y: NDArray[Any]) -> tuple[Columns, Any, NDArray[Any]]:
        table = columns(X)
        self._inspect(table)
        return table, table.checked, table.validate(self, y)

    @abstractmethod
    def _inspect(self, table: Columns) -> None:
        """Check a table before its labels are."""

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        table = columns_of(problem)
        table.encoded = self._encode(table)
        return table.encoded.table, self._voting_options(problem, table.encoded)

    @abstractmethod
    def _categories(self, table: Columns) -> NDArray[np.int64]:
        """Return which columns hold categories, in ascending order."""

    @abstractmethod
    def _encode(self, table: Columns) -> Encoded:
        """Make a table of numbers and codes."""

    @abstractmethod
    def _voting_options(self, problem: Problem, encoded: Encoded) -> dict[str, Any]:
        """State the method, and what it needs."""

    def _plan(
        self,
        problem: Problem,
        searched: NDArray[Any],
        watch: Watch,
        random: Draws,
        wanted: dict[str, Any],
    ) -> _native.Plan:
        categorical = columns_of(problem).encoded.categorical
        return planned(problem, problem.gains, searched, watch, wanted, categorical)

    def _voted(
        self, problem: Problem, plan: _native.Plan | _native.Plans
    ) -> NDArray[np.bool_]:
        assert isinstance(plan, _native.Plan)
        voted = np.empty(self.n_features_in_, np.bool_)
        voted[columns_of(problem).encoded.order] = plan.voted(len(voted))
        return voted

    def _table(self, problem: Problem, output: Output) -> Any:
        table = columns_of(problem)
        new = voted_columns(table.encoded.columns, output)
        places = np.argsort(table.encoded.order)
        return output.arranged(
            table.extend_by_columns([new[place] for place in places])
        )

    def _is_exact(self, problem: Problem, is_rounded: bool) -> bool:
        # Categories are compared as such in no other way.
        return True


def columns_of(problem: Problem) -> Columns:
    """Return the caller's table."""
    assert isinstance(problem.features, Columns)
    return problem.features
