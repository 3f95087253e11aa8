"""How many threads a call may use."""

from __future__ import annotations

import os
from numbers import Integral

from sklearn.utils._param_validation import Interval

# What `n_jobs` may be.
N_JOBS = [
    Interval(Integral, 1, None, closed="left"),
    Interval(Integral, None, -1, closed="right"),
    None,
]
_MOST = 2**31 - 1


def thread_count(n_jobs: int | None) -> int:
    """Turn scikit-learn's `n_jobs` into the library's number of threads.

    ``None`` takes what the process may use (0 in the library's words), or
    ``OMP_NUM_THREADS`` where that is set: joblib sets it in its workers, so that a
    grid search does not run more threads than there are cores. ``-1`` is all cores,
    ``-2`` all but one.
    """
    if n_jobs is None:
        wanted = os.environ.get("OMP_NUM_THREADS", "")
        return min(int(wanted), _MOST) if wanted.isdecimal() else 0
    if n_jobs > 0:
        return min(n_jobs, _MOST)
    return max(_cores() + 1 + n_jobs, 1)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
