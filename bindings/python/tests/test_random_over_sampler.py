"""Random over-sampling: rows of anything, and the smoothed bootstrap."""

import copy
import datetime
import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.utils import get_tags

from smote import RandomOverSampler

RNG = np.random.default_rng(0)
Y = np.repeat([0, 1], [45, 15])
NAMES = np.array([f"row {i}" for i in range(60)])
DAYS = np.datetime64("2024-01-01") + np.arange(60)
HOLES = np.where(np.arange(60) % 3, RNG.normal(size=60), np.nan)
MIXED = {
    "name": NAMES,
    "day": DAYS.astype("M8[ns]"),
    "hole": HOLES,
    "count": np.arange(60) + 2**60,
    "flag": np.arange(60) % 7 == 0,
}
OBJECTS = np.array(list(zip(NAMES, HOLES, Y, strict=True)), dtype=object)
SAMPLER = RandomOverSampler(random_state=0)
SAMPLER.fit_resample(np.zeros((60, 1)), Y)
ROWS = SAMPLER.sample_indices_

TABLES = {
    "texts": np.column_stack([NAMES, NAMES]),
    "bytes": np.column_stack([NAMES, NAMES]).astype(bytes),
    "objects": OBJECTS,
    "dates": DAYS[:, None],
    "durations": (DAYS - DAYS[5])[:, None],
    "missing": np.column_stack([HOLES, np.where(Y == 1, np.inf, -np.inf)]),
    "longdouble": HOLES[:, None].astype(np.longdouble),
    "big-endian": HOLES[:, None].astype(">f4"),
    "booleans": RNG.uniform(size=(60, 3)) < 0.5,
    "integers": RNG.integers(-(2**62), 2**62, (60, 2)),
    "list": OBJECTS.tolist(),
    "pandas": pd.DataFrame(MIXED, index=NAMES),
    "pandas categories": pd.DataFrame({"a": pd.Categorical(NAMES), "b": HOLES}),
    "pandas nullable": pd.DataFrame(MIXED).convert_dtypes(),
    "pandas sparse": pd.DataFrame({"a": HOLES, "b": Y}).astype(pd.SparseDtype(float)),
    "polars": pl.DataFrame(MIXED).with_columns(
        kind=pl.col("name").cast(pl.Categorical)
    ),
    "polars lists": pl.DataFrame({"a": [[i] for i in range(60)]}),
    "pyarrow": pa.table(MIXED),
    "csr": sparse.csr_matrix(np.nan_to_num(HOLES)[:, None]),
    "csc": sparse.csc_array(HOLES[:, None]),
}


def rows_of(table):
    if sparse.issparse(table):
        return table.toarray().tolist()
    if isinstance(table, pd.DataFrame):
        return table.astype(object).to_numpy().tolist()
    if isinstance(table, pl.DataFrame):
        return table.rows()
    if isinstance(table, pa.Table):
        return table.to_pylist()
    return table if isinstance(table, list) else table.tolist()


@pytest.mark.parametrize("stream", ["numpy", "native"])
@pytest.mark.parametrize("kind", TABLES)
def test_anything_is_repeated(kind, stream):
    table = TABLES[kind]
    before = rows_of(copy.deepcopy(table))
    sampler = RandomOverSampler(random_state=0, stream=stream)
    result, labels = sampler.fit_resample(table, Y)
    rows = sampler.sample_indices_
    assert type(result) is type(table)
    assert str(rows_of(result)) == str([before[row] for row in rows])
    assert str(rows_of(table)) == str(before)
    assert np.array_equal(labels, Y[rows])
    if stream == "numpy":
        assert np.array_equal(rows, ROWS)
    for attribute in ("dtype", "dtypes", "schema"):
        if hasattr(table, attribute):
            assert np.all(getattr(result, attribute) == getattr(table, attribute))
    if isinstance(table, pd.DataFrame):
        assert result.index.equals(pd.RangeIndex(90))
        assert result.columns.equals(table.columns)
    if hasattr(table, "columns"):
        names = getattr(table, "column_names", table.columns)
        assert sampler.feature_names_in_.tolist() == list(names)


