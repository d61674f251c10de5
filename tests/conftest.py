"""What the tests share.

Their random numbers are the same on every run. With ``MATHLIB_NIGHTLY=1`` they are new ones, in
every test that draws from `rng` or by Hypothesis; the first lines of the report name the seed, and
``MATHLIB_SEED=...`` beside it draws the same again. ``HYPOTHESIS_PROFILE=nightly`` tries more.
"""

import os

import hypothesis
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from trials import NIGHTLY, SEED

from mathlib import figures

COMMON = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
settings.register_profile("default", COMMON, max_examples=300, derandomize=True)
settings.register_profile("nightly", COMMON, max_examples=2500, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_report_header():
    """Name the seed of a night."""
    return f"MATHLIB_NIGHTLY=1 MATHLIB_SEED={SEED}" if NIGHTLY else None


def pytest_itemcollected(item):
    """Give the tests of Hypothesis the seed of a night; by day each keeps its own."""
    test = getattr(item, "obj", None)
    if NIGHTLY and getattr(test, "is_hypothesis_test", False):
        hypothesis.seed(SEED)(test)


@pytest.fixture
def rng():
    """Random numbers, the same ones for every test."""
    return np.random.default_rng(SEED)


@pytest.fixture
def book_style():
    """The look of the book's figures; all that were drawn are closed at the end."""
    with mpl.rc_context():
        figures.use_style()
        yield
    plt.close("all")


@pytest.fixture
def ax(book_style):
    """Axes to draw on."""
    return plt.subplots()[1]
