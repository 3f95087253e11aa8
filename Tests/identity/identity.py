"""The table of identity.c, resampled from Python and written as the same bytes.

identity.py FOLDER SEED: each result as FOLDER/METHOD-STREAM-THREADS-LAYOUT.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

import smote

ROWS, COLUMNS = 180, 7
CATEGORICAL = [2, 5]
SAMPLERS = {
    "smote": smote.SMOTE(k_neighbors=5),
    "borderline1": smote.BorderlineSMOTE(kind="borderline-1", m_neighbors=10),
    "borderline2": smote.BorderlineSMOTE(kind="borderline-2", m_neighbors=10),
    "svm": smote.SVMSMOTE(k_neighbors=5, m_neighbors=10, out_step=0.5),
    "adasyn": smote.ADASYN(n_neighbors=5),
    "smotenc": smote.SMOTENC(categorical_features=CATEGORICAL, k_neighbors=5),
    "smoten": smote.SMOTEN(k_neighbors=5),
    "kmeans": smote.KMeansSMOTE(k_neighbors=5, kmeans_estimator=3, cluster_balance_threshold=0.0),
    "random_over": smote.RandomOverSampler(),
    "smoothed": smote.RandomOverSampler(shrinkage={1: 0.5, 2: 1.25}),
    "random_under": smote.RandomUnderSampler(),
    "tomek": smote.TomekLinks(),
    "enn": smote.EditedNearestNeighbours(),
    "renn": smote.RepeatedEditedNearestNeighbours(),
    "allknn": smote.AllKNN(),
    "cnn": smote.CondensedNearestNeighbour(),
    "oss": smote.OneSidedSelection(),
    "ncr": smote.NeighbourhoodCleaningRule(),
    "nearmiss1": smote.NearMiss(version=1),
    "nearmiss2": smote.NearMiss(version=2),
    "nearmiss3": smote.NearMiss(version=3),
    "cluster_centroids": smote.ClusterCentroids(),
    "smote+enn": smote.SMOTEENN(),
    "smote+tomek": smote.SMOTETomek(),
}
# A first step as above, and a second one.
SECOND = {
    "smotenc+enn": smote.EditedNearestNeighbours(sampling_strategy="all"),
    "smoten+ncr": smote.NeighbourhoodCleaningRule(sampling_strategy="all"),
    "random_over+random_under": smote.RandomUnderSampler(sampling_strategy={0: 50, 1: 70}),
    "kmeans+renn": smote.RepeatedEditedNearestNeighbours(sampling_strategy="all"),
}
SAMPLERS |= {
    name: smote.CombinedSampler(SAMPLERS[name.split("+")[0]], second)
    for name, second in SECOND.items()
}
# With numpy's stream, these have their clusters from scikit-learn.
CLUSTERED = {"kmeans", "cluster_centroids", "kmeans+renn"}


def fixture() -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the values, by the method they are for, and the labels; exact in every language."""
    i = np.arange(ROWS, dtype=np.int64)[:, None]
    j = np.arange(COLUMNS, dtype=np.int64)[None, :]
    number = (i * 7919 + j * 104729 + i * i * 31 + i * j * 17) % 10007
    place = np.arange(ROWS) % 9
    y = np.where(place < 6, 0, np.where(place < 8, 1, 2))
    X = number / 64 - 40
    apart, mixed = X.copy(), X.copy()
    apart[:, 0] += 128 * y
    mixed[:, CATEGORICAL] = number[:, CATEGORICAL] % 5
    tables = {"svm": apart, "smotenc": mixed, "smoten": (number % 5).astype(np.float64)}
    return {method: tables.get(method.split("+")[0], X) for method in SAMPLERS}, y


def set_everywhere(sampler: BaseEstimator, common: dict[str, Any]) -> None:
    """Set these parameters of a sampler, and of both steps of one that has steps."""
    names = [(name, name.rpartition("__")[2]) for name in sampler.get_params()]
    sampler.set_params(**{name: common[own] for name, own in names if own in common})


def main(folder: str, seed: str) -> None:
    """Resample by every method, stream, number of threads and layout."""
    tables, y = fixture()
    for method, sampler in SAMPLERS.items():
        own = tables[method]
        layouts = {"row": np.ascontiguousarray(own), "column": np.asfortranarray(own)}
        for stream in ("native",) if method in CLUSTERED else ("native", "numpy"):
            for threads in (1, 2):
                for layout, table in layouts.items():
                    set_everywhere(
                        sampler,
                        {"stream": stream, "n_jobs": threads, "random_state": int(seed)},
                    )
                    X_new, y_new = sampler.fit_resample(table, y)
                    (Path(folder) / f"{method}-{stream}-{threads}-{layout}").write_bytes(
                        np.ascontiguousarray(X_new, dtype="<f8").tobytes()
                        + np.ascontiguousarray(y_new, dtype="<i4").tobytes()
                    )


if __name__ == "__main__":
    main(*sys.argv[1:])
