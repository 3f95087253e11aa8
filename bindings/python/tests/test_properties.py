"""What holds for any data, on both streams."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle import neighbors_of_rows, recomputed
from smote import SMOTE

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


@st.composite
def cases(draw):
    X, y = draw(tables())
    labels, counts = np.unique(y, return_counts=True)
    sampler = SMOTE(
        random_state=draw(st.integers(0, 2**32 - 1)),
        stream=draw(STREAMS),
        k_neighbors=draw(st.integers(1, 8)),
        few_rows="clip",
        bases=draw(st.sampled_from(["even", "random"])),
        n_jobs=draw(st.sampled_from([1, 2])),
        sampling_strategy={
            int(label): int(count) + draw(st.integers(0, 60))
            for label, count in zip(labels, counts, strict=True)
        },
    )
    return X, y, sampler


@settings(deadline=None, max_examples=500, suppress_health_check=list(HealthCheck))
@given(cases())
def test_properties(case):
    X, y, sampler = case
    X_before, y_before = X.copy(), y.copy()
    X_new, y_new = sampler.fit_resample(X, y)

    # Requested counts are met exactly.
    labels, counts = np.unique(y_new, return_counts=True)
    wanted = sampler.sampling_strategy
    assert dict(zip(labels.tolist(), counts.tolist(), strict=True)) == wanted

    # Kept rows are bit-identical, in order, and first; inputs are as they were.
    assert sampler.n_kept_ == len(X)
    assert X_new[: len(X)].tobytes() == X.tobytes()
    assert np.array_equal(y_new[: len(y)], y)
    assert X.tobytes() == X_before.tobytes()
    assert np.array_equal(y, y_before)

    # Every row follows from its provenance, bit for bit.
    provenance = sampler.provenance_
    assert X_new.dtype == X.dtype
    assert recomputed(X, provenance).tobytes() == X_new.tobytes()
    assert np.array_equal(provenance.base[: len(X)], np.arange(len(X)))
    assert np.all((provenance.gap >= 0) & (provenance.gap < 1))
    assert np.all(provenance.gap[: len(X)] == 0)

    # New rows come class by class, from rows of their class.
    base, neighbor = provenance.base[len(X) :], provenance.neighbor[len(X) :]
    assert np.all(np.diff(y_new[len(X) :]) >= 0)
    assert np.array_equal(y[base], y_new[len(X) :])
    assert np.array_equal(y[neighbor], y_new[len(X) :])
    assert_among_the_nearest(X, y, base, neighbor, sampler.k_neighbors)

    # The same call gives the same bytes.
    X_again, _ = sampler.fit_resample(X, y)
    assert X_again.tobytes() == X_new.tobytes()


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
