"""The engine stays small enough to be read: lines of code, longest function, longest module."""

from pathlib import Path
from statistics import median

import pytest

import mathlib
from count_code import code_lines, function_lengths

#: From the ground up; a module imports only from those before it, or when a method is called.
LAYERS = [
    "labels",
    "expressions",
    "nodes",
    "constants",
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
    for name in LAYERS
}


def test_the_engine_is_read_in_an_afternoon():
    assert sum(len(code_lines(source)) for source in SOURCES.values()) <= 2150


@pytest.mark.parametrize("name", LAYERS)
def test_a_module_is_read_in_a_sitting(name):
    assert len(code_lines(SOURCES[name])) <= 250


@pytest.mark.parametrize("name", LAYERS)
def test_a_function_fits_on_a_screen(name):
    assert max(function_lengths(SOURCES[name]).values(), default=0) <= 30


def test_functions_are_short():
    lengths = [n for source in SOURCES.values() for n in function_lengths(source).values()]
    assert median(lengths) <= 6


@pytest.mark.parametrize("name", LAYERS)
def test_a_module_imports_only_from_the_layers_below(name):
    above = LAYERS[LAYERS.index(name) :]
    at_the_top = [
        line for line in SOURCES[name].splitlines() if line.startswith(("from", "import"))
    ]
    for line in at_the_top:
        words = line.replace(",", " ").split()
        assert not any(f"mathlib.{other}" in words for other in above)
        assert words[:4] != ["from", "mathlib", "import", name]
        assert not (words[1] == "mathlib" and {*words[3:]} & {*above})
