"""Powers by an exponent that is an expression: how they read, what they come to, their slopes."""

import numpy as np
import pytest
from readback import read

import mathlib as ml
from mathlib.evaluation.evaluate import on_lists

p, r = ml.vector("p", "n", positive=True), ml.scalar("r", positive=True)
P = ml.matrix("P", "m", "n", positive=True)
M = ml.matrix("M", "n", "n")
x, a = ml.vectors("x a", "n")
q, s = ml.scalars("q s")

READ = {
    "one exponent for all": (p**q, "p∘^q"),
    "an exponent for each": (p**a, "p∘^a"),
    "of scalars": (r**s, "r^s"),
    "of a number": (2**x, "2∘^x"),
    "of two numbers": (2**q, "2^q"),
    "written by a logarithm": (ml.exp(q * ml.log(p)), "p∘^q"),
    "of a number, by a logarithm": (ml.exp(ml.log(2) * x), "2∘^x"),
    "over its base": (p**q / p, "p∘^(q - 1)"),
    "times another": (p**q * p**s, "p∘^(q + s)"),
    "over itself": (p**q / p**q, "𝟏"),
    "of a power": ((p**2) ** q, "p∘^(2 q)"),
    "of one of these": ((p**q) ** a, "p∘^(q a)"),
    "squared": ((p**q) ** 2, "p∘^(2 q)"),
    "its root": (ml.sqrt(p**q), "p∘^(q / 2)"),
    "its reciprocal": (1 / p**q, "p∘^(-q)"),
    "its logarithm": (ml.log(p**a), "a ⊙ log(p)"),
    "of a product": ((p * r) ** q, "r^q p∘^q"),
    "of an exponential": (ml.exp(x) ** q, "exp(q x)"),
    "of a sum": ((1 + ml.exp(x)) ** q, "(exp(x) + 𝟏)∘^q"),
    "of 1": (ml.ones("n") ** q, "𝟏"),
}
SLOPES = {
    "by the base": (ml.sum(p**q), p, "q (p∘^(q - 1))ᵀ"),
    "by the exponent": (ml.sum(p**q), q, "(p∘^q)ᵀ log(p)"),
    "by every exponent": (ml.sum(p**a), a, "(log(p) ⊙ p∘^a)ᵀ"),
    "of a matrix": (ml.sum(P**q), P, "q P∘^(q - 1)"),
    "of a number": (ml.sum(2**x), x, "log(2) (2∘^x)ᵀ"),
    "of scalars": (r**s, r, "s r^(s - 1)"),
    "both at once": (r**r, r, "r^r (log(r) + 1)"),
    "a norm": (
        ml.sum(abs(x) ** q) ** (1 / q),
        x,
        "(𝟏ᵀ |x|∘^q)^(1 / q - 1) (|x|∘^(q - 1) ⊙ sign(x))ᵀ",
    ),
    "a quadratic form": ((p**a) @ M @ p**a, p, "(a ⊙ ((M + Mᵀ) p∘^a) ⊙ p∘^(a - 𝟏))ᵀ"),
    "focal loss": (
        -ml.sum(a * (1 - ml.sigmoid(x)) ** q * ml.log(ml.sigmoid(x))),
        x,
        "(a ⊙ (𝟏 - sigmoid(x))∘^q ⊙ (q (log(sigmoid(x)) ⊙ sigmoid(x)) + sigmoid(x) - 𝟏))ᵀ",
    ),
}
VALUES = {
    "p": np.array([0.5, 1.5, 2.0]),
    "a": np.array([2.0, -0.5, 1.5]),
    "x": np.array([0.3, -1.2, 2.0]),
    "M": np.arange(9.0).reshape(3, 3),
    "P": np.arange(1.0, 16.0).reshape(5, 3),
    "r": 1.5,
    "q": 2.5,
    "s": -0.5,
}


def given(e):
    """Return the values of what an expression takes."""
    symbols = e.symbols if e.of is None else e.of.symbols
    return {symbol.name: VALUES[symbol.name] for symbol in symbols}


@pytest.mark.parametrize(("e", "text"), READ.values(), ids=READ)
def test_powers_read_as_powers(e, text):
    assert str(e) == text


@pytest.mark.parametrize(("f", "by", "text"), SLOPES.values(), ids=SLOPES)
def test_slopes_read_as_a_person_writes_them(f, by, text):
    assert ml.derivative(f, by).text() == text


@pytest.mark.parametrize("e", [e for e, _ in READ.values()], ids=READ)
def test_prints_are_read_back(e):
    value = e.evaluate(**given(e), n=3) if "n" in e.dimensions else e.evaluate(**given(e))
    column = np.reshape(value, (-1, 1))
    values = {**given(e), "n": 3}
    for latex in (False, True):
        text = e.latex() if latex else e.text()
        np.testing.assert_allclose(read(text, values, column.shape, latex), column)


@pytest.mark.parametrize(("f", "by", "text"), SLOPES.values(), ids=SLOPES)
def test_slopes_are_what_is_measured(f, by, text):
    values, J = given(f), ml.derivative(f, by)
    measured = ml.measure(lambda v: f.evaluate(**{**values, by.name: v}), values[by.name])
    arguments = sorted(f.symbols, key=lambda symbol: symbol.name)
    compiled = J.compile(*arguments)(*(values[symbol.name] for symbol in arguments))
    lists = {name: np.asarray(value).tolist() for name, value in values.items()}
    for found in (J.evaluate(**values), compiled, np.array(on_lists(J, lists))):
        np.testing.assert_allclose(found, measured, rtol=1e-6, atol=1e-8)
    assert "hold" in ml.derivation(f, by).check()


def test_a_power_has_a_value_at_0_where_numpy_has_one():
    np.testing.assert_array_equal((p**q).evaluate(p=[0, 1, 4], q=0.5), [0, 1, 2])
    slope = ml.derivative(ml.sum(p**q), p)
    np.testing.assert_array_equal(slope.evaluate(p=[0, 1, 4], q=2), [0, 2, 8])
    np.testing.assert_array_equal(slope.evaluate(p=[0, 1, 4], q=1), [1, 1, 1])
    np.testing.assert_array_equal((2**x).evaluate(x=[-2000, 0, 10]), [0, 1, 1024])


def test_code_raises_to_a_number_that_is_not_repeated():
    assert "p ** q" in (p**q).compile(p, q).source
    assert "2.0 ** x" in (2**x).compile(x).source


def test_the_rules_of_powers_have_names():
    assert "the power rule" in str(ml.derivation(ml.sum(p**q), p))
    assert "a power by its exponent" in str(ml.derivation(r**s, s))


def test_index_notation_has_exponents_of_entries():
    assert ml.derivative(ml.sum(p**a), p).index_notation() == "∂f/∂p[i] = a[i] p[i]^(a[i] - 1)"
    assert ml.derivative(ml.sum(p**q), p).index_notation() == "∂f/∂p[i] = q p[i]^(q - 1)"
