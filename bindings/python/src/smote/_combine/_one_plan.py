"""Whether two samplers, one after the other, can be one plan of the library."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Integral
from typing import Any

import numpy as np

from smote._base import Problem
from smote._categorical import chosen_columns
from smote._neighbor_parameters import NeighborSearch
from smote._over_sampling._base import BaseOverSampler
from smote._over_sampling._voting import BaseVoter, columns_of
from smote._random import continues, is_native
from smote._under_sampling._base import BaseReducer
from smote._under_sampling._by_distance import ByDistance


def obstacles(
    over: Any, cleaning: Any, problem: Problem, is_rounded: bool
) -> Iterator[str]:
    """Yield the reasons for which a plan would be something else, or not possible.

    New values may be rounded to the types of the caller's columns between the steps.
    """
    first, second = type(over).__name__, type(cleaning).__name__
    for sampler, kind in ((over, BaseOverSampler), (cleaning, BaseReducer)):
        if not isinstance(sampler, kind):
            yield f"{type(sampler).__name__} is not libsmote's"
            return
    if not cleaning._is_ours():
        yield f"{second} asks an object that has to see the rows that were made"
        return
    if not over._is_at_once(problem):
        yield f"{first} asks an object for each class, between draws"
    if cleaning._second_strategy(problem.classes) is None:
        yield (
            f"the sampling_strategy of {second} asks for the labels that were made, or "
            f"for no class"
        )
    if not cleaning._has_rows(problem.classes.counts.values()):
        if not takes_codes(over, cleaning):
            # By itself, it says so as imbalanced-learn does, if it is so even then.
            yield f"{second} needs more rows than there are before {first}"
        elif over.few_rows != cleaning.few_rows:
            yield (
                f"{second} needs more rows than there are before {first}, and their "
                f"few_rows differ"
            )
    if not _draw_alike(over, cleaning):
        yield "their random_state or stream differ"
    if cleaning._reads_values and not over._is_exact(problem, is_rounded):
        yield f"{second} reads values that {first} would not leave as they are made"
    if isinstance(cleaning, ByDistance) and not _tell_apart_alike(
        over, cleaning, problem
    ):
        yield f"{second} tells categories apart of which {first} does not know"
    if cleaning._reads_values and not _measure_alike(over, cleaning):
        yield "their scale or column_weights differ"


def takes_codes(over: Any, cleaning: Any) -> bool:
    """Whether the second step, done by itself, would take categories for numbers."""
    return (
        isinstance(over, BaseVoter)
        and isinstance(cleaning, ByDistance)
        and cleaning._needs_numbers()
        and cleaning._is_ours()
    )


def _draw_alike(over: Any, cleaning: Any) -> bool:
    """Whether the second step draws what it would by itself, and orders rows so."""
    draws = hasattr(cleaning, "random_state")
    first, second = over.random_state, cleaning.random_state if draws else 0
    if is_native(first, over.stream) != is_native(second, cleaning.stream):
        return False
    if not draws:
        return True
    if isinstance(first, Integral) and isinstance(second, Integral):
        return bool(first == second)
    return first is second and continues(first, over.stream)


def _measure_alike(over: Any, cleaning: Any) -> bool:
    """Whether distances are the same in both steps, or the first has none."""
    if not isinstance(over, NeighborSearch):
        return True
    weights: Any = getattr(over, "column_weights", None)
    same_weights = np.array_equal(weights, cleaning.column_weights)
    return same_weights and getattr(over, "scale", None) == cleaning.scale


def _tell_apart_alike(over: Any, cleaning: ByDistance, problem: Problem) -> bool:
    """Whether the second step is about the columns of categories of the first."""
    if cleaning.categorical_features is None:
        return True
    if not isinstance(over, BaseVoter):
        return False
    table = columns_of(problem)
    chosen = chosen_columns(cleaning.categorical_features, table)
    return np.array_equal(np.sort(chosen), over._categories(table))
