"""A pytest plugin: imbalanced-learn's own tests, with our classes in place of its own.

    pytest -p in_place_of_the_peer --pyargs imblearn

Wherever a module of imbalanced-learn has one of its samplers, it has ours of that name
before a test is collected.
"""

import importlib
import inspect
import pkgutil
import sys

import imblearn
import pytest
from imblearn.base import BaseSampler
from imblearn.over_sampling.base import BaseOverSampler
from imblearn.under_sampling.base import BaseCleaningSampler, BaseUnderSampler

import smote

# Fewer would mean that most of them no longer find a sampler to try.
LEAST_TESTS = 2500


def pytest_configure(config):
    ours = counterparts()
    modules = list(own_modules())
    for module in modules:
        for name, value in vars(module).items():
            if inspect.isclass(value) and value in ours:
                setattr(module, name, ours[value])
    for peer, sampler in ours.items():
        register(sampler, peer)
    for module in modules:
        for value in vars(module).values():
            if inspect.isclass(value) and value.__module__.startswith("imblearn."):
                accept(vars(value).get("_parameter_constraints"), ours)


def pytest_collection_modifyitems(items):
    if len(items) < LEAST_TESTS:
        pytest.exit(f"only {len(items)} tests of imbalanced-learn were found", 1)


def counterparts():
    """Return our class for each of the peer's samplers."""
    samplers = {}
    for place in ("over_sampling", "under_sampling", "combine"):
        module = importlib.import_module(f"imblearn.{place}")
        for name in module.__all__:
            samplers[getattr(module, name)] = getattr(smote, name)
    return samplers


def own_modules():
    """Import and return the modules of imbalanced-learn, but for tests.

    What makes samplers to be tried is imported by the tests, and then finds ours.
    """
    others = {"tests", "_test_common", "estimator_checks", "keras", "tensorflow"}
    for module in pkgutil.walk_packages(imblearn.__path__, "imblearn."):
        if not others & set(module.name.split(".")):
            importlib.import_module(module.name)
            yield sys.modules[module.name]


def register(sampler, peer):
    """Make it what the checks of imbalanced-learn go by: a kind of sampler."""
    for kind in (BaseOverSampler, BaseUnderSampler, BaseCleaningSampler, BaseSampler):
        if issubclass(peer, kind) and not issubclass(sampler, kind):
            kind.register(sampler)
            return


def accept(constraints, ours):
    """Let parameters that may be one of the peer's samplers be ours."""
    for name, allowed in (constraints or {}).items():
        if isinstance(allowed, list):
            constraints[name] = [
                ours.get(kind, kind) if inspect.isclass(kind) else kind
                for kind in allowed
            ]
