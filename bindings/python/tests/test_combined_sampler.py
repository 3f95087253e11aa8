"""Any over-sampler, then any sampler that drops rows: in one plan where it can be."""

import copy
import pickle
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest
import sklearn
from imblearn import FunctionSampler, over_sampling, under_sampling
from imblearn import combine as combined
from imblearn.pipeline import make_pipeline
from scipy import sparse
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import SVC
from sklearn.utils import get_tags

from cases import dense
from oracle import one_hot, recomputed, value_differences
from samplers import BY_DISTANCE, three_classes, without_address
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
    SmoteWarning,
    TomekLinks,
    _containers,
)

RNG, X, Y = three_classes()
FRAME = pd.DataFrame(
    {
        "a": X[:, 0],
        "colour": RNG.choice(["red", "green", "blue"], 131),
        "b": X[:, 1],
        "shape": pd.Categorical(RNG.choice(["x", "y"], 131)),
    }
)
TEXTS = FRAME[["colour", "shape"]].assign(letter=RNG.choice(list("pqrs"), 131))

OVER = {
    "SMOTE": (SMOTE, {}),
    "borderline-1": (BorderlineSMOTE, {}),
    "borderline-2": (BorderlineSMOTE, {"kind": "borderline-2"}),
    "SVM": (SVMSMOTE, {}),
    "ADASYN": (ADASYN, {}),
    "KMeans": (KMeansSMOTE, {"kmeans_estimator": 3, "cluster_balance_threshold": 0.05}),
    "random": (RandomOverSampler, {}),
    "bootstrap": (RandomOverSampler, {"shrinkage": 0.3}),
}
FEWER = {3: 50, 8: 60, -1: 10}
CLEANING = {
    "random": (RandomUnderSampler, {"sampling_strategy": FEWER, "random_state": 0}),
    "again": (RandomUnderSampler, {"replacement": True, "random_state": 0}),
    **BY_DISTANCE,
    "NearMiss-1": (NearMiss, {"sampling_strategy": FEWER}),
}
STREAMS = ["numpy", "native"]
pytestmark = pytest.mark.usefixtures("obstacles")


def made(method, parameters, stream):
    sampler = method(**parameters, stream=stream)
    if "random_state" in sampler.get_params():
        sampler.set_params(random_state=0)
    return sampler


def quietly(run, *arguments):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmoteWarning)
        return run(*arguments)


def assert_as_one_by_one(over, cleaning, table, y=Y):
    """Compare with one after the other, and return the combination."""
    both = CombinedSampler(over, cleaning)
    X_new, y_new = quietly(both.fit_resample, table, y)
    X_left, y_left = quietly(
        cleaning.fit_resample, *quietly(over.fit_resample, table, y)
    )
    assert type(X_new) is type(table)
    X_new, X_left = np.asarray(dense(X_new)), np.asarray(dense(X_left))
    assert X_new.dtype == X_left.dtype
    assert np.array_equal(X_new, X_left)
    assert np.array_equal(y_new, y_left)
    rows = cleaning.sample_indices_
    assert_provenance(both, over.provenance_.at(rows))
    assert both.n_kept_ == np.count_nonzero(rows < len(y))
    return both


def assert_provenance(both, expected):
    for ours, theirs in zip(both.provenance_, expected, strict=True):
        assert np.array_equal(ours, theirs)


# ------------------------------------------------------------------- every pair


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("cleaning", CLEANING)
@pytest.mark.parametrize("over", OVER)
def test_one_plan_is_both_steps(over, cleaning, stream, obstacles):
    first = made(*OVER[over], stream)
    second = made(*CLEANING[cleaning], stream)
    both = assert_as_one_by_one(first, second, X)
    assert obstacles == [[]]
    assert both.sampling_strategy_ == first.sampling_strategy_
    assert both.n_features_in_ == 3
    assert np.array_equal(
        both.apply(np.arange(131), interpolate=False), both.provenance_.base
    )
    if over not in ("bootstrap", "borderline-2"):  # noise; another rounding
        assert np.array_equal(recomputed(X, both.provenance_), both.apply(X))
    assert hasattr(both, "sample_indices_") == (over in ("random", "bootstrap"))


