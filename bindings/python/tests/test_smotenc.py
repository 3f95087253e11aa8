"""SMOTE-NC: categories in all types and containers, and votes on them."""

from collections import Counter

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn import over_sampling as peer
from imblearn.utils.testing import _CustomNearestNeighbors
from scipy import sparse
from sklearn import config_context
from sklearn.base import clone
from sklearn.preprocessing import OneHotEncoder

from cases import cells
from smote import SMOTENC

RNG = np.random.default_rng(0)
Y = np.repeat([0, 1], [60, 20])
NUMBERS = RNG.normal(size=(80, 2)) * 100
TEXTS = RNG.choice(["red", "green", "blue"], 80)
CODES = RNG.integers(-1, 3, 80)


def objects():
    table = np.empty((80, 4), object)
    table[:, 0], table[:, 2] = NUMBERS.T
    table[:, 1], table[:, 3] = TEXTS, CODES
    return table


def resampled(X, features=(1, 3), **parameters):
    return SMOTENC(list(features), random_state=0, **parameters).fit_resample(X, Y)


COLUMNS = {"a": NUMBERS[:, 0], "b": TEXTS, "c": NUMBERS[:, 1], "d": CODES}
TABLES = {
    "objects": objects(),
    "list": objects().tolist(),
    "pandas": pd.DataFrame(COLUMNS),
    "category": pd.DataFrame(COLUMNS).astype({"b": "category", "d": "category"}),
    "nullable": pd.DataFrame(COLUMNS).astype({"b": "string", "d": "Int64"}),
    "polars": pl.DataFrame(COLUMNS),
    "enum": pl.DataFrame(COLUMNS).with_columns(
        pl.col("b").cast(pl.Enum(["red", "green", "blue"]))
    ),
    "categorical": pl.DataFrame(COLUMNS).with_columns(pl.col("b").cast(pl.Categorical)),
    "pyarrow": pa.table(COLUMNS),
    "dictionary": pa.table(
        {**COLUMNS, "b": pa.chunked_array([pa.array(TEXTS).dictionary_encode()])}
    ),
}


@pytest.mark.parametrize("stream", ["numpy", "native"])
@pytest.mark.parametrize("kind", TABLES)
def test_containers(kind, stream):
    table = TABLES[kind]
    X_new, y_new = resampled(table, stream=stream)
    expected, _ = resampled(objects(), stream=stream)
    assert type(X_new) is type(table)
    assert cells(X_new) == expected.tolist()
    assert Counter(y_new.tolist()) == {0: 60, 1: 60}
    if isinstance(table, pa.Table):
        assert X_new.schema == table.schema
    elif hasattr(table, "dtypes"):
        assert np.all(X_new.dtypes == table.dtypes)


def test_as_the_peer_with_frames():
    frame = TABLES["category"]
    ours, theirs = (
        method("auto", random_state=0).fit_resample(frame, Y)[0]
        for method in (SMOTENC, peer.SMOTENC)
    )
    pd.testing.assert_frame_equal(ours, theirs)


@pytest.mark.parametrize("kind", ["enum", "categorical", "dictionary"])
def test_auto_in_any_frame(kind):
    sampler = SMOTENC("auto")
    table = TABLES[kind]
    names = ["a", "b", "c"]
    sampler.fit_resample(table.select(names), Y)
    assert sampler.categorical_features_.tolist() == [1]


MISSING = {
    "None": [None, "a", "b"],
    "NaN": [np.nan, "a", "b"],
    "NaN of floats": [float("nan"), 1.0, 2.0],
    "booleans": [True, False, True],
    "both": [None, np.nan, "a"],
}


@pytest.mark.parametrize("kind", MISSING)
def test_missing_values_are_a_category(kind):
    choices = MISSING[kind]
    column = np.empty(80, object)
    column[:] = [choices[i] for i in RNG.integers(0, 3, 80)]
    column[60:] = choices[0]  # all of the rare class
    table = np.empty((80, 2), object)
    table[:, 0], table[:, 1] = NUMBERS[:, 0], column
    for X in (table, table.tolist(), pd.DataFrame(table)):
        X_new, _ = resampled(X, [1])
        for row in cells(X_new)[80:]:
            same = row[1] is choices[0] or row[1] == choices[0]
            assert same or (row[1] != row[1] and choices[0] != choices[0])


