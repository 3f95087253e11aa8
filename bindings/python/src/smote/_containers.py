"""Containers in and out: the result is the same kind of thing as what was passed.

Each class below knows one kind of table. It says what scikit-learn is to validate
(`checked`), and puts the result together from rows that the library wrote: either the
whole table at once, where that is the fastest and changes nothing (`takes_whole`,
`from_whole`), or the new rows alone, set below the caller's own, untouched ones
(`extend`); or, where there are no new rows, from some of the caller's own (`take`).

pandas frames come back with their dtypes, their column order and a fresh RangeIndex,
as from imbalanced-learn: the old index could not name the new rows. Random
under-sampling alone, there as here, keeps the names of the rows that are left.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Sequence
from typing import Any, Protocol

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils import check_array
from sklearn.utils.validation import check_consistent_length, validate_data

from smote._dtypes import cast, is_sparse, written_whole


class Features(Protocol):
    """A table of features in the caller's container: `native`."""

    native: Any
    checked: Any

    def is_uniform(self, values: Any) -> bool:
        """Whether all columns are of the type of the validated values."""

    def takes_whole(self, values: Any) -> bool:
        """Whether `from_whole` can be used, given the validated values."""

    def from_whole(self, table: NDArray[Any]) -> Any:
        """Wrap a table that has all rows."""

    def extend(self, values: Any, new: Any) -> Any:
        """Set new rows, of the type of the validated values, below the old ones."""

    def take(self, values: Any, rows: NDArray[np.int64]) -> Any:
        """Return the given rows, as they are."""


def features(X: Any) -> Features:
    """Return the class that knows containers like `X`."""
    refuse_unsound(X, "X")
    if isinstance(X, np.ndarray):
        return _Array(X)
    if isinstance(X, list):
        return _List(X)
    if is_sparse(X):
        return _Sparse(X)
    if nw.dependencies.is_pandas_dataframe(X):
        return _SparsePandas(X) if _all_sparse(X) else _Pandas(X)
    refuse_lazy(X)
    if nw.dependencies.is_into_dataframe(X):
        return _Frame(X)
    return _Array(X)


def refuse_lazy(X: Any) -> None:
    """Frames without rows yet cannot be resampled."""
    if nw.dependencies.is_polars_lazyframe(X):
        raise ValueError("X is a LazyFrame: collect() it before resampling")


def refuse_untakable(table: Any) -> None:
    """Refuse what pyarrow cannot take rows of: views of texts, say."""
    if nw.dependencies.is_pyarrow_table(table):
        columns = {f"column {field.name!r}": field.type for field in table.schema}
    elif is_arrow_array(table) or nw.dependencies.is_pyarrow_chunked_array(table):
        columns = {"the array": table.type}
    else:
        return
    arrow = sys.modules["pyarrow"]
    for name, kind in columns.items():
        try:
            arrow.nulls(0, kind).take(arrow.array([], "int64"))
        except arrow.ArrowNotImplementedError:
            raise ValueError(
                f"{name} is of type {kind}, of which pyarrow cannot take rows: cast it"
            ) from None


def refuse_unsound(table: Any, name: str) -> None:
    """Refuse what would be misread: numbers under a mask, indices that lead astray.

    A sparse matrix does not check the indices that it is given, and crashes by them.
    """
    if isinstance(table, np.ma.MaskedArray) and np.ma.is_masked(table):
        raise ValueError(
            f"{name} has {int(np.sum(table.mask))} masked values: fill them, or leave "
            f"their rows out"
        )
    if is_sparse(table) and table.format in ("csr", "csc", "bsr"):
        # Another matrix of the same arrays: checking one rearranges it.
        parts = table.data, table.indices, table.indptr
        try:
            type(table)(parts, shape=table.shape).check_format(full_check=True)
        except ValueError as error:
            raise ValueError(f"{name} is a broken sparse matrix: {error}") from None


# ------------------------------------------------------------------ numpy, lists


class _Array:
    """An ndarray; anything else that numpy can make one of comes back as one."""

    def __init__(self, X: Any) -> None:
        self.native = self.checked = X

    def is_uniform(self, values: NDArray[Any]) -> bool:
        return True

    def takes_whole(self, values: NDArray[Any]) -> bool:
        return written_whole(values.dtype)

    def from_whole(self, table: NDArray[Any]) -> Any:
        return table

    def extend(self, values: NDArray[Any], new: NDArray[Any]) -> Any:
        table = np.empty((len(values) + len(new), values.shape[1]), values.dtype)
        table[: len(values)] = values
        table[len(values) :] = new
        return table

    def take(self, values: NDArray[Any], rows: NDArray[np.int64]) -> Any:
        return values[rows]


