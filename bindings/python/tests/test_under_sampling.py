"""What drops rows: the bugs of others, naive oracles, and data at the edge."""

import pickle
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from imblearn import over_sampling
from imblearn import under_sampling as peer
from scipy import sparse
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

import smote
from oracle import neighbors_of_rows, squared_distances
from samplers import three_classes
from smote import (
    SMOTE,
    AllKNN,
    ClusterCentroids,
    CombinedSampler,
    CondensedNearestNeighbour,
    EditedNearestNeighbours,
    InstanceHardnessThreshold,
    NearMiss,
    NeighbourhoodCleaningRule,
    OneSidedSelection,
    RandomOverSampler,
    RandomUnderSampler,
    RepeatedEditedNearestNeighbours,
    SmoteWarning,
    TomekLinks,
)

RNG, X, Y = three_classes()
CLEANERS = [
    TomekLinks(),
    EditedNearestNeighbours(),
    RepeatedEditedNearestNeighbours(),
    AllKNN(),
    CondensedNearestNeighbour(random_state=0),
    OneSidedSelection(random_state=0),
    NeighbourhoodCleaningRule(),
]
REDUCERS = [
    RandomUnderSampler(random_state=0),
    NearMiss(),
    NearMiss(version=2),
    InstanceHardnessThreshold(estimator=GaussianNB(), random_state=0),
    ClusterCentroids(random_state=0, voting="hard"),
]


