"""SMOTE-N: value differences and votes, against a naive reading of the paper."""

from collections import Counter

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn import config_context
from sklearn.exceptions import DataConversionWarning
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import OrdinalEncoder

from cases import cells
from smote import SMOTEN

RNG = np.random.default_rng(0)
Y = np.repeat([0, 1], [60, 20])
CODES = RNG.integers(0, 4, (80, 3))
TEXTS = np.array(list("abcd"), object)[CODES]
NAMES = list("xyz")
FRAME = pd.DataFrame(TEXTS, columns=NAMES)
TABLES = {
    "integers": CODES,
    "objects": TEXTS,
    "texts": TEXTS.astype(str),
    "list": TEXTS.tolist(),
    "pandas": FRAME,
    "category": FRAME.astype("category"),
    "polars": pl.DataFrame(FRAME.to_dict("list")),
    "categorical": pl.DataFrame(FRAME.to_dict("list")).cast(pl.Categorical),
    "pyarrow": pa.table(FRAME.to_dict("list")),
}


@pytest.mark.parametrize("stream", ["numpy", "native"])
@pytest.mark.parametrize("kind", TABLES)
def test_containers(kind, stream):
    table = TABLES[kind]
    sampler = SMOTEN(random_state=0, stream=stream)
    X_new, y_new = sampler.fit_resample(table, Y)
    codes, _ = SMOTEN(random_state=0, stream=stream).fit_resample(CODES, Y)
    assert type(X_new) is type(table)
    expected = codes if kind == "integers" else np.array(list("abcd"), object)[codes]
    assert cells(X_new) == expected.tolist()
    assert Counter(y_new.tolist()) == {0: 60, 1: 60}
    if isinstance(table, pa.Table):
        assert X_new.schema == table.schema
    elif hasattr(table, "dtypes"):
        assert np.all(X_new.dtypes == table.dtypes)
    assert sampler.provenance_.voted.all()
    # Columns that are carried along come from the base row.
    rows = sampler.apply(np.arange(80.0))
    assert np.array_equal(rows, sampler.provenance_.base)


def naive_distances(X, y):
    """Compute the value difference metric of every two rows."""
    total = np.zeros((len(X), len(X)))
    for column in X.T:
        shares = {
            value: np.array([np.mean(y[column == value] == label) for label in set(y)])
            for value in set(column)
        }
        table = np.array([shares[value] for value in column])
        total += np.abs(table[:, None] - table[None]).sum(axis=2) ** 2
    return total


@pytest.mark.parametrize("k", [1, 3, 6])
def test_native_votes_are_modes(k):
    sampler = SMOTEN(k_neighbors=k, random_state=1, stream="native")
    X_new, _ = sampler.fit_resample(TEXTS, Y)
    distances = naive_distances(CODES, Y)
    new = sampler.provenance_.rows(80, 120)
    for row, base in zip(X_new[80:], new.base, strict=True):
        others = np.flatnonzero(Y == 1)
        others = others[others != base]
        bound = np.sort(distances[base, others])[k - 1]
        sure = others[distances[base, others] < bound - 1e-9]
        tied = others[np.abs(distances[base, others] - bound) <= 1e-9]
        voters = [base, *sure, *tied[: k - len(sure)]]
        for column in range(3):
            votes = Counter(TEXTS[voters, column])
            assert votes[row[column]] == max(votes.values())


def test_by_hand():
    # Of three rows of the rare class, two are "a" and two are "u": so are all new ones.
    X = [["a", "u"], ["a", "v"], ["b", "u"], *([["c", "w"]] * 10)]
    y = ["rare"] * 3 + ["usual"] * 10
    X_new, y_new = SMOTEN(k_neighbors=2, random_state=0).fit_resample(X, y)
    assert X_new[13:] == [["a", "u"]] * 7
    assert y_new[13:] == ["rare"] * 7


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.sampled_from(["numpy", "native"]), st.integers(1, 7)
)
def test_categories_occur_in_the_class(seed, stream, k):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 30, 3)
    y = rng.permutation(np.repeat([5, 6, 7], sizes))
    X = rng.integers(0, 6, (len(y), 3))
    parameters = {"k_neighbors": k, "random_state": seed, "few_rows": "clip"}
    results = [
        SMOTEN(n_jobs=n_jobs, stream=stream, **parameters).fit_resample(X, y)
        for n_jobs in (1, 2, 8)
    ]
    X_new, y_new = results[0]
    assert all(np.array_equal(other[0], X_new) for other in results)
    assert set(Counter(y_new.tolist()).values()) == {sizes.max()}
    for label in (5, 6, 7):
        for column in range(3):
            seen = set(X[y == label, column])
            assert set(X_new[y_new == label, column]) <= seen


