"""Bad input gets one clear error, and is left as it was."""

import copy
import decimal
import re
from functools import partial

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from imblearn import over_sampling, under_sampling
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.utils._param_validation import InvalidParameterError

import smote
from cases import peer_of
from smote import (
    ADASYN,
    SMOTE,
    SMOTEENN,
    SMOTEN,
    SMOTENC,
    SVMSMOTE,
    AllKNN,
    BorderlineSMOTE,
    ClusterCentroids,
    CondensedNearestNeighbour,
    EditedNearestNeighbours,
    InstanceHardnessThreshold,
    KMeansSMOTE,
    NearMiss,
    NeighbourhoodCleaningRule,
    OneSidedSelection,
    RandomOverSampler,
    RandomUnderSampler,
    RepeatedEditedNearestNeighbours,
    SMOTETomek,
    TomekLinks,
)

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4))
Y = np.repeat([0, 1], [45, 15])


UNDER = [
    TomekLinks,
    EditedNearestNeighbours,
    RepeatedEditedNearestNeighbours,
    AllKNN,
    CondensedNearestNeighbour,
    OneSidedSelection,
    NeighbourhoodCleaningRule,
    NearMiss,
    InstanceHardnessThreshold,
    ClusterCentroids,
    SMOTEENN,
    SMOTETomek,
]


def changed(value, row=7, column=2, dtype=None):
    table = X.copy() if dtype is None else X.astype(dtype)
    table[row, column] = value
    return table


SMALL = np.repeat(["yes", "no"], [57, 3])
PLACE = "The first such value is in row 7, column 2"

# name: (X, y, how the message begins, here and in the peer, and how it ends here)
DATA = {
    "NaN": (changed(np.nan), Y, "Input X contains NaN.\nSMOTE does not", PLACE + "."),
    "infinity": (
        changed(-np.inf),
        Y,
        "Input X contains infinity or a value too large for dtype('float64').",
        PLACE + ".",
    ),
    "NaN of float32": (
        changed(np.nan, dtype="f4"),
        Y,
        "Input X contains NaN.",
        PLACE + ".",
    ),
    "NaN in a frame": (
        pd.DataFrame(changed(np.nan), columns=list("abcd")),
        Y,
        "Input X contains NaN.",
        PLACE + " ('c').",
    ),
    "missing in a nullable frame": (
        pd.DataFrame(changed(np.nan), columns=list("abcd"), dtype="Float64"),
        Y,
        "Input X contains NaN.",
        PLACE + " ('c').",
    ),
    "NaN in sparse": (
        sparse.csr_matrix(changed(np.nan)),
        Y,
        "Input X contains NaN.",
        PLACE + ".",
    ),
    "NaN in y": (X, np.where(Y == 1, np.nan, 0), "Input y contains NaN.", ""),
    "no y": (
        X,
        None,
        "Expected array-like (array or non-string sequence), got None",
        "",
    ),
    "continuous y": (X, X[:, 0], "Unknown label type: continuous.", ""),
    "lengths": (
        X,
        Y[1:],
        "Found input variables with inconsistent numbers of samples: [60, 59]",
        "",
    ),
    "one dimension": (X[:, 0], Y, "Expected 2D array, got 1D array instead:", ""),
    "three dimensions": (
        X[:, :, None],
        Y,
        "Found array with dim 3",
        "",
    ),
    "no rows": (
        X[:0],
        Y[:0],
        "Found array with 0 sample(s) (shape=(0, 4)) while a minimum of 1 is required",
        "",
    ),
    "no columns": (
        X[:, :0],
        Y,
        "Found array with 0 feature(s) (shape=(60, 0)) while a minimum of 1 is",
        "",
    ),
    "strings": (
        X.astype(str),
        Y,
        "dtype='numeric' is not compatible with arrays of",
        "",
    ),
    "objects": (
        changed("a", dtype=object),
        Y,
        "could not convert string to float: 'a'",
        "",
    ),
    "complex": (X + 1j, Y, "Complex data not supported", ""),
    "multilabel": (
        X,
        np.eye(3, dtype=int)[RNG.integers(0, 3, 60)] | 1,
        "Imbalanced-learn currently supports binary, multiclass and binarized encoded "
        "multiclasss targets. Multilabel and multioutput targets are not supported.",
        "",
    ),
    "too few rows": (
        X,
        SMALL,
        "Expected n_neighbors <= n_samples_fit, but n_neighbors = 6, "
        "n_samples_fit = 3, n_samples = 3",
        "class 'no' has 3 rows, but k_neighbors = 5 needs at least 6. Lower "
        "k_neighbors, or pass few_rows='clip'",
    ),
}


