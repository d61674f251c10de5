"""Without NumPy and SymPy all is derived and printed as with them; numbers say what they need.

The programs run in processes of their own. There the two libraries are hidden after the lists of
derivatives have been read, for these also hold what NumPy computes; an empty module stands for
NumPy until then, so that nothing of the package can use it unnoticed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mathlib

TESTS, ROOT = Path(__file__).parent, Path(mathlib.__file__).parent.parent

HIDDEN = """
import sys, types
sys.modules["numpy"] = types.ModuleType("numpy")
sys.modules["sympy"] = sys.modules["matplotlib"] = None
from asked_derivatives import ASKED
from identities import IDENTITIES
from tensor_derivatives import DERIVATIVES
sys.modules["numpy"] = None
"""
GIVEN = """
from asked_derivatives import ASKED
from identities import IDENTITIES
from tensor_derivatives import DERIVATIVES
"""
DERIVE = """
for case in IDENTITIES:
    J = case.function_and_derivative()[1]
    print(case.key, J, J.latex(layout="denominator"), J.index_notation(), sep="\\n")
for case in ASKED:
    print(case.title, case.read(), case.derivative().latex(), sep="\\n")
for case in DERIVATIVES:
    J = case.derivative()
    print(case.key, J, J.latex(), J.index_notation(), sep="\\n")
"""
NUMBERS = """
import sys
sys.modules["numpy"] = sys.modules["sympy"] = sys.modules["matplotlib"] = None
import mathlib as ml
from mathlib.evaluation.evaluate import on_lists
A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
at = {"A": [[1, 2, 0.5], [0, 1, 4]], "x": [1, 0.25, -2]}
print(on_lists(ml.derivative(ml.relu(A @ x) ** 2, x), at))
"""


def printed(program):
    """Return what a program prints in a process of its own."""
    surroundings = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=surroundings,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
    return done.stdout


def test_everything_is_derived_and_printed_alike():
    found = printed(HIDDEN + DERIVE)
    assert found == printed(GIVEN + DERIVE)
    assert len(found.splitlines()) >= 4 * 54 + 3 * 107 + 4 * 60


def test_lists_are_computed():
    assert printed(NUMBERS) == "[[1.0, 2.0, 0.5], [0.0, 0.0, 0.0]]\n"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            "(A @ x).evaluate(**at)",
            "evaluate needs NumPy, which is not installed here: pip .*lists",
        ),
        ("(A @ x).compile(A, x)", "compile needs NumPy"),
        ("(A @ x).components(m=2, n=3)", "components needs (NumPy|SymPy)"),
        ("ml.measure(lambda x: x, [1.0])", "measure needs NumPy"),
        ("ml.agree(by_hand=[1.0], measured=[1.0])", "agree needs NumPy"),
        ("ml.equal(x + x, 3 * x)", "equal needs NumPy"),
    ],
)
def test_what_needs_a_library_says_so(wanted, message):
    program = f"try:\n    {wanted}\nexcept ModuleNotFoundError as error:\n    print(error)\n"
    said = printed(NUMBERS + program).splitlines()[-1]
    assert re.match(message, said)
