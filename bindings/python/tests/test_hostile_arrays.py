"""Arrays that are not what they seem, or that change, move or go away during a call."""

import contextlib
import gc
import mmap
import threading
import weakref
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from hostile import LONG, SAMPLERS, sampler, succeeds, table
from smote import SMOTE, _native, nearest_neighbors
from smote._watch import Watch

X, Y = table()
EXPECTED = {name: sampler(name).fit_resample(X, Y) for name in SAMPLERS}


def misaligned(values):
    memory = bytearray(values.nbytes + 1)
    result = np.frombuffer(memory, values.dtype, values.size, offset=1)
    result = result.reshape(values.shape)
    result[...] = values
    assert not result.flags.aligned
    return result


def read_only(values):
    result = values.copy()
    result.flags.writeable = False
    return result


def every_other(values):
    wide = np.full((2 * len(values), 3 * values.shape[1]), np.nan)
    wide[::2, ::3] = values
    return wide[::2, ::3]


def backwards(values):
    return np.ascontiguousarray(values[::-1, ::-1])[::-1, ::-1]


def mapped(values):
    memory = mmap.mmap(-1, values.nbytes)
    result = np.frombuffer(memory, values.dtype).reshape(values.shape)
    result[...] = values
    return result


def between_fields(values):
    """One field of rows of a struct: a stride that is no multiple of 8."""
    rows = np.zeros(len(values), [("tag", "i1"), ("values", "f8", values.shape[1])])
    rows["values"] = values
    return rows["values"]


class Overriding(np.ndarray):
    """A subclass that would rather not be computed with."""

    def __array_finalize__(self, other):
        self.unit = "furlong"

    def __array_ufunc__(self, *arguments, **keywords):
        raise AssertionError("computed with")

    def __getitem__(self, key):
        raise AssertionError("looked into")


class Silent:
    """Not an array, but it can become one."""

    def __init__(self, values):
        self._values = values

    def __array__(self, dtype=None, copy=None):
        return self._values


