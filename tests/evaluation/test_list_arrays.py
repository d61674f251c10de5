"""Arrays as plain lists: the same numbers as NumPy's, also at the edges, and no NumPy."""

import subprocess
import sys
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation import list_arrays, numpy_arrays
from mathlib.evaluation.evaluate import on_lists
from mathlib.evaluation.spectral_functions import SPECTRAL_FUNCTIONS
from mathlib.symbolic.local_jacobians import PARTIALS

SCRIPT = """
import sys
import mathlib as ml
from mathlib.evaluation.evaluate import on_lists

A, x, Q = ml.matrix("A", "m", "n"), ml.vector("x", "n"), ml.matrix("Q", "n", "n")
values = {"A": [[1, 0, 2], [0, 3, 0]], "x": [1, 1, 1], "Q": [[2, 1, 0], [0, 1, 0], [1, 0, 3]]}
y = ml.softmax(A @ ml.inv(Q) @ x) @ ml.ones("m") + ml.logdet(Q)
print(round(on_lists(y, values), 6), len(on_lists(ml.derivative(y, Q), values)))
print({"numpy", "sympy"} & set(sys.modules))
"""


def test_lists_are_computed_with_where_there_is_no_numpy():
    root = Path(ml.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["2.791759 3", "set()"]


EDGES = [0.0, -0.0, 0.5, -0.5, 3.0, -3.0, 750.0, -750.0, np.inf, -np.inf, np.nan]


@pytest.mark.parametrize("name", sorted({*list_arrays.FUNCTIONS} - {"polygamma"}))
def test_functions_give_what_numpys_give(name):
    grid = np.meshgrid(*[EDGES] * len(PARTIALS[name]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = numpy_arrays.FUNCTIONS[name](*grid)
    found = list_arrays.FUNCTIONS[name](*(list_arrays.read(part.tolist()) for part in grid))
    np.testing.assert_allclose(list_arrays.result(found, ()), expected, rtol=1e-14, atol=1e-300)


@pytest.mark.parametrize(
    "exponent", [2, 3, -1, -2, -3, *map(Fraction, ["1/2", "-1/2", "3/2"]), 700]
)
def test_powers_are_what_numpys_are(exponent):
    whole = exponent == int(exponent)
    edges = [x for x in EDGES if whole or np.copysign(1, x) > 0 or x in (-0.5, -3.0, -750.0)]
    with np.errstate(all="ignore"):
        expected = numpy_arrays.power(np.array(edges), exponent)
    found = list_arrays.power(list_arrays.read(edges), exponent).entries
    np.testing.assert_allclose(found, expected, rtol=1e-13)


@pytest.mark.parametrize("kind", list_arrays.MATRIX_FUNCTIONS)
def test_functions_of_matrices_give_what_numpys_give(kind, rng):
    for size in (1, 2, 3, 5, 7):
        matrix = rng.normal(size=(size, size))
        matrix = matrix @ matrix.T if kind == "cholesky" else matrix
        expected = numpy_arrays.MATRIX_FUNCTIONS[kind](matrix)
        found = list_arrays.MATRIX_FUNCTIONS[kind](list_arrays.read(matrix.tolist()))
        np.testing.assert_allclose(list_arrays.result(found, ()), expected, rtol=1e-9)


SINGULAR = [[[0.0]], [[1.0, 2.0], [2.0, 4.0]], [[1, 2, 3], [2, 4, 6], [0, 1, 1]]]


@pytest.mark.parametrize("value", SINGULAR)
def test_a_singular_matrix_has_all_but_an_inverse(value):
    Q = ml.matrix("Q", "n", "n")
    assert on_lists(ml.det(Q), {"Q": value}) == 0
    assert on_lists(ml.logdet(Q), {"Q": value}) == -np.inf
    np.testing.assert_allclose(
        on_lists(ml.gradient(ml.det(Q), Q), {"Q": value}),
        ml.gradient(ml.det(Q), Q).evaluate(Q=value),
        atol=1e-12,
    )
    with pytest.raises(ValueError, match="Q⁻¹ has no value here: a matrix in it has no inverse"):
        on_lists(ml.inv(Q), {"Q": value})


def test_the_operations_are_those_that_are_asked_for():
    from mathlib.evaluation.arrays import Arrays

    wanted = {name for name in vars(Arrays) if not name.startswith("_")} | {*Arrays.__annotations__}
    for arrays in (numpy_arrays, list_arrays):
        assert wanted <= {*vars(arrays)}
    assert numpy_arrays.FUNCTIONS.keys() == list_arrays.FUNCTIONS.keys()
    by_numpy_only = SPECTRAL_FUNCTIONS.keys() - {"cholesky"}
    offered = numpy_arrays.MATRIX_FUNCTIONS.keys() - by_numpy_only
    assert offered == list_arrays.MATRIX_FUNCTIONS.keys()


def test_what_numpy_alone_computes_is_refused_in_a_sentence():
    S = ml.matrix("S", "n", "n", symmetric=True)
    with pytest.raises(ValueError, match="expm is computed by NumPy only; use evaluate"):
        on_lists(ml.expm(S), {"S": [[1.0, 2.0], [2.0, 1.0]]})
    assert on_lists(ml.cholesky(S), {"S": [[4.0, 2.0], [2.0, 5.0]]}) == [[2.0, 0.0], [1.0, 2.0]]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([[1, 2], [3]], r"A must be an array of real numbers, not \[\[1, 2\], \[3\]\]"),
        ([["a"]], "A must be an array of real numbers"),
        ("words", "A must be an array of real numbers, not 'words'"),
        ([[1j]], "A must be an array of real numbers"),
        (None, "A must be an array of real numbers, not None"),
    ],
)
def test_what_are_no_lists_of_numbers_is_refused(value, message):
    with pytest.raises(TypeError, match=message):
        on_lists(ml.sum(ml.matrix("A", "m", "n")), {"A": value})
