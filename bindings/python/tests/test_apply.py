"""Further columns carried through the same resampling."""

import datetime
import decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.exceptions import NotFittedError

from oracle import recomputed
from smote import SMOTE, SMOTEENN, CombinedSampler, RandomOverSampler, TomekLinks

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4))
Y = np.repeat([0, 1], [45, 15])
SAMPLER = SMOTE(random_state=0)
X_NEW, Y_NEW = SAMPLER.fit_resample(X, Y)
BASE = SAMPLER.provenance_.base
WEIGHTS = RNG.uniform(1, 9, 60)
CARRIED = recomputed(WEIGHTS[:, None], SAMPLER.provenance_)[:, 0]
NAMES = np.array([f"row {i}" for i in range(60)])
DAYS = np.datetime64("2024-01-01") + np.arange(60)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "g", ">f8", "i4", "u2"])
def test_the_features_themselves(dtype):
    X = (RNG.normal(size=(60, 4)) * 100).astype(dtype)
    X = np.abs(X) if dtype[0] == "u" else X
    sampler = SMOTE(random_state=0)
    X_new, _ = sampler.fit_resample(X, Y)
    assert np.array_equal(sampler.apply(X), X_new)
    assert sampler.apply(X).dtype == X.dtype
    if np.dtype(dtype).isnative and dtype not in ("f2", "g"):
        assert np.array_equal(sampler.apply(sparse.csc_array(X)).toarray(), X_new)