def test_rows_of_a_list_are_copies():
    table = OBJECTS.tolist()
    result, _ = RandomOverSampler(random_state=0).fit_resample(table, Y)
    result[0][0] = "changed"
    assert table[0][0] == "row 0"
    assert len({id(row) for row in [*table, *result]}) == 150


@pytest.mark.parametrize("form", [np.asarray, sparse.csr_matrix, pd.DataFrame])
def test_provenance_and_apply(form):
    X = RNG.normal(size=(60, 3))
    for shrinkage in (None, 2):
        sampler = RandomOverSampler(random_state=0, shrinkage=shrinkage)
        sampler.fit_resample(form(X), Y)
        assert sampler.provenance_.base is sampler.sample_indices_
        assert np.array_equal(sampler.provenance_.neighbor, ROWS)
        assert not sampler.provenance_.gap.any()
        assert sampler.n_kept_ == 60
        assert sampler.apply(NAMES).tolist() == NAMES[ROWS].tolist()
        # Noise belongs to the features only.
        assert np.array_equal(sampler.apply(X), X[ROWS])


def test_tags_and_pickle():
    tags = get_tags(RandomOverSampler())
    assert tags.sampler_tags.sample_indices
    assert tags.input_tags.allow_nan
    assert tags.input_tags.string
    sampler = RandomOverSampler(random_state=0, shrinkage={1: 2})
    sampler.fit_resample(RNG.normal(size=(60, 3)), Y)
    twin = pickle.loads(pickle.dumps(sampler))
    assert twin.shrinkage_ == {1: 2}
    assert np.array_equal(twin.apply(NAMES), sampler.apply(NAMES))


def test_native_repeats_evenly():
    sampler = RandomOverSampler(stream="native", sampling_strategy={0: 45, 1: 100})
    sampler.fit_resample(np.zeros((60, 1)), Y)
    uses = np.bincount(sampler.sample_indices_)[45:]
    assert set(uses.tolist()) == {1 + 5, 1 + 6}


# ------------------------------------------------------------------------- noise


