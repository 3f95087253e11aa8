"""The search on its own, against an oracle that orders by (distance, index)."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import smote
from oracle import neighbors_of_rows, squared_distances
from smote import _block_search


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 2**32), st.integers(2, 90), st.integers(1, 40), st.booleans())
def test_rows_of_one_table(seed, rows, columns, grid):
    rng = np.random.default_rng(seed)
    X = (
        rng.integers(-2, 3, (rows, columns))
        if grid
        else rng.normal(size=(rows, columns))
    )
    X = X.astype(rng.choice([np.float32, np.float64, np.int16]))
    k = int(rng.integers(1, rows))
    indices, distances = smote.nearest_neighbors(X, k, n_jobs=int(rng.integers(1, 4)))
    expected, squared = neighbors_of_rows(X, k)
    assert np.array_equal(indices, expected)
    assert np.array_equal(distances, np.sqrt(squared))
    assert (indices.dtype, distances.dtype) == (np.int64, np.float64)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2**32), st.integers(1, 60), st.integers(1, 30))
def test_queries(seed, rows, columns):
    rng = np.random.default_rng(seed)
    X = rng.integers(-2, 3, (rows, columns)).astype(float)
    queries = np.concatenate([X[:3], rng.normal(size=(5, columns))])
    k = int(rng.integers(1, rows + 1))
    indices, distances = smote.nearest_neighbors(X, k, queries)
    squared = squared_distances(queries, X)
    expected = np.argsort(squared, axis=1, kind="stable")[:, :k]
    assert np.array_equal(indices, expected)
    assert np.array_equal(
        distances**2 > 0, np.take_along_axis(squared, expected, 1) > 0
    )


FORMS = [
    np.asfortranarray,
    np.ndarray.tolist,
    pd.DataFrame,
    lambda X: pl.DataFrame(X, schema=list("abcdefg")),
    sparse.csr_matrix,
    sparse.csc_array,
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("asked", FORMS)
def test_containers(form, asked):
    rng = np.random.default_rng(0)
    X, queries = rng.normal(size=(50, 7)), rng.normal(size=(20, 7))
    for given_, expected in (
        (smote.nearest_neighbors(form(X), 3), smote.nearest_neighbors(X, 3)),
        (
            smote.nearest_neighbors(form(X), 3, asked(queries)),
            smote.nearest_neighbors(X, 3, queries),
        ),
    ):
        assert all(map(np.array_equal, given_, expected))


@pytest.mark.parametrize("block", [1, 7, 20])
def test_sparse_by_blocks(monkeypatch, block):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 3, (40, 6)).astype(float)
    queries = rng.integers(0, 3, (11, 6)).astype(float)
    expected = smote.nearest_neighbors(X, 9), smote.nearest_neighbors(X, 9, queries)
    monkeypatch.setattr(_block_search, "_BLOCK_BYTES", 8 * 6 * block)
    table = sparse.csr_matrix(X)
    found = (
        smote.nearest_neighbors(table, 9),
        smote.nearest_neighbors(table, 9, sparse.csr_matrix(queries)),
    )
    for ours, theirs in zip(found, expected, strict=True):
        assert all(map(np.array_equal, ours, theirs))


@pytest.mark.parametrize("scale", [None, "sd", "range"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("of", [np.asarray, sparse.csr_matrix])
def test_scaled_and_weighted(monkeypatch, scale, weighted, of):
    monkeypatch.setattr(_block_search, "_BLOCK_BYTES", 8 * 5 * 16)
    rng = np.random.default_rng(0)
    X = rng.integers(0, 9, (60, 5)) * [1.0, 10, 0.01, 3, 0]
    queries = rng.integers(0, 9, (20, 5)) * [1.0, 10, 0.01, 3, 0]
    weights = np.array([1, 0, 4, 0.25, 2]) if weighted else None
    size = {"sd": X.std(axis=0), "range": np.ptp(X, axis=0), None: np.ones(5)}[scale]
    by = np.sqrt(np.ones(5) if weights is None else weights) / np.where(size, size, 1)
    squared = ((queries[:, None] * by - X * by) ** 2).sum(axis=2)
    indices, distances = smote.nearest_neighbors(
        of(X), 7, of(queries), scale=scale, column_weights=weights
    )
    np.testing.assert_allclose(distances, np.sqrt(np.sort(squared, axis=1)[:, :7]))
    reached = np.sqrt(np.take_along_axis(squared, indices, axis=1))
    np.testing.assert_allclose(distances, reached)
    dense = smote.nearest_neighbors(X, 7, scale=scale, column_weights=weights)
    other = smote.nearest_neighbors(of(X), 7, scale=scale, column_weights=weights)
    assert all(map(np.array_equal, dense, other))


def test_progress_of_a_search():
    seen = []
    smote.nearest_neighbors(np.eye(9), 2, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1
    with pytest.raises(KeyError):
        smote.nearest_neighbors(np.eye(9), 2, progress={}.__getitem__)


def test_far_from_the_origin():
    # |x|^2 - 2xy + |y|^2 would cancel here: the peer finds other neighbours.
    rng = np.random.default_rng(0)
    X = 1e6 + rng.normal(size=(300, 20)) * 1e-2
    assert np.array_equal(smote.nearest_neighbors(X, 4)[0], neighbors_of_rows(X, 4)[0])


@pytest.mark.parametrize("exponent", [-1000, -600, -500, 500, 600, 1000])
@pytest.mark.parametrize("form", [np.array, sparse.csr_matrix])
def test_columns_of_any_size_have_a_standard_deviation(form, exponent):
    X = np.random.RandomState(0).normal(size=(100, 4))
    indices, distances = smote.nearest_neighbors(X, 5, scale="sd")
    X[:, 1] = np.ldexp(X[:, 1], exponent)
    found = smote.nearest_neighbors(form(X), 5, scale="sd")
    assert np.array_equal(found[0], indices)
    assert np.array_equal(found[1], distances)


@pytest.mark.parametrize("form", [np.array, sparse.csr_matrix])
def test_columns_that_cannot_be_scaled_are_refused_unless_they_do_not_count(form):
    X = np.random.RandomState(0).normal(size=(30, 2))
    X[:, 0] = np.linspace(-1, 1, 30) * 1.7e308
    for scale in ("sd", "range"):
        with pytest.raises(ValueError, match=r"column 0 is too wide .* weight 0\.1$"):
            smote.nearest_neighbors(form(X), 2, scale=scale, column_weights=[0.1, 1])
        hidden = smote.nearest_neighbors(form(X), 2, scale=scale, column_weights=[0, 1])
        assert np.array_equal(
            hidden[0], smote.nearest_neighbors(X[:, 1:], 2, scale=scale)[0]
        )
    X[:, 0] = 0
    X[3, 0] = 5e-324
    for scale in ("sd", "range"):
        with pytest.raises(ValueError, match="column 0 is too narrow"):
            smote.nearest_neighbors(form(X), 2, scale=scale)


@pytest.mark.parametrize("form", [np.array, sparse.csr_matrix])
def test_queries_beyond_float64_once_they_are_scaled_are_infinitely_far(form):
    X = np.array([[0.0, 1], [1e-10, 0], [2e-10, 5]])
    queries = np.array([[1e300, 0], [-1e300, 0], [0, 1]])
    indices, distances = smote.nearest_neighbors(
        form(X), 2, form(queries), scale="range"
    )
    assert np.array_equal(indices, [[0, 1], [0, 1], [0, 1]])
    assert np.array_equal(np.isinf(distances[:, 0]), [True, True, False])
