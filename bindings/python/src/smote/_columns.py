"""Tables whose columns are of different kinds: numbers here, categories there.

`Columns` reads a table column by column. On the way back, a category is taken from a
row of the caller's table that has it: it comes back as what it was, in whatever type,
and none can appear that is not in the table.
"""

from __future__ import annotations

import copy
import sys
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from smote._containers import (
    Rows,
    is_text,
    not_a_number,
    numbers_of,
    pandas_column,
    plain_column,
    rows_like,
    stacked,
)
from smote._dtypes import cast, is_sparse
from smote._finite import require_finite

# Whole numbers that lie closer together than this, or than there are values, are told
# apart by counting.
_SPAN = 2**16
# Types that numpy does not have, or would make several columns of.
_NO_ARRAY = (nw.Int128, nw.UInt128, nw.Struct, nw.Array)


@dataclass
class Categories:
    """A column of categories, as codes, and a row that has each code (-1: none)."""

    codes: NDArray[np.int32]
    examples: NDArray[np.int64]

    def without_codes(self) -> Categories:
        """Return what the codes stand for alone."""
        return Categories(self.codes[:0].copy(), self.examples)


@dataclass
class Encoded:
    """What the library sees of a table.

    Attributes
    ----------
    table : ndarray of float32 or float64
    columns : list of Categories or None
        The categories that the codes in a column of it stand for; None for numbers.
    order : ndarray of int64
        Which column of the caller's each of them is.
    """

    table: NDArray[Any]
    columns: list[Categories | None]
    order: NDArray[np.int64]

    @property
    def categorical(self) -> NDArray[np.uint8]:
        """Which columns hold codes."""
        return np.array([column is not None for column in self.columns], np.uint8)


class Columns(Rows):
    """A table that is read column by column; see `columns`.

    Attributes
    ----------
    names : list or None
    encoded : Encoded
        Set by the sampler.
    """

    encoded: Encoded
    names: Sequence[Any] | None = None

    @property
    def is_frame(self) -> bool:
        """Whether each column has a type of its own."""
        return self._is_frame

    @property
    def count(self) -> int:
        """The number of columns."""
        return int(self.checked.shape[1])

    def is_category(self, position: int) -> bool:
        """Whether the type of the column is one for categories."""
        return False

    def numbers(self, position: int) -> NDArray[Any]:
        """Return a column of numbers, all of them finite."""
        name = self.name(position)
        values = self._numbers(position, int(position) if name is None else name)
        require_finite(values, position, name)
        return values

    def categories(
        self, positions: Sequence[int], encode: Callable[[NDArray[np.int64]], Any]
    ) -> list[Categories]:
        """Return columns of categories.

        `encode` is given rows among which is one for each category of each of the
        columns, and returns their codes, column by column.
        """
        groups = [self._grouped(position) for position in positions]
        rows = np.unique(np.concatenate([group.examples for group in groups]))
        codes = np.asarray(encode(rows))
        return [
            _renamed(group, codes[np.searchsorted(rows, group.examples), place])
            for place, group in enumerate(groups)
        ]

    @abstractmethod
    def part(self, positions: Sequence[int], rows: Any) -> Any:
        """Return rows of some columns, as scikit-learn's encoders take them."""

    def encodable(self, positions: Sequence[int], rows: Any) -> Any:
        """Return the same, with NaN where encoders do not find what is missing."""
        return self.part(positions, rows)

    @abstractmethod
    def extend_by_columns(self, new: Sequence[Any]) -> Any:
        """Return the table with new rows below.

        They come column by column: numbers, or `Categories` whose codes are theirs.
        """

    @abstractmethod
    def _numbers(self, position: int, name: Any) -> NDArray[Any]:
        """Return a column of numbers."""

    @abstractmethod
    def _labels(self, position: int) -> NDArray[Any]:
        """Return a column in numpy's or Python's types, to tell values apart by."""

    def name(self, position: int) -> Any:
        """Return the name of a column, or None."""
        return None if self.names is None else self.names[position]

    def _grouped(self, position: int) -> Categories:
        """Give each distinct value of a column a number, or NaN several."""
        values = self._labels(position)
        try:
            return _first_rows(_numbered(values))
        except TypeError as error:
            name = self.name(position)
            raise ValueError(
                f"column {int(position) if name is None else name!r} holds values that "
                f"cannot be categories ({error})"
            ) from None


