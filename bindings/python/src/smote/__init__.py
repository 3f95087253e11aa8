"""Rebalance labelled tables: SMOTE and its family, exact, fast and reproducible."""

from smote._errors import SmoteError, SmoteWarning
from smote._neighbors import nearest_neighbors
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
from smote._version import __version__

__all__ = [
    "ADASYN",
    "SMOTE",
    "SMOTEN",
    "SMOTENC",
    "SVMSMOTE",
    "BorderlineSMOTE",
    "KMeansSMOTE",
    "Provenance",
    "RandomOverSampler",
    "SmoteError",
    "SmoteWarning",
    "__version__",
    "nearest_neighbors",
    "percent",
]
