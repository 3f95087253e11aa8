"""SMOTE and edited nearest neighbours."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from numpy.typing import ArrayLike
from sklearn.utils._param_validation import HasMethods

from smote._combine._smote import BaseSMOTECombination
from smote._random import RandomStateLike, Stream
from smote._under_sampling import EditedNearestNeighbours
from smote._under_sampling._base import BaseReducer
from smote._watch import Progress


class SMOTEENN(BaseSMOTECombination):
    """SMOTE, and all cleaned of rows that their neighbours outvote [1]_.

    For an integer `random_state` the result equals imbalanced-learn 0.14's bit for
    bit, wherever no two different rows are equally far away from a third.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default='auto'
        Which classes gain rows, and how many, before all are cleaned: see `SMOTE`.
    random_state : int, RandomState, Generator or None, default=None
        Where the random draws come from: see `SMOTE`.
    smote : object or None, default=None
        What adds the rows: `SMOTE` or another over-sampler, which is cloned, and has
        its own `sampling_strategy` and `random_state`. None is `SMOTE`, with those of
        this sampler. After `SMOTENC` and `SMOTEN`, categories are cleaned as
        categories: see `CombinedSampler`. An object of another package has to leave the
        rows of the input in front, in their order, as over-samplers do.
    enn : object or None, default=None
        What drops rows: `EditedNearestNeighbours`, or another sampler that does, which
        is cloned. None is `EditedNearestNeighbours` of all classes.
    n_jobs : int or None, default=None
        Number of threads; the result does not depend on it. This and the parameters
        below are those of both steps, where these are not given as objects.
    stream : {'native', 'numpy'} or None, default=None
        Which stream of random numbers; None is what `random_state` says. numpy's
        comes with imbalanced-learn's order of rows, class by class, so that new rows
        may come before rows that stay.
    scale : {'sd', 'range'} or None, default=None
        Divide the columns by their standard deviation or their range, for distances
        only.
    column_weights : array-like of shape (n_features,) or None, default=None
        Factors of the squared differences, on top of `scale`.
    progress : callable or None, default=None
        Called from time to time with the fraction that is done.

    Attributes
    ----------
    sampling_strategy_ : object
        The parameter, as imbalanced-learn has it.
    smote_ : object
        What added the rows.
    enn_ : object
        What dropped rows. Where the library does both steps in one, it is not fitted.
    provenance_ : Provenance
        Base row, neighbour row and gap of each row of the result. Not there if `smote`
        is an object of another package.
    n_kept_ : int
        How many rows of the result are rows of the input.
    n_features_in_ : int
        Number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the features, where they have names that are all strings.

    Raises
    ------
    ValueError
        If `smote` does not leave the rows of the input in front.

    Warns
    -----
    SmoteWarning
        What both steps warn of; most of all for each class that no row is left of.

    References
    ----------
    .. [1] G. E. A. P. A. Batista, R. C. Prati, M. C. Monard, "A study of the behavior
       of several methods for balancing machine learning training data", ACM SIGKDD
       Explorations 6(1), 20-29, 2004. https://doi.org/10.1145/1007730.1007735

    Examples
    --------
    >>> from collections import Counter
    >>> from sklearn.datasets import make_classification
    >>> from smote import SMOTEENN
    >>> X, y = make_classification(weights=[0.1, 0.9], n_samples=1000, random_state=10)
    >>> X_new, y_new = SMOTEENN(random_state=42).fit_resample(X, y)
    >>> sorted(Counter(y_new.tolist()).items())
    [(0, 897), (1, 582)]
    """

    _step_names = "smote", "enn"

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **BaseSMOTECombination._parameter_constraints,
        "enn": [HasMethods(["fit_resample"]), None],
    }

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: RandomStateLike = None,
        smote: Any = None,
        enn: Any = None,
        n_jobs: int | None = None,
        stream: Stream = None,
        scale: Literal["sd", "range"] | None = None,
        column_weights: ArrayLike | None = None,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            smote=smote,
            n_jobs=n_jobs,
            stream=stream,
            scale=scale,
            column_weights=column_weights,
            progress=progress,
        )
        self.enn = enn

    def _default_cleaner(self, **parameters: Any) -> BaseReducer:
        return EditedNearestNeighbours(**parameters)
