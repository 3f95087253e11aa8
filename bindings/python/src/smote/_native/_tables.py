"""A table of numpy as the library reads and writes it: where it is."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote._native._constants import SMOTE_DTYPE_FLOAT32, SMOTE_DTYPE_FLOAT64
from smote._native._structs import smote_dataset, smote_output

_DTYPES = {
    np.dtype(np.float32): SMOTE_DTYPE_FLOAT32,
    np.dtype(np.float64): SMOTE_DTYPE_FLOAT64,
}


def readable(values: NDArray[Any]) -> NDArray[Any]:
    """Return the table itself if the library can read it where it is, else a copy.

    The library reads native float32 and float64, aligned, with strides of whole
    elements; a stride of 0 would have a meaning of its own.
    """
    if (
        values.flags.aligned
        and values.dtype.isnative
        and all(
            stride % values.itemsize == 0 and (stride != 0 or length == 1)
            for stride, length in zip(values.strides, values.shape, strict=True)
        )
    ):
        return values
    return values.astype(values.dtype.newbyteorder("="), order="C", copy=True)


def dataset(
    values: NDArray[Any],
    labels: NDArray[np.int32] | None = None,
    categorical: NDArray[np.uint8] | None = None,
) -> smote_dataset:
    """Describe a table that `readable` has passed, its labels, and its categories."""
    row_stride, column_stride = _strides(values)
    return smote_dataset(
        values=values,
        labels=labels,
        rows=values.shape[0],
        columns=values.shape[1],
        row_stride=row_stride,
        column_stride=column_stride,
        dtype=_DTYPES[values.dtype],
        categorical=categorical,
    )


def output(values: NDArray[Any]) -> smote_output:
    """Describe a table that rows are written to."""
    row_stride, column_stride = _strides(values)
    return smote_output(
        values=values, row_stride=row_stride, column_stride=column_stride
    )


def _strides(values: NDArray[Any]) -> tuple[int, int]:
    # A dimension of one element may have any stride, also 0: it is never taken.
    rows, columns = values.shape
    row_stride, column_stride = (stride // values.itemsize for stride in values.strides)
    return row_stride if rows > 1 else columns, column_stride if columns > 1 else 1