@pytest.mark.parametrize(
    "method", [SMOTE, BorderlineSMOTE, SVMSMOTE, ADASYN, KMeansSMOTE, *UNDER]
)
@pytest.mark.parametrize("case", DATA)
def test_data_as_the_peer_says(case, method):
    X, y, beginning, end = DATA[case]
    if method is not SMOTE:
        if case == "too few rows":
            return  # in the tests of the method
        beginning = beginning.replace("SMOTE does not", f"{method.__name__} does not")
    before = copy.deepcopy((X, y))
    with pytest.raises(ValueError) as ours:  # noqa: PT011 - compared below
        method().fit_resample(X, y)
    assert str(ours.value).startswith(beginning)
    assert str(ours.value).endswith(end)
    if case != "NaN in y":  # the peer warns on its way
        with pytest.raises(ValueError) as peers:  # noqa: PT011
            peer_of(method.__name__)().fit_resample(X, y)
        assert str(peers.value).startswith(beginning)
    for now, then in zip((X, y), before, strict=True):
        assert type(now) is type(then)
        if sparse.issparse(now):
            assert now.data.tobytes() == then.data.tobytes()
        elif now is not None:
            # As text: NaN is not equal to itself, and NA to nothing at all.
            assert str(np.asarray(now).tolist()) == str(np.asarray(then).tolist())


OURS = {
    "dates": (X.astype("M8[s]"), Y, "X is of type datetime64"),
    "lazy": (pl.LazyFrame({"a": [1.0]}), Y, "X is a LazyFrame: collect() it before"),
    "polars strings": (
        pl.DataFrame(X, schema=list("abcd")).with_columns(b=pl.lit("x")),
        Y,
        "column 'b' is of type String, which could not be converted to numbers",
    ),
    "pyarrow decimals": (
        pa.table({"a": pa.array(range(60), pa.decimal128(12, 2))}),
        Y,
        "column 'a' is of type Decimal",
    ),
    "polars missing": (
        pl.DataFrame(X, schema=list("abcd")).with_columns(
            b=pl.when(pl.col("a") > 0).then(1)
        ),
        Y,
        "Input X contains NaN.",
    ),
    "pandas categories": (
        pd.DataFrame({"a": X[:, 0], "b": pd.Categorical(RNG.integers(0, 3, 60))}),
        Y,
        "column 'b' is of type category, which could not be converted to numbers",
    ),
    "one-hot row of zeros": (
        X,
        np.eye(3, dtype=int)[Y] * (np.arange(60) != 4)[:, None],
        "row 4 of the one-hot 'y' names no class: each row needs one 1",
    ),
}


WORDS = np.where(Y == 1, "a", "b").astype(object)
MISSING = {
    "None": WORDS,
    "list": WORDS.tolist(),
    "column": WORDS[:, None],
    "pandas text": pd.Series(WORDS, dtype="string"),
    "pandas categories": pd.Series(WORDS, dtype="category"),
    "pandas frame": pd.DataFrame({"y": WORDS}),
    "polars": pl.Series(WORDS.tolist()),
    "polars categories": pl.Series(WORDS.tolist(), dtype=pl.Categorical),
    "pyarrow": pa.array(WORDS.tolist()),
    "integers": Y.astype(object),
    "booleans": pl.Series(Y == 1),
    "one-hot": np.eye(2, dtype=object)[Y],
}


def without(y, row):
    """Labels in the same container, but for one."""
    if isinstance(y, pa.Array):
        return pa.array(without(y.to_pylist(), row))
    if isinstance(y, pl.Series):
        return pl.Series(without(y.to_list(), row), dtype=y.dtype)
    y = copy.deepcopy(y)
    if isinstance(y, (pd.Series, pd.DataFrame)):
        y.iloc[row] = None
    else:
        y[row] = None
    return y


@pytest.mark.parametrize("case", MISSING)
def test_labels_that_are_missing(case):
    labels = without(MISSING[case], 50)
    with pytest.raises(ValueError, match=r"^Input y contains missing") as error:
        SMOTE().fit_resample(X, labels)
    assert str(error.value).endswith("\nThe first such value is in row 50.")


