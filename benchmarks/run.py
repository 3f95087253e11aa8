"""Measures libsmote beside its peers, and prints Markdown.

benchmarks/run.py [--threads 2] [--rounds 5] [--quick] [SECTION ...]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent


def program(name: str, *arguments: int) -> str:
    """Return what a program in C prints."""
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder) / name
        library = ROOT / "build" / "lib"
        source = ["-O2", f"-I{ROOT / 'include'}", str(ROOT / "benchmarks" / f"{name}.c")]
        link = [f"-L{library}", f"-Wl,-rpath,{library}", "-lsmote", "-lpthread"]
        subprocess.run(["cc", *source, *link, "-o", str(compiled)], check=True)
        call = [str(compiled), *map(str, arguments)]
        return subprocess.run(call, check=True, capture_output=True, text=True).stdout


def sections(threads: int, rounds: int, quick: bool) -> dict[str, list[tuple[str, Callable]]]:
    """Return the parts of each section: a title, and what makes the text below it."""
    import growth
    import keel
    import neighbors
    import samplers
    from data import KINDS

    largest = 10**9 if quick else 10**12
    kinds = ["clusters"] if quick else list(KINDS)
    few = min(rounds, 3)
    over = [20_000] if quick else [20_000, 120_000]
    cells = samplers.CELLS[:1] if quick else samplers.CELLS
    rows = 20_000 if quick else 400_000
    names = [*samplers.OVER, *samplers.CLEANING]
    return {
        # First, while no library has threads that a fork would lose.
        "memory": [
            (
                "Memory that a call adds to the peak, output included, 20 columns, MiB",
                lambda: samplers.memory_report(names, 20_000, 20),
            ),
            (
                "Memory that a plan adds to the peak, 20 columns, MiB, and by the row",
                lambda: program("memory", rows // 2, 20, threads),
            ),
            ("Memory of a large call of SMOTE", lambda: growth.large_memory(rows, 20)),
        ],
        "neighbors": [
            (
                f"Exact nearest neighbours, each row among all, k = 5, float64, {n} thread(s)",
                lambda n=n: neighbors.report(n, kinds if n == threads else kinds[:2], few, largest),
            )
            for n in sorted({1, threads}, reverse=True)
        ],
        "growth": [
            ("Doubling rows, 5 columns", lambda: growth.by_rows("clusters", 5, few)),
            ("Doubling rows, 20 columns", lambda: growth.by_rows("clusters", 20, few)),
            ("Doubling rows, all pairs needed", lambda: growth.by_rows("normal", 20, few)),
            ("Columns", lambda: growth.by_columns("clusters", 10_000, few)),
            ("A large call of SMOTE", lambda: growth.large(rows, 20)),
        ],
        "writing": [
            (f"Writing new rows, 20 columns, {n} thread(s)", lambda n=n: program("writing", n, 7))
            for n in sorted({1, threads}, reverse=True)
        ],
        "over": [
            (
                "Over-sampling, ten times as many rows of the majority",
                lambda: samplers.cells_report(["SMOTE"], cells, few),
            ),
            (
                "The family",
                lambda: samplers.cells_report(["BorderlineSMOTE", "ADASYN"], cells[:5], few),
            ),
            ("Categories", lambda: samplers.mixed_report(20_000, few)),
            (
                "Over-sampling, 20 columns, 10 % minority",
                lambda: samplers.report(samplers.OVER, over, 20, few),
            ),
        ],
        "keel": [
            (
                "Whole calls on the imbalanced data sets of KEEL: peer's time / ours",
                lambda: keel.report(few),
            ),
        ],
        "cleaning": [
            (
                "Cleaning and combinations, 20 columns, 10 % minority",
                lambda: samplers.report(samplers.CLEANING, over, 20, 1 if not quick else few),
            ),
            (
                "Condensing, 20 columns, 10 % minority",
                lambda: samplers.report(["CondensedNearestNeighbour"], [5_000], 20, 1),
            ),
        ],
    }


def main() -> None:
    """Read the arguments, then print one section after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    parser.add_argument("sections", nargs="*")
    wanted = parser.parse_args()
    # Before the libraries are loaded, which read it once.
    os.environ["OMP_NUM_THREADS"] = str(wanted.threads)

    from measure import machine

    print(
        f"{machine()}; {wanted.threads} threads, medians of up to {wanted.rounds} rounds, seconds."
    )
    for name, parts in sections(wanted.threads, wanted.rounds, wanted.quick).items():
        if wanted.sections and name not in wanted.sections:
            continue
        for title, text in parts:
            print(f"\n## {title}\n", flush=True)
            print(text(), flush=True)


if __name__ == "__main__":
    main()
