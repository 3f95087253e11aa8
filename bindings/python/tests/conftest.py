"""What several files of tests need.

Nothing of the package is imported before tests are collected: scipy, on import, filters
warnings of numpy's, which lasts for as long as pytest keeps the filters of that moment.
"""

import pytest

# Of each file's generator of random numbers, as its import leaves it.
first_states = {}


def pytest_runtest_setup(item):
    """Let each test draw the same numbers, whichever tests came before it."""
    generator = getattr(item.module, "RNG", None)
    if generator is not None:
        first = first_states.setdefault(item.module, generator.bit_generator.state)
        generator.bit_generator.state = first


@pytest.fixture
def obstacles(monkeypatch):
    """Let a test see, for each run, why the two steps were not one plan."""
    from smote._combine import _base

    seen, find = [], _base.obstacles

    def spy(*arguments):
        seen.append(list(find(*arguments)))
        return iter(seen[-1])

    monkeypatch.setattr(_base, "obstacles", spy)
    return seen
