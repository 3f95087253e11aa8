"""What samplers share that drop rows by their distances."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smote._base import Prepared, Problem
from smote._categorical import CATEGORICAL, chosen_columns, told_apart
from smote._columns import Columns, columns
from smote._containers import Features
from smote._dtypes import is_sparse, searchable
from smote._finder import Asked
from smote._labels import Classes
from smote._neighbor_parameters import FEW_ROWS, MetricSearch, too_many
from smote._scaling import SCALES
from smote._tags import SamplerTags, sampler_tags
from smote._under_sampling._base import BaseReducer
from smote._watch import Watch


class ByDistance(MetricSearch, BaseReducer):
    """Mixin of the samplers that drop rows by their distances.

    With `categorical_features`, a table is read column by column, and made one of
    numbers and codes, which the library tells apart.
    """

    n_neighbors: Any
    categorical_features: Any
    categorical_features_: NDArray[np.int64]

    _metric_constraints: ClassVar[dict[str, list[Any]]] = {
        **MetricSearch._metric_constraints,
        "categorical_features": [*CATEGORICAL, None],
    }
    _distance_constraints: ClassVar[dict[str, list[Any]]] = {
        **_metric_constraints,
        **MetricSearch._search_constraints,
    }

    def __init__(
        self,
        *,
        few_rows: Literal["error", "clip"] = "error",
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        categorical_features: Any = None,
        **parameters: Any,
    ) -> None:
        super().__init__(**parameters)
        self.few_rows = few_rows
        self.scale = scale
        self.column_weights = column_weights
        self.categorical_features = categorical_features

    def _read(self, X: Any, y: NDArray[Any]) -> tuple[Features, Any, NDArray[Any]]:
        if self.categorical_features is None:
            if hasattr(self, "categorical_features_"):
                del self.categorical_features_
            return super()._read(X, y)
        table = columns(X)
        self.categorical_features_ = chosen_columns(self.categorical_features, table)
        labels = table.validate(self, y)
        table.encoded = told_apart(table, self.categorical_features_)
        return table, table.encoded.table, labels

    def _needs_numbers(self) -> bool:
        return self.categorical_features is None

    def _categorical(self, problem: Problem) -> NDArray[np.uint8] | None:
        table = problem.features
        return table.encoded.categorical if isinstance(table, Columns) else None

    def _neighbors_object(self, name: str) -> Any:
        if not isinstance(getattr(self, name), Integral):
            self._refuse_categories(name)
        return super()._neighbors_object(name)

    def _refuse_categories(self, name: str) -> None:
        """Refuse categories that the object which is this parameter would not know."""
        if self.categorical_features is not None:
            raise ValueError(
                f"categorical_features is about libsmote's own search, but {name} is "
                f"an object, which would take codes of categories for numbers: pass a "
                f"number of neighbours, or encode the data that the object is fitted on"
            )

    def _measured(self, problem: Problem) -> Prepared:
        """Return the table, made dense, and the options about distances."""
        values = problem.values
        return searchable(values), {
            "column_weights": self._weights(values.shape[1]),
            "scale": SCALES[self.scale],
            "few_rows": FEW_ROWS[self.few_rows],
        }

    def _found(
        self,
        name: str,
        found_by: Any,
        problem: Problem,
        watch: Watch,
        questions: Sequence[Asked],
    ) -> Prepared:
        """Return the same, but with neighbours that the library is not to search."""
        values = problem.values
        if not is_sparse(values):
            searched, options = self._measured(problem)
            finder = self._finder(searched, watch)
        else:
            finder = self._finder(values, watch)
            # With all neighbours found, the plan reads no features any more.
            searched = np.zeros((values.shape[0], 1))
            options = {"few_rows": FEW_ROWS[self.few_rows]}
        k, found = self._neighbors(name, found_by, problem, finder, questions)
        return searched, {**options, "cleaning_neighbors": k, "all_neighbors": found}

    def _is_ours(self) -> bool:
        return isinstance(self.n_neighbors, Integral)

    def _has_rows(self, sizes: Collection[int]) -> bool:
        return sum(sizes) > int(self.n_neighbors)

    def _as_second_step(self, classes: Classes, columns: int) -> dict[str, Any]:
        return {
            **super()._as_second_step(classes, columns),
            "cleaning_neighbors": int(self.n_neighbors or 1),
            "column_weights": self._weights(columns),
            "scale": SCALES[self.scale],
        }

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags(indices=True, strings=self.categorical_features is not None)

    def _require_rows(
        self, name: str, k: int, rows: int, where: str, *, more: int = 0
    ) -> None:
        """Refuse a number of neighbours that there are not: k, and `more` rows."""
        if rows < k + more and self.few_rows == "error":
            reason = f"{where} has {rows} rows, " + too_many(self, name, k, k + more)
            raise ValueError(
                f"Expected n_neighbors <= n_samples_fit, but n_neighbors = {k + more}, "
                f"n_samples_fit = {rows}: {reason}"
            )
