"""`sampling_strategy`: how many rows each class is to gain.

The rules, their rounding and their errors are imbalanced-learn's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = dict[Any, int]


def count_classes(y: NDArray[Any]) -> Counts:
    """Count the rows of each class, in ascending order of the labels."""
    labels, counts = np.unique(y, return_counts=True)
    return dict(zip(labels, counts.tolist(), strict=True))


@dataclass(frozen=True, repr=False)
class percent:  # noqa: N801 - reads as the function it is used as
    """Let the minority class grow by so many percent, whatever the other classes do.

    A callable for `sampling_strategy`: ``percent(200)`` adds two rows for each one,
    so that the class triples; 0 adds none. New rows are rounded down. Where several
    classes are smallest, the one with the smallest label grows.

    Parameters
    ----------
    amount : float
        Not negative.

    Examples
    --------
    >>> import numpy as np, smote
    >>> y = np.array([0] * 570 + [1] * 178)
    >>> smote.percent(200)(y)[1]
    534
    """

    amount: float

    def __post_init__(self) -> None:
        # Written so that NaN does not pass either.
        if not isinstance(self.amount, Real) or not 0 <= self.amount <= 1e9:
            raise ValueError(
                f"percent({self.amount!r}) needs a number from 0 to 1000000000"
            )

    def __repr__(self) -> str:
        return f"percent({self.amount!r})"

    def __call__(self, y: NDArray[Any]) -> Counts:
        counts = count_classes(y)
        smallest = min(counts, key=counts.__getitem__)
        grown = counts[smallest] + int(counts[smallest] * self.amount / 100)
        return {smallest: grown}


def new_rows(strategy: Any, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
    """Return how many rows each targeted class gains.

    Parameters
    ----------
    strategy : str, float, mapping or callable
        As the caller passed it; its type has been checked.
    y : ndarray of shape (n_samples,)
        What a callable is called with.
    counts : dict
        Rows of each class, in ascending order of the labels.

    Returns
    -------
    OrderedDict
        In ascending order of the labels.
    """
    if len(counts) < 2:
        raise ValueError(
            "The target 'y' needs to have more than 1 class. "
            f"Got {len(counts)} class instead"
        )
    if isinstance(strategy, str):
        gains = _NAMED[strategy](counts)
    elif isinstance(strategy, Mapping):
        gains = _explicit(strategy, counts)
    elif isinstance(strategy, Real):
        gains = _ratio(float(strategy), counts)
    else:
        gains = _explicit(strategy(y), counts)
    return OrderedDict(sorted(gains.items()))


def _all(counts: Counts) -> Counts:
    most = max(counts.values())
    return {label: most - count for label, count in counts.items()}


# `max` and `min` take the first of equals, which is the smallest label.
def _majority(counts: Counts) -> Any:
    return max(counts, key=counts.__getitem__)


def _minority(counts: Counts) -> Any:
    return min(counts, key=counts.__getitem__)


def _only(label: Any, gains: Counts) -> Counts:
    return {label: gains[label]}


def _without(label: Any, gains: Counts) -> Counts:
    return {other: gain for other, gain in gains.items() if other != label}


_NAMED: dict[str, Callable[[Counts], Counts]] = {
    "auto": lambda counts: _without(_majority(counts), _all(counts)),
    "minority": lambda counts: _only(_minority(counts), _all(counts)),
    "not minority": lambda counts: _without(_minority(counts), _all(counts)),
    "not majority": lambda counts: _without(_majority(counts), _all(counts)),
    "all": _all,
}


def _ratio(ratio: float, counts: Counts) -> Counts:
    if len(counts) > 2:
        raise ValueError(
            '"sampling_strategy" can be a float only when the type of target is '
            "binary. For multi-class, use a dict."
        )
    majority = _majority(counts)
    gains = {
        label: int(counts[majority] * ratio - count)
        for label, count in counts.items()
        if label != majority
    }
    if any(gain <= 0 for gain in gains.values()):
        raise ValueError(
            "The specified ratio required to remove samples from the minority class "
            "while trying to generate new samples. Please increase the ratio."
        )
    return gains


def _explicit(wanted: Mapping[Any, Any], counts: Counts) -> Counts:
    unknown = set(wanted) - set(counts)
    if unknown:
        raise ValueError(f"The {unknown} target class is/are not present in the data.")
    for label, rows in wanted.items():
        if not isinstance(rows, Integral):
            raise TypeError(
                f"'sampling_strategy' asks for {rows!r} rows of class {label!r}, but "
                f"a number of rows must be an integer"
            )
    if any(rows < 0 for rows in wanted.values()):
        raise ValueError(
            "The number of samples in a class cannot be negative."
            f"'sampling_strategy' contains some negative value: {wanted}"
        )
    for label, rows in wanted.items():
        if rows < counts[label]:
            raise ValueError(
                "With over-sampling methods, the number of samples in a class should "
                "be greater or equal to the original number of samples. Originally, "
                f"there is {counts[label]} samples and {rows} samples are asked."
            )
    return {label: int(rows) - counts[label] for label, rows in wanted.items()}
