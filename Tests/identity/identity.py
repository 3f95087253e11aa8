"""The table of identity.c, resampled from Python and written as the same bytes.

identity.py THREADS row|column native|numpy SEED
"""

import sys

import numpy as np

import smote

ROWS, COLUMNS = 180, 7


def fixture() -> tuple[np.ndarray, np.ndarray]:
    """Return the values and the labels, exact in every language."""
    i = np.arange(ROWS, dtype=np.int64)[:, None]
    j = np.arange(COLUMNS, dtype=np.int64)[None, :]
    number = (i * 7919 + j * 104729 + i * i * 31 + i * j * 17) % 10007
    place = np.arange(ROWS) % 9
    return number / 64 - 40, np.where(place < 6, 0, np.where(place < 8, 1, 2))


def main(threads: str, layout: str, stream: str, seed: str) -> None:
    """Resample, and write values and labels to the standard output."""
    X, y = fixture()
    sampler = smote.SMOTE(random_state=int(seed), k_neighbors=5, n_jobs=int(threads), stream=stream)
    X_new, y_new = sampler.fit_resample(np.asarray(X, order="F" if layout == "column" else "C"), y)
    sys.stdout.buffer.write(np.ascontiguousarray(X_new, dtype="<f8").tobytes())
    sys.stdout.buffer.write(np.ascontiguousarray(y_new, dtype="<i4").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
