"""What drops rows: the same rows as from imbalanced-learn 0.14, in the same order."""

import warnings

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import smote
from cases import assert_same, dense, draw_table, keel_tables, peer_of
from oracle import has_ties

NAMED = ["auto", "majority", "not minority", "not majority", "all"]
KINDS = ["float64", "float32", "int64", "csr"]


def draw_case(case, kinds=KINDS, most=90, columns=(1, 25)):
    """Draw overlapping classes, no two of which are equally large: see P9."""
    rng = np.random.default_rng(case)
    while True:
        classes = int(rng.integers(2, 5))
        sizes = rng.integers(12, most, classes)
        if len(set(sizes.tolist())) == classes:
            break
    labels = rng.choice(np.arange(-20, 20), classes, replace=False)
    y = rng.permutation(np.repeat(labels, sizes))
    kind = kinds[case % len(kinds)]
    # Of wide float32 tables, the peer's distances are rounded to float32.
    columns = int(rng.integers(columns[0], 15 if kind == "float32" else columns[1]))
    return draw_table(rng, len(y), columns, kind), y


def under_strategy(case, y):
    labels, counts = np.unique(y, return_counts=True)
    if case % 7 == 5:
        rng = np.random.default_rng(case)
        return {
            label.item(): int(rng.integers(1, count + 1))
            for label, count in zip(labels, counts, strict=True)
        }
    if case % 7 == 6 and len(labels) == 2:
        return float((counts.min() / counts.max() + 1) / 2)
    return NAMED[case % 5]


def cleaning_strategy(case, y):
    return np.unique(y)[: 1 + case % 3].tolist() if case % 6 == 5 else NAMED[case % 5]


def over_strategy(case, y):
    labels, counts = np.unique(y, return_counts=True)
    if case % 3:
        return "auto"
    return {
        label.item(): int(count) + 10 * place
        for place, (label, count) in enumerate(zip(labels, counts, strict=True))
    }


