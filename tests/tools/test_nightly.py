"""By day the tests draw the same numbers on every run; by night new ones, that can be had again."""

import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest

from tools.notebooks import ROOT

TESTS = """
from hypothesis import given, settings, strategies

@settings(derandomize=True, max_examples=5, database=None)
@given(strategies.integers(0, 2**32))
def test_drawn(number):
    print("drawn", number)

def test_rng(rng):
    print("drawn", rng.integers(2**32))
"""


@pytest.fixture
def draw(tmp_path):
    """Return a function that runs two tests, and returns what they draw and the named seed."""
    (tmp_path / "test_two.py").write_text(TESTS, "utf-8")
    for name in ("conftest.py", "trials.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path)

    def draw(**night):
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-s",
            "-p",
            "no:cacheprovider",
            "-c",
            "/dev/null",
        ]
        day = {key: value for key, value in os.environ.items() if not key.startswith("MATHLIB_")}
        environment = day | {"PYTHONPATH": str(ROOT)} | night
        report = subprocess.run(
            [*command, "."], cwd=tmp_path, env=environment, capture_output=True, text=True
        ).stdout
        assert "2 passed" in report, report
        return re.findall(r"drawn \d+", report), re.search(r"MATHLIB_SEED=(\d+)|$", report)[1]

    return draw


def test_by_day_the_numbers_are_fixed_and_by_night_new_ones_that_can_be_drawn_again(draw):
    by_day, no_seed = draw()
    assert no_seed is None
    assert by_day[-1] == f"drawn {np.random.default_rng(20240518).integers(2**32)}"
    by_night, seed = draw(MATHLIB_NIGHTLY="1")
    assert not set(by_night) & set(by_day) - {"drawn 0"}
    assert draw(MATHLIB_NIGHTLY="1", MATHLIB_SEED=seed) == (by_night, seed)
