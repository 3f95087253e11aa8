"""Types of numbers: kept rows untouched, new rows without surprises."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.svm import SVC

from oracle import recomputed
from smote import SMOTE, SVMSMOTE

RNG = np.random.default_rng(0)
Y = np.repeat([0, 1], [45, 15])


def resampled(X):
    sampler = SMOTE(random_state=0)
    X_new, _ = sampler.fit_resample(X, Y)
    return X_new, sampler.provenance_.rows(60, 90)


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_integers_do_not_wrap_around(dtype, form):
    info = np.iinfo(dtype)
    X = RNG.integers(info.min, info.max, (60, 3), dtype, endpoint=True)
    X[-2:] = info.max
    X_new, new = resampled(form(X))
    X_new = X_new.toarray() if sparse.issparse(X_new) else X_new
    assert X_new.dtype == X.dtype
    assert X_new[:60].tobytes() == X.tobytes()
    base, neighbor = X[new.base], X[new.neighbor]
    low, high = np.minimum(base, neighbor), np.maximum(base, neighbor)
    slack = 1024 if dtype[1] == "8" else 0  # float64 has 53 bits
    assert np.all(X_new[60:] >= np.maximum(low, info.min + slack) - slack)
    assert np.all(X_new[60:] <= np.minimum(high, info.max - slack) + slack)
    if not slack:
        exact = np.trunc(recomputed(X.astype(float), new))
        assert np.array_equal(X_new[60:], exact)


def test_the_greatest_integers_stay_the_greatest():
    for dtype in (np.int64, np.uint64):
        greatest = np.iinfo(dtype).max
        X_new, _ = resampled(np.full((60, 2), greatest, dtype))
        assert np.all(X_new == greatest)


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_integers_beyond_the_range_stay_at_its_end(dtype, form):
    info = np.iinfo(dtype)
    X = RNG.integers(info.min, info.max, (60, 3), dtype, endpoint=True)
    # Far apart, so that support vectors are safe: the rare class is near both ends.
    middle, quarter = (info.max // 2 + info.min // 2), info.max // 8
    X = np.clip(X, middle - quarter, middle + quarter).astype(dtype)
    X[45:] = RNG.integers(info.max - quarter, info.max, (15, 3), dtype)
    X[45:, 0] = RNG.integers(info.min, info.min + quarter, 15, dtype)
    sampler = SVMSMOTE(
        random_state=0, out_step=1, sampling_strategy={1: 145}, svm_estimator=SVC()
    )
    X_new, _ = sampler.fit_resample(form(X), Y)
    X_new = X_new.toarray() if sparse.issparse(X_new) else X_new
    new = sampler.provenance_.rows(60, 190)
    exact = np.trunc(recomputed(X.astype(float), new))
    assert ((exact < float(info.min)) | (exact > float(info.max))).any()
    expected = np.clip(exact, float(info.min), float(info.max))
    assert np.array_equal(X_new[60:].astype(float), expected)


def test_booleans_take_the_nearer_row():
    X = RNG.uniform(size=(60, 8)) < 0.5
    X_new, new = resampled(X)
    assert X_new.dtype == bool
    assert np.array_equal(X_new[:60], X)
    nearer = np.where(new.gap < 0.5, new.base, new.neighbor)
    assert np.array_equal(X_new[60:], X[nearer])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_floats_are_recomputed(dtype):
    X = RNG.normal(size=(60, 4)).astype(dtype)
    X_new, _ = resampled(X)
    sampler = SMOTE(random_state=0)
    X_new, _ = sampler.fit_resample(X, Y)
    assert X_new.dtype == dtype
    assert np.array_equal(X_new, recomputed(X, sampler.provenance_))


def test_huge_and_tiny_numbers():
    for size in (1e300, 1e-300, 5e-324):
        X = RNG.normal(size=(60, 2)) * size
        X_new, new = resampled(X)
        assert np.isfinite(X_new).all()
        assert np.array_equal(X_new[60:], recomputed(X, new))


@pytest.mark.parametrize("dtype", ["u1", "u2", "u4", "u8", "i1"])
def test_p2_differences_do_not_wrap_around(dtype):
    # The peer: half of the new values of unsigned columns are far off.
    rng = np.random.default_rng(0)
    X = rng.integers(0, 100, (60, 3)).astype(dtype)
    y = np.repeat([0, 1], [40, 20])
    sampler = SMOTE(random_state=0)
    X_new, _ = sampler.fit_resample(X, y)
    base, neighbor, gap = (part[60:] for part in sampler.provenance_[:3])
    exact = X[base] + gap[:, None] * (X[neighbor].astype(float) - X[base])
    assert np.array_equal(X_new[60:], np.trunc(exact))