def outcome(sampler, X, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return sampler.fit_resample(X, y)
        except ValueError as error:
            return error


# name: (parameters of a case, how strategies are drawn)
METHODS = {
    "RandomUnderSampler": (lambda c: {"replacement": c % 3 == 0}, under_strategy),
    "TomekLinks": (lambda c: {}, cleaning_strategy),
    "EditedNearestNeighbours": (
        lambda c: {"n_neighbors": 1 + c % 7, "kind_sel": ["all", "mode"][c // 5 % 2]},
        cleaning_strategy,
    ),
    "RepeatedEditedNearestNeighbours": (
        lambda c: {
            "n_neighbors": 1 + c % 5,
            "kind_sel": ["all", "mode"][c // 5 % 2],
            "max_iter": [100, 2, 3][c % 3],
        },
        cleaning_strategy,
    ),
    "AllKNN": (
        lambda c: {
            "n_neighbors": 1 + c % 5,
            "kind_sel": ["all", "mode"][c // 5 % 2],
            "allow_minority": c % 4 == 3,
        },
        cleaning_strategy,
    ),
    "CondensedNearestNeighbour": (
        lambda c: {"n_neighbors": [None, 1, 2, 3][c % 4], "n_seeds_S": 1 + c % 3},
        cleaning_strategy,
    ),
    "OneSidedSelection": (
        lambda c: {"n_neighbors": [None, 1, 2, 3][c % 4], "n_seeds_S": 1 + c % 3},
        cleaning_strategy,
    ),
    "NeighbourhoodCleaningRule": (
        lambda c: {"n_neighbors": 1 + c % 6, "threshold_cleaning": 0.3 + 0.4 * (c % 5)},
        cleaning_strategy,
    ),
    "NearMiss": (
        lambda c: {
            "version": 1 + c % 3,
            "n_neighbors": 1 + c % 4,
            "n_neighbors_ver3": 1 + c % 5,
        },
        under_strategy,
    ),
    "SMOTEENN": (lambda c: {}, over_strategy),
    "SMOTETomek": (lambda c: {}, over_strategy),
}


DRAWN = {
    # The peer is slow, most of all on sparse rows.
    "CondensedNearestNeighbour": {"kinds": KINDS[:3], "most": 22},
    # Sums of distances on a line are often equal. In wide and in sparse tables, the
    # peer does not find a row at the distance 0 of itself.
    "NearMiss": {"kinds": KINDS[:3], "columns": (2, 15)},
}


def compare(name, case, X, y, **parameters):
    """Compare one result; tell whether there was one."""
    ours, peers = getattr(smote, name)(**parameters), peer_of(name)(**parameters)
    if "random_state" in ours.get_params():
        ours.set_params(random_state=case), peers.set_params(random_state=case)
    result = outcome(ours, X, y)
    with threadpool_limits(1):  # it asks for one row at a time
        expected = outcome(peers, X, y)
    if isinstance(expected, Exception):
        # Later rounds of the peer's editing refuse what has become too small.
        return False
    assert_same(result, expected)
    if hasattr(peers, "n_iter_"):
        assert ours.n_iter_ == peers.n_iter_
    elif hasattr(peers, "sample_indices_"):  # RENN's may be wrong: see P8
        assert np.array_equal(ours.sample_indices_, peers.sample_indices_)
    if hasattr(ours, "sample_indices_"):
        assert np.array_equal(dense(X[ours.sample_indices_]), dense(result[0]))
    assert ours.sampling_strategy_ == peers.sampling_strategy_
    return True


@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize("name", METHODS)
def test_random_tables(name, block):
    parameters_of, strategy_of = METHODS[name]
    compared = 0
    for case in range(22 * block, 22 * block + 22):
        X, y = draw_case(case, **DRAWN.get(name, {}))
        compared += compare(
            name,
            case,
            X,
            y,
            sampling_strategy=strategy_of(case, y),
            **parameters_of(case),
        )
    assert compared >= 20


@pytest.mark.parametrize("columns", [16, 40])
@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("version", [1, 2, 3])
def test_near_miss_in_wide_tables(version, k, columns):
    rng = np.random.default_rng(columns)
    y = rng.permutation(np.repeat([3, -1, 8], [120, 90, 60]))
    X = rng.normal(size=(270, columns)) + y[:, None] / 8
    parameters = {"version": version, "n_neighbors": k}
    assert compare("NearMiss", 0, X, y, **parameters)
    if k == 3:
        assert compare("NearMiss", 0, X, y, sampling_strategy="all", **parameters)
        return
    # The peer does not find a row at the distance 0 of itself.
    samplers = smote.NearMiss(**parameters), peer_of("NearMiss")(**parameters)
    for sampler in samplers:
        outcome(sampler.set_params(sampling_strategy="all"), X, y)
    ours, peers = (sampler.sample_indices_ for sampler in samplers)
    assert np.array_equal(ours[y[ours] != 8], peers[y[peers] != 8])
    assert np.array_equal(np.sort(ours), np.sort(peers))


@pytest.mark.parametrize("name", ["RandomUnderSampler", "CondensedNearestNeighbour"])
def test_streams_go_on(name):
    X, y = draw_case(2)
    states = np.random.RandomState(5), np.random.RandomState(5)
    for _ in range(3):
        ours = getattr(smote, name)(random_state=states[0]).fit_resample(X, y)
        assert_same(ours, peer_of(name)(random_state=states[1]).fit_resample(X, y))
    assert np.array_equal(states[0].normal(size=700), states[1].normal(size=700))


@pytest.fixture(scope="module")
def keel():
    """KEEL data sets, thinned if they are large, and freed of ties by some noise."""
    found = []
    for name, X, y in keel_tables():
        rows = np.random.default_rng(0).permutation(len(y))[:250]
        rows = rows[np.unique(X[rows], axis=0, return_index=True)[1]]
        X, y = X[rows], y[rows]
        if has_ties(X, 5):
            spread = np.maximum(X.std(axis=0), 1e-6)
            X = X + 1e-4 * spread * np.random.default_rng(1).normal(size=X.shape)
        _, counts = np.unique(y, return_counts=True)
        if len(counts) > 1 and counts.min() > 6 and len(set(counts)) == len(counts):
            # Texts are too much for the peer's modes.
            found.append((name, X, np.unique(y, return_inverse=True)[1]))
    return found[:30]


@pytest.mark.parametrize("name", METHODS)
def test_keel(keel, name):
    compared = sum(compare(name, 1, X, y) for _, X, y in keel)
    assert compared >= 20
