"""The C interface, `include/smote.h`, as ctypes sees it. No other module knows ctypes.

Constants, structs and functions are spelled as in the header, so that one search
finds all uses; a test compares every one of them with it. The classes and functions
below the signature table turn numpy arrays into structs, and a status into an
exception.
"""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Mapping, Sequence
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    byref,
    c_char,
    c_char_p,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
    cast,
    sizeof,
)
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote._errors import SmoteError
from smote._library import library_path, not_loaded
from smote._version import __version__
from smote._watch import Watch

# ------------------------------------------------------------------ enumerations

SMOTE_OK = 0
SMOTE_ERROR_INVALID_ARGUMENT = 1
SMOTE_ERROR_INVALID_DATA = 2
SMOTE_ERROR_TOO_FEW_ROWS = 10
SMOTE_ERROR_NO_CANDIDATES = 11
SMOTE_ERROR_OUT_OF_MEMORY = 20
SMOTE_ERROR_CANCELLED = 21
SMOTE_ERROR_INTERNAL = 99
SMOTE_WARNING_NO_CANDIDATES = 200
SMOTE_WARNING_EVEN_WEIGHTS = 201
SMOTE_WARNING_CLASS_VANISHED = 202
SMOTE_WARNING_FEWER_ROWS = 203

SMOTE_DTYPE_FLOAT32 = 0
SMOTE_DTYPE_FLOAT64 = 1

SMOTE_METHOD_NONE = 0
SMOTE_METHOD_SMOTE = 1
SMOTE_METHOD_BORDERLINE1 = 2
SMOTE_METHOD_BORDERLINE2 = 3
SMOTE_METHOD_SVM = 4
SMOTE_METHOD_ADASYN = 5
SMOTE_METHOD_SMOTENC = 6
SMOTE_METHOD_SMOTEN = 7
SMOTE_METHOD_KMEANS = 8
SMOTE_METHOD_RANDOM_OVER = 32
SMOTE_METHOD_RANDOM_UNDER = 33
SMOTE_METHOD_TOMEK = 64
SMOTE_METHOD_ENN = 65
SMOTE_METHOD_RENN = 66
SMOTE_METHOD_ALLKNN = 67
SMOTE_METHOD_CNN = 68
SMOTE_METHOD_OSS = 69
SMOTE_METHOD_NCR = 70
SMOTE_METHOD_NEARMISS1 = 71
SMOTE_METHOD_NEARMISS2 = 72
SMOTE_METHOD_NEARMISS3 = 73
SMOTE_METHOD_INSTANCE_HARDNESS = 74
SMOTE_METHOD_CLUSTER_CENTROIDS = 75
SMOTE_METHOD_END = 256

SMOTE_STRATEGY_AUTO = 0
SMOTE_STRATEGY_MINORITY = 1
SMOTE_STRATEGY_MAJORITY = 2
SMOTE_STRATEGY_NOT_MINORITY = 3
SMOTE_STRATEGY_NOT_MAJORITY = 4
SMOTE_STRATEGY_ALL = 5
SMOTE_STRATEGY_RATIO = 6
SMOTE_STRATEGY_PERCENT = 7
SMOTE_STRATEGY_TARGETS = 8

SMOTE_STREAM_NATIVE = 0
SMOTE_STREAM_NUMPY_SEED = 1
SMOTE_STREAM_NUMPY_STATE = 2

SMOTE_FEW_ROWS_ERROR = 0
SMOTE_FEW_ROWS_CLIP = 1

SMOTE_SCALE_NONE = 0
SMOTE_SCALE_SD = 1
SMOTE_SCALE_RANGE = 2

SMOTE_BASES_EVEN = 0
SMOTE_BASES_RANDOM = 1

SMOTE_SELECTION_ALL = 0
SMOTE_SELECTION_MODE = 1

# ----------------------------------------------------------------------- structs

smote_progress_fn = CFUNCTYPE(c_int32, c_double, c_void_p)

_INTEGERS = (c_int32, c_int64, c_uint64)


class smote_error(Structure):
    _fields_ = [("status", c_int32), ("message", c_char * 508)]