def columns(X: Any) -> Columns:
    """Return what reads tables like `X` column by column."""
    if nw.dependencies.is_pandas_dataframe(X):
        return _PandasColumns(X)
    if nw.dependencies.is_into_dataframe(X):
        return _FrameColumns(X)
    return _ListColumns(X) if isinstance(X, list) else _ArrayColumns(X)


# ------------------------------------------------------------------ telling apart


def _numbered(values: NDArray[Any]) -> NDArray[Any]:
    """Return a number of at least 0 for each value, the same for equal ones."""
    kind = values.dtype.kind
    if kind == "O":
        # The number of a value that is new is how many there are already.
        seen: defaultdict[Any, int] = defaultdict()
        seen.default_factory = seen.__len__
        return np.fromiter(map(seen.__getitem__, values), np.int32, len(values))
    if kind in "biuf":
        offset = _offset(values)
        if offset is not None:
            return offset
    return np.unique(values, return_inverse=True)[1]


def _offset(values: NDArray[Any]) -> NDArray[np.int32] | None:
    """Return whole numbers that lie close together from 0 on; None for others."""
    least, most = values.min(), values.max()
    # Written so that NaN does not pass either.
    span = float(most) - float(least)
    if not span < max(_SPAN, len(values)) or not abs(float(least)) < 2**52:
        return None
    start = int(least)
    if values.dtype.kind == "f":
        offset = (values - start).astype(np.int32)
        return offset if np.array_equal(offset + float(start), values) else None
    return (values.astype(np.int64) - start).astype(np.int32)


def _first_rows(numbers: NDArray[Any]) -> Categories:
    """Close the gaps between numbers, and find the first row of each."""
    first = np.full(int(numbers.max()) + 1, -1, np.int64)
    # Of several rows, the one assigned last stays.
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    present = first >= 0
    renumbered = np.cumsum(present, dtype=np.int32) - 1
    return Categories(renumbered[numbers], first[present])


def _renamed(group: Categories, codes: NDArray[Any]) -> Categories:
    """Give groups the codes that an encoder has for them."""
    codes = codes.astype(np.int32)
    examples = np.full(int(codes.max()) + 1, -1, np.int64)
    examples[codes[::-1]] = group.examples[::-1]
    return Categories(codes[group.codes], examples)


# --------------------------------------------------------------- what is missing


def _encodable(column: Any) -> Any:
    """Return a column of pandas, with NaN where encoders find nothing missing.

    They find what is missing among numbers, and NaT among objects. In an array of dates
    they take NaT for a category that no row has.
    """
    import pandas as pd

    if getattr(column.dtype, "kind", "O") in "biuf" or not column.isna().any():
        return column
    values = np.asarray(column)
    if values.dtype.kind in "mM":
        dates = pd.Series(values).to_numpy(object)
        values = np.where(np.isnat(values), np.nan, dates)
    elif values.dtype == object:
        values = without_na(values)
    return pd.Series(values, column.index, values.dtype, column.name)


def without_na(objects: NDArray[Any], *, nor_nat: bool = False) -> NDArray[Any]:
    """Return objects with NaN for pandas.NA, which cannot be sorted.

    With ``nor_nat`` for pandas.NaT, too, which encoders find among objects themselves.
    """
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return objects
    missing = {id(pandas.NA), id(pandas.NaT)} if nor_nat else {id(pandas.NA)}
    is_missing = np.frompyfunc(lambda value: id(value) in missing, 1, 1)
    return np.where(is_missing(objects).astype(bool), np.nan, objects)


# ------------------------------------------------------------------ numpy, lists