def rows_of(sampler, X, y, **parameters):
    """Return the rows that stay, whatever is warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmoteWarning)
        sampler = sampler.set_params(**parameters)
        X_new, y_new = sampler.fit_resample(X, y)
    rows = sampler.provenance_.base
    if sampler.get_params().get("voting") != "soft":
        assert np.array_equal(X_new, np.asarray(X)[rows])
    assert np.array_equal(y_new, np.asarray(y)[rows])
    return rows


# ------------------------------------------------------------- the bugs of others


@pytest.mark.parametrize("stream", [None, "native"])
def test_p8_indices_of_repeated_editing(stream):
    # Nothing to drop: the peer indexed twice.
    y = RNG.permutation(np.repeat([1, 0], [30, 20]))
    X = RNG.normal(size=(50, 2)) + 100 * y[:, None]
    sampler = RepeatedEditedNearestNeighbours(stream=stream)
    X_new, y_new = sampler.fit_resample(X, y)
    assert sampler.n_iter_ == 1
    assert np.array_equal(X[sampler.sample_indices_], X_new)
    assert np.array_equal(y[sampler.sample_indices_], y_new)
    assert len(X_new) == 50


@pytest.mark.parametrize("stream", [None, "native"])
@pytest.mark.parametrize("method", [CondensedNearestNeighbour, OneSidedSelection])
def test_p9_tied_classes(method, stream):
    # The smallest label is the minority, although the other comes first.
    y = np.array([1, 0] * 20)
    X = RNG.normal(size=(40, 2)) + 30 * y[:, None]
    for _ in range(5):
        rows = rows_of(method(random_state=0, stream=stream), X, y)
        assert (y[rows] == 0).sum() == 20
        assert (y[rows] == 1).sum() >= 1
    rows = rows_of(NearMiss(stream=stream), X, y)
    assert np.array_equal(np.sort(rows), np.arange(40))


@pytest.mark.parametrize("labels", [["a", "b"], [1, 2], [7, -3]])
def test_p10_instance_hardness_of_any_labels(labels):
    y = RNG.permutation(np.repeat([0, 1], [60, 25]))
    X = RNG.normal(size=(85, 3)) + y[:, None]
    parameters = {"estimator": GaussianNB(), "random_state": 0}
    named = np.sort(labels)[y]
    ours = InstanceHardnessThreshold(**parameters)
    ours.fit_resample(X, named)
    peers = peer.InstanceHardnessThreshold(**parameters)
    peers.fit_resample(X, y)
    assert np.array_equal(ours.sample_indices_, peers.sample_indices_)


@pytest.mark.parametrize("seeds", [1, 30])
@pytest.mark.parametrize("stream", [None, "native"])
@pytest.mark.parametrize("method", [CondensedNearestNeighbour, OneSidedSelection])
def test_p11_neighbors_of_any_type(method, stream, seeds):
    parameters = {"random_state": 1, "n_seeds_S": seeds, "stream": stream}
    expected = rows_of(method(n_neighbors=3, **parameters), X, Y)
    if stream == "native":
        assert np.unique(expected).size == expected.size
    for same in (np.int64(3), NearestNeighbors(n_neighbors=3), KNeighborsClassifier(3)):
        rows = rows_of(method(n_neighbors=same, **parameters), X, Y)
        assert np.array_equal(rows, expected)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_themis_236_near_miss_is_not_by_position(version):
    order = RNG.permutation(131)
    rows = rows_of(NearMiss(version=version), X, Y)
    shuffled = order[rows_of(NearMiss(version=version), X[order], Y[order])]
    assert np.array_equal(np.sort(rows), np.sort(shuffled))


def test_themis_262_tomek_drops_the_targeted_class_alone():
    X = np.array([[0.0], [0.1], [5.0], [5.1], [9.0], [11.0], [13.0]])
    y = np.array([1, 0, 0, 1, 0, 0, 0])
    assert rows_of(TomekLinks(), X, y).tolist() == [0, 3, 4, 5, 6]
    assert rows_of(TomekLinks(sampling_strategy=[1]), X, y).tolist() == [1, 2, 4, 5, 6]
    everything = TomekLinks(sampling_strategy="all")
    assert rows_of(everything, X, y).tolist() == [4, 5, 6]


def test_themis_250_the_threshold_of_the_cleaning_rule():
    # As in imbalanced-learn, a class with just so many rows is not cleaned.
    X, y = np.random.default_rng(4).normal(size=(90, 2)), np.repeat([0, 1, 2], 30)
    y[:10] = 1
    at, below = (
        NeighbourhoodCleaningRule(threshold_cleaning=threshold)
        for threshold in (1.5, np.nextafter(1.5, 0))
    )
    rows_of(at, X, y), rows_of(below, X, y)
    assert at.classes_to_clean_ == [1]
    assert below.classes_to_clean_ == [1, 2]


# ------------------------------------------------------------------ naive oracles


def edited(X, y, k, mode, targeted, alive=None):
    """Edit once, in a few obvious lines."""
    alive = np.ones(len(y), bool) if alive is None else alive
    rows = np.flatnonzero(alive)
    lists, _ = neighbors_of_rows(X[rows], min(k, len(rows) - 1))
    stays = alive.copy()
    for row, near in zip(rows, lists, strict=True):
        labels, counts = np.unique(y[rows[near]], return_counts=True)
        ok = labels[counts.argmax()] == y[row] if mode else labels.tolist() == [y[row]]
        stays[row] = ok or y[row] not in targeted
    return stays


@pytest.mark.parametrize("kind", ["all", "mode"])
@pytest.mark.parametrize("k", [1, 3, 6])
def test_editing(kind, k):
    targeted = [3, -1]
    stays = edited(X, Y, k, kind == "mode", targeted)
    sampler = EditedNearestNeighbours(
        n_neighbors=k, kind_sel=kind, stream="native", sampling_strategy=targeted
    )
    assert np.array_equal(rows_of(sampler, X, Y), np.flatnonzero(stays))


@pytest.mark.parametrize("kind", ["all", "mode"])
def test_editing_on_a_grid(kind):
    # Ties are broken by the number of the row.
    grid = RNG.integers(0, 4, (150, 2)).astype(float)
    y = RNG.choice(2, 150, p=[0.3, 0.7])
    stays = edited(grid, y, 4, kind == "mode", [1])
    sampler = EditedNearestNeighbours(n_neighbors=4, kind_sel=kind, stream="native")
    assert np.array_equal(rows_of(sampler, grid, y), np.flatnonzero(stays))


@pytest.mark.parametrize("method", [RepeatedEditedNearestNeighbours, AllKNN])
def test_editing_again(method):
    alive = np.ones(131, bool)
    for number in range(100):
        k = number + 1 if method is AllKNN else 3
        before = alive
        alive = edited(X, Y, k, False, [3, -1], alive)
        left = [(Y[alive] == label).sum() for label in (3, -1)]
        done = k == 3 if method is AllKNN else alive.sum() == before.sum()
        if done or min(left) < 21:
            break
    sampler = method(stream="native", sampling_strategy=[3, -1])
    assert np.array_equal(rows_of(sampler, X, Y), np.flatnonzero(alive))


def test_tomek_links():
    nearest = neighbors_of_rows(X, 1)[0][:, 0]
    linked = (nearest[nearest] == np.arange(131)) & (Y[nearest] != Y)
    stays = ~(linked & (Y != 8))
    assert np.array_equal(rows_of(TomekLinks(), X, Y), np.flatnonzero(stays))


@pytest.mark.parametrize("labels", [Y, np.array(["a", "b", "c"])[Y % 3]])
def test_links_among_given_neighbors_as_in_the_peer(labels):
    nearest = neighbors_of_rows(X, 1)[0][:, 0]
    for count in range(4):
        classes = dict.fromkeys(np.unique(labels)[:count])
        links = TomekLinks.is_tomek(labels, nearest, classes)
        expected = peer.TomekLinks.is_tomek(labels, nearest, classes)
        assert links.dtype == expected.dtype
        assert np.array_equal(links, expected)
    assert links.any()
    assert not links.all()


def test_classes_to_clean_are_in_the_order_of_the_peer():
    last_first = np.argsort(-Y)
    ours, peers = (
        method(threshold_cleaning=0.1, sampling_strategy="all")
        for method in (NeighbourhoodCleaningRule, peer.NeighbourhoodCleaningRule)
    )
    for sampler in (ours, peers):
        sampler.fit_resample(X[last_first], Y[last_first])
    assert ours.classes_to_clean_ == peers.classes_to_clean_


@pytest.mark.parametrize("version", [1, 2])
def test_near_miss(version):
    distances = np.sort(np.sqrt(squared_distances(X, X[Y == 8])), axis=1)
    total = (distances[:, :3] if version == 1 else distances[:, -3:]).sum(axis=1)
    kept = [np.flatnonzero(Y == 8)]
    for label in (3, -1):
        rows = np.flatnonzero(label == Y)
        kept.append(rows[np.argsort(total[rows], kind="stable")[:21]])
    sampler = NearMiss(version=version, stream="native")
    assert np.array_equal(rows_of(sampler, X, Y), np.sort(np.concatenate(kept)))


def test_one_sided_selection_and_condensing_keep_what_they_need():
    for method in (CondensedNearestNeighbour, OneSidedSelection):
        sampler = method(random_state=5, stream="native")
        rows = rows_of(sampler, X, Y)
        assert np.all(np.diff(rows) > 0)
        assert set(np.flatnonzero(Y == 8)) <= set(rows.tolist())
        assert len(sampler.estimators_) == 2
        assert [e.classes_.tolist() for e in sampler.estimators_] == [[-1, 8], [3, 8]]


def nearest_label(X, y, row, known):
    return y[known[np.argmin(squared_distances(X[[row]], X[known])[0])]]


def condensed(X, y, label, minority, seed):
    """Condense a class, from a row of it on, in a few obvious lines."""
    known = np.append(np.flatnonzero(y == minority), seed)
    for row in np.flatnonzero(y == label):
        if row != seed and nearest_label(X, y, row, np.sort(known)) != label:
            known = np.append(known, row)
    return np.sort(known)


def selected(X, y, label, minority, seeds):
    """Select one-sidedly from rows of a class on, and drop its Tomek links."""
    known = np.sort(np.append(np.flatnonzero(y == minority), seeds))
    wrong = [
        row
        for row in np.setdiff1d(np.flatnonzero(y == label), seeds)
        if nearest_label(X, y, row, known) != label
    ]
    left = np.sort(np.append(known, wrong).astype(int))
    near = neighbors_of_rows(X[left], 1)[0][:, 0]
    linked = (near[near] == np.arange(len(left))) & (y[left][near] != y[left])
    return left[~(linked & (y[left] == label))]


@pytest.mark.parametrize(
    ("method", "oracle"),
    [(CondensedNearestNeighbour, condensed), (OneSidedSelection, selected)],
)
def test_condensing_from_some_row_on(method, oracle):
    rng = np.random.default_rng(2)
    y = rng.permutation(np.repeat([5, 2], [30, 14]))
    X = rng.normal(size=(44, 2)) + y[:, None] / 3
    possible = {
        tuple(oracle(X, y, 5, 2, seed).tolist()) for seed in np.flatnonzero(y == 5)
    }
    found = {
        tuple(rows_of(method(random_state=seed, stream="native"), X, y).tolist())
        for seed in range(60)
    }
    assert found <= possible
    assert len(found) > 5


@pytest.mark.parametrize("smallest", [1, 64, 65, 300, 1100])
@pytest.mark.parametrize("kind", ["ties", "apart", "mixed"])
def test_selection_beside_a_class_of_any_size(kind, smallest):
    rng = np.random.default_rng(smallest)
    y = rng.permutation(np.repeat([5, 2], [1300, smallest]))
    if kind == "ties":
        X = rng.integers(0, 5, (len(y), 3)).astype(float)
    else:
        X = rng.normal(size=(len(y), 3)) + (
            6 * (y == 2)[:, None] if kind == "apart" else 0
        )
    for seeds in (1, 30):
        drawn = RandomUnderSampler(
            sampling_strategy={5: seeds}, random_state=4, stream="native"
        )
        rows = rows_of(drawn, X, y)
        sampler = OneSidedSelection(n_seeds_S=seeds, random_state=4, stream="native")
        expected = selected(X, y, 5, 2, rows[y[rows] == 5])
        assert np.array_equal(rows_of(sampler, X, y), expected)


def test_estimators_know_what_is_left_whenever_they_are_asked_for():
    for method in (CondensedNearestNeighbour, OneSidedSelection):
        sampler = method(random_state=5)
        assert not hasattr(sampler, "estimators_")
        values = X.copy()
        rows = rows_of(sampler, values, Y)
        values[:] = 0  # they have copies
        restored = pickle.loads(pickle.dumps(sampler.set_params(n_neighbors=3)))
        for label, *estimators in zip(
            sampler.sampling_strategy_,
            sampler.estimators_,
            restored.estimators_,
            strict=True,
        ):
            known = rows[(Y[rows] == label) | (Y[rows] == 8)]
            for estimator in estimators:
                assert estimator.n_neighbors == 1
                assert np.array_equal(estimator.predict(X[known]), Y[known])
                assert len(estimator.predict(X)) == len(Y)
        assert sampler.estimators_ is sampler.estimators_


@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_random(stream):
    rows = rows_of(RandomUnderSampler(random_state=3, stream=stream), X, Y)
    assert np.unique(rows).size == 63
    assert np.unique(Y[rows], return_counts=True)[1].tolist() == [21, 21, 21]
    drawn = RandomUnderSampler(
        random_state=3, stream=stream, replacement=True, sampling_strategy={3: 70}
    )
    rows = rows_of(drawn, X, Y)
    assert np.unique(rows[Y[rows] == 3]).size < 60
    if stream == "native":
        assert np.all(np.diff(rows) >= 0)


def test_all_rows_are_drawn_alike():
    y = np.repeat([0, 1], [20, 10])
    times = np.zeros(30)
    for seed in range(600):
        sampler = RandomUnderSampler(random_state=seed, stream="native")
        times[rows_of(sampler, np.zeros((30, 1)), y)] += 1
    assert np.all(times[20:] == 600)
    assert np.abs(times[:20] - 300).max() < 65  # more than five standard deviations


# ----------------------------------------------------------------- data at the edge


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("sampler", [*CLEANERS, *REDUCERS[:3], REDUCERS[4]], ids=str)
def test_all_rows_alike(sampler, stream):
    y = np.repeat([0, 1], [12, 8])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn's k-means finds one cluster
        rows = rows_of(sampler, np.ones((20, 2)), y, stream=stream)
    assert len(rows) <= 20


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("sampler", CLEANERS, ids=str)
def test_one_row_of_a_class(sampler, stream):
    y = np.repeat([0, 1], [30, 1])
    rows = rows_of(sampler, RNG.normal(size=(31, 2)), y, stream=stream)
    assert 30 in rows


@pytest.mark.parametrize("kind", ["array", "list", "frame", "sparse"])
def test_everything_is_cleaned_away(kind):
    X = np.arange(6.0)[:, None] // 2 * 10 + np.arange(6)[:, None] % 2
    y = np.array([0, 1] * 3)
    table = {
        "array": X,
        "list": X.tolist(),
        "frame": pd.DataFrame(X),
        "sparse": sparse.csr_matrix(X),
    }[kind]
    sampler = TomekLinks(sampling_strategy="all")
    with pytest.warns(SmoteWarning, match=r"class . were dropped") as caught:
        X_new, y_new = sampler.fit_resample(table, y)
    assert len(caught) == 2
    assert caught[0].filename == __file__
    assert len(y_new) == 0
    assert type(X_new) is type(table)
    assert getattr(X_new, "shape", (0, 1)) == (0, 1)


@pytest.mark.parametrize(
    "sampler",
    [
        EditedNearestNeighbours(n_neighbors=131),
        RepeatedEditedNearestNeighbours(n_neighbors=131),
        AllKNN(n_neighbors=131),
        NeighbourhoodCleaningRule(n_neighbors=131),
        NearMiss(n_neighbors=22),
        NearMiss(version=3, n_neighbors_ver3=41),
        CondensedNearestNeighbour(n_neighbors=23),
        OneSidedSelection(n_neighbors=23),
    ],
    ids=str,
)
def test_more_neighbors_than_rows(sampler):
    with pytest.raises(
        ValueError, match=r"^Expected n_neighbors <= n_samples_fit"
    ) as error:
        sampler.fit_resample(X, Y)
    assert "cleaning_neighbors" not in str(error.value)
    rows_of(sampler, X, Y, few_rows="clip")


@pytest.mark.parametrize(
    "method",
    [
        EditedNearestNeighbours,
        RepeatedEditedNearestNeighbours,
        AllKNN,
        NeighbourhoodCleaningRule,
    ],
)
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_the_number_of_neighbors_that_was_passed_is_the_one_complained_of(method, form):
    with pytest.raises(ValueError, match="n_neighbors = 131 needs at least 132"):
        method(n_neighbors=131).fit_resample(form(X), Y)


# Cut down to 32 bits, they would be 1, 0, -1 and the least there is.
LARGE = [2**32 + 1, 2**40, sys.maxsize, 2**31]


@pytest.mark.parametrize("number", LARGE)
@pytest.mark.parametrize(
    ("sampler", "name"),
    [
        (RepeatedEditedNearestNeighbours(), "max_iter"),
        (RepeatedEditedNearestNeighbours(), "n_neighbors"),
        (EditedNearestNeighbours(), "n_neighbors"),
        (AllKNN(), "n_neighbors"),
        (NeighbourhoodCleaningRule(), "n_neighbors"),
        (NearMiss(), "n_neighbors"),
        (NearMiss(version=2), "n_neighbors"),
        (NearMiss(version=3), "n_neighbors_ver3"),
        (CondensedNearestNeighbour(random_state=0), "n_neighbors"),
        (OneSidedSelection(random_state=0), "n_neighbors"),
    ],
    ids=str,
)
@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_more_than_32_bits_hold_is_as_many_as_there_are(sampler, name, number):
    expected = rows_of(sampler, X, Y, few_rows="clip", **{name: 1000})
    rows = rows_of(sampler, X, Y, few_rows="clip", **{name: number})
    assert np.array_equal(rows, expected)


@pytest.mark.parametrize("method", [CondensedNearestNeighbour, OneSidedSelection])
def test_seeds_are_no_more_than_a_class_has_unless_drawn_again(method):
    """Both classes and the parameter were named as the library does, not as here."""
    table = np.sin(np.arange(40.0)).reshape(20, 2)
    words = np.repeat(["big", "mid", "tin", "tiny"], [14, 2, 2, 2])
    sampler = method(n_neighbors=6, n_seeds_S=5, random_state=1)
    sampler.fit_resample(table, words)
    sampler.set_params(stream="native")
    message = (
        "class 'mid' together with the seeds of class 'tin' has 4 rows, but "
        "n_neighbors = 6 needs at least 6"
    )
    with pytest.raises(ValueError, match=message):
        sampler.fit_resample(table, words)
    assert len(rows_of(sampler, table, words, sampling_strategy="majority")) < 20


@pytest.mark.parametrize("stream", [None, "native"])
@pytest.mark.parametrize("number", [2**24 + 1, *LARGE])
@pytest.mark.parametrize("method", [CondensedNearestNeighbour, OneSidedSelection])
def test_more_seeds_than_the_library_draws(method, number, stream):
    sampler = method(n_seeds_S=number, stream=stream)
    for whole in (sampler, CombinedSampler(SMOTE(), sampler)):
        with pytest.raises(ValueError, match=f"^n_seeds_S = {number}, but .* 16777216"):
            whole.fit_resample(X, Y)


@pytest.mark.parametrize("sampler", [*CLEANERS, *REDUCERS[:3]], ids=str)
def test_sparse_rows(sampler):
    expected = rows_of(sampler, X, Y, stream=None)
    for form in (sparse.csr_matrix, sparse.csc_array):
        X_new, _ = sampler.fit_resample(form(X), Y)
        assert type(X_new) is form
        assert np.array_equal(X_new.toarray(), X[expected])


@pytest.mark.parametrize("scale", [None, "sd", "range"])
@pytest.mark.parametrize(
    "sampler", [*CLEANERS, NearMiss(), NearMiss(version=3)], ids=str
)
@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_distances_that_are_scaled_and_weighted(sampler, scale):
    factors = {None: 1, "sd": X.std(axis=0), "range": np.ptp(X, axis=0)}
    by_hand = X / factors[scale] * np.sqrt([1.0, 4.0, 0.25])
    expected = sampler.fit(X, Y).set_params(scale=None, column_weights=None)
    rows = rows_of(expected, by_hand, Y)
    parameters = {"scale": scale, "column_weights": [1.0, 4.0, 0.25]}
    for table in (X, sparse.csr_matrix(X)):
        sampler.set_params(**parameters).fit_resample(table, Y)
        assert np.array_equal(sampler.sample_indices_, rows)
    sampler.set_params(scale=None, column_weights=None)


@pytest.mark.parametrize("scale", ["sd", "range"])
@pytest.mark.parametrize("weights", [None, [1.0, 4.0, 0.3]])
@pytest.mark.parametrize(
    "sampler",
    [
        *CLEANERS,
        NeighbourhoodCleaningRule(
            edited_nearest_neighbours=EditedNearestNeighbours(stream="native")
        ),
    ],
    ids=str,
)
@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_scaled_distances_are_equal_or_not_in_any_layout(sampler, weights, scale):
    sampler = clone(sampler).set_params(scale=scale, column_weights=weights)
    for seed in range(3):
        # A grid, so that there are ties for the last bit to decide.
        grid = np.random.default_rng(seed).integers(0, 7, (131, 3))
        sampler.fit_resample(grid.astype(np.float32), Y)
        expected = sampler.provenance_.base
        for table in (grid, sparse.csr_matrix(grid), sparse.csc_array(grid * 1.0)):
            sampler.fit_resample(table, Y)
            assert np.array_equal(sampler.provenance_.base, expected)


@pytest.mark.parametrize("stream", ["native", None])
@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_ties_go_by_the_rows_of_the_input_in_all_rounds(stream):
    sampler = RepeatedEditedNearestNeighbours(stream=stream)
    rounds = []
    for seed in range(20):
        grid = np.random.default_rng(seed).integers(0, 9, (131, 2)) + Y[:, None]
        sampler.fit_resample(grid, Y)
        rounds.append(sampler.n_iter_)
        expected = sampler.sample_indices_
        sampler.fit_resample(sparse.csr_matrix(grid), Y)
        assert np.array_equal(sampler.sample_indices_, expected)
    assert max(rounds) > 2


def test_the_last_bit_of_a_scale_decides_a_tie_in_a_sparse_table_too():
    table = np.array([[3.0], [1.0], [-2.0], [4.0], [5.0]])
    sampler = EditedNearestNeighbours(n_neighbors=1, scale="sd", stream="native")
    for form in (np.asarray, sparse.csr_matrix):
        sampler.fit_resample(form(table), [0, 0, 1, 1, 1])
        assert sampler.sample_indices_.tolist() == [0, 1, 3, 4]


@pytest.mark.parametrize("sampler", [*CLEANERS, *REDUCERS], ids=str)
def test_nothing_is_targeted(sampler):
    strategy = [] if sampler._sampling_type == "clean-sampling" else {}
    sampler = sampler.set_params(sampling_strategy=strategy)
    rows = rows_of(sampler, X, Y, stream="native")
    assert np.array_equal(rows, np.arange(131))
    rows = rows_of(sampler, X, Y, stream=None)
    assert np.array_equal(np.sort(rows), np.arange(131))
    sampler.set_params(sampling_strategy="auto")


@pytest.mark.parametrize("table", [X, sparse.csr_matrix(X)], ids=type)
@pytest.mark.parametrize("sampler", CLEANERS, ids=str)
def test_attributes_do_not_depend_on_what_is_targeted(sampler, table):
    def attributes(strategy):
        other = clone(sampler).set_params(sampling_strategy=strategy)
        other.fit_resample(table, Y)
        return {name for name in vars(other) if name.endswith("_")}

    assert attributes([]) == attributes("auto")


# ----------------------------------------------------------- objects, and the others


FINDERS = [
    (smote.EditedNearestNeighbours, {"n_neighbors": NearestNeighbors(n_neighbors=4)}),
    (
        smote.RepeatedEditedNearestNeighbours,
        {"n_neighbors": NearestNeighbors(n_neighbors=4, metric="manhattan")},
    ),
    (smote.AllKNN, {"n_neighbors": NearestNeighbors(n_neighbors=4)}),
    (
        smote.CondensedNearestNeighbour,
        {"n_neighbors": KNeighborsClassifier(3, weights="distance"), "n_seeds_S": 2},
    ),
    (
        smote.OneSidedSelection,
        {"n_neighbors": KNeighborsClassifier(3, metric="manhattan"), "n_seeds_S": 2},
    ),
    (smote.NearMiss, {"n_neighbors": NearestNeighbors(n_neighbors=2)}),
    (
        smote.NearMiss,
        {"version": 2, "n_neighbors": NearestNeighbors(n_neighbors=2, metric="l1")},
    ),
    (
        smote.NearMiss,
        {"version": 3, "n_neighbors_ver3": NearestNeighbors(n_neighbors=9)},
    ),
    (
        smote.NeighbourhoodCleaningRule,
        {"n_neighbors": NearestNeighbors(n_neighbors=4)},
    ),
    (
        smote.NeighbourhoodCleaningRule,
        {"edited_nearest_neighbours": EditedNearestNeighbours(n_neighbors=2)},
    ),
]


@pytest.mark.parametrize(("method", "parameters"), FINDERS)
@pytest.mark.parametrize("table", [X, sparse.csr_matrix(X)], ids=["dense", "csr"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_objects_as_in_the_peer(method, parameters, table):
    if "random_state" in method().get_params():
        parameters = {**parameters, "random_state": 4}
    ours, peers = method(**parameters), getattr(peer, method.__name__)(**parameters)
    _, y_new = ours.fit_resample(table, Y)
    _, y_peers = peers.fit_resample(table, Y)
    assert np.array_equal(ours.sample_indices_, peers.sample_indices_)
    assert np.array_equal(y_new, y_peers)


def test_the_cleaning_rule_takes_a_classifier():
    # The peer fits it without labels, and fails.
    classifier = NeighbourhoodCleaningRule(n_neighbors=KNeighborsClassifier(4))
    number = NeighbourhoodCleaningRule(n_neighbors=4)
    assert np.array_equal(rows_of(classifier, X, Y), rows_of(number, X, Y))


@pytest.mark.parametrize("estimator", [None, GaussianNB(), RandomForestClassifier(7)])
@pytest.mark.parametrize("by_state", [False, True])
def test_instance_hardness_as_in_the_peer(estimator, by_state):
    y = np.unique(Y, return_inverse=True)[1]
    found = []
    for method in (InstanceHardnessThreshold, peer.InstanceHardnessThreshold):
        state = np.random.RandomState(2) if by_state else 2
        sampler = method(estimator=estimator, random_state=state, cv=3)
        sampler.fit_resample(X, y)
        found.append(sampler.sample_indices_)
    assert np.array_equal(*found)


def test_instance_hardness_keeps_as_many_as_are_asked_for():
    sampler = InstanceHardnessThreshold(
        estimator=GaussianNB(), random_state=0, stream="native"
    )
    rows = rows_of(sampler, X, Y)
    assert np.all(np.diff(rows) > 0)
    assert np.unique(Y[rows], return_counts=True)[1].tolist() == [21, 21, 21]
    own = sampler.class_probabilities_
    for label in (3, -1):
        of_class = np.flatnonzero(label == Y)
        dropped = np.setdiff1d(of_class, rows)
        assert own[np.intersect1d(of_class, rows)].min() >= own[dropped].max()


@pytest.mark.parametrize("estimator", [None, KMeans(n_init=1, random_state=3)])
@pytest.mark.parametrize("voting", ["soft", "hard"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_centroids_as_in_the_peer(estimator, voting, dtype):
    parameters = {"estimator": estimator, "voting": voting, "random_state": 0}
    ours = ClusterCentroids(**parameters)
    X_new, y_new = ours.fit_resample(X.astype(dtype), Y)
    X_peers, y_peers = peer.ClusterCentroids(**parameters).fit_resample(
        X.astype(dtype), Y
    )
    assert X_new.dtype == dtype
    assert np.allclose(X_new, X_peers, rtol=1e-5)
    assert np.array_equal(y_new, y_peers)
    assert ours.n_kept_ == (63 if voting == "hard" else 21)


def test_centroids_of_float32_are_not_read_before_they_are_written(monkeypatch):
    empty = np.empty

    def full(shape, dtype=float, **options):
        array = empty(shape, dtype, **options)
        # No float32, and pytest makes a warning of numpy's an error.
        array[...] = 1e300 if array.dtype == np.float64 else 0
        return array

    monkeypatch.setattr(np, "empty", full)
    sampler = ClusterCentroids(random_state=0, stream="native")
    X_new, _ = sampler.fit_resample(X.astype(np.float32), Y)
    assert X_new.dtype == np.float32


@pytest.mark.parametrize(
    ("ours", "peers"),
    [
        (NearMiss(version=2, n_neighbors=25), peer.NearMiss(version=2, n_neighbors=25)),
        (AllKNN(n_neighbors=131), peer.AllKNN(n_neighbors=131)),
    ],
    ids=str,
)
@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_clipped_as_where_the_peer_takes_what_there_is(ours, peers):
    with pytest.raises(ValueError, match="or pass few_rows='clip'"):
        ours.fit_resample(X, Y)
    rows = rows_of(ours, X, Y, few_rows="clip")
    peers.fit_resample(X, Y)
    assert np.array_equal(rows, peers.sample_indices_)


@pytest.mark.parametrize("columns", [2, 20])
def test_the_first_of_two_rows_stands_for_a_centre_between_them(columns):
    table = np.zeros((8, columns))
    table[:, 0] = [10, 12, 0, 2, 100, 101, 102, 103]
    sampler = ClusterCentroids(
        sampling_strategy={0: 2}, voting="hard", estimator=KMeans(random_state=0)
    )
    sampler.fit_resample(table, [0] * 4 + [1] * 4)
    assert sorted(sampler.provenance_.base.tolist()) == [0, 2, 4, 5, 6, 7]


@pytest.mark.parametrize("voting", ["soft", "hard"])
def test_centroids_of_the_library(voting):
    sampler = ClusterCentroids(random_state=7, stream="native", voting=voting)
    X_new, y_new = sampler.fit_resample(X, Y)
    assert np.array_equal(Y[sampler.provenance_.base], y_new)
    nearest = np.empty(len(y_new), int)
    for label in (-1, 3, 8):
        rows = np.flatnonzero(label == Y)
        of_class = np.flatnonzero(y_new == label)
        distances = squared_distances(X_new[of_class], X[rows])
        nearest[of_class] = rows[distances.argmin(axis=1)]
    assert np.array_equal(sampler.provenance_.base, nearest)
    kept = X_new[: sampler.n_kept_]
    assert np.array_equal(kept, X[sampler.provenance_.base[: sampler.n_kept_]])


@pytest.mark.parametrize("stream", [None, "native"])
def test_centroids_tell_which_rows_stay(stream):
    sampler = ClusterCentroids(random_state=0, stream=stream, voting="hard")
    X_new, y_new = sampler.fit_resample(X, Y)
    assert np.array_equal(X[sampler.sample_indices_], X_new)
    assert np.array_equal(Y[sampler.sample_indices_], y_new)
    sampler.set_params(voting="auto").fit_resample(X, Y)
    assert not hasattr(sampler, "sample_indices_")
    X_new, _ = sampler.fit_resample(sparse.csr_matrix(X), Y)
    assert np.array_equal(X[sampler.sample_indices_], X_new.toarray())


@pytest.mark.parametrize("scale", ["sd", "range"])
def test_centroids_by_distances_that_are_scaled(scale):
    table, weights = X * [1, 100, 0.01], [1.0, 4.0, 0.25]
    factors = table.std(axis=0) if scale == "sd" else np.ptp(table, axis=0)
    factors /= np.sqrt(weights)
    plain = ClusterCentroids(random_state=0, stream="native")
    expected, _ = plain.fit_resample(table / factors, Y)
    assert not np.allclose(plain.fit_resample(table, Y)[0], expected * factors)
    plain.set_params(scale=scale, column_weights=weights)
    assert np.allclose(plain.fit_resample(table, Y)[0], expected * factors)


LIMITS = [
    (TomekLinks(sampling_strategy=0.5), '"sampling_strategy" can be a float only when'),
    (
        TomekLinks(sampling_strategy=lambda y: {3: 10}),
        "'sampling_strategy' as a dict for cleaning methods is not supported",
    ),
    (TomekLinks(sampling_strategy=[99]), "The {99} target class is/are not present"),
    (
        RandomUnderSampler(sampling_strategy={3: 100}),
        "With under-sampling methods, the number of samples in a class should be less "
        "or equal to the original number of samples. Originally, there is 70 samples "
        "and 100 samples are asked. (class 3)",
    ),
    (
        RandomUnderSampler(sampling_strategy={3: -1}),
        "The number of samples in a class cannot be negative.",
    ),
    (
        RandomUnderSampler(sampling_strategy=0.9),
        '"sampling_strategy" can be a float only when the type of target is binary.',
    ),
]


@pytest.mark.parametrize(("sampler", "message"), LIMITS)
def test_strategies_as_the_peer_refuses_them(sampler, message):
    with pytest.raises(ValueError) as ours:  # noqa: PT011 - compared below
        sampler.fit_resample(X, Y)
    assert str(ours.value).startswith(message)
    with pytest.raises(ValueError) as peers:  # noqa: PT011
        getattr(peer, type(sampler).__name__)(
            **{"sampling_strategy": sampler.sampling_strategy}
        ).fit_resample(X, Y)
    # Ours goes on with the class.
    assert str(ours.value).startswith(str(peers.value))


def test_a_ratio_that_is_too_low():
    y = np.where(Y == 3, "many", "few")
    message = (
        r"required to generate new sample in the maj.* increase the ratio\. "
        r"\(class 'many' has 70 rows, and would end with 122\)"
    )
    with pytest.raises(ValueError, match=message):
        RandomUnderSampler(sampling_strategy=0.5).fit_resample(X, y)


def test_a_ratio_is_not_for_cleaning():
    with pytest.raises(ValueError, match="'clean-sampling' methods do let the user"):
        TomekLinks(sampling_strategy=0.5).fit_resample(X, Y == 3)


def test_a_callable_may_name_classes():
    named = rows_of(TomekLinks(sampling_strategy=lambda y: [3]), X, Y)
    assert np.array_equal(named, rows_of(TomekLinks(sampling_strategy=[3]), X, Y))


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("sampler", [*CLEANERS, *REDUCERS[:3]], ids=str)
def test_threads_do_not_matter(sampler, stream):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1500, 12))
    y = rng.choice(3, 1500, p=[0.6, 0.25, 0.15])
    expected = rows_of(sampler, X, y, stream=stream, n_jobs=1)
    for n_jobs in (2, 8):
        assert np.array_equal(rows_of(sampler, X, y, n_jobs=n_jobs), expected)
    sampler.set_params(n_jobs=None, stream=None)


def test_what_is_not_read_may_be_anything():
    frame = pd.DataFrame(
        {"a": ["x", None, "y"] * 4, "b": pd.to_datetime(["2020-01-01"] * 12)}
    )
    X_new, y_new = RandomUnderSampler(random_state=0).fit_resample(
        frame, pd.Series([0, 1, 1] * 4)
    )
    assert np.all(X_new.dtypes == frame.dtypes)
    assert y_new.tolist() == [0] * 4 + [1] * 4


NAMES = pd.Index([f"row {i}" for i in range(131)], name="name")
NAMED = pd.DataFrame(X, columns=list("abc"), index=NAMES)
NAMED_TABLES = {
    "frame": NAMED,
    "texts": NAMED.assign(text="x"),
    "sparse": NAMED.astype(pd.SparseDtype(np.float64, 0)),
    "numbers": NAMED.set_axis(np.arange(131)[::-1]),
    "two levels": NAMED.set_axis(pd.MultiIndex.from_arrays([Y, np.arange(131)])),
}


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("kind", NAMED_TABLES)
def test_rows_drawn_at_random_keep_their_names_as_in_the_peer(kind, replacement):
    table = NAMED_TABLES[kind]
    parameters = {"random_state": 0, "replacement": replacement}
    for y in (pd.Series(Y, table.index, name="y"), pd.Series(Y), Y, Y.tolist()):
        sampler = RandomUnderSampler(**parameters)
        X_new, y_new = sampler.fit_resample(table, y)
        X_peer, y_peer = peer.RandomUnderSampler(**parameters).fit_resample(table, y)
        pd.testing.assert_frame_equal(X_new, X_peer)
        assert type(y_new) is type(y_peer)
        if isinstance(y, pd.Series):
            pd.testing.assert_series_equal(y_new, y_peer)
        # What is carried along is of the same rows.
        for array in (table["a"], table):
            assert sampler.apply(array).index.equals(X_new.index)
        assert sampler.apply(table.index).equals(X_new.index)
    native = RandomUnderSampler(stream="native", **parameters)
    X_new, y_new = native.fit_resample(table, pd.Series(Y))
    assert X_new.index.equals(table.index[native.sample_indices_])
    assert y_new.index.equals(X_new.index)
    y_new.index.name = "another"
    assert "another" not in (X_new.index.name, native.apply(table).index.name)


def test_labels_of_a_table_without_names_have_none_as_in_the_peer():
    y = pd.Series(Y, NAMES)
    for table in (X, X.tolist(), sparse.csr_matrix(X)):
        sampler = RandomUnderSampler(random_state=0)
        for result in (sampler, peer.RandomUnderSampler(random_state=0)):
            assert result.fit_resample(table, y)[1].index.equals(pd.RangeIndex(63))
        assert sampler.apply(y).index.equals(pd.RangeIndex(63))


@pytest.mark.parametrize(
    "sampler", [*CLEANERS, *REDUCERS[1:], SMOTE(), RandomOverSampler()], ids=str
)
def test_other_samplers_forget_the_names_of_rows_as_the_peer(sampler):
    # Of other labels, its instance hardness would make positions.
    y = pd.Series(np.unique(Y, return_inverse=True)[1], NAMES)
    parameters = sampler.get_params()
    theirs = getattr(peer, type(sampler).__name__, None)
    theirs = theirs or getattr(over_sampling, type(sampler).__name__)
    known = theirs().get_params().keys() & parameters.keys()
    others = theirs(**{name: parameters[name] for name in known})
    for each in (sampler, others):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            X_new, y_new = each.fit_resample(NAMED, y)
        assert X_new.index.equals(pd.RangeIndex(len(X_new)))
        assert y_new.index.equals(pd.RangeIndex(len(X_new)))


def test_progress():
    for sampler in (EditedNearestNeighbours(), RepeatedEditedNearestNeighbours()):
        seen = []
        sampler.set_params(progress=seen.append).fit_resample(X, Y)
        assert seen == sorted(seen)
        assert seen[-1] == 1


# Where imbalanced-learn has other rules than the papers.
SHRINKING = np.array(
    [-1.7, 1.51, -0.2, 1.45, -3.01, -0.42, 2.13, 1.24, 1.04, 1.21, 1.54, -0.23, 1.46,
     1.92]
)[:, None]  # fmt: skip
IS_RARE = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1])


@pytest.mark.parametrize("form", [np.array, sparse.csr_matrix])
@pytest.mark.parametrize("finder", [3, NearestNeighbors(n_neighbors=4)])
def test_natively_the_class_that_is_smallest_at_first_is_spared_in_all_rounds(
    finder, form
):
    # Once the others are as few, the smaller label would be the smallest class.
    for sampler in (RepeatedEditedNearestNeighbours, AllKNN):
        kept = []
        for labels in (IS_RARE, 1 - IS_RARE):
            own = sampler(n_neighbors=finder, stream="native")
            own.fit_resample(form(SHRINKING), labels)
            kept.append(own.sample_indices_)
            assert np.isin(np.flatnonzero(IS_RARE), kept[-1]).all()
        assert np.array_equal(*kept)
    by_numpy = RepeatedEditedNearestNeighbours(n_neighbors=finder)
    with pytest.warns(SmoteWarning, match="all rows of class 1"):
        by_numpy.fit_resample(form(SHRINKING), IS_RARE)


def test_natively_a_row_has_no_vote_about_itself_in_the_cleaning_rule():
    X = np.array([[23.0], [45], [50], [22], [91], [67], [82], [95], [38]])
    y = np.array([0, 0, 0, 0, 1, 1, 1, 0, 0])
    # Of the nearest to 67, 82 is of its class, and 50 and 45 are not.
    by_object = EditedNearestNeighbours(kind_sel="mode")
    for editing in (None, by_object):
        sampler = NeighbourhoodCleaningRule(edited_nearest_neighbours=editing)
        sampler.set_params(stream="native").fit_resample(X, y)
        assert sampler.sample_indices_.tolist() == [0, 3, 4, 5, 6, 8]
        sampler.set_params(stream=None).fit_resample(X, y)
        assert sampler.sample_indices_.tolist() == [0, 1, 2, 3, 4, 5, 6, 8]


def test_long_seeds_are_seeds_of_their_own_for_scikit_learn():
    rng = np.random.RandomState(0)
    y = np.repeat([0, 1], [300, 60])
    X = rng.normal(size=(360, 3)) + y[:, None]
    kept = []
    for seed in (7, 7 + 2**32, 7 + 2**33):
        sampler = InstanceHardnessThreshold(random_state=seed, stream="native")
        sampler.fit_resample(X, y)
        kept.append(tuple(sampler.sample_indices_))
    assert len(set(kept)) == 3
