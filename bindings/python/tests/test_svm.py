"""SVM-SMOTE: which support vectors count, and which way they go."""

import re

import numpy as np
import pytest
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC, OneClassSVM

from smote import SVMSMOTE, _native
from smote._watch import Watch

RNG = np.random.default_rng(0)
# On a line, all of the rare class but the row at 0 are support vectors: those at 1
# and 2 have no neighbour of the usual class, the one at 2.7 has one, the one at 9
# nothing else.
LINE = np.array([[0.0], [1.0], [2.0], [2.7], [9.0], [3.3], [4.2], [8.8], [9.3], [9.9]])
SIDES = np.repeat(["rare", "usual"], 5)


class Chosen(BaseEstimator):
    """A classifier whose support vectors are what the test says."""

    def __init__(self, support=(1, 2, 3, 4, 6)):
        self.support = support

    def fit(self, X, y):
        self.support_ = np.array(self.support)
        self.seen_ = X, y
        return self

    def predict(self, X):
        return np.zeros(len(X))


@pytest.mark.parametrize("stream", ["native", "numpy"])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix, sparse.csc_array])
def test_by_hand(stream, form):
    sampler = SVMSMOTE(
        random_state=1,
        m_neighbors=2,
        k_neighbors=1,
        sampling_strategy={"rare": 65},
        svm_estimator=Chosen(),
        stream=stream,
    )
    X_new, y_new = sampler.fit_resample(form(LINE), SIDES)
    X_new = X_new.toarray() if sparse.issparse(X_new) else X_new
    new = sampler.provenance_.rows(10, 70)
    assert len(y_new) == 70
    assert set(new.base) == {1, 2, 3}
    nearest = {1: 0, 2: 3, 3: 2}
    assert [nearest[row] for row in new.base] == new.neighbor.tolist()
    inwards = new.base == 3
    assert np.all((new.gap[inwards] >= 0) & (new.gap[inwards] < 1))
    assert np.ptp(new.gap[inwards]) > 0.8
    assert np.all((new.gap[~inwards] > -0.5) & (new.gap[~inwards] <= 0))
    assert np.ptp(new.gap[~inwards]) > 0.4
    expected = LINE[new.base] + new.gap[:, None] * (LINE[new.neighbor] - LINE[new.base])
    assert np.array_equal(X_new[10:], expected)
    # Outwards of 1 is between 1 and 1.5, and of 2 between 2 and 1.65.
    assert np.all((X_new[10:][new.base == 1] >= 1) & (X_new[10:][new.base == 1] < 1.5))
    assert sampler.svm_estimator_.seen_[1].tolist() == SIDES.tolist()
    assert sampler.svm_estimator_ is not sampler.svm_estimator


def test_out_step_is_how_far_rows_lie_outside():
    X, y = separated()
    for step in (0, 0.2, 1):
        sampler = SVMSMOTE(random_state=0, out_step=step, m_neighbors=3)
        sampler.fit_resample(X, y)
        gap = sampler.provenance_.gap[60:]
        assert np.all(gap <= 0)
        assert gap.min() >= -step
        assert gap.min() <= -0.9 * step


def separated():
    """Two classes far apart: no support vector is in danger."""
    y = np.repeat([0, 1], [45, 15])
    return RNG.normal(size=(60, 4)) + 20 * y[:, None], y


def surrounded():
    """Draw a rare class all of whose support vectors are in danger."""
    grid = np.arange(20.0)
    rare = np.stack([grid, np.zeros(20)], axis=1)
    usual = np.stack([np.repeat(grid, 2), np.tile([-0.9, 0.95], 20)], axis=1)
    X = np.concatenate([rare, usual])
    return X + RNG.normal(size=X.shape) * 1e-3, np.repeat([1, 0], [20, 40])


@pytest.mark.parametrize("draw", [separated, surrounded])
@pytest.mark.parametrize("svm", [None, SVC(gamma="scale")])
@pytest.mark.parametrize("stream", [None, "numpy", "native"])
def test_p4_all_rows_are_made(draw, svm, stream):
    # Where support vectors are all in danger, or none is, the peer leaves out the part
    # that it has drawn for the others.
    X, y = draw()
    parameters = {
        "random_state": 0,
        "svm_estimator": svm,
        "m_neighbors": 4,
        "k_neighbors": 3,
    }
    sampler = SVMSMOTE(stream=stream, **parameters)
    _, y_new = sampler.fit_resample(X, y)
    wanted = np.bincount(y).max()
    assert np.bincount(y_new).tolist() == [wanted, wanted]
    gap = sampler.provenance_.gap[60:]
    assert np.all(gap >= 0) or np.all(gap <= 0)
    X_peer, _ = peer.SVMSMOTE(**parameters).fit_resample(X, y)
    assert len(X_peer) < 2 * wanted


