"""Columns of categories beside columns of numbers: which they are, as one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn import config_context
from sklearn.preprocessing import OneHotEncoder
from sklearn.utils._param_validation import StrOptions

from smote._columns import Categories, Columns, Encoded
from smote._finite import sums_may_overflow

# What `categorical_features` may be.
CATEGORICAL = ["array-like", StrOptions({"auto"})]


def chosen_columns(features: Any, table: Columns) -> NDArray[np.int64]:
    """Return the columns that are named, in the order of their naming."""
    if isinstance(features, str):
        if table.names is None:
            raise ValueError(
                f"When `categorical_features='auto'`, the input data should be a "
                f"pandas.DataFrame. Got {type(table.checked)} instead."
            )
        return np.flatnonzero([table.is_category(j) for j in range(table.count)])
    named = np.asarray(features)
    if named.size == 0:
        return np.zeros(0, np.int64)
    if named.dtype.kind in "US" or isinstance(named.ravel()[0], str):
        return _by_name(named.ravel().tolist(), table)
    if named.dtype.kind == "b":
        if len(named) != table.count:
            raise ValueError(
                f"categorical_features is a mask of {len(named)} columns, but X has "
                f"{table.count}"
            )
        return np.flatnonzero(named)
    if named.dtype.kind not in "iu":
        raise ValueError(
            f"categorical_features = {features!r}, but it needs to be a mask of "
            f"columns, their numbers, their names, or 'auto'"
        )
    count = table.count
    if named.min() < -count or named.max() >= count:
        raise ValueError(f"all features must be in [0, {count - 1}] or [-{count}, 0]")
    return _once(np.where(named < 0, named + count, named))


def _by_name(named: Sequence[Any], table: Columns) -> NDArray[np.int64]:
    if table.names is None:
        raise ValueError(
            "Specifying the columns using strings is only supported for dataframes."
        )
    places = {name: place for place, name in enumerate(table.names)}
    unknown = set(named) - places.keys()
    if unknown:
        raise ValueError(
            f"Some column names are not columns of the dataframe: {unknown}"
        )
    return _once(np.array([places[name] for name in named]))


def _once(positions: NDArray[Any]) -> NDArray[np.int64]:
    return np.array(list(dict.fromkeys(positions.tolist())), np.int64)


def side_by_side(
    table: Columns,
    chosen: NDArray[np.int64],
    codes_of: Callable[[NDArray[np.int64], np.dtype[Any]], NDArray[Any]],
) -> Encoded:
    """Set numbers and codes next to each other, each kind where the caller has it.

    `codes_of` is given rows, and the type that the table has, and returns the codes of
    the chosen columns. The numpy stream votes on columns in the order in which they
    were named, as in imbalanced-learn; the library votes from left to right.
    """
    others = np.setdiff1d(np.arange(table.count), chosen)
    numbers = [table.numbers(position) for position in others]
    dtype = _common_dtype(numbers)
    categories = (
        table.categories(chosen.tolist(), lambda rows: codes_of(rows, dtype))
        if len(chosen) > 0
        else []
    )
    values = np.empty((table.checked.shape[0], table.count), dtype)
    order = np.arange(table.count)
    columns: list[Categories | None] = [None] * table.count
    for place, column in zip(others, numbers, strict=True):
        values[:, place] = column
    for place, source, category in zip(
        np.sort(chosen), chosen, categories, strict=True
    ):
        values[:, place] = category.codes
        order[place] = source
        columns[place] = category.without_codes()
    return Encoded(values, columns, order)


def _common_dtype(numbers: Sequence[NDArray[Any]]) -> np.dtype[Any]:
    types = {values.dtype for values in numbers}
    is_single = bool(types) and np.result_type(*types) == np.float32
    return np.dtype(np.float32 if is_single else np.float64)


def told_apart(table: Columns, chosen: NDArray[np.int64]) -> Encoded:
    """Return numbers and codes that are compared for equality, and nothing else."""
    chosen = np.sort(chosen)

    def codes_of(rows: NDArray[np.int64], dtype: np.dtype[Any]) -> NDArray[np.int64]:
        encoder = OneHotEncoder()
        one_hot = encoded_by(encoder, table.encodable(chosen.tolist(), rows))
        return one_hot_codes(encoder, one_hot)

    return side_by_side(table, chosen, codes_of)


def encoded_by(encoder: Any, part: Any) -> Any:
    """Fit an encoder, and return its codes: `transform_output` is not about those."""
    with config_context(transform_output="default"), sums_may_overflow():
        return encoder.fit_transform(part)


def one_hot_codes(encoder: Any, one_hot: Any) -> NDArray[np.int64]:
    """Return where the 1 is in each row, for each column that was encoded."""
    sizes = [len(categories) for categories in encoder.categories_]
    one_hot = sparse.csc_matrix(one_hot)
    if one_hot.shape[1] != sum(sizes):
        raise ValueError(
            f"SMOTENC requires a one-hot encoding with one column per category for the "
            f"categorical features. The provided `categorical_encoder` produced "
            f"{one_hot.shape[1]} columns for {sum(sizes)} categories. This happens "
            f"when the encoder drops columns (e.g. `OneHotEncoder(drop=...)`) or "
            f"merges infrequent categories, which is not supported. Pass an encoder "
            f"that keeps all categories, such as "
            f"`OneHotEncoder(handle_unknown='ignore')`."
        )
    ends = np.cumsum(sizes)
    blocks = [
        one_hot[:, end - size : end].tocsr()
        for size, end in zip(sizes, ends, strict=True)
    ]
    if any((block.getnnz(axis=1) != 1).any() for block in blocks):
        raise ValueError(
            "the categorical_encoder has no category, or several, for some values: "
            "each needs exactly one"
        )
    return np.stack([block.indices for block in blocks], axis=1)
