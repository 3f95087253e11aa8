"""The table of identity.c, resampled from Python and written as the same bytes.

identity.py FOLDER SEED: each result as FOLDER/METHOD-STREAM-THREADS-LAYOUT.
"""

import sys
from pathlib import Path

import numpy as np

import smote

ROWS, COLUMNS = 180, 7
SAMPLERS = {
    "smote": (smote.SMOTE, {"k_neighbors": 5}),
    "borderline1": (smote.BorderlineSMOTE, {"kind": "borderline-1", "m_neighbors": 10}),
    "borderline2": (smote.BorderlineSMOTE, {"kind": "borderline-2", "m_neighbors": 10}),
    "svm": (smote.SVMSMOTE, {"k_neighbors": 5, "m_neighbors": 10, "out_step": 0.5}),
    "adasyn": (smote.ADASYN, {"n_neighbors": 5}),
    "random_over": (smote.RandomOverSampler, {}),
    "smoothed": (smote.RandomOverSampler, {"shrinkage": {1: 0.5, 2: 1.25}}),
}


def fixture() -> tuple[np.ndarray, np.ndarray]:
    """Return the values and the labels, exact in every language."""
    i = np.arange(ROWS, dtype=np.int64)[:, None]
    j = np.arange(COLUMNS, dtype=np.int64)[None, :]
    number = (i * 7919 + j * 104729 + i * i * 31 + i * j * 17) % 10007
    place = np.arange(ROWS) % 9
    return number / 64 - 40, np.where(place < 6, 0, np.where(place < 8, 1, 2))


def main(folder: str, seed: str) -> None:
    """Resample by every method, stream, number of threads and layout."""
    X, y = fixture()
    apart = X.copy()
    apart[:, 0] += 128 * y
    for method, (sampler, parameters) in SAMPLERS.items():
        own = apart if method == "svm" else X
        layouts = {"row": np.ascontiguousarray(own), "column": np.asfortranarray(own)}
        for stream in ("native", "numpy"):
            for threads in (1, 2):
                for layout, table in layouts.items():
                    X_new, y_new = sampler(
                        random_state=int(seed), n_jobs=threads, stream=stream, **parameters
                    ).fit_resample(table, y)
                    (Path(folder) / f"{method}-{stream}-{threads}-{layout}").write_bytes(
                        np.ascontiguousarray(X_new, dtype="<f8").tobytes()
                        + np.ascontiguousarray(y_new, dtype="<i4").tobytes()
                    )


if __name__ == "__main__":
    main(*sys.argv[1:])