def test_neighbors_object():
    expected, _ = SMOTEN(random_state=0, k_neighbors=3).fit_resample(TEXTS, Y)
    nearest = NearestNeighbors(n_neighbors=4)
    sampler = SMOTEN(random_state=0, k_neighbors=nearest)
    X_new, _ = sampler.fit_resample(TEXTS, Y)
    assert (X_new == expected).mean() > 0.9
    assert sampler.nn_k_.metric == "precomputed"
    assert nearest.metric == "minkowski"


@pytest.mark.parametrize("output", ["pandas", "polars"])
def test_encoders_give_codes_whatever_scikit_learn_is_told_to_give(output):
    expected, _ = SMOTEN(random_state=0).fit_resample(FRAME, Y)
    own = OrdinalEncoder().set_output(transform=output)
    with config_context(transform_output=output):
        for encoder in (None, OrdinalEncoder(), own):
            X_new, _ = SMOTEN(encoder, random_state=0).fit_resample(FRAME, Y)
            assert X_new.equals(expected)


@pytest.mark.parametrize("form", [sparse.csr_matrix, sparse.csc_array])
def test_sparse(form):
    expected, _ = SMOTEN(random_state=0).fit_resample(CODES, Y)
    with pytest.warns(DataConversionWarning, match="not really efficient") as caught:
        X_new, _ = SMOTEN(random_state=0).fit_resample(form(CODES), Y)
    assert caught[0].filename == __file__
    assert type(X_new) is form
    assert np.array_equal(X_new.toarray(), expected)


def test_bad_input():
    floats = CODES.astype(float)
    floats[3, 1] = np.nan
    with pytest.raises(ValueError, match="Input X contains NaN") as theirs:
        peer.SMOTEN().fit_resample(floats, Y)
    for table in (floats, pd.DataFrame(floats), pd.DataFrame(floats).astype("Int64")):
        with pytest.raises(ValueError, match="Input X contains NaN") as ours:
            SMOTEN().fit_resample(table, Y)
        assert str(ours.value).startswith(str(theirs.value))
    missing = OrdinalEncoder(
        categories=[["a"]] * 3, handle_unknown="use_encoded_value", unknown_value=-1
    )
    with pytest.raises(ValueError, match="whole number from 0 on"):
        SMOTEN(missing).fit_resample(TEXTS, Y)
    with pytest.raises(ValueError, match="class 1 has 20 rows, but k_neighbors = 20"):
        SMOTEN(k_neighbors=20).fit_resample(TEXTS, Y)
    clipped = SMOTEN(k_neighbors=20, few_rows="clip").fit_resample(TEXTS, Y)
    assert len(clipped[1]) == 120


def test_nothing_is_wanted():
    for table in TABLES.values():
        X_new, _ = SMOTEN(sampling_strategy={}).fit_resample(table, Y)
        assert cells(X_new) == cells(table)


@pytest.mark.parametrize("state", [np.random.RandomState(3), np.random.default_rng(3)])
def test_native_stream_from_generators(state):
    X_new, _ = SMOTEN(random_state=state, stream="native").fit_resample(TEXTS, Y)
    assert X_new.shape == (120, 3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_categories_may_be_the_largest_numbers_there_are(dtype):
    # pytest makes a warning of numpy's an error.
    largest = np.finfo(dtype).max
    X = np.random.default_rng(0).choice([-largest, largest], (40, 300))
    y = np.repeat([0, 1], [30, 10])
    X_new, _ = SMOTEN(random_state=0).fit_resample(X.astype(dtype), y)
    assert np.array_equal(np.unique(X_new), [-largest, largest])