TABLES = {
    "float32": X.astype(np.float32),
    "half": X.astype(np.float16),
    "integers": (X * 1000).astype(np.int64),
    "list": X.tolist(),
    "frame": pd.DataFrame(X, columns=list("abc")),
    "mixed frame": pd.DataFrame(X * 100, columns=list("abc")).astype({"b": int}),
    "polars": pl.DataFrame(X, schema=list("abc")),
    "csr": sparse.csr_matrix(X),
    "csc": sparse.csc_array(X),
}
# Whose new values are rounded, or come row by row from a sparse matrix.
NOT_EXACT = {"half", "integers", "mixed frame", "csr", "csc"}


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("cleaning", ["again", "ENN", "OSS"])
@pytest.mark.parametrize("over", ["SMOTE", "KMeans", "random", "bootstrap"])
@pytest.mark.parametrize("table", TABLES)
def test_containers(table, over, cleaning, stream, obstacles):
    first = made(*OVER[over], stream)
    second = made(*CLEANING[cleaning], stream)
    assert_as_one_by_one(first, second, TABLES[table])
    repeats = over == "random" and table not in ("csr", "csc")
    is_one = cleaning == "again" or table not in NOT_EXACT or repeats
    assert (obstacles == [[]]) == is_one


def test_repeated_rows_of_lists_are_not_one_object():
    table = X.astype(int).tolist()
    under = RandomUnderSampler(replacement=True, random_state=0)
    for over in (SMOTE(random_state=0), RandomOverSampler(random_state=0)):
        X_new, _ = CombinedSampler(over, under).fit_resample(table, Y)
        assert len(set(map(id, X_new))) == len(X_new)


def test_text_labels_and_one_hot():
    words = np.where(Y == 8, "few", np.where(Y == -1, "some", "many"))
    over = SMOTE(random_state=0)
    under = RandomUnderSampler(sampling_strategy={"many": 30}, random_state=0)
    assert_as_one_by_one(over, under, X, words)
    cleaning = EditedNearestNeighbours(sampling_strategy=["some"])
    assert_as_one_by_one(over, cleaning, X, words)
    one_hot = np.eye(3, dtype=int)[np.unique(Y, return_inverse=True)[1]]
    _, y_new = CombinedSampler(
        over, cleaning.set_params(sampling_strategy="all")
    ).fit_resample(X, one_hot)
    assert y_new.shape[1] == 3


def test_over_then_under():
    rng = np.random.default_rng(1)
    y = rng.permutation(np.repeat([0, 1], [1000, 30]))
    both = CombinedSampler(
        SMOTE(sampling_strategy=0.1, random_state=0),
        RandomUnderSampler(sampling_strategy=0.5, random_state=0),
    )
    table = rng.normal(size=(1030, 4))
    _, y_new = both.fit_resample(table, y)
    assert np.bincount(y_new).tolist() == [200, 100]
    assert both.sampling_strategy_ == {1: 70}
    assert_as_one_by_one(both.over, both.cleaning, table, y)


# ------------------------------------------------------------------- categories


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("cleaning", CLEANING)
def test_smotenc(cleaning, stream, obstacles):
    over = SMOTENC(["colour", "shape"], random_state=0, stream=stream)
    second = made(*CLEANING[cleaning], stream)
    both = CombinedSampler(over, second)
    X_new, y_new = quietly(both.fit_resample, FRAME, Y)
    assert obstacles == [[]]
    more, labels = over.fit_resample(FRAME, Y)
    quietly(second.fit_resample, one_hot(more, [1, 3]), labels)
    rows = second.sample_indices_
    pd.testing.assert_frame_equal(X_new, more.iloc[rows].reset_index(drop=True))
    assert np.array_equal(y_new, labels[rows])
    assert_provenance(both, over.provenance_.at(rows))
    assert both.feature_names_in_.tolist() == list(FRAME)
    for table in (pl.from_pandas(FRAME), FRAME.astype(object).to_numpy().tolist()):
        over.set_params(categorical_features=[1, 3])
        again, _ = quietly(CombinedSampler(over, second).fit_resample, table, Y)
        assert type(again) is type(table)
        assert np.array_equal(np.asarray(again, object), X_new.to_numpy(object))


# Where no row is made, FEWER asks for more rows than there are.
@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize("cleaning", sorted(CLEANING.keys() - {"random", "NearMiss-1"}))
def test_categories_are_cleaned_where_no_row_is_made(cleaning, stream):
    nothing = SMOTENC([1, 3], sampling_strategy={}, random_state=0, stream=stream)
    second = made(*CLEANING[cleaning], stream)
    both = CombinedSampler(nothing, second)
    X_new, y_new = quietly(both.fit_resample, FRAME, Y)
    quietly(second.fit_resample, one_hot(FRAME, [1, 3]), Y)
    rows = second.sample_indices_
    assert np.array_equal(both.provenance_.base, rows)
    pd.testing.assert_frame_equal(X_new, FRAME.iloc[rows].reset_index(drop=True))
    assert np.array_equal(y_new, Y[rows])