@pytest.mark.parametrize("missing", [np.nan, pd.NA, pd.NaT])
def test_missing_labels_of_any_kind(missing):
    labels = WORDS.copy()
    labels[7] = missing
    with pytest.raises(ValueError, match=r"^Input y contains missing .*\n.* row 7\.$"):
        TomekLinks().fit_resample(X, labels)


DATES = np.datetime64("2024-01-01") + np.arange(60)
NUMERALS = np.array([str(10000 + row) for row in range(60)])
# A column, and the exception that scikit-learn's conversion raises.
COLUMNS = {
    "dates": (DATES, TypeError, ""),
    "durations": (DATES - DATES[0], TypeError, ""),
    "time zone": (pd.Series(DATES).dt.tz_localize("UTC"), ValueError, ""),
    "dates of arrow": (
        pd.Series(DATES, dtype="timestamp[s][pyarrow]"),
        ValueError,
        "",
    ),
    "texts": (WORDS, ValueError, r" \(could not convert string to float: 'b'\)"),
    "pandas texts": (pd.Series(WORDS, dtype="string"), ValueError, " .*float: 'b'.*"),
    "objects": ([{}] * 60, TypeError, " .*argument must be .* string.* number.*"),
    "numerals": (NUMERALS, ValueError, r" \(it holds texts\)"),
    "some numerals": ([1.5, *NUMERALS[1:]], ValueError, r" \(it holds texts\)"),
    "bytes": (NUMERALS.astype("S"), ValueError, r" \(it holds texts\)"),
    "pandas numerals": (
        pd.Series(NUMERALS, dtype="string"),
        ValueError,
        r" \(it holds texts\)",
    ),
    "numerals of arrow": (
        pd.Series(NUMERALS, dtype=pd.ArrowDtype(pa.string())),
        ValueError,
        r" \(it holds texts\)",
    ),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_columns_of_pandas_that_are_no_numbers(case):
    column, kind, reason = COLUMNS[case]
    frame = pd.DataFrame({"a": X[:, 0], "month": column})
    message = (
        rf"^column 'month' is of type {re.escape(str(frame['month'].dtype))}, which "
        rf"could not be converted to numbers: cast it, or carry it along with `apply`"
        rf"{reason}$"
    )
    with pytest.raises(kind, match=message):
        SMOTE().fit_resample(frame, Y)
    # By themselves, dates become an array, which is refused for its type.
    with pytest.raises((TypeError, ValueError), match=message):
        SMOTE().fit_resample(frame[["month"]], Y)


@pytest.mark.parametrize(
    "sampler",
    [
        SMOTE(),
        SMOTENC([0]),
        TomekLinks(),
        TomekLinks(categorical_features=["a"]),
        RandomOverSampler(shrinkage=1.0),
        InstanceHardnessThreshold(),
        ClusterCentroids(),
        SMOTEENN(),
        smote.CombinedSampler(SMOTE(), TomekLinks()),
    ],
    ids=str,
)
@pytest.mark.parametrize("dtype", [object, "string", pd.ArrowDtype(pa.string())])
def test_numerals_of_pandas_are_no_numbers(dtype, sampler):
    # Between two of them there would have been a float.
    frame = pd.DataFrame({"a": X[:, 0], "zip": pd.Series(NUMERALS, dtype=dtype)})
    with pytest.raises(ValueError, match=r"column 'zip' is of .* \(it holds texts"):
        sampler.fit_resample(frame, Y)


@pytest.mark.parametrize(
    "sampler",
    [RandomOverSampler(), RandomUnderSampler(), SMOTENC([1]), SMOTEN()],
    ids=str,
)
def test_numerals_of_pandas_where_no_number_is_needed(sampler):
    frame = pd.DataFrame({"a": X[:, 0], "zip": NUMERALS})
    result, _ = sampler.fit_resample(frame, Y)
    assert set(result["zip"]) <= set(NUMERALS)


@pytest.mark.parametrize(
    "make",
    [
        lambda x: x.astype(object),
        lambda x: [decimal.Decimal(str(value)) for value in x],
        lambda x: np.round(x).astype(int).astype(object),
        lambda x: (x > 0).astype(object),
    ],
)
def test_objects_of_pandas_that_are_numbers(make):
    frame = pd.DataFrame({"a": X[:, 0]})
    frame["b"] = make(X[:, 1])
    result, _ = TomekLinks().fit_resample(frame, Y)
    assert (result.dtypes == frame.dtypes).all()


WIDE = pl.DataFrame({"a": X[:, 0], "id": pl.Series(range(60), dtype=pl.Int128)})


@pytest.mark.parametrize(
    "sampler", [SMOTE(), TomekLinks(), SMOTENC([0]), SMOTEENN()], ids=str
)
def test_integers_that_numpy_does_not_have(sampler):
    with pytest.raises(ValueError, match=r"^column 'id' is of type Int128"):
        sampler.fit_resample(WIDE, Y)


@pytest.mark.parametrize("sampler", [SMOTENC([1]), SMOTEN()], ids=str)
def test_integers_that_numpy_does_not_have_as_categories(sampler):
    result, _ = sampler.fit_resample(WIDE, Y)
    assert result.schema == WIDE.schema
    assert result[:60].equals(WIDE)


ROWS_OF_MANY = {
    "struct": [{"u": row % 3, "v": 1} for row in range(60)],
    "list": [[row % 3, 1] for row in range(60)],
    "array": pl.Series([[row % 3, 1] for row in range(60)], dtype=pl.Array(int, 2)),
}


@pytest.mark.parametrize("kind", ROWS_OF_MANY)
@pytest.mark.parametrize(
    "sampler", [SMOTENC([1]), SMOTEN(), TomekLinks(categorical_features=[1])], ids=str
)
@pytest.mark.parametrize("to", [pl.DataFrame, pl.DataFrame.to_arrow])
def test_values_that_cannot_be_categories(to, sampler, kind):
    frame = to(pl.DataFrame({"a": X[:, 0], "many": ROWS_OF_MANY[kind]}))
    with pytest.raises(ValueError, match=r"^column 'many' holds values that cannot be"):
        sampler.fit_resample(frame, Y)


VIEWS = pa.array(NUMERALS.tolist(), pa.string_view())


@pytest.mark.parametrize(
    "sampler",
    [SMOTENC([1]), SMOTEN(), RandomOverSampler(), RandomUnderSampler()],
    ids=str,
)
def test_what_pyarrow_takes_no_rows_of(sampler):
    table = pa.table({"a": X[:, 0], "view": VIEWS})
    message = "^column 'view' is of type string_view, of which pyarrow cannot take rows"
    with pytest.raises(ValueError, match=message):
        sampler.fit_resample(table, Y)


@pytest.mark.parametrize("case", OURS)
def test_data_as_we_say(case):
    X, y, message = OURS[case]
    with pytest.raises(ValueError) as error:  # noqa: PT011 - compared below
        SMOTE().fit_resample(X, y)
    assert str(error.value).startswith(message)


PARAMETERS = [
    {"k_neighbors": 0},
    {"k_neighbors": "a"},
    {"k_neighbors": 2.0},
    {"sampling_strategy": "majority"},
    {"sampling_strategy": 1.5},
    {"sampling_strategy": [1]},
    {"random_state": -1},
    {"random_state": 2**64},
    {"random_state": "x"},
    {"n_jobs": 0},
    {"stream": "philox"},
    {"few_rows": "drop"},
    {"scale": "none"},
    {"column_weights": 3.0},
    {"bases": None},
    {"progress": True},
]


@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
@pytest.mark.parametrize("method", ["fit", "fit_resample"])
def test_parameters(parameters, method):
    [name] = parameters
    with pytest.raises(
        InvalidParameterError,
        match=rf"^The '{name}' parameter of SMOTE must be .*\. Got",
    ):
        getattr(SMOTE(**parameters), method)(X, Y)


WORDED = [
    (SMOTE, {"k_neighbors": 0}),
    (SMOTE, {"sampling_strategy": 1.5}),
    (BorderlineSMOTE, {"k_neighbors": 0}),
    (BorderlineSMOTE, {"m_neighbors": 0}),
    (BorderlineSMOTE, {"m_neighbors": 2.5}),
    (BorderlineSMOTE, {"kind": "x"}),
    (BorderlineSMOTE, {"kind": None}),
    (SVMSMOTE, {"k_neighbors": 0}),
    (SVMSMOTE, {"m_neighbors": "a"}),
    (SVMSMOTE, {"out_step": -0.1}),
    (SVMSMOTE, {"out_step": 1.1}),
    (SVMSMOTE, {"out_step": np.nan}),
    (SVMSMOTE, {"out_step": None}),
    (SVMSMOTE, {"svm_estimator": 3}),
    (SVMSMOTE, {"svm_estimator": StandardScaler()}),
    (ADASYN, {"n_neighbors": 0}),
    (ADASYN, {"n_neighbors": "a"}),
    (RandomOverSampler, {"shrinkage": -1}),
    (RandomOverSampler, {"shrinkage": "a"}),
    (RandomOverSampler, {"sampling_strategy": "majority"}),
    (RandomUnderSampler, {"sampling_strategy": "minority"}),
    (RandomUnderSampler, {"sampling_strategy": [0]}),
    (RandomUnderSampler, {"replacement": 1}),
    (TomekLinks, {"sampling_strategy": {0: 10}}),
    (EditedNearestNeighbours, {"n_neighbors": 0}),
    (EditedNearestNeighbours, {"kind_sel": "none"}),
    (RepeatedEditedNearestNeighbours, {"max_iter": 0}),
    (AllKNN, {"allow_minority": "x"}),
    (CondensedNearestNeighbour, {"n_neighbors": "a"}),
    (OneSidedSelection, {"n_seeds_S": 0}),
    (NeighbourhoodCleaningRule, {"threshold_cleaning": 0}),
    (NeighbourhoodCleaningRule, {"edited_nearest_neighbours": 3}),
    (NearMiss, {"version": 4}),
    (NearMiss, {"n_neighbors_ver3": 0}),
    (InstanceHardnessThreshold, {"estimator": NearestNeighbors()}),
    (InstanceHardnessThreshold, {"cv": 1.5}),
    (ClusterCentroids, {"voting": "x"}),
    (ClusterCentroids, {"estimator": 3}),
]


@pytest.mark.parametrize(("method", "parameters"), WORDED)
def test_parameters_are_worded_as_the_peer_does(method, parameters):
    with pytest.raises(InvalidParameterError) as ours:
        method(**parameters).fit_resample(X, Y)
    with pytest.raises(InvalidParameterError) as peers:
        peer_of(method.__name__)(**parameters).fit_resample(X, Y)
    # A set of strings is worded in an order that differs from set to set.
    words = [sorted(re.findall(r"[^\s,{}]+", str(e.value))) for e in (ours, peers)]
    assert words[0] == words[1]


def test_no_positional_arguments():
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        SMOTE("auto")


COMBINATIONS = [
    (
        {"column_weights": [1, 1]},
        r"column_weights is of shape \(2,\), but X has 4 columns",
    ),
    ({"column_weights": [0, 0, 0, 0]}, "column_weights"),
    ({"column_weights": [1, 1, 1, -1]}, "column_weights"),
    ({"column_weights": [1, 1, 1, np.nan]}, "column_weights"),
    ({"random_state": 2**32}, r"random_state = 4294967296, but numpy's legacy stream"),
    ({"k_neighbors": NearestNeighbors(), "scale": "sd"}, "k_neighbors is an object"),
    (
        {"k_neighbors": NearestNeighbors(n_neighbors=1)},
        "k_neighbors object returned 1 neighbours for each",
    ),
    (
        {"k_neighbors": NearestNeighbors(n_neighbors=16)},
        "Expected n_neighbors <= n_samples",
    ),
]


@pytest.mark.parametrize(("parameters", "message"), COMBINATIONS, ids=str)
def test_combinations(parameters, message):
    with pytest.raises(ValueError, match=message):
        SMOTE(**parameters).fit_resample(X, Y)


OF_THE_FAMILY = [
    (BorderlineSMOTE(m_neighbors=NearestNeighbors(), scale="sd"), "m_neighbors is an"),
    (
        BorderlineSMOTE(m_neighbors=NearestNeighbors(n_neighbors=1)),
        "m_neighbors object returned 1 neighbours for each",
    ),
    (
        BorderlineSMOTE(m_neighbors=NearestNeighbors(n_neighbors=61)),
        "Expected n_neighbors <= n_samples",
    ),
    (
        ADASYN(n_neighbors=NearestNeighbors(), column_weights=[1, 1, 1, 1]),
        "n_neighbors is an object",
    ),
    (
        ADASYN(n_neighbors=NearestNeighbors(n_neighbors=1)),
        "n_neighbors object returned 1 neighbours for each",
    ),
    # It found as many as the library does by default.
    (
        AllKNN(n_neighbors=NearestNeighbors(n_neighbors=1)),
        "made for 1 neighbours; it needs to return the row itself and at least one",
    ),
    # An object takes no few_rows='clip'.
    (
        AllKNN(n_neighbors=NearestNeighbors(n_neighbors=500)),
        r"X has 60 rows, but the n_neighbors object needs at least 500. Lower its "
        r"n_neighbors$",
    ),
    (SVMSMOTE(m_neighbors=NearestNeighbors(), scale="sd"), "m_neighbors is an"),
    (SVMSMOTE(k_neighbors=NearestNeighbors(), scale="sd"), "k_neighbors is an"),
    (
        SVMSMOTE(m_neighbors=NearestNeighbors(n_neighbors=1)),
        "m_neighbors object returned 1 neighbours for each",
    ),
    (SVMSMOTE(column_weights=[1, 1]), r"column_weights is of shape \(2,\)"),
    (SVMSMOTE(column_weights=[0, 0, 0, 0]), "column_weights"),
    (SVMSMOTE(random_state=2**32), "random_state = 4294967296, but numpy's legacy"),
    (BorderlineSMOTE(column_weights=[1, 1]), r"column_weights is of shape \(2,\)"),
    (BorderlineSMOTE(column_weights=[1, 1, 1, -1]), "column_weights"),
    (ADASYN(column_weights=[0, 0, 0, 0]), "column_weights"),
    (ADASYN(random_state=2**32), "random_state = 4294967296, but numpy's legacy"),
    (RandomOverSampler(random_state=2**32), "random_state = 4294967296, but numpy's"),
    # They had no effect on the clusters.
    (ClusterCentroids(scale="sd"), r"k-means, but KMeans\(.*\) has its own"),
    (
        ClusterCentroids(
            estimator=KMeans(), column_weights=[1, 1, 1, 1], stream="native"
        ),
        r"k-means, but KMeans\(.*\) has its own",
    ),
]


@pytest.mark.parametrize(("sampler", "message"), OF_THE_FAMILY, ids=str)
def test_combinations_of_the_family(sampler, message):
    with pytest.raises(ValueError, match=message):
        sampler.fit_resample(X, Y)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (SMOTE, "k_neighbors"),
        (BorderlineSMOTE, "k_neighbors"),
        (BorderlineSMOTE, "m_neighbors"),
        (SVMSMOTE, "k_neighbors"),
        (SVMSMOTE, "m_neighbors"),
        (ADASYN, "n_neighbors"),
        (KMeansSMOTE, "k_neighbors"),
        (SMOTEN, "k_neighbors"),
        (partial(SMOTENC, [0]), "k_neighbors"),
        (EditedNearestNeighbours, "n_neighbors"),
        (RepeatedEditedNearestNeighbours, "n_neighbors"),
        (AllKNN, "n_neighbors"),
        (CondensedNearestNeighbour, "n_neighbors"),
        (OneSidedSelection, "n_neighbors"),
        (NeighbourhoodCleaningRule, "n_neighbors"),
        (NearMiss, "n_neighbors"),
        (partial(NearMiss, version=3), "n_neighbors_ver3"),
    ],
)
def test_an_object_finds_no_fewer_neighbors(method, name):
    # The option had no effect.
    sampler = method(**{name: NearestNeighbors()}, few_rows="clip")
    message = f"few_rows = 'clip' is about a number of neighbours, but {name} is an obj"
    with pytest.raises(ValueError, match=message):
        sampler.fit_resample(np.round(X), Y)