class _Exact(Structure):
    """A struct that refuses integers that do not fit: ctypes cuts bits off them."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        for name, kind, *_ in type(self)._fields_:
            given = name in fields and kind in _INTEGERS
            if given and getattr(self, name) != fields[name]:
                raise ValueError(
                    f"{name} = {fields[name]}, but it must fit in "
                    f"{8 * sizeof(kind)} bits"
                )


class _Sized(_Exact):
    """A struct that starts with its size, and keeps alive what its pointers show."""

    owners: tuple[object, ...]

    def __init__(self, **fields: Any) -> None:
        super().__init__(struct_size=sizeof(type(self)), **fields)


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


# --------------------------------------------------------------------- functions

# Every function of the header: its result, then its arguments. Arrays and plans
# are plain addresses.
SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "smote_version": (c_uint32, ()),
    "smote_cpu": (c_char_p, ()),
    "smote_status_name": (c_char_p, (c_int32,)),
    "smote_method_name": (c_char_p, (c_int32,)),
    "smote_plan_create": (
        c_int32,
        (
            POINTER(smote_dataset),
            POINTER(smote_options),
            POINTER(c_void_p),
            POINTER(smote_error),
        ),
    ),
    "smote_plan_free": (None, (c_void_p,)),
    "smote_plan_row_count": (c_int64, (c_void_p,)),
    "smote_plan_kept_count": (c_int64, (c_void_p,)),
    "smote_plan_rounds": (c_int64, (c_void_p,)),
    "smote_plan_warning_count": (c_int64, (c_void_p,)),
    "smote_plan_warning": (
        c_int32,
        (c_void_p, c_int64, POINTER(smote_error), POINTER(smote_error)),
    ),
    "smote_plan_provenance": (
        c_int32,
        (
            c_void_p,
            c_int64,
            c_int64,
            c_void_p,
            c_void_p,
            c_void_p,
            POINTER(smote_error),
        ),
    ),
    "smote_plan_voted": (
        c_int32,
        (c_void_p, c_int64, c_void_p, POINTER(smote_error)),
    ),
    "smote_plan_write": (
        c_int32,
        (
            c_void_p,
            POINTER(smote_dataset),
            c_int64,
            c_int64,
            POINTER(smote_output),
            c_int32,
            POINTER(smote_error),
        ),
    ),
    "smote_neighbors": (
        c_int32,
        (
            POINTER(smote_dataset),
            POINTER(smote_dataset),
            POINTER(smote_search),
            c_void_p,
            c_void_p,
            POINTER(smote_error),
        ),
    ),
}


def _load() -> ctypes.CDLL:
    path = library_path()
    try:
        library = ctypes.CDLL(path)
        for name, (result, arguments) in SIGNATURES.items():
            function = getattr(library, name)
            function.restype = result
            function.argtypes = arguments
    except (OSError, AttributeError) as error:
        raise ImportError(not_loaded(path, error)) from error
    _refuse_another_version(library, path)
    return library


def _refuse_another_version(library: ctypes.CDLL, path: str) -> None:
    number = int(library.smote_version())
    found = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if found != __version__:
        raise ImportError(
            f"the libsmote loaded from {path!r} is version {found}, but this package "
            f"needs {__version__}: another library may be first on the search path, "
            f"or SMOTE_LIBRARY may name one"
        )


_library = _load()


def cpu() -> str:
    """Return the instruction set that the distance kernels use."""
    return str(_library.smote_cpu().decode())


# ------------------------------------------------------------------------ errors


class NoCandidates(ValueError):  # noqa: N818 - for samplers to word, not for users
    """No row of a class can be interpolated from."""


_EXCEPTIONS: dict[int, type[BaseException]] = {
    SMOTE_ERROR_INVALID_ARGUMENT: ValueError,
    SMOTE_ERROR_INVALID_DATA: ValueError,
    SMOTE_ERROR_TOO_FEW_ROWS: ValueError,
    SMOTE_ERROR_NO_CANDIDATES: NoCandidates,
    SMOTE_ERROR_OUT_OF_MEMORY: MemoryError,
    # The watch that cancelled raises what it was told instead.
    SMOTE_ERROR_CANCELLED: KeyboardInterrupt,
}


def check(status: int, error: smote_error) -> None:
    """Turn a status into nothing, or into an exception."""
    if status != SMOTE_OK:
        message = error.message.decode("utf-8", "replace")
        raise _EXCEPTIONS.get(status, SmoteError)(message)


# -------------------------------------------------------------------------- data

_DTYPES = {
    np.dtype(np.float32): SMOTE_DTYPE_FLOAT32,
    np.dtype(np.float64): SMOTE_DTYPE_FLOAT64,
}


def _address(array: NDArray[Any] | None) -> int | None:
    return None if array is None else array.ctypes.data


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
    result = smote_dataset(
        values=_address(values),
        labels=_address(labels),
        rows=values.shape[0],
        columns=values.shape[1],
        row_stride=row_stride,
        column_stride=column_stride,
        dtype=_DTYPES[values.dtype],
        categorical=_address(categorical),
    )
    result.owners = values, labels, categorical
    return result


def _strides(values: NDArray[Any]) -> tuple[int, int]:
    # A dimension of one element may have any stride, also 0: it is never taken.
    rows, columns = values.shape
    row_stride, column_stride = (stride // values.itemsize for stride in values.strides)
    return row_stride if rows > 1 else columns, column_stride if columns > 1 else 1


def options(
    watch: Watch,
    *,
    targets: Mapping[int, int] | None = None,
    strategy: int = SMOTE_STRATEGY_TARGETS,
    column_weights: NDArray[np.float64] | None = None,
    numpy_state: NDArray[np.uint32] | None = None,
    numpy_normal: NDArray[np.float64] | None = None,
    class_neighbors: NDArray[np.int64] | None = None,
    all_neighbors: NDArray[np.int64] | None = None,
    shrinkage: Mapping[int, float] | None = None,
    neighbors: int = 5,
    danger_neighbors: int = 10,
    cleaning_neighbors: int = 0,
    out_step: float = 0.5,
    support_rows: NDArray[np.uint8] | None = None,
    cluster_of_row: NDArray[np.int32] | None = None,
    cluster_balance_threshold: float = -1.0,
    density_exponent: float = -1.0,
    clusters: int = 8,
    rounds: int = 100,
    seeds: int = 1,
    cleaning_threshold: float = 0.5,
    candidate_neighbors: int = 3,
    cleaning_targets: Mapping[int, int] | None = None,
    class_probabilities: NDArray[np.float64] | None = None,
    **fields: int,
) -> smote_options:
    """Describe what is wanted; `targets` says how many rows each label ends with."""
    listed, cleaned = _targets(targets), _targets(cleaning_targets)
    factors = None
    if shrinkage:  # for no class, the library does not take it
        factors = (smote_class_value * len(shrinkage))(
            *(smote_class_value(label=at, value=by) for at, by in shrinkage.items())
        )
    callback = _callback(watch)
    result = smote_options(
        strategy=strategy,
        targets=listed,
        target_count=0 if listed is None else len(listed),
        cleaning_targets=cleaned,
        cleaning_target_count=0 if cleaned is None else len(cleaned),
        class_probabilities=_address(class_probabilities),
        column_weights=_address(column_weights),
        numpy_state=_address(numpy_state),
        numpy_normal=_address(numpy_normal),
        class_neighbors=_address(class_neighbors),
        all_neighbors=_address(all_neighbors),
        neighbors=_limited(neighbors),
        danger_neighbors=_limited(danger_neighbors),
        cleaning_neighbors=_limited(cleaning_neighbors),
        out_step=out_step,
        support_rows=_address(support_rows),
        cluster_of_row=_address(cluster_of_row),
        cluster_balance_threshold=cluster_balance_threshold,
        density_exponent=density_exponent,
        clusters=clusters,
        rounds=_limited(rounds),
        seeds=seeds,
        cleaning_threshold=cleaning_threshold,
        candidate_neighbors=_limited(candidate_neighbors),
        shrinkage=factors,
        shrinkage_count=0 if factors is None else len(factors),
        progress=callback,
        **fields,
    )
    result.owners = (
        listed,
        cleaned,
        class_probabilities,
        factors,
        column_weights,
        numpy_state,
        numpy_normal,
        class_neighbors,
        all_neighbors,
        support_rows,
        cluster_of_row,
        callback,
    )
    return result


def _limited(count: int) -> int:
    """Limit a number of neighbours or rounds: more than there are rows is the same."""
    return min(count, 2**31 - 1)


def _targets(rows: Mapping[int, int] | None) -> Any:
    if rows is None:
        return None
    return (smote_target * len(rows))(
        *(smote_target(label=label, rows=count) for label, count in rows.items())
    )


# A caller clears its own arguments away, so that a function may take the first alone.
_of_fraction = CFUNCTYPE(c_int32, c_double)


def _callback(watch: Watch) -> Any:
    if not watch.listens:
        return smote_progress_fn()
    answers = watch.answers()
    next(answers)
    return cast(_of_fraction(answers.send), smote_progress_fn)


# -------------------------------------------------------------------------- plan


class Plan:
    """Owns a `smote_plan`, and releases it exactly once.

    A context manager; a plan that is dropped without it is released as well.
    """

    def __init__(self, data: smote_dataset, wanted: smote_options) -> None:
        pointer, error = c_void_p(), smote_error()
        self._pointer = pointer
        # Before there is a plan: where memory is out, there is none to be lost.
        self.close = weakref.finalize(self, _library.smote_plan_free, pointer)
        check(
            _library.smote_plan_create(
                byref(data), byref(wanted), byref(pointer), byref(error)
            ),
            error,
        )
        self.row_count = int(_library.smote_plan_row_count(pointer))
        self.kept_count = int(_library.smote_plan_kept_count(pointer))
        self.rounds = int(_library.smote_plan_rounds(pointer))

    def __enter__(self) -> Plan:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def warnings(self) -> list[tuple[int, str]]:
        """Return what should be known though nothing failed: status and sentence."""
        found = []
        for index in range(_library.smote_plan_warning_count(self._pointer)):
            warning, error = smote_error(), smote_error()
            check(
                _library.smote_plan_warning(
                    self._pointer, index, byref(warning), byref(error)
                ),
                error,
            )
            found.append((warning.status, warning.message.decode("utf-8", "replace")))
        return found

    def provenance(
        self, first: int = 0
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return base, neighbour and gap of every output row from `first` on."""
        rows = self.row_count - first
        base, neighbor = np.empty(rows, np.int64), np.empty(rows, np.int64)
        gap = np.empty(rows, np.float64)
        self._provenance(first, base, neighbor, gap)
        return base, neighbor, gap

    def bases(self) -> NDArray[np.int64]:
        """Return the base of every output row."""
        base = np.empty(self.row_count, np.int64)
        self._provenance(0, base, None, None)
        return base

    def _provenance(
        self,
        first: int,
        base: NDArray[np.int64],
        neighbor: NDArray[np.int64] | None,
        gap: NDArray[np.float64] | None,
    ) -> None:
        error = smote_error()
        check(
            _library.smote_plan_provenance(
                self._pointer,
                first,
                len(base),
                _address(base),
                _address(neighbor),
                _address(gap),
                byref(error),
            ),
            error,
        )

    def voted(self, columns: int) -> NDArray[np.bool_]:
        """Return which of the columns of the table are voted on."""
        voted, error = np.zeros(columns, np.uint8), smote_error()
        check(
            _library.smote_plan_voted(
                self._pointer, columns, _address(voted), byref(error)
            ),
            error,
        )
        return voted.astype(np.bool_)

    def write(
        self, data: smote_dataset, first: int, out: NDArray[Any], threads: int
    ) -> None:
        """Write the output rows from `first` on, as many as `out` has."""
        row_stride, column_stride = _strides(out)
        output = smote_output(
            values=_address(out), row_stride=row_stride, column_stride=column_stride
        )
        error = smote_error()
        check(
            _library.smote_plan_write(
                self._pointer,
                byref(data),
                first,
                len(out),
                byref(output),
                threads,
                byref(error),
            ),
            error,
        )


