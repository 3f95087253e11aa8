"""The provenance of a result: whose it is, how long, and what labels follow from it."""

import copy
import gc
import pickle

import numpy as np
import pytest

import smote

RNG = np.random.default_rng(5)
X = RNG.normal(size=(60, 4))
TWO = np.repeat([3, 8], [45, 15])
THREE = np.repeat([1, 2, 5], [30, 18, 12])
SAMPLERS = [smote.SMOTE, smote.BorderlineSMOTE, smote.ADASYN, smote.SVMSMOTE]


def copied(make, data=X, y=TWO):
    """Return the provenance as it is when it is read at once."""
    sampler = make(random_state=1)
    sampler.fit_resample(data, y)
    return sampler.provenance_


def assert_same(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("make", SAMPLERS)
@pytest.mark.parametrize("y", [TWO, THREE], ids=["two", "three"])
def test_it_is_not_lost(make, y):
    expected = copied(make, y=y)
    data, sampler = X.copy(), make(random_state=1)
    table, labels = sampler.fit_resample(data, y)
    data[:] = np.nan  # what it came from is not read again
    gc.collect()
    assert_same(sampler.provenance_, expected)
    assert sampler.provenance_ is sampler.provenance_
    assert np.array_equal(labels, y[expected.base])
    assert len(table) == len(expected.base)


@pytest.mark.parametrize("make", [*SAMPLERS, smote.RandomOverSampler])
@pytest.mark.parametrize("y", [TWO, THREE], ids=["two", "three"])
def test_the_rows_of_the_input_come_first(make, y):
    sampler = make(random_state=1)
    table, _ = sampler.fit_resample(X, y)
    base, neighbor, gap, voted = sampler.provenance_
    assert base.dtype == neighbor.dtype == np.int64
    assert gap.dtype == np.float64
    assert len(base) == len(neighbor) == len(gap) == len(table)
    assert np.array_equal(base[:60], np.arange(60))
    assert np.array_equal(neighbor[:60], np.arange(60))
    assert not gap[:60].any()
    assert voted.tolist() == [False] * 4
    # What all of them have is not stored until somebody asks.
    assert len(sampler._origin.added.base) == len(table) - 60


def pickled(sampler):
    """Return what comes back from a pickle."""
    return pickle.loads(pickle.dumps(sampler))


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("is_read", [False, True])
def test_twins_have_it(twin, is_read):
    expected = copied(smote.SMOTE)
    sampler = smote.SMOTE(random_state=1)
    sampler.fit_resample(X, TWO)
    if is_read:
        assert_same(sampler.provenance_, expected)
    other = twin(sampler)
    assert_same(other.provenance_, expected)
    assert_same(sampler.provenance_, expected)
    assert np.array_equal(other.apply(X), sampler.apply(X))


def test_a_new_call_has_its_own():
    sampler = smote.SMOTE(random_state=1)
    sampler.fit_resample(X, TWO)
    sampler.fit_resample(X, THREE)
    assert_same(sampler.provenance_, copied(smote.SMOTE, y=THREE))


def test_a_failed_call_leaves_the_one_before():
    sampler = smote.SMOTE(random_state=1)
    sampler.fit_resample(X, TWO)
    with pytest.raises(ValueError, match="n_neighbors"):
        sampler.fit_resample(X[:48], TWO[:48])
    assert_same(sampler.provenance_, copied(smote.SMOTE))


def test_before_any_call_there_is_none():
    assert not hasattr(smote.SMOTE(), "provenance_")
    with pytest.raises(AttributeError, match="'SMOTE' object has no attribute"):
        smote.SMOTE().provenance_  # noqa: B018


@pytest.mark.parametrize("dtype", ["i1", "u2", "i4", ">i4", "i8", ">u8", "u8", "?"])
def test_labels_are_those_of_the_bases(dtype, tmp_path):
    y = (TWO == 8).astype(dtype)
    on_disk = np.memmap(tmp_path / "y", y.dtype, "w+", shape=y.shape)
    on_disk[:] = y
    for given in (y, y[:, None], on_disk, y.tolist(), y[::-1]):
        sampler = smote.SMOTE(random_state=1)
        _, labels = sampler.fit_resample(X, given)
        flat = np.asarray(given).ravel()
        expected = flat[sampler.provenance_.base]
        assert type(labels) is (list if isinstance(given, list) else np.ndarray)
        assert np.asarray(labels).dtype == expected.dtype
        assert np.array_equal(labels, expected)


@pytest.mark.parametrize(
    "pair", [(0, 1), (1, 0), (-1, 0), (7, 8), (3, 8), (2**31 - 2, 2**31 - 1),
             (-(2**31), 1 - 2**31), (2**31 - 1, 2**31), (2**40, 2**40 + 1)],
)  # fmt: skip
def test_labels_that_are_neighbours_are_counted(pair):
    y = np.where(TWO == 8, pair[0], pair[1])
    sampler = smote.SMOTE(random_state=1)
    _, labels = sampler.fit_resample(X, y)
    assert np.array_equal(labels, y[sampler.provenance_.base])
    assert dict(sampler.sampling_strategy_) == {pair[0]: 30}
    assert sorted(np.unique(labels, return_counts=True)[1]) == [45, 45]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("columns", [5, 300])
def test_tables_of_many_pages_are_what_it_says(dtype, columns):
    rows = 3_600_000 // columns
    values = np.random.default_rng(1).normal(size=(rows, columns)).astype(dtype)
    y = (np.arange(rows) % 12 == 0).astype(int)
    expected = None
    for threads in (1, 2, 5):
        sampler = smote.SMOTE(random_state=2, n_jobs=threads)
        table, _ = sampler.fit_resample(values, y)
        # More than four large pages for each of two threads.
        assert table.nbytes > 16 << 20
        if expected is None:
            expected = sampler.provenance_.interpolate(values)
        assert table.tobytes() == expected.tobytes()
