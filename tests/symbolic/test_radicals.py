"""Powers of a number that is no exact root: kept, whatever stands beside it, and read well."""

import numpy as np
import pytest
import sympy as sp

import mathlib as ml

a, c = ml.scalars("a c", positive=True)
b = ml.scalar("b")
p = ml.vector("p", "n", positive=True)
x = ml.vector("x", "n")
P = ml.matrix("P", "m", "n", positive=True)
AT = {
    "a": 3.0,
    "c": 0.7,
    "b": -1.3,
    "p": np.array([1.0, 4.0, 0.3]),
    "x": np.array([0.4, -1.1, 2.5]),
    "P": np.array([[1.2, 0.4, 2.0], [0.3, 5.0, 0.9], [0.1, 1.7, 0.6], [3.1, 0.2, 0.8]] * 2)[:5],
}
TWO = ml.sqrt(2 * ml.ones())
NUMBERS = [2, 0.1, 1 / 3, np.pi, 2 * np.pi, np.sqrt(2), 8, 12, 0.75, 1e-9, 1e9, 10 / 3, 2 / 7]
MEASURED = NUMBERS[:4:2]
EXPONENTS = [0.5, -0.5, 1.5, -2.5, 0.25, -0.7, 2, -3]
ROOTED = {
    "a scalar": lambda k, e, a: (k * a) ** e,
    "a vector": lambda k, e, p: (k * p) ** e,
    "a matrix": lambda k, e, P: (k * P) ** e,
    "a square": lambda k, e, b: (k * b**2) ** e,
    "a product": lambda k, e, a, c, p: (k * a * c**2 * p) ** e,
    "a quotient": lambda k, e, a, p: (k * a / p) ** e,
    "a sum of squares": lambda k, e, x: (k * x @ x) ** e,
    "a sum": lambda k, e, p, a: (k * p + 2 * k * a) ** e,
    "a bracket": lambda k, e, p, a: (k * (p + a)) ** e,
    "with a root beside it": lambda k, e, a, c: (k * a) ** e * (3 * c) ** 0.5,
    "with the same beside it": lambda k, e, a: (k * a) ** e * (k * a) ** 0.375,
    "one under another": lambda k, e, a: ((k * a) ** 0.5 * 5) ** e,
}


def names(function):
    return function.__code__.co_varnames[2 : function.__code__.co_argcount]


@pytest.mark.parametrize("exponent", EXPONENTS)
@pytest.mark.parametrize("function", ROOTED.values(), ids=ROOTED)
def test_a_number_under_a_power_is_kept(function, exponent):
    symbols = [globals()[name] for name in names(function)]
    values = [AT[name] for name in names(function)]
    at = dict(zip(names(function), values, strict=True))
    for number in NUMBERS:
        e = function(number, exponent, *symbols)
        wanted = function(number, exponent, *values)
        np.testing.assert_allclose(e.evaluate(**at), wanted, rtol=1e-12)
        if number not in MEASURED:
            continue
        slope = ml.derivative(e, symbols[0]).evaluate(**at)
        measured = ml.measure(lambda v, k=number: function(k, exponent, v, *values[1:]), values[0])
        np.testing.assert_allclose(slope, measured, rtol=1e-6, atol=1e-9 * np.abs(measured).max())


FUNCTIONS = {
    "exp": (lambda k, f: f.sqrt(k * f.exp(AT["b"] if f is np else b)), "b"),
    "abs": (lambda k, f: f.sqrt(k * f.abs(AT["b"] if f is np else b)), "b"),
    "relu": (lambda k, f: f.sqrt(-k * (np.maximum(-1.3, 0) if f is np else ml.relu(b))), "b"),
    "log": (lambda k, f: f.log(f.sqrt(k * (AT["a"] if f is np else a))), "a"),
    "log of a square": (lambda k, f: f.log((k * (AT["a"] if f is np else a)) ** 2), "a"),
    "norm": (
        lambda k, f: (np.linalg.norm if f is np else ml.norm)(k * (AT if f is np else AS)["x"]),
        "x",
    ),
}
AS = {"x": x}


@pytest.mark.parametrize("case", FUNCTIONS.values(), ids=FUNCTIONS)
def test_no_assumption_is_needed(case):
    function, name = case
    for number in NUMBERS:
        found = function(number, ml).evaluate(**{name: AT[name]})
        np.testing.assert_allclose(found, function(number, np), rtol=1e-12, atol=1e-15)


SAME = {
    "a root of a product": (ml.sqrt(2 * a), TWO * ml.sqrt(a)),
    "a root of a root": (ml.sqrt(ml.sqrt(2 * a)), (2 * a) ** 0.25),
    "the square of a root": (ml.sqrt(2 * a) ** 2, 2 * a),
    "roots multiplied": (ml.sqrt(2 * a) * ml.sqrt(3 * a), ml.sqrt(6 * ml.ones()) * a),
    "roots divided": (ml.sqrt(2 * a) / ml.sqrt(8 * a), 0.5 + 0 * a),
    "squares come out": (ml.sqrt(12 * p), 2 * ml.sqrt(3 * p)),
    "below and above": (1 / ml.sqrt(2 * a), ml.sqrt(2 / a) / 2),
    "a root of a third": (ml.sqrt(a / 3), ml.sqrt(3 * a) / 3),
    "terms are collected": (ml.sqrt(8 * a) + ml.sqrt(2 * a), 3 * ml.sqrt(2 * a)),
    "a root of a sum": (ml.sqrt(2 * p + 2 * a), TWO * ml.sqrt(p + a)),
    "a sign stays": (ml.sqrt(-2 * x), TWO * ml.sqrt(-x)),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_radicals_have_one_form(pair):
    assert pair[0] is pair[1]


READ = {
    "sqrt(2 a)": ml.sqrt(2 * a),
    "1 / sqrt(2 a)": 1 / ml.sqrt(2 * a),
    "1 / sqrt(6.28319 a)": 1 / ml.sqrt(2 * np.pi * a),
    "sqrt(2 exp(b))": ml.sqrt(2 * ml.exp(b)),
    "sqrt(2) x": TWO * x,
    "x / sqrt(2)": x / TWO,
    "sqrt(2 p)": ml.sqrt(2 * p),
    "𝟏 ⊘ sqrt(2 p)": 1 / ml.sqrt(2 * p),
    "sqrt(-2 relu(b))": ml.sqrt(-2 * ml.relu(b)),
    "sqrt(2) ‖x‖": ml.sqrt(2 * x @ x),
    "3 sqrt(2 a)": ml.sqrt(18 * a),
}


@pytest.mark.parametrize("text", READ)
def test_a_radical_is_read_as_a_person_writes_it(text):
    assert str(READ[text]) == text
    assert "0.7" not in READ[text].latex()
    assert "1.4" not in READ[text].index_notation()


def test_components_have_the_radical():
    assert ml.sqrt(2 * a).components() == sp.sqrt(2) * sp.sqrt(sp.Symbol("a", positive=True))


def test_long_powers_are_left_to_the_evaluation():
    assert ((3 * a) ** 1e9).evaluate(a=0.1) == 0
    assert (1.0000001 * a**0).evaluate() == 1.0000001
    assert (ml.sqrt(2 * a) ** 4001).evaluate(a=0.5) == pytest.approx(1)


def test_a_root_that_is_drawn_out_of_a_bracket_meets_the_one_before_it():
    q = ml.scalar("q", positive=True)
    f = ml.sinh(ml.sin(ml.log((7 * q) ** -1.5)))
    assert "sqrt(7) q^(5/2)" not in str(ml.hessian(f, q))  # it was √7 √(7 q), and one √7 was lost
