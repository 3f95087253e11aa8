"""The other over-samplers: the same numbers as imbalanced-learn 0.14, bit for bit."""

import itertools
import warnings

import numpy as np
import pytest
from imblearn import over_sampling as peer
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import SVC

import smote
from cases import (
    assert_same,
    dense,
    draw_labels,
    draw_strategy,
    draw_table,
    keel_tables,
)
from oracle import has_ties

STRATEGIES = ["dict", "auto", "not minority", "all", "call", "not majority", "minority"]


def draw_case(case, kinds, k, ties=True):
    """Draw a data set, until it has no ties among its k nearest if they matter."""
    rng = np.random.default_rng(case)
    for _ in range(20):
        y = draw_labels(rng, int(rng.integers(2, 5)), k)
        columns = int(rng.integers(1, 31))
        X = draw_table(rng, len(y), columns, kinds[case % len(kinds)])
        if not (ties and has_ties(dense(X), k)):
            return X, y, draw_strategy(rng, y, STRATEGIES[case % len(STRATEGIES)])
    raise AssertionError("twenty data sets in a row had ties")


def outcome(sampler, X, y):
    """Return the result, or the error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", smote.SmoteWarning)
        try:
            return sampler.fit_resample(X, y)
        except (ValueError, RuntimeError) as error:
            return error


def assert_same_outcome(ours, peers):
    """Compare results, or errors by the peer's words; tell whether it was a result."""
    if isinstance(peers, Exception):
        assert type(ours) is type(peers)
        assert str(ours).startswith(str(peers))
        return False
    assert_same(ours, peers)
    return True


def compare(name, case, X, y, **parameters):
    """Compare for an integer seed, and for a stream that goes on from call to call."""
    our_class, peer_class = getattr(smote, name), getattr(peer, name)
    ours, peers = (
        method(random_state=case, **parameters) for method in (our_class, peer_class)
    )
    results = assert_same_outcome(outcome(ours, X, y), outcome(peers, X, y))
    states = np.random.RandomState(case), np.random.RandomState(case)
    for state in states:
        state.normal(size=3)  # half of a pair of normal draws stays cached
    if results:
        for _ in range(2):
            # A clustering may find no cluster the second time.
            assert_same_outcome(
                outcome(our_class(random_state=states[0], **parameters), X, y),
                outcome(peer_class(random_state=states[1], **parameters), X, y),
            )
        assert np.array_equal(states[0].normal(size=700), states[1].normal(size=700))
    return ours, peers, results


def compare_danger(ours, peers):
    assert list(ours.in_danger_indices) == list(peers.in_danger_indices)
    for label, rows in peers.in_danger_indices.items():
        assert np.array_equal(ours.in_danger_indices[label], rows)


@pytest.mark.parametrize("case", range(200))
def test_borderline_1(case):
    k, m = case % 8 + 1, case % 13 + 1
    kinds = ["float64", "float32", "int64", "csr"]
    X, y, strategy = draw_case(case, kinds, max(k, m))
    ours, peers, _ = compare(
        "BorderlineSMOTE",
        case,
        X,
        y,
        k_neighbors=k,
        m_neighbors=m,
        sampling_strategy=strategy,
    )
    compare_danger(ours, peers)


@pytest.mark.parametrize("case", range(200))
def test_borderline_2(case):
    # The peer fails on integers and on sparse tables.
    k, m = case % 8 + 1, case % 13 + 1
    X, y, strategy = draw_case(case, ["float64", "float32"], max(k, m))
    ours, peers, _ = compare(
        "BorderlineSMOTE",
        case,
        X,
        y,
        kind="borderline-2",
        k_neighbors=k,
        m_neighbors=m,
        sampling_strategy=strategy,
    )
    compare_danger(ours, peers)


def makes_all(sampler, X, y):
    """Whether the peer makes all rows that are asked for: see P4."""
    result = outcome(sampler, X, y)
    if isinstance(result, Exception):
        return False
    return len(result[1]) == len(y) + sum(sampler.sampling_strategy_.values())


