"""The same numbers as imbalanced-learn 0.14, bit for bit, where there are no ties."""

import numpy as np
import pytest
from imblearn import over_sampling as peer
from sklearn.neighbors import NearestNeighbors

from cases import (
    assert_same,
    dense,
    draw_labels,
    draw_strategy,
    draw_table,
    keel_tables,
)
from oracle import has_ties
from smote import SMOTE

KINDS = ["float64", "float32", "int64", "csr"]
STRATEGIES = ["auto", "minority", "not minority", "not majority", "all", "dict", "call"]


def tie_free_case(case):
    """Draw a data set until it has no ties; wide ranges make the first one do."""
    rng = np.random.default_rng(case)
    kind = KINDS[case % 4]
    for _ in range(20):
        k = int(rng.integers(1, 9))
        y = draw_labels(rng, int(rng.integers(2, 6)), k)
        X = draw_table(rng, len(y), int(rng.integers(1, 61)), kind)
        if not any(has_ties(dense(X)[y == label], k) for label in np.unique(y)):
            strategy = draw_strategy(rng, y, STRATEGIES[case % len(STRATEGIES)])
            return X, y, {"k_neighbors": k, "sampling_strategy": strategy}
    raise AssertionError("twenty data sets in a row had ties")


@pytest.mark.parametrize("case", range(320))
def test_random_data(case):
    X, y, parameters = tie_free_case(case)
    assert_same(
        SMOTE(random_state=case, **parameters).fit_resample(X, y),
        peer.SMOTE(random_state=case, **parameters).fit_resample(X, y),
    )
    # One stream that goes on from call to call, and is left in the same state.
    ours, peers = np.random.RandomState(case), np.random.RandomState(case)
    for source in (ours, peers):
        source.normal(size=3)  # half of a pair of normal draws stays cached
    for _ in range(2):
        assert_same(
            SMOTE(random_state=ours, **parameters).fit_resample(X, y),
            peer.SMOTE(random_state=peers, **parameters).fit_resample(X, y),
        )
    assert np.array_equal(ours.normal(size=700), peers.normal(size=700))


def test_global_state():
    X, y, parameters = tie_free_case(0)
    np.random.seed(5)  # noqa: NPY002
    ours = SMOTE(**parameters).fit_resample(X, y), np.random.normal()  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    peers = peer.SMOTE(**parameters).fit_resample(X, y), np.random.normal()  # noqa: NPY002
    assert_same(ours[0], peers[0])
    assert ours[1] == peers[1]


@pytest.mark.parametrize("kind", [*KINDS, "csc"])
def test_neighbors_object(kind):
    rng = np.random.default_rng(8)
    y = draw_labels(rng, 4, 6)
    X = draw_table(rng, len(y), 6, "csr" if kind == "csc" else kind)
    X = X.tocsc() if kind == "csc" else X
    for metric in ("euclidean", "manhattan"):
        finder = NearestNeighbors(n_neighbors=5, metric=metric)
        ours = SMOTE(random_state=3, k_neighbors=finder)
        peers = peer.SMOTE(random_state=3, k_neighbors=finder)
        result, expected = ours.fit_resample(X, y), peers.fit_resample(X, y)
        assert_same(result, expected)
        assert ours.nn_k_.n_samples_fit_ == peers.nn_k_.n_samples_fit_
        assert not hasattr(finder, "n_samples_fit_")


@pytest.mark.parametrize("dtype", ["float16", "longdouble", ">f8", "int32", "int16"])
def test_other_dtypes(dtype):
    rng = np.random.default_rng(4)
    y = np.repeat([0, 1], [50, 20])
    X = (rng.normal(size=(70, 3)) * 1000).astype(dtype)
    assert not has_ties(X[y == 1], 5)
    assert_same(
        SMOTE(random_state=1).fit_resample(X, y),
        peer.SMOTE(random_state=1).fit_resample(X, y),
    )


def tie_free_classes(X, y):
    """Yield the classes, of a size for the oracle, that some k leaves no ties in."""
    labels, counts = np.unique(y, return_counts=True)
    for label, count in zip(labels[counts <= 600], counts[counts <= 600], strict=True):
        for k in (5, 3, 2, 1):
            if count > k and not has_ties(X[y == label], k):
                yield {"k_neighbors": k, "sampling_strategy": {label: int(count) + 100}}
                break


def test_keel():
    compared = set()
    for name, X, y in keel_tables():
        for parameters in tie_free_classes(X, y):
            assert_same(
                SMOTE(random_state=0, **parameters).fit_resample(X, y),
                peer.SMOTE(random_state=0, **parameters).fit_resample(X, y),
            )
            compared.add(name)
    assert len(compared) >= 50