@pytest.mark.parametrize("stream", STREAMS)
def test_smotenc_and_the_two_by_name(stream):
    over = SMOTENC(["colour", "shape"], random_state=0, stream=stream)
    enn = EditedNearestNeighbours(sampling_strategy="all", stream=stream)
    links = TomekLinks(sampling_strategy="all", stream=stream)
    for named, cleaning in (
        (SMOTEENN(smote=over, stream=stream), enn),
        (SMOTETomek(smote=over, stream=stream), links),
    ):
        X_new, y_new = quietly(named.fit_resample, FRAME, Y)
        X_both, y_both = quietly(CombinedSampler(over, cleaning).fit_resample, FRAME, Y)
        pd.testing.assert_frame_equal(X_new, X_both)
        assert np.array_equal(y_new, y_both)


@pytest.mark.parametrize("stream", STREAMS)
def test_smoten(stream, obstacles):
    over = SMOTEN(random_state=0, stream=stream)
    enn = EditedNearestNeighbours(sampling_strategy="all", stream=stream)
    both = CombinedSampler(over, enn)
    X_new, y_new = quietly(both.fit_resample, TEXTS, Y)
    assert obstacles == [[]]
    more, labels = over.fit_resample(TEXTS, Y)
    apart = value_differences(more.astype(str), labels).round(9)
    np.fill_diagonal(apart, np.inf)
    near = np.argsort(apart, axis=1, kind="stable")[:, :3]
    stays = (labels[near] == labels[:, None]).all(axis=1)
    classes = labels if stream == "numpy" else np.zeros(len(labels))
    rows = np.lexsort((np.arange(len(labels)), classes))
    rows = rows[stays[rows]]
    assert np.array_equal(y_new, labels[rows])
    assert X_new.equals(more.iloc[rows].reset_index(drop=True))
    assert_provenance(both, over.provenance_.at(rows))
    assert both.n_kept_ == np.count_nonzero(rows < 131)


@pytest.mark.parametrize("over", [SMOTENC([1, 3]), SMOTEN(), RandomOverSampler()])
@pytest.mark.parametrize("stream", STREAMS)
def test_random_rows_of_texts(over, stream):
    """RandomUnderSampler does not read values, so that any do."""
    table = TEXTS if isinstance(over, SMOTEN) else FRAME
    over = clone(over).set_params(random_state=0, stream=stream)
    for seed in (0, 1):  # in one plan, and one after the other
        under = RandomUnderSampler(random_state=seed, stream=stream, replacement=True)
        for wanted in (table, pl.from_pandas(table)):
            assert_as_one_by_one(over, under, wanted)


def test_codes_are_categories_in_both_steps():
    """An encoder's numbers mean nothing: renumbered, they give the same rows."""
    table = FRAME.assign(colour=FRAME["colour"].map({"red": 0, "green": 5, "blue": 9}))
    over = SMOTENC(["colour", "shape"], random_state=0, stream="native")
    both = CombinedSampler(over, NearMiss(stream="native"))
    y_texts = both.fit_resample(FRAME, Y)[1]
    base = both.provenance_.base
    assert np.array_equal(both.fit_resample(table, Y)[1], y_texts)
    assert np.array_equal(both.provenance_.base, base)


@pytest.mark.parametrize(
    ("cleaning", "why"),
    [
        (TomekLinks(scale="sd"), "their scale or column_weights differ"),
        (TomekLinks(stream="native"), "their random_state or stream differ"),
        (OneSidedSelection(random_state=1), "their random_state or stream differ"),
        (NearMiss(n_neighbors=22, few_rows="clip"), "there are before .* few_rows d"),
        (TomekLinks(sampling_strategy=lambda y: [8]), "asks for the labels that were"),
    ],
    ids=without_address,
)
def test_categories_are_not_taken_for_numbers(cleaning, why):
    both = CombinedSampler(SMOTENC([1, 3], random_state=0), cleaning)
    with pytest.raises(ValueError, match=f"takes categories for numbers, .* {why}"):
        both.fit_resample(FRAME, Y)


@pytest.mark.parametrize("stream", [None, "native"])
@pytest.mark.parametrize("few_rows", ["error", "clip"])
@pytest.mark.parametrize(
    "cleaning",
    [
        CondensedNearestNeighbour(n_neighbors=40, n_seeds_S=9, random_state=0),
        EditedNearestNeighbours(n_neighbors=150),
        NearMiss(n_neighbors=30),
    ],
    ids=without_address,
)
def test_rows_enough_after_the_first_step(cleaning, few_rows, stream):
    """It was refused where the input has too few, other than in C and R."""
    over = SMOTENC([1, 3], random_state=0, few_rows=few_rows, stream=stream)
    cleaning = clone(cleaning).set_params(few_rows=few_rows, stream=stream)
    both = CombinedSampler(over, cleaning)
    X_new, _ = quietly(both.fit_resample, FRAME, Y)
    # Told the categories, one is done after the other.
    both.set_params(cleaning__categorical_features=[1, 3])
    X_left, _ = quietly(both.fit_resample, FRAME, Y)
    assert X_new.equals(X_left)


