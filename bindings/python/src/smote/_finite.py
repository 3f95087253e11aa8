"""Where a value is missing or infinite: scikit-learn says only that one is."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote._dtypes import is_sparse


def sums_may_overflow() -> Any:
    """Let scikit-learn add values up to see whether all are finite, without a warning.

    A sum of finite values may be infinity less infinity, on the way.
    """
    return np.errstate(over="ignore", invalid="ignore")


def where_not_finite(X: Any, error: Exception) -> str:
    """Name row and column of the first such value, if the error is about one."""
    if not str(error).startswith(("Input X contains", "Input contains")):
        return ""
    names = getattr(X, "columns", None)
    if names is not None:
        X = X.to_numpy(np.float64, na_value=np.nan)
    if is_sparse(X):
        X = X.tocoo()
        wrong = np.flatnonzero(~np.isfinite(X.data))
        places = np.lexsort((X.col[wrong], X.row[wrong]))
        row, column = (int(axis[wrong[places[0]]]) for axis in (X.row, X.col))
    else:
        wrong = ~np.isfinite(np.asarray(X, dtype=np.float64))
        row, column = (
            int(axis) for axis in np.unravel_index(wrong.argmax(), wrong.shape)
        )
    name = "" if names is None else f" ({names[column]!r})"
    return f"The first such value is in row {row}, column {column}{name}."


def require_finite(values: NDArray[Any], column: int, name: object = None) -> None:
    """Refuse a column of numbers that has others, in scikit-learn's words."""
    if values.dtype.kind != "f" or np.isfinite(values).all():
        return
    missing = np.isnan(values)
    wrong = missing if missing.any() else ~np.isfinite(values)
    what = (
        "NaN"
        if missing.any()
        else f"infinity or a value too large for {values.dtype!r}"
    )
    named = "" if name is None else f" ({name!r})"
    raise ValueError(
        f"Input contains {what}.\nThe first such value is in row "
        f"{int(wrong.argmax())}, column {column}{named}."
    )


def where_no_label(y: Any, error: Exception) -> str:
    """Name the first row without a label, unless the error is about it already."""
    labels = np.asarray(y, dtype=object)
    if labels.ndim == 0 or str(error).startswith("Input y contains"):
        return ""
    missing = np.frompyfunc(_is_missing, 1, 1)(labels).astype(bool)
    if not missing.any():
        return ""
    row = int(np.argwhere(missing)[0, 0])
    return f"Input y contains missing values.\nThe first such value is in row {row}."


def _is_missing(value: Any) -> bool:
    """Whether a value is None, NaN, or what pandas calls missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NA or value is pandas.NaT)
