"""What comes out is the same kind of thing as what went in."""

import datetime
from functools import partial

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from imblearn import over_sampling as peer
from scipy import sparse
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

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
    CombinedSampler,
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
X = RNG.normal(size=(60, 4)) * 100
Y = np.repeat([3, 1], [45, 15])
NAMES = list("abcd")
PLAIN = SMOTE(random_state=0).fit_resample(X, Y)


def resampled(X, y, **parameters):
    return SMOTE(random_state=0, **parameters).fit_resample(X, y)


FEATURES = {
    "C order": X,
    "Fortran order": np.asfortranarray(X),
    "reversed": X[::-1, ::-1][::-1, ::-1],
    "strided": np.repeat(np.repeat(X, 3, axis=0), 2, axis=1)[::3, ::2],
    "read-only": np.frombuffer(X.tobytes()).reshape(X.shape),
    "unaligned": np.frombuffer(b"0" + X.tobytes(), offset=1).reshape(X.shape),
    "list": X.tolist(),
    "tuple": tuple(map(tuple, X.tolist())),
    "pandas": pd.DataFrame(X, columns=NAMES),
    "polars": pl.DataFrame(X, schema=NAMES),
    "pyarrow": pa.table(dict(zip(NAMES, X.T, strict=True))),
    "csr matrix": sparse.csr_matrix(X),
    "csc matrix": sparse.csc_matrix(X),
    "coo matrix": sparse.coo_matrix(X),
    "csr array": sparse.csr_array(X),
    "csc array": sparse.csc_array(X),
    "lil array": sparse.lil_array(X),
    "pandas sparse": pd.DataFrame(X, columns=NAMES, dtype=pd.SparseDtype(float, 0)),
}
TYPES = {
    "tuple": np.ndarray,
    "coo matrix": sparse.csr_matrix,
    "lil array": sparse.csr_array,
}


def to_numpy(table):
    if sparse.issparse(table):
        return table.toarray()
    if isinstance(table, pa.Table):
        return np.column_stack([column.to_numpy() for column in table.columns])
    return np.asarray(table)


@pytest.mark.parametrize("kind", FEATURES)
def test_features(kind):
    table = FEATURES[kind]
    before = to_numpy(table).copy()
    X_new, y_new = resampled(table, Y)
    assert type(X_new) is TYPES.get(kind, type(table))
    assert np.array_equal(to_numpy(X_new), PLAIN[0])
    assert np.array_equal(y_new, PLAIN[1])
    assert np.array_equal(to_numpy(table), before)
    if hasattr(table, "columns") and not isinstance(table, pa.Table):
        assert list(X_new.columns) == NAMES
    if isinstance(table, pa.Table):
        assert X_new.schema == table.schema


TREE = DecisionTreeClassifier(max_depth=2, random_state=0)
FAMILY = {
    "borderline-1": BorderlineSMOTE(random_state=0),
    "borderline-2": BorderlineSMOTE(
        random_state=0, kind="borderline-2", stream="native"
    ),
    "SVM": SVMSMOTE(random_state=0),
    "SVM native": SVMSMOTE(random_state=0, stream="native", svm_estimator=SVC(C=5)),
    "ADASYN": ADASYN(random_state=0, sampling_strategy={1: 120}),
    "ADASYN with scale": ADASYN(random_state=0, scale="sd", stream="native"),
    "random": RandomOverSampler(random_state=0),
    "smoothed": RandomOverSampler(random_state=0, shrinkage=1),
    "k-means": KMeansSMOTE(random_state=0, kmeans_estimator=1),
    "random under": RandomUnderSampler(random_state=0),
    "Tomek": TomekLinks(),
    "ENN": EditedNearestNeighbours(kind_sel="mode"),
    "RENN": RepeatedEditedNearestNeighbours(kind_sel="mode"),
    "all k-NN": AllKNN(scale="sd", stream="native"),
    "NCR": NeighbourhoodCleaningRule(),
    "CNN": CondensedNearestNeighbour(random_state=0),
    "OSS": OneSidedSelection(random_state=0),
    "NearMiss": NearMiss(version=2),
    "hardness": InstanceHardnessThreshold(random_state=0, estimator=TREE),
    "centroids": ClusterCentroids(random_state=0, stream="native", voting="soft"),
    "medoids": ClusterCentroids(random_state=0, stream="native", voting="hard"),
    "SMOTE and ENN": SMOTEENN(random_state=0),
    "SMOTE and Tomek": SMOTETomek(random_state=0, stream="native"),
}