def test_too_few_rows_even_after_the_first_step():
    cleaning = CondensedNearestNeighbour(n_neighbors=75, random_state=0)
    both = CombinedSampler(SMOTENC([1, 3], random_state=0), cleaning)
    words = np.array([f"no. {label}" for label in Y])
    message = "^class 'no. -1' and the seeds of class 'no. 3' have 71 rows, but n_nei"
    with pytest.raises(ValueError, match=message):
        both.fit_resample(FRAME, words)


# ------------------------------------------------- where it cannot be one plan


@pytest.mark.parametrize(
    ("over", "cleaning"),
    [
        (SMOTE(random_state=0), RandomUnderSampler(random_state=1)),
        (SMOTE(random_state=0), TomekLinks(stream="native")),
        (SMOTE(random_state=0), EditedNearestNeighbours(scale="sd")),
        (SMOTE(random_state=0), TomekLinks(column_weights=[1, 2, 3])),
        (SMOTE(random_state=0), TomekLinks(sampling_strategy=lambda y: [8])),
        (SMOTE(random_state=0), NearMiss(n_neighbors=30)),
        (
            SMOTE(random_state=0),
            CondensedNearestNeighbour(
                n_neighbors=NearestNeighbors(n_neighbors=1), random_state=0
            ),
        ),
        (SMOTE(random_state=0), NearMiss(n_neighbors=NearestNeighbors(n_neighbors=2))),
        (SMOTE(random_state=0), AllKNN(n_neighbors=NearestNeighbors(n_neighbors=3))),
        (
            SMOTE(random_state=0),
            NeighbourhoodCleaningRule(edited_nearest_neighbours=AllKNN()),
        ),
        (
            SMOTE(random_state=0),
            InstanceHardnessThreshold(estimator=GaussianNB(), random_state=0),
        ),
        (SMOTE(random_state=0), ClusterCentroids(voting="hard", random_state=0)),
        (
            KMeansSMOTE(kmeans_estimator=KMeans(1, n_init=1), random_state=0),
            TomekLinks(),
        ),
        (
            SVMSMOTE(random_state=np.random.RandomState(0), svm_estimator=SVC()),
            TomekLinks(),
        ),
    ],
    ids=without_address,
)
def test_one_by_one(over, cleaning, obstacles):
    both = CombinedSampler(*copy.deepcopy((over, cleaning)))
    X_new, y_new = quietly(both.fit_resample, X, Y)
    assert len(obstacles[0]) == 1
    X_left, y_left = quietly(cleaning.fit_resample, *quietly(over.fit_resample, X, Y))
    assert np.array_equal(X_new, X_left)
    assert np.array_equal(y_new, y_left)
    assert np.array_equal(Y[both.provenance_.base], y_new)


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize(
    ("method", "nothing"), [(RandomUnderSampler, {}), (NearMiss, {}), (TomekLinks, [])]
)
def test_a_second_step_about_no_class(method, nothing, stream):
    cleaning = made(method, {"sampling_strategy": nothing}, stream)
    assert_as_one_by_one(made(SMOTE, {}, stream), cleaning, X)


def test_a_classifier_between_draws(obstacles):
    """Of a sparse matrix, scikit-learn finds the support vectors, class by class."""
    state = np.random.RandomState(0)
    over, under = SVMSMOTE(random_state=state), RandomUnderSampler(random_state=state)
    twins = copy.deepcopy((over, under))
    table = sparse.csr_matrix(X)
    X_new, _ = CombinedSampler(over, under).fit_resample(table, Y)
    assert obstacles == [["SVMSMOTE asks an object for each class, between draws"]]
    X_left, _ = twins[1].fit_resample(*twins[0].fit_resample(table, Y))
    assert np.array_equal(X_new.toarray(), X_left.toarray())


def test_equal_weights_are_one_plan(obstacles):
    weights = {"column_weights": [1, 2, 3], "scale": "range"}
    cleaning = EditedNearestNeighbours(**weights)
    assert_as_one_by_one(SMOTE(random_state=0, **weights), cleaning, X)
    # Where there are no distances in the first step, those of the second count.
    assert_as_one_by_one(RandomOverSampler(random_state=0), cleaning, X)
    assert obstacles == [[], []]