@pytest.mark.parametrize(
    "method",
    [
        SMOTE,
        BorderlineSMOTE,
        SVMSMOTE,
        partial(SVMSMOTE, svm_estimator=SVC()),
        ADASYN,
        RandomOverSampler,
        KMeansSMOTE,
        SMOTEN,
    ],
)
def test_nothing_is_wanted(method):
    for strategy in ({}, {0: 45}, lambda y: {}):
        X_new, y_new = method(sampling_strategy=strategy).fit_resample(X, Y)
        assert np.array_equal(X_new, X)
        assert np.array_equal(y_new, Y)


def test_unchecked_values_do_not_reach_the_search():
    import sklearn

    with (
        sklearn.config_context(assume_finite=True),
        pytest.raises(ValueError, match="7"),
    ):
        SMOTE().fit_resample(changed(np.nan), Y)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((X, 0), "k = 0, but it must be an integer, and at least 1"),
        ((X, True), "k = True, but it must be an integer"),
        ((X, 2.5), r"k = 2.5, but it must be an integer"),
        ((X, 60), "k = 60, but a row has only 59 other rows in X"),
        ((X, 61, X), "k = 61, but X has only 60 rows"),
        ((X, 1, X[:, :3]), "queries have 3 features, but X has 4"),
        ((changed(np.nan), 1), "Input X contains NaN"),
        ((X, 1, changed(np.nan)), "Input queries contains NaN"),
        ((X, 1, None, 0), "n_jobs = 0"),
        ((X, 1, None, 1.5), "n_jobs = 1.5, but it must be a number of threads"),
        ((X, 1, None, "2"), "n_jobs = '2', but it must be a number of threads"),
    ],
)
def test_nearest_neighbors(arguments, message):
    with pytest.raises(ValueError, match=message):
        smote.nearest_neighbors(*arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scale": "std"}, "scale = 'std', but it must be 'sd', 'range' or None"),
        ({"column_weights": [1, 2]}, r"column_weights is of shape \(2,\), but X has 4"),
        ({"column_weights": [1, 2, -3, 1]}, "column_weights holds -3 for column 2"),
        ({"column_weights": [0, 0, 0, 0]}, "column_weights are all 0"),
    ],
)
@pytest.mark.parametrize("of", [np.asarray, sparse.csr_matrix])
def test_distances_of_nearest_neighbors(of, arguments, message):
    with pytest.raises(ValueError, match=message):
        smote.nearest_neighbors(of(X), 1, **arguments)


