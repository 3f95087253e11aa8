"""What the library is tested against: slow, obvious, and written without it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.preprocessing import OneHotEncoder


def squared_distances(queries, references):
    """Sum squared differences column by column, in float64, in order."""
    queries = np.asarray(queries, np.float64)
    references = np.asarray(references, np.float64)
    total = np.zeros((len(queries), len(references)))
    for column in range(queries.shape[1]):
        difference = queries[:, column, None] - references[None, :, column]
        total += difference * difference
    return total


def neighbors_of_rows(X, k):
    """Order the other rows by (distance, index), and return the k first."""
    distances = squared_distances(X, X)
    np.fill_diagonal(distances, np.inf)
    order = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return order, np.take_along_axis(distances, order, axis=1)


def has_ties(X, k, relative=1e-9):
    """Whether the k nearest of a row depend on how ties are broken.

    Ties between rows of identical values do not matter. Distances that are nearly
    equal count as equal: the peer computes them with cancellation.
    """
    X = np.asarray(X, np.float64)
    distances = squared_distances(X, X)
    np.fill_diagonal(distances, -1.0)
    order = np.argsort(distances, axis=1, kind="stable")[:, 1:]
    near = np.take_along_axis(distances, order, axis=1)
    # Rounding errors of |x|^2 - 2xy + |y|^2 are relative to the squared norms.
    slack = relative * np.maximum(near, (X**2).sum(axis=1).max() * 1e-5)[:, 1:]
    tied = np.diff(near, axis=1) <= slack
    # Of a longer run of equal distances, too, any may be among the k nearest.
    matters = near[:, :-1] <= near[:, [k - 1]] + slack
    different = (X[order[:, 1:]] != X[order[:, :-1]]).any(axis=2)
    return bool((tied & matters & different).any())


def recomputed(X, provenance):
    """Compute every output row from its provenance, in the documented rounding."""
    base, neighbor = X[provenance.base], X[provenance.neighbor]
    rows = base + provenance.gap[:, None] * (neighbor - base)
    return np.where(provenance.gap[:, None] == 0, base, rows.astype(X.dtype))


def one_hot(table, categorical):
    """Set categories as far apart as the median of the deviations of the numbers."""
    is_categorical = np.isin(np.arange(table.shape[1]), categorical)
    numbers = table.loc[:, ~is_categorical].to_numpy(float)
    apart = np.median(numbers.std(axis=0)) / np.sqrt(2)
    encoder = OneHotEncoder(sparse_output=False)
    codes = encoder.fit_transform(table.loc[:, is_categorical])
    return np.hstack([numbers, apart * codes])


def value_differences(table, y):
    """Return the squared distance of each row to each, by the paper of 1986."""
    total = np.zeros((len(table), len(table)))
    for name in table:
        shares = pd.crosstab(table[name], y, normalize="index")
        rows = shares.loc[table[name]].to_numpy()
        total += np.abs(rows[:, None] - rows[None]).sum(axis=2) ** 2
    return total