DAYS = pd.to_datetime(["2024-01-01", "2024-02-01"])
STRINGS = pd.array(["a", "b"], "string")
# Two values in ascending order, and the type of a column that has them and others.
UNLIKE_THE_PEER = {
    "dates": (DAYS, "datetime64[ns]"),
    "durations": (DAYS - DAYS[0], "timedelta64[ns]"),
    "dates of arrow": (DAYS, "timestamp[ns][pyarrow]"),
    "days of arrow": (DAYS.date, pd.ArrowDtype(pa.date32())),
    "categories of dates": (DAYS, pd.CategoricalDtype(DAYS)),
    "texts": (STRINGS, "string[python]"),
    "texts of pyarrow": (STRINGS, "string[pyarrow]"),
    "texts of arrow": (STRINGS, pd.ArrowDtype(pa.string())),
    "categories of texts": (STRINGS, pd.CategoricalDtype(STRINGS)),
    "objects": (STRINGS, object),
}
LIKE_THE_PEER = {
    "dates of a time zone": (DAYS.tz_localize("UTC"), "datetime64[ns, UTC]"),
    "periods": (DAYS.to_period("M"), "period[M]"),
    "integers": ([1, 2], "Int64"),
    "booleans": ([False, True], "boolean"),
}


def two_or_missing(values, dtype, codes):
    """A frame with a column of two values; a code of 2 is what pandas calls missing."""
    column = pd.Series([[*values, pd.NA][code] for code in codes], dtype=dtype)
    return pd.DataFrame({"a": NUMBERS[:, 0], "b": column})


@pytest.mark.parametrize("kind", UNLIKE_THE_PEER)
def test_what_is_missing_is_a_category_in_columns_of_any_type(kind):
    values, dtype = UNLIKE_THE_PEER[kind]
    codes = RNG.integers(0, 3, 80)
    frame = two_or_missing(values, dtype, codes)
    X_new, _ = resampled(frame, [1])
    # The peer fails, or lets missing dates be unlike each other, but not NaN.
    numbers = frame.assign(b=np.where(codes == 2, np.nan, codes))
    theirs, _ = peer.SMOTENC([1], random_state=0).fit_resample(numbers, Y)
    expected = theirs["b"].fillna(2).astype(int)
    assert 2 in expected[80:].to_list()
    taken = frame["b"].iloc[[codes.tolist().index(code) for code in expected]]
    pd.testing.assert_series_equal(X_new["b"], taken.reset_index(drop=True))
    assert X_new["a"].equals(theirs["a"])


@pytest.mark.parametrize("kind", LIKE_THE_PEER)
def test_what_is_missing_as_in_the_peer(kind):
    frame = two_or_missing(*LIKE_THE_PEER[kind], RNG.integers(0, 3, 80))
    ours, theirs = (
        method([1], random_state=0).fit_resample(frame, Y)[0]
        for method in (SMOTENC, peer.SMOTENC)
    )
    pd.testing.assert_frame_equal(ours, theirs)


def test_na_of_pandas_is_a_category_in_arrays_and_lists():
    frame = two_or_missing(*UNLIKE_THE_PEER["objects"], RNG.integers(0, 3, 80))
    table = frame.to_numpy(object)
    expected, _ = resampled(frame, [1])
    for X in (table, table.tolist()):
        assert repr(cells(resampled(X, [1])[0])) == repr(cells(expected))


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.uint8])
@pytest.mark.parametrize("form", [np.asarray, pd.DataFrame])
def test_p1_integer_columns(form, dtype):
    # There, the median of the deviations becomes 0 in an integer matrix, and
    # categories are left to chance.
    X = np.stack([RNG.integers(0, 3, 80), RNG.integers(0, 10, 80)], axis=1)
    X[60:, 1] = 3
    sampler = SMOTENC([1], random_state=0)
    X_new, _ = sampler.fit_resample(form(X.astype(dtype)), Y)
    assert np.all(np.asarray(X_new)[80:, 1] == 3)
    assert sampler.median_std_[1] == pytest.approx(X[60:, 0].std())
    as_floats, _ = SMOTENC([1], random_state=0).fit_resample(X.astype(float), Y)
    assert np.array_equal(np.asarray(X_new), as_floats.astype(dtype))


def test_p12_classes_do_not_share_their_draws():
    y = np.repeat([0, 1, 2], [100, 30, 30])
    X = np.stack([RNG.normal(size=160), RNG.integers(0, 5, 160)], axis=1)
    sampler = SMOTENC([1], random_state=0, stream="native")
    sampler.fit_resample(X, y)
    gap = sampler.provenance_.gap
    assert not np.isin(gap[160:230], gap[230:]).any()


def test_p13_polars_and_nullable_types():
    frame = pl.DataFrame({"a": CODES, "b": TEXTS})
    X_new, _ = SMOTENC(["b"], random_state=0).fit_resample(frame, Y)
    assert X_new.schema == frame.schema
    table = pd.DataFrame({"a": CODES, "b": TEXTS}).astype({"a": "Int64"})
    X_new, _ = SMOTENC(["b"], random_state=0).fit_resample(table, Y)
    assert np.all(X_new.dtypes == table.dtypes)