def test_few_rows_are_those_of_each_step(obstacles):
    few = np.flatnonzero(Y != 8).tolist() + np.flatnonzero(Y == 8)[:3].tolist()
    over = SMOTE(random_state=0, few_rows="clip")
    assert_as_one_by_one(over, EditedNearestNeighbours(), X[few], Y[few])
    assert obstacles == [[]]
    both = CombinedSampler(over, EditedNearestNeighbours(n_neighbors=400))
    with pytest.raises(ValueError, match="X has 210 rows, but n_neighbors = 400"):
        both.fit_resample(X, Y)
    both.set_params(over__few_rows="error", over__k_neighbors=30)
    with pytest.raises(ValueError, match="class 8 has 21 rows, but k_neighbors = 30"):
        both.fit_resample(X, Y)


def test_too_few_rows_after_borderline():
    """Which classes had rows enough is known by then, and clipping was asked for."""
    enn = EditedNearestNeighbours(n_neighbors=500)
    for both in (
        CombinedSampler(BorderlineSMOTE(random_state=0), enn),
        SMOTEENN(smote=BorderlineSMOTE(random_state=0), enn=enn),
    ):
        with pytest.raises(ValueError, match="n_neighbors = 500 needs at least 501"):
            both.fit_resample(X, Y)


# ------------------------------------------------------------ random numbers


@pytest.mark.parametrize("make", [np.random.RandomState, np.random.default_rng])
def test_a_generator_goes_on(make, obstacles):
    ours, theirs = make(4), make(4)
    both = CombinedSampler(
        SMOTE(random_state=ours), RandomUnderSampler(random_state=ours)
    )
    over = SMOTE(random_state=theirs)
    under = RandomUnderSampler(random_state=theirs)
    for _ in range(2):
        X_new, y_new = both.fit_resample(X, Y)
        X_left, y_left = under.fit_resample(*over.fit_resample(X, Y))
        assert np.array_equal(X_new, X_left)
        assert np.array_equal(y_new, y_left)
    assert ours.normal() == theirs.normal()
    # A Generator gives each step a seed of its own.
    assert (obstacles == [[], []]) == (make is np.random.RandomState)


def test_the_global_state_goes_on(obstacles):
    np.random.seed(5)  # noqa: NPY002
    X_new, _ = CombinedSampler(ADASYN(), OneSidedSelection()).fit_resample(X, Y)
    drawn = np.random.uniform()  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    X_left, _ = OneSidedSelection().fit_resample(*ADASYN().fit_resample(X, Y))
    assert np.array_equal(X_new, X_left)
    assert np.random.uniform() == drawn  # noqa: NPY002
    assert obstacles == [[]]


# ------------------------------------------------------- scikit-learn's manners


def test_parameters():
    both = CombinedSampler(SMOTE(k_neighbors=3), RandomUnderSampler())
    assert both.get_params()["over__k_neighbors"] == 3
    both.set_params(over__k_neighbors=4, cleaning__sampling_strategy=0.5)
    assert clone(both).over.k_neighbors == 4
    assert both.cleaning.sampling_strategy == 0.5
    X_new, _ = both.set_params(cleaning=TomekLinks()).fit_resample(X, Y)
    assert not hasattr(both.over, "provenance_")
    assert len(both.provenance_.base) == len(X_new)
    assert both.fit(X, Y) is both
    assert both.sampling_strategy_ == {-1: 30, 8: 49}
    with pytest.raises(ValueError, match="'over' parameter of CombinedSampler"):
        CombinedSampler(3, TomekLinks()).fit(X, Y)
    with pytest.raises(ValueError, match="'k_neighbors' parameter of SMOTE"):
        CombinedSampler(SMOTE(k_neighbors=0), TomekLinks()).fit(X, Y)


def test_in_a_pipeline():
    both = CombinedSampler(SMOTE(random_state=0), RandomUnderSampler(random_state=0))
    search = GridSearchCV(
        make_pipeline(both, LogisticRegression()),
        {
            "combinedsampler__over__k_neighbors": [3, 5],
            "combinedsampler__cleaning": [TomekLinks(), both.cleaning],
        },
        cv=2,
        error_score="raise",
    ).fit(X, Y)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    with sklearn.config_context(enable_metadata_routing=True):
        make_pipeline(both, LogisticRegression()).fit(X, Y).predict(X)


def test_pickle_and_tags():
    both = CombinedSampler(SMOTE(random_state=0), TomekLinks())
    X_new, _ = both.fit_resample(X, Y)
    twin = pickle.loads(pickle.dumps(both))
    assert np.array_equal(twin.apply(X), X_new)
    assert np.array_equal(twin.fit_resample(X, Y)[0], X_new)
    assert get_tags(both).estimator_type == "sampler"
    assert both.get_feature_names_out().tolist() == ["x0", "x1", "x2"]