@pytest.mark.parametrize("kind", FEATURES)
@pytest.mark.parametrize("name", FAMILY)
def test_features_of_the_family(kind, name):
    table, sampler = FEATURES[kind], FAMILY[name]
    expected, labels = sampler.fit_resample(X, Y)
    X_new, y_new = sampler.fit_resample(table, Y)
    assert type(X_new) is TYPES.get(kind, type(table))
    assert np.array_equal(to_numpy(X_new), expected)
    assert np.array_equal(y_new, labels)
    if name in ("smoothed", "centroids"):
        taken = sampler.apply(table)
        assert np.array_equal(to_numpy(taken), X[sampler.provenance_.base])
    else:
        assert np.array_equal(to_numpy(sampler.apply(table)), expected)
    if isinstance(table, pa.Table):
        assert X_new.schema == table.schema
    elif hasattr(table, "dtypes"):
        assert np.all(X_new.dtypes == table.dtypes)


LABELS = {
    "list": Y.tolist(),
    "strings": np.where(Y == 3, "x", "y"),
    "objects": np.where(Y == 3, "x", "y").astype(object),
    "booleans": Y == 3,
    "int8": Y.astype(np.int8),
    "unsigned": Y.astype(np.uint64) + 2**63,
    "floats": Y.astype(float),
    "big-endian": Y.astype(">i4"),
    "pandas": pd.Series(Y, name="class", index=range(100, 160)),
    "pandas categories": pd.Series(pd.Categorical(np.where(Y == 3, "x", "y"))),
    "pandas nullable": pd.Series(Y, dtype="Int16"),
    "pandas text": pd.Series(np.where(Y == 3, "x", "y"), dtype="string"),
    "pandas frame": pd.DataFrame({"class": Y}),
    "polars": pl.Series("class", Y),
    "polars categories": pl.Series("class", np.where(Y == 3, "x", "y"), pl.Categorical),
    "polars frame": pl.DataFrame({"class": Y}),
    "pyarrow": pa.array(Y),
    "pyarrow text": pa.array(np.where(Y == 3, "x", "y").tolist()),
    "pyarrow chunked": pa.chunked_array([Y[:20], Y[20:]]),
    "one-hot": np.eye(3, dtype=np.float32)[np.where(Y == 3, 0, 2)],
    "one-hot list": np.eye(3, dtype=int)[np.where(Y == 3, 0, 2)].tolist(),
    "one-hot frame": pd.DataFrame(np.eye(3, dtype=int)[np.where(Y == 3, 0, 2)]),
    "one-hot of two": np.eye(2, dtype=int)[np.where(Y == 3, 0, 1)],
    "one-hot sparse": sparse.csr_matrix(np.eye(3, dtype=int)[np.where(Y == 3, 0, 2)]),
}


@pytest.mark.parametrize("kind", LABELS)
def test_labels(kind):
    y = LABELS[kind]
    X_new, y_new = resampled(X, y)
    assert type(y_new) is type(y)
    # The rarer class is the one that grows, whatever it is called.
    assert np.array_equal(X_new, PLAIN[0])
    first, last = to_numpy(y[:60]), to_numpy(y_new[60:])
    assert np.array_equal(to_numpy(y_new[:60]), first)
    assert np.array_equal(last, np.repeat(to_numpy(y[59:60]), 30, axis=0))
    for attribute in ("dtype", "dtypes", "type", "name", "schema"):
        if hasattr(y, attribute):
            assert np.all(getattr(y_new, attribute) == getattr(y, attribute))
    if isinstance(y, (pd.Series, pd.DataFrame)):
        assert y_new.index.equals(pd.RangeIndex(90))


