"""Rebalance labelled tables: SMOTE, its family, under-sampling and cleaning."""

from smote import _interpreter  # noqa: F401 - before all others: it may refuse
from smote._combine import SMOTEENN, CombinedSampler, SMOTETomek
from smote._errors import SmoteError, SmoteWarning
from smote._nearest_neighbors import nearest_neighbors
from smote._over_sampling import (
    ADASYN,
    SMOTE,
    SMOTEN,
    SMOTENC,
    SVMSMOTE,
    BorderlineSMOTE,
    KMeansSMOTE,
    RandomOverSampler,
)
from smote._provenance import Provenance
from smote._strategy import percent
from smote._under_sampling import (
    AllKNN,
    ClusterCentroids,
    CondensedNearestNeighbour,
    EditedNearestNeighbours,
    InstanceHardnessThreshold,
    NearMiss,
    NeighbourhoodCleaningRule,
    OneSidedSelection,
    RandomUnderSampler,
    RepeatedEditedNearestNeighbours,
    TomekLinks,
)
from smote._version import __version__

__all__ = [
    "ADASYN",
    "SMOTE",
    "SMOTEENN",
    "SMOTEN",
    "SMOTENC",
    "SVMSMOTE",
    "AllKNN",
    "BorderlineSMOTE",
    "ClusterCentroids",
    "CombinedSampler",
    "CondensedNearestNeighbour",
    "EditedNearestNeighbours",
    "InstanceHardnessThreshold",
    "KMeansSMOTE",
    "NearMiss",
    "NeighbourhoodCleaningRule",
    "OneSidedSelection",
    "Provenance",
    "RandomOverSampler",
    "RandomUnderSampler",
    "RepeatedEditedNearestNeighbours",
    "SMOTETomek",
    "SmoteError",
    "SmoteWarning",
    "TomekLinks",
    "__version__",
    "nearest_neighbors",
    "percent",
]