def test_rounds_are_told():
    over = SMOTE(random_state=0, sampling_strategy={8: 25})
    renn = RepeatedEditedNearestNeighbours()
    both = CombinedSampler(over, renn)
    table = X + Y[:, None] / 4
    both.fit_resample(table, Y)
    renn.fit_resample(*over.fit_resample(table, Y))
    assert both.cleaning_.n_iter_ == renn.n_iter_ > 1


def test_progress_is_that_of_both_steps():
    seen = []
    over = SMOTE(random_state=0, progress=seen.append)
    CombinedSampler(over, EditedNearestNeighbours()).fit_resample(X, Y)
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_sample_indices():
    both = CombinedSampler(RandomOverSampler(random_state=0), TomekLinks())
    X_new, _ = both.fit_resample(X, Y)
    assert np.array_equal(X[both.sample_indices_], X_new)
    both.set_params(over=SMOTE()).fit_resample(X, Y)
    assert not hasattr(both, "sample_indices_")


# ------------------------------------------------------ what goes wrong, and may


def test_a_class_that_is_cleaned_away_is_told():
    table = np.array([[0.0], [1], [10], [11], [12], [13], [14], [15], [0.4], [14.4]])
    y = np.array([0] * 8 + [1] * 2)
    over = SMOTE(k_neighbors=1, random_state=0, sampling_strategy={1: 2})
    enn = EditedNearestNeighbours(sampling_strategy="all", n_neighbors=2)
    for both in (CombinedSampler(over, enn), SMOTEENN(smote=over, enn=enn)):
        with pytest.warns(SmoteWarning, match="all rows of class 1 were dropped"):
            _, y_new = both.fit_resample(table, y)
        assert set(y_new.tolist()) == {0}


@pytest.mark.parametrize("kind", ["array", "frame", "polars", "list", "texts", "csr"])
@pytest.mark.parametrize("stream", STREAMS)
def test_everything_is_cleaned_away(kind, stream):
    """All rows the same, one by one of another class."""
    numbers, y = np.ones((8, 2)), np.array([0, 1] * 4)
    table = {
        "array": numbers,
        "frame": pd.DataFrame(numbers, columns=["a", "b"]),
        "polars": pl.DataFrame(numbers, schema=["a", "b"]),
        "list": numbers.tolist(),
        "texts": pd.DataFrame({"a": numbers[:, 0], "b": ["x"] * 8}),
        "csr": sparse.csr_matrix(numbers),
    }[kind]
    shared = {"random_state": 0, "k_neighbors": 2, "stream": stream}
    over = SMOTENC([1], **shared) if kind == "texts" else SMOTE(**shared)
    enn = EditedNearestNeighbours(sampling_strategy="all", stream=stream)
    with pytest.warns(SmoteWarning, match="all rows of class . were dropped"):
        X_new, y_new = CombinedSampler(over, enn).fit_resample(table, y)
    assert type(X_new) is type(table)
    assert len(y_new) == (X_new.shape[0] if kind != "list" else len(X_new)) == 0


def test_what_makes_rows_cannot_come_second():
    with pytest.raises(ValueError, match="ClusterCentroids makes rows of its own"):
        CombinedSampler(SMOTE(), ClusterCentroids()).fit_resample(X, Y)
    with pytest.raises(ValueError, match=r"cleaning = SMOTE\(\), but it needs to be"):
        CombinedSampler(SMOTE(), SMOTE()).fit_resample(X, Y)
    for first in (TomekLinks(), SMOTEENN(), CombinedSampler(SMOTE(), TomekLinks())):
        with pytest.raises(ValueError, match="what adds rows, and does nothing else"):
            CombinedSampler(first, TomekLinks()).fit_resample(X, Y)


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        (0.001, "sampling_strategy = 0.001 asks for more rows of the majority"),
        ({3: 400}, "sampling_strategy asks for 400 rows of class 'many', but it has"),
        ({9: 1}, "target class is/are not present"),
    ],
)
def test_numbers_that_cannot_be(strategy, message):
    words = np.where(Y == 3, "many", "few")
    wanted = strategy
    if isinstance(strategy, dict):
        wanted = {"many" if 3 in strategy else "none": next(iter(strategy.values()))}
    under = RandomUnderSampler(sampling_strategy=wanted, random_state=0)
    with pytest.raises(ValueError, match=message):
        CombinedSampler(SMOTE(random_state=0), under).fit_resample(X, words)


def test_texts_are_for_categories_alone():
    with pytest.raises(ValueError, match="which could not be converted to numbers"):
        CombinedSampler(RandomOverSampler(), TomekLinks()).fit_resample(FRAME, Y)


