"""What tests of a hostile world share: every sampler, data for it, child processes."""

import os
import subprocess
import sys
import textwrap
from functools import partial
from pathlib import Path

import numpy as np

import smote

# Minutes instead of seconds, for those tests that find more in them.
LONG = bool(os.environ.get("SMOTE_TEST_LONG"))

# Every sampler, and every way of it that is a method of the library or Python code of
# its own. Each is made anew for a test: samplers keep what they fitted.
SAMPLERS = {
    "SMOTE": smote.SMOTE,
    "SMOTE-native": partial(smote.SMOTE, stream="native"),
    "BorderlineSMOTE-1": smote.BorderlineSMOTE,
    "BorderlineSMOTE-2": partial(smote.BorderlineSMOTE, kind="borderline-2"),
    "SVMSMOTE": partial(smote.SVMSMOTE, stream="native"),
    "KMeansSMOTE": partial(
        smote.KMeansSMOTE, stream="native", cluster_balance_threshold=0.01
    ),
    "ADASYN": smote.ADASYN,
    "SMOTENC": partial(smote.SMOTENC, categorical_features=[0]),
    "SMOTEN": smote.SMOTEN,
    "RandomOverSampler": smote.RandomOverSampler,
    "RandomOverSampler-noise": partial(smote.RandomOverSampler, shrinkage=1.0),
    "RandomUnderSampler": smote.RandomUnderSampler,
    "TomekLinks": smote.TomekLinks,
    "TomekLinks-categories": partial(smote.TomekLinks, categorical_features=[0]),
    "EditedNearestNeighbours": smote.EditedNearestNeighbours,
    "RepeatedEditedNearestNeighbours": smote.RepeatedEditedNearestNeighbours,
    "AllKNN": smote.AllKNN,
    "CondensedNearestNeighbour": smote.CondensedNearestNeighbour,
    "OneSidedSelection": smote.OneSidedSelection,
    "NeighbourhoodCleaningRule": smote.NeighbourhoodCleaningRule,
    "NearMiss-1": smote.NearMiss,
    "NearMiss-2": partial(smote.NearMiss, version=2),
    "NearMiss-3": partial(smote.NearMiss, version=3),
    "ClusterCentroids": smote.ClusterCentroids,
    "SMOTEENN": smote.SMOTEENN,
    "SMOTETomek": smote.SMOTETomek,
}


def sampler(name, **parameters):
    """Make a sampler whose results can be compared: seeded, if it draws at all."""
    made = SAMPLERS[name]()
    if "random_state" in made.get_params():
        parameters.setdefault("random_state", 0)
    return made.set_params(**parameters)


def table(rows=60, columns=4, seed=0):
    """Return overlapping classes of two thirds and one third of the rows.

    The first column is whole numbers, to be taken for categories.
    """
    rng = np.random.default_rng(seed)
    y = np.repeat([0, 1], [rows - rows // 3, rows // 3])
    X = rng.normal(size=(rows, columns)) + 0.5 * y[:, None]
    X[:, 0] = rng.integers(0, 3, rows)
    return X, y


def run(program, *arguments, timeout=120):
    """Run a program in an interpreter of its own; it may import this module."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=Path(__file__).parent,
    )


def succeeds(program, *arguments, timeout=120):
    """Return what a program prints that must end well, and not by a signal."""
    done = run(program, *arguments, timeout=timeout)
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout
