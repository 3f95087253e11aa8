"""Tomek links."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from smote import _native
from smote._base import Prepared, Problem
from smote._dtypes import is_sparse
from smote._finder import Asked
from smote._random import Stream
from smote._under_sampling._base import BaseCleaner
from smote._under_sampling._by_distance import ByDistance
from smote._watch import Progress, Watch


class TomekLinks(ByDistance, BaseCleaner):
    """Drops rows in Tomek links [1]_.

    Two rows of different classes are linked if each is the nearest row of the other.
    Of the two, those are dropped whose classes are targeted.

    The result equals imbalanced-learn 0.14's bit for bit, wherever no two different
    rows are equally far away from a third. Rows stay in the order of the input.

    Parameters
    ----------
    sampling_strategy : str, list or callable, default='auto'
        Which classes may lose rows.

        - ``str``: ``'majority'``, ``'not minority'``, ``'not majority'``, ``'all'`` or
          ``'auto'`` (the same as ``'not minority'``).
        - ``list``: the labels of these classes.
        - callable: takes `y`, returns such a list.

    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it.
    stream : {'native', 'numpy'} or None, default=None
        Nothing is drawn, and rows stay in the order of the input either way.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    categorical_features : 'auto', array-like of bool, int or str, or None, default=None
        Which columns hold categories, texts or not: a mask of shape (n_features,),
        their numbers, their names in a frame, or 'auto' for those of a frame whose type
        is one for categories, as in `SMOTENC`. None if all hold numbers. Two rows with
        different categories in a column are as far apart there as the median of the
        standard deviations of the columns of numbers, as in `SMOTENC`; where all
        columns hold categories, as in `SMOTEN`, without `scale` and `column_weights`.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : dict
        The targeted classes; its numbers are imbalanced-learn's, and mean nothing.
    sample_indices_ : ndarray of int64, of shape (n_samples_new,)
        The row of the input that each row of the result is.
    categorical_features_ : ndarray of int64
        The columns of categories; only if `categorical_features` is given.
    provenance_ : Provenance
        The same as its `base`.
    n_kept_ : int
        How many rows the result has.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Warns
    -----
    SmoteWarning
        For each class that no row is left of.

    References
    ----------
    .. [1] I. Tomek, "Two modifications of CNN", IEEE Transactions on Systems, Man, and
       Cybernetics 6, 769-772, 1976. https://doi.org/10.1109/TSMC.1976.4309452

    Examples
    --------
    >>> from smote import TomekLinks
    >>> X = [[0.0], [0.1], [5.0], [5.1], [9.0]]
    >>> TomekLinks().fit_resample(X, [1, 1, 0, 1, 0])
    ([[0.0], [0.1], [5.0], [9.0]], [1, 1, 0, 0])
    """

    _is_grouped = False

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseCleaner._parameter_constraints,
        **ByDistance._metric_constraints,
    }
    # The nearest of other rows: there is one wherever there are two classes.
    few_rows: Literal["error", "clip"] = "error"
    n_neighbors = 1

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        n_jobs: int | None = None,
        stream: Stream = None,
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        categorical_features: Any = None,
        progress: Progress | None = None,
    ) -> None:
        BaseCleaner.__init__(
            self,
            sampling_strategy=sampling_strategy,
            n_jobs=n_jobs,
            stream=stream,
            progress=progress,
        )
        self.scale = scale
        self.column_weights = column_weights
        self.categorical_features = categorical_features

    @staticmethod
    def is_tomek(y: Any, nn_index: Any, class_type: Any) -> NDArray[np.bool_]:
        """Tell which rows of some classes are part of a Tomek link.

        Parameters
        ----------
        y : array-like of shape (n_samples,)
            The label of each row.
        nn_index : array-like of shape (n_samples,)
            The nearest other row of each row.
        class_type : container of labels
            The classes that are asked about.

        Returns
        -------
        is_tomek : ndarray of bool, of shape (n_samples,)
            Whether a row is of one of these classes, and it and a row of another class
            are the nearest of each other.
        """
        labels, nearest = np.asarray(y), np.asarray(nn_index)
        asked = [label for label in np.unique(labels) if label in class_type]
        is_mutual = nearest[nearest] == np.arange(len(labels))
        links: NDArray[np.bool_] = is_mutual & (labels[nearest] != labels)
        return links & np.isin(labels, asked)

    def _prepare(self, problem: Problem, watch: Watch) -> Prepared:
        if not is_sparse(problem.values):
            searched, options = self._measured(problem)
            return searched, {**options, **self._settings()}
        everything = [Asked(None, np.arange(problem.values.shape[0]))]
        searched, options = self._found("n_neighbors", None, problem, watch, everything)
        return searched, {**options, **self._settings()}

    def _settings(self) -> dict[str, Any]:
        return {"method": _native.SMOTE_METHOD_TOMEK}
