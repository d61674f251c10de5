"""A module of the package is read in a sitting. How tangled a function may be, ruff says."""

from pathlib import Path

import pytest

import mathlib

LINES = 250
PACKAGE = Path(mathlib.__file__).parent
MODULES = {p.relative_to(PACKAGE).as_posix(): p for p in sorted(PACKAGE.rglob("*.py"))}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_is_read_in_a_sitting(name):
    assert len(MODULES[name].read_text("utf-8").splitlines()) <= LINES
