"""KMeans-SMOTE: which clusters take part, and how many rows each makes."""

import warnings
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.cluster import MiniBatchKMeans
from sklearn.neighbors import NearestNeighbors

from smote import SMOTE, KMeansSMOTE, SmoteWarning

RNG = np.random.default_rng(0)


class Given(BaseEstimator):
    """A clustering that is what the test says."""

    def __init__(self, labels=(), n_clusters=2):
        self.labels = labels
        self.n_clusters = n_clusters

    def fit(self, X):
        return self

    def predict(self, X):
        return np.array(self.labels)

    fit_predict = predict


def blobs():
    """Draw two places where the rare class is, and one of the usual class alone."""
    centers = np.repeat([0.0, 20.0, 40.0], [30, 40, 60])[:, None]
    spread = np.repeat([1.0, 3.0, 1.0], [30, 40, 60])[:, None]
    X = centers + RNG.normal(size=(130, 3)) * spread
    y = np.repeat([1, 0, 1, 0], [20, 10, 25, 75])
    return X, y, np.repeat([0, 1, 2], [30, 40, 60])


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix, sparse.csc_array])
@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_by_hand(stream, form):
    X, y, labels = blobs()
    sampler = KMeansSMOTE(
        random_state=0,
        stream=stream,
        kmeans_estimator=Given(labels.tolist(), 3),
        density_exponent=2,
    )
    X_new, y_new = sampler.fit_resample(form(X), y)
    X_new = X_new.toarray() if sparse.issparse(X_new) else X_new
    new = sampler.provenance_.rows(130, len(y_new))
    assert np.array_equal(labels[new.base], labels[new.neighbor])
    assert np.all(y[new.base] == 1)
    sparsity = []
    for rows in (X[:20], X[30:55]):
        apart = np.linalg.norm(rows[:, None] - rows[None], axis=2)
        mean = apart.sum() / (len(rows) * (len(rows) - 1))
        sparsity.append(mean**2 / len(rows))
    wanted = 40 * np.array(sparsity) / sum(sparsity)
    made = np.bincount(labels[new.base], minlength=3)
    assert made[2] == 0
    assert np.all(np.abs(made[:2] - wanted) <= 1)
    if stream == "native":
        assert made.sum() == 40
    assert np.array_equal(X_new[130:], new.interpolate(X))


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
@pytest.mark.parametrize("estimator", [None, 3, 7, MiniBatchKMeans(4, n_init=1)])
def test_p5_native_counts_are_exact(form, estimator):
    X, y, _ = blobs()
    sampler = KMeansSMOTE(
        random_state=1,
        stream="native",
        kmeans_estimator=estimator,
        cluster_balance_threshold=0.1,
    )
    _, y_new = sampler.fit_resample(form(X), y)
    assert Counter(y_new.tolist()) == {0: 85, 1: 85}
    numpy = KMeansSMOTE(
        random_state=1, kmeans_estimator=7, cluster_balance_threshold=0.1
    )
    assert len(numpy.fit_resample(X, y)[1]) >= 170


@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_identical_points_give_no_nan(stream):
    # imbalanced-learn's issue 1186: there, 0 is divided by 0.
    X = np.repeat([[0.0, 0.0], [9.0, 9.0]], [20, 40], axis=0)
    y = np.repeat([1, 0], [20, 40])
    sampler = KMeansSMOTE(random_state=0, stream=stream, kmeans_estimator=2)
    with pytest.warns(SmoteWarning, match="class 1 are all alike in every cluster"):
        X_new, y_new = sampler.fit_resample(X, y)
    assert np.array_equal(X_new[60:], np.zeros((20, 2)))
    assert np.bincount(y_new).tolist() == [40, 40]


@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_p14_the_error_says_which_threshold_would_do(stream):
    X, y, labels = blobs()
    sampler = KMeansSMOTE(
        random_state=0,
        stream=stream,
        kmeans_estimator=Given(labels.tolist(), 3),
        cluster_balance_threshold=0.9,
    )
    names = np.array(["usual", "rare"])[y]
    with pytest.raises(RuntimeError, match="No clusters found") as theirs:
        peer.KMeansSMOTE(
            kmeans_estimator=Given(labels.tolist(), 3), cluster_balance_threshold=0.9
        ).fit_resample(X, names)
    with pytest.raises(RuntimeError, match="No clusters found") as ours:
        sampler.fit_resample(X, names)
    assert str(ours.value).startswith(str(theirs.value))
    assert "class 'rare' makes up at most 0.66" in str(ours.value)
    sampler.set_params(cluster_balance_threshold=0.66).fit_resample(X, names)


def test_one_cluster_has_no_threshold():
    X, y, _ = blobs()
    sampler = KMeansSMOTE(
        random_state=5, kmeans_estimator=1, cluster_balance_threshold=1.0
    )
    X_new, _ = sampler.fit_resample(X, y)
    expected, _ = SMOTE(random_state=5, k_neighbors=2).fit_resample(X, y)
    assert np.array_equal(X_new, expected)
    assert sampler.cluster_balance_threshold_ == -np.inf


BAD = [
    ({"cluster_balance_threshold": 10}, RuntimeError, "at most 1, the whole"),
    ({"cluster_balance_threshold": np.nan}, ValueError, "is NaN"),
    ({"cluster_balance_threshold": "x"}, ValueError, "cluster_balance_threshold"),
    ({"density_exponent": -1}, ValueError, "density_exponent"),
    ({"density_exponent": "x"}, ValueError, "density_exponent"),
    ({"kmeans_estimator": 0}, ValueError, "kmeans_estimator"),
    ({"k_neighbors": 45}, RuntimeError, "class 1 has 45 rows, but k_neighbors = 45"),
    ({"k_neighbors": 30}, RuntimeError, "no cluster holds 31 rows of class 1"),
    ({"k_neighbors": NearestNeighbors(), "scale": "sd"}, ValueError, "is an object"),
]


