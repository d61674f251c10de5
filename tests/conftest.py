"""What the tests share."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    """Random numbers, the same ones for every test."""
    return np.random.default_rng(20240518)
