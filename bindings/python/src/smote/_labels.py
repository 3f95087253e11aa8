"""`y`: labels in any container, as the int32 codes that the library compares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import column_or_1d
from sklearn.utils.multiclass import check_classification_targets, type_of_target

from smote._containers import as_labels, refuse_unsound, take
from smote._dtypes import is_sparse
from smote._finite import where_no_label

_INT32 = np.iinfo(np.int32)


class Target:
    """The caller's `y`.

    Attributes
    ----------
    labels : ndarray of shape (n_samples,)
        One label a row; for one-hot rows, the number of the column.
    """

    def __init__(self, y: Any) -> None:
        self._native = y
        self._is_one_hot = False
        refuse_unsound(y, "y")
        if isinstance(y, np.ndarray) and y.ndim == 1 and y.dtype.kind in "biu":
            self.labels = y  # nothing else could be found out about it
            return
        y = as_labels(y)
        try:
            self._is_one_hot = _is_one_hot(y)
        except (TypeError, ValueError) as error:
            missing = where_no_label(y, error)
            if not missing:
                raise
            raise ValueError(missing) from None
        self.labels = _from_one_hot(y) if self._is_one_hot else column_or_1d(y)
        # No label is equal to it, not even itself.
        if self.labels.dtype.kind in "mM" and np.isnat(self.labels).any():
            raise ValueError("Input y contains NaT.")

    @property
    def is_plain(self) -> bool:
        """Whether the caller's labels are an array, as usual, of numbers as usual."""
        labels = self.labels
        return (
            labels is self._native
            and type(labels) is np.ndarray
            and labels.dtype.kind in "biu"
            and labels.dtype.isnative
        )

    def followed_by(self, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return all labels and, behind them, those of the rows; if `is_plain`.

        New rows come class by class: of the given rows, it is the labels that ascend.
        """
        labels = self.labels
        if len(rows) > 0 and labels[rows[0]] == labels[rows[-1]]:
            # One class, as most often: quicker than to look them all up.
            return np.concatenate([labels, np.full(len(rows), labels[rows[0]])])
        return np.concatenate([labels, labels[rows]])

    def take(self, rows: NDArray[np.int64]) -> Any:
        """Return the labels of the given rows, in the caller's container.

        A column vector comes back flat, as from imbalanced-learn.
        """
        native = self._native
        is_flat = not self._is_one_hot
        if is_flat and isinstance(native, (np.ndarray, list)) and np.ndim(native) == 2:
            labels = self.labels[rows]
            return labels if isinstance(native, np.ndarray) else labels.tolist()
        return take(native, rows)

    def of(self, labels: NDArray[Any]) -> Any:
        """Return other labels of the same classes, in the caller's container."""
        known, first = np.unique(self.labels, return_index=True)
        return self.take(first[np.searchsorted(known, labels)])


def _is_one_hot(y: Any) -> bool:
    """Refuse what are no labels, and tell whether they are one-hot."""
    # NaN is refused later, by name; until then numpy would warn of it.
    with np.errstate(invalid="ignore"):
        check_classification_targets(y)
        return bool(type_of_target(y) == "multilabel-indicator")


def _from_one_hot(y: Any) -> NDArray[np.int64]:
    if not is_sparse(y):
        y = np.asarray(y)
    ones = np.asarray(y.sum(axis=1)).ravel()
    if np.any(ones > 1):
        raise ValueError(
            "Imbalanced-learn currently supports binary, multiclass and binarized "
            "encoded multiclasss targets. Multilabel and multioutput targets are not "
            "supported."
        )
    if np.any(ones < 1):
        raise ValueError(
            f"row {int(np.argmin(ones))} of the one-hot 'y' names no class: each row "
            f"needs one 1"
        )
    return np.asarray(y.argmax(axis=1)).ravel()


@dataclass
class Classes:
    """The classes of a target, in ascending order of their labels.

    Attributes
    ----------
    counts : dict
        Rows of each class, by label.
    codes : dict
        The int32 that stands for each class, by label.
    rows : ndarray of int32, of shape (n_samples,)
        The code of each row's class.
    """

    counts: dict[Any, int]
    codes: dict[Any, int]
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, y: NDArray[Any]) -> Classes:
        """Find the classes.

        Integers stand for themselves, because the native stream of random numbers
        counts on the labels: the same data give the same rows from C and R. Other
        labels are numbered from 0.
        """
        labels, counts, positions = _distinct(y)
        if y.dtype.kind == "b" or (y.dtype.kind in "iuf" and _fit_int32(labels)):
            codes, rows = labels.astype(np.int32), y.astype(np.int32)
        else:
            codes = np.arange(len(labels), dtype=np.int32)
            if positions is None:
                positions = np.searchsorted(labels, y)
            rows = positions.astype(np.int32)
        return cls(
            dict(zip(labels, counts.tolist(), strict=True)),
            dict(zip(labels, codes.tolist(), strict=True)),
            rows,
        )

    def members(self, label: Any) -> NDArray[np.int64]:
        """Return the rows of a class, in ascending order."""
        return np.flatnonzero(self.rows == self.codes[label])

    def in_own_words(self, sentence: str) -> str:
        """Name classes as the caller does in a sentence of the library."""
        labels = {code: label for label, code in self.codes.items()}
        return re.sub(
            r"\bclass (-?\d+)",
            lambda match: f"class {shown(labels[int(match[1])])}",
            sentence,
        )


def _distinct(
    y: NDArray[Any],
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64] | None]:
    """Return the labels, how often each occurs, and where each row's is (or None)."""
    if y.dtype.kind in "iu" and y.dtype.isnative:
        least, greatest = int(y.min()), int(y.max())
        # Counting is linear; finding distinct values in general takes a sort.
        if _INT32.min <= least and greatest <= _INT32.max and greatest - least < 2**16:
            if greatest - least == 1:
                # Two labels, as most often: to compare takes a tenth of the time.
                upper = np.count_nonzero(y == greatest)
                tally = np.array([len(y) - upper, upper])
                return np.array([least, greatest], y.dtype), tally, None
            # From 0 where that is not far: without a copy of the labels.
            start = 0 if least >= 0 and greatest < 2**16 else least
            codes = y.astype(np.int64, copy=False)
            tally = np.bincount(codes - start if start else codes)
            present = np.flatnonzero(tally)
            return (present + start).astype(y.dtype), tally[present], None
    labels, positions, counts = np.unique(y, return_inverse=True, return_counts=True)
    return labels, counts, positions


def _fit_int32(labels: NDArray[Any]) -> bool:
    return bool(
        np.all((labels >= _INT32.min) & (labels <= _INT32.max))
        and np.all(labels == np.floor(labels))
    )


def shown(label: Any) -> str:
    """Word a label as the caller would write it."""
    return repr(label.item() if isinstance(label, np.generic) else label)