@pytest.mark.parametrize(("parameters", "error", "message"), BAD, ids=str)
@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_bad_input(parameters, error, message, stream):
    X, y, labels = blobs()
    parameters = {"kmeans_estimator": Given(labels.tolist(), 3), **parameters}
    with pytest.raises(error, match=message):
        KMeansSMOTE(stream=stream, random_state=0, **parameters).fit_resample(X, y)


def test_more_clusters_than_rows():
    X, y, _ = blobs()
    with pytest.raises(ValueError, match="kmeans_estimator = 200, but X has only 130"):
        KMeansSMOTE(stream="native", kmeans_estimator=200).fit_resample(X, y)
    with pytest.raises(ValueError, match="n_samples=130 should be >= n_clusters=200"):
        KMeansSMOTE(kmeans_estimator=200).fit_resample(X, y)


@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_neighbors_object(stream):
    X, y, labels = blobs()
    estimator = Given(labels.tolist(), 3)
    plain, objects = (
        KMeansSMOTE(
            random_state=2, stream=stream, kmeans_estimator=estimator, k_neighbors=k
        ).fit_resample(X, y)[0]
        for k in (4, NearestNeighbors(n_neighbors=5))
    )
    assert np.array_equal(plain, objects)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("seed", [0, 2**40])
@pytest.mark.parametrize("clusters", [1, 4, 9])
def test_native_clusters_are_the_same_for_an_object(clusters, seed, dtype):
    # scikit-learn found them.
    rng = np.random.default_rng(clusters)
    y = rng.permutation(np.repeat([5, 2, 7], [300, 90, 60]))
    X = (rng.normal(size=(450, 4)) + 2 * y[:, None]).astype(dtype)
    seen, results = [], []
    for k in (2, NearestNeighbors(n_neighbors=3)):
        sampler = KMeansSMOTE(
            k_neighbors=k,
            kmeans_estimator=clusters,
            random_state=seed,
            stream="native",
            cluster_balance_threshold=0.1,
            progress=seen.append,
        )
        results.append(sampler.fit_resample(X, y)[0])
    assert np.array_equal(*results)
    last = seen[seen.index(1) + 1 :]
    assert last == sorted(last)
    assert last[-1] == 1


@pytest.mark.parametrize("scale", [None, "sd", "range"])
def test_scale_in_sparse_tables(scale):
    X, y, labels = blobs()
    X = X * [1, 100, 1]
    parameters = {
        "random_state": 2,
        "stream": "native",
        "kmeans_estimator": Given(labels.tolist(), 3),
        "scale": scale,
        "column_weights": [1, 2, 1],
    }
    dense, _ = KMeansSMOTE(**parameters).fit_resample(X, y)
    thin, _ = KMeansSMOTE(**parameters).fit_resample(sparse.csr_matrix(X), y)
    assert np.array_equal(thin.toarray(), dense)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 6))
@example(87, 1, 1)  # a single row of 49: 1 / 49 * 49 is less than 1
def test_native_counts_and_threads(seed, k, clusters):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 40, 3)
    y = rng.permutation(np.repeat([5, 6, 7], sizes))
    X = rng.integers(-3, 4, (len(y), 2)).astype(float)
    results = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmoteWarning)
        for n_jobs in (1, 2, 8):
            sampler = KMeansSMOTE(
                random_state=seed,
                stream="native",
                k_neighbors=k,
                kmeans_estimator=min(clusters, len(y)),
                cluster_balance_threshold=0,
                few_rows="clip",
                n_jobs=n_jobs,
            )
            results.append(sampler.fit_resample(X, y))
    X_new, y_new = results[0]
    assert all(np.array_equal(other[0], X_new) for other in results)
    assert set(Counter(y_new.tolist()).values()) == {sizes.max()}
    assert np.isfinite(X_new).all()
    assert np.array_equal(y[sampler.provenance_.neighbor], y_new)


@pytest.mark.parametrize("state", [np.random.RandomState(3), np.random.default_rng(3)])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_native_stream_from_generators(state, form):
    X, y, _ = blobs()
    sampler = KMeansSMOTE(random_state=state, stream="native", kmeans_estimator=3)
    assert len(sampler.fit_resample(form(X), y)[1]) == 170


def test_a_threshold_that_is_given_counts_for_a_single_cluster_natively():
    X, y, _ = blobs()
    for parameter in (1, Given(np.zeros(len(X), int), 1)):
        sampler = KMeansSMOTE(kmeans_estimator=parameter, stream="native")
        grown, _ = sampler.fit_resample(X, y)
        assert sampler.cluster_balance_threshold_ == -np.inf
        sampler.set_params(cluster_balance_threshold=0.9, stream="numpy")
        assert len(sampler.fit_resample(X, y)[0]) >= len(grown) > len(X)
        sampler.set_params(stream="native")
        with pytest.raises(RuntimeError, match="No clusters found"):
            sampler.fit_resample(X, y)
        assert sampler.cluster_balance_threshold_ == 0.9


@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_nothing_is_wanted(stream):
    X, y, _ = blobs()
    for form in (np.asarray, sparse.csr_matrix):
        sampler = KMeansSMOTE(sampling_strategy={}, stream=stream)
        assert len(sampler.fit_resample(form(X), y)[1]) == 130
