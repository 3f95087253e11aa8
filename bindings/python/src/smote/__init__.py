"""Rebalance labelled tables: SMOTE, exact, fast and reproducible."""

from smote._errors import SmoteError
from smote._neighbors import nearest_neighbors
from smote._over_sampling import SMOTE
from smote._provenance import Provenance
from smote._strategy import percent
from smote._version import __version__

__all__ = [
    "SMOTE",
    "Provenance",
    "SmoteError",
    "__version__",
    "nearest_neighbors",
    "percent",
]
