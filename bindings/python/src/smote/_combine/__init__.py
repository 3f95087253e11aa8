"""Samplers that add rows, and drop some of the result."""

from smote._combine._combined import CombinedSampler
from smote._combine._smote_enn import SMOTEENN
from smote._combine._smote_tomek import SMOTETomek

__all__ = ["SMOTEENN", "CombinedSampler", "SMOTETomek"]