@pytest.mark.parametrize("stream", ["numpy", "native"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_noise_is_that_of_the_paper(stream, dtype):
    X = (RNG.normal(size=(60, 3)) @ RNG.normal(size=(3, 3))).astype(dtype)
    X[:, 2] = 7
    sampler = RandomOverSampler(
        random_state=1,
        stream=stream,
        shrinkage=1.5,
        sampling_strategy={0: 45, 1: 40015},
    )
    X_new, _ = sampler.fit_resample(X, Y)
    assert X_new.dtype == dtype
    noise = (X_new - X[sampler.sample_indices_])[60:].astype(float)
    width = (4 / ((3 + 2) * 60)) ** (1 / (3 + 4))
    expected = 1.5 * width * X[Y == 1].astype(float).std(axis=0)
    # Five standard deviations of the estimates, from 40000 draws.
    assert np.allclose(noise.std(axis=0), expected, rtol=0.02)
    assert np.all(abs(noise.mean(axis=0)) <= 5 * expected / 200)
    assert abs(np.corrcoef(noise[:, 0], noise[:, 1])[0, 1]) < 0.025
    assert not noise[:, 2].any()


@pytest.mark.parametrize("stream", ["numpy", "native"])
def test_written_in_pieces(monkeypatch, stream):
    from smote import _output

    X = RNG.normal(size=(60, 5))
    sampler = RandomOverSampler(
        random_state=0, shrinkage=1, stream=stream, sampling_strategy={1: 5000}
    )
    whole, _ = sampler.fit_resample(X, Y)
    monkeypatch.setattr(_output, "_PIECE_BYTES", 300)
    for form in (np.asarray, sparse.csr_matrix, sparse.csc_matrix, np.asfortranarray):
        pieces, _ = sampler.fit_resample(form(X), Y)
        pieces = pieces.toarray() if sparse.issparse(pieces) else pieces
        assert np.array_equal(pieces, whole)


TYPES = ["f2", "f4", "f8", "g", ">f8", "i1", "i4", "u8", "bool"]


@pytest.mark.parametrize("dtype", TYPES)
def test_p13_the_type_stays(dtype):
    X = np.abs(RNG.normal(size=(60, 3)) * 20).astype(dtype)
    sampler = RandomOverSampler(random_state=0, shrinkage=0.1)
    for form in (np.asarray, pd.DataFrame):
        X_new, _ = sampler.fit_resample(form(X), Y)
        made = np.asarray(X_new)
        assert made.dtype.newbyteorder("=") == X.dtype.newbyteorder("=")
        assert np.array_equal(made[:60], X)
    if dtype == "f4":
        X_peer, _ = peer.RandomOverSampler(shrinkage=0.1).fit_resample(X, Y)
        assert X_peer.dtype == np.float64


@pytest.mark.parametrize("shrinkage", [None, 0.5])
def test_p13_frames_and_their_index(shrinkage):
    X = RNG.normal(size=(60, 2))
    plain, _ = RandomOverSampler(random_state=0, shrinkage=shrinkage).fit_resample(X, Y)
    frame = pd.DataFrame(X, columns=["a", "b"], index=NAMES)
    sampler = RandomOverSampler(random_state=0, shrinkage=shrinkage)
    for table in (
        pl.from_pandas(frame),
        frame.astype("Float64"),
        pa.Table.from_pandas(frame, preserve_index=False),
    ):
        result, _ = sampler.fit_resample(table, Y)
        assert type(result) is type(table)
        assert np.array_equal(np.asarray(result, float), plain)
    # The old index cannot name new rows: it is carried along by `apply`.
    assert sampler.apply(frame.index).tolist() == NAMES[ROWS].tolist()


def test_p12_classes_do_not_share_their_draws():
    # An integer seed begins one stream for all classes, in the peer as well.
    X = RNG.normal(size=(60, 2))
    y = np.repeat([0, 1, 2], [30, 15, 15])
    for stream in ("numpy", "native"):
        sampler = RandomOverSampler(
            random_state=0, stream=stream, shrinkage=1, bases="random"
        )
        X_new, _ = sampler.fit_resample(X, y)
        base = sampler.sample_indices_[60:]
        assert not np.array_equal(base[:15] - 30, base[15:] - 45)
        noise = X_new[60:] - X[base]
        assert abs(np.corrcoef(noise[:15, 0], noise[15:, 0])[0, 1]) < 0.9


def test_shrinkage_of_each_class():
    X = RNG.normal(size=(60, 2))
    y = np.repeat(["a", "b", "c"], [30, 15, 15])
    sampler = RandomOverSampler(shrinkage={"b": 0, "c": 2, "unknown": 1})
    X_new, y_new = sampler.fit_resample(X, y)
    assert sampler.shrinkage_ == {"b": 0, "c": 2, "unknown": 1}
    moved = (X_new != X[sampler.sample_indices_]).any(axis=1)
    assert not moved[y_new != "c"].any()
    assert moved[60:][y_new[60:] == "c"].all()
    sampler = RandomOverSampler(shrinkage=3, sampling_strategy="not majority")
    sampler.fit_resample(X, y)
    assert sampler.shrinkage_ == {"b": 3, "c": 3}


def test_nothing_to_add():
    X, y = RNG.normal(size=(20, 2)), np.repeat([0, 1], 10)
    for shrinkage in (None, 1, {0: 1, 1: 1}):
        sampler = RandomOverSampler(shrinkage=shrinkage, sampling_strategy="all")
        X_new, _ = sampler.fit_resample(X, y)
        assert np.array_equal(X_new, X)
    sampler = RandomOverSampler(shrinkage=1, sampling_strategy={})
    assert np.array_equal(sampler.fit_resample(X, y)[0], X)


# --------------------------------------------------------------------- bad input

X = RNG.normal(size=(60, 2))
NUMBERS_ONLY = (
    "When shrinkage is not None, X needs to contain only numerical data to later "
    "generate a smoothed bootstrap sample."
)
BAD = {
    "texts": (TABLES["texts"], NUMBERS_ONLY),
    "objects": (OBJECTS, NUMBERS_ONLY),
    "missing": (np.where(X > 1, np.nan, X), NUMBERS_ONLY),
    "infinite": (np.where(X > 1, np.inf, X), NUMBERS_ONLY),
    "dates": (DAYS[:, None], NUMBERS_ONLY),
    "polars": (TABLES["polars"], NUMBERS_ONLY),
    "categories": (TABLES["pandas categories"], NUMBERS_ONLY),
}


@pytest.mark.parametrize("kind", BAD)
def test_noise_needs_numbers(kind):
    table, message = BAD[kind]
    with pytest.raises(ValueError) as ours:  # noqa: PT011 - compared below
        RandomOverSampler(shrinkage=1).fit_resample(table, Y)
    assert str(ours.value).startswith(message)
    assert len(str(ours.value)) > len(message) + 10  # and why
    if kind in ("texts", "objects", "missing", "infinite"):
        with pytest.raises(ValueError, match="When shrinkage is not None") as peers:
            peer.RandomOverSampler(shrinkage=1).fit_resample(table, Y)
        assert str(peers.value) == message


SHRINKAGES = [
    ({}, "`shrinkage` should contain a shrinkage factor for each class"),
    ({0: 1}, "The missing classes are: {"),
    ({1: -1}, "The shrinkage factor needs to be >= 0. Got -1 for class 1."),
    ({1: 1, 0: -0.5}, "The shrinkage factor needs to be >= 0. Got -0.5 for class 0."),
    ({1: np.nan}, "The shrinkage factor needs to be >= 0. Got nan for class 1."),
    ({1: np.inf}, "The shrinkage factor needs to be >= 0. Got inf for class 1."),
    ({1: "a"}, "The shrinkage factor needs to be >= 0. Got a for class 1."),
]


@pytest.mark.parametrize(("shrinkage", "message"), SHRINKAGES, ids=str)
def test_shrinkage_is_checked(shrinkage, message):
    with pytest.raises(ValueError) as ours:  # noqa: PT011 - compared below
        RandomOverSampler(shrinkage=shrinkage).fit_resample(X, Y)
    assert message in str(ours.value)
    if shrinkage not in [case for case, _ in SHRINKAGES[4:]]:
        with pytest.raises(ValueError) as peers:  # noqa: PT011
            peer.RandomOverSampler(shrinkage=shrinkage).fit_resample(X, Y)
        assert str(ours.value) == str(peers.value)


@pytest.mark.parametrize("stream", [None, "native"])
def test_noise_that_is_too_wide_names_the_class(stream):
    words = np.where(Y == 1, "rare", "often")
    sampler = RandomOverSampler(shrinkage=1e308, random_state=0, stream=stream)
    with pytest.raises(ValueError, match=r"shrinkage 1e\+308 of class 'rare'"):
        sampler.fit_resample(X * 1e10, words)


SHAPES = {
    "lengths": (X, Y[1:], "Found input variables with inconsistent numbers of samples"),
    "one dimension": (X[:, 0], Y, "Expected 2D array, got 1D array instead"),
    "three dimensions": (X[:, :, None], Y, "Found array with dim 3"),
    "no rows": (X[:0], Y[:0], "Found array with 0 sample"),
    "no rows of a frame": (pd.DataFrame(X[:0]), Y[:0], "Found array with 0 sample"),
    "complex": (X + 1j, Y, "Complex data not supported"),
    "lazy": (pl.LazyFrame({"a": [1.0]}), Y, "X is a LazyFrame: collect() it"),
    "NaN in y": (X, np.where(Y == 1, np.nan, 0), "Input y contains NaN."),
    "one class": (X, np.zeros(60, int), "The target 'y' needs to have more than 1"),
}


@pytest.mark.parametrize("shrinkage", [None, 1])
@pytest.mark.parametrize("kind", SHAPES)
def test_shapes(kind, shrinkage):
    table, y, message = SHAPES[kind]
    with pytest.raises(ValueError) as error:  # noqa: PT011 - compared below
        RandomOverSampler(shrinkage=shrinkage).fit_resample(table, y)
    assert str(error.value).startswith(message)


def test_a_frame_with_dates_as_labels_next_to_it():
    frame = pd.DataFrame({"label": [0, 0, 0, 1], "td": [datetime.datetime.now()] * 4})
    X_new, y_new = RandomOverSampler(random_state=0).fit_resample(frame, frame["label"])
    pd.testing.assert_series_equal(X_new["label"], y_new)
    assert (X_new.dtypes == frame.dtypes).all()
