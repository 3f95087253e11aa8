"""Where every row of a resampled table comes from, and what follows from it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from smote._dtypes import cast

# Rows are interpolated in blocks, to bound the memory of the intermediate results.
_BLOCK_BYTES = 32 << 20

_NONE = np.zeros(0, np.bool_)
_NONE.flags.writeable = False


class Provenance(NamedTuple):
    """Base row, neighbour row and gap of every output row.

    A row of the resampled table is ``X[base] + gap * (X[neighbor] - X[base])``, but
    for the columns that are `voted` on. Row numbers are those of the table that was
    passed in. A row that was kept, or repeated, has ``neighbor == base`` and
    ``gap == 0``.

    Attributes
    ----------
    base : ndarray of int64
    neighbor : ndarray of int64
    gap : ndarray of float64
        At least 0 and less than 1; or, of rows that `SVMSMOTE` makes away from the
        neighbour, more than -`out_step` and at most 0.
    voted : ndarray of bool, of shape (n_features,)
        The columns in which new rows take the most frequent category among
        neighbours of their base, as `SMOTENC` and `SMOTEN` have it; none by default.
    """

    base: NDArray[np.int64]
    neighbor: NDArray[np.int64]
    gap: NDArray[np.float64]
    voted: NDArray[np.bool_] = _NONE

    def rows(self, first: int, last: int) -> Provenance:
        """Return the part about output rows `first` to `last` - 1."""
        return self.at(slice(first, last))

    def at(self, rows: slice | NDArray[Any]) -> Provenance:
        """Return the part about some output rows, in the given order."""
        return self._replace(
            base=self.base[rows], neighbor=self.neighbor[rows], gap=self.gap[rows]
        )

    def interpolate(self, values: NDArray[Any]) -> NDArray[Any]:
        """Compute the rows from `values`, by numpy and in its rounding; no votes.

        The difference is rounded to the type of `values`, the product and the sum to
        float64 or longdouble, the result to the type of `values`. Integers count as
        float64, so that no difference wraps around. Finite values give finite ones:
        where the difference is infinite, ``(1 - gap) * base + gap * neighbor``, and
        the largest number for what is beyond.
        """
        result = np.empty((len(self.base), *values.shape[1:]), values.dtype)
        row_bytes = max(8, values.dtype.itemsize) * int(np.prod(values.shape[1:]))
        step = max(1, _BLOCK_BYTES // max(1, row_bytes))
        for first in range(0, len(result), step):
            block = self.rows(first, first + step)
            result[first : first + step] = block._interpolate(values)
        return result

    def _interpolate(self, values: NDArray[Any]) -> NDArray[Any]:
        base, neighbor = values[self.base], values[self.neighbor]
        if values.dtype.kind != "f":
            base, neighbor = base.astype(np.float64), neighbor.astype(np.float64)
        gap = self.gap.reshape(-1, *(1,) * (values.ndim - 1))
        return cast(between(base, neighbor, gap), values.dtype)


def is_new(provenance: Provenance) -> NDArray[np.bool_]:
    """Return which rows are neither kept nor repeated."""
    found: NDArray[np.bool_] = (provenance.neighbor != provenance.base) | (
        provenance.gap != 0
    )
    return found


def as_they_are(rows: NDArray[np.int64], columns: int) -> Provenance:
    """Return the provenance of rows of the input, in a table of so many columns."""
    return Provenance(rows, rows, np.zeros(len(rows)), np.zeros(columns, np.bool_))


def between(
    base: NDArray[Any], neighbor: NDArray[Any], gap: NDArray[np.float64]
) -> NDArray[Any]:
    """Compute the values between two others, of floats, as the library does."""
    dtype = base.dtype
    # An infinity has no difference to itself: the row gets a NaN, not a warning.
    with np.errstate(invalid="ignore", over="ignore"):
        new: NDArray[Any] = base + gap * (neighbor - base)
        new = new.astype(dtype, copy=False)
    if (gap == 0).any():
        # What is repeated is repeated bit for bit, -0 included.
        new = np.where(gap == 0, base, new)
    wide = ~np.isfinite(new)
    if wide.any():
        wide &= np.isfinite(base) & np.isfinite(neighbor)
        gaps = np.broadcast_to(gap, new.shape)[wide]
        new[wide] = _weighted(base[wide], neighbor[wide], gaps)
    return new


def _weighted(
    base: NDArray[Any], neighbor: NDArray[Any], gap: NDArray[np.float64]
) -> NDArray[Any]:
    """Compute the same where differences overflow; what is beyond is the largest."""
    largest = np.finfo(base.dtype).max
    with np.errstate(over="ignore"):
        new: NDArray[Any] = ((1 - gap) * base + gap * neighbor).astype(base.dtype)
    return new.clip(-largest, largest)


class Origin:
    """The provenance of a result, stored without what goes without saying.

    Three arrays as long as the result take time and memory, and few callers want them:
    they are made when somebody asks.

    Parameters
    ----------
    added : Provenance
        Where the rows behind the first `kept` ones come from.
    kept : int, default=0
        The first so many rows are those of the input, in order.
    """

    def __init__(self, added: Provenance, kept: int = 0) -> None:
        self.added = added
        self.kept = kept

    @cached_property
    def base(self) -> NDArray[np.int64]:
        """The base of each row."""
        return self._below(self._rows, self.added.base)

    @cached_property
    def whole(self) -> Provenance:
        """Where all rows come from."""
        return self.added._replace(
            base=self.base,
            neighbor=self._below(self._rows, self.added.neighbor),
            gap=self._below(np.zeros(self.kept), self.added.gap),
        )

    @property
    def _rows(self) -> NDArray[np.int64]:
        return np.arange(self.kept, dtype=np.int64)

    def _below(self, kept: NDArray[Any], added: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([kept, added]) if self.kept > 0 else added
