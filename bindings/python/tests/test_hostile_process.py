"""Forks, pools, sub-interpreters, little memory: a result or an exception, in time."""

import multiprocessing
import resource
import textwrap
import threading
import warnings

import joblib
import numpy as np
import pytest

from hostile import LONG, SAMPLERS, run, sampler, succeeds, table

FORKS = 200 if LONG else 50

FORKING = """
    import os, signal, sys, threading, time, warnings
    import numpy as np
    from hostile import sampler, table

    # Python 3.12 warns of forking a process that has threads.
    warnings.simplefilter("ignore", DeprecationWarning)
    when, times = sys.argv[1], int(sys.argv[2])
    names = ["SMOTE", "SVMSMOTE", "KMeansSMOTE", "SMOTEENN", "NearMiss-2"]
    X, y = table(1500, 10)
    running = True

    def resampled(number):
        name = names[number % len(names)]
        return sampler(name, n_jobs=2).fit_resample(X, y)[0].tobytes()

    def work(number):
        while running:
            resampled(number)

    threads = []
    if when != "cold":
        expected = [resampled(number) for number in range(len(names))]
    if when == "busy":
        threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
    digests = []
    for number in range(times):
        if when == "busy":
            time.sleep(0.0007 * (number % 11))
        from_child, to_parent = os.pipe()
        child = os.fork()
        if child == 0:
            # A child that hangs is ended by the alarm, and seen.
            signal.alarm(30)
            code = 1
            try:
                done = resampled(number)
                if when != "cold":
                    assert done == expected[number % len(names)]
                os.write(to_parent, str(hash(done)).encode())
                code = 0
            finally:
                os._exit(code)
        os.close(to_parent)
        with os.fdopen(from_child) as pipe:
            digests.append(pipe.read())
        status = os.waitpid(child, 0)[1]
        assert status == 0, f"child {number}: {status}"
    running = False
    for thread in threads:
        thread.join()
    for number, digest in enumerate(digests):
        assert str(hash(resampled(number))) == digest
    print("done")
"""


@pytest.mark.parametrize("when", ["cold", "warm", "busy"])
def test_forks(when):
    """Before any call, after one, and in the middle of two of other threads."""
    assert succeeds(FORKING, when, str(FORKS), timeout=300) == "done\n"