class _List(_Array):
    """A list of rows."""

    def from_whole(self, table: NDArray[Any]) -> Any:
        return rows_like(self.checked, table.tolist())

    def extend(self, values: NDArray[Any], new: NDArray[Any]) -> Any:
        return rows_like(self.checked, values.tolist() + new.tolist())

    def take(self, values: NDArray[Any], rows: NDArray[np.int64]) -> Any:
        return take_copies(self.checked, rows)


# ------------------------------------------------------------------------ sparse


class _Sparse:
    """A scipy matrix or array. CSR and CSC stay, any other format becomes CSR."""

    def __init__(self, X: Any) -> None:
        self.native = self.checked = X

    def is_uniform(self, values: Any) -> bool:
        return True

    def takes_whole(self, values: Any) -> bool:
        return False

    def from_whole(self, table: NDArray[Any]) -> Any:
        raise NotImplementedError

    def extend(self, values: Any, new: Any) -> Any:
        return sparse.vstack([values, *new], format=values.format)

    def take(self, values: Any, rows: NDArray[np.int64]) -> Any:
        return values[rows]


class _SparsePandas(_Sparse):
    """A pandas frame with nothing but sparse columns."""

    def is_uniform(self, values: Any) -> bool:
        return {dtype.subtype for dtype in self.checked.dtypes} == {values.dtype}

    def extend(self, values: Any, new: Any) -> Any:
        import pandas as pd

        rows = super().extend(values, new)
        if rows.dtype == bool:
            # pandas fills with 0, and would see no need to make that False.
            rows = rows.astype(np.uint8)
        table = pd.DataFrame.sparse.from_spmatrix(rows)
        # By position: names may be repeated.
        table = table.astype(dict(enumerate(self.checked.dtypes)))
        table.columns = self.checked.columns
        return table

    def take(self, values: Any, rows: NDArray[np.int64]) -> Any:
        return take(self.checked, rows)


def _all_sparse(frame: Any) -> bool:
    pd = sys.modules["pandas"]
    return frame.shape[1] > 0 and all(
        isinstance(dtype, pd.SparseDtype) for dtype in frame.dtypes
    )


# ------------------------------------------------------------------------ frames


class _Pandas:
    """A pandas frame."""

    def __init__(self, X: Any) -> None:
        self.native = self.checked = X
        pd = sys.modules["pandas"]
        for name, dtype in zip(X.columns, X.dtypes, strict=True):
            if isinstance(dtype, pd.CategoricalDtype):
                raise ValueError(not_a_number(name, dtype))

    def is_uniform(self, values: NDArray[Any]) -> bool:
        return set(self.checked.dtypes) == {values.dtype}

    def takes_whole(self, values: NDArray[Any]) -> bool:
        return self.is_uniform(values) and written_whole(values.dtype)

    def from_whole(self, table: NDArray[Any]) -> Any:
        import pandas as pd

        return pd.DataFrame(table, columns=self.checked.columns, copy=False)

    def extend(self, values: NDArray[Any], new: NDArray[Any]) -> Any:
        import pandas as pd

        frame = self.checked
        if len(new) == 0:
            return frame.reset_index(drop=True)
        # By position: names may be repeated.
        below = pd.DataFrame(
            {
                position: pandas_column(new[:, position], dtype)
                for position, dtype in enumerate(frame.dtypes)
            }
        )
        below.columns = frame.columns
        return pd.concat([frame, below], ignore_index=True)

    def take(self, values: NDArray[Any], rows: NDArray[np.int64]) -> Any:
        return take(self.checked, rows)


def pandas_column(values: NDArray[Any], dtype: Any) -> Any:
    """Make a column of new numbers, of the given type."""
    import pandas as pd

    if isinstance(dtype, np.dtype):
        return pd.Series(plain_column(values, dtype), dtype=dtype)
    # Nullable and Arrow types: to their plain numpy relative first, because they
    # refuse to truncate.
    plain = getattr(dtype, "numpy_dtype", None)
    if isinstance(plain, np.dtype) and plain.kind in "biu":
        values = plain_column(values, plain)
    return pd.Series(values).astype(dtype)


