"""SMOTE-NC."""

from __future__ import annotations

from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import clone
from sklearn.preprocessing import OneHotEncoder
from sklearn.utils._param_validation import HasMethods, StrOptions

from smote import _native
from smote._base import Problem
from smote._categorical import (
    CATEGORICAL,
    chosen_columns,
    encoded_by,
    one_hot_codes,
    side_by_side,
)
from smote._columns import Columns, Encoded
from smote._finder import among_class, found_by_object
from smote._neighbor_parameters import FEW_ROWS, NEIGHBORS
from smote._over_sampling._base import BASES, BaseInterpolator
from smote._over_sampling._voting import BaseVoter
from smote._random import RandomStateLike, Stream
from smote._scaling import SCALES, spread
from smote._tags import SamplerTags, sampler_tags
from smote._watch import Progress

# An encoder that is ours needs to see each category once, not all rows.
_ALL = slice(None)


class SMOTENC(BaseVoter, BaseInterpolator):
    """SMOTE for tables with columns of numbers and columns of categories [1]_.

    In the columns of numbers, new rows are made as by `SMOTE`. In those of categories,
    they take the most frequent category among the `k_neighbors` nearest rows of the
    base row's class. Two rows with different categories in a column are as far apart
    there as the median of the standard deviations of the columns of numbers, within the
    class.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for bit,
    where the numbers are float32 or float64, and no two different rows are equally far
    away from a third.

    Parameters
    ----------
    categorical_features : 'auto' or array-like of bool, int or str
        Which columns hold categories: a mask of shape (n_features,), their numbers,
        their names in a frame, or 'auto' for those of a frame whose type is one for
        categories (pandas: category; polars: Categorical, Enum; pyarrow: dictionary).
        Categories may be texts, numbers, booleans or dates, and be missing (None, NaN,
        pandas.NA; among dates, NaT): that is a category as well.
    categorical_encoder : object or None, default=None
        A one-hot encoder: it is cloned, fitted on the columns of categories, and needs
        to make one column of each category. None is
        ``OneHotEncoder(handle_unknown='ignore')``.
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many: see `SMOTE`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`.
    k_neighbors : int or object, default=5
        Number of neighbours, at least 1, or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour. It is fitted, class by class, on a sparse matrix: the numbers, then
        the one-hot categories times the median over the square root of 2.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says.
    few_rows : {'error', 'clip'}, default='error'
        What to do with a class that has fewer than `k_neighbors` + 1 rows: refuse, or
        use all neighbours there are, and repeat the row if there is only one. Objects
        that find neighbours take 'error' only.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns of numbers by their standard deviation or their range, for
        distances only, the median included.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`, of columns of either
        kind. Columns of numbers whose weight is 0 do not count for the median.
    bases : {'even', 'random'}, default='even'
        Whether the native stream lets each row of the class be the base of equally many
        new rows, or draws bases with replacement.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        How many rows each targeted class gained.
    provenance_ : Provenance
        Base row, neighbour row and gap of each row of the result, and which columns
        were voted on.
    n_kept_ : int
        How many rows of the result, the first ones, are rows of the input.
    categorical_features_ : ndarray of int64
        The columns of categories.
    continuous_features_ : ndarray of int64
        The columns of numbers.
    categorical_encoder_ : object
        The encoder, fitted; its `categories_` are the categories of each column. The
        one that is used by default was fitted on as many rows as show each category.
    median_std_ : dict
        The median of the standard deviations of the columns of numbers, for each class
        that gains rows.
    nn_k_ : object
        The neighbours object that was used, fitted on the last class; for an int, the
        one that stands for it, not fitted.
    n_features_ : int
        Number of features.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Raises
    ------
    ValueError
        If all columns hold categories, or none does; if a column of numbers holds
        something else, or is not finite; if the encoder drops or merges categories.

    Notes
    -----
    What differs from imbalanced-learn, and why:

    - Numbers of integer type are searched as float64. There, the median is truncated to
      an integer, and may become 0, which leaves the categories of new rows to chance.
    - Rows that were kept are the caller's own, also in arrays of objects. There,
      integers among the columns of numbers become floats.
    - Rows at equal distance are ordered by their number. There, it is chance.
    - What is missing is a category in columns of any type. There, pandas.NA among texts
      fails, and missing dates without a time zone are unlike each other.
    - In a list, columns may be of different types: they are read one by one.
    - Any frame may be passed, 'auto' included.

    Memory is linear in the table: neither one-hot columns nor the categories of all
    neighbours are held. A sparse matrix is made dense to be searched.

    References
    ----------
    .. [1] N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, "SMOTE: synthetic
       minority over-sampling technique", Journal of Artificial Intelligence Research
       16, 321-357, 2002, section 6.1. https://doi.org/10.1613/jair.953

    Examples
    --------
    >>> from smote import SMOTENC
    >>> X = [[1.0, "red"], [1.2, "red"], [1.4, "red"], [9.0, "blue"], [9.5, "blue"]]
    >>> y = ["a", "a", "a", "b", "b"]
    >>> sampler = SMOTENC([1], k_neighbors=1, random_state=0)
    >>> X_new, y_new = sampler.fit_resample(X, y)
    >>> X_new[5][1], y_new[5]
    ('blue', 'b')
    >>> sampler.provenance_.voted
    array([False,  True])
    """

    _required_parameters: ClassVar[list[str]] = ["categorical_features"]
    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseInterpolator._parameter_constraints,
        "k_neighbors": NEIGHBORS,
        "bases": [StrOptions(set(BASES))],
        "categorical_features": CATEGORICAL,
        "categorical_encoder": [
            HasMethods(["fit_transform", "inverse_transform"]),
            None,
        ],
    }

    def __init__(
        self,
        categorical_features: Any,
        *,
        categorical_encoder: Any = None,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        k_neighbors: Any = 5,
        n_jobs: int | None = None,
        stream: Stream = None,
        few_rows: Literal["error", "clip"] = "error",
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        bases: Literal["even", "random"] = "even",
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            n_jobs=n_jobs,
            stream=stream,
            few_rows=few_rows,
            scale=scale,
            column_weights=column_weights,
            progress=progress,
        )
        self.categorical_features = categorical_features
        self.categorical_encoder = categorical_encoder
        self.k_neighbors = k_neighbors
        self.bases = bases

    def _inspect(self, table: Columns) -> None:
        self.n_features_ = table.count
        chosen = chosen_columns(self.categorical_features, table)
        others = np.setdiff1d(np.arange(table.count), chosen)
        _require(others, "numerical", "categorical")
        _require(chosen, "categorical", "numerical")
        self.categorical_features_, self.continuous_features_ = chosen, others

    def _categories(self, table: Columns) -> NDArray[np.int64]:
        return np.sort(self.categorical_features_)

    def _encode(self, table: Columns) -> Encoded:
        self.nn_k_ = self._neighbors_object("k_neighbors")
        return side_by_side(
            table,
            self.categorical_features_,
            lambda rows, dtype: self._codes(table, rows, dtype),
        )

    def _codes(
        self,
        table: Columns,
        rows: NDArray[np.int64],
        dtype: np.dtype[Any],
    ) -> NDArray[np.int64]:
        """Return the codes of some rows: positions in the encoder's categories."""
        chosen = self.categorical_features_.tolist()
        if self.categorical_encoder is None:
            encoder = OneHotEncoder(handle_unknown="ignore", dtype=dtype)
            one_hot = encoded_by(encoder, table.encodable(chosen, rows))
        else:
            encoder = clone(self.categorical_encoder)
            whole = encoded_by(encoder, table.part(chosen, _ALL))
            one_hot = sparse.csr_matrix(whole)[rows]
        self.categorical_encoder_ = encoder
        return one_hot_codes(encoder, one_hot)

    def _voting_options(self, problem: Problem, encoded: Encoded) -> dict[str, Any]:
        weights = self._weights(len(encoded.order))
        if weights is not None:
            weights = weights[encoded.order]
        self.median_std_ = self._medians(problem, encoded, weights)
        k, found = self._found(problem, encoded)
        return {
            "method": _native.SMOTE_METHOD_SMOTENC,
            "neighbors": k,
            "bases": BASES[self.bases],
            "class_neighbors": found,
            "few_rows": FEW_ROWS[self.few_rows],
            "scale": SCALES[self.scale],
            "column_weights": weights,
        }

    def _medians(
        self, problem: Problem, encoded: Encoded, weights: NDArray[np.float64] | None
    ) -> dict[Any, float]:
        counts = encoded.categorical == 0
        if weights is not None:
            counts &= weights > 0
        if not counts.any():
            return dict.fromkeys(problem.growing, 1.0)
        numbers = encoded.table[:, counts]
        sizes = 1.0 if self.scale is None else spread(numbers, self.scale)
        medians = {}
        for label in problem.growing:
            within = numbers[problem.classes.members(label)]
            # What overflows is refused by the library, by its name.
            with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
                deviations = within.std(axis=0, dtype=np.float64) / sizes
            medians[label] = float(np.median(deviations))
        return medians

    def _found(
        self, problem: Problem, encoded: Encoded
    ) -> tuple[int, NDArray[np.int64] | None]:
        """Return how many neighbours there are to be, and what an object has found."""
        questions = among_class(problem.classes, problem.growing)
        if isinstance(self.k_neighbors, Integral):
            return self._checked("k_neighbors", problem, questions), None
        table = _with_one_hot(problem, encoded, self.median_std_)
        found = found_by_object(self.nn_k_, "k_neighbors", table, questions)
        return found.shape[1], found

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags(strings=True)


def _require(positions: NDArray[np.int64], kind: str, other: str) -> None:
    if len(positions) == 0:
        raise ValueError(
            f"SMOTE-NC is not designed to work only with {other} features. It requires "
            f"some {kind} features."
        )


def _with_one_hot(problem: Problem, encoded: Encoded, medians: dict[Any, float]) -> Any:
    """Return the numbers, then the categories, as far apart as the median says."""
    rows = len(encoded.table)
    apart = np.zeros(rows, encoded.table.dtype)
    for label, median in medians.items():
        apart[problem.classes.members(label)] = median / np.sqrt(2)
    starts = np.arange(rows + 1)
    parts = [sparse.csr_matrix(encoded.table[:, encoded.categorical == 0])]
    for place in np.flatnonzero(encoded.categorical):
        codes = encoded.table[:, place].astype(np.int64)
        shape = rows, int(codes.max()) + 1
        parts.append(sparse.csr_matrix((apart, codes, starts), shape=shape))
    return sparse.hstack(parts, format="csr")
