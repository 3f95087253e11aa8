"""Samplers that drop rows by distances, in tables with columns of categories."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from imblearn import over_sampling
from scipy import sparse
from sklearn.base import clone
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.utils import get_tags

from oracle import one_hot, value_differences
from samplers import BY_DISTANCE
from smote import (
    SMOTE,
    SMOTEENN,
    SMOTEN,
    SMOTENC,
    AllKNN,
    CombinedSampler,
    CondensedNearestNeighbour,
    EditedNearestNeighbours,
    NearMiss,
    NeighbourhoodCleaningRule,
    OneSidedSelection,
    RandomOverSampler,
    RepeatedEditedNearestNeighbours,
    TomekLinks,
)

RNG = np.random.default_rng(5)
Y = RNG.permutation(np.repeat([3, -1, 8], [80, 45, 25]))
NUMBERS = RNG.normal(size=(150, 2)) * [1, 3] + Y[:, None] / 6
FRAME = pd.DataFrame(
    {
        "a": NUMBERS[:, 0],
        "colour": RNG.choice(["red", "green", "blue"], 150),
        "b": NUMBERS[:, 1],
        "shape": pd.Categorical(RNG.choice(["x", "y"], 150)),
    },
    index=np.arange(150) * 3,
)
NAMED = ["colour", "shape"]

METHODS = {
    name: method(**parameters) for name, (method, parameters) in BY_DISTANCE.items()
}
METHODS["NearMiss-1"].set_params(sampling_strategy={3: 50, 8: 20})
each_method = pytest.mark.parametrize("method", METHODS)
pytestmark = pytest.mark.filterwarnings("ignore::smote.SmoteWarning")


@pytest.mark.parametrize("stream", ["numpy", "native"])
@each_method
def test_distances_are_those_of_smotenc(method, stream):
    sampler = clone(METHODS[method]).set_params(
        categorical_features=NAMED, stream=stream
    )
    X_new, y_new = sampler.fit_resample(FRAME, Y)
    assert sampler.categorical_features_.tolist() == [1, 3]
    plain = clone(METHODS[method]).set_params(stream=stream)
    plain.fit_resample(one_hot(FRAME, [1, 3]), Y)
    rows = plain.sample_indices_
    assert 0 < len(rows) < 150
    assert np.array_equal(sampler.sample_indices_, rows)
    assert np.array_equal(sampler.provenance_.base, rows)
    assert not sampler.provenance_.voted.any()
    pd.testing.assert_frame_equal(X_new, FRAME.iloc[rows].reset_index(drop=True))
    assert np.array_equal(y_new, Y[rows])
    assert np.array_equal(sampler.apply(FRAME["colour"]), FRAME["colour"].iloc[rows])


@pytest.mark.parametrize("stream", ["numpy", "native"])
def test_distances_are_those_of_smoten_where_all_columns_hold_categories(stream):
    texts = FRAME[NAMED].assign(letter=RNG.choice(list("pqrs"), 150)).astype(str)
    enn = EditedNearestNeighbours(
        sampling_strategy="all", stream=stream, categorical_features=[0, 1, 2]
    )
    X_new, _ = enn.fit_resample(texts, Y)
    apart = value_differences(texts, Y).round(9)
    np.fill_diagonal(apart, np.inf)
    near = np.argsort(apart, axis=1, kind="stable")[:, :3]
    rows = np.flatnonzero((Y[near] == Y[:, None]).all(axis=1))
    assert np.array_equal(np.sort(enn.sample_indices_), rows)
    expected = texts.iloc[enn.sample_indices_].reset_index(drop=True)
    pd.testing.assert_frame_equal(X_new, expected)


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (FRAME.astype({"colour": "category"}), "auto"),
        (FRAME, [1, -1]),
        (FRAME, [False, True, False, True]),
        (pl.from_pandas(FRAME), ["shape", "colour"]),
        (FRAME.astype(object).to_numpy(), [1, 3]),
        (FRAME.astype(object).to_numpy().tolist(), [3, 1]),
    ],
)
def test_containers(table, named):
    sampler = TomekLinks(categorical_features=named)
    X_new, _ = sampler.fit_resample(table, Y)
    assert type(X_new) is type(table)
    expected, _ = TomekLinks(categorical_features=NAMED).fit_resample(FRAME, Y)
    found = np.asarray(X_new, object)
    assert np.array_equal(found, expected.to_numpy(object))


@pytest.mark.parametrize("container", [np.asarray, sparse.csr_matrix, sparse.csc_array])
def test_codes_are_told_apart_and_not_computed_with(container):
    codes = FRAME.assign(
        colour=FRAME["colour"].map({"red": 9, "green": 0, "blue": 2}),
        shape=FRAME["shape"].map({"x": 0, "y": 5}).astype(int),
    ).to_numpy(float)
    sampler = EditedNearestNeighbours(categorical_features=[1, 3])
    X_new, _ = sampler.fit_resample(container(codes), Y)
    rows = sampler.sample_indices_
    assert isinstance(X_new, type(container(codes)))
    sampler.fit_resample(FRAME, Y)
    assert np.array_equal(sampler.sample_indices_, rows)
    # In a table of numbers, `None` makes numbers of them.
    sampler.set_params(categorical_features=None).fit_resample(codes, Y)
    assert not np.array_equal(sampler.sample_indices_, rows)
    assert not hasattr(sampler, "categorical_features_")


def test_no_column_of_categories_is_a_table_of_numbers():
    for named in ("auto", []):
        sampler = AllKNN(categorical_features=named)
        numbers = FRAME[["a", "b"]]
        X_new, _ = sampler.fit_resample(numbers, Y)
        expected, _ = AllKNN().fit_resample(numbers, Y)
        pd.testing.assert_frame_equal(X_new, expected)
        assert sampler.categorical_features_.tolist() == []


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_what_is_missing_is_a_category(missing):
    there = FRAME["colour"] != "red"
    table = FRAME.assign(colour=FRAME["colour"].astype(object).where(there, missing))
    sampler = EditedNearestNeighbours(categorical_features=NAMED)
    sampler.fit_resample(table, Y)
    rows = sampler.sample_indices_
    sampler.fit_resample(FRAME, Y)
    assert np.array_equal(sampler.sample_indices_, rows)


def test_scale_and_weights():
    weights = np.array([2.0, 0.5, 1.0, 3.0])
    sampler = TomekLinks(categorical_features=NAMED, scale="sd", column_weights=weights)
    sampler.fit_resample(FRAME, Y)
    scaled = FRAME.assign(**{n: FRAME[n] / FRAME[n].std(ddof=0) for n in ("a", "b")})
    spread = one_hot(scaled, [1, 3])
    each = [2.0, 1.0, 0.5, 0.5, 0.5, 3.0, 3.0]  # a, b, three colours, two shapes
    plain = TomekLinks(column_weights=each)
    plain.fit_resample(spread, Y)
    assert np.array_equal(sampler.sample_indices_, plain.sample_indices_)


# ------------------------------------------------------------------ second steps


def assert_as_one_by_one(over, cleaning, table):
    both = CombinedSampler(over, cleaning)
    X_new, y_new = both.fit_resample(table, Y)
    X_left, y_left = clone(cleaning).fit_resample(*clone(over).fit_resample(table, Y))
    pd.testing.assert_frame_equal(X_new, X_left.reset_index(drop=True))
    assert np.array_equal(y_new, y_left)
    return both


@each_method
def test_after_smotenc_it_is_one_plan(method, obstacles):
    over = SMOTENC(NAMED, random_state=0)
    cleaning = clone(METHODS[method]).set_params(categorical_features=[3, 1])
    both = assert_as_one_by_one(over, cleaning, FRAME)
    assert obstacles == [[]]
    X_plain, _ = CombinedSampler(over, METHODS[method]).fit_resample(FRAME, Y)
    assert X_plain.equals(both.fit_resample(FRAME, Y)[0])


def test_after_smoten_it_is_one_plan(obstacles):
    cleaning = TomekLinks(categorical_features=NAMED)
    assert_as_one_by_one(SMOTEN(random_state=0), cleaning, FRAME[NAMED])
    assert obstacles == [[]]


@pytest.mark.parametrize(
    "over",
    [
        RandomOverSampler(random_state=0),
        SMOTENC(["shape"], random_state=0),
        over_sampling.RandomOverSampler(random_state=0),
        over_sampling.SMOTENC(NAMED, random_state=0),
    ],
    ids=lambda over: f"{type(over).__module__}.{type(over).__name__}",
)
def test_after_what_knows_no_such_categories_it_is_a_step_of_its_own(over, obstacles):
    table = FRAME
    if isinstance(over, SMOTENC):
        table = FRAME.assign(colour=FRAME["colour"].map({"red": 1, "green": 4}))
        table["colour"] = table["colour"].fillna(7.0)
    cleaning = EditedNearestNeighbours(categorical_features=NAMED)
    assert_as_one_by_one(over, cleaning, table)
    assert obstacles[0]


def test_smoteenn_with_an_enn_that_tells_categories_apart():
    codes = FRAME.assign(
        colour=FRAME["colour"].astype("category").cat.codes.astype(float),
        shape=FRAME["shape"].cat.codes.astype(float),
    )
    enn = EditedNearestNeighbours(sampling_strategy="all", categorical_features=NAMED)
    over = SMOTE(random_state=0)
    both = SMOTEENN(smote=over, enn=enn)
    X_new, y_new = both.fit_resample(codes, Y)
    X_left, y_left = enn.fit_resample(*over.fit_resample(codes, Y))
    pd.testing.assert_frame_equal(X_new, X_left.reset_index(drop=True))
    assert np.array_equal(y_new, y_left)


def test_a_second_step_that_takes_codes_for_numbers_says_what_to_do():
    both = CombinedSampler(SMOTENC(NAMED, random_state=0), TomekLinks(scale="sd"))
    with pytest.raises(ValueError, match="Tell it the categorical_features"):
        both.fit_resample(FRAME, Y)
    both.cleaning.set_params(categorical_features=NAMED)
    assert_as_one_by_one(both.over, both.cleaning, FRAME)


# -------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("sampler", "name"),
    [
        (EditedNearestNeighbours(n_neighbors=NearestNeighbors()), "n_neighbors"),
        (RepeatedEditedNearestNeighbours(n_neighbors=NearestNeighbors()), "n_neigh"),
        (AllKNN(n_neighbors=NearestNeighbors()), "n_neighbors"),
        (CondensedNearestNeighbour(n_neighbors=KNeighborsClassifier(1)), "n_neighb"),
        (OneSidedSelection(n_neighbors=NearestNeighbors()), "n_neighbors"),
        (NeighbourhoodCleaningRule(n_neighbors=KNeighborsClassifier(3)), "n_neighb"),
        (
            NeighbourhoodCleaningRule(
                edited_nearest_neighbours=EditedNearestNeighbours()
            ),
            "edited_nearest_neighbours",
        ),
        (NearMiss(n_neighbors=NearestNeighbors()), "n_neighbors"),
        (NearMiss(version=3, n_neighbors_ver3=NearestNeighbors()), "n_neighbors_ver3"),
    ],
)
def test_objects_would_take_codes_for_numbers(sampler, name):
    sampler.set_params(categorical_features=[1, 3])
    with pytest.raises(ValueError, match=f"about libsmote's own search, but {name}"):
        sampler.fit_resample(FRAME, Y)


@pytest.mark.parametrize("method", ["CNN", "OSS"])
def test_no_classifier_knows_categories(method):
    sampler = clone(METHODS[method])
    sampler.fit_resample(FRAME[["a", "b"]], Y)
    assert len(sampler.estimators_) == 2
    sampler.set_params(categorical_features=NAMED).fit_resample(FRAME, Y)
    assert not hasattr(sampler, "estimators_")


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ([1], "'shape'.*not a number|'shape'.*numbers"),
        (["colour", "size"], "not columns of the dataframe: {'size'}"),
        ([4], r"all features must be in \[0, 3\]"),
        ("some", "'categorical_features' parameter"),
    ],
)
def test_what_is_no_column_of_either_kind(named, message):
    with pytest.raises(ValueError, match=message):
        TomekLinks(categorical_features=named).fit_resample(FRAME, Y)


def test_missing_numbers_are_named():
    table = FRAME.assign(b=FRAME["b"].where(FRAME["b"] > FRAME["b"].min()))
    with pytest.raises(ValueError, match="'b'"):
        TomekLinks(categorical_features=NAMED).fit_resample(table, Y)


def test_tags():
    assert not get_tags(TomekLinks()).input_tags.string
    assert get_tags(TomekLinks(categorical_features="auto")).input_tags.string