class _ArrayColumns(Columns):
    """An ndarray or a sparse matrix, or what numpy makes an array of."""

    def __init__(self, X: Any) -> None:
        super().__init__(X)
        self._by_column = self.checked.tocsc() if is_sparse(self.checked) else None

    def part(self, positions: Sequence[int], rows: Any) -> Any:
        if self._by_column is not None:
            return self._by_column[:, list(positions)].tocsr()[rows].toarray()
        return self.checked[rows][:, list(positions)]

    def encodable(self, positions: Sequence[int], rows: Any) -> Any:
        part = self.part(positions, rows)
        return without_na(part) if part.dtype == object else part

    def extend_by_columns(self, new: Sequence[Any]) -> Any:
        if self._by_column is not None:
            return self._extend_sparse(new)
        table = self.checked
        rows = len(table)
        result = np.empty((rows + _length(new), table.shape[1]), table.dtype)
        result[:rows] = table
        for position in range(table.shape[1]):
            result[rows:, position] = self._below(position, new[position])
        return result

    def _extend_sparse(self, new: Sequence[Any]) -> Any:
        table = self.checked
        below = [
            sparse.csc_matrix(self._below(position, values)[:, None])
            for position, values in enumerate(new)
        ]
        stacked = type(table)(sparse.hstack(below, format=table.format))
        return sparse.vstack([table, stacked], format=table.format)

    def _below(self, position: int, values: Any) -> NDArray[Any]:
        column = self._labels(position)
        if isinstance(values, Categories):
            return column[values.examples[values.codes]]
        return values if column.dtype == object else cast(values, column.dtype)

    def _labels(self, position: int) -> NDArray[Any]:
        if self._by_column is not None:
            return np.asarray(self._by_column[:, [position]].toarray()).ravel()
        return np.asarray(self.checked[:, position])

    def _numbers(self, position: int, name: Any) -> NDArray[Any]:
        return _as_numbers(self._labels(position), name)


def _as_numbers(values: NDArray[Any], name: Any) -> NDArray[Any]:
    if values.dtype.kind in "biuf":
        return values
    if values.dtype.kind != "O":
        raise ValueError(not_a_number(name, values.dtype))
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{not_a_number(name, values.dtype)} ({error})") from None


class _ListColumns(_ArrayColumns):
    """A list of rows, whose values keep their types."""

    def __init__(self, X: Any) -> None:
        super().__init__(X)
        self._columns = [_plain(column) for column in zip(*X, strict=True)]

    def part(self, positions: Sequence[int], rows: Any) -> Any:
        chosen = [self._columns[position][rows] for position in positions]
        table = np.empty((len(chosen[0]), len(chosen)), object)
        for place, column in enumerate(chosen):
            table[:, place] = column
        return table

    def extend_by_columns(self, new: Sequence[Any]) -> Any:
        below = [
            self._below(position, values).tolist()
            for position, values in enumerate(new)
        ]
        kept = [copy.copy(row) for row in self.native]
        new_rows = [list(row) for row in zip(*below, strict=True)]
        return kept + rows_like(self.native, new_rows)

    def _labels(self, position: int) -> NDArray[Any]:
        return self._columns[position]


def _plain(column: Sequence[Any]) -> NDArray[Any]:
    # Numbers among texts must not become texts.
    values = np.asarray(column)
    if values.dtype.kind in "biuf":
        return values
    values = np.empty(len(column), object)
    values[:] = column
    return values


def _length(new: Sequence[Any]) -> int:
    column = new[0]
    return len(column.codes if isinstance(column, Categories) else column)


# ------------------------------------------------------------------------ frames


