"""Further columns carried through a resampling: see `BaseSampler.apply`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from smote._containers import (
    as_array,
    is_arrow_array,
    is_frame_or_series,
    is_number,
    is_pandas_array,
    refuse_scalar,
    refuse_unsound,
    refuse_untakable,
    row_count,
    rows_like,
    take,
    with_schema,
)
from smote._dtypes import is_sparse
from smote._provenance import Provenance, is_new
from smote._sparse import new_sparse_rows
from smote._watch import Watch


def carry(
    array: Any,
    provenance: Provenance,
    rows: int,
    interpolate: bool | None,
) -> Any:
    """Return what `array`, which must have so many `rows`, becomes."""
    refuse_scalar(array, "the array")
    refuse_untakable(array)
    if is_pandas_array(array):
        series = sys.modules["pandas"].Series(array, copy=False)
        return carry(series, provenance, rows, interpolate).array
    length = row_count(array)
    if length != rows:
        raise ValueError(
            f"the array has {length} rows, but the data that was resampled had {rows}"
        )
    # New rows that repeat one count as kept ones: their values are the same.
    added = is_new(provenance)
    kept = int(np.count_nonzero(~added))
    if not added[:kept].any():
        return _Carrier(provenance, kept, interpolate).carry(array)
    # Rows that stay may come after new ones: first put together apart, then in order.
    order = np.argsort(added, kind="stable")
    apart = provenance.at(order)
    return take(_Carrier(apart, kept, interpolate).carry(array), np.argsort(order))


class _Carrier:
    """Applies one resampling to containers of all kinds, column by column."""

    def __init__(
        self, provenance: Provenance, kept: int, interpolate: bool | None
    ) -> None:
        self._base = provenance.base
        self._new = provenance.rows(kept, len(provenance.base))
        self._kept = provenance.base[:kept]
        self._interpolate = interpolate

    def carry(self, array: Any) -> Any:
        # Where rows are taken as they are, a mask is taken along.
        if self._interpolate is not False or is_sparse(array):
            refuse_unsound(array, "the array")
        if self._interpolate is False or nw.dependencies.is_pandas_index(array):
            return self._taken(array)
        if is_sparse(array):
            return self._sparse(array)
        if nw.dependencies.is_pandas_dataframe(array):
            return self._pandas_frame(array)
        if nw.dependencies.is_pandas_series(array):
            return self._pandas_series(array)
        if is_arrow_array(array):
            return self._arrow_array(array)
        if is_frame_or_series(array):
            return self._frame_or_series(nw.from_native(array, allow_series=True))
        if isinstance(array, list):
            return self._list(array)
        return self._numpy(as_array(array))

    def _interpolates(self, is_numeric: bool, name: object = None) -> bool:
        if self._interpolate and not is_numeric:
            named = "the array" if name is None else f"column {name!r}"
            raise ValueError(f"interpolate=True, but {named} does not hold numbers")
        return is_numeric

    def _taken(self, container: Any) -> Any:
        return take(container, self._base)

    def _numbers(self, values: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate(
            [values[self._kept], self._new.interpolate(values)], dtype=values.dtype
        )

    def _numpy(self, values: NDArray[Any]) -> Any:
        if self._interpolates(values.dtype.kind in "iuf"):
            return self._numbers(values)
        return self._taken(values)

    def _list(self, values: list[Any]) -> Any:
        table = as_array(values)
        if self._interpolates(table.dtype.kind in "iuf"):
            return rows_like(values, self._numbers(table).tolist())
        return self._taken(values)

    def _sparse(self, values: Any) -> Any:
        if not self._interpolates(values.dtype.kind in "iuf"):
            return self._taken(values)
        if values.ndim == 1:
            column = self._sparse(values.tocoo().reshape((-1, 1)))
            return column.reshape((-1,)).asformat(values.format)
        table = values.tocsr()
        with Watch() as watch:
            new = new_sparse_rows(table, self._new, watch)
        return sparse.vstack([table[self._kept], *new], format=values.format)

    def _pandas_frame(self, frame: Any) -> Any:
        import pandas as pd

        # By position: names may be repeated.
        columns = [
            self._pandas_series(frame.iloc[:, position])
            for position in range(frame.shape[1])
        ]
        if not columns:
            return self._taken(frame)
        joined = pd.concat(columns, axis=1)
        joined.columns = frame.columns
        return joined

    def _pandas_series(self, series: Any) -> Any:
        import pandas as pd

        if not self._interpolates(series.dtype.kind in "iuf", series.name):
            return self._taken(series)
        kept = series.take(self._kept)
        if len(self._new.base) == 0:
            return kept.reset_index(drop=True)
        return pd.concat(
            [kept, self._pandas_numbers(series)], ignore_index=True
        ).rename(series.name)

    def _pandas_numbers(self, series: Any) -> Any:
        import pandas as pd

        if isinstance(series.dtype, np.dtype):
            return pd.Series(self._new.interpolate(series.to_numpy()))
        # Nullable and Arrow types: what is missing stays missing.
        values = self._new.interpolate(series.to_numpy(np.float64, na_value=np.nan))
        missing = np.isnan(values)
        plain = getattr(series.dtype, "numpy_dtype", None)
        if isinstance(plain, np.dtype) and plain.kind in "iu":
            values = np.trunc(values)
        new = pd.Series(np.where(missing, 0, values)).astype(series.dtype)
        if missing.any():
            new[missing] = pd.NA
        return new

    def _frame_or_series(self, table: Any) -> Any:
        if isinstance(table, nw.Series):
            return self._series(table).to_native()
        columns = {column.name: self._series(column) for column in table.iter_columns()}
        if not columns:
            return self._taken(table.to_native())
        return with_schema(nw.from_dict(columns).to_native(), table.to_native())

    def _series(self, series: nw.Series[Any]) -> nw.Series[Any]:
        if not self._interpolates(is_number(series.dtype), series.name):
            return series[self._base]
        kept, new = series[self._kept], self._new_series(series)
        return nw.concat([kept.to_frame(), new.to_frame()])[series.name]

    def _new_series(self, series: nw.Series[Any]) -> nw.Series[Any]:
        numbers = self._new.interpolate(series.to_numpy())
        return nw.new_series(
            series.name,
            self._with_nulls(series, numbers) if series.null_count() else numbers,
            series.dtype,
            backend=series.implementation,
        )

    def _with_nulls(self, series: nw.Series[Any], numbers: NDArray[Any]) -> list[Any]:
        """Return new numbers, or None where one of the two rows has none."""
        is_null = series.is_null().to_numpy()
        is_null = is_null[self._new.base] | is_null[self._new.neighbor]
        number = int if series.dtype.is_integer() else float
        return [
            None if missing else number(value)
            for missing, value in zip(is_null, numbers, strict=True)
        ]

    def _arrow_array(self, array: Any) -> Any:
        import pyarrow as pa

        chunked = pa.chunked_array([array])
        carried: Callable[[], Any] = self.carry(chunked).combine_chunks
        return carried()
