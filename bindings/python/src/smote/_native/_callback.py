"""The callback by which a call asks whether to go on."""

from __future__ import annotations

from ctypes import CFUNCTYPE, c_double, c_int32, cast
from typing import Any

from smote._native._structs import smote_progress_fn
from smote._watch import Watch

# A caller clears its own arguments away, so that a function may take the first alone.
_of_fraction = CFUNCTYPE(c_int32, c_double)


def callback(watch: Watch) -> Any:
    """Let a watch answer; NULL if it would have nothing to do."""
    if not watch.listens:
        return smote_progress_fn()
    answers = watch.answers()
    next(answers)
    return cast(_of_fraction(answers.send), smote_progress_fn)
