"""What scikit-learn and imbalanced-learn check of every estimator."""

import pytest
from imblearn import over_sampling, under_sampling
from imblearn.utils import estimator_checks as peers
from sklearn.linear_model import LogisticRegression
from sklearn.utils.estimator_checks import parametrize_with_checks

import smote
from smote._over_sampling._base import BaseOverSampler
from smote._under_sampling._base import BaseCleaner, BaseUnderSampler

# The checks are warned of few rows, and of checks that they leave out.
pytestmark = pytest.mark.filterwarnings("ignore")

# So that the peer's checks count the rows of each class, as they do of its own.
over_sampling.base.BaseOverSampler.register(BaseOverSampler)
under_sampling.base.BaseUnderSampler.register(BaseUnderSampler)
under_sampling.base.BaseCleaningSampler.register(BaseCleaner)

SAMPLERS = [
    smote.ADASYN(random_state=0),
    smote.SMOTE(random_state=0),
    smote.SMOTEENN(random_state=0),
    smote.SMOTEN(random_state=0),
    smote.SMOTENC([1], random_state=0),
    smote.SVMSMOTE(random_state=0),
    smote.AllKNN(),
    smote.BorderlineSMOTE(random_state=0),
    smote.ClusterCentroids(random_state=0, voting="soft"),
    smote.CombinedSampler(smote.SMOTE(random_state=0), smote.TomekLinks()),
    smote.CondensedNearestNeighbour(random_state=0),
    smote.EditedNearestNeighbours(),
    smote.InstanceHardnessThreshold(estimator=LogisticRegression(), random_state=0),
    smote.KMeansSMOTE(random_state=0, kmeans_estimator=12),
    smote.NearMiss(),
    smote.NearMiss(version=2),
    smote.NearMiss(version=3),
    smote.NeighbourhoodCleaningRule(),
    smote.OneSidedSelection(random_state=0),
    smote.RandomOverSampler(random_state=0),
    smote.RandomUnderSampler(random_state=0),
    smote.RepeatedEditedNearestNeighbours(),
    smote.SMOTETomek(random_state=0),
    smote.TomekLinks(),
    # The native stream leaves rows in another order, and clusters by itself.
    smote.ClusterCentroids(random_state=0, voting="hard", stream="native"),
    smote.OneSidedSelection(random_state=0, stream="native"),
    smote.SMOTE(random_state=0, stream="native"),
]

# Checks that do not apply, and why.
NOT_APPLICABLE = {
    smote.NearMiss: {
        "check_samplers_fit_resample": "version 3 may find fewer candidates",
    },
    smote.SMOTENC: {
        "check_fit2d_1feature": "wants a column of numbers and one of categories",
        "check_estimators_nan_inf": "fit() reads no values; fit_resample() refuses",
        "check_samplers_string": "wants a column of numbers and one of categories",
    },
}


def not_applicable(sampler):
    is_other_version = getattr(sampler, "version", 3) != 3
    return {} if is_other_version else NOT_APPLICABLE.get(type(sampler), {})


MARK = parametrize_with_checks(SAMPLERS, expected_failed_checks=not_applicable)
NAMES, CHECKS = MARK.args


# scikit-learn gives a generator, and pytest is to have a list.
@pytest.mark.parametrize(NAMES, list(CHECKS), **MARK.kwargs)
def test_scikit_learns(estimator, check):
    check(estimator)


# Its own decorator hands a generator on, which pytest is to refuse.
@pytest.mark.parametrize(
    ("estimator", "check"),
    [
        pair
        for sampler in SAMPLERS
        for pair in peers.estimator_checks_generator(
            sampler, expected_failed_checks=not_applicable(sampler), mark="xfail"
        )
    ],
    ids=peers._get_check_estimator_ids,
)
def test_imbalanced_learns(estimator, check):
    check(estimator)


@pytest.mark.parametrize("sampler", SAMPLERS, ids=str)
@pytest.mark.parametrize(
    "check",
    [peers.check_param_validation, peers.check_dataframe_column_names_consistency],
)
def test_what_imbalanced_learn_checks_besides(sampler, check):
    check(type(sampler).__name__, sampler)
