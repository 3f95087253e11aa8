"""Sub-interpreters are refused before scikit-learn is imported, which would hang there.

numpy and scikit-learn are not made for more than one interpreter in a process, and a
callback of ctypes would run in the main one. Processes and threads are fine.
"""

from __future__ import annotations

from importlib import import_module


def is_main() -> bool:
    """Whether this is the main interpreter, as far as can be known."""
    for name in ("_interpreters", "_xxsubinterpreters"):  # from Python 3.13 on; before
        try:
            interpreters = import_module(name)
        except ImportError:
            continue
        return bool(interpreters.get_current() == interpreters.get_main())
    return True


def require_main() -> None:
    """Refuse to be imported anywhere else."""
    if not is_main():
        raise ImportError(
            "smote does not work in a sub-interpreter, because numpy and scikit-learn "
            "do not: use processes or threads, or the main interpreter (under mod_wsgi "
            "WSGIApplicationGroup %{GLOBAL})"
        )


require_main()
