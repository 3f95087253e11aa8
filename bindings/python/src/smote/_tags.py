"""scikit-learn's tags, with the additions by which imbalanced-learn knows samplers.

imbalanced-learn's own classes cannot be used, because it is not needed at run time;
its tools read these attributes by name.
"""

from __future__ import annotations

from dataclasses import dataclass

from sklearn.utils import InputTags, Tags, TargetTags


@dataclass(slots=True)
class SamplerInputTags(InputTags):  # type: ignore[misc]
    """Tags of the input; `dataframe` says whether frames come back as frames."""

    dataframe: bool = False


@dataclass(slots=True)
class SamplerKindTags:
    """Tags of a sampler; `sample_indices` says whether it has `sample_indices_`."""

    sample_indices: bool = False


@dataclass(slots=True)
class SamplerTags(Tags):  # type: ignore[misc]
    """Tags of an estimator that resamples."""

    sampler_tags: SamplerKindTags | None = None


def sampler_tags(
    *, repeats: bool = False, strings: bool = False, indices: bool = False
) -> SamplerTags:
    """Return the tags of a sampler: of numbers, dense, sparse or in a frame.

    One that `repeats` rows takes anything, and tells their numbers; others may take
    `strings`, or tell the `indices` of the rows that they keep.
    """
    return SamplerTags(
        estimator_type="sampler",
        target_tags=TargetTags(required=True),
        input_tags=SamplerInputTags(
            sparse=True,
            dataframe=True,
            allow_nan=repeats,
            string=repeats or strings,
        ),
        sampler_tags=SamplerKindTags(sample_indices=repeats or indices),
    )
