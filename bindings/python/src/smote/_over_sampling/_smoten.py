"""SMOTE-N."""

from __future__ import annotations

import warnings
from numbers import Integral
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.exceptions import DataConversionWarning
from sklearn.preprocessing import OrdinalEncoder
from sklearn.utils import assert_all_finite
from sklearn.utils._param_validation import HasMethods, StrOptions

from smote import _native
from smote._base import Problem
from smote._categorical import encoded_by
from smote._columns import Categories, Columns, Encoded, without_na
from smote._dtypes import is_sparse
from smote._finder import Asked, among_class, found_by_object
from smote._finite import sums_may_overflow, where_not_finite
from smote._neighbor_parameters import FEW_ROWS, NEIGHBORS
from smote._over_sampling._base import BASES, BaseNeighborSampler
from smote._over_sampling._voting import BaseVoter
from smote._random import RandomStateLike, Stream
from smote._tags import SamplerTags, sampler_tags
from smote._watch import Progress


class SMOTEN(BaseVoter):
    """SMOTE for tables of categories alone [1]_.

    A new row takes, column by column, the most frequent category among a row of the
    class and its `k_neighbors` nearest rows of the same class. Two categories of a
    column are as far apart as the distributions of the classes among the rows that have
    them: the value difference metric [2]_.

    Parameters
    ----------
    categorical_encoder : object or None, default=None
        An encoder that gives each category of a column a number from 0 on: it is
        cloned, and fitted. None is ``OrdinalEncoder(dtype=np.int32)``.
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many: see `SMOTE`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`.
    k_neighbors : int or object, default=5
        Number of neighbours, at least 1, or an object like
        :class:`~sklearn.neighbors.NearestNeighbors`, which counts the row itself as a
        neighbour. It gets ``metric='precomputed'``, and all distances of a class at
        once: as many numbers as rows squared.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says.
    few_rows : {'error', 'clip'}, default='error'
        What to do with a class that has fewer than `k_neighbors` + 1 rows: refuse, or
        use all neighbours there are, and repeat the row if there is only one. Objects
        that find neighbours take 'error' only.
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
        Base row of each row of the result, which is its neighbour as well. All columns
        are voted on; further ones that `apply` carries along come from the base row.
    n_kept_ : int
        How many rows of the result, the first ones, are rows of the input.
    categorical_encoder_ : object
        The encoder, fitted; its `categories_` are the categories of each column. The
        one that is used by default was fitted on as many rows as show each category.
    nn_k_ : object
        The neighbours object that was used, fitted on the last class; for an int, the
        one that stands for it, not fitted.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Warns
    -----
    DataConversionWarning
        For a sparse matrix, which is made dense.

    Notes
    -----
    What differs from imbalanced-learn, and why:

    - Rows at equal distance, of which there are many among categories, are ordered by
      their number. There, it is chance, so that some categories of new rows differ.
    - Between categories with equally many votes, the native stream draws. numpy's
      stream takes the first in order, as imbalanced-learn does.
    - Any frame may be passed; a null of polars or pyarrow is a category, as None is.
    - Memory is linear in the table. There, it grows with the square of a class.

    References
    ----------
    .. [1] N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, "SMOTE: synthetic
       minority over-sampling technique", Journal of Artificial Intelligence Research
       16, 321-357, 2002, section 6.2. https://doi.org/10.1613/jair.953
    .. [2] C. Stanfill, D. Waltz, "Toward memory-based reasoning", Communications of the
       ACM 29(12), 1213-1228, 1986. https://doi.org/10.1145/7902.7906

    Examples
    --------
    >>> import numpy as np
    >>> from smote import SMOTEN
    >>> X = np.repeat([["apple"], ["pear"], ["plum"]], [10, 20, 30], axis=0)
    >>> y = np.repeat([0, 1], [20, 40])
    >>> X_new, y_new = SMOTEN(random_state=0).fit_resample(X, y)
    >>> sorted(set(X_new[y_new == 0].ravel().tolist()))
    ['apple', 'pear']
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseNeighborSampler._parameter_constraints,
        "k_neighbors": NEIGHBORS,
        "bases": [StrOptions(set(BASES))],
        "categorical_encoder": [
            HasMethods(["fit_transform", "inverse_transform"]),
            None,
        ],
    }

    def __init__(
        self,
        categorical_encoder: Any = None,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        k_neighbors: Any = 5,
        n_jobs: int | None = None,
        stream: Stream = None,
        few_rows: Literal["error", "clip"] = "error",
        bases: Literal["even", "random"] = "even",
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            n_jobs=n_jobs,
            stream=stream,
            few_rows=few_rows,
            progress=progress,
        )
        self.categorical_encoder = categorical_encoder
        self.k_neighbors = k_neighbors
        self.bases = bases

    def _inspect(self, table: Columns) -> None:
        if not table.is_frame:
            self._require_finite(table.checked)

    def _require_finite(self, values: Any) -> None:
        """Refuse NaN, and infinities among floats, as scikit-learn does."""
        try:
            self._assert_finite(values.data if is_sparse(values) else values)
        except ValueError as error:
            if values.dtype == object:
                raise
            where = where_not_finite(values, error)
            raise ValueError(f"{error}\n{where}") from None

    def _require_present(
        self, table: Columns, part: Any, rows: NDArray[np.int64]
    ) -> None:
        """Refuse NaN in a frame, given rows that have each value; None is none."""
        objects = without_na(np.array(part, dtype=object), nor_nat=True)
        places = np.argwhere(objects != objects)
        if len(places) == 0:
            return
        row, column = places[0]
        try:
            self._assert_finite(np.array([np.nan]))
        except ValueError as error:
            raise ValueError(
                f"{error}\nThe first such value is in row {rows[row]}, column {column} "
                f"({table.name(int(column))!r})."
            ) from None

    def _assert_finite(self, values: Any) -> None:
        name = type(self).__name__
        with sums_may_overflow():
            assert_all_finite(values, estimator_name=name, input_name="X")

    def _categories(self, table: Columns) -> NDArray[np.int64]:
        return np.arange(table.count)

    def _encode(self, table: Columns) -> Encoded:
        if is_sparse(table.checked):
            warnings.warn(
                "Passing a sparse matrix to SMOTEN is not really efficient since it is "
                "converted to a dense array internally.",
                DataConversionWarning,
                # The caller of fit_resample.
                stacklevel=7,
            )
        self.nn_k_ = self._neighbors_object("k_neighbors")
        positions = range(table.count)
        found = table.categories(positions, lambda rows: self._codes(table, rows))
        # float32 holds all codes, and takes half of the memory.
        codes = np.empty((len(found[0].codes), len(found)), np.float32)
        columns: list[Categories | None] = []
        for place, column in enumerate(found):
            codes[:, place] = column.codes
            columns.append(column.without_codes())
        return Encoded(codes, columns, np.arange(len(found)))

    def _codes(self, table: Columns, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return the codes of some rows, as the encoder has them."""
        positions = range(table.count)
        part = table.part(positions, rows)
        if table.is_frame:
            self._require_present(table, part, rows)
        if self.categorical_encoder is None:
            encoder = OrdinalEncoder(dtype=np.int32)
            codes = encoded_by(encoder, part)
        else:
            encoder = clone(self.categorical_encoder)
            whole = table.part(positions, slice(None))
            codes = np.asarray(encoded_by(encoder, whole))[rows]
        self.categorical_encoder_ = encoder
        return _whole(np.asarray(codes, np.float64), table.count)

    def _voting_options(self, problem: Problem, encoded: Encoded) -> dict[str, Any]:
        k, found = self._found(problem, encoded)
        return {
            "method": _native.SMOTE_METHOD_SMOTEN,
            "neighbors": k,
            "bases": BASES[self.bases],
            "class_neighbors": found,
            "few_rows": FEW_ROWS[self.few_rows],
        }

    def _found(
        self, problem: Problem, encoded: Encoded
    ) -> tuple[int, NDArray[np.int64] | None]:
        """Return how many neighbours there are to be, and what an object has found."""
        questions = among_class(problem.classes, problem.growing)
        if isinstance(self.k_neighbors, Integral):
            return self._checked("k_neighbors", problem, questions), None
        self.nn_k_.set_params(metric="precomputed")
        metric = _ValueDifference(encoded.table, problem)
        table: NDArray[np.int64] | None = None
        for asked in questions:
            members = np.arange(len(asked.rows))
            lists = found_by_object(
                self.nn_k_,
                "k_neighbors",
                metric.distances(asked.rows),
                [Asked(asked.label, members)],
            )
            if table is None:
                table = np.empty((len(encoded.table), lists.shape[1]), np.int64)
            table[asked.rows] = asked.rows[lists]
        return 1 if table is None else table.shape[1], table

    def __sklearn_tags__(self) -> SamplerTags:
        return sampler_tags(strings=True)


