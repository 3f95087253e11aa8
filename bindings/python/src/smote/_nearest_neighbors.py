"""The library's search for neighbours, on its own."""

from __future__ import annotations

from numbers import Integral
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils import check_array

from smote._block_search import Lists, search
from smote._containers import refuse_unsound
from smote._dtypes import is_sparse
from smote._scaling import SCALES, factors, scaled, weights_of
from smote._threads import thread_count
from smote._watch import Progress, Watch


def nearest_neighbors(
    X: Any,
    k: int,
    queries: Any = None,
    n_jobs: int | None = None,
    *,
    scale: Literal["sd", "range"] | None = None,
    column_weights: ArrayLike | None = None,
    progress: Progress | None = None,
) -> Lists:
    """Find the exact k nearest rows of `X` for each row of `queries`.

    Neighbours are ordered by (distance, row index): neither threads nor memory layout
    nor duplicates change the result.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_samples, n_features)
        The rows to search. float32 is searched as it is, other types as float64.
    k : int
        Number of neighbours.
    queries : like X, of shape (n_queries, n_features), optional
        The rows to find neighbours for. If None, the rows of `X`, and no row is its
        own neighbour, even if it has exact duplicates.
    n_jobs : int, optional
        Number of threads; -1 for all cores. None is what the process may use, or
        ``OMP_NUM_THREADS`` if that is set. The result does not depend on it.
    scale : {'sd', 'range'}, optional
        What differences are divided by: the standard deviation of the column in `X`
        (its divisor is n), or its range. None takes columns as they are.
    column_weights : array-like of shape (n_features,), optional
        Factors of the squared differences, on top of `scale`: finite, not negative and
        not all 0. None is 1 for each column.
    progress : callable, optional
        Is given the fraction of the work that is done, from 0 to 1. What it raises
        cancels the search.

    Returns
    -------
    indices : ndarray of int64, of shape (n_queries, k)
        Row numbers in `X`, nearest first.
    distances : ndarray of float64, of shape (n_queries, k)
        Euclidean distances, of columns as they are scaled and weighted.

    Examples
    --------
    >>> import smote
    >>> indices, distances = smote.nearest_neighbors([[0.0], [1.0], [3.0]], k=1)
    >>> indices.ravel(), distances.ravel()
    (array([1, 0, 1]), array([1., 1., 2.]))
    """
    references = _table(X, "X")
    asked = None if queries is None else _table(queries, "queries")
    if asked is not None and asked.shape[1] != references.shape[1]:
        raise ValueError(
            f"queries have {asked.shape[1]} features, but X has {references.shape[1]}"
        )
    available = references.shape[0] - (asked is None)
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or k < 1:
        raise ValueError(f"k = {k!r}, but it must be an integer, and at least 1")
    if k > available:
        raise ValueError(
            f"k = {k}, but a row has only {available} other rows in X to be its "
            f"neighbours"
            if asked is None
            else f"k = {k}, but X has only {available} rows"
        )
    if n_jobs is not None and not (isinstance(n_jobs, Integral) and n_jobs != 0):
        raise ValueError(
            f"n_jobs = {n_jobs!r}, but it must be a number of threads, -1 or None"
        )
    if scale not in SCALES:
        raise ValueError(f"scale = {scale!r}, but it must be 'sd', 'range' or None")
    weights = weights_of(column_weights, references.shape[1])
    with Watch(progress) as watch:
        metric: dict[str, Any] = {"column_weights": weights, "scale": SCALES[scale]}
        if is_sparse(references):
            by, metric = factors(references, scale, weights), {}
            references = scaled(references, by)
            asked = asked if asked is None else scaled(asked, by)
        indices, distances = search(
            references,
            int(k),
            watch,
            queries=asked,
            threads=thread_count(n_jobs),
            **metric,
        )
    return indices, np.sqrt(distances, out=distances)


def _table(X: Any, name: str) -> Any:
    refuse_unsound(X, name)
    return check_array(X, accept_sparse="csr", input_name=name)
