"""How much is tried, and with which numbers: by day the same few on every run, by night many more.

``MATHLIB_NIGHTLY=1`` makes it night. The seed of a night is drawn once and kept in the environment,
from which the workers of pytest-xdist take it; ``MATHLIB_SEED=...`` beside it draws the same again.
"""

import os
import secrets

from hypothesis import settings

NIGHTLY = bool(os.environ.get("MATHLIB_NIGHTLY"))
if NIGHTLY:
    os.environ.setdefault("MATHLIB_SEED", str(secrets.randbelow(2**32)))
SEED = int(os.environ["MATHLIB_SEED"]) if NIGHTLY else 20240518


def tries(by_day, by_night):
    """Return how often a test tries."""
    return by_night if NIGHTLY else by_day


def seeds(by_day, by_night):
    """Return the seeds of so many tries: by day those from 0, by night others each time."""
    first = SEED if NIGHTLY else 0
    return range(first, first + tries(by_day, by_night))


def examples(by_day):
    """Let Hypothesis try so many examples where by default it tries 300, more in proportion."""
    return settings(max_examples=by_day * settings().max_examples // 300)
