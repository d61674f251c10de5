"""What the tests share."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib import figures


@pytest.fixture
def rng():
    """Random numbers, the same ones for every test."""
    return np.random.default_rng(20240518)


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
