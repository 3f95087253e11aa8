"""Times functions in turn, so that whatever else the machine does meets all of them."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from importlib import metadata
from multiprocessing import get_context

# Before faiss, with whose BLAS scikit-learn, and imbalanced-learn with it, would take one
# thread only.
import imblearn  # noqa: F401

# Seconds between two functions: the threads of OpenMP go on looking for work for a while
# after their last, on a core that the next function would use.
PAUSE = 0.3

# Seconds that a process has for its memory to be measured.
PATIENCE = 120.0

PACKAGES = [
    "libsmote",
    "imbalanced-learn",
    "scikit-learn",
    "scikit-learn-intelex",
    "faiss-cpu",
    "numpy",
]


def times(
    functions: Mapping[str, Callable[[], object]], rounds: int = 5, pause: float = PAUSE
) -> dict[str, list[float]]:
    """Return the seconds of each function, sorted; each is run once before it counts."""
    seconds: dict[str, list[float]] = {name: [] for name in functions}
    for number in range(rounds + 1):
        for name, function in functions.items():
            time.sleep(pause)
            start = time.perf_counter()
            function()
            if number > 0:
                seconds[name].append(time.perf_counter() - start)
    return {name: sorted(each) for name, each in seconds.items()}


def shown(seconds: list[float]) -> str:
    """Return the median, and the distance of the fastest from the slowest in percent of it."""
    median = statistics.median(seconds)
    spread = (seconds[-1] - seconds[0]) / median
    return f"{median:.4g} (±{50 * spread:.0f} %)"


def ratio(peer: list[float], ours: list[float]) -> str:
    """Return how many times faster ours is, by the medians."""
    return f"{statistics.median(peer) / statistics.median(ours):.1f}"


def peak_memory(function: Callable[[], object]) -> float:
    """Return by how many MiB a function raises the peak of a process of its own.

    To be called before anything else has used threads: a fork does not survive OpenMP's.
    """
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def work() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        function()
        sender.send((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)

    process = context.Process(target=work)
    process.start()
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
    return receiver.recv() if receiver.poll() else float("nan")


def machine() -> str:
    """Return a line about the machine and the versions."""
    with open("/proc/cpuinfo") as lines:
        cpu = next((line.split(":")[1].strip() for line in lines if "model name" in line), "?")
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            versions.append(f"{package} missing")
    cores = len(os.sched_getaffinity(0))
    return f"{cpu}, {cores} cores; Python {platform.python_version()}; " + ", ".join(versions)


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
