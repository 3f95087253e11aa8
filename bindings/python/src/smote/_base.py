"""What all samplers share: checks, the two steps, and the caller's containers.

A sampler is a class with a constructor, constraints on its parameters, and
`_resample`, which decides where each output row comes from. Everything else is here.
"""

from __future__ import annotations

import math
import warnings
from abc import abstractmethod
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, _fit_context
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_X_y, validate_data

from smote._carry import carry
from smote._containers import (
    Features,
    features,
    index_of,
    where_no_number,
    with_index,
)
from smote._errors import SmoteWarning
from smote._finite import sums_may_overflow, where_not_finite
from smote._labels import Classes, Target
from smote._provenance import Origin, Provenance
from smote._strategy import Counts
from smote._tags import SamplerTags, sampler_tags

# What says where the rows of a result come from.
_OF_A_RESULT = ("_origin", "_n_samples_in", "_index", "n_kept_", "sample_indices_")

# A table for the library to plan from, and its options.
Prepared = tuple[NDArray[Any], dict[str, Any]]

_Self = TypeVar("_Self", bound="BaseSampler")


@dataclass
class Problem:
    """A checked table with its labels, and what is wanted of it."""

    features: Features
    target: Target
    values: Any
    classes: Classes
    # What becomes `sampling_strategy_`. Only samplers that add rows read it here: for
    # them, it is how many rows each targeted class gains.
    gains: OrderedDict[Any, int]

    @property
    def growing(self) -> list[Any]:
        """The labels of the classes that gain rows."""
        return [label for label, gain in self.gains.items() if gain > 0]


@dataclass
class Result:
    """Where each output row comes from, how many are kept, and the table itself.

    The `labels` are wanted where nobody knows where the rows come from.
    """

    origin: Origin | None
    kept: int
    table: Any
    warnings: list[str] = field(default_factory=list)
    labels: Any = None


