"""SMOTENC, SMOTEN and KMeansSMOTE: the same as imbalanced-learn 0.14.

Bit for bit where no two rows are equally far away; in SMOTEN, where there is hardly a
row that has none such, almost cell for cell.
"""

import warnings

import numpy as np
import pytest
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.base import clone
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import OneHotEncoder

import smote
from cases import draw_labels, draw_strategy, draw_table, keel_tables
from oracle import has_ties
from test_parity_of_the_family import STRATEGIES, compare, outcome

DTYPES = [np.float64, np.float32]


def draw_mixed(case, k):
    """Draw numbers and categories, in columns in any order."""
    rng = np.random.default_rng(case)
    y = draw_labels(rng, int(rng.integers(2, 5)), k)
    numbers = rng.normal(size=(len(y), int(rng.integers(1, 7)))) + y[:, None] / 30
    categories = rng.integers(
        -2, int(rng.integers(0, 7)), (len(y), int(rng.integers(1, 6)))
    )
    order = rng.permutation(numbers.shape[1] + categories.shape[1])
    X = np.hstack([numbers, categories]).astype(DTYPES[case % 2])[:, order]
    named = rng.permutation(np.flatnonzero(order >= numbers.shape[1])).tolist()
    return X, y, named, draw_strategy(rng, y, STRATEGIES[case % len(STRATEGIES)])


@pytest.mark.parametrize("case", range(240))
def test_smotenc(case):
    k = case % 8 + 1
    X, y, named, strategy = draw_mixed(case, k)
    mask = np.isin(np.arange(X.shape[1]), named).tolist()
    ours, peers, results = compare(
        "SMOTENC",
        case,
        X,
        y,
        # The order in which columns are named is that of the votes on them.
        categorical_features=mask if case % 3 == 0 else named,
        k_neighbors=k,
        sampling_strategy=strategy,
    )
    assert results
    for name in ("categorical_features_", "continuous_features_"):
        assert np.array_equal(getattr(ours, name), getattr(peers, name))
    assert list(ours.median_std_) == list(peers.median_std_)
    assert np.allclose(
        list(ours.median_std_.values()), list(peers.median_std_.values())
    )
    for left, right in zip(
        ours.categorical_encoder_.categories_,
        peers.categorical_encoder_.categories_,
        strict=True,
    ):
        assert np.array_equal(left, right)
        assert left.dtype == right.dtype


@pytest.mark.parametrize("case", range(20))
def test_smotenc_in_sparse_tables_and_with_objects(case):
    X, y, named, strategy = draw_mixed(2 * case, 5)
    parameters = {
        "categorical_features": named,
        "random_state": case,
        "sampling_strategy": strategy,
    }
    for form in (sparse.csr_matrix, sparse.csc_matrix):
        X_peer, y_peer = peer.SMOTENC(**parameters).fit_resample(form(X), y)
        X_ours, y_ours = smote.SMOTENC(**parameters).fit_resample(form(X), y)
        assert type(X_ours) is form
        assert np.array_equal(X_ours.toarray(), X_peer.toarray())
        assert np.array_equal(y_ours, y_peer)
    compare(
        "SMOTENC",
        case,
        X,
        y,
        categorical_features=named,
        sampling_strategy=strategy,
        categorical_encoder=OneHotEncoder(sparse_output=case % 2 == 0),
        k_neighbors=NearestNeighbors(n_neighbors=4, metric="manhattan"),
    )


def apart(X, y, named, label):
    """Return rows of a class so that SMOTE-NC's distances are Euclidean."""
    rows = X[y == label]
    numbers = np.delete(rows, named, axis=1)
    median = np.median(numbers.std(axis=0))
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(rows[:, named])
    return np.hstack([numbers, one_hot * median / np.sqrt(2)])


def test_smotenc_keel():
    compared = set()
    for name, X, y in keel_tables():
        if len(y) > 1500:
            continue
        named = [j for j in range(X.shape[1]) if len(np.unique(X[:, j])) < 12]
        if not 0 < len(named) < X.shape[1]:
            named = [int(np.argmin([len(np.unique(column)) for column in X.T]))]
        if X.shape[1] == 1:
            continue
        for k in (5, 3, 2, 1):
            labels, counts = np.unique(y, return_counts=True)
            strategy = {
                label.item(): int(count) + 60
                for label, count in zip(labels, counts, strict=True)
                if count > k and not has_ties(apart(X, y, named, label), k)
            }
            if strategy:
                break
        else:
            continue
        _, _, results = compare(
            "SMOTENC",
            0,
            X,
            y,
            categorical_features=named,
            k_neighbors=k,
            sampling_strategy=strategy,
        )
        compared.update([name] if results else [])
    assert len(compared) >= 20


def draw_categories(case):
    rng = np.random.default_rng(case)
    y = draw_labels(rng, int(rng.integers(2, 4)), 8)
    shift = np.unique(y, return_inverse=True)[1][:, None]
    columns = int(rng.integers(2, 8))
    X = rng.integers(0, 8, (len(y), columns)) + shift * rng.integers(0, 3, columns)
    return X % 9, y, draw_strategy(rng, y, STRATEGIES[case % len(STRATEGIES)])


def test_smoten():
    cells = same = 0
    for case in range(200):
        X, y, strategy = draw_categories(case)
        parameters = {"k_neighbors": case % 8 + 1, "sampling_strategy": strategy}
        texts = np.array(list("abcdefghi"), object)[X]
        for table in (X, texts):
            ours, theirs = (
                method(random_state=case, **parameters).fit_resample(table, y)
                for method in (smote.SMOTEN, peer.SMOTEN)
            )
            assert ours[0].shape == theirs[0].shape
            assert ours[0].dtype == theirs[0].dtype
            assert np.array_equal(ours[1], theirs[1])
            new = slice(len(y), None)
            same += int((ours[0][new] == theirs[0][new]).sum())
            cells += ours[0][new].size
        again = smote.SMOTEN(random_state=case, n_jobs=1 + case % 3, **parameters)
        assert np.array_equal(again.fit_resample(texts, y)[0], ours[0])
    assert cells > 80_000
    assert same / cells >= 0.98


