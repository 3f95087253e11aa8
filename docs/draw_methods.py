"""Draws the pictures of methods.md: every method on the same toy data.

Run it with ``make pictures``.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np

import smote

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402  (after the choice of a backend)

PICTURES = Path(__file__).resolve().parent / "pictures"
SEED = 7
METHODS = {
    "random-over": smote.RandomOverSampler(random_state=SEED, stream="native"),
    "smoothed-bootstrap": smote.RandomOverSampler(
        random_state=SEED, stream="native", shrinkage=1.0
    ),
    "smote": smote.SMOTE(random_state=SEED, stream="native"),
    "borderline-1": smote.BorderlineSMOTE(random_state=SEED, stream="native"),
    "borderline-2": smote.BorderlineSMOTE(random_state=SEED, stream="native", kind="borderline-2"),
    "svm": smote.SVMSMOTE(random_state=SEED, stream="native"),
    "adasyn": smote.ADASYN(random_state=SEED, stream="native"),
}


def toy_data() -> tuple[np.ndarray, np.ndarray]:
    """Return a majority, a minority that meets it, and a small group apart from both."""
    random = np.random.default_rng(3)
    majority = random.normal([0, 0], [1.3, 0.9], (240, 2))
    meeting = random.normal([2.1, 1.0], [0.7, 0.5], (32, 2))
    apart = random.normal([4.4, -1.6], [0.25, 0.25], (8, 2))
    values = np.vstack([majority, meeting, apart])
    return values, np.repeat([0, 1], [240, 40])


def draw(name: str, sampler) -> None:
    """Draw what one method adds to the toy data."""
    values, labels = toy_data()
    balanced, balanced_labels = sampler.fit_resample(values, labels)
    new = np.arange(len(balanced)) >= len(values)
    figure, panel = plt.subplots(figsize=(5, 3.4))
    groups = [
        ("majority", labels == 0, values, "0.78", "o", 10),
        ("minority", labels == 1, values, "tab:blue", "o", 16),
        (f"new ({new.sum()})", new, balanced, "tab:orange", "x", 12),
    ]
    for label, rows, table, color, marker, size in groups:
        panel.scatter(*table[rows].T, s=size, c=color, marker=marker, lw=0.8, label=label)
    panel.set_xlim(-4, 5.6)
    panel.set_ylim(-3.2, 3.2)
    panel.set_xticks([])
    panel.set_yticks([])
    panel.legend(frameon=False, fontsize=8, loc="lower left")
    figure.tight_layout(pad=0.3)
    figure.savefig(PICTURES / f"{name}.png", dpi=80)
    plt.close(figure)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for name, sampler in METHODS.items():
        draw(name, sampler)
