"""Fixtures of several files of tests.

Nothing of the package is imported before tests are collected: scipy, on import, filters
warnings of numpy's, which lasts for as long as pytest keeps the filters of that moment.
"""

import pytest


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
