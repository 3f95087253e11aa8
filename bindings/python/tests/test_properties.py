"""What holds for any data, on both streams."""

import warnings

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.svm import SVC

from oracle import neighbors_of_rows, recomputed
from smote import (
    ADASYN,
    SMOTE,
    SVMSMOTE,
    BorderlineSMOTE,
    RandomOverSampler,
    SmoteWarning,
)

STREAMS = st.sampled_from(["native", "numpy"])


@st.composite
def tables(draw):
    """Draw rows with labels: continuous, on a grid, or with exact duplicates."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    classes = draw(st.integers(2, 4))
    sizes = draw(st.lists(st.integers(1, 40), min_size=classes, max_size=classes))
    columns = draw(st.integers(1, 20))
    kind = draw(st.sampled_from(["normal", "grid", "duplicates"]))
    X = rng.normal(size=(sum(sizes), columns))
    if kind == "grid":
        X = rng.integers(-2, 3, X.shape).astype(float)
    elif kind == "duplicates":
        X = X[rng.integers(0, max(1, len(X) // 3), len(X))]
    y = rng.permutation(np.repeat(rng.permutation(classes), sizes))
    return X.astype(draw(st.sampled_from([np.float32, np.float64]))), y


BASES = st.sampled_from(["even", "random"])
NEIGHBORS = st.integers(1, 8)
CLIP = st.just("clip")
SAMPLERS = {
    SMOTE: {"k_neighbors": NEIGHBORS, "few_rows": CLIP, "bases": BASES},
    BorderlineSMOTE: {
        "k_neighbors": NEIGHBORS,
        "m_neighbors": st.integers(1, 14),
        "kind": st.sampled_from(["borderline-1", "borderline-2"]),
        "few_rows": CLIP,
        "bases": BASES,
    },
    SVMSMOTE: {
        "k_neighbors": NEIGHBORS,
        "m_neighbors": st.integers(1, 14),
        "svm_estimator": st.sampled_from([None, SVC(), SVC(kernel="linear", C=0.1)]),
        "out_step": st.sampled_from([0, 0.3, 0.5, 1]),
        "few_rows": CLIP,
        "bases": BASES,
    },
    ADASYN: {"n_neighbors": NEIGHBORS, "few_rows": CLIP},
    RandomOverSampler: {
        "shrinkage": st.sampled_from([None, 0, 0.5, 3]),
        "bases": BASES,
    },
}


@st.composite
def cases(draw, method):
    X, y = draw(tables())
    labels, counts = np.unique(y, return_counts=True)
    sampler = method(
        random_state=draw(st.integers(0, 2**32 - 1)),
        stream=draw(STREAMS),
        n_jobs=draw(st.sampled_from([1, 2])),
        sampling_strategy={
            int(label): int(count) + draw(st.integers(0, 60))
            for label, count in zip(labels, counts, strict=True)
        },
        **{name: draw(values) for name, values in SAMPLERS[method].items()},
    )
    return X, y, sampler


def checked(case):
    """Resample, check what holds for every method, and return the new rows."""
    X, y, sampler = case
    X_before, y_before = X.copy(), y.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmoteWarning)
        X_new, y_new = sampler.fit_resample(X, y)
        again, _ = sampler.fit_resample(X, y)

    # The same call gives the same bytes.
    assert again.tobytes() == X_new.tobytes()

    # Kept rows are bit-identical, in order, and first; inputs are as they were.
    assert sampler.n_kept_ == len(X)
    assert X_new.dtype == X.dtype
    assert X_new[: len(X)].tobytes() == X.tobytes()
    assert np.array_equal(y_new[: len(y)], y)
    assert X.tobytes() == X_before.tobytes()
    assert np.array_equal(y, y_before)
    base, neighbor, gap, _ = sampler.provenance_
    assert np.array_equal(base[: len(X)], np.arange(len(X)))
    assert np.array_equal(neighbor[: len(X)], np.arange(len(X)))
    outwards = gap > -sampler.out_step if isinstance(sampler, SVMSMOTE) else False
    assert np.all(((gap >= 0) | outwards) & (gap < 1))
    assert np.all(gap[: len(X)] == 0)

    # New rows come class by class, from rows of their class.
    new = sampler.provenance_.rows(len(X), len(X_new))
    assert np.all(np.diff(y_new[len(X) :]) >= 0)
    assert np.array_equal(y[new.base], y_new[len(X) :])
    return X_new, y_new, new


def counted(y):
    labels, counts = np.unique(y, return_counts=True)
    return dict(zip(labels.tolist(), counts.tolist(), strict=True))


@settings(deadline=None, max_examples=500, suppress_health_check=list(HealthCheck))
@given(cases(SMOTE))
def test_smote(case):
    X, y, sampler = case
    X_new, y_new, new = checked(case)
    assert counted(y_new) == sampler.sampling_strategy
    # Every row follows from its provenance, bit for bit.
    assert recomputed(X, sampler.provenance_).tobytes() == X_new.tobytes()
    assert np.array_equal(y[new.neighbor], y[new.base])
    assert_among_the_nearest(X, y, new.base, new.neighbor, sampler.k_neighbors)


def in_danger(X, y, label, m):
    """Find the rows in danger as the paper words it."""
    nearest, _ = neighbors_of_rows(X, min(m, len(X) - 1))
    others = (y[nearest] != label).sum(axis=1)
    total = nearest.shape[1]
    return np.flatnonzero((y == label) & (2 * others >= total) & (others < total))


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(cases(BorderlineSMOTE))
def test_borderline(case):
    X, y, sampler = case
    X_new, y_new, new = checked(case)
    is_second = sampler.kind == "borderline-2"
    counts, wanted = counted(y), sampler.sampling_strategy
    for label, count in counts.items():
        danger = in_danger(X, y, label, sampler.m_neighbors)
        if wanted[label] == count:
            assert label not in sampler.in_danger_indices
        elif len(danger) == 0:
            assert label not in sampler.in_danger_indices
            wanted = wanted | {label: count}
        else:
            assert np.array_equal(sampler.in_danger_indices[label], danger)
            assert np.isin(new.base[y[new.base] == label], danger).all()
    assert counted(y_new) == wanted
    other = y[new.neighbor] != y[new.base]
    if is_second:
        nearest, _ = neighbors_of_rows(X, min(sampler.k_neighbors, len(X) - 1))
        assert (nearest[new.base] == new.neighbor[:, None]).any(axis=1).all()
        assert np.all(new.gap[other] < 0.5)
    else:
        assert not other.any()
        assert_among_the_nearest(X, y, new.base, new.neighbor, sampler.k_neighbors)
    expected = recomputed(X, sampler.provenance_)
    if is_second and sampler.stream == "numpy":
        # The peer rounds a difference to another class once more.
        assert np.allclose(X_new, expected, rtol=1e-5, atol=1e-6)
        expected[len(X) :][other] = X_new[len(X) :][other]
    assert expected.tobytes() == X_new.tobytes()


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(cases(SVMSMOTE))
def test_svm(case):
    X, y, sampler = case
    try:
        X_new, y_new, new = checked(case)
    except ValueError as error:
        if not str(error).startswith("All support vectors are considered as noise."):
            raise
        assert any(
            len(support) == 0
            for label in set(y.tolist())
            for support in [support_by_the_paper(X, y, label, sampler)]
        )
        return
    assert counted(y_new) == sampler.sampling_strategy
    assert recomputed(X, sampler.provenance_).tobytes() == X_new.tobytes()
    assert np.array_equal(y[new.neighbor], y[new.base])
    assert_among_the_nearest(X, y, new.base, new.neighbor, sampler.k_neighbors)
    for label in np.unique(y[new.base]):
        rows = new.base[y[new.base] == label]
        assert np.isin(rows, support_by_the_paper(X, y, label, sampler)).all()
        inwards = np.isin(rows, in_danger(X, y, label, sampler.m_neighbors))
        gap = new.gap[y[new.base] == label]
        assert np.all(np.where(inwards, gap >= 0, gap <= 0))


def support_by_the_paper(X, y, label, sampler):
    """Return the support vectors of a class that are no noise."""
    svm = sampler.svm_estimator or SVC()
    nearest, _ = neighbors_of_rows(X, min(sampler.m_neighbors, len(X) - 1))
    noise = (y[nearest] != label).all(axis=1)
    support = svm.fit(X, y).support_
    return support[(y[support] == label) & ~noise[support]]


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(cases(ADASYN))
def test_adasyn(case):
    X, y, sampler = case
    try:
        X_new, _, new = checked(case)
    except (RuntimeError, ValueError) as error:
        refused = str(error).startswith(("Not any neigbours", "No samples will be"))
        if sampler.stream == "numpy" and refused:
            return
        raise
    assert recomputed(X, sampler.provenance_).tobytes() == X_new.tobytes()
    assert np.array_equal(y[new.neighbor], y[new.base])
    assert_among_the_nearest(X, y, new.base, new.neighbor, sampler.n_neighbors)
    # Each row makes its share of the new rows, which is that of other classes among its
    # neighbours; of nothing but zeros, an even one.
    nearest, _ = neighbors_of_rows(X, min(sampler.n_neighbors, len(X) - 1))
    for label, count in counted(y).items():
        rows, wanted = y == label, sampler.sampling_strategy[label] - count
        weights = (y[nearest[rows]] != label).mean(axis=1)
        if weights.sum() == 0:
            weights[:] = 1
        shares = weights / weights.sum() * wanted
        made = np.bincount(new.base, minlength=len(X))[rows]
        if sampler.stream == "native":
            assert made.sum() == wanted
            assert np.all(abs(made - shares) < 1 + 1e-9)
        elif wanted > 0:
            assert np.all(abs(made - shares) <= 0.5 + 1e-9)


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(cases(RandomOverSampler))
def test_random(case):
    X, y, sampler = case
    X_new, y_new, new = checked(case)
    assert counted(y_new) == sampler.sampling_strategy
    assert np.array_equal(new.neighbor, new.base)
    assert not new.gap.any()
    assert np.array_equal(sampler.sample_indices_, sampler.provenance_.base)
    repeated = X[sampler.sample_indices_]
    if sampler.shrinkage:
        for label in np.unique(y[new.base]):
            # Constant columns of a class stay constant.
            constant = np.ptp(X[y == label], axis=0) == 0
            kept, made = repeated[y_new == label], X_new[y_new == label]
            assert np.allclose(kept[:, constant], made[:, constant], rtol=1e-6)
    else:
        assert repeated.tobytes() == X_new.tobytes()
    if sampler.stream == "native" and sampler.bases == "even":
        uses = np.bincount(new.base, minlength=len(X))
        for label in np.unique(y):
            assert np.ptp(uses[y == label]) <= 1


def assert_among_the_nearest(X, y, base, neighbor, k):
    """Check neighbours against an oracle that orders by (distance, index)."""
    for label in np.unique(y[base]):
        members = np.flatnonzero(y == label)
        of_class = y[base] == label
        if len(members) == 1:
            assert np.array_equal(base[of_class], neighbor[of_class])
            continue
        nearest, _ = neighbors_of_rows(X[members], min(k, len(members) - 1))
        near = dict(zip(members, members[nearest], strict=True))
        pairs = zip(base[of_class], neighbor[of_class], strict=True)
        assert all(there in near[here] for here, there in pairs)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(tables(), st.integers(0, 2**64 - 1), st.integers(1, 200))
def test_even_bases_serve_equally_often(table, seed, more):
    X, y = table
    label, count = int(y[0]), int((y == y[0]).sum())
    sampler = SMOTE(
        random_state=seed,
        stream="native",
        few_rows="clip",
        sampling_strategy={label: count + more},
    )
    sampler.fit_resample(X, y)
    uses = np.bincount(sampler.provenance_.base[len(X) :], minlength=len(X))
    assert set(uses[y == label]) <= {more // count, more // count + 1}


def test_every_neighbour_and_the_whole_gap_are_used():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3))
    y = np.repeat([0, 1], [40, 20])
    for stream in ("native", "numpy"):
        sampler = SMOTE(
            random_state=1, stream=stream, sampling_strategy={0: 40, 1: 20 + 20000}
        )
        sampler.fit_resample(X, y)
        new = sampler.provenance_.rows(60, 20060)
        nearest, _ = neighbors_of_rows(X[40:], 5)
        rank = (nearest[new.base - 40] == new.neighbor[:, None] - 40).argmax(axis=1)
        # 20000 draws: five standard deviations of a uniform count are 283 and 152.
        assert np.all(abs(np.bincount(rank, minlength=5) - 4000) < 283)
        shares, _ = np.histogram(new.gap, bins=20, range=(0, 1))
        assert np.all(abs(shares - 1000) < 155)
