"""Whole calls beside imbalanced-learn: seconds and peak memory."""

from __future__ import annotations

import statistics
import warnings
from collections.abc import Callable

import imblearn.combine
import imblearn.over_sampling
import imblearn.under_sampling
from data import labelled
from measure import peak_memory, ratio, shown, table, times

import smote

OVER = ["RandomOverSampler", "SMOTE", "BorderlineSMOTE", "SVMSMOTE", "ADASYN"]
CLEANING = [
    "RandomUnderSampler", "TomekLinks", "EditedNearestNeighbours",
    "RepeatedEditedNearestNeighbours", "AllKNN", "NeighbourhoodCleaningRule",
    "OneSidedSelection", "NearMiss", "SMOTEENN", "SMOTETomek",
]  # fmt: skip
# A peer that would take longer than this is measured with fewer rows.
PATIENCE = 120.0


def peer(name: str) -> type:
    """Return imbalanced-learn's class of this name."""
    for module in (imblearn.over_sampling, imblearn.under_sampling, imblearn.combine):
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(name)


def calls(name: str, rows: int, columns: int, part: float) -> dict[str, Callable[[], object]]:
    """Return the same call to both libraries."""
    values, labels = labelled(rows, columns, part)
    parameters = {"random_state": 0} if "random_state" in peer(name)().get_params() else {}
    return {
        "libsmote": lambda: getattr(smote, name)(**parameters).fit_resample(values, labels),
        "imbalanced-learn": lambda: peer(name)(**parameters).fit_resample(values, labels),
    }


def report(names: list[str], sizes: list[int], columns: int, rounds: int) -> str:
    """Return a table of seconds, ratios and peak memory."""
    warnings.simplefilter("ignore")
    lines = []
    for name in names:
        if not hasattr(smote, name):
            continue
        expected = 0.0
        for rows in sizes:
            both = calls(name, rows, columns, 0.1)
            growth = (rows / sizes[0]) ** 2
            if expected * growth > PATIENCE:
                ours = times({"libsmote": both["libsmote"]}, rounds)["libsmote"]
                memory = f"{peak_memory(both['libsmote']):.0f}"
                lines.append([name, f"{rows:,}", shown(ours), "not run", "", memory, ""])
                continue
            seconds = times(both, rounds)
            expected = max(expected, statistics.median(seconds["imbalanced-learn"]))
            memory = [f"{peak_memory(call):.0f}" for call in both.values()]
            lines.append(
                [
                    name,
                    f"{rows:,}",
                    *map(shown, seconds.values()),
                    ratio(seconds["imbalanced-learn"], seconds["libsmote"]),
                    *memory,
                ]
            )
    header = ["sampler", "rows", "libsmote", "imbalanced-learn", "ratio", "MB", "MB (peer)"]
    return table(header, lines)
