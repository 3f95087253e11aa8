"""Forked children and little memory: a status or a result, never a crash."""

import multiprocessing
import subprocess
import sys
import textwrap
import warnings

import numpy as np

from smote import SMOTE

RNG = np.random.default_rng(0)
# Enough work for threads.
X = RNG.normal(size=(3000, 20))
Y = np.repeat([0, 1], [2000, 1000])


def resampled():
    return SMOTE(random_state=0, n_jobs=2).fit_resample(X, Y)[0]


def in_children(times):
    """Resample in one forked child after the other."""
    context = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        # Python 3.12 warns of forking a process that has threads.
        warnings.simplefilter("ignore", DeprecationWarning)
        for _ in range(times):
            with context.Pool(1) as pool:
                yield pool.apply_async(resampled).get(timeout=30)


def test_fork_warm():
    expected = resampled()
    assert all(np.array_equal(child, expected) for child in in_children(30))
    assert np.array_equal(resampled(), expected)


COLD = """
    import multiprocessing
    import numpy as np
    import smote

    X = np.random.default_rng(0).normal(size=(3000, 20))
    Y = np.repeat([0, 1], [2000, 1000])

    def resampled():
        return smote.SMOTE(random_state=0, n_jobs=2).fit_resample(X, Y)[0]

    context = multiprocessing.get_context("fork")
    children = []
    for _ in range(30):
        with context.Pool(1) as pool:
            children.append(pool.apply_async(resampled).get(timeout=30))
    expected = resampled()
    assert all(np.array_equal(child, expected) for child in children)
"""


def run(program, *arguments):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_fork_cold():
    done = run(COLD)
    assert done.returncode == 0, done.stderr


LIMITED = """
    import resource, sys
    import numpy as np
    import smote

    X = np.random.default_rng(0).normal(size=(40_000, 4))
    y = np.repeat([0, 1], [21_000, 19_000])
    sampler = smote.SMOTE(random_state=0, k_neighbors=64, n_jobs=2)
    small = smote.SMOTE(random_state=0).fit_resample(X[20_900:21_100], y[20_900:21_100])
    [used] = [
        int(line.split()[1]) * 1024
        for line in open("/proc/self/status")
        if line.startswith("VmSize")
    ]
    more = int(float(sys.argv[1]) * 2**20)
    resource.setrlimit(resource.RLIMIT_AS, (used + more, resource.RLIM_INFINITY))
    try:
        sampler.fit_resample(X, y)
    except MemoryError as error:
        print("memory", error)
    else:
        print("done")
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
    again = smote.SMOTE(random_state=0).fit_resample(X[20_900:21_100], y[20_900:21_100])
    assert np.array_equal(again[0], small[0])
"""


def test_little_memory():
    outputs = []
    for mebibytes in (0.5, 2, 5, 9, 14, 20, 1000):
        done = run(LIMITED, str(mebibytes))
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout)
    assert outputs[-1] == "done\n"
    # Some of the limits are met by numpy, others by the library.
    refusals = [output for output in outputs if output.startswith("memory")]
    assert any("Unable to allocate" not in refusal for refusal in refusals), outputs
