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
        expected = 0.0
        for rows in sizes:
            both = calls(name, rows, columns, 0.1)
            if expected * (rows / sizes[0]) ** 2 > PATIENCE:
                del both["imbalanced-learn"]
            seconds = times(both, rounds)
            ours, peers = seconds["libsmote"], seconds.get("imbalanced-learn")
            shown_peer = ["not run", ""]
            if peers is not None:
                expected = max(expected, statistics.median(peers))
                shown_peer = [shown(peers), ratio(peers, ours)]
            lines.append([name, f"{rows:,}", shown(ours), *shown_peer])
    return table(["sampler", "rows", "libsmote", "imbalanced-learn", "ratio"], lines)


def memory_report(names: list[str], rows: int, columns: int) -> str:
    """Return a table of the memory that calls add to the peak, in MB."""
    warnings.simplefilter("ignore")
    lines = []
    for name in names:
        both = calls(name, rows, columns, 0.1)
        lines.append([name, f"{rows:,}", *(f"{peak_memory(call):.0f}" for call in both.values())])
    return table(["sampler", "rows", "libsmote", "imbalanced-learn"], lines)
