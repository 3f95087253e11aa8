"""What is wanted of a plan, as the header's options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smote._native._callback import callback
from smote._native._constants import SMOTE_STRATEGY_TARGETS
from smote._native._structs import smote_class_value, smote_options, smote_target
from smote._watch import Watch

# What is meant where nothing is said, if it is not zero.
_DEFAULTS = {
    "strategy": SMOTE_STRATEGY_TARGETS,
    "neighbors": 5,
    "danger_neighbors": 10,
    "out_step": 0.5,
    "cluster_balance_threshold": -1.0,
    "density_exponent": -1.0,
    "clusters": 8,
    "rounds": 100,
    "seeds": 1,
    "cleaning_threshold": 0.5,
    "candidate_neighbors": 3,
}
# Numbers of neighbours or rounds: more than there are rows is the same.
_LIMITED = (
    "neighbors",
    "danger_neighbors",
    "cleaning_neighbors",
    "rounds",
    "candidate_neighbors",
)


def options(
    watch: Watch,
    *,
    targets: Mapping[int, int] | None = None,
    cleaning_targets: Mapping[int, int] | None = None,
    shrinkage: Mapping[int, float] | None = None,
    **fields: Any,
) -> smote_options:
    """Describe what is wanted, in the header's words; arrays are given as arrays.

    `targets` says how many rows each label ends with, `cleaning_targets` the same of
    the second step, `shrinkage` the factor of each label.
    """
    fields = {**_DEFAULTS, **fields}
    for name in _LIMITED:
        if name in fields:
            fields[name] = min(fields[name], 2**31 - 1)
    listed, cleaned = _targets(targets), _targets(cleaning_targets)
    factors = None
    if shrinkage:  # for no class, the library does not take it
        factors = (smote_class_value * len(shrinkage))(
            *(smote_class_value(label=at, value=by) for at, by in shrinkage.items())
        )
    return smote_options(
        targets=listed,
        target_count=0 if listed is None else len(listed),
        cleaning_targets=cleaned,
        cleaning_target_count=0 if cleaned is None else len(cleaned),
        shrinkage=factors,
        shrinkage_count=0 if factors is None else len(factors),
        progress=callback(watch),
        **fields,
    )


def _targets(rows: Mapping[int, int] | None) -> Any:
    if rows is None:
        return None
    return (smote_target * len(rows))(
        *(smote_target(label=label, rows=count) for label, count in rows.items())
    )