def draw_for_svm(kind, classes, svm=None):
    """Draw data that the peer can do with m_neighbors=3."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        y = draw_labels(rng, classes, 10)
        X = draw_table(rng, len(y), 6, kind)
        strategy = {label: (y == label).sum() + 50 for label in np.unique(y)}
        parameters = {"m_neighbors": 3, "sampling_strategy": strategy}
        sampler = peer.SVMSMOTE(random_state=0, svm_estimator=svm, **parameters)
        if makes_all(sampler, X, y):
            return X, y, parameters
    raise AssertionError("a hundred data sets in a row that the peer cannot do")


@pytest.mark.parametrize("case", range(240))
def test_svm(case):
    kinds = ["float64", "float32", "int64", "csr"]
    k, m = case % 8 + 1, case % 13 + 2
    for attempt in range(50):
        X, y, strategy = draw_case(case + 1000 * attempt, kinds, max(k, m))
        parameters = {
            "k_neighbors": k,
            "m_neighbors": m,
            "out_step": case % 5 / 4,
            "sampling_strategy": strategy,
        }
        if case % 3 == 0:
            parameters["svm_estimator"] = SVC(C=5, random_state=case)
        if makes_all(peer.SVMSMOTE(random_state=case, **parameters), X, y):
            break
    else:
        raise AssertionError("fifty data sets in a row that the peer cannot do")
    ours, peers, results = compare("SVMSMOTE", case, X, y, **parameters)
    assert results
    assert type(ours.svm_estimator_) is type(peers.svm_estimator_)


class Wheel(SVC):
    """An SVC that draws from the generator it was given, not from a copy."""

    def __sklearn_clone__(self):
        return Wheel(random_state=self.random_state)

    def fit(self, X, y):
        self.random_state.normal(size=3)
        return super().fit(X, y)


@pytest.mark.parametrize("kind", ["float64", "float32", "csr"])
def test_svm_and_its_classifier_share_a_generator(kind):
    X, y, parameters = draw_for_svm(kind, 4)
    results = []
    for method in (smote.SVMSMOTE, peer.SVMSMOTE):
        state = np.random.RandomState(5)
        sampler = method(
            random_state=state,
            svm_estimator=Wheel(random_state=state),
            **parameters,
        )
        results.append((*sampler.fit_resample(X, y), state.normal(size=700)))
    assert_same(results[0][:2], results[1][:2])
    assert np.array_equal(results[0][2], results[1][2])


@pytest.mark.parametrize("kind", ["float64", "csr"])
@pytest.mark.parametrize("svm", [None, SVC(C=3)])
def test_svm_continues_the_global_state(kind, svm):
    X, y, parameters = draw_for_svm(kind, 3, svm)
    before = np.random.get_state()  # noqa: NPY002
    results = []
    for method in (smote.SVMSMOTE, peer.SVMSMOTE):
        np.random.seed(3)  # noqa: NPY002 - it is what this is about
        sampler = method(svm_estimator=svm, **parameters)
        results.append((*sampler.fit_resample(X, y), np.random.normal(size=9)))  # noqa: NPY002
    np.random.set_state(before)  # noqa: NPY002
    assert_same(results[0][:2], results[1][:2])
    assert np.array_equal(results[0][2], results[1][2])


@pytest.mark.parametrize("case", range(200))
def test_adasyn(case):
    kinds = ["float64", "float32", "int64", "csr"]
    k = case % 8 + 1
    X, y, _ = draw_case(case, kinds, k)
    rng = np.random.default_rng(case)
    # Enough rows for some to be made.
    strategy = {
        label.item(): int((y == label).sum() + rng.integers(60, 200))
        for label in rng.permutation(np.unique(y))
    }
    _, _, results = compare(
        "ADASYN",
        case,
        X,
        y,
        n_neighbors=k,
        sampling_strategy=strategy if case % 3 else lambda y: strategy,
    )
    assert results


@pytest.mark.parametrize("case", range(40))
def test_adasyn_where_it_may_fail(case):
    X, y, strategy = draw_case(case, ["float64", "csr"], 5)
    compare("ADASYN", case, X, y, sampling_strategy=strategy)


@pytest.mark.parametrize("case", range(200))
def test_random(case):
    kinds = ["float64", "float32", "int64", "csr"]
    X, y, strategy = draw_case(case, kinds, 1, ties=False)
    ours, peers, _ = compare(
        "RandomOverSampler", case, X, y, sampling_strategy=strategy
    )
    assert np.array_equal(ours.sample_indices_, peers.sample_indices_)
    assert ours.shrinkage_ is peers.shrinkage_ is None


@pytest.mark.parametrize("case", range(200))
def test_smoothed_bootstrap(case):
    X, y, strategy = draw_case(case, ["float64"], 1, ties=False)
    shrinkage = case % 5 / 2
    if case % 2:
        shrinkage = {label: shrinkage + place for place, label in enumerate(set(y))}
    ours, peers, _ = compare(
        "RandomOverSampler",
        case,
        X,
        y,
        sampling_strategy=strategy,
        shrinkage=shrinkage,
    )
    assert np.array_equal(ours.sample_indices_, peers.sample_indices_)
    assert ours.shrinkage_ == peers.shrinkage_


@pytest.mark.parametrize("kind", ["float32", "int64", "csr"])
@pytest.mark.parametrize("case", range(20))
def test_smoothed_bootstrap_of_other_types(case, kind):
    # The peer's result is float64; of float32 and sparse tables it computes the
    # standard deviation in another way.
    X, y, strategy = draw_case(case, [kind], 1, ties=False)
    parameters = {
        "random_state": case,
        "shrinkage": 1.5,
        "sampling_strategy": strategy,
    }
    X_ours, y_ours = smote.RandomOverSampler(**parameters).fit_resample(X, y)
    X_peers, y_peers = peer.RandomOverSampler(**parameters).fit_resample(X, y)
    assert X_ours.dtype == X.dtype
    assert np.array_equal(y_ours, y_peers)
    if kind == "int64":
        assert np.array_equal(X_ours, X_peers.astype(np.int64))
    else:
        tolerance = 1e-5 if kind == "float32" else 1e-12
        difference = dense(X_ours) - dense(X_peers)
        assert np.abs(difference).max() < tolerance


@pytest.mark.parametrize("kind", ["float64", "float32", "csr"])
@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
def test_neighbors_objects(kind, metric):
    rng = np.random.default_rng(8)
    y = draw_labels(rng, 4, 6)
    X = draw_table(rng, len(y), 6, kind)
    k, m = (NearestNeighbors(n_neighbors=n, metric=metric) for n in (5, 8))
    kinds = ["borderline-1", "borderline-2"][: 1 if kind == "csr" else 2]
    for borderline in kinds:
        for parameters in (
            {"k_neighbors": k},
            {"m_neighbors": m},
            {"k_neighbors": k, "m_neighbors": m},
        ):
            ours, peers, _ = compare(
                "BorderlineSMOTE", 3, X, y, kind=borderline, **parameters
            )
            compare_danger(ours, peers)
            if "k_neighbors" in parameters:
                assert ours.nn_k_.n_samples_fit_ == peers.nn_k_.n_samples_fit_
    for parameters in (
        {"k_neighbors": k},
        {"m_neighbors": m},
        {"k_neighbors": k, "m_neighbors": m},
    ):
        # The peer leaves rows out of some data: see P4.
        for seed in range(200):
            rng = np.random.default_rng(seed)
            y_svm = draw_labels(rng, 2, 10)
            X_svm = draw_table(rng, len(y_svm), 6, kind)
            sampler = peer.SVMSMOTE(random_state=3, **parameters)
            if makes_all(sampler, X_svm, y_svm) and sampler.sampling_strategy_:
                break
        ours, peers, results = compare("SVMSMOTE", 3, X_svm, y_svm, **parameters)
        assert results
        if "k_neighbors" in parameters:
            assert ours.nn_k_.n_samples_fit_ == peers.nn_k_.n_samples_fit_
        if "m_neighbors" in parameters:
            assert ours.nn_m_.n_samples_fit_ == peers.nn_m_.n_samples_fit_
    strategy = {label: (y == label).sum() + 90 for label in np.unique(y)}
    ours, peers, results = compare(
        "ADASYN", 3, X, y, n_neighbors=k, sampling_strategy=strategy
    )
    assert results
    assert ours.nn_.n_samples_fit_ == peers.nn_.n_samples_fit_
    assert not hasattr(k, "n_samples_fit_")


@pytest.fixture(scope="module")
def keel():
    """KEEL data sets of a size for the oracle, with the greatest k without ties."""
    found = []
    for name, X, y in keel_tables():
        if len(y) > 1500:
            continue
        k = next((k for k in (10, 5, 3, 2, 1) if not has_ties(X, k)), 0)
        if k > 0:
            labels, counts = np.unique(y, return_counts=True)
            strategy = {
                label.item(): int(count) + 100
                for label, count in zip(labels, counts, strict=True)
                if count > k
            }
            found.append((name, X, y, k, strategy))
    return found


@pytest.mark.parametrize(
    ("name", "of_k"),
    [
        ("BorderlineSMOTE", lambda k: {"k_neighbors": k, "m_neighbors": k}),
        (
            "BorderlineSMOTE",
            lambda k: {"k_neighbors": k, "m_neighbors": k, "kind": "borderline-2"},
        ),
        ("ADASYN", lambda k: {"n_neighbors": k}),
        ("RandomOverSampler", lambda k: {}),
        ("RandomOverSampler", lambda k: {"shrinkage": 1}),
    ],
)
def test_keel(keel, name, of_k):
    compared = set()
    for table, X, y, k, strategy in keel:
        _, _, results = compare(name, 0, X, y, sampling_strategy=strategy, **of_k(k))
        compared.update([table] if results else [])
    assert len(compared) >= 20


def parameters_for_svm(X, y, most):
    """Yield parameters with up to so many neighbours."""
    labels, counts = np.unique(y, return_counts=True)
    numbers = [number for number in (10, 5, 3) if number <= most]
    for k, m in itertools.product(numbers, numbers):
        strategy = {
            label.item(): int(count) + 100
            for label, count in zip(labels, counts, strict=True)
            if count > k
        }
        # The two smallest classes that can grow: of more, the peer seldom makes all.
        least = sorted(strategy, key=lambda label: strategy[label])[:2]
        for classes in (least, *([label] for label in least)):
            wanted = {label: strategy[label] for label in classes}
            yield {"k_neighbors": k, "m_neighbors": m, "sampling_strategy": wanted}


def test_svm_keel(keel):
    compared = set()
    for table, X, y, most, _ in keel:
        # The peer makes all rows only if some vectors are in danger and some are safe
        # (P4), which a single neighbour never says, and ten seldom do of few rows.
        for parameters in parameters_for_svm(X, y, most):
            if makes_all(peer.SVMSMOTE(random_state=0, **parameters), X, y):
                _, _, results = compare("SVMSMOTE", 0, X, y, **parameters)
                compared.update([table] if results else [])
                break
    assert len(compared) >= 25
