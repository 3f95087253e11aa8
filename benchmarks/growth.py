"""How the time of the neighbour search grows with rows and columns, and what threads gain."""

from __future__ import annotations

import statistics
import time
from itertools import pairwise

import numpy as np
from data import KINDS, labelled
from measure import peak_memory, shown, table, times

import smote

K = 5
ROWS = [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000]
COLUMNS = [2, 5, 10, 20, 30, 64, 128, 256, 784]
# All pairs of more rows than this would take minutes.
MOST_PAIRS_ROWS = 64_000


def _line(kind: str, rows: int, columns: int, rounds: int) -> tuple[list[str], float]:
    values = KINDS[kind](rows, columns)
    both = times(
        {
            "1": lambda: smote.nearest_neighbors(values, K, n_jobs=1),
            "2": lambda: smote.nearest_neighbors(values, K, n_jobs=2),
        },
        rounds,
    )
    one, two = (statistics.median(each) for each in both.values())
    cells = [kind, f"{rows:,} x {columns}", *map(shown, both.values()), f"{one / two:.2f}"]
    return cells, two


def by_rows(kind: str, columns: int, rounds: int) -> str:
    """Return a table: what each doubling of the rows costs."""
    lines, before = [], 0.0
    for rows in ROWS:
        if kind == "normal" and columns > 8 and rows > MOST_PAIRS_ROWS:
            break
        cells, seconds = _line(kind, rows, columns, rounds)
        lines.append([*cells, f"{seconds / before:.2f}" if before else ""])
        before = seconds
    header = ["data", "rows x columns", "1 thread", "2 threads", "gain", "doubling"]
    return table(header, lines)


def by_columns(kind: str, rows: int, rounds: int) -> str:
    """Return a table: what columns cost."""
    lines = [_line(kind, rows, columns, rounds)[0] for columns in COLUMNS]
    return table(["data", "rows x columns", "1 thread", "2 threads", "gain"], lines)


def _large_call(rows: int, columns: int) -> tuple[smote.SMOTE, np.ndarray, np.ndarray]:
    """Return a sampler and a table: so many rows of the minority, and a few more others."""
    values, labels = labelled(2 * rows + rows // 4, columns, 0.0)
    labels[:rows] = 1
    return smote.SMOTE(random_state=0), values, labels


def large(rows: int, columns: int) -> str:
    """Return a line about one large call: seconds, and the longest time without progress."""
    sampler, values, labels = _large_call(rows, columns)
    heard: list[float] = []
    sampler.progress = lambda part: heard.append(time.perf_counter())
    start = time.perf_counter()
    sampler.fit_resample(values, labels)
    seconds = time.perf_counter() - start
    silence = max(later - earlier for earlier, later in pairwise([start, *heard]))
    return (
        f"{rows:,} rows of the minority among {len(labels):,}, {columns} columns: {seconds:.1f} s, "
        f"{len(heard)} reports, at most {1000 * silence:.0f} ms without one"
    )


def large_memory(rows: int, columns: int) -> str:
    """Return a line about its memory. To be called before threads are used."""
    sampler, values, labels = _large_call(rows, columns)
    peak = peak_memory(lambda: sampler.fit_resample(values, labels))
    new = (len(labels) - 2 * rows) * columns * values.itemsize
    output = values.nbytes + new
    return (
        f"{rows:,} rows of the minority among {len(labels):,}, {columns} columns: {peak:.0f} MiB "
        f"above the input of {values.nbytes / 2**20:.0f} MiB, of which the output takes "
        f"{output / 2**20:.0f} MiB"
    )