def mixed(rows=70):
    X = np.hstack([RNG.normal(size=(rows, 2)), RNG.integers(0, 4, (rows, 2))])
    return X, np.repeat([0, 1], [rows - 25, 25])


def nearest(X, rows, k, scale=1.0):
    """Order rows of a class by SMOTE-NC's distance to each, by the paper."""
    part = X[rows]
    penalty = np.median((part[:, :2] / scale).std(axis=0)) ** 2
    numbers = ((part[:, None, :2] - part[None, :, :2]) / scale) ** 2
    differ = (part[:, None, 2:] != part[None, :, 2:]).sum(axis=2)
    distances = numbers.sum(axis=2) + penalty * differ
    np.fill_diagonal(distances, np.inf)
    return rows[np.argsort(distances, axis=1, kind="stable")[:, :k]]


@pytest.mark.parametrize("scale", [None, "sd"])
@pytest.mark.parametrize("k", [1, 3, 6])
def test_native_votes_are_modes(k, scale):
    X, y = mixed()
    sampler = SMOTENC(
        [2, 3], k_neighbors=k, random_state=5, stream="native", scale=scale
    )
    X_new, _ = sampler.fit_resample(X, y)
    rows = np.flatnonzero(y == 1)
    factor = X[:, :2].std(axis=0) if scale else 1.0
    lists = dict(zip(rows, nearest(X, rows, k, factor), strict=True))
    new = sampler.provenance_.rows(70, len(X_new))
    assert sampler.provenance_.voted.tolist() == [False, False, True, True]
    for row, base, neighbor in zip(X_new[70:], new.base, new.neighbor, strict=True):
        assert neighbor in lists[base]
        for column in (2, 3):
            votes = Counter(X[lists[base], column])
            assert votes[row[column]] == max(votes.values())
    assert np.array_equal(X_new[70:, :2], new.interpolate(X)[:, :2])


def test_by_hand():
    # The rows at 0, 1 and 2 are each other's neighbours, and two of them are "x".
    X = [[0.0, "x"], [1.0, "x"], [2.0, "y"], [50.0, "z"], [51.0, "z"]]
    y = [1, 1, 1, 0, 0]
    X_new, _ = SMOTENC([1], k_neighbors=2, sampling_strategy={1: 40}).fit_resample(
        [*X, *([[60.0, "z"]] * 40)], y + [0] * 40
    )
    base_is_y = [row for row in X_new[45:] if row[1] == "x"]
    assert {row[1] for row in X_new[45:]} <= {"x", "y"}
    assert base_is_y


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(["numpy", "native"]),
    st.integers(1, 7),
    st.sampled_from(["even", "random"]),
)
def test_categories_occur_in_the_class(seed, stream, k, bases):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 30, 3)
    y = rng.permutation(np.repeat([5, 6, 7], sizes))
    X = np.empty((len(y), 3), object)
    X[:, 0] = rng.integers(0, 3, len(y)) * 1.5
    X[:, 1] = rng.choice(["a", "b", "c", None], len(y))
    X[:, 2] = rng.integers(0, 20, len(y))
    parameters = {
        "k_neighbors": k,
        "random_state": seed,
        "stream": stream,
        "few_rows": "clip",
        "bases": bases,
    }
    results = [
        SMOTENC([1, 2], n_jobs=n_jobs, **parameters).fit_resample(X, y)
        for n_jobs in (1, 2, 8)
    ]
    X_new, y_new = results[0]
    assert all(np.array_equal(other[0], X_new) for other in results)
    assert set(Counter(y_new.tolist()).values()) == {sizes.max()}
    for label in (5, 6, 7):
        for column in (1, 2):
            seen = set(X[y == label, column])
            assert set(X_new[y_new == label, column]) <= seen


def test_apply_carries_other_columns():
    sampler = SMOTENC([1, 3], random_state=0)
    sampler.fit_resample(objects(), Y)
    ids = sampler.apply(np.arange(80), interpolate=False)
    assert np.array_equal(ids, sampler.provenance_.base)
    new = sampler.provenance_
    expected = NUMBERS[new.base] + new.gap[:, None] * (
        NUMBERS[new.neighbor] - NUMBERS[new.base]
    )
    assert np.allclose(sampler.apply(NUMBERS), expected)


@pytest.mark.parametrize("form", [sparse.csr_matrix, sparse.csc_array])
def test_sparse(form):
    X, y = mixed()
    expected, _ = SMOTENC([2, 3], random_state=0).fit_resample(X, y)
    X_new, _ = SMOTENC([2, 3], random_state=0).fit_resample(form(X), y)
    assert type(X_new) is form
    assert np.array_equal(X_new.toarray(), expected)


