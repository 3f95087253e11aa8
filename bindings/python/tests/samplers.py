"""Samplers and data that several files of tests go over, and names of cases."""

import re

import numpy as np

from smote import (
    AllKNN,
    CondensedNearestNeighbour,
    EditedNearestNeighbours,
    NearMiss,
    NeighbourhoodCleaningRule,
    OneSidedSelection,
    RepeatedEditedNearestNeighbours,
    TomekLinks,
)

# What drops rows by their distances: the class, and the parameters of an object.
BY_DISTANCE = {
    "Tomek": (TomekLinks, {}),
    "ENN": (EditedNearestNeighbours, {"sampling_strategy": [8, 3]}),
    "mode": (EditedNearestNeighbours, {"kind_sel": "mode", "n_neighbors": 5}),
    "RENN": (RepeatedEditedNearestNeighbours, {"sampling_strategy": "all"}),
    "AllKNN": (AllKNN, {"allow_minority": True}),
    "CNN": (CondensedNearestNeighbour, {"random_state": 0, "n_seeds_S": 2}),
    "OSS": (OneSidedSelection, {"random_state": 0, "n_neighbors": 3}),
    "NCR": (NeighbourhoodCleaningRule, {"threshold_cleaning": 0.8}),
    "NearMiss-1": (NearMiss, {}),
    "NearMiss-2": (NearMiss, {"version": 2}),
    "NearMiss-3": (NearMiss, {"version": 3, "n_neighbors_ver3": 2}),
}


def three_classes():
    """Return a generator, a table and its labels: -1, 3 and 8, which overlap."""
    rng = np.random.default_rng(0)
    y = rng.permutation(np.repeat([3, -1, 8], [70, 40, 21]))
    return rng, rng.normal(size=(131, 3)) + y[:, None] / 6, y


def without_address(value):
    """Name a case by what it is: where it is would differ from process to process."""
    return re.sub(r" at 0x[0-9A-Fa-f]+", "", str(value))
