"""A plan of the library whose errors name classes and parameters as the caller does."""

from __future__ import annotations

import re

from smote import _native
from smote._labels import Classes

# What the library calls otherwise, where its own sentences may reach the caller.
_PARAMETERS = {
    "candidate_neighbors": "n_neighbors_ver3",
    "cleaning_amount": "sampling_strategy",
    "cleaning_neighbors": "n_neighbors",
    "cleaning_targets ask": "sampling_strategy asks",
}
_THEIRS = re.compile(rf"\b({'|'.join(_PARAMETERS)})\b")


def plan_of(
    classes: Classes, data: _native.smote_dataset, wanted: _native.smote_options
) -> _native.Plan:
    """Plan from labelled rows."""
    try:
        return _native.Plan(data, wanted)
    except _native.NoCandidates:
        # Samplers word it themselves, as imbalanced-learn does.
        raise
    except ValueError as error:
        # Classes last: their labels may be any words.
        sentence = _THEIRS.sub(lambda match: _PARAMETERS[match[1]], str(error))
        raise ValueError(classes.in_own_words(sentence)) from None