LAYOUTS = {
    "read-only": read_only,
    "by column": np.asfortranarray,
    "every other": every_other,
    "backwards": backwards,
    "misaligned": misaligned,
    "memory map": mapped,
    "field of a struct": between_fields,
    "byte-swapped": lambda values: values.astype(">f8"),
    "objects": lambda values: values.astype(object),
    "objects of mixed kinds": lambda values: np.array(
        [
            [np.float64(v), float(v), Decimal(float(v)), np.longdouble(v)]
            for v in values.flat
        ]
    )[:, :1].reshape(values.shape),
    "masked, but nothing is": lambda values: np.ma.array(values),
    "subclass": lambda values: values.copy().view(Overriding),
    "memoryview": lambda values: memoryview(values.copy()),
    "__array__": Silent,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", SAMPLERS)
def test_layouts(name, layout):
    hostile = LAYOUTS[layout](X)
    before = np.array(hostile, dtype=float)
    X_new, y_new = sampler(name).fit_resample(hostile, read_only(Y))
    assert np.array_equal(np.asarray(X_new, dtype=float), EXPECTED[name][0])
    assert np.array_equal(y_new, EXPECTED[name][1])
    assert np.array_equal(np.array(hostile, dtype=float), before)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_of_neighbors(layout):
    hostile = LAYOUTS[layout](X)
    expected = nearest_neighbors(X, 3)
    for found in (nearest_neighbors(hostile, 3), nearest_neighbors(hostile, 4, X)):
        assert np.array_equal(found[0][:, -3:], expected[0])


@pytest.mark.parametrize("dtype", [">f4", ">i8", ">i2", ">u4", ">f2"])
def test_byte_order_changes_nothing(dtype):
    swapped = (10 * X).astype(dtype)
    native = swapped.astype(swapped.dtype.newbyteorder("="))
    ours, _ = SMOTE(random_state=0).fit_resample(swapped, Y)
    expected, _ = SMOTE(random_state=0).fit_resample(native, Y)
    assert np.array_equal(ours, expected)
    assert ours.dtype.newbyteorder("=") == native.dtype
    codes = Y.astype(">i4")
    assert np.array_equal(
        SMOTE(random_state=0).fit_resample(native, codes)[0], expected
    )


def test_rows_that_share_memory():
    """Strides of 0, and windows that overlap, are read as the values they show."""
    for shared in (
        np.broadcast_to(X[:1], X.shape),
        np.broadcast_to(X[:, :1], X.shape),
        np.lib.stride_tricks.sliding_window_view(X.ravel()[:63], 4),
    ):
        ours, _ = SMOTE(random_state=0).fit_resample(shared, Y)
        expected, _ = SMOTE(random_state=0).fit_resample(shared.copy(), Y)
        assert np.array_equal(ours, expected)


def changed(value, dtype=object):
    result = X.astype(dtype)
    result[3, 2] = value
    return result


REFUSED = {
    "matrix": (np.matrix(X), TypeError, "np.matrix is not supported"),
    "text": (X.astype(str), ValueError, "not compatible with arrays of bytes/strings"),
    "bytes": (X.astype("S20"), ValueError, "not compatible with arrays of bytes"),
    "complex": (X + 0j, ValueError, "Complex data not supported"),
    "dates": (X.astype("M8[s]"), ValueError, "datetime64.*needs numbers"),
    "times": (X.astype("m8[s]"), ValueError, "timedelta64.*needs numbers"),
    "structs": (np.zeros(60, "f8,f8"), ValueError, "Expected 2D array"),
    "a word": (changed("a"), ValueError, "could not convert string to float"),
    "None": (changed(None), ValueError, "contains NaN"),
    "a list": (changed([1, 2]), ValueError, "setting an array element"),
    "an object": (changed(object()), TypeError, "float"),
    "an imaginary number": (changed(1j), TypeError, "float"),
    "an endless integer": (changed(10**400), OverflowError, "too large"),
    "beyond float64": (
        changed(np.longdouble("1e4000"), np.longdouble),
        ValueError,
        "row 3, column 2 holds infinity",
    ),
    "no columns": (X[:, :0], ValueError, "0 feature"),
    "three dimensions": (X[:, :, None], ValueError, "dim 3"),
    "one dimension": (X[:, 0], ValueError, "Expected 2D array"),
    "a number": (np.float64(3), ValueError, "Expected 2D array"),
    "nothing": (None, ValueError, "Expected 2D array"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("name", ["SMOTE", "TomekLinks", "SMOTEENN"])
def test_refused(name, case):
    hostile, kind, words = REFUSED[case]
    with pytest.raises(kind, match=words):
        sampler(name).fit_resample(hostile, Y)


def test_masked_values_are_not_read_as_data():
    """As imbalanced-learn does, which drops the mask."""
    masked = np.ma.array(X, mask=np.zeros(X.shape))
    masked[3, 1] = masked[50, 2] = np.ma.masked
    for name in SAMPLERS:
        with pytest.raises(ValueError, match="X has 2 masked values"):
            sampler(name).fit_resample(masked, Y)
    with pytest.raises(ValueError, match="X has 2 masked values"):
        nearest_neighbors(masked, 3)
    with pytest.raises(ValueError, match="queries has 2 masked values"):
        nearest_neighbors(X, 3, masked)
    labels = np.ma.array(Y, mask=[False] * 59 + [True])
    with pytest.raises(ValueError, match="y has 1 masked value"):
        SMOTE().fit_resample(X, labels)
    fitted = SMOTE(random_state=0)
    fitted.fit_resample(X, Y)
    with pytest.raises(ValueError, match="the array has 2 masked values"):
        fitted.apply(masked)
    assert np.ma.count_masked(fitted.apply(masked, interpolate=False)) >= 2


def test_labels_that_are_no_times():
    """NaT was looked up among the classes, and not found: KeyError."""
    for kind in ("M8[D]", "m8[s]"):
        y = Y.astype(kind)
        y[5] = "NaT"
        for labels in (y, pd.Series(y), y[:, None]):
            with pytest.raises(ValueError, match="y contains NaT"):
                SMOTE().fit_resample(X, labels)


class Quarrelsome:
    """A label that cannot be compared."""

    def __eq__(self, other):
        raise LookupError("not comparable")

    __lt__ = __eq__
    __hash__ = object.__hash__


LABELS = {
    "mixed": (np.array([0] * 45 + ["a"] * 15, object), ValueError),
    "some None": (np.array(["a"] * 45 + [None] * 15, object), (ValueError, TypeError)),
    "NaN": (np.repeat([0, np.nan], [45, 15]), ValueError),
    "endless": (np.array([0] * 45 + [10**30] * 15, object), ValueError),
    # scikit-learn 1.6 warns.
    "bytes": (np.repeat([b"a", b"b"], [45, 15]), (TypeError, FutureWarning)),
    "complex": (np.repeat([0, 1j], [45, 15]), ValueError),
    "matrix": (np.matrix(Y), TypeError),
    "short": (Y[:50], ValueError),
    "one class": (np.broadcast_to(np.int8(1), 60), ValueError),
    "nothing": (None, ValueError),
    "quarrelsome": (np.array([Quarrelsome() for _ in Y]), (LookupError, ValueError)),
}


@pytest.mark.parametrize("case", LABELS)
def test_labels_that_are_refused(case):
    labels, kinds = LABELS[case]
    with pytest.raises(kinds):
        SMOTE().fit_resample(X, labels)
    SMOTE().fit_resample(X, Y)


def test_extreme_labels():
    least, greatest = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    for labels in (
        np.where(Y, greatest, least),
        np.where(Y, np.uint64(2**64 - 1), np.uint64(0)),
        np.where(Y, 2**31 - 1, -(2**31)),
        np.where(Y, "", "\x00a"),
    ):
        _, y_new = SMOTE(random_state=0).fit_resample(X, labels)
        assert np.array_equal(np.unique(y_new, return_counts=True)[1], [40, 40])
        assert np.array_equal(np.unique(y_new), np.unique(labels))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_finite_values_whose_sum_is_not(dtype):
    values = X.astype(dtype)
    greatest = np.finfo(dtype).max
    # Nor does numpy warn, which would be an error here.
    for ends in ([greatest, 0], [greatest, -greatest]):
        values[:, :2] = ends
        for form in (np.asarray, np.asfortranarray, pd.DataFrame):
            X_new, _ = SMOTE(random_state=0).fit_resample(form(values), Y)
            assert np.all(np.asarray(X_new)[:, :2] == values[0, :2])
    values[:2, 1] = np.inf, -np.inf
    with pytest.raises(ValueError, match="Input X contains infinity"):
        SMOTE().fit_resample(values, Y)


class Unreadable:
    def __array__(self, dtype=None, copy=None):
        raise LookupError("no array today")


class Shrinking:
    """Says that it has more rows than it gives."""

    shape = (60, 4)

    def __init__(self):
        self._rows = 61

    def __len__(self):
        return 60

    def __array__(self, dtype=None, copy=None):
        self._rows -= 1
        return X[: self._rows].copy()


def test_objects_that_fail_or_lie():
    with pytest.raises(LookupError, match="no array today"):
        SMOTE().fit_resample(Unreadable(), Y)
    with pytest.raises(LookupError, match="no array today"):
        SMOTE().fit_resample(X, Unreadable())
    for name in SAMPLERS:
        # Some ask for the array once, others twice.
        with contextlib.suppress(ValueError):
            X_new, y_new = sampler(name).fit_resample(Shrinking(), Y)
            assert len(X_new) == len(y_new)


def broken_matrices(form):
    whole = form(np.where(np.abs(X) < 0.5, 0, X))
    broken = [whole.copy() for _ in range(6)]
    broken[0].indices[3] = 10**6
    broken[1].indices[3] = -1
    broken[2].indptr[2] = 10**6
    broken[3].indptr[-1] = 3
    broken[4].indptr[0] = 7
    broken[5].indices = broken[5].indices[:3]
    return broken


@pytest.mark.parametrize("form", [sparse.csr_matrix, sparse.csc_array])
@pytest.mark.parametrize("name", SAMPLERS)
def test_sparse_matrices_whose_indices_lead_astray(name, form):
    """scipy does not check them: where it made such tables dense, it crashed."""
    for broken in broken_matrices(form):
        with pytest.raises(ValueError, match="broken sparse matrix"):
            sampler(name).fit_resample(broken, Y)


@pytest.mark.parametrize("form", [sparse.csr_matrix, sparse.csc_array])
def test_sparse_matrices_elsewhere(form):
    fitted = SMOTE(random_state=0)
    fitted.fit_resample(X, Y)
    for broken in broken_matrices(form):
        for call in (
            lambda broken=broken: nearest_neighbors(broken, 3),
            lambda broken=broken: nearest_neighbors(X, 3, broken),
            lambda broken=broken: fitted.apply(broken),
            lambda broken=broken: fitted.apply(broken, interpolate=False),
            lambda broken=broken: SMOTE().fit_resample(X, broken),
        ):
            with pytest.raises(ValueError, match="broken sparse matrix"):
                call()


# ------------------------------------------------------------------- lifetimes


def planned(values, **fields):
    labels = Y.astype(np.int32)
    data = _native.dataset(values, labels)
    return _native.Plan(
        data, _native.options(Watch(), method=1, targets={0: 40, 1: 40}, **fields)
    )


def test_a_plan_outlives_its_arrays():
    values = X.copy()
    gone = weakref.ref(values)
    plan = planned(values)
    whole = np.empty((80, 4))
    plan.write(_native.dataset(values), 0, whole, 1)
    provenance = plan.provenance()
    del values
    gc.collect()
    assert gone() is None
    assert all(
        np.array_equal(*pair)
        for pair in zip(plan.provenance(), provenance, strict=True)
    )
    again = np.empty((80, 4))
    plan.write(_native.dataset(X.copy()), 0, again, 2)
    assert np.array_equal(again, whole)


def test_a_table_of_another_shape_is_refused_by_a_plan():
    plan = planned(X)
    for other in (X[:59], np.vstack([X, X])):
        with pytest.raises(ValueError, match="made from 60"):
            plan.write(_native.dataset(other), 0, np.empty((80, 4)), 1)
    # Other columns of the same rows are carried along.
    plan.write(_native.dataset(X[:, :1].copy()), 0, np.empty((80, 1)), 1)


@pytest.mark.parametrize("name", SAMPLERS)
def test_nothing_is_kept_of_the_callers_arrays(name):
    values, labels = X.copy(), Y.copy()
    made = sampler(name, progress=lambda fraction: None)
    made.fit_resample(values, labels)
    alive = weakref.ref(values), weakref.ref(labels)
    del values, labels
    gc.collect()
    assert [reference() for reference in alive] == [None, None]


def test_arrays_whose_last_owner_lets_go_during_the_call():
    """The caller's list is emptied, in the callback and by another thread."""
    rows, labels = table(3000, 20)
    expected, _ = SMOTE(random_state=0, n_jobs=2).fit_resample(rows, labels)
    for by_thread in (False, True):
        held = [rows.copy(), labels.copy()]
        alive = weakref.ref(held[0])

        def let_go(held=held):
            if held:
                held.clear()
                gc.collect()
            np.full(rows.shape, 7.0)  # where the freed memory would be

        thread = threading.Thread(target=let_go)

        def progress(fraction, thread=thread, by_thread=by_thread, let_go=let_go):
            if not by_thread:
                let_go()
            elif not thread.ident:
                thread.start()

        made = SMOTE(random_state=0, n_jobs=2, progress=progress)
        X_new, _ = made.fit_resample(*iter(held))
        assert np.array_equal(X_new, expected)
        if by_thread:
            thread.join()
        gc.collect()
        assert alive() is None


def test_memory_that_is_read_cannot_be_resized():
    memory = bytearray(X.tobytes())
    values = np.frombuffer(memory).reshape(X.shape)
    refusals = []

    def progress(fraction):
        with pytest.raises(BufferError) as error:
            memory.extend(b"more")
        refusals.append(error)

    X_new, _ = SMOTE(random_state=0, progress=progress).fit_resample(values, Y)
    assert refusals
    assert np.array_equal(X_new, EXPECTED["SMOTE"][0])


def test_frames_that_change_during_the_call():
    frame = pd.DataFrame(X, columns=list("abcd"))
    expected, _ = SMOTE(random_state=0).fit_resample(frame, Y)
    columns = expected.columns

    def progress(fraction):
        if fraction == 0 and len(frame) == 60:
            frame.drop(index=frame.index[:30], inplace=True)

    try:
        X_new, y_new = SMOTE(random_state=0, progress=progress).fit_resample(frame, Y)
    except (ValueError, IndexError):
        return
    assert list(X_new.columns) == list(columns)
    assert len(y_new) == 80


CHANGING = """
    import sys, threading, time, warnings
    import numpy as np
    from hostile import sampler, table

    warnings.simplefilter("ignore")
    seconds, columns, names = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    clean, y = table(2000, columns)
    X, done = clean.copy(), threading.Event()
    values = [np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324, 0.0, -1.0, 1e30]

    def change():
        rng = np.random.default_rng(1)
        while not done.is_set():
            rows = rng.integers(0, len(X), 200)
            X[rows] = rng.choice(values, (200, 1))
            X[rows] = rng.choice(values, (200, columns))
            X[:] = clean

    expected = [sampler(name).fit_resample(clean, y)[0] for name in names]
    thread = threading.Thread(target=change)
    thread.start()
    for name in names:
        print(name, flush=True)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            X[:] = clean
            try:
                X_new, y_new = sampler(name, n_jobs=2).fit_resample(X, y)
                assert len(X_new) == len(y_new)
            except (ValueError, RuntimeError) as error:
                assert str(error)
    done.set()
    thread.join()
    X[:] = clean
    for name, table in zip(names, expected, strict=True):
        assert np.array_equal(sampler(name).fit_resample(X, y)[0], table)
    print("survived")
"""

# Those that read the values while another thread changes them; random draws read none,
# and categories are encoded before the library sees them.
READERS = [
    name
    for name in SAMPLERS
    if name not in ("SMOTEN", "SMOTENC", "RandomOverSampler", "RandomUnderSampler")
]
# They once took -1, the number of no neighbour, for a cluster or a row.
ONCE_TRAPPED = ["KMeansSMOTE", "OneSidedSelection", "CondensedNearestNeighbour"]


@pytest.mark.parametrize("columns", [3, 20])
@pytest.mark.parametrize("names", [READERS, ONCE_TRAPPED], ids=["all", "once trapped"])
def test_values_that_change_during_the_call(names, columns):
    """Finite when they were checked, and then not: any result, or an error."""
    seconds = 3 if LONG else 0.15 if names is READERS else 1
    arguments = str(seconds), str(columns), *names
    assert succeeds(CHANGING, *arguments).endswith("survived\n")


def test_the_result_shares_no_memory_with_the_input():
    for name in SAMPLERS:
        values = X.copy()
        X_new, y_new = sampler(name).fit_resample(values, Y)
        assert not np.shares_memory(X_new, values)
        assert not np.shares_memory(y_new, Y)
        expected = X_new.copy()
        values[:] = np.nan
        assert np.array_equal(X_new, expected)


def test_bad_arrays_carried_along():
    fitted = SMOTE(random_state=0)
    fitted.fit_resample(X, Y)
    for array in (X[:59], [], "text", np.float64(1), Unreadable()):
        with pytest.raises((ValueError, TypeError, LookupError)):
            fitted.apply(array)
    for layout, make in LAYOUTS.items():
        if layout in ("memoryview", "__array__", "subclass"):
            continue
        carried = fitted.apply(make(X), interpolate=False)
        assert len(carried) == 80, layout
    everything = [object() for _ in Y]
    carried = fitted.apply(np.array(everything))
    assert all(
        ours is theirs for ours, theirs in zip(carried, everything, strict=False)
    )
