"""Borderline-SMOTE: which rows are in danger, and what is made of them."""

import numpy as np
import pytest
from imblearn import over_sampling as peer
from scipy import sparse

from smote import BorderlineSMOTE, SmoteWarning

RNG = np.random.default_rng(0)
# The paper's three kinds of rows, on a line: those at 0 and 1 are safe, the one at 2 is
# in danger, the one at 5 is noise.
LINE = np.array([[0.0], [1.0], [2.0], [5.0], [2.9], [4.1], [5.3], [6.7]])
SIDES = np.repeat(["rare", "usual"], 4)


def on_the_line(X=LINE, **parameters):
    sampler = BorderlineSMOTE(
        random_state=1,
        m_neighbors=2,
        k_neighbors=1,
        sampling_strategy={"rare": 60},
        **parameters,
    )
    X_new, _ = sampler.fit_resample(X, SIDES)
    return X_new[8:], sampler.provenance_.rows(8, 64), sampler.in_danger_indices


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_by_hand(stream, form):
    X_new, new, danger = on_the_line(form(LINE), stream=stream)
    assert list(danger) == ["rare"]
    assert danger["rare"].tolist() == [2]
    assert set(new.base) == {2}
    assert set(new.neighbor) == {1}
    X_new = X_new.toarray() if sparse.issparse(X_new) else X_new
    assert np.all((X_new > 1) & (X_new <= 2))
    assert np.ptp(X_new) > 0.9


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix, sparse.csc_array])
def test_second_kind_by_hand(stream, form):
    # The peer fails on sparse tables.
    X_new, new, danger = on_the_line(form(LINE), stream=stream, kind="borderline-2")
    assert danger["rare"].tolist() == [2]
    assert set(new.base) == {2}
    assert set(new.neighbor) == {4}
    X_new = X_new.toarray() if sparse.issparse(X_new) else X_new
    assert np.all((X_new >= 2) & (X_new < 2.45))
    assert np.ptp(X_new) > 0.3


def test_second_kind_of_integers():
    # The peer fails on integers.
    X = (RNG.normal(size=(60, 3)) * 1000).astype(int)
    y = np.repeat([0, 1], [45, 15])
    sampler = BorderlineSMOTE(random_state=0, kind="borderline-2")
    X_new, _ = sampler.fit_resample(X, y)
    assert X_new.dtype == X.dtype
    floats, _ = sampler.fit_resample(X.astype(float), y)
    assert np.array_equal(X_new, np.trunc(floats))


def apart(classes=2):
    """Draw classes so far apart that no row is in danger."""
    y = np.repeat(np.arange(classes), [40, 20, 15][:classes])
    return RNG.normal(size=(len(y), 2)) + 100 * y[:, None], y


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("kind", ["borderline-1", "borderline-2"])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_p14_no_row_in_danger_is_said(stream, kind, form):
    X, y = apart()
    names = np.array(["usual", "it's"])[y]
    sampler = BorderlineSMOTE(stream=stream, kind=kind)
    with pytest.warns(SmoteWarning) as caught:
        X_new, y_new = sampler.fit_resample(form(X), names)
    [warning] = caught
    assert str(warning.message).startswith('no row of class "it\'s" is in danger')
    assert warning.filename == __file__
    assert X_new.shape == X.shape
    assert np.array_equal(y_new, names)
    assert sampler.in_danger_indices == {}
    # The peer says nothing.
    X_peer, _ = peer.BorderlineSMOTE().fit_resample(X, names)
    assert len(X_peer) == len(X)


def test_a_warning_for_each_class():
    X, y = apart(3)
    with pytest.warns(SmoteWarning) as caught:
        BorderlineSMOTE().fit_resample(X, y - 1)
    assert [str(warning.message)[:17] for warning in caught] == [
        "no row of class 0",
        "no row of class 1",
    ]


def test_some_classes_grow_and_others_do_not():
    X, y = apart(3)
    X[y == 2] = X[y == 0][:15] + 0.1
    with pytest.warns(SmoteWarning, match="class 1"):
        _, y_new = BorderlineSMOTE(random_state=0).fit_resample(X, y)
    assert np.bincount(y_new).tolist() == [40, 20, 40]