def _whole(codes: NDArray[np.float64], columns: int) -> NDArray[np.float64]:
    """Check that an encoder's codes are such as the library takes."""
    if codes.shape[1] != columns or not np.all((codes >= 0) & (codes % 1 == 0)):
        raise ValueError(
            "the categorical_encoder needs to give each category of each column a "
            "whole number from 0 on"
        )
    return codes


class _ValueDifference:
    """The distances that the library computes itself, for other people's objects."""

    def __init__(self, codes: NDArray[np.float32], problem: Problem) -> None:
        self._codes = codes.astype(np.int64)
        labels = np.unique(problem.classes.rows, return_inverse=True)[1]
        self._shares = [
            _shares(column, labels, labels.max() + 1) for column in self._codes.T
        ]

    def distances(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the distance of each of the rows to each of them."""
        total = np.zeros((len(rows), len(rows)))
        for column, shares in zip(self._codes.T, self._shares, strict=True):
            apart = np.abs(shares[:, None] - shares[None]).sum(axis=2) ** 2
            total += apart[column[rows][:, None], column[rows]]
        return total


def _shares(
    column: NDArray[np.int64], labels: NDArray[np.int64], classes: int
) -> NDArray[np.float64]:
    """Return which part of the rows that have a category each class makes up."""
    categories = int(column.max()) + 1
    counts = np.bincount(column * classes + labels, minlength=categories * classes)
    table = counts.reshape(categories, classes)
    return np.asarray(table / np.maximum(table.sum(axis=1, keepdims=True), 1))
