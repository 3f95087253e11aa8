"""Exceptions and warnings of this package."""


class SmoteError(RuntimeError):
    """A failure that is not the caller's: a bug in libsmote, please report it.

    Bad arguments and bad data raise ``ValueError``, lack of memory raises
    ``MemoryError``, and an interrupted call raises ``KeyboardInterrupt``.
    """


class SmoteWarning(UserWarning):
    """Nothing failed, but the result is not quite what was asked for."""