class BaseSampler(OneToOneFeatureMixin, BaseEstimator):  # type: ignore[misc]
    """Base class of all samplers."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]]
    sampling_strategy: Any

    @_fit_context(prefer_skip_nested_validation=True)  # type: ignore[untyped-decorator]
    def fit(self: _Self, X: Any, y: Any) -> _Self:
        """Check the input, and how many rows each class is to gain or to lose.

        Use `fit_resample` to resample. What an earlier one has left for `apply` is
        dropped.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_samples, n_features)
            Data array.
        y : array-like of shape (n_samples,)
            Target array.

        Returns
        -------
        self : object
            The instance itself.
        """
        # What nobody has resampled has no rows that come from anywhere.
        for name in _OF_A_RESULT:
            self.__dict__.pop(name, None)
        self._check(X, y)
        return self

    @_fit_context(prefer_skip_nested_validation=True)  # type: ignore[untyped-decorator]
    def fit_resample(self, X: Any, y: Any) -> tuple[Any, Any]:
        """Resample the data set.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_samples, n_features)
            The features: numpy, list, pandas, polars, a pyarrow Table or scipy sparse;
            anything else that numpy makes an array of comes back as one.
        y : array-like of shape (n_samples,)
            The label of each row; also one-hot, of shape (n_samples, n_classes). Draws
            go by the numbers that stand for classes: whole numbers between -2**31 and
            2**31 - 1 stand for themselves; all other labels, and all whole numbers if
            one is beyond, have their ranks in sorted order, from 0.

        Returns
        -------
        X_resampled : like X, of shape (n_samples_new, n_features)
            The rows that were kept, untouched and in their order, then the new rows,
            class by class in ascending order of the labels. What drops rows groups
            those that are left by class, as imbalanced-learn does, unless the native
            stream is asked for.
        y_resampled : like y, of shape (n_samples_new,)
            Their labels; with the index of `X_resampled`, if both are of pandas.
        """
        problem, result = self._run(X, y)
        for sentence in result.warnings:
            # Level 2 is scikit-learn's wrapper of this method, level 3 its caller.
            warnings.warn(sentence, SmoteWarning, stacklevel=3)
        return result.table, with_index(_labels(problem, result), self._index)

    def _run(self, X: Any, y: Any) -> tuple[Problem, Result]:
        """Resample, and set the attributes; warnings are the caller's to give."""
        problem = self._check(X, y)
        result = self._resample(problem)
        self.n_kept_ = result.kept
        self._n_samples_in = len(problem.classes.rows)
        self._origin = result.origin
        self._index = index_of(result.table)
        return problem, result

    @property
    def provenance_(self) -> Provenance:
        """Where the rows of the result come from."""
        origin: Origin | None = getattr(self, "_origin", None)
        if origin is None:
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute 'provenance_'"
            )
        return origin.whole

    def apply(self, array: Any, *, interpolate: bool | None = None) -> Any:
        """Carry another array through the resampling that was fitted.

        Sample weights, row identifiers, dates or groups of the rows of `X` become
        those of the rows of the result.

        Parameters
        ----------
        array : array-like or dataframe, with a row for each row of `X`
            In any container that `fit_resample` takes, or a single column of one.
        interpolate : bool, optional
            Whether the values of new rows are interpolated, as features are, or those
            of their base rows. If None, each column decides: numbers are
            interpolated; dates, texts, booleans, categories, decimals, integers of 128
            bits and other objects come from the base row. Identifiers that are numbers
            want False. A number that one of the two rows lacks is missing in the new
            row as well.

        Returns
        -------
        array_resampled : like array
            With a row for each row of the result, and its index, if both are of pandas.
        """
        if not hasattr(self, "_origin"):
            raise NotFittedError(
                f"This {type(self).__name__} instance has resampled nothing yet: call "
                f"fit_resample first"
            )
        if self._origin is None:
            raise ValueError(self._of_unknown_origin())
        carried = carry(array, self.provenance_, self._n_samples_in, interpolate)
        return with_index(carried, self._index)

    def _of_unknown_origin(self) -> str:
        """Say why nobody knows where the rows of the result come from."""
        raise NotImplementedError

    @abstractmethod
    def _targets(self, y: NDArray[Any], counts: Counts) -> OrderedDict[Any, int]:
        """Say how many rows each targeted class gains, or ends with."""

    @abstractmethod
    def _resample(self, problem: Problem) -> Result:
        """Decide where each output row comes from, and make the table."""

    def _check(self, X: Any, y: Any) -> Problem:
        """Validate as imbalanced-learn does, in its order, with its words."""
        target = Target(y)
        table, values, labels = self._read(X, target.labels)
        classes = Classes.of(labels)
        self.sampling_strategy_ = self._targets(labels, classes.counts)
        return Problem(table, target, values, classes, self.sampling_strategy_)

    def _read(self, X: Any, y: NDArray[Any]) -> tuple[Features, Any, NDArray[Any]]:
        """Return the table, its values and the labels, all of them checked."""
        table = features(X)
        return (table, *self._validate(X, table.checked, y))

    def _validate(self, X: Any, checked: Any, y: Any) -> tuple[Any, NDArray[Any]]:
        if checked is X and _is_plain(X, y):
            self.n_features_in_ = X.shape[1]
            if hasattr(self, "feature_names_in_"):
                del self.feature_names_in_
            return X, y
        try:
            with sums_may_overflow():
                values, labels = self._validated(X, checked, y)
        except (TypeError, ValueError) as error:
            sentence = _in_full(error, checked)
            if not sentence:
                raise
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(sentence) from None
        reason = where_no_number(checked)
        if reason or values.dtype.kind not in "biuf":
            raise ValueError(
                reason
                or f"X is of type {values.dtype}, but {type(self).__name__} needs "
                f"numbers"
            )
        return values, labels

    def _validated(self, X: Any, checked: Any, y: Any) -> tuple[Any, NDArray[Any]]:
        """Let scikit-learn check a table and its labels."""
        formats = ["csr", "csc"]
        if checked is X:
            values, labels = validate_data(self, X, y, accept_sparse=formats)
        else:
            values, labels = check_X_y(
                checked, y, accept_sparse=formats, estimator=self
            )
            # The names are in the caller's frame, the numbers in our copy of it.
            validate_data(self, X, y, skip_check_array=True)
        return values, labels

    @classmethod
    @cache
    def _get_param_names(cls) -> list[str]:
        # scikit-learn reads the signature of the constructor each time it is asked.
        names: list[str] = super()._get_param_names()
        return names

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags()


def _labels(problem: Problem, result: Result) -> Any:
    """Return the labels of the result, in the caller's container."""
    target, origin = problem.target, result.origin
    if origin is None:
        return target.of(result.labels)
    if target.is_plain and origin.kept == len(target.labels):
        return target.followed_by(origin.added.base)
    return target.take(origin.base)


def _in_full(error: Exception, checked: Any) -> str:
    """Say where in a table scikit-learn's error is about, if it is about one place."""
    where = where_not_finite(checked, error)
    return f"{error}\n{where}" if where else where_no_number(checked)


def _is_plain(X: Any, y: Any) -> bool:
    """Whether a table is what scikit-learn's checks would return as it is.

    They take 100 microseconds, most of a call with a small table. What could be refused
    is left to them.
    """
    return (
        type(X) is np.ndarray
        and type(y) is np.ndarray
        and X.dtype in (np.float64, np.float32)
        and y.dtype.kind in "biu"
        and X.ndim == 2
        and y.ndim == 1
        and X.size > 0
        and len(X) == len(y)
        and _is_surely_finite(X)
    )


def _is_surely_finite(values: NDArray[Any]) -> bool:
    # Where the sum of finite values overflows, scikit-learn looks at each of them.
    with sums_may_overflow():
        return math.isfinite(values.sum())
