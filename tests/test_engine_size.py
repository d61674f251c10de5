"""The engine stays small enough to be read: lines of code, longest function, longest module."""

from pathlib import Path
from statistics import median

import pytest

import mathlib
from count_code import code_lines, function_lengths

#: The modules of the engine, from the ground up.
ENGINE = [
    "labels",
    "expressions",
    "nodes",
    "constants",
    "cancellation",
    "algebra",
    "symbols",
    "functions",
    "factoring",
    "derivatives",
    "forms",
    "matrix_form",
    "notation",
    "code_lines",
    "contraction",
    "numpy_code",
    "evaluation",
]
SOURCES = {
    name: (Path(mathlib.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    for name in ENGINE
}


def test_the_engine_is_read_in_an_afternoon():
    assert sum(len(code_lines(source)) for source in SOURCES.values()) <= 2290


@pytest.mark.parametrize("name", ENGINE)
def test_a_module_is_read_in_a_sitting(name):
    assert len(code_lines(SOURCES[name])) <= 250


@pytest.mark.parametrize("name", ENGINE)
def test_a_function_fits_on_a_screen(name):
    assert max(function_lengths(SOURCES[name]).values(), default=0) <= 30


def test_functions_are_short():
    lengths = [n for source in SOURCES.values() for n in function_lengths(source).values()]
    assert median(lengths) <= 6
