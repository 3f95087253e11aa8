"""Which random stream is used, and what it leaves behind."""

import numpy as np
import pytest
from numpy.random import MT19937, PCG64, RandomState

from smote import (
    ADASYN,
    SMOTE,
    SMOTEENN,
    SVMSMOTE,
    BorderlineSMOTE,
    ClusterCentroids,
    CondensedNearestNeighbour,
    KMeansSMOTE,
    OneSidedSelection,
    RandomOverSampler,
    RandomUnderSampler,
    SMOTETomek,
    _native,
)
from smote._watch import Watch

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 3))
Y = RNG.permutation(np.repeat([7, -2, 40], [45, 25, 20]))


def resampled(random_state, **parameters):
    return SMOTE(random_state=random_state, **parameters).fit_resample(X, Y)[0]


def through_c(labels, targets, seed):
    """Make the table by the C interface alone."""
    data = _native.dataset(X, labels.astype(np.int32))
    wanted = _native.options(Watch(), method=1, neighbors=5, seed=seed, targets=targets)
    with _native.Plan(data, wanted) as plan:
        out = np.empty((plan.row_count, 3))
        plan.write(data, 0, out, 1)
    return out


@pytest.mark.parametrize("seed", [0, 42, 2**32, 2**64 - 1])
def test_native_seed_is_that_of_c(seed):
    expected = through_c(Y, dict.fromkeys([7, -2, 40], 45), seed)
    assert np.array_equal(resampled(seed, stream="native"), expected)


def test_native_counts_on_the_labels_as_they_are():
    codes = np.searchsorted([-2, 7, 40], Y)
    other = through_c(codes, dict.fromkeys(range(3), 45), 42)
    assert not np.array_equal(resampled(42, stream="native"), other)
    named = SMOTE(random_state=42, stream="native").fit_resample(X, Y.astype(str))[0]
    strings = np.unique(Y.astype(str), return_inverse=True)[1]
    assert np.array_equal(named, through_c(strings, dict.fromkeys(range(3), 45), 42))


def test_integers_of_numpy_and_of_python():
    assert np.array_equal(resampled(5), resampled(np.int32(5)))
    assert np.array_equal(resampled(2**32 - 1), resampled(np.uint32(2**32 - 1)))
    assert not np.array_equal(resampled(5), resampled(6))


def test_generator_gives_a_seed_to_the_native_stream():
    generator, twin = np.random.default_rng(3), np.random.default_rng(3)
    first, second = resampled(generator), resampled(generator)
    assert not np.array_equal(first, second)
    seed = int.from_bytes(twin.bytes(8), "little")
    assert np.array_equal(first, resampled(seed, stream="native"))


def test_generator_on_the_numpy_stream():
    generator, twin = np.random.default_rng(3), np.random.default_rng(3)
    seed = int.from_bytes(twin.bytes(4), "little")
    assert np.array_equal(resampled(generator, stream="numpy"), resampled(seed))


def test_state_on_the_native_stream():
    source, twin = RandomState(3), RandomState(3)
    seed = int.from_bytes(twin.bytes(8), "little")
    assert np.array_equal(
        resampled(source, stream="native"), resampled(seed, stream="native")
    )


def test_state_on_another_bit_generator():
    source, twin = RandomState(PCG64(1)), RandomState(PCG64(1))
    seed = int.from_bytes(twin.bytes(8), "little")
    assert np.array_equal(resampled(source), resampled(seed, stream="native"))
    resampled(source, stream="numpy")


def test_state_keeps_the_cached_normal_draw():
    source, twin = RandomState(MT19937(1)), RandomState(MT19937(1))
    source.normal(), twin.normal()
    cached = twin.get_state()[4]
    resampled(source)
    assert source.get_state()[3:] == (1, cached)
    assert source.normal() == twin.normal()


def test_failure_leaves_the_state():
    source = RandomState(1)
    before = source.get_state()[1].copy()
    with pytest.raises(ValueError, match="class 40 has 20 rows"):
        resampled(source, k_neighbors=20)
    assert np.array_equal(source.get_state()[1], before)


def test_none_is_the_global_state():
    np.random.seed(9)  # noqa: NPY002
    first = resampled(None)
    np.random.seed(9)  # noqa: NPY002
    assert np.array_equal(resampled(None), first)
    assert not np.array_equal(resampled(None), first)


@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_threads_do_not_matter(stream):
    expected = resampled(1, stream=stream, n_jobs=1)
    for n_jobs in (None, -1, -2, 2, 3, 8):
        assert np.array_equal(resampled(1, stream=stream, n_jobs=n_jobs), expected)


def test_thread_count(monkeypatch):
    from smote import _threads

    monkeypatch.setattr(_threads, "_cores", lambda: 8)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    counts = [_threads.thread_count(n) for n in (None, 1, 3, 2**40, -1, -2, -100)]
    assert counts == [0, 1, 3, 2**31 - 1, 8, 7, 1]
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    assert _threads.thread_count(None) == 2


