"""A citizen of scikit-learn, and of imbalanced-learn's pipelines."""

import copy
import doctest
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import sklearn
from imblearn.pipeline import Pipeline
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.utils import get_tags

import smote
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
    _nearest_neighbors,
    _strategy,
)

X, Y = make_classification(n_samples=400, weights=[0.85], random_state=0)
SAMPLERS = [SMOTE, BorderlineSMOTE, SVMSMOTE, ADASYN, RandomOverSampler]
WITHOUT_RANDOMNESS = [
    TomekLinks,
    EditedNearestNeighbours,
    RepeatedEditedNearestNeighbours,
    AllKNN,
    NeighbourhoodCleaningRule,
    NearMiss,
]
UNDER_SAMPLERS = [
    RandomUnderSampler,
    CondensedNearestNeighbour,
    OneSidedSelection,
    InstanceHardnessThreshold,
    ClusterCentroids,
]
COMBINED = [SMOTEENN, SMOTETomek]
ALL = [*SAMPLERS, SMOTEN, KMeansSMOTE, *UNDER_SAMPLERS, *WITHOUT_RANDOMNESS, *COMBINED]


def made(method):
    """Return a sampler of 400 rows, 20 columns and two classes, with a seed."""
    if method in WITHOUT_RANDOMNESS:
        return method()
    if method is KMeansSMOTE:
        return method(random_state=0, kmeans_estimator=1)
    return method(random_state=0)


def pipeline(sampler):
    return Pipeline(
        [
            ("scale", StandardScaler()),
            ("smote", sampler),
            ("model", LogisticRegression()),
        ]
    )


def test_pipeline_as_with_the_peer():
    from imblearn import over_sampling as peer

    ours = cross_val_score(pipeline(SMOTE(random_state=0)), X, Y, scoring="roc_auc")
    theirs = cross_val_score(
        pipeline(peer.SMOTE(random_state=0)), X, Y, scoring="roc_auc"
    )
    assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_grid_search(n_jobs):
    search = GridSearchCV(
        pipeline(SMOTE(random_state=0)),
        {
            "smote__k_neighbors": [3, 5],
            "smote__sampling_strategy": ["auto", smote.percent(100)],
        },
        cv=StratifiedKFold(3),
        scoring="f1",
        n_jobs=n_jobs,
        error_score="raise",
    ).fit(X, Y)
    assert len(search.cv_results_["params"]) == 4
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    assert len(search.best_estimator_["smote"].provenance_.base) > 400


@pytest.mark.parametrize("method", ALL)
def test_metadata_routing(method):
    with sklearn.config_context(enable_metadata_routing=True):
        pipeline(made(method)).fit(X, Y).predict(X)


PARAMETERS = {
    "sampling_strategy": {1: 300},
    "random_state": 3,
    "k_neighbors": 4,
    "n_jobs": 2,
    "stream": "native",
    "few_rows": "clip",
    "scale": "sd",
    "column_weights": np.arange(1.0, 21.0),
    "bases": "random",
    "progress": print,
}


def test_clone_and_parameters():
    sampler = SMOTE(**PARAMETERS)
    assert sampler.get_params().keys() == PARAMETERS.keys()
    twin = clone(sampler)
    for name, value in PARAMETERS.items():
        assert getattr(sampler, name) is value
        assert np.all(getattr(twin, name) == value)
    assert not hasattr(twin, "provenance_")
    assert repr(SMOTE(k_neighbors=3)) == "SMOTE(k_neighbors=3)"


@pytest.mark.parametrize("method", ALL)
def test_clone_of_the_family(method):
    changed = {
        name: value
        for name, value in PARAMETERS.items()
        if name in method().get_params()
    }
    assert len(changed) >= 4
    twin = clone(method(**changed))
    for name, value in changed.items():
        assert np.all(getattr(twin, name) == value)
    assert method._parameter_constraints.keys() == method().get_params().keys()


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))]
)
@pytest.mark.parametrize("method", ALL)
def test_pickle_and_copy(copied, method):
    sampler = made(method)
    X_new, _ = sampler.fit_resample(X, Y)
    twin = copied(sampler)
    if method not in (SMOTEN, ClusterCentroids):  # they have no values to carry
        assert np.array_equal(twin.apply(X), X_new)
    assert np.array_equal(twin.fit_resample(X, Y)[0], X_new)
    assert twin.sampling_strategy_ == sampler.sampling_strategy_


