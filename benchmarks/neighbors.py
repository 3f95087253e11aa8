"""Exact nearest neighbours of every row of a table, beside the peers."""

from __future__ import annotations

from collections.abc import Callable

import faiss
import numpy as np
from data import KINDS
from measure import ratio, shown, table, times
from sklearn.neighbors import NearestNeighbors as Plain
from sklearnex.neighbors import NearestNeighbors as Patched
from threadpoolctl import threadpool_limits

import smote

K = 5
SHAPES = [
    (2_000, 5), (20_000, 5), (100_000, 5), (2_000, 30), (20_000, 30), (50_000, 30),
    (20_000, 128), (10_000, 784),
]  # fmt: skip


def searches(values: np.ndarray, threads: int) -> dict[str, Callable[[], object]]:
    """Return the search of each library, with this number of threads.

    Faiss takes as many as OpenMP has.
    """
    narrow = np.ascontiguousarray(values, dtype=np.float32)

    def flat() -> object:
        index = faiss.IndexFlatL2(values.shape[1])
        index.add(narrow)
        return index.search(narrow, K + 1)

    return {
        "libsmote": lambda: smote.nearest_neighbors(values, K, n_jobs=threads),
        "scikit-learn": lambda: Plain(n_neighbors=K, n_jobs=threads).fit(values).kneighbors(),
        "intelex": lambda: Patched(n_neighbors=K, n_jobs=threads).fit(values).kneighbors(),
        "faiss (float32)": flat,
    }


def report(threads: int, kinds: list[str], rounds: int, largest: int) -> str:
    """Return a table: seconds of each library, and how ours compares with the fastest."""
    rows = []
    for kind in kinds:
        for shape in SHAPES:
            if shape[0] * shape[0] * shape[1] > largest:
                continue
            functions = searches(KINDS[kind](*shape), threads)
            # Not for longer: what is measured next has its own number of threads.
            with threadpool_limits(threads):
                seconds = times(functions, rounds)
            ours = seconds["libsmote"]
            peers = [each for name, each in seconds.items() if name != "libsmote"]
            fastest = min(peers, key=lambda each: each[len(each) // 2])
            rows.append(
                [
                    kind,
                    f"{shape[0]:,} x {shape[1]}",
                    *map(shown, seconds.values()),
                    ratio(fastest, ours),
                ]
            )
    header = ["data", "rows x columns", "libsmote", "scikit-learn", "intelex", "faiss (float32)"]
    return table([*header, "fastest peer / libsmote"], rows)
