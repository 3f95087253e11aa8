"""A plan of the library, and several of them as one."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from ctypes import byref, c_void_p
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smote._native._functions import library
from smote._native._status import check
from smote._native._structs import (
    address,
    smote_dataset,
    smote_error,
    smote_options,
)
from smote._native._tables import output


class Plan:
    """Owns a `smote_plan`, and releases it exactly once.

    A context manager; a plan that is dropped without it is released as well.
    """

    def __init__(self, data: smote_dataset, wanted: smote_options) -> None:
        pointer, error = c_void_p(), smote_error()
        self._pointer = pointer
        # Before there is a plan: where memory is out, there is none to be lost.
        self.close = weakref.finalize(self, library.smote_plan_free, pointer)
        check(
            library.smote_plan_create(
                byref(data), byref(wanted), byref(pointer), byref(error)
            ),
            error,
        )
        self.row_count = int(library.smote_plan_row_count(pointer))
        self.kept_count = int(library.smote_plan_kept_count(pointer))
        self.rounds = int(library.smote_plan_rounds(pointer))

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
        for index in range(library.smote_plan_warning_count(self._pointer)):
            warning, error = smote_error(), smote_error()
            check(
                library.smote_plan_warning(
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
            library.smote_plan_provenance(
                self._pointer,
                first,
                len(base),
                address(base),
                address(neighbor),
                address(gap),
                byref(error),
            ),
            error,
        )

    def voted(self, columns: int) -> NDArray[np.bool_]:
        """Return which of the columns of the table are voted on."""
        voted, error = np.zeros(columns, np.uint8), smote_error()
        check(
            library.smote_plan_voted(
                self._pointer, columns, address(voted), byref(error)
            ),
            error,
        )
        return voted.astype(np.bool_)

    def write(
        self, data: smote_dataset, first: int, out: NDArray[Any], threads: int
    ) -> None:
        """Write the output rows from `first` on, as many as `out` has."""
        written, error = output(out), smote_error()
        check(
            library.smote_plan_write(
                self._pointer,
                byref(data),
                first,
                len(out),
                byref(written),
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