def noisy():
    """Draw rows of a class one by one among those of another."""
    X = RNG.normal(size=(60, 2))
    far = np.array([[-50.0, 0.0], [0.0, 50.0], [50.0, 0.0]])
    near = np.concatenate([far + RNG.normal(size=(3, 2)) * 0.01 for _ in range(6)])
    return np.concatenate([X, near, far]), np.repeat([0, 1], [78, 3])


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
@pytest.mark.parametrize("svm", [None, SVC()])
@pytest.mark.parametrize("stream", ["native", "numpy"])
def test_nothing_but_noise(form, svm, stream):
    X, y = noisy()
    names = np.array(["usual", "it's"])[y]
    parameters = {"k_neighbors": 2, "m_neighbors": 4, "svm_estimator": svm}
    message = "All support vectors are considered as noise. SVM-SMOTE is not adapted"
    with pytest.raises(ValueError, match=message) as peers:
        peer.SVMSMOTE(**parameters).fit_resample(form(X), names)
    with pytest.raises(ValueError, match=message) as ours:
        SVMSMOTE(stream=stream, **parameters).fit_resample(form(X), names)
    assert type(ours.value) is ValueError
    assert str(ours.value).startswith(str(peers.value))
    # What the peer says, and of which class: nothing is said twice.
    addition = str(ours.value).removeprefix(str(peers.value))
    assert re.fullmatch(r' \(\d+ support vectors of class "it\'s"\)', addition)


def test_columns_far_from_0_have_a_variance_in_sparse_tables_too():
    y = np.repeat([0, 1], [60, 25])
    X = 1e8 + np.random.default_rng(0).normal(size=(85, 1)) * 0.3
    with pytest.raises(ValueError, match="gamma < 0"):
        peer.SVMSMOTE().fit_resample(sparse.csr_matrix(X), y)
    sampler = SVMSMOTE(random_state=0)
    _, y_new = sampler.fit_resample(sparse.csr_matrix(X), y)
    assert np.bincount(y_new).tolist() == [60, 60]
    assert sampler.svm_estimator_.gamma == pytest.approx(1 / X.var(), rel=1e-3)


def test_no_support_vector_of_a_class():
    X, y = separated()
    with pytest.raises(
        ValueError, match=r"^class 1 grows, but none of its rows .* given$"
    ):
        SVMSMOTE(svm_estimator=Chosen(support=(1, 2))).fit_resample(X, y)


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_without_support_vectors(form):
    X, y = separated()
    svm = LogisticRegression()
    with pytest.raises(RuntimeError, match="is required to exposed") as peers:
        peer.SVMSMOTE(svm_estimator=svm).fit_resample(form(X), y)
    with pytest.raises(RuntimeError, match="is required to exposed") as ours:
        SVMSMOTE(svm_estimator=svm).fit_resample(form(X), y)
    assert str(ours.value) == str(peers.value)
    assert not hasattr(svm, "coef_")


def test_another_kind_of_support_vector_machine():
    y = np.repeat([0, 1], [140, 60])
    X = np.random.default_rng(0).normal(size=(200, 3)) + y[:, None]
    svm = OneClassSVM(nu=0.4)
    ours, peers = (
        method(random_state=3, svm_estimator=svm)
        for method in (SVMSMOTE, peer.SVMSMOTE)
    )
    assert np.array_equal(ours.fit_resample(X, y)[0], peers.fit_resample(X, y)[0])


@pytest.mark.parametrize("state", [None, 5, np.random.RandomState(5)])
def test_the_attribute_stands_for_the_solver(state):
    X, y = RNG.normal(size=(200, 3)), np.repeat([0, 1], [140, 60])
    sampler = SVMSMOTE(random_state=state)
    sampler.fit_resample(X, y)
    svm = sampler.svm_estimator_
    assert type(svm) is SVC
    assert svm.gamma == "scale"
    assert svm.random_state is state or svm.random_state == state
    assert not hasattr(svm, "support_")
    # Fitted, it finds what the library has found.
    support = set(svm.fit(X, y).support_)
    assert set(sampler.provenance_.base[200:]) <= support


