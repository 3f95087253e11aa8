"""Where a value is missing or infinite: scikit-learn says only that one is."""

from __future__ import annotations

from typing import Any

import numpy as np

from smote._dtypes import is_sparse


def where_not_finite(X: Any, error: ValueError) -> str:
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