class _PandasColumns(Columns):
    """A pandas frame."""

    def __init__(self, X: Any) -> None:
        super().__init__(X)
        self.names = list(X.columns)

    def is_category(self, position: int) -> bool:
        return isinstance(
            self.checked.dtypes.iloc[position], sys.modules["pandas"].CategoricalDtype
        )

    def part(self, positions: Sequence[int], rows: Any) -> Any:
        return self.checked.iloc[rows, list(positions)]

    def encodable(self, positions: Sequence[int], rows: Any) -> Any:
        import pandas as pd

        part = self.part(positions, rows)
        return pd.concat([_encodable(column) for _, column in part.items()], axis=1)

    def extend_by_columns(self, new: Sequence[Any]) -> Any:
        import pandas as pd

        frame = self.checked
        if _length(new) == 0:
            return frame.reset_index(drop=True)
        # By position: names may be repeated.
        below = pd.DataFrame(
            {
                position: self._below(position, values)
                for position, values in enumerate(new)
            }
        )
        below.columns = frame.columns
        return pd.concat([frame, below], ignore_index=True)

    def _below(self, position: int, values: Any) -> Any:
        column = self.checked.iloc[:, position]
        if isinstance(values, Categories):
            rows = values.examples[values.codes]
            return column.take(rows).reset_index(drop=True)
        return pandas_column(values, column.dtype)

    def _labels(self, position: int) -> NDArray[Any]:
        column = self.checked.iloc[:, position]
        if self.is_category(position):
            return np.asarray(column.cat.codes)  # -1 for what is missing
        if getattr(column.dtype, "kind", "O") in "biuf" and not column.isna().any():
            return np.asarray(column)
        return np.asarray(column.to_numpy(object))

    def _numbers(self, position: int, name: Any) -> NDArray[Any]:
        column = self.checked.iloc[:, position]
        if self.is_category(position):
            raise ValueError(not_a_number(name, column.dtype))
        if is_text(column):
            raise ValueError(f"{not_a_number(name, column.dtype)} (it holds texts)")
        if isinstance(column.dtype, np.dtype):
            return _as_numbers(column.to_numpy(), name)
        if getattr(column.dtype, "kind", "O") in "biuf":
            return np.asarray(column.to_numpy(np.float64, na_value=np.nan))
        return _as_numbers(column.to_numpy(object), name)


class _FrameColumns(Columns):
    """Any other frame that narwhals knows: polars, pyarrow, modin, cuDF, ..."""

    def __init__(self, X: Any) -> None:
        super().__init__(X)
        self._frame = nw.from_native(X, eager_only=True)
        self.names = self._frame.columns

    def is_category(self, position: int) -> bool:
        dtype = self._column(position).dtype
        return isinstance(dtype, (nw.Categorical, nw.Enum))

    def part(self, positions: Sequence[int], rows: Any) -> Any:
        chosen = [self._column(position) for position in positions]
        if not isinstance(rows, slice):
            chosen = [column[rows] for column in chosen]
        table = np.empty((len(chosen[0]), len(chosen)), object)
        for place, column in enumerate(chosen):
            table[:, place] = column.to_list()
        return table

    def extend_by_columns(self, new: Sequence[Any]) -> Any:
        frame = self._frame
        if _length(new) == 0:
            return frame.to_native()
        below = [self._below(position, values) for position, values in enumerate(new)]
        return stacked(frame, below)

    def _column(self, position: int) -> nw.Series[Any]:
        column: nw.Series[Any] = self._frame[:, int(position)]
        return column

    def _below(self, position: int, values: Any) -> nw.Series[Any]:
        column = self._column(position)
        if isinstance(values, Categories):
            return column[values.examples[values.codes]]
        plain = plain_column(values, numbers_of(column[:1]).dtype)
        return nw.new_series(
            column.name, plain, column.dtype, backend=column.implementation
        )

    def _labels(self, position: int) -> NDArray[Any]:
        column = self._column(position)
        if self.is_category(position) or column.dtype == nw.String:
            codes = _physical(column.cast(nw.Categorical).to_native())
            if codes is not None:
                return codes
        if isinstance(column.dtype, _NO_ARRAY):
            return np.fromiter(column.to_list(), object, len(column))
        return np.asarray(column.to_numpy())

    def _numbers(self, position: int, name: Any) -> NDArray[Any]:
        return numbers_of(self._column(position))


def _physical(column: Any) -> NDArray[Any] | None:
    """Return the integers that a categorical column is stored as; -1 for missing."""
    if nw.dependencies.is_polars_series(column):
        return np.asarray(column.to_physical().cast(int).fill_null(-1).to_numpy())
    if nw.dependencies.is_pyarrow_chunked_array(column):
        chunks = column.unify_dictionaries().chunks
        signed = [chunk.indices.cast("int64").fill_null(-1) for chunk in chunks]
        return np.concatenate(
            [indices.to_numpy(zero_copy_only=False) for indices in signed]
        )
    return None