def test_a_fork_in_the_callback():
    """The child goes on with its half of the call, on the threads that it has: one."""
    done = run(
        """
        import os, signal, sys
        from hostile import sampler, table

        X, y = table(3000, 20)
        expected = sampler("SMOTE").fit_resample(X, y)[0].tobytes()
        for threads in (1, 2):
            for _ in range(10):
                children = []

                def progress(fraction):
                    if not children:
                        children.append(os.fork())
                        if not children[0]:
                            signal.alarm(30)
                            # To finish what others have begun may need them; to leave
                            # is what a child does.
                            os._exit(0)

                made = sampler("SMOTE", n_jobs=threads, progress=progress)
                assert made.fit_resample(X, y)[0].tobytes() == expected
                assert os.waitpid(children[0], 0)[1] == 0
        print("done")
        """
    )
    assert done.stdout == "done\n", done.stderr


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(method):
    rows, labels = table(1500, 10)
    expected = sampler("SMOTE").fit_resample(rows, labels)[0]
    context = multiprocessing.get_context(method)
    work = [(rows, labels)] * (50 if method == "fork" else 4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        with context.Pool(2) as pool:
            found = pool.starmap_async(sampler("SMOTE", n_jobs=2).fit_resample, work)
            results = found.get(timeout=120)
    assert all(np.array_equal(result[0], expected) for result in results)


@pytest.mark.parametrize("backend", ["loky", "multiprocessing", "threading"])
def test_joblib(backend):
    """loky passes large arrays as memory maps that cannot be written to."""
    rows, labels = table(8000, 20)
    expected = sampler("SMOTE").fit_resample(rows, labels)[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        parallel = joblib.Parallel(
            n_jobs=2, backend=backend, timeout=120, max_nbytes=10_000
        )
        results = parallel(
            joblib.delayed(sampler("SMOTE", n_jobs=2).fit_resample)(rows, labels)
            for _ in range(6)
        )
    assert all(np.array_equal(result[0], expected) for result in results)


# ------------------------------------------------------------------------ threads


@pytest.mark.parametrize("name", SAMPLERS)
def test_more_threads_than_cores(name):
    rows, labels = table(1200, 8)
    expected = sampler(name, n_jobs=1).fit_resample(rows, labels)
    for threads in (2, 16, 2**31 - 1, 10**30):
        found = sampler(name, n_jobs=threads).fit_resample(rows, labels)
        assert all(np.array_equal(*pair) for pair in zip(found, expected, strict=True))


@pytest.mark.filterwarnings("ignore::smote.SmoteWarning")
def test_many_callers_with_many_threads():
    rows, labels = table(2000, 20)
    names = list(SAMPLERS)
    expected = {name: sampler(name).fit_resample(rows, labels)[0] for name in names}
    wrong = []

    def work(number):
        for name in names[number:] + names[:number]:
            found = sampler(name, n_jobs=16).fit_resample(rows, labels)[0]
            if not np.array_equal(found, expected[name]):
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(3 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


WITHOUT_THREADS = """
    import resource, threading
    import numpy as np
    from hostile import sampler, table

    X, y = table(6000, 20)
    expected = sampler("SMOTE", n_jobs=1).fit_resample(X, y)[0]
    [used] = [int(line.split()[1]) << 10 for line in open("/proc/self/status")
              if line.startswith("VmSize")]
    # Room for the result, and not for a thread's stack.
    soft = used + (200 << 20)
    resource.setrlimit(resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))
    try:
        threading.Thread(target=print).start()
    except RuntimeError:
        print("no thread")
    found = sampler("SMOTE", n_jobs=16).fit_resample(X, y)[0]
    assert np.array_equal(found, expected)
    print("done")
"""


def test_threads_that_cannot_be_made():
    """The work is done by those that there are."""
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    if hard != resource.RLIM_INFINITY:
        pytest.skip("the size of stacks is limited")
    program = (
        "import resource, subprocess, sys\n"
        f"resource.setrlimit(resource.RLIMIT_STACK, (1 << 30, {hard}))\n"
        "sys.exit(subprocess.call([sys.executable, '-c', *sys.argv[1:]]))\n"
    )
    done = run(program, textwrap.dedent(WITHOUT_THREADS))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("done\n")


# ----------------------------------------------------------------- sub-interpreters

SUB_INTERPRETER = """
    import sys
    try:
        import _interpreters as interpreters
    except ImportError:
        import _xxsubinterpreters as interpreters

    if sys.argv[1] == "warm":
        import smote
    for _ in range(3):
        other = interpreters.create()
        try:
            failed = interpreters.run_string(other, "import smote")
        except Exception as error:
            failed = error
        print(failed)
        interpreters.destroy(other)
    from hostile import sampler, table

    print(len(sampler("SMOTE").fit_resample(*table())[0]))
"""


@pytest.mark.parametrize("main", ["cold", "warm"])
def test_sub_interpreters_are_refused(main):
    """scikit-learn hung there while it was imported."""
    *refusals, rows = succeeds(SUB_INTERPRETER, main, timeout=60).splitlines()
    assert len(refusals) >= 3
    sentence = (
        "smote does not work in a sub-interpreter, because numpy and scikit-learn"
    )
    assert sum(sentence in refusal for refusal in refusals) == 3
    assert rows == "80"


# -------------------------------------------------------------------- little memory

LIMITED = """
    import gc, resource, sys, warnings
    import numpy as np
    from hostile import sampler, table

    warnings.simplefilter("ignore")
    rows, share, names = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    X, y = table(rows, 6)
    small = table(200, 6)

    def limit(more):
        if more is None:
            soft = resource.RLIM_INFINITY
        else:
            [used] = [int(line.split()[1]) << 10 for line in open("/proc/self/status")
                      if line.startswith("VmSize")]
            soft = used + more
        resource.setrlimit(resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))

    for name in names:
        expected = sampler(name).fit_resample(*small)[0]
        print(name, end=" ", flush=True)
        outcomes, more = [], 16 << 20
        while more >= 4096:
            gc.collect(1)
            limit(more)
            try:
                sampler(name, n_jobs=2).fit_resample(X, y)
                outcome = "."
            except MemoryError:
                outcome = "m"
            finally:
                limit(None)
            outcomes.append(outcome)
            assert np.array_equal(sampler(name).fit_resample(*small)[0], expected)
            more = int(more * share)
        print("".join(outcomes), flush=True)
"""


# scikit-learn's k-means waits for ever for threads that could not be made, and numpy's
# std() crashes where its buffers cannot be: those are theirs.
OURS = [name for name in SAMPLERS if name not in ("ClusterCentroids", "SMOTENC")]


def test_memory_that_shrinks(monkeypatch):
    """From enough to none at all, by every sampler: done, or MemoryError."""
    # The system is to be asked for memory, and to get it back, every time.
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "65536")
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "65536")
    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")
    rows, share = ("8000", "0.9") if LONG else ("5000", "0.3")
    lines = succeeds(LIMITED, rows, share, *OURS, timeout=1200).splitlines()
    assert [line.split()[0] for line in lines] == OURS
    frugal = ("RandomUnder", "NearMiss")
    for line in lines:
        outcomes = line.split()[1]
        # SVM-SMOTE holds more than the others do; few rows take next to nothing.
        assert outcomes.startswith(".") or line.startswith("SVMSMOTE"), line
        assert outcomes.endswith("m") or line.startswith(frugal), line


HUGE = """
    import resource
    import numpy as np
    from hostile import table
    import smote

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, resource.RLIM_INFINITY))
    X, y = table()
    small = smote.SMOTE(random_state=0).fit_resample(X, y)[0]
    for rows in (10**9, 10**12, 2**40, 2**62, 2**63 - 1):
        for made in (
            smote.SMOTE(sampling_strategy={1: rows}),
            smote.SMOTE(sampling_strategy={1: rows}, stream="native"),
            smote.RandomOverSampler(sampling_strategy={1: rows}),
            smote.ADASYN(sampling_strategy={1: rows}),
            smote.SMOTEENN(smote=smote.SMOTE(sampling_strategy={1: rows})),
        ):
            try:
                made.fit_resample(X, y)
            except (MemoryError, ValueError, OverflowError) as error:
                assert str(error), made
            else:
                print("made", rows, "rows")
            again = smote.SMOTE(random_state=0).fit_resample(X, y)[0]
            assert np.array_equal(again, small)
    print("done")
"""


def test_more_rows_than_there_is_memory():
    assert succeeds(HUGE) == "done\n"