FAMILY = [
    SMOTE(),
    BorderlineSMOTE(),
    BorderlineSMOTE(kind="borderline-2"),
    ADASYN(),
    RandomOverSampler(bases="random"),
    RandomOverSampler(shrinkage=1),
    SVMSMOTE(),
    RandomUnderSampler(replacement=True),
    CondensedNearestNeighbour(),
    OneSidedSelection(),
    ClusterCentroids(),
    SMOTEENN(),
    SMOTETomek(),
    KMeansSMOTE(kmeans_estimator=2, cluster_balance_threshold=0.1),
]


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("sampler", FAMILY, ids=str)
def test_threads_do_not_matter_to_the_family(sampler, stream):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 12))
    y = rng.choice(3, 2000, p=[0.6, 0.25, 0.15])
    if stream == "numpy" and isinstance(sampler, ClusterCentroids):
        pytest.skip("scikit-learn's k-means")
    sampler.set_params(random_state=1, stream=stream, n_jobs=1)
    expected, _ = sampler.fit_resample(X, y)
    for n_jobs in (2, 3, 8):
        result, _ = sampler.set_params(n_jobs=n_jobs).fit_resample(X, y)
        assert result.tobytes() == expected.tobytes()


@pytest.mark.parametrize("sampler", [*FAMILY[:3], SVMSMOTE()], ids=str)
def test_p12_native_classes_do_not_share_their_draws(sampler):
    # An integer seed restarts numpy's stream for each class: two classes of one size
    # then get the same gaps. (Borderline-SMOTE's as well, if as many are in danger.)
    X = np.random.default_rng(0).normal(size=(90, 30))
    y = np.repeat([0, 1, 2], [60, 15, 15])
    shares = {}
    for stream in ("numpy", "native"):
        sampler.set_params(
            random_state=1, stream=stream, sampling_strategy={1: 60, 2: 60}
        )
        sampler.fit_resample(X, y)
        new = sampler.provenance_.rows(90, 180)
        inside = y[new.neighbor] == y[new.base]
        both = inside[:45] & inside[45:]
        shares[stream] = (new.gap[:45] == new.gap[45:])[both].mean()
    assert shares["numpy"] == 1 or not isinstance(sampler, SMOTE)
    assert shares["native"] == 0


@pytest.mark.parametrize("number", range(len(FAMILY)))
@pytest.mark.parametrize("seed", [0, 2**64 - 1])
def test_native_seed_is_that_of_c_in_the_family(number, seed):
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(90, 3)), rng.permutation(np.repeat([7, -2], [60, 30]))
    method, options = OF_C[number]
    data = _native.dataset(X, y.astype(np.int32))
    if "strategy" not in options:
        options = {"targets": {-2: 60}, **options}
    wanted = _native.options(Watch(), method=method, seed=seed, **options)
    with _native.Plan(data, wanted) as plan:
        out = np.empty((plan.row_count, 3))
        plan.write(data, 0, out, 1)
    sampler = FAMILY[number].set_params(
        random_state=seed, stream="native", sampling_strategy="auto"
    )
    assert np.array_equal(sampler.fit_resample(X, y)[0], out)


# As a caller of the C interface would ask for the same, with everything searched there.
OF_C = [
    (_native.SMOTE_METHOD_SMOTE, {}),
    (_native.SMOTE_METHOD_BORDERLINE1, {}),
    (_native.SMOTE_METHOD_BORDERLINE2, {}),
    (_native.SMOTE_METHOD_ADASYN, {}),
    (_native.SMOTE_METHOD_RANDOM_OVER, {"bases": _native.SMOTE_BASES_RANDOM}),
    (_native.SMOTE_METHOD_RANDOM_OVER, {"shrinkage": {-2: 1.0}}),
    (_native.SMOTE_METHOD_SVM, {}),
    (
        _native.SMOTE_METHOD_RANDOM_UNDER,
        {"strategy": _native.SMOTE_STRATEGY_AUTO, "replacement": 1},
    ),
    (_native.SMOTE_METHOD_CNN, {"strategy": _native.SMOTE_STRATEGY_AUTO}),
    (_native.SMOTE_METHOD_OSS, {"strategy": _native.SMOTE_STRATEGY_AUTO}),
    (_native.SMOTE_METHOD_CLUSTER_CENTROIDS, {"strategy": _native.SMOTE_STRATEGY_AUTO}),
    (_native.SMOTE_METHOD_SMOTE, {"cleaning": _native.SMOTE_METHOD_ENN}),
    (_native.SMOTE_METHOD_SMOTE, {"cleaning": _native.SMOTE_METHOD_TOMEK}),
    (
        _native.SMOTE_METHOD_KMEANS,
        {"neighbors": 2, "clusters": 2, "cluster_balance_threshold": 0.1},
    ),
]
