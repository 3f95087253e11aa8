"""`sampling_strategy`: how many rows each class is to gain, or to end with.

The rules, their rounding and their errors are imbalanced-learn's; errors go on with the
class that is meant.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils._param_validation import Interval

from smote._labels import shown

# What a `sampling_strategy` may be that is a ratio.
RATIO = Interval(Real, 0, 1, closed="right")

Counts = dict[Any, int]


def count_classes(y: NDArray[Any]) -> Counts:
    """Count the rows of each class, in ascending order of the labels."""
    labels, counts = np.unique(y, return_counts=True)
    return dict(zip(labels, counts.tolist(), strict=True))


# `max` and `min` take the first of equals, which is the smallest label.
def majority_of(counts: Counts) -> Any:
    """Return the largest class; of several, the one with the smallest label."""
    return max(counts, key=counts.__getitem__)


def minority_of(counts: Counts) -> Any:
    """Return the smallest class; of several, the one with the smallest label."""
    return min(counts, key=counts.__getitem__)


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
        smallest = minority_of(counts)
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
    _require_classes(counts)
    if isinstance(strategy, str):
        gains = _NAMED[strategy](counts)
    elif isinstance(strategy, Mapping):
        gains = _explicit(strategy, counts)
    elif isinstance(strategy, Real):
        gains = _ratio(float(strategy), counts)
    else:
        gains = _explicit(_dict_of(strategy, y), counts)
    return OrderedDict(sorted(gains.items()))


def rows_left(strategy: Any, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
    """Return how many rows each targeted class is to end with.

    Parameters are those of `new_rows`.
    """
    _require_classes(counts)
    if isinstance(strategy, str):
        left = _reduced(strategy, counts)
    elif isinstance(strategy, Mapping):
        left = _explicit_left(strategy, counts)
    elif isinstance(strategy, Real):
        left = _ratio_left(float(strategy), counts)
    else:
        left = _explicit_left(_dict_of(strategy, y), counts)
    return OrderedDict(sorted(left.items()))


def cleaned_classes(
    strategy: Any, y: NDArray[Any], counts: Counts
) -> OrderedDict[Any, int]:
    """Return the classes that a cleaning method may drop rows of.

    Parameters are those of `new_rows`. The numbers are imbalanced-learn's, the rows of
    the smallest class, and mean nothing.
    """
    _require_classes(counts)
    if isinstance(strategy, str):
        return OrderedDict(_reduced(strategy, counts))
    if isinstance(strategy, Real):
        _require_two(counts)
        raise ValueError(
            "'clean-sampling' methods do let the user specify the sampling ratio."
        )
    named = strategy if isinstance(strategy, list) else strategy(y)
    if isinstance(named, str) or not isinstance(named, Iterable):
        raise ValueError(
            f"'sampling_strategy' returned {named!r}, but it must return a list of "
            f"classes"
        )
    _require_known(named, counts)
    if isinstance(named, Mapping):
        raise ValueError(
            "'sampling_strategy' as a dict for cleaning methods is not supported. "
            "Please give a list of the classes to be targeted by the sampling."
        )
    return OrderedDict((label, min(counts.values())) for label in sorted(set(named)))


def _dict_of(strategy: Callable[..., Any], y: NDArray[Any]) -> Mapping[Any, Any]:
    wanted = strategy(y)
    if not isinstance(wanted, Mapping):
        raise ValueError(
            f"'sampling_strategy' returned {wanted!r}, but it must return a dict of "
            f"the number of rows that each class is to end with"
        )
    return wanted


def _require_classes(counts: Counts) -> None:
    if len(counts) < 2:
        raise ValueError(
            "The target 'y' needs to have more than 1 class. "
            f"Got {len(counts)} class instead"
        )


def _require_two(counts: Counts) -> None:
    if len(counts) > 2:
        raise ValueError(
            '"sampling_strategy" can be a float only when the type of target is '
            "binary. For multi-class, use a dict."
        )


def _require_known(labels: Iterable[Any], counts: Counts) -> None:
    unknown = set(labels) - set(counts)
    if unknown:
        raise ValueError(f"The {unknown} target class is/are not present in the data.")


def _all(counts: Counts) -> Counts:
    most = max(counts.values())
    return {label: most - count for label, count in counts.items()}


def _only(label: Any, gains: Counts) -> Counts:
    return {label: gains[label]}


def _without(label: Any, gains: Counts) -> Counts:
    return {other: gain for other, gain in gains.items() if other != label}


_NAMED: dict[str, Callable[[Counts], Counts]] = {
    "auto": lambda counts: _without(majority_of(counts), _all(counts)),
    "minority": lambda counts: _only(minority_of(counts), _all(counts)),
    "not minority": lambda counts: _without(minority_of(counts), _all(counts)),
    "not majority": lambda counts: _without(majority_of(counts), _all(counts)),
    "all": _all,
}


def _ratio(ratio: float, counts: Counts) -> Counts:
    _require_two(counts)
    majority = majority_of(counts)
    gains = {
        label: int(counts[majority] * ratio - count)
        for label, count in counts.items()
        if label != majority
    }
    for label, gain in gains.items():
        if gain <= 0:
            raise ValueError(
                f"The specified ratio required to remove samples from the minority "
                f"class while trying to generate new samples. Please increase the "
                f"ratio. {_from_to(label, counts[label], counts[label] + gain)}"
            )
    return gains


def _explicit(wanted: Mapping[Any, Any], counts: Counts) -> Counts:
    _require_numbers(wanted, counts)
    for label, rows in wanted.items():
        if rows < counts[label]:
            raise ValueError(
                f"With over-sampling methods, the number of samples in a class should "
                f"be greater or equal to the original number of samples. Originally, "
                f"there is {counts[label]} samples and {rows} samples are asked. "
                f"(class {shown(label)})"
            )
    return {label: int(rows) - counts[label] for label, rows in wanted.items()}


def _require_numbers(wanted: Mapping[Any, Any], counts: Counts) -> None:
    """Check that numbers of rows are given for classes that there are."""
    _require_known(wanted, counts)
    for label, rows in wanted.items():
        if not isinstance(rows, Integral):
            raise TypeError(
                f"'sampling_strategy' asks for {rows!r} rows of class {shown(label)}, "
                f"but a number of rows must be an integer"
            )
    if any(rows < 0 for rows in wanted.values()):
        raise ValueError(
            "The number of samples in a class cannot be negative."
            f"'sampling_strategy' contains some negative value: {wanted}"
        )


def _reduced(strategy: str, counts: Counts) -> Counts:
    least = min(counts.values())
    left = dict.fromkeys(counts, least)
    if strategy == "all":
        return left
    if strategy == "majority":
        return _only(majority_of(counts), left)
    if strategy == "not majority":
        return _without(majority_of(counts), left)
    return _without(minority_of(counts), left)


def _ratio_left(ratio: float, counts: Counts) -> Counts:
    _require_two(counts)
    minority = minority_of(counts)
    left = {
        label: int(counts[minority] / ratio) for label in counts if label != minority
    }
    for label, rows in left.items():
        if rows > counts[label]:
            raise ValueError(
                f"The specified ratio required to generate new sample in the majority "
                f"class while trying to remove samples. Please increase the ratio. "
                f"{_from_to(label, counts[label], rows)}"
            )
    return left


def _explicit_left(wanted: Mapping[Any, Any], counts: Counts) -> Counts:
    _require_numbers(wanted, counts)
    for label, rows in wanted.items():
        if rows > counts[label]:
            raise ValueError(
                f"With under-sampling methods, the number of samples in a class should "
                f"be less or equal to the original number of samples. Originally, "
                f"there is {counts[label]} samples and {rows} samples are asked. "
                f"(class {shown(label)})"
            )
    return {label: int(rows) for label, rows in wanted.items()}


def _from_to(label: Any, count: int, rows: int) -> str:
    """Say what a ratio would make of a class, behind imbalanced-learn's sentence."""
    return f"(class {shown(label)} has {count} rows, and would end with {rows})"