def test_encoders_and_objects():
    encoder = OneHotEncoder(sparse_output=False)
    expected = resampled(objects())[0]
    sampler = SMOTENC([1, 3], random_state=0, categorical_encoder=encoder)
    assert np.array_equal(sampler.fit_resample(objects(), Y)[0], expected)
    assert not hasattr(encoder, "categories_")
    assert len(clone(sampler).get_params(deep=False)) == 12
    custom = SMOTENC(
        [1, 3], random_state=0, k_neighbors=_CustomNearestNeighbors(n_neighbors=6)
    )
    X_new, _ = custom.fit_resample(objects(), Y)
    assert np.array_equal(X_new, expected)


@pytest.mark.parametrize("output", ["pandas", "polars"])
def test_encoders_give_codes_whatever_scikit_learn_is_told_to_give(output):
    frame = TABLES["pandas"]
    encoder = OneHotEncoder(sparse_output=False).set_output(transform=output)
    expected, _ = resampled(frame)
    with config_context(transform_output=output):
        for chosen in (None, OneHotEncoder(), encoder):
            assert resampled(frame, categorical_encoder=chosen)[0].equals(expected)


BAD = [
    ([], objects(), "work only with numerical features"),
    ([0, 1, 2, 3], objects(), "work only with categorical features"),
    ([True] * 4, objects(), "work only with categorical features"),
    ([True, False], objects(), "a mask of 2 columns, but X has 4"),
    ([9], objects(), r"all features must be in \[0, 3\] or \[-4, 0\]"),
    ([1.5], objects(), "needs to be a mask"),
    (["b"], objects(), "only supported for dataframes"),
    (["zz"], TABLES["pandas"], "not columns of the dataframe: {'zz'}"),
    (["zz"], TABLES["polars"], "not columns of the dataframe: {'zz'}"),
    ("auto", objects(), "should be a pandas.DataFrame"),
    ("auto", TABLES["pandas"], "work only with numerical features"),
    ([3], objects(), "column 1 is of type object.*could not convert string to float"),
    (["d"], TABLES["pandas"], "column 'b' is of type"),
    (["d"], TABLES["polars"], "column 'b' is of type String"),
    (["d"], TABLES["category"], "column 'b' is of type category"),
]


@pytest.mark.parametrize(("features", "X", "message"), BAD)
def test_bad_columns(features, X, message):
    with pytest.raises(ValueError, match=message):
        SMOTENC(features).fit_resample(X, Y)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_must_be_finite(value):
    X = TABLES["pandas"].copy()
    X.loc[7, "c"] = value
    with pytest.raises(ValueError, match="Input contains") as error:
        SMOTENC(["b", "d"]).fit_resample(X, Y)
    assert "in row 7, column 2 ('c')" in str(error.value)


@pytest.mark.parametrize("stream", [None, "native"])
def test_numbers_that_are_too_wide_name_the_class(stream):
    numbers = np.where(np.arange(len(Y)) % 2 == 0, 1e308, -1e308)
    table = np.column_stack([numbers, np.arange(len(Y)) % 3])
    words = np.where(Y == 1, "rare", "often")
    with pytest.raises(ValueError, match="deviation within class 'rare' is inf"):
        SMOTENC([1], random_state=0, stream=stream).fit_resample(table, words)


def test_bad_encoder_and_few_rows():
    with pytest.raises(ValueError, match="one-hot encoding with one column per"):
        resampled(objects(), categorical_encoder=OneHotEncoder(drop="first"))
    known = OneHotEncoder(categories=[["red"]], handle_unknown="ignore")
    with pytest.raises(ValueError, match="has no category, or several"):
        SMOTENC([1], categorical_encoder=known).fit_resample(objects()[:, :2], Y)
    with pytest.raises(ValueError, match="class 1 has 20 rows, but k_neighbors = 20"):
        resampled(objects(), k_neighbors=20)
    assert len(resampled(objects(), k_neighbors=20, few_rows="clip")[1]) == 120
    with pytest.raises(ValueError, match="k_neighbors is an object"):
        resampled(objects(), k_neighbors=_CustomNearestNeighbors(5), scale="sd")


@pytest.mark.parametrize("state", [np.random.RandomState(3), np.random.default_rng(3)])
def test_native_stream_from_generators(state):
    X_new, _ = SMOTENC([1, 3], random_state=state, stream="native").fit_resample(
        objects(), Y
    )
    assert len(X_new) == 120


def test_nothing_is_wanted():
    for table in TABLES.values():
        X_new, y_new = resampled(table, sampling_strategy={})
        assert cells(X_new) == cells(table)
        assert np.array_equal(y_new, Y)