NO_TABLES = [None, 5, np.float64(5), (row for row in X.tolist())]
KINDS = [type(table).__name__ for table in NO_TABLES]


@pytest.mark.parametrize("table", NO_TABLES, ids=KINDS)
@pytest.mark.parametrize(
    ("ours", "peers"),
    [
        (smote.RandomOverSampler(), over_sampling.RandomOverSampler()),
        (smote.RandomUnderSampler(), under_sampling.RandomUnderSampler()),
        (smote.SMOTENC([0]), over_sampling.SMOTENC([0])),
    ],
)
def test_what_has_no_rows_is_no_table_as_in_the_peer(ours, peers, table):
    with pytest.raises(TypeError):
        peers.fit_resample(table, Y)
    message = r"^Expected sequence or array-like, got <class '.*'>: X needs rows$"
    with pytest.raises(TypeError, match=message):
        ours.fit_resample(table, Y)


@pytest.mark.parametrize("array", NO_TABLES, ids=KINDS)
@pytest.mark.parametrize("interpolate", [None, True, False])
def test_what_has_no_rows_cannot_be_carried(array, interpolate):
    sampler = SMOTE(random_state=0)
    sampler.fit_resample(X, Y)
    with pytest.raises(TypeError, match=r"got <class '.*'>: the array needs rows"):
        sampler.apply(array, interpolate=interpolate)


WITHOUT_ORDER = [set(range(60)), dict.fromkeys(range(60)), bytes(60), "a" * 60]


@pytest.mark.parametrize("array", WITHOUT_ORDER, ids=lambda array: type(array).__name__)
@pytest.mark.parametrize("interpolate", [None, True, False])
def test_what_has_rows_in_no_order_cannot_be_carried(array, interpolate):
    sampler = SMOTE(random_state=0)
    sampler.fit_resample(X, Y)
    with pytest.raises(TypeError, match=r"<class '.*'>: the array needs rows that"):
        sampler.apply(array, interpolate=interpolate)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (VIEWS, "the array is of type string_view, of which pyarrow cannot take"),
        (pa.chunked_array([VIEWS]), "the array is of type string_view"),
        (pa.table({"view": VIEWS}), "column 'view' is of type string_view"),
    ],
)
def test_what_pyarrow_takes_no_rows_of_cannot_be_carried(array, message):
    sampler = SMOTE(random_state=0)
    sampler.fit_resample(X, Y)
    with pytest.raises(ValueError, match=message):
        sampler.apply(array)
