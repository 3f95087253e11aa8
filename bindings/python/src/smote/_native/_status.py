"""A status of the library becomes an exception."""

from __future__ import annotations

from smote._errors import SmoteError
from smote._native._constants import (
    SMOTE_ERROR_CANCELLED,
    SMOTE_ERROR_INVALID_ARGUMENT,
    SMOTE_ERROR_INVALID_DATA,
    SMOTE_ERROR_NO_CANDIDATES,
    SMOTE_ERROR_OUT_OF_MEMORY,
    SMOTE_ERROR_TOO_FEW_ROWS,
    SMOTE_OK,
)
from smote._native._structs import smote_error


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