@pytest.mark.parametrize("seed", [0, 1])
def test_combinations_have_a_fresh_index(seed):
    """Rows that the first step made have no name, in one plan (seed 0) or in two."""
    frame = FRAME.set_axis([f"row {i}" for i in range(131)])
    under = RandomUnderSampler(random_state=seed)
    both = CombinedSampler(RandomOverSampler(random_state=0), under)
    X_new, y_new = both.fit_resample(frame, pd.Series(Y, frame.index))
    fresh = pd.RangeIndex(len(X_new))
    assert X_new.index.equals(fresh)
    assert y_new.index.equals(fresh)
    assert both.apply(frame).index.equals(fresh)


# ------------------------------------------------------------ of another package


@pytest.mark.parametrize("table", [X, pd.DataFrame(X, columns=list("abc"))], ids=type)
def test_samplers_of_another_package(table):
    smote, links = over_sampling.SMOTE(random_state=0), under_sampling.TomekLinks()
    expected = links.fit_resample(*smote.fit_resample(table, Y))
    for over in (smote, SMOTE(random_state=0)):
        for cleaning in (links, TomekLinks()):
            both = CombinedSampler(over, cleaning)
            X_new, y_new = both.fit_resample(table, Y)
            assert type(X_new) is type(table)
            assert np.array_equal(X_new, expected[0])
            assert np.array_equal(y_new, expected[1])
            assert hasattr(both, "provenance_") == (over is not smote)
            assert both.n_kept_ == np.count_nonzero(links.sample_indices_ < 131)


def test_texts_among_samplers_of_another_package():
    over = over_sampling.SMOTENC(["colour", "shape"], random_state=0)
    under = under_sampling.RandomUnderSampler(random_state=0)
    expected = under.fit_resample(*over.fit_resample(FRAME, Y))
    ours = SMOTENC(["colour", "shape"], random_state=0)
    for first in (over, ours):
        for second in (under, RandomUnderSampler(random_state=0)):
            result = CombinedSampler(first, second).fit_resample(FRAME, Y)
            pd.testing.assert_frame_equal(result[0], expected[0].reset_index(drop=True))
            assert np.array_equal(result[1], expected[1])


class Twice:
    """No estimator of scikit-learn's, and without attributes."""

    def fit_resample(self, table, y):
        return np.vstack([table, table]), np.hstack([y, y])


class EveryOther:
    def fit_resample(self, table, y):
        self.sample_indices_ = np.arange(0, len(y), 2)
        return table[::2], y[::2]


def test_plain_classes_with_fit_resample():
    rows = np.hstack([np.arange(131), np.arange(131)])[::2]
    for both in (
        CombinedSampler(Twice(), EveryOther()),
        SMOTEENN(smote=Twice(), enn=EveryOther()),
        SMOTETomek(smote=Twice(), tomek=EveryOther()),
    ):
        for sampler in (both, clone(both)):
            X_new, y_new = sampler.fit_resample(X, Y)
            assert np.array_equal(X_new, X[rows])
            assert np.array_equal(y_new, Y[rows])
            assert sampler.n_kept_ == 66
    both = CombinedSampler(Twice(), TomekLinks())
    both.fit_resample(X, Y)
    assert both.sampling_strategy_ == {}
    assert both.set_params(over=SMOTE()).fit(X, Y).sampling_strategy_ == {-1: 30, 8: 49}
    with pytest.raises(TypeError, match="instead of a class"):
        CombinedSampler(SMOTE, TomekLinks()).fit(X, Y)


def of_another_package(resample):
    return FunctionSampler(func=resample, validate=False)


def reversed_rows(table, y):
    return table[::-1], y[::-1]


def shuffled_within_classes(table, y):
    rows = np.arange(len(y))
    few = np.flatnonzero(y == 8)
    rows[few] = few[::-1]
    return table[rows], y


def other_labels(table, y):
    return table, np.where(y == 8, 3, y)


def fewer_rows(table, y):
    return table[:100], y[:100]


def fewer_columns(table, y):
    return table[:, :2], y


NO_OVER_SAMPLERS = {
    "pipeline": make_pipeline(
        over_sampling.SMOTE(random_state=0),
        under_sampling.RandomUnderSampler(random_state=0, sampling_strategy={3: 40}),
    ),
    "cleaned": combined.SMOTEENN(random_state=0),
    "dropped": under_sampling.RandomUnderSampler(random_state=0),
    "shuffled": of_another_package(reversed_rows),
    "within": of_another_package(shuffled_within_classes),
    "labels": of_another_package(other_labels),
    "rows": of_another_package(fewer_rows),
    "columns": of_another_package(fewer_columns),
}


