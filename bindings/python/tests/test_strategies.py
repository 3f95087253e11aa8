"""How many rows each class ends with."""

from collections import Counter, OrderedDict
from types import MappingProxyType

import numpy as np
import pytest
from imblearn import over_sampling as peer
from sklearn.base import clone

import smote
from smote import SMOTE, RandomUnderSampler, TomekLinks

RNG = np.random.default_rng(0)
X = RNG.normal(size=(748, 3))
Y = RNG.permutation(np.repeat([0, 1], [570, 178]))
THREE = np.repeat(["a", "b", "c"], [400, 248, 100])


@pytest.mark.parametrize(
    ("amount", "new"), [(100, 178), (200, 356), (300, 534), (0, 0)]
)
def test_percent(amount, new):
    X_new, y_new = SMOTE(
        sampling_strategy=smote.percent(amount), random_state=0
    ).fit_resample(X, Y)
    assert Counter(y_new.tolist()) == {0: 570, 1: 178 + new}
    assert np.array_equal(X_new[: len(X)], X)


def test_percent_is_exact_where_a_float_factor_is_not():
    # 29 / 100 * 100 is less than 29.
    assert smote.percent(29)(np.repeat([0, 1], [200, 100])) == {1: 129}
    assert smote.percent(0.5)(np.repeat([0, 1], [400, 250])) == {1: 251}
    assert smote.percent(50)(np.repeat([3, 5], [7, 7])) == {3: 10}


def test_percent_is_a_parameter_like_any_other():
    strategy = smote.percent(150)
    assert repr(strategy) == "percent(150)"
    assert strategy == smote.percent(150)
    sampler = clone(SMOTE(sampling_strategy=strategy))
    assert sampler.sampling_strategy == strategy
    ours = sampler.set_params(random_state=1).fit_resample(X, Y)
    peers = peer.SMOTE(sampling_strategy=strategy, random_state=1).fit_resample(X, Y)
    assert np.array_equal(ours[0], peers[0])


@pytest.mark.parametrize("amount", [-1, float("nan"), float("inf"), 2e9, "10", None])
def test_percent_refuses(amount):
    with pytest.raises(ValueError, match=r"percent\(.*\) needs a number from 0 to"):
        smote.percent(amount)


@pytest.mark.parametrize(
    ("strategy", "counts"),
    [
        ("auto", (400, 400, 400)),
        ("all", (400, 400, 400)),
        ("minority", (400, 248, 400)),
        ("not minority", (400, 400, 100)),
        ("not majority", (400, 400, 400)),
        ({"b": 300}, (400, 300, 100)),
        (OrderedDict(c=101, a=400), (400, 248, 101)),
        (MappingProxyType({"a": 500}), (500, 248, 100)),
        (lambda y: {"b": (y == "b").sum() + 1}, (400, 249, 100)),
        (smote.percent(50), (400, 248, 150)),
    ],
)
def test_three_classes(strategy, counts):
    sampler = SMOTE(sampling_strategy=strategy, random_state=0)
    _, y_new = sampler.fit_resample(X, THREE)
    assert Counter(y_new.tolist()) == dict(zip("abc", counts, strict=True))
    gains = dict(zip("abc", np.subtract(counts, (400, 248, 100)).tolist(), strict=True))
    assert all(
        gains[label] == gain for label, gain in sampler.sampling_strategy_.items()
    )
    assert list(sampler.sampling_strategy_) == sorted(sampler.sampling_strategy_)


@pytest.mark.parametrize("ratio", [0.4, 0.5, 0.777, 1, True])
def test_ratio(ratio):
    ours, peers = SMOTE(sampling_strategy=ratio), peer.SMOTE(sampling_strategy=ratio)
    assert np.array_equal(ours.fit_resample(X, Y)[1], peers.fit_resample(X, Y)[1])
    assert ours.sampling_strategy_ == peers.sampling_strategy_


def test_balanced_data_come_back():
    y = np.repeat([0, 1], [374, 374])
    X_new, y_new = SMOTE(k_neighbors=1000).fit_resample(X, y)
    assert np.array_equal(X_new, X)
    assert np.array_equal(y_new, y)
    X_new, y_new = SMOTE(sampling_strategy={1: 400}).fit_resample(X, y)
    assert Counter(y_new.tolist()) == {0: 374, 1: 400}


REFUSED = {
    "one class": (
        "auto",
        np.zeros(748),
        ValueError,
        "The target 'y' needs to have more than 1 class. Got 1 class instead",
    ),
    "ratio too low": (
        0.1,
        Y,
        ValueError,
        "The specified ratio required to remove samples from the minority class while "
        "trying to generate new samples. Please increase the ratio. (class 1 has 178 "
        "rows, and would end with 57)",
    ),
    "ratio of three": (
        0.5,
        THREE,
        ValueError,
        '"sampling_strategy" can be a float only when the type of target is binary. '
        "For multi-class, use a dict.",
    ),
    "unknown class": (
        {5: 700},
        Y,
        ValueError,
        "The {5} target class is/are not present in the data.",
    ),
    "negative": (
        {1: -1},
        Y,
        ValueError,
        "The number of samples in a class cannot be negative.'sampling_strategy' "
        "contains some negative value: {1: -1}",
    ),
    "fewer than there are": (
        {1: 5},
        Y,
        ValueError,
        "With over-sampling methods, the number of samples in a class should be "
        "greater or equal to the original number of samples. Originally, there is 178 "
        "samples and 5 samples are asked. (class 1)",
    ),
    "part of a row": (
        {1: 200.5},
        Y,
        TypeError,
        "'sampling_strategy' asks for 200.5 rows of class 1, but a number of rows must "
        "be an integer",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    strategy, y, kind, message = REFUSED[case]
    with pytest.raises(kind) as ours:
        SMOTE(sampling_strategy=strategy).fit_resample(X, y)
    assert str(ours.value) == message
    if case != "part of a row":  # the peer lets numpy complain
        with pytest.raises(kind) as peers:
            peer.SMOTE(sampling_strategy=strategy).fit_resample(X, y)
        # Ours goes on with the class.
        assert message.startswith(str(peers.value))


@pytest.mark.parametrize("answer", ["auto", None, 3, ["a"]])
def test_what_a_callable_must_return(answer):
    for method in (SMOTE, RandomUnderSampler):
        with pytest.raises(ValueError, match=r"returned .*, but it must return a dict"):
            method(sampling_strategy=lambda y: answer).fit_resample(X, Y)
    if answer != ["a"]:
        with pytest.raises(ValueError, match=r"returned .*, but it must return a list"):
            TomekLinks(sampling_strategy=lambda y: answer).fit_resample(X, Y)
