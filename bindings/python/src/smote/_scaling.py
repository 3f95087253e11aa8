"""What a column is multiplied by in distances, where the library is not to find it out.

A search over blocks, or over what is left of a table, cannot take the scale from its
references. So the tables are multiplied before, in the arithmetic of the library: its
distances are sums of ``(f x - f y)^2``, with ``f = sqrt(weight) / scale``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smote import _native
from smote._block_search import blocks, dense_block, search
from smote._dtypes import is_sparse
from smote._watch import Watch

SCALES = {
    None: _native.SMOTE_SCALE_NONE,
    "sd": _native.SMOTE_SCALE_SD,
    "range": _native.SMOTE_SCALE_RANGE,
}


def weights_of(weights: ArrayLike | None, columns: int) -> NDArray[np.float64] | None:
    """Return the weights of so many columns as an array; None if all are 1."""
    if weights is None:
        return None
    array = np.ascontiguousarray(weights, dtype=np.float64)
    if array.shape != (columns,):
        raise ValueError(
            f"column_weights is of shape {array.shape}, but X has {columns} columns, "
            f"each of which needs a weight"
        )
    return array


def factors(
    table: Any, scale: str | None, weights: NDArray[np.float64] | None
) -> NDArray[np.float64] | None:
    """Return the factor of each column; None if all are 1."""
    if scale is None and weights is None:
        return None
    columns = table.shape[1]
    if weights is None:
        weights = np.ones(columns)
    else:
        # The library knows which weights are none, and says so.
        search(np.zeros((1, columns)), 1, Watch(), column_weights=weights)
    ends = _ends(table)
    size = np.ones(columns) if scale is None else _spread(table, scale, ends)
    divisor = _divisors(size, ends)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        # What does not count may be of any size.
        found: NDArray[np.float64] = np.where(
            weights == 0, 0, np.sqrt(weights) / divisor
        )
        reach = np.maximum(*np.abs(ends)) * found
    refused = ~(np.isfinite(reach) & (np.isfinite(size) | (weights == 0)))
    if refused.any():
        column = int(refused.argmax())
        raise ValueError(
            f"column {column} is too {'narrow' if divisor[column] < 1 else 'wide'} for "
            f"float64 once it is scaled and weighted: its spread is "
            f"{_text(size[column])}, its weight {_text(weights[column])}"
        )
    return found


def _text(number: float) -> str:
    """Write a number as the library does."""
    short = f"{number:.15g}"
    return short if float(short) == number else f"{number:.17g}"


def scaled(table: Any, by: NDArray[np.float64] | None) -> Any:
    """Multiply the columns of a table; a sparse one comes back as CSR.

    What a query of a search may overflow to is as far away as infinity.
    """
    if by is None:
        return table
    if not is_sparse(table):
        return table * by
    product = table.tocsr().astype(np.float64)
    with np.errstate(over="ignore"):
        product.data *= by[product.indices]
    greatest = np.finfo(np.float64).max
    np.clip(product.data, -greatest, greatest, out=product.data)
    return product


def spread(table: Any, scale: str) -> NDArray[np.float64]:
    """Return the standard deviation or the range of each column; 1 where it is 0.

    As the library computes them: sums run over the rows in order.
    """
    ends = _ends(table)
    return _divisors(_spread(table, scale, ends), ends)


def _divisors(
    size: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return spreads to divide by: a constant column counts as it is."""
    return np.where(ends[0] == ends[1], 1.0, size)


def _spread(table: Any, scale: str, ends: NDArray[np.float64]) -> NDArray[np.float64]:
    least, greatest = ends
    with np.errstate(over="ignore", invalid="ignore"):
        size: NDArray[np.float64] = greatest - least
        if scale == "sd":
            size = np.where(least == greatest, 0.0, _deviation(table, _units(size)))
    return size


def _units(ranges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return powers of 2 that bring differences to where their squares are normal."""
    large = (ranges > 2.0**400) & np.isfinite(ranges)
    return np.where(ranges < 2.0**-400, 2.0**700, np.where(large, 2.0**-700, 1.0))


def _deviation(table: Any, units: NDArray[np.float64]) -> NDArray[np.float64]:
    rows = table.shape[0]
    mean = _total(_parts(table), table.shape[1]) / rows
    squares = _total(
        (np.square((part - mean) * units) for part in _parts(table)), len(mean)
    )
    deviation: NDArray[np.float64] = np.sqrt(squares / rows) / units
    return deviation


def _total(parts: Iterator[NDArray[np.float64]], columns: int) -> NDArray[np.float64]:
    """Add up all rows, one after the other: numpy's own sums go in pairs."""
    total = np.zeros(columns)
    for part in parts:
        below = np.vstack([total, part])
        total = np.add.accumulate(below, axis=0, out=below)[-1].copy()
    return total


def _ends(table: Any) -> NDArray[np.float64]:
    """Return the least and the greatest value of each column."""
    parts = [np.stack([p.min(axis=0), p.max(axis=0)]) for p in _parts(table)]
    return np.stack([np.min(parts, axis=0)[0], np.max(parts, axis=0)[1]])


def _parts(table: Any) -> Iterator[NDArray[np.float64]]:
    dtype = np.dtype(np.float64)
    return (dense_block(table, rows, dtype) for rows in blocks(table))