@pytest.mark.parametrize("table", [X, sparse.csr_matrix(X)], ids=type)
@pytest.mark.parametrize("first", NO_OVER_SAMPLERS)
def test_a_first_step_that_moves_rows_of_the_input_is_refused(first, table):
    """Their labels would be those of other rows, and nobody could count them."""
    over = NO_OVER_SAMPLERS[first]
    for name, both in (
        ("smote", SMOTEENN(smote=over)),
        ("smote", SMOTETomek(smote=over)),
        ("over", CombinedSampler(over, TomekLinks())),
    ):
        with pytest.raises(ValueError, match=rf"(?s){name} = .*an over-sampler, which"):
            both.fit_resample(table, Y)


@pytest.mark.parametrize("kind", ["array", "float32", "integers", "csr", "csc", "list"])
@pytest.mark.parametrize("over", ["SMOTE", "ADASYN", "SVMSMOTE", "RandomOverSampler"])
def test_over_samplers_of_another_package(over, kind):
    table = {**TABLES, "array": X}[kind]
    first = getattr(over_sampling, over)(random_state=0)
    expected = TomekLinks(sampling_strategy="all").fit_resample(
        *first.fit_resample(table, Y)
    )
    for both in (
        SMOTETomek(smote=first),
        CombinedSampler(first, TomekLinks(sampling_strategy="all")),
    ):
        X_new, y_new = both.fit_resample(table, Y)
        assert np.array_equal(dense(X_new), dense(expected[0]))
        assert np.array_equal(y_new, expected[1])


@pytest.mark.parametrize("kind", [np.asarray, sparse.csr_matrix, sparse.coo_array])
def test_rows_that_come_back_rounded_are_those_of_the_input(kind):
    over = of_another_package(lambda table, y: (table.astype(np.float32), y))
    both = CombinedSampler(over, RandomUnderSampler(random_state=0))
    assert both.fit_resample(kind(X), Y)[1].tolist() == [-1] * 21 + [3] * 21 + [8] * 21
    assert both.n_kept_ == 63


ANYTHING = pd.DataFrame(
    {
        "text": pd.Series(RNG.choice(["red", "", None], 131), dtype=object),
        "category": pd.Categorical(RNG.choice(["x", "y", None], 131)),
        "day": pd.to_datetime(RNG.choice(["2020-01-01", "NaT"], 131)),
        "number": np.where(Y == 3, np.nan, X[:, 0]),
        "count": pd.array(RNG.choice([1, 2, pd.NA], 131), dtype="Int64"),
        "thing": pd.Series([np.arange(3)] * 131, dtype=object),
    }
)
MISSING = np.where(X > 0, X, np.nan)
TABLES_OF_ANYTHING = {
    "frame": ANYTHING,
    "objects": ANYTHING.drop(columns="thing").to_numpy(),
    "list of texts": [["red", 1, 2.5], ["blue", 2, 3.0], ["", 3, -1.0]] * 43
    + [["green", 4, 0.0]] * 2,
    "list": [[1, 2.5], [None, 3]] * 65 + [[7, 8]],
    "missing": MISSING,
    "sparse": sparse.csr_matrix(MISSING),
    "sparse frame": pd.DataFrame.sparse.from_spmatrix(sparse.csr_matrix(X)),
}


@pytest.mark.parametrize("kind", TABLES_OF_ANYTHING)
def test_rows_of_anything_are_found_to_come_first(kind):
    over = over_sampling.RandomOverSampler(random_state=0)
    both = CombinedSampler(over, RandomUnderSampler(random_state=0))
    both.fit_resample(TABLES_OF_ANYTHING[kind], Y)
    under = RandomUnderSampler(random_state=0)
    under.fit_resample(*over.fit_resample(X, Y))
    assert both.n_kept_ == np.count_nonzero(under.sample_indices_ < 131)


@pytest.mark.parametrize("kind", ["frame", "objects", "list", "sparse"])
def test_rows_of_anything_are_found_to_have_moved(kind):
    table = TABLES_OF_ANYTHING[kind]
    moved = np.arange(131)
    moved[:100] = moved[99::-1]

    def shuffled(table, y):
        return _containers.take(table, moved), y

    both = CombinedSampler(of_another_package(shuffled), RandomUnderSampler())
    with pytest.raises(ValueError, match="leaves the rows of the input in front"):
        both.fit_resample(table, Y)


def test_who_does_not_say_which_rows_are_left():
    peer = under_sampling.ClusterCentroids(random_state=0)
    with pytest.raises(ValueError, match="does not say which rows it leaves"):
        CombinedSampler(SMOTE(), peer).fit_resample(X, Y)
