"""The engine stays small enough to be read: lines of code, longest function, longest module."""

from pathlib import Path
from statistics import median

import pytest

import mathlib
from tools.count_code import code_lines, function_lengths

#: The wings of the engine.
WINGS = ("symbolic", "printing", "evaluation")
SOURCES = {
    path.stem: path.read_text(encoding="utf-8")
    for wing in WINGS
    for path in sorted((Path(mathlib.__file__).parent / wing).glob("*.py"))
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_is_read_in_a_sitting(name):
    assert len(code_lines(SOURCES[name])) <= 250


@pytest.mark.parametrize("name", SOURCES)
def test_a_function_fits_on_a_screen(name):
    assert max(function_lengths(SOURCES[name]).values(), default=0) <= 30


def test_functions_are_short():
    lengths = [n for source in SOURCES.values() for n in function_lengths(source).values()]
    assert median(lengths) <= 6