NUMBERS = {
    "numpy": WEIGHTS,
    "list": WEIGHTS.tolist(),
    "tuple": tuple(WEIGHTS.tolist()),
    "pandas": pd.Series(WEIGHTS, name="weight", index=range(5, 65)),
    "pandas nullable": pd.Series(WEIGHTS, dtype="Float64"),
    "pandas arrow": pd.Series(WEIGHTS, dtype="double[pyarrow]"),
    "polars": pl.Series("weight", WEIGHTS),
    "pyarrow": pa.array(WEIGHTS),
    "pyarrow chunked": pa.chunked_array([WEIGHTS[:7], WEIGHTS[7:]]),
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_are_interpolated(kind):
    array = NUMBERS[kind]
    result = SAMPLER.apply(array)
    assert type(result) is (np.ndarray if kind == "tuple" else type(array))
    assert np.array_equal(np.asarray(result, float), CARRIED)
    for attribute in ("name", "dtype", "type"):
        if hasattr(array, attribute):
            assert getattr(result, attribute) == getattr(array, attribute)
    taken = SAMPLER.apply(array, interpolate=False)
    assert np.array_equal(np.asarray(taken, float), WEIGHTS[BASE])


PRICES = [decimal.Decimal(cents) / 100 for cents in range(60)]
PRICE = pa.decimal128(12, 2)
OTHERS = {
    "text": NAMES,
    "objects": np.array([{"row": i} for i in range(60)]),
    "dates": DAYS,
    "booleans": WEIGHTS > 5,
    "list of text": NAMES.tolist(),
    "pandas text": pd.Series(NAMES),
    "pandas categories": pd.Series(pd.Categorical(NAMES)),
    "pandas dates": pd.Series(DAYS).dt.tz_localize("UTC"),
    "pandas booleans": pd.Series(WEIGHTS > 5, dtype="boolean"),
    "polars text": pl.Series("name", NAMES),
    "polars dates": pl.Series("day", DAYS),
    "polars categories": pl.Series("name", NAMES, pl.Categorical),
    "polars decimals": pl.Series("price", PRICES),
    "pandas decimals": pd.Series(PRICES),
    "pandas arrow decimals": pd.Series(pd.array(PRICES, pd.ArrowDtype(PRICE))),
    "pyarrow decimals": pa.array(PRICES, PRICE),
    "pyarrow text": pa.array(NAMES.tolist()),
    "pyarrow dates": pa.chunked_array([pa.array(DAYS)]),
}


PANDAS_ARRAYS = {
    "categories": pd.Categorical(NAMES),
    "text": pd.array(NAMES, dtype="string"),
    "dates": pd.Series(DAYS).array,
    "periods": pd.period_range("2020", periods=60, freq="M").array,
    "booleans": pd.array(WEIGHTS > 5, dtype="boolean"),
    "floats": pd.array(WEIGHTS, dtype="Float64"),
    "integers": pd.array(np.arange(60), dtype="Int64"),
    "sparse": pd.arrays.SparseArray(WEIGHTS),
    "numpy": pd.array(WEIGHTS, dtype=np.dtype("f8")),
}


@pytest.mark.parametrize("sampler", [SAMPLER, SMOTEENN(random_state=0)])
@pytest.mark.parametrize("interpolate", [None, False])
@pytest.mark.parametrize("kind", PANDAS_ARRAYS)
def test_arrays_of_pandas_stay_what_they_are(kind, interpolate, sampler):
    sampler.fit_resample(X, Y)
    array = PANDAS_ARRAYS[kind]
    result = sampler.apply(array, interpolate=interpolate)
    assert type(result) is type(array)
    assert result.dtype == array.dtype
    expected = sampler.apply(pd.Series(array), interpolate=interpolate)
    assert list(result) == expected.tolist()


@pytest.mark.parametrize("kind", OTHERS)
def test_others_come_from_the_base_row(kind):
    array = OTHERS[kind]
    result = SAMPLER.apply(array)
    assert type(result) is type(array)
    values = [array[row] for row in BASE.tolist()]
    assert list(result) == values
    for attribute in ("dtype", "type"):
        if hasattr(array, attribute):
            assert getattr(result, attribute) == getattr(array, attribute)
    with pytest.raises(
        ValueError, match=r"interpolate=True, but .* does not hold numbers"
    ):
        SAMPLER.apply(array, interpolate=True)


def test_frames_column_by_column():
    columns = {"weight": WEIGHTS, "name": NAMES, "day": DAYS, "count": np.arange(60)}
    pandas = pd.DataFrame(columns)
    result = SAMPLER.apply(pandas)
    assert (result.dtypes == pandas.dtypes).all()
    assert result.index.equals(pd.RangeIndex(90))
    assert np.array_equal(result["weight"], CARRIED)
    assert result["name"].tolist() == NAMES[BASE].tolist()
    polars = pl.DataFrame(columns)
    assert SAMPLER.apply(polars).schema == polars.schema
    assert SAMPLER.apply(polars)["day"].to_list() == DAYS[BASE].tolist()
    arrow = polars.to_arrow()
    assert SAMPLER.apply(arrow).schema == arrow.schema
    assert np.array_equal(SAMPLER.apply(arrow)["count"], result["count"])
    with pytest.raises(ValueError, match="column 'name' does not hold numbers"):
        SAMPLER.apply(pandas, interpolate=True)


def test_index_of_pandas():
    for index in (pd.Index(NAMES, name="row"), pd.RangeIndex(60)):
        assert SAMPLER.apply(index).equals(index[BASE])


def test_repeated_names_of_pandas():
    frame = pd.DataFrame(X, columns=list("aabb"))
    result = SAMPLER.apply(frame)
    assert list(result.columns) == list("aabb")
    assert np.array_equal(result.to_numpy(), X_NEW)


def test_lists_of_polars():
    rows = pl.Series("row", [[i] for i in range(60)])
    assert SAMPLER.apply(rows).to_list() == [[row] for row in BASE.tolist()]


def test_labels_and_other_shapes():
    assert np.array_equal(SAMPLER.apply(Y), Y_NEW)
    images = RNG.normal(size=(60, 3, 5))
    flat = recomputed(images.reshape(60, 15), SAMPLER.provenance_)
    assert np.array_equal(SAMPLER.apply(images), flat.reshape(90, 3, 5))
    assert SAMPLER.apply(np.empty((60, 0))).shape == (90, 0)


def test_missing_stays_missing():
    holes = WEIGHTS.copy()
    holes[::4] = np.nan
    expected = recomputed(holes[:, None], SAMPLER.provenance_)[:, 0]
    assert np.isnan(expected[60:]).any()
    assert np.array_equal(SAMPLER.apply(holes), expected, equal_nan=True)
    counts = pl.Series([None if np.isnan(hole) else int(hole) for hole in holes])
    result = SAMPLER.apply(counts)
    assert result.dtype == pl.Int64
    assert np.array_equal(result.is_null(), np.isnan(expected))
    nullable = SAMPLER.apply(counts.to_pandas().astype("Int64"))
    assert nullable.dtype == "Int64"
    assert np.array_equal(nullable.isna(), np.isnan(expected))


NULLS = {
    "polars": lambda values: pl.Series("a", values, strict=False),
    "polars float32": lambda values: pl.Series("a", values, pl.Float32, strict=False),
    "polars integers": lambda values: pl.Series("a", values, pl.Int64, strict=False),
    "pyarrow": pa.array,
    "pyarrow chunked": lambda values: pa.chunked_array([values[:7], values[7:]]),
}


@pytest.mark.parametrize("kind", NULLS)
def test_null_is_not_nan(kind):
    is_null = np.arange(60) % 4 == 0
    values = [None if gone else float(i) for i, gone in enumerate(is_null)]
    if kind != "polars integers":
        values[58] = np.nan
    array = NULLS[kind](values)
    result = SAMPLER.apply(array)
    base, neighbor = SAMPLER.provenance_[:2]
    expected = is_null[base] | is_null[neighbor]
    assert 0 < expected[60:].sum() < 30
    assert np.array_equal(result.is_null(), expected)
    holes = [np.nan if value is None else value for value in values]
    numbers = SAMPLER.apply(np.array(holes))[~expected]
    if kind == "polars integers":
        numbers = np.trunc(numbers)
    assert np.allclose(
        pl.Series(result).drop_nulls(), numbers, rtol=1e-6, equal_nan=True
    )
    for attribute in ("dtype", "type"):
        if hasattr(array, attribute):
            assert getattr(result, attribute) == getattr(array, attribute)


def test_nulls_that_no_new_row_is_near():
    for dtype in (pl.Int64, pl.Float64):
        values = pl.Series(range(60), dtype=dtype).scatter(0, None)
        result = SAMPLER.apply(values)
        assert result.dtype == dtype
        assert result.null_count() == 1


def test_schema_of_pyarrow():
    fields = [
        pa.field("weight", pa.float64(), metadata={"unit": "kg"}),
        pa.field("name", pa.string(), nullable=False),
    ]
    schema = pa.schema(fields, metadata={"source": "here"})
    table = pa.table({"weight": WEIGHTS, "name": NAMES}, schema=schema)
    for interpolate in (None, False):
        result = SAMPLER.apply(table, interpolate=interpolate)
        assert result.schema.equals(schema, check_metadata=True)


def test_infinities():
    values = WEIGHTS.copy()
    values[50] = np.inf
    assert np.array_equal(SAMPLER.apply(values)[:60], values)


def test_wrong_length():
    for array in (WEIGHTS[1:], pl.Series(WEIGHTS[1:]), sparse.csr_matrix(X[1:])):
        with pytest.raises(ValueError, match=r"has 59 rows, but the data .* had 60"):
            SAMPLER.apply(array)


def test_single_row_that_is_repeated():
    sampler = SMOTE(few_rows="clip", sampling_strategy={1: 4})
    sampler.fit_resample(X, np.repeat([0, 1], [59, 1]))
    assert sampler.apply(NAMES)[60:].tolist() == ["row 59"] * 3
    assert sampler.apply(WEIGHTS)[60:].tolist() == [WEIGHTS[59]] * 3


def test_dates_keep_their_type():
    days = [datetime.date(2024, 1, 1) + datetime.timedelta(i) for i in range(60)]
    assert SAMPLER.apply(days) == [days[row] for row in BASE]


RAGGED = {
    "lists": [["a"] * (1 + row % 3) for row in range(60)],
    "tuples": [(row,) * (1 + row % 3) for row in range(60)],
    "lists and None": [[1, 2] if row % 2 else None for row in range(60)],
    "lists of lists": [[[1], [2] * (1 + row % 2)] for row in range(60)],
    "arrays": [np.arange(row % 3) for row in range(60)],
}


@pytest.mark.parametrize("kind", RAGGED)
@pytest.mark.parametrize("interpolate", [None, False])
def test_rows_of_unequal_lengths_are_objects(kind, interpolate):
    array = RAGGED[kind]
    result = SAMPLER.apply(array, interpolate=interpolate)
    assert all(carried is array[row] for carried, row in zip(result, BASE, strict=True))
    result = SAMPLER.apply(tuple(array), interpolate=interpolate)
    assert result.dtype == object
    assert all(carried is array[row] for carried, row in zip(result, BASE, strict=True))
    with pytest.raises(ValueError, match="the array does not hold numbers"):
        SAMPLER.apply(array, interpolate=True)


@pytest.mark.parametrize("form", [sparse.coo_array, sparse.csr_array])
@pytest.mark.parametrize("sampler", [SAMPLER, SMOTEENN(random_state=0)])
def test_sparse_arrays_of_one_dimension(sampler, form):
    sampler.fit_resample(X, Y)
    for values in (WEIGHTS, WEIGHTS > 5):
        result = sampler.apply(form(values))
        assert type(result) is form
        assert np.array_equal(result.toarray(), sampler.apply(values))


def test_integers_that_numpy_does_not_have_come_from_the_base_row():
    names = pl.Series("id", range(60), pl.Int128)
    result = SAMPLER.apply(pl.DataFrame({"id": names, "weight": WEIGHTS}))
    assert result["id"].equals(names[BASE.tolist()])
    assert np.array_equal(result["weight"], CARRIED)


NOTHING_YET = "instance has resampled nothing yet: call fit_resample first"


def test_nothing_was_resampled():
    for sampler in (SMOTE(), SMOTE().fit(X, Y), SMOTEENN().fit(X, Y)):
        with pytest.raises(NotFittedError, match=NOTHING_YET):
            sampler.apply(WEIGHTS)


@pytest.mark.parametrize("method", [SMOTE, RandomOverSampler, TomekLinks])
def test_fit_leaves_no_result_of_earlier(method):
    sampler = method()
    sampler.fit_resample(X, Y)
    sampler.fit(X[5:], Y[5:])
    for name in ("provenance_", "n_kept_", "sample_indices_"):
        assert not hasattr(sampler, name)
    with pytest.raises(NotFittedError, match=NOTHING_YET):
        sampler.apply(WEIGHTS)
    sampler.fit_resample(X, Y)
    assert len(sampler.apply(WEIGHTS)) == len(sampler.provenance_.base)


@pytest.mark.parametrize(
    ("sampler", "name"),
    [
        (CombinedSampler(peer.SMOTE(), TomekLinks()), "over"),
        (SMOTEENN(smote=peer.SMOTE()), "smote"),
    ],
)
def test_rows_of_unknown_origin(sampler, name):
    sampler.fit_resample(X, Y)
    message = (
        rf"^{name} = SMOTE\(\) of another package does not say where its rows come"
    )
    with pytest.raises(ValueError, match=message) as error:
        sampler.apply(WEIGHTS)
    assert not isinstance(error.value, NotFittedError)