def test_fitted_attributes_of_the_family():
    borderline = BorderlineSMOTE(random_state=0, k_neighbors=4)
    borderline.fit_resample(X, Y)
    assert borderline.nn_k_.n_neighbors == 5
    assert borderline.nn_m_.n_neighbors == 11
    adasyn = ADASYN(random_state=0)
    adasyn.fit_resample(X, Y)
    assert adasyn.nn_.n_neighbors == 6
    svm = SVMSMOTE(random_state=0, k_neighbors=4)
    svm.fit_resample(X, Y)
    assert svm.nn_k_.n_neighbors == 5
    assert svm.nn_m_.n_neighbors == 11
    assert str(svm.svm_estimator_) == "SVC(random_state=0)"
    for sampler in (borderline, svm, adasyn):
        assert not hasattr(sampler, "sample_indices_")


def test_fitted_attributes():
    sampler = SMOTE(random_state=0)
    with pytest.raises(NotFittedError):
        sampler.apply(X)
    with pytest.raises(NotFittedError):
        sampler.get_feature_names_out()
    assert sampler.fit(X, Y) is sampler
    assert sampler.sampling_strategy_ == {1: (Y == 0).sum() - (Y == 1).sum()}
    assert sampler.n_features_in_ == 20
    sampler.fit_resample(X, Y)
    assert sampler.nn_k_.n_neighbors == 6
    assert sampler.n_kept_ == 400
    base, neighbor, gap, voted = sampler.provenance_
    assert base.dtype == neighbor.dtype == np.int64
    assert gap.dtype == np.float64
    assert voted.tolist() == [False] * 20
    assert not hasattr(sampler, "sample_indices_")
    assert not hasattr(sampler, "transform")
    assert not hasattr(sampler, "fit_transform")


@pytest.mark.parametrize("method", ALL)
def test_sample_indices(method):
    sampler = made(method)
    X_new, _ = sampler.fit_resample(X, Y)
    has_indices = get_tags(sampler).sampler_tags.sample_indices
    assert hasattr(sampler, "sample_indices_") == has_indices
    assert has_indices == (
        method in WITHOUT_RANDOMNESS
        or method in UNDER_SAMPLERS[:4]
        or method is RandomOverSampler
    )
    if has_indices:
        assert np.array_equal(X[sampler.sample_indices_], X_new)
        assert np.array_equal(sampler.sample_indices_, sampler.provenance_.base)


@pytest.mark.parametrize(
    "method", [SMOTE, BorderlineSMOTE, SVMSMOTE, ADASYN, KMeansSMOTE, *COMBINED]
)
def test_tags(method):
    tags = get_tags(method())
    assert tags.estimator_type == "sampler"
    assert tags.target_tags.required
    assert tags.input_tags.sparse
    assert tags.input_tags.dataframe
    assert not tags.sampler_tags.sample_indices


def test_imbalanced_learn_is_not_needed():
    program = (
        "import sys, smote, numpy as np\n"
        "smote.SMOTE(random_state=0).fit_resample(np.eye(20), [0] * 12 + [1] * 8)\n"
        "sys.exit('imblearn' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_exports():
    assert smote.__version__.count(".") == 2
    for name in smote.__all__:
        assert getattr(smote, name).__doc__


DOCUMENTED = [
    _nearest_neighbors,
    _strategy,
    *{
        sys.modules[sampler.__module__]: None
        for sampler in (*ALL, SMOTENC, CombinedSampler)
    },
]


@pytest.mark.parametrize("module", DOCUMENTED)
def test_examples_of_the_documentation(module):
    failed, tried = doctest.testmod(module)
    assert tried > 0
    assert failed == 0


def test_frame_after_a_fold():
    # A fold of a frame has gaps in its index.
    frame = pd.DataFrame(X).rename(columns=str)
    fold = frame.sample(frac=0.7, random_state=0).index
    X_new, y_new = SMOTE(random_state=0).fit_resample(
        frame.loc[fold], pd.Series(Y)[fold]
    )
    assert X_new.index.equals(y_new.index)
    plain, _ = SMOTE(random_state=0).fit_resample(X[fold], Y[fold])
    assert np.array_equal(X_new.to_numpy(), plain)