def plain_column(values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Convert a column of new numbers to a type of numpy."""
    # In a table of mixed types everything but 0 is true, as in imbalanced-learn.
    if dtype.kind == "b" and values.dtype.kind != "b":
        return np.asarray(values != 0)
    return cast(values, dtype)


class _Frame:
    """Any other frame that narwhals knows: polars, pyarrow, modin, cuDF, ..."""

    def __init__(self, X: Any) -> None:
        self.native = X
        self._frame = nw.from_native(X, eager_only=True)
        columns = [numbers_of(column) for column in self._frame.iter_columns()]
        self._dtypes = [column.dtype for column in columns]
        if columns:
            self.checked = np.empty(
                self._frame.shape, np.result_type(*self._dtypes), order="F"
            )
            for position, column in enumerate(columns):
                self.checked[:, position] = column
        else:
            self.checked = np.empty(self._frame.shape)

    def is_uniform(self, values: NDArray[Any]) -> bool:
        return set(self._dtypes) == {values.dtype}

    def takes_whole(self, values: NDArray[Any]) -> bool:
        return False

    def from_whole(self, table: NDArray[Any]) -> Any:
        raise NotImplementedError

    def extend(self, values: NDArray[Any], new: NDArray[Any]) -> Any:
        frame = self._frame
        if len(new) == 0:
            return frame.to_native()
        below = [
            nw.new_series(
                name,
                plain_column(new[:, position], self._dtypes[position]),
                dtype,
                backend=frame.implementation,
            )
            for position, (name, dtype) in enumerate(frame.schema.items())
        ]
        return stacked(frame, below)

    def take(self, values: NDArray[Any], rows: NDArray[np.int64]) -> Any:
        return take(self._frame.to_native(), rows)


def numbers_of(column: nw.Series[Any]) -> NDArray[Any]:
    """Return a column of numbers; what is missing becomes NaN."""
    if not (is_number(column.dtype) or column.dtype == nw.Boolean):
        raise ValueError(not_a_number(column.name, column.dtype))
    numbers = column.to_numpy()
    if numbers.dtype.kind not in "biuf":  # booleans, some of them missing
        numbers = column.cast(nw.Float64).to_numpy()
    return np.asarray(numbers)


def is_number(dtype: nw.dtypes.DType) -> bool:
    """Whether it is a type of floats or integers; decimals have no way back."""
    is_wide = dtype in (nw.Int128, nw.UInt128)  # for which numpy has no type
    return dtype.is_float() or (dtype.is_integer() and not is_wide)


def with_schema(table: Any, like: Any) -> Any:
    """Return a native table with what else another one's schema says."""
    # A pyarrow schema says more than its types: metadata, which columns have no null.
    if nw.dependencies.is_pyarrow_table(table):
        return table.cast(like.schema)
    return table


def stacked(frame: nw.DataFrame[Any], below: Sequence[nw.Series[Any]]) -> Any:
    """Return a native frame with columns of new rows below."""
    table = frame.to_native()
    rows = nw.from_dict({column.name: column for column in below}).to_native()
    # Tables are joined only if they agree about which columns have no null.
    joined = nw.concat([frame, nw.from_native(with_schema(rows, table))])
    return with_schema(joined.to_native(), table)


def not_a_number(name: object, dtype: object) -> str:
    """Say that a column cannot be interpolated in."""
    return (
        f"column {name!r} is of type {dtype}, which could not be converted to "
        f"numbers: cast it, or carry it along with `apply`"
    )


def where_no_number(X: Any) -> str:
    """Name the first column of a pandas frame that does not become numbers, if any."""
    if not nw.dependencies.is_pandas_dataframe(X):
        return ""
    for position, (name, dtype) in enumerate(zip(X.columns, X.dtypes, strict=True)):
        kind = getattr(dtype, "kind", "O")
        if kind in "biufc":
            continue
        column = X.iloc[:, position]
        if kind in "mM":
            return not_a_number(name, column.dtype)
        try:
            np.asarray(column, np.float64)
        except (TypeError, ValueError) as error:
            return f"{not_a_number(name, column.dtype)} ({error})"
        if is_text(column):
            return f"{not_a_number(name, column.dtype)} (it holds texts)"
    return ""


def is_text(column: Any) -> bool:
    """Whether a column of pandas holds texts: numerals would pass for numbers."""
    kind = getattr(column.dtype, "kind", "O")
    return kind in "US" or (
        kind == "O" and any(isinstance(value, (str, bytes)) for value in column)
    )


# -------------------------------------------------------------------------- rows


class Rows:
    """A table of anything, of which rows are only taken.

    Attributes
    ----------
    native : object
        What the caller passed.
    """

    def __init__(self, X: Any) -> None:
        refuse_lazy(X)
        refuse_scalar(X, "X")
        refuse_unsound(X, "X")
        refuse_untakable(X)
        self._is_frame = bool(nw.dependencies.is_into_dataframe(X))
        self.native = X
        if not self._is_frame:
            X = check_array(
                X, dtype=None, accept_sparse=["csr", "csc"], ensure_all_finite=False
            )
        elif len(X) == 0:
            raise ValueError(
                "Found array with 0 sample(s) while a minimum of 1 is required."
            )
        self.checked = X

    def validate(self, sampler: Any, y: Any) -> NDArray[Any]:
        """Check what a table of anything can be checked for, and return the labels."""
        check_consistent_length(self.checked, y)
        validate_data(sampler, self.native, y, skip_check_array=True)
        return np.asarray(y)

    def take(self, values: Any, rows: NDArray[np.int64]) -> Any:
        return take_copies(
            self.native if isinstance(self.native, list) else self.checked, rows
        )

    def is_uniform(self, values: Any) -> bool:
        return False

    def takes_whole(self, values: Any) -> bool:
        return False

    def from_whole(self, table: NDArray[Any]) -> Any:
        raise NotImplementedError

    def extend(self, values: Any, new: Any) -> Any:
        raise NotImplementedError


def refuse_scalar(container: Any, name: str) -> None:
    """Refuse what has no rows, and cannot be made into what has."""
    has_rows = hasattr(container, "__len__") or hasattr(container, "__array__")
    if not has_rows or getattr(container, "shape", None) == ():
        raise TypeError(
            f"Expected sequence or array-like, got {type(container)}: {name} needs rows"
        )


def row_count(container: Any) -> int:
    """Return how many rows a container of any kind has."""
    return int(container.shape[0] if hasattr(container, "shape") else len(container))


def rows_like(table: list[Any], rows: list[Any]) -> list[Any]:
    """Return rows as tuples, if those of a list are."""
    return list(map(tuple, rows)) if isinstance(table[0], tuple) else rows


def take(container: Any, rows: NDArray[np.int64]) -> Any:
    """Return the given rows of any container, in a container of the same kind."""
    if isinstance(container, list):
        return [container[row] for row in rows]
    if isinstance(container, np.ndarray):
        return container[rows]
    if is_sparse(container):  # not all formats give rows
        return container.tocsr()[rows].asformat(container.format)
    if _is_pandas(container):
        return container.take(rows).reset_index(drop=True)
    if nw.dependencies.is_pandas_index(container):
        return container.take(rows)
    if is_arrow_array(container):
        return container.take(sys.modules["pyarrow"].array(rows))
    if is_frame_or_series(container):
        return nw.from_native(container, allow_series=True)[rows].to_native()
    return as_array(container)[rows]


def as_array(container: Any) -> NDArray[Any]:
    """Make an array of rows; where these are of unequal lengths, one of objects."""
    try:
        array = np.asarray(container)
    except ValueError:
        if not isinstance(container, Sequence):
            raise
        array = np.empty(len(container), object)
        for row, value in enumerate(container):
            array[row] = value
    if array.ndim == 0:  # of a set, a dict, bytes
        raise TypeError(
            f"Expected sequence or array-like, got {type(container)}: the array needs "
            f"rows that have an order"
        )
    return array


def take_copies(table: Any, rows: NDArray[np.int64]) -> Any:
    """Return the given rows of a table; of a list, no two of them are one object."""
    if isinstance(table, list):
        return [copy.copy(table[row]) for row in rows]
    return take(table, rows)


def index_of(table: Any) -> Any:
    """Return the names of the rows of a pandas frame; None if it is none."""
    return table.index if nw.dependencies.is_pandas_dataframe(table) else None


def with_index(container: Any, index: Any) -> Any:
    """Set the names of the rows of a container that is ours, if pandas has any."""
    if index is not None and _is_pandas(container):
        # An index that is given a name is not to name other containers' too.
        container.index = index.view()
    return container


def with_fresh_index(container: Any) -> Any:
    """Return a container without the names of its rows, if pandas has any."""
    return container.reset_index(drop=True) if _is_pandas(container) else container


def is_frame_or_series(container: Any) -> bool:
    """Whether narwhals knows it, as an eager frame or a series."""
    return bool(
        nw.dependencies.is_into_dataframe(container)
        or nw.dependencies.is_into_series(container)
    )


def as_labels(y: Any) -> Any:
    """Return labels in a form that scikit-learn knows."""
    if isinstance(y, (np.ndarray, list)) or is_sparse(y) or _is_pandas(y):
        return y
    if is_arrow_array(y):
        return y.to_numpy(zero_copy_only=False)
    if is_frame_or_series(y):
        return nw.from_native(y, allow_series=True).to_numpy()
    return y


def _is_pandas(container: Any) -> bool:
    return bool(
        nw.dependencies.is_pandas_series(container)
        or nw.dependencies.is_pandas_dataframe(container)
    )


def is_arrow_array(container: Any) -> bool:
    """Whether it is a pyarrow array in one piece, which narwhals does not know."""
    arrow = sys.modules.get("pyarrow")
    return arrow is not None and isinstance(container, arrow.Array)


def is_pandas_array(container: Any) -> bool:
    """Whether it is a column of pandas' own types without names of its rows."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(
        container, pandas.api.extensions.ExtensionArray
    )
