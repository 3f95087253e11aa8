"""Draws the pictures of methods.md: every method on the same toy data.

Run it with ``make pictures``.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np

import smote

matplotlib.use("Agg")
import matplotlib.pyplot as plt

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
    "kmeans": smote.KMeansSMOTE(
        random_state=SEED, stream="native", kmeans_estimator=8, cluster_balance_threshold=0.3
    ),
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
    balanced, _ = sampler.fit_resample(values, labels)
    new = np.arange(len(balanced)) >= len(values)
    figure, panel = plt.subplots(figsize=(5, 3.4))
    groups = [
        ("majority", labels == 0, values, "0.78", "o", 10),
        ("minority", labels == 1, values, "tab:blue", "o", 16),
        (f"new ({new.sum()})", new, balanced, "tab:orange", "x", 12),
    ]
    for label, rows, table, color, marker, size in groups:
        panel.scatter(*table[rows].T, s=size, c=color, marker=marker, lw=0.8, label=label)
    panel.legend(frameon=False, fontsize=8, loc="lower left")
    finish(figure, panel, name)


def finish(figure, panel, name: str) -> None:
    """Give all pictures the same frame, and write one."""
    panel.set_xlim(-4, 5.6)
    panel.set_ylim(-3.2, 3.2)
    panel.set_xticks([])
    panel.set_yticks([])
    figure.tight_layout(pad=0.3)
    figure.savefig(PICTURES / f"{name}.png", dpi=80)
    plt.close(figure)


def draw_mixed() -> None:
    """Draw SMOTE-NC: a third column tells, with some noise, who lies high."""
    values, labels = toy_data()
    noise = np.random.default_rng(5).normal(0, 0.4, len(values))
    is_high = values[:, 1] + noise > np.where(labels == 1, 0.9, 0.2)
    table = np.column_stack([values, is_high])
    balanced = resampled(smote.SMOTENC([2], random_state=SEED, stream="native"), table, labels)
    draw_marked("smotenc", balanced, kinds(labels, balanced), balanced[:, 2])


def draw_nominal() -> None:
    """Draw SMOTE-N: both columns are cut into categories, and shown with some jitter."""
    values, labels = toy_data()
    cells = np.floor(values * 1.5).astype(int)
    sampler = smote.SMOTEN(random_state=SEED, stream="native")
    balanced = resampled(sampler, cells - cells.min(axis=0), labels)
    jitter = np.random.default_rng(6).uniform(0.1, 0.9, balanced.shape)
    places = (balanced + cells.min(axis=0) + jitter) / 1.5
    draw_marked("smoten", places, kinds(labels, balanced), np.zeros(len(places)))


def resampled(sampler, table: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the resampled table as numbers."""
    return np.asarray(sampler.fit_resample(table, labels)[0], dtype=np.float64)


def kinds(labels: np.ndarray, balanced: np.ndarray) -> np.ndarray:
    """Return 0 for the majority, 1 for the minority, 2 for new rows."""
    return np.append(labels, np.full(len(balanced) - len(labels), 2))


def draw_marked(name: str, places: np.ndarray, kinds: np.ndarray, marks: np.ndarray) -> None:
    """Draw rows in the colour of their kind, with a marker for their category."""
    figure, panel = plt.subplots(figsize=(5, 3.4))
    groups = zip(["majority", "minority", "new"], ["0.78", "tab:blue", "tab:orange"], strict=True)
    for kind, (label, color) in enumerate(groups):
        for category, marker in enumerate("ox"):
            rows = (kinds == kind) & (marks == category)
            text = label if category == 0 else None
            panel.scatter(*places[rows, :2].T, s=14, c=color, marker=marker, lw=0.8, label=text)
    panel.legend(frameon=False, fontsize=8, loc="lower left")
    finish(figure, panel, name)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    draw_mixed()
    draw_nominal()
    for name, sampler in METHODS.items():
        draw(name, sampler)