def test_few_rows_without_danger_are_no_failure():
    # As in the peer: neighbours within a class are only needed by rows in danger.
    X = np.concatenate([RNG.normal(size=(40, 2)), [[90, 0], [90, 1], [90, 2]]])
    y = np.repeat([0, 1], [40, 3])
    with pytest.warns(SmoteWarning, match="no row of class 1 is in danger"):
        X_new, _ = BorderlineSMOTE(m_neighbors=2).fit_resample(X, y)
    X_peer, _ = peer.BorderlineSMOTE(m_neighbors=2).fit_resample(X, y)
    assert np.array_equal(X_new, X_peer)


def test_many_duplicates_of_a_row_in_danger():
    # More of them than neighbours are looked for; the first ones are the neighbours.
    X = np.concatenate([np.zeros((30, 2)), RNG.normal(size=(30, 2)) + 5])
    y = np.tile([0, 0, 1], 20)
    sampler = BorderlineSMOTE(random_state=0, m_neighbors=3, k_neighbors=2)
    sampler.fit_resample(X, y)
    # Neighbours 0, 1, 2 are of classes 0, 0, 1; for row 2 they are 0, 1, 3.
    near = sampler.in_danger_indices[1]
    assert set(range(5, 30, 3)) <= set(near)
    assert 2 not in near


TOO_FEW = [
    (
        {"m_neighbors": 60},
        "Expected n_neighbors <= n_samples_fit, but n_neighbors = 61, n_samples_fit = "
        "60, n_samples = 15: X has 60 rows, but m_neighbors = 60 needs at least 61. "
        "Lower m_neighbors, or pass few_rows='clip'",
    ),
    (
        {"k_neighbors": 15},
        "class 'b' has 15 rows, but k_neighbors = 15 needs at least 16. Lower "
        "k_neighbors, or pass few_rows='clip'",
    ),
    (
        {"k_neighbors": 60, "kind": "borderline-2"},
        "X has 60 rows, but k_neighbors = 60 needs at least 61.",
    ),
]


@pytest.mark.parametrize(("parameters", "message"), TOO_FEW, ids=str)
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_too_few_rows(parameters, message, form):
    X = form(RNG.normal(size=(60, 4)))
    y = np.repeat(["a", "b"], [45, 15])
    with pytest.raises(ValueError, match="Expected n_neighbors <= n_samples") as ours:
        BorderlineSMOTE(**parameters).fit_resample(X, y)
    assert message in str(ours.value)
    if not (sparse.issparse(X) and "kind" in parameters):
        with pytest.raises(ValueError, match="Expected n_neighbors") as peers:
            peer.BorderlineSMOTE(**parameters).fit_resample(X, y)
        assert str(ours.value).startswith(str(peers.value))
    X_new, _ = BorderlineSMOTE(few_rows="clip", **parameters).fit_resample(X, y)
    assert X_new.shape == (90, 4)


def test_scale_acts_on_danger():
    X = RNG.normal(size=(200, 2)) * [1, 1000]
    y = (X[:, 0] > 0.8).astype(int)
    plain, scaled, divided = (
        BorderlineSMOTE(random_state=0),
        BorderlineSMOTE(random_state=0, scale="sd"),
        BorderlineSMOTE(random_state=0),
    )
    plain.fit_resample(X, y)
    scaled.fit_resample(X, y)
    divided.fit_resample(X / X.std(axis=0), y)
    assert np.array_equal(scaled.in_danger_indices[1], divided.in_danger_indices[1])
    assert not np.array_equal(scaled.in_danger_indices[1], plain.in_danger_indices[1])
    for ours, theirs in zip(scaled.provenance_, divided.provenance_, strict=True):
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_p3_borderline_2_takes_sparse_matrices(stream):
    # The peer: "matmul: dimension mismatch".
    rng = np.random.default_rng(0)
    y = rng.permutation(np.repeat([0, 1], [60, 25]))
    X = rng.normal(size=(85, 4)) + y[:, None]
    X[rng.uniform(size=X.shape) < 0.3] = 0
    sampler = BorderlineSMOTE(kind="borderline-2", random_state=0, stream=stream)
    expected, labels = sampler.fit_resample(X, y)
    for form in (sparse.csr_matrix, sparse.csc_matrix):
        X_new, y_new = sampler.fit_resample(form(X), y)
        assert np.allclose(X_new.toarray(), expected, rtol=1e-15, atol=0)
        assert np.array_equal(y_new, labels)
