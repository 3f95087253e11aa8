"""Samplers that add rows, a module each."""

from smote._over_sampling._adasyn import ADASYN
from smote._over_sampling._borderline import BorderlineSMOTE
from smote._over_sampling._kmeans import KMeansSMOTE
from smote._over_sampling._random import RandomOverSampler
from smote._over_sampling._smote import SMOTE
from smote._over_sampling._smoten import SMOTEN
from smote._over_sampling._smotenc import SMOTENC
from smote._over_sampling._svm import SVMSMOTE

__all__ = [
    "ADASYN",
    "SMOTE",
    "SMOTEN",
    "SMOTENC",
    "SVMSMOTE",
    "BorderlineSMOTE",
    "KMeansSMOTE",
    "RandomOverSampler",
]
