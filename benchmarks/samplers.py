"""Whole calls beside imbalanced-learn: seconds and peak memory."""

from __future__ import annotations

import statistics
import warnings
from collections.abc import Callable

import imblearn.combine
import imblearn.over_sampling
import imblearn.under_sampling
import numpy as np
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


def calls_on(name: str, values: np.ndarray, labels: np.ndarray) -> dict[str, Callable[[], object]]:
    """Return the same call to both libraries."""
    parameters = {"random_state": 0} if "random_state" in peer(name)().get_params() else {}
    return {
        "libsmote": lambda: getattr(smote, name)(**parameters).fit_resample(values, labels),
        "imbalanced-learn": lambda: peer(name)(**parameters).fit_resample(values, labels),
    }


def calls(name: str, rows: int, columns: int, part: float) -> dict[str, Callable[[], object]]:
    """Return the same call to both libraries, on clusters."""
    return calls_on(name, *labelled(rows, columns, part))


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


# Rows of the minority; ten times as many others.
CELLS = [
    (2_000, 5), (20_000, 5), (100_000, 5), (2_000, 30), (20_000, 30), (50_000, 30),
    (20_000, 128), (10_000, 784),
]  # fmt: skip


def cells_report(names: list[str], cells: list[tuple[int, int]], rounds: int) -> str:
    """Return a table of whole calls, by rows of the minority and columns."""
    warnings.simplefilter("ignore")
    lines = []
    for name in names:
        for rows, columns in cells:
            both = calls(name, 11 * rows, columns, 1 / 11)
            seconds = times(both, rounds)
            ours, peers = seconds.values()
            lines.append(
                [name, f"{rows:,} x {columns}", shown(ours), shown(peers), ratio(peers, ours)]
            )
    return table(["sampler", "rows x columns", "libsmote", "imbalanced-learn", "ratio"], lines)


def mixed_report(rows: int, rounds: int) -> str:
    """Return a table of SMOTENC, with half of the columns categories of ten values."""
    warnings.simplefilter("ignore")
    values, labels = labelled(rows, 10, 0.1)
    codes = np.random.default_rng(2).integers(0, 10, (rows, 10)).astype(np.float64)
    mixed, where = np.hstack([values, codes]), list(range(10, 20))
    seconds = times(
        {
            "libsmote": lambda: smote.SMOTENC(where, random_state=0).fit_resample(mixed, labels),
            "imbalanced-learn": lambda: imblearn.over_sampling.SMOTENC(
                where, random_state=0
            ).fit_resample(mixed, labels),
        },
        rounds,
    )
    ours, peers = seconds.values()
    line = ["SMOTENC", f"{rows:,}", shown(ours), shown(peers), ratio(peers, ours)]
    return table(["sampler", "rows", "libsmote", "imbalanced-learn", "ratio"], [line])


def memory_report(names: list[str], rows: int, columns: int) -> str:
    """Return a table of the memory that calls add to the peak, in MiB."""
    warnings.simplefilter("ignore")
    lines = []
    for name in names:
        both = calls(name, rows, columns, 0.1)
        lines.append([name, f"{rows:,}", *(f"{peak_memory(call):.0f}" for call in both.values())])
    return table(["sampler", "rows", "libsmote", "imbalanced-learn"], lines)
