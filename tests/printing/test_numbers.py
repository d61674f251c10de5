"""Numbers keep their value and are read in few digits; a float that is a fraction is that one."""

import re
from fractions import Fraction
from random import Random

import numpy as np
import pytest

import mathlib as ml
from mathlib.symbolic.constants import exact

x, y, A, F = (
    ml.vector("x", "n"),
    ml.vector("y", "n"),
    ml.matrix("A", "n", "n"),
    ml.matrix("F", 3, 3),
)
q, t = ml.scalar("q"), ml.scalar("t", positive=True)

TEXTS = {
    "a third": (x * (1 / 3), "x / 3"),
    "minus two thirds": (-2 / 3 * x, "-2 x / 3"),
    "the exponent of a third": (
        ml.derivative((x @ x) ** (1 / 3), x),
        "2 xᵀ / (3 ‖x‖^(4/3))",
    ),
    "a third times 3": (ml.derivative((1 / 3) * ml.sum(x**3), x), "(x∘²)ᵀ"),
    "an irrational bracket": (
        ml.gradient(ml.sum((np.sqrt(2) * x + 1) ** 3), x),
        "4.24264 (1.41421 x + 𝟏)∘²",
    ),
    "a bracket of fractions": ((x / 3 + A @ x) ** 2, "(A x + x / 3)∘²"),
    "a denominator that all terms have": (((x - y) / 3) ** 2, "(x - y)∘² / 9"),
    "a rounded number shows its zeros": ((0.1 + 0.2) * x, "0.300000 x"),
    "a float of 32 bits": (np.float32(0.1) * x, "0.100000 x"),
    "a short decimal": (0.797884 * x, "0.797884 x"),
    "small": (1.5e-8 * x, "1.5e-8 x"),
    "large": (1e16 * x, "1e16 x"),
    "smaller than a float": ((1e-200 * q) ** 2, "1e-400 q²"),
    "an irrational exponent": (t ** np.sqrt(2), "t^(1.41421)"),
    "the tanh of a gelu": (
        ml.tanh(np.sqrt(2 / np.pi) * (q + 0.044715 * q**3)),
        "tanh(0.0356774 q³ + 0.797885 q)",
    ),
    "neo-Hookean": (
        ml.derivative(ml.det(F) ** (-2 / 3) * ml.trace(F.T @ F), F),
        "2 (3 F - ‖F‖² F⁻ᵀ) / (3 det(F)^(2/3))",
    ),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_text(e, text):
    assert str(e) == text


def test_a_power_of_ten_is_one_in_latex():
    assert (1e-7 * q).latex() == r"10^{-7} \, q"
    assert (1.5e-7 * q).latex() == r"1.5 \cdot 10^{-7} \, q"


@pytest.mark.parametrize("seed", range(5))
def test_every_short_fraction_is_recognised_and_no_other_float_changes_its_value(seed):
    random = Random(seed)
    for _ in range(400):
        fraction = Fraction(random.randint(-5000, 5000), random.randint(1, 1000))
        assert exact(float(fraction)) == fraction
        number = random.uniform(-1, 1) * 10 ** random.uniform(-9, 9)
        assert float(exact(number)) == number
        assert exact(number) == Fraction(repr(number))


@pytest.mark.parametrize("a", [1 / 3, np.pi, 0.1 + 0.2, 7e5])
@pytest.mark.parametrize("exponent", [3, 25, -2, 0.5, 1 / 3, -1.5, 2**0.5])
def test_powers_of_brackets_are_computed_and_written_in_few_digits(a, exponent):
    at = np.array([0.1, 0.2, 0.3])
    for b in (2 / 7, 0.7979):
        e = ml.sum((a * abs(x) + b) ** exponent)
        slope = exponent * a * (a * at + b) ** (exponent - 1)
        np.testing.assert_allclose(ml.gradient(e, x).evaluate(x=at), slope, rtol=1e-12)
        for written in (str(e), str(ml.gradient(e, x)), e.latex(), e.index_notation()):
            assert not re.search(r"\d{16}|\.\d{11}|e[+]|\b0\.0 ", written), written
