"""Data of several kinds, the same on every run."""

from __future__ import annotations

import numpy as np


def clusters(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """Return clusters of low rank, with noise: what real tables are most like."""
    random = np.random.default_rng(seed)
    rank = max(1, min(columns, 8))
    centres = random.normal(0, 4, (12, rank))
    hidden = centres[random.integers(0, 12, rows)] + random.normal(size=(rows, rank))
    return hidden @ random.normal(size=(rank, columns)) + 0.1 * random.normal(size=(rows, columns))


def normal(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """Return independent normal numbers: the worst case of every tree."""
    return np.random.default_rng(seed).normal(size=(rows, columns))


def grid(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """Return small whole numbers, full of ties."""
    return np.random.default_rng(seed).integers(0, 10, (rows, columns)).astype(np.float64)


def heavy(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """Return heavy tails in columns of scales from 1e-6 to 1e9."""
    random = np.random.default_rng(seed)
    return random.standard_t(2, (rows, columns)) * np.logspace(-6, 9, columns)


def duplicates(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """Return clusters, every second row of which is there twice."""
    table = clusters(rows, columns, seed)
    table[1::2] = table[0::2][: rows // 2]
    return table


KINDS = {
    "clusters": clusters,
    "normal": normal,
    "grid": grid,
    "heavy tails": heavy,
    "duplicates": duplicates,
}


def labelled(rows: int, columns: int, part: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return clusters with a minority of this part, a little apart from the rest."""
    table = clusters(rows, columns, seed)
    labels = (np.random.default_rng(seed + 1).uniform(size=rows) < part).astype(np.int64)
    table[labels == 1] += 0.8
    return table, labels
