"""Samplers that add rows, a module each."""

from smote._over_sampling._adasyn import ADASYN
from smote._over_sampling._borderline import BorderlineSMOTE
from smote._over_sampling._random import RandomOverSampler
from smote._over_sampling._smote import SMOTE
from smote._over_sampling._svm import SVMSMOTE

__all__ = ["ADASYN", "SMOTE", "SVMSMOTE", "BorderlineSMOTE", "RandomOverSampler"]