class NoArray:
    """What numpy can make an array of, and does not let its functions take as one."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array

    def __array_function__(self, func, types, args, kwargs):
        raise TypeError(f"{func.__name__} is not for this")


def test_what_is_no_array_is_made_one_but_not_passed_to_numpy():
    table, labels = RandomUnderSampler(random_state=0).fit_resample(X, NoArray(Y))
    expected = RandomUnderSampler(random_state=0).fit_resample(X, Y)
    np.testing.assert_array_equal(table, expected[0])
    np.testing.assert_array_equal(np.asarray(labels), expected[1])


def test_a_column_of_labels_comes_back_flat():
    for y in (Y[:, None], Y[:, None].tolist()):
        ours, peers = (
            resampled(X, y)[1],
            peer.SMOTE(random_state=0).fit_resample(X, y)[1],
        )
        assert type(ours) is type(peers)
        assert np.array_equal(ours, peers)


def mixed_frame():
    return pd.DataFrame(
        {
            "double": X[:, 0],
            "single": X[:, 1].astype(np.float32),
            "long": X[:, 2].astype(np.int64),
            "short": (X[:, 3] / 10).astype(np.int8),
            "flag": X[:, 0] > 0,
        },
        index=[f"row {i}" for i in range(60)],
    )


def test_pandas_mixed_as_the_peer():
    frame = mixed_frame()
    ours, y_ours = resampled(frame, pd.Series(Y, index=frame.index))
    peers, y_peers = peer.SMOTE(random_state=0).fit_resample(frame, pd.Series(Y))
    pd.testing.assert_frame_equal(ours, peers)
    pd.testing.assert_series_equal(y_ours, y_peers)


def test_pandas_nullable_and_arrow_types():
    frame = mixed_frame()
    plain, _ = resampled(frame, Y)
    nullable = frame.astype(
        {
            "double": "Float64",
            "single": "Float32",
            "long": "Int64",
            "short": "int8[pyarrow]",
            "flag": "boolean",
        }
    )
    result, _ = resampled(nullable, Y)
    assert (result.dtypes == nullable.dtypes).all()
    for name in frame:
        assert np.array_equal(result[name].to_numpy(plain[name].dtype), plain[name])


def test_pandas_objects_that_are_numbers():
    frame = pd.DataFrame(X, columns=NAMES).astype({"b": object})
    result, _ = resampled(frame, Y)
    assert (result.dtypes == frame.dtypes).all()
    assert np.array_equal(result.to_numpy(float), PLAIN[0])


def test_pandas_names_that_are_no_strings():
    frame = pd.DataFrame(X)
    assert resampled(frame, Y)[0].columns.equals(frame.columns)
    frame.columns = pd.MultiIndex.from_product([["a", "b"], [1, 2]])
    assert resampled(frame, Y)[0].columns.equals(frame.columns)
    frame.columns = ["a", "b", "c", 1]
    with pytest.raises(TypeError, match="Feature names are only supported if all"):
        resampled(frame, Y)


def test_large_integers_of_a_mixed_frame_are_kept():
    # As float64 they would be rounded: 2**53 + 1 has no float of its own.
    frames = [
        pd.DataFrame({"id": 2**60 + np.arange(60), "x": X[:, 0]}),
        pl.DataFrame({"id": 2**60 + np.arange(60), "x": X[:, 0]}),
        pa.table({"id": 2**60 + np.arange(60), "x": X[:, 0]}),
    ]
    for frame in frames:
        result, _ = resampled(frame, Y)
        column = np.asarray(result["id"])
        assert column.dtype == np.int64
        assert np.array_equal(column[:60], 2**60 + np.arange(60))


def test_polars_mixed():
    frame = pl.from_pandas(mixed_frame())
    result, labels = resampled(frame, pl.Series("class", Y))
    plain, _ = resampled(mixed_frame(), Y)
    assert result.schema == frame.schema
    assert labels.name == "class"
    assert result.equals(pl.from_pandas(plain))


def test_pyarrow_mixed():
    table = pa.Table.from_pandas(mixed_frame(), preserve_index=False)
    fields = [field.with_metadata({"unit": "m"}) for field in table.schema]
    table = table.cast(pa.schema(fields, metadata={"source": "test"}))
    result, _ = resampled(table, pa.array(Y))
    plain, _ = resampled(mixed_frame(), Y)
    assert result.schema.equals(table.schema, check_metadata=True)
    for name in plain:
        assert np.array_equal(result[name].to_numpy(zero_copy_only=False), plain[name])


def test_feature_names():
    for frame in (FEATURES["pandas"], FEATURES["polars"], FEATURES["pyarrow"]):
        sampler = SMOTE().fit(frame, Y)
        assert sampler.feature_names_in_.tolist() == NAMES
        assert sampler.get_feature_names_out().tolist() == NAMES
        assert sampler.n_features_in_ == 4
        sampler.fit(X, Y)
        assert not hasattr(sampler, "feature_names_in_")


def test_dates_do_not_pass_as_numbers():
    frame = pl.DataFrame({"a": X[:, 0], "when": [datetime.date(2020, 1, 1)] * 60})
    with pytest.raises(ValueError, match="column 'when' is of type Date"):
        resampled(frame, Y)


@pytest.mark.parametrize("kind", ["C order", "Fortran order", "pandas", "polars"])
def test_written_in_pieces(monkeypatch, kind):
    from smote import _output, _provenance

    monkeypatch.setattr(_output, "_PIECE_BYTES", 300)
    monkeypatch.setattr(_provenance, "_BLOCK_BYTES", 300)
    table = FEATURES[kind]
    sampler = SMOTE(random_state=0)
    X_new, _ = sampler.fit_resample(table, Y)
    assert np.array_equal(to_numpy(X_new), PLAIN[0])
    assert np.array_equal(to_numpy(sampler.apply(table)), PLAIN[0])


def test_sparse_by_blocks(monkeypatch):
    from smote import _block_search, _sparse

    table = sparse.random(300, 20, 0.4, "csr", random_state=1)
    y = np.repeat([0, 1, 2], [150, 100, 50])
    whole, _ = resampled(table, y, scale="sd", column_weights=np.arange(20) + 1)
    monkeypatch.setattr(_block_search, "_BLOCK_BYTES", 8 * 20 * 7)
    monkeypatch.setattr(_sparse, "_BLOCK_VALUES", 11)
    pieces, _ = resampled(table, y, scale="sd", column_weights=np.arange(20) + 1)
    assert (whole != pieces).nnz == 0


@pytest.mark.parametrize("scale", [None, "sd", "range"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    "method",
    [
        SMOTE,
        BorderlineSMOTE,
        partial(BorderlineSMOTE, kind="borderline-2"),
        SVMSMOTE,
        ADASYN,
    ],
)
def test_sparse_equals_dense(scale, weighted, method):
    table = sparse.random(200, 12, 0.5, "csr", random_state=1)
    table = sparse.csr_matrix(table.multiply(10.0 ** np.arange(12)))
    y = np.repeat([0, 1], [150, 50])
    weights = np.linspace(0, 2, 12) if weighted else None
    sampler = method(
        random_state=0, stream="native", scale=scale, column_weights=weights
    )
    dense, _ = sampler.fit_resample(table.toarray(), y)
    assert len(dense) == 300
    for form in (table, table.tocsc()):
        assert np.array_equal(sampler.fit_resample(form, y)[0].toarray(), dense)


@pytest.mark.parametrize("scale", ["sd", "range"])
@pytest.mark.parametrize("size", [1e-200, 1e200])
@pytest.mark.parametrize("weights", [None, [2.0, 1.0, 0.0, 3.0]])
def test_sparse_columns_of_any_size_are_scaled_as_dense_ones(weights, size, scale):
    sampler = SMOTE(random_state=0, scale=scale, column_weights=weights)
    outcomes = []
    for table in (X * size, sparse.csr_matrix(X * size)):
        try:
            outcomes.append(to_numpy(sampler.fit_resample(table, Y)[0]))
        except ValueError as error:
            outcomes.append(str(error))
    assert str(outcomes[0]) == str(outcomes[1])
    assert np.array_equal(outcomes[0], outcomes[1])


@pytest.mark.parametrize("scale", [None, "sd", "range"])
@pytest.mark.parametrize("weights", [None, [2.0, 1.0, 0.0, 3.0]])
def test_sparse_clusters_are_scaled_as_dense_ones(weights, scale):
    sampler = KMeansSMOTE(
        random_state=0, kmeans_estimator=1, scale=scale, column_weights=weights
    )
    # A grid, so that there are ties for the last bit to decide.
    grid = RNG.integers(0, 7, (60, 4)) * 1.0
    sparse_result, _ = sampler.fit_resample(sparse.csr_matrix(grid), Y)
    assert np.array_equal(sparse_result.toarray(), sampler.fit_resample(grid, Y)[0])


@pytest.mark.parametrize("weights", [[1, -1, 1, 1], [0, 0, 0, 0], [1, np.inf, 0, 0]])
def test_weights_of_a_scaled_sparse_table_are_refused_as_of_a_dense_one(weights):
    sampler = SMOTE(scale="range", column_weights=weights)
    sentences = []
    for table in (X, sparse.csr_matrix(X)):
        with pytest.raises(ValueError, match="column_weights") as caught:
            sampler.fit_resample(table, Y)
        sentences.append(str(caught.value))
    assert sentences[0] == sentences[1]


@pytest.mark.parametrize("random_state", [3, np.random.RandomState(3)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_halved_gaps_are_rounded_in_sparse_tables_too(monkeypatch, dtype, random_state):
    from smote import _output

    table = (np.random.RandomState(1).normal(size=(80, 5)) * 100).astype(dtype)
    y = np.repeat([0, 1], [50, 30])
    sampler = BorderlineSMOTE(random_state=random_state, kind="borderline-2")
    state = np.random.RandomState(3).get_state()
    for form in (sparse.csr_matrix, sparse.csc_array):
        for block_bytes in (64 << 20, 8 * 100 * 2):
            monkeypatch.setattr(_output, "_DENSE_BYTES", block_bytes)
            rows = []
            for X in (table, form(table)):
                if random_state != 3:
                    random_state.set_state(state)
                rows.append(to_numpy(sampler.fit_resample(X, y)[0]))
            assert np.array_equal(*rows)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", [SMOTE, ADASYN, partial(SMOTE, stream="native")])
def test_differences_too_large_for_their_type_in_any_container(method, dtype):
    largest = np.finfo(dtype).max
    table = (RNG.uniform(-1, 1, size=(60, 3)) * largest).astype(dtype)
    sampler = method(random_state=0)
    expected, _ = sampler.fit_resample(table, Y)
    assert np.isfinite(expected).all()
    for form in (sparse.csr_matrix, sparse.csc_array, pd.DataFrame):
        assert np.array_equal(
            to_numpy(sampler.fit_resample(form(table), Y)[0]), expected
        )
        assert np.array_equal(to_numpy(sampler.apply(form(table))), expected)
    assert np.array_equal(sampler.apply(table), expected)


def test_what_lies_beyond_the_largest_number_is_the_largest_in_any_container():
    largest = np.finfo(np.float64).max
    values = np.where(np.arange(60) % 2, largest, -largest)
    sampler = SVMSMOTE(random_state=0, out_step=1, svm_estimator=SVC(kernel="linear"))
    sampler.fit_resample(X + 200 * (Y == 1)[:, None], Y)
    outwards = sampler.provenance_.gap < 0
    assert outwards.any()
    for table in (values, values[:, None], sparse.csr_matrix(values[:, None])):
        carried = to_numpy(sampler.apply(table)).ravel()
        assert np.isfinite(carried).all()
        assert (np.abs(carried[outwards]) == largest).all()


@pytest.mark.parametrize("method", [SMOTEENN, SMOTETomek])
@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_both_steps_on_sparse_numbers_as_large_as_there_are(method):
    table = RNG.uniform(-1, 1, size=(60, 3)) * np.finfo(np.float64).max
    expected, _ = method(random_state=0).fit_resample(table, Y)
    result, _ = method(random_state=0).fit_resample(sparse.csr_matrix(table), Y)
    assert np.array_equal(result.toarray(), expected)


CLIPPED = [
    SMOTE(random_state=0, few_rows="clip"),
    BorderlineSMOTE(random_state=0, few_rows="clip", m_neighbors=70),
    BorderlineSMOTE(
        random_state=0,
        few_rows="clip",
        kind="borderline-2",
        stream="native",
        k_neighbors=70,
    ),
    ADASYN(random_state=0, few_rows="clip", stream="native"),
    ADASYN(random_state=0, few_rows="clip", stream="native", n_neighbors=70),
]


@pytest.mark.parametrize("sampler", CLIPPED, ids=str)
@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_sparse_few_rows(sampler):
    table = sparse.random(60, 5, 0.5, "csr", random_state=1)
    for sizes in ([45, 15], [57, 3], [58, 2], [59, 1]):
        y = np.repeat([0, 1], sizes)
        dense, _ = sampler.fit_resample(table.toarray(), y)
        result, _ = sampler.fit_resample(table, y)
        assert np.array_equal(result.toarray(), dense)


@pytest.mark.parametrize(
    "sampler",
    [
        SMOTE(),
        SMOTENC(["c"]),
        SMOTEN(),
        RandomOverSampler(shrinkage=1.0),
        ClusterCentroids(),
        SMOTEENN(),
    ],
    ids=str,
)
def test_columns_of_pyarrow_that_have_no_null(sampler):
    # As they are read from a Parquet file, where they are REQUIRED.
    text = isinstance(sampler, (SMOTENC, SMOTEN))
    columns = {
        "a": X[:, 0],
        "b": X[:, 1].astype(np.int32),
        "c": np.where(X[:, 2] > 0, "p", "q").tolist() if text else X[:, 2] > 0,
    }
    fields = [
        pa.field("a", pa.float64(), nullable=False, metadata={"unit": "m"}),
        pa.field("b", pa.int32()),
        pa.field("c", pa.string() if text else pa.bool_(), nullable=False),
    ]
    schema = pa.schema(fields, metadata={"source": "here"})
    result, _ = sampler.fit_resample(pa.table(columns, schema=schema), Y)
    assert result.schema.equals(schema, check_metadata=True)


@pytest.mark.parametrize(
    "sampler",
    [
        SMOTE(random_state=0),
        SMOTEENN(random_state=0, enn=TomekLinks()),
        SMOTETomek(random_state=0),
        CombinedSampler(SMOTE(random_state=0), TomekLinks()),
        ClusterCentroids(random_state=0, voting="soft", stream="native"),
    ],
    ids=str,
)
def test_sparse_booleans_of_pandas(sampler):
    frame = pd.DataFrame(X > 0).astype(pd.SparseDtype(bool, False))
    result, _ = sampler.fit_resample(frame, Y)
    assert set(map(str, result.dtypes)) == {"Sparse[bool, False]"}
    dense, _ = sampler.fit_resample(X > 0, Y)
    assert np.array_equal(result.to_numpy(bool), dense)


@pytest.mark.parametrize(
    "sampler",
    [
        SMOTE(random_state=0),
        SMOTE(random_state=0, scale="sd", stream="native"),
        SMOTENC([0]),
        SMOTEN(),
        SMOTEENN(),
        RandomOverSampler(),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", [tuple, list])
def test_rows_of_a_list_stay_tuples_or_lists(kind, sampler):
    rows = [kind(row) for row in np.round(X).astype(int).tolist()]
    result, _ = sampler.fit_resample(rows, Y)
    assert {type(row) for row in result} == {kind}
    assert {type(row) for row in sampler.apply(rows)} == {kind}