@pytest.mark.parametrize("k", [1, 4])
def test_smoten_where_all_rows_differ(k):
    # Then, hardly any distances are equal, and the draws are the same.
    rng = np.random.default_rng(1)
    y = np.repeat([0, 1, 2], [60, 40, 30])
    X = rng.integers(0, 40, (130, 12))
    compare("SMOTEN", 3, X, y, k_neighbors=k)


CLUSTERINGS = [
    None,
    3,
    5,
    KMeans(4, n_init=1, random_state=3),
    MiniBatchKMeans(3, n_init=1, random_state=np.random.RandomState(4)),
    1,
]


def draw_for_clusters(case, kinds, **parameters):
    """Draw data that the peer finds clusters in."""
    for attempt in range(100):
        rng = np.random.default_rng(case + 1000 * attempt)
        k = int(rng.integers(1, 5))
        y = draw_labels(rng, int(rng.integers(2, 4)), k + 12)
        columns = int(rng.integers(1, 12))
        X = draw_table(rng, len(y), columns, kinds[case % len(kinds)])
        shift = (np.unique(y, return_inverse=True)[1] * 2)[:, None]
        X = X + (shift * (10**9 if X.dtype.kind == "i" else 1)).astype(X.dtype)
        if has_ties(X, k):
            continue
        strategy = draw_strategy(rng, y, STRATEGIES[case % len(STRATEGIES)])
        parameters |= {"k_neighbors": k, "sampling_strategy": strategy}
        cloned = {name: copied(value) for name, value in parameters.items()}
        sampler = peer.KMeansSMOTE(random_state=case, **cloned)
        if not isinstance(outcome(sampler, X, y), Exception):
            return X, y, parameters
    raise AssertionError("a hundred data sets in a row that the peer cannot do")


def copied(value):
    return clone(value) if hasattr(value, "get_params") else value


@pytest.mark.parametrize("case", range(240))
def test_kmeans(case):
    X, y, parameters = draw_for_clusters(
        case,
        ["float64", "float32", "int64"],
        kmeans_estimator=CLUSTERINGS[case % len(CLUSTERINGS)],
        cluster_balance_threshold=["auto", 0.1, 0, "auto"][case % 4],
        density_exponent=["auto", 0.5, 3, 0, "auto"][case % 5],
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="MiniBatchKMeans is known to have")
        ours, peers, _ = compare("KMeansSMOTE", case, X, y, **parameters)
    if case % 3 == 0:
        assert len(ours.provenance_.base) >= len(y)
    assert type(ours.kmeans_estimator_) is type(peers.kmeans_estimator_)
    assert ours.cluster_balance_threshold_ == peers.cluster_balance_threshold_
    if ours.sampling_strategy_ and hasattr(peers.kmeans_estimator_, "labels_"):
        assert np.array_equal(
            ours.kmeans_estimator_.labels_, peers.kmeans_estimator_.labels_
        )


@pytest.mark.parametrize("case", range(30))
def test_kmeans_of_a_generator_that_it_shares(case):
    # The clustering draws from the caller's generator, class by class.
    X, y, parameters = draw_for_clusters(case, ["float64"], kmeans_estimator=3)
    results = []
    for method in (smote.KMeansSMOTE, peer.KMeansSMOTE):
        state = np.random.RandomState(case)
        sampler = method(random_state=state, **parameters)
        results.append((outcome(sampler, X, y), state.normal(size=700)))
    (ours, our_normal), (theirs, their_normal) = results
    if isinstance(theirs, Exception):
        assert str(ours).startswith(str(theirs))
        return
    assert np.array_equal(ours[0], theirs[0])
    assert np.array_equal(our_normal, their_normal)


@pytest.mark.parametrize("case", range(20))
def test_kmeans_with_objects_and_sparse_tables(case):
    X, y, parameters = draw_for_clusters(case, ["float64"], kmeans_estimator=3)
    parameters["k_neighbors"] = NearestNeighbors(n_neighbors=3, metric="manhattan")
    _, _, results = compare("KMeansSMOTE", case, X, y, **parameters)
    parameters["k_neighbors"] = 2
    results = [
        outcome(method(random_state=case, **parameters), sparse.csr_matrix(X), y)
        for method in (smote.KMeansSMOTE, peer.KMeansSMOTE)
    ]
    ours, theirs = results
    if isinstance(theirs, Exception):
        assert str(ours).startswith(str(theirs))
        return
    assert np.array_equal(ours[0].toarray(), theirs[0].toarray())


def test_kmeans_keel():
    compared = set()
    for name, X, y in keel_tables():
        if len(y) > 1500:
            continue
        k = next((k for k in (5, 3, 2, 1) if not has_ties(X, k)), 0)
        labels, counts = np.unique(y, return_counts=True)
        strategy = {
            label.item(): int(count) + 60
            for label, count in zip(labels, counts, strict=True)
            if count > k
        }
        if k == 0 or not strategy:
            continue
        _, _, results = compare(
            "KMeansSMOTE",
            0,
            X,
            y,
            k_neighbors=k,
            kmeans_estimator=2,
            cluster_balance_threshold=0,
            sampling_strategy=strategy,
        )
        compared.update([name] if results else [])
    assert len(compared) >= 20