class Plans:
    """Plans for the same data, each of which grows other classes, as one.

    A context manager that releases them all.
    """

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._plans = plans
        self.kept_count = plans[0].kept_count
        self.row_count = self.kept_count + sum(
            plan.row_count - plan.kept_count for plan in plans
        )

    def __enter__(self) -> Plans:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for plan in self._plans:
            plan.close()

    def warnings(self) -> list[tuple[int, str]]:
        """As of a plan."""
        return [warning for plan in self._plans for warning in plan.warnings()]

    def provenance(
        self, first: int = 0
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """As of a plan, from a row on that all of them keep or the first new one."""
        firsts = [first] + [self.kept_count] * (len(self._plans) - 1)
        parts = [
            plan.provenance(at) for plan, at in zip(self._plans, firsts, strict=True)
        ]
        base, neighbor, gap = (
            np.concatenate(columns) for columns in zip(*parts, strict=True)
        )
        return base, neighbor, gap

    def write(
        self, data: smote_dataset, first: int, out: NDArray[Any], threads: int
    ) -> None:
        """As of a plan."""
        last, added = first + len(out), 0
        for number, plan in enumerate(self._plans):
            # Output rows begin to end - 1 are this plan's, there fewer by `added`.
            begin = 0 if number == 0 else self.kept_count + added
            end = plan.row_count + added
            start, stop = max(first, begin), min(last, end)
            if start < stop:
                piece = out[start - first : stop - first]
                plan.write(data, start - added, piece, threads)
            added += plan.row_count - plan.kept_count


# -------------------------------------------------------------------- neighbours


def neighbors(
    queries: smote_dataset | None,
    references: smote_dataset,
    indices: NDArray[np.int64],
    distances: NDArray[np.float64],
    watch: Watch,
    *,
    column_weights: NDArray[np.float64] | None = None,
    **fields: int,
) -> None:
    """Fill, or with ``resume=1`` improve, the lists of nearest references."""
    callback = _callback(watch)
    search = smote_search(
        neighbors=indices.shape[1],
        column_weights=_address(column_weights),
        progress=callback,
        **fields,
    )
    error = smote_error()
    check(
        _library.smote_neighbors(
            None if queries is None else byref(queries),
            byref(references),
            byref(search),
            _address(indices),
            _address(distances),
            byref(error),
        ),
        error,
    )
