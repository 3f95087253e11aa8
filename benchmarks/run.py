"""Measures libsmote beside its peers, and prints Markdown.

benchmarks/run.py [--threads 2] [--rounds 5] [--quick]
"""

from __future__ import annotations

import argparse
import os


def main() -> None:
    """Read the arguments, then print one section after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    wanted = parser.parse_args()
    # Before the libraries are loaded, which read it once.
    os.environ["OMP_NUM_THREADS"] = str(wanted.threads)

    import neighbors
    import samplers
    from data import KINDS
    from measure import machine

    largest = 10**9 if wanted.quick else 10**12
    kinds = ["clusters"] if wanted.quick else list(KINDS)
    over = [20_000] if wanted.quick else [20_000, 120_000]
    cleaning = [5_000] if wanted.quick else [20_000, 120_000]
    print(f"{machine()}; {wanted.threads} threads, medians of {wanted.rounds} rounds, seconds.\n")
    # First, while no library has threads that a fork would lose.
    print("## Memory that a call adds to the peak, output included, 20 columns, MB\n")
    names = [*samplers.OVER, *samplers.CLEANING]
    print(samplers.memory_report(names, over[0], 20), flush=True)
    print("\n## Exact nearest neighbours, each row among all, k = 5, float64\n")
    print(neighbors.report(wanted.threads, kinds, wanted.rounds, largest), flush=True)
    print("\n## Over-sampling, 20 columns, 10 % minority\n")
    print(samplers.report(samplers.OVER, over, 20, wanted.rounds), flush=True)
    print("\n## Cleaning and combinations, 20 columns, 10 % minority\n")
    print(samplers.report(samplers.CLEANING, cleaning, 20, min(wanted.rounds, 3)), flush=True)
    print("\n## Condensing, 20 columns, 10 % minority\n")
    print(samplers.report(["CondensedNearestNeighbour"], [5_000], 20, 1), flush=True)


if __name__ == "__main__":
    main()
