"""SMOTE and cleaning: in one plan or one after the other, it is the same."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors

from oracle import recomputed
from samplers import three_classes
from smote import (
    ADASYN,
    SMOTE,
    SMOTEENN,
    SVMSMOTE,
    AllKNN,
    BorderlineSMOTE,
    EditedNearestNeighbours,
    RandomOverSampler,
    SMOTETomek,
    TomekLinks,
)
from smote._combine import _base

_, X, Y = three_classes()

SAMPLERS = [
    SMOTEENN(random_state=0),
    SMOTETomek(random_state=0),
    SMOTEENN(random_state=0, stream="native"),
    SMOTETomek(random_state=0, stream="native"),
    SMOTEENN(random_state=0, scale="sd"),
    SMOTEENN(random_state=0, enn=EditedNearestNeighbours(kind_sel="mode")),
    SMOTEENN(smote=BorderlineSMOTE(random_state=0)),
    SMOTETomek(smote=ADASYN(random_state=0), tomek=TomekLinks(sampling_strategy="all")),
]


@pytest.mark.parametrize("sampler", SAMPLERS, ids=str)
def test_one_plan_is_both_steps(sampler, monkeypatch):
    X_new, y_new = sampler.fit_resample(X, Y)
    provenance, kept = sampler.provenance_, sampler.n_kept_
    monkeypatch.setattr(_base, "obstacles", lambda *steps: iter(["not wanted"]))
    X_steps, y_steps = clone(sampler).fit_resample(X, Y)
    assert np.array_equal(X_new, X_steps)
    assert np.array_equal(y_new, y_steps)
    steps = sampler.fit(X, Y)
    steps.fit_resample(X, Y)
    for ours, theirs in zip(provenance, steps.provenance_, strict=True):
        assert np.array_equal(ours, theirs)
    assert kept == steps.n_kept_


@pytest.mark.parametrize("sampler", SAMPLERS, ids=str)
def test_provenance(sampler):
    X_new, y_new = sampler.fit_resample(X, Y)
    assert np.array_equal(recomputed(X, sampler.provenance_), X_new)
    assert np.array_equal(Y[sampler.provenance_.base], y_new)
    is_old = sampler.provenance_.gap == 0
    assert is_old.sum() == sampler.n_kept_
    for array in (X, X.tolist(), pd.DataFrame(X), pl.DataFrame(X)):
        assert np.array_equal(np.asarray(sampler.apply(array)), X_new)
    numbers = sampler.apply(np.arange(131), interpolate=False)
    assert np.array_equal(numbers, sampler.provenance_.base)


TABLES = {
    "float32": X.astype(np.float32),
    "integers": (X * 1000).astype(np.int64),
    "list": X.tolist(),
    "frame": pd.DataFrame(X, columns=list("abc")),
    "mixed frame": pd.DataFrame(X, columns=list("abc")).astype({"b": np.float32}),
    "polars": pl.DataFrame(X, schema=list("abc")),
    "csr": sparse.csr_matrix(X),
    "csc": sparse.csc_array(X),
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("method", [SMOTEENN, SMOTETomek])
def test_containers(method, kind):
    table = TABLES[kind]
    sampler = method(random_state=1)
    X_new, y_new = sampler.fit_resample(table, Y)
    assert type(X_new) is type(table)
    assert np.array_equal(Y[sampler.provenance_.base], y_new)
    first = SMOTE(random_state=1).fit_resample(table, Y)
    cleaner = {
        SMOTEENN: EditedNearestNeighbours(sampling_strategy="all"),
        SMOTETomek: TomekLinks(sampling_strategy="all"),
    }[method]
    expected = cleaner.fit_resample(*first)
    if kind == "mixed frame":  # cleaned as float64, before it is rounded
        assert len(y_new) == len(expected[1])
    elif sparse.issparse(table):
        assert np.array_equal(X_new.toarray(), expected[0].toarray())
    else:
        assert np.array_equal(np.asarray(X_new), np.asarray(expected[0]))


@pytest.mark.parametrize(
    "parameters",
    [
        {"enn": EditedNearestNeighbours(n_neighbors=NearestNeighbors())},
        {"enn": AllKNN()},
        {"smote": SVMSMOTE(random_state=0)},
        {"smote": RandomOverSampler(random_state=0)},
    ],
    ids=str,
)
def test_other_samplers(parameters):
    sampler = SMOTEENN(random_state=0, **parameters)
    X_new, y_new = sampler.fit_resample(X, Y)
    first = parameters.get("smote", SMOTE(random_state=0)).fit_resample(X, Y)
    second = parameters.get("enn", EditedNearestNeighbours(sampling_strategy="all"))
    expected = second.fit_resample(*first)
    assert np.array_equal(X_new, expected[0])
    assert np.array_equal(y_new, expected[1])
    assert np.array_equal(Y[sampler.provenance_.base], y_new)


@pytest.mark.parametrize("one_hot", [False, True])
def test_a_sampler_of_another_package(one_hot):
    y = np.eye(3, dtype=int)[np.unique(Y, return_inverse=True)[1]] if one_hot else Y
    sampler = SMOTEENN(smote=peer.SMOTE(random_state=0))
    X_new, y_new = sampler.fit_resample(X, y)
    expected = SMOTEENN(random_state=0).fit_resample(X, y)
    assert np.array_equal(X_new, expected[0])
    assert np.array_equal(y_new, expected[1])
    assert not hasattr(sampler, "provenance_")


def test_too_few_rows():
    with pytest.raises(ValueError, match="class 8 has 21 rows, but k_neighbors = 30"):
        SMOTEENN(smote=SMOTE(k_neighbors=30)).fit_resample(X, Y)
    enn = EditedNearestNeighbours(n_neighbors=500)
    with pytest.raises(ValueError, match=r" n_neighbors = 500 needs at least 501"):
        SMOTEENN(enn=enn).fit_resample(X, Y)


@pytest.mark.parametrize("table", [X, (X * 1000).astype(int), sparse.csr_matrix(X)])
@pytest.mark.parametrize(
    "steps",
    [{}, {"enn": AllKNN()}, {"smote": SMOTE()}, {"smote": peer.SMOTE()}],
    ids=["default", "AllKNN", "SMOTE", "peer"],
)
def test_progress_goes_on_to_the_end(steps, table):
    seen = []
    SMOTEENN(**steps, progress=seen.append).fit_resample(table, Y)
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_progress_of_one_plan_is_that_of_the_whole():
    alone, seen = [], []
    SMOTE(random_state=0, progress=alone.append).fit_resample(X, Y)
    SMOTETomek(random_state=0, progress=seen.append).fit_resample(X, Y)
    assert set(alone) <= set(seen)
    assert any(0.5 < fraction < 1 for fraction in seen)
