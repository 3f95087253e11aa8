"""The structs of the header, field by field, and how they are filled."""

from __future__ import annotations

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_uint64,
    c_void_p,
    sizeof,
)
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_INTEGERS = (c_int32, c_int64, c_uint64)

smote_progress_fn = CFUNCTYPE(c_int32, c_double, c_void_p)


def address(array: NDArray[Any] | None) -> int | None:
    """Return where the elements of an array are; NULL for none."""
    return None if array is None else array.ctypes.data


class smote_error(Structure):
    _fields_ = [("status", c_int32), ("message", c_char * 508)]


@cache
def _integer_bits(struct: type[Structure]) -> dict[str, int]:
    """Return how wide each field is, or 0 if it holds no integer."""
    return {
        name: 8 * sizeof(kind) if kind in _INTEGERS else 0
        for name, kind, *_ in struct._fields_
    }


class _Exact(Structure):
    """A struct that refuses what ctypes takes: other names, and cut integers."""

    def __init__(self, **fields: Any) -> None:
        bits = _integer_bits(type(self))
        for name in fields:
            if name not in bits:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
        super().__init__(**fields)
        for name, value in fields.items():
            if bits[name] and getattr(self, name) != value:
                raise ValueError(
                    f"{name} = {value}, but it must fit in {bits[name]} bits"
                )


class _Sized(_Exact):
    """A struct that starts with its size, and points to arrays that it keeps alive."""

    def __init__(self, **fields: Any) -> None:
        self._owners = tuple(fields.values())
        pointed = {
            name: address(value) if isinstance(value, np.ndarray) else value
            for name, value in fields.items()
        }
        super().__init__(struct_size=sizeof(type(self)), **pointed)


class smote_dataset(_Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("values", c_void_p),
        ("labels", c_void_p),
        ("rows", c_int64),
        ("columns", c_int64),
        ("row_stride", c_int64),
        ("column_stride", c_int64),
        ("dtype", c_int32),
        ("reserved", c_int32),
        ("categorical", c_void_p),
    ]


class smote_target(_Exact):
    _fields_ = [("label", c_int32), ("reserved", c_int32), ("rows", c_int64)]


class smote_class_value(_Exact):
    _fields_ = [("label", c_int32), ("reserved", c_int32), ("value", c_double)]


class smote_options(_Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("method", c_int32),
        ("strategy", c_int32),
        ("seed", c_uint64),
        ("amount", c_double),
        ("targets", POINTER(smote_target)),
        ("target_count", c_int64),
        ("neighbors", c_int32),
        ("threads", c_int32),
        ("stream", c_int32),
        ("few_rows", c_int32),
        ("bases", c_int32),
        ("scale", c_int32),
        ("column_weights", c_void_p),
        ("numpy_state", c_void_p),
        ("class_neighbors", c_void_p),
        ("progress", smote_progress_fn),
        ("progress_context", c_void_p),
        ("danger_neighbors", c_int32),
        ("reserved", c_int32),
        ("all_neighbors", c_void_p),
        ("shrinkage", POINTER(smote_class_value)),
        ("shrinkage_count", c_int64),
        ("numpy_normal", c_void_p),
        ("out_step", c_double),
        ("support_rows", c_void_p),
        ("cluster_of_row", c_void_p),
        ("cluster_balance_threshold", c_double),
        ("density_exponent", c_double),
        ("clusters", c_int32),
        ("reserved_2", c_int32),
        ("cleaning", c_int32),
        ("cleaning_strategy", c_int32),
        ("cleaning_amount", c_double),
        ("cleaning_targets", POINTER(smote_target)),
        ("cleaning_target_count", c_int64),
        ("cleaning_neighbors", c_int32),
        ("selection", c_int32),
        ("rounds", c_int32),
        ("seeds", c_int32),
        ("cleaning_threshold", c_double),
        ("replacement", c_int32),
        ("allow_minority", c_int32),
        ("candidate_neighbors", c_int32),
        ("hard_voting", c_int32),
        ("class_probabilities", c_void_p),
    ]


class smote_output(_Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("values", c_void_p),
        ("labels", c_void_p),
        ("row_stride", c_int64),
        ("column_stride", c_int64),
        ("carried", c_int32),
        ("reserved", c_int32),
    ]


class smote_search(_Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("neighbors", c_int32),
        ("threads", c_int32),
        ("first_query", c_int64),
        ("first_reference", c_int64),
        ("one_table", c_int32),
        ("resume", c_int32),
        ("scale", c_int32),
        ("reserved", c_int32),
        ("column_weights", c_void_p),
        ("progress", smote_progress_fn),
        ("progress_context", c_void_p),
    ]