@pytest.mark.parametrize("state", [2**64 - 1, np.random.default_rng(0)])
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
def test_seeds_that_scikit_learn_does_not_take(state, form):
    X, y = RNG.normal(size=(200, 3)), np.repeat([0, 1], [140, 60])
    sampler = SVMSMOTE(random_state=state, stream="native")
    assert len(sampler.fit_resample(form(X), y)[1]) == 280
    sampler.svm_estimator_.fit(X, y)


TOO_FEW = [
    ({"m_neighbors": 60}, "X has 60 rows, but m_neighbors = 60 needs at least 61."),
    ({"k_neighbors": 15}, "class 'b' has 15 rows, but k_neighbors = 15 needs at"),
]


@pytest.mark.parametrize(("parameters", "message"), TOO_FEW, ids=str)
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix])
@pytest.mark.parametrize("svm", [None, SVC()])
def test_too_few_rows(parameters, message, form, svm):
    X = form(RNG.normal(size=(60, 4)))
    y = np.repeat(["a", "b"], [45, 15])
    with pytest.raises(ValueError, match="Expected n_neighbors <= n_samples") as ours:
        SVMSMOTE(svm_estimator=svm, **parameters).fit_resample(X, y)
    assert message in str(ours.value)
    with pytest.raises(ValueError, match="Expected n_neighbors <= n_sam") as peers:
        peer.SVMSMOTE(svm_estimator=svm, **parameters).fit_resample(X, y)
    # There, n_samples is the number of support vectors.
    common = str(peers.value).partition(", n_samples = ")[0]
    assert str(ours.value).startswith(common)
    X_new, _ = SVMSMOTE(few_rows="clip", svm_estimator=svm, **parameters).fit_resample(
        X, y
    )
    assert X_new.shape == (90, 4)


def test_scale_acts_on_distances_only():
    X = RNG.normal(size=(200, 2)) * [1, 1000]
    y = (RNG.uniform(size=200) < 0.3).astype(int)
    parameters = {"random_state": 0, "stream": "native"}
    plain, scaled = (SVMSMOTE(scale=scale, **parameters) for scale in (None, "sd"))
    divided = SVMSMOTE(svm_estimator=Chosen(SVC().fit(X, y).support_), **parameters)
    plain.fit_resample(X, y)
    scaled.fit_resample(X, y)
    divided.fit_resample(X / X.std(axis=0), y)
    for ours, theirs in zip(scaled.provenance_, divided.provenance_, strict=True):
        assert np.array_equal(ours, theirs)
    assert not np.array_equal(scaled.provenance_.neighbor, plain.provenance_.neighbor)


@pytest.mark.parametrize("pieces", [300, 16 << 20])
def test_plans_of_one_class_each_are_as_one(monkeypatch, pieces):
    from smote import _output

    monkeypatch.setattr(_output, "_PIECE_BYTES", pieces)
    y = np.repeat([2, 0, 1], [100, 70, 30])
    X = np.random.default_rng(0).normal(size=(200, 3)) + 1.2 * y[:, None]
    ours = SVMSMOTE(random_state=np.random.RandomState(3), svm_estimator=SVC())
    peers = peer.SVMSMOTE(random_state=np.random.RandomState(3), svm_estimator=SVC())
    X_peer, y_peer = peers.fit_resample(X, y)
    for table in (X, np.asfortranarray(X), X.tolist()):
        ours.set_params(random_state=np.random.RandomState(3))
        X_new, y_new = ours.fit_resample(table, y)
        assert np.array_equal(X_new, X_peer)
        assert np.array_equal(y_new, y_peer)


def test_parts_of_plans():
    X, y = RNG.normal(size=(9, 2)), np.repeat([0, 1, 2], 3).astype(np.int32)
    data = _native.dataset(X, y)

    def plan(**targets):
        wanted = {0: 3, 1: 3, 2: 3, **{int(key[1]): to for key, to in targets.items()}}
        return _native.Plan(
            data,
            _native.options(
                Watch(), method=_native.SMOTE_METHOD_SMOTE, neighbors=2, targets=wanted
            ),
        )

    whole = plan(c0=5, c1=7, c2=4)
    expected = np.empty((16, 2))
    whole.write(data, 0, expected, 1)
    with _native.Plans([plan(c0=5), plan(c1=7), plan(c2=4)]) as plans:
        assert (plans.kept_count, plans.row_count) == (9, 16)
        assert plans.warnings() == []
        for ours, theirs in zip(plans.provenance(), whole.provenance(), strict=True):
            assert np.array_equal(ours, theirs)
        for first in range(16):
            for last in range(first + 1, 17):
                part = np.empty((last - first, 2))
                plans.write(data, first, part, 1)
                assert np.array_equal(part, expected[first:last])
