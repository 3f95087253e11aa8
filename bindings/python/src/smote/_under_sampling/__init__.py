"""Samplers that drop rows, a module each."""

from smote._under_sampling._centroids import ClusterCentroids
from smote._under_sampling._condensing import (
    CondensedNearestNeighbour,
    OneSidedSelection,
)
from smote._under_sampling._editing import (
    AllKNN,
    EditedNearestNeighbours,
    RepeatedEditedNearestNeighbours,
)
from smote._under_sampling._hardness import InstanceHardnessThreshold
from smote._under_sampling._ncr import NeighbourhoodCleaningRule
from smote._under_sampling._nearmiss import NearMiss
from smote._under_sampling._random import RandomUnderSampler
from smote._under_sampling._tomek import TomekLinks

__all__ = [
    "AllKNN",
    "ClusterCentroids",
    "CondensedNearestNeighbour",
    "EditedNearestNeighbours",
    "InstanceHardnessThreshold",
    "NearMiss",
    "NeighbourhoodCleaningRule",
    "OneSidedSelection",
    "RandomUnderSampler",
    "RepeatedEditedNearestNeighbours",
    "TomekLinks",
]
