"""Properties of random expressions: values, derivatives, second derivatives, printed forms.

A few hundred examples, the same on every run; ``HYPOTHESIS_PROFILE=nightly`` tries 2,500 new ones.
"""

from random import Random

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings, strategies as st
from random_expressions import SIZES, Builder, variables
from readback import laid_out, read
from trials import examples

import mathlib as ml
from mathlib.evaluation.arguments import dimension_names, size_of
from mathlib.evaluation.conforming_values import conforming
from mathlib.printing import numbers
from mathlib.printing.printer import TooLongError
from mathlib.witnesses.sympy_components import entry_names

CHECKED = settings()  # the profile that conftest.py loads

SEEDS = st.integers(0, 2**32)
SHAPES = [(), (), ("n",), ("m",), ("n", "k"), ("m", "n"), ("n", "n"), ("k*n",), ("n", "k*n")]


class Case:
    """A random expression with values, and a symbol to differentiate it by."""

    def __init__(self, random, shapes):
        builder = Builder(random)
        self.pair = builder.build(random.choice(shapes))
        self.expression = self.pair.symbolic
        names = sorted(symbol.name for symbol in self.expression.symbols)
        self.values = {name: builder.values[name] for name in names}
        self.everything = builder.values
        self.value = self.pair.numeric(self.everything)
        assume(names and np.abs(self.value).max() < 1e4)
        assume(variables(self.expression))
        self.by = random.choice(variables(self.expression))

    def numeric(self, value):
        """Compute the function with another value of the variable."""
        return self.pair.numeric({**self.everything, self.by.name: value})


def jacobian(f, x):
    """Differentiate a function by the complex step, entry by entry: exact but for rounding."""
    moved = [x + 1e-40j * unit.reshape(x.shape) for unit in np.eye(x.size)]
    entries = np.stack([np.imag(f(z)) / 1e-40 for z in moved], axis=-1)
    return np.asarray(entries).reshape(np.shape(f(x)) + x.shape)


def slope(f, x, direction):
    """Measure a derivative along a direction; examples at a kink do not count."""
    try:
        return ml.measure(lambda t: f(x + t * direction), 0.0, full_output=True)
    except ValueError:
        assume(False)


def computed(e, values):
    """Evaluate, with the size of every dimension, for some show in no array."""
    return e.evaluate(**values, **{d: SIZES[d] for d in dimension_names(e)})


def assert_readable(e, values, outputs=None):
    """Compare both printed forms, in both layouts, with the computed value.

    A print rounds long numbers to `numbers.DIGITS`; here it has as many as a float needs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "DIGITS", 17)
        assert_read_back(e, values, outputs)


def assert_read_back(e, values, outputs):
    array = computed(e, values)
    if array.ndim > 2:  # it is written in indices, and what has many may be too long to be written
        return
    thin = any(1 in np.shape(value) for value in values.values())  # 𝟏 may stand for a number there
    for layout in ("numerator", "denominator"):
        try:
            text = e.text(layout)
        except TooLongError:
            continue
        if thin and "𝟏" in text:
            continue
        if "[i" in text or "δ" in text or "Σ" in text:
            continue
        expected = laid_out(array, outputs, layout)
        for formula, latex in ((text, False), (e.latex(layout), True)):
            found = read(formula, {**SIZES, **values}, expected.shape, latex)
            scale = max(1, np.abs(expected).max())
            np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-8 * scale)


@CHECKED
@given(SEEDS)
def test_value_is_that_of_the_numpy_function(seed):
    case = Case(Random(seed), SHAPES)
    found = computed(case.expression, case.values)
    assert found.shape == np.shape(case.value)
    np.testing.assert_allclose(found, case.value, rtol=1e-9, atol=1e-9)
    assert_readable(case.expression, case.values)


@CHECKED
@given(SEEDS)
def test_derivative_is_what_is_measured_and_reads_as_it_computes(seed):
    case = Case(Random(seed), SHAPES)
    derivative = ml.derivative(case.expression, case.by)
    found = computed(derivative, case.values)
    expected = jacobian(case.numeric, np.asarray(case.everything[case.by.name]))
    assume(np.isfinite(expected).all())
    assert found.shape == expected.shape
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-9 * scale)
    assert_readable(derivative, case.values, len(case.expression.shape))


@examples(100)
@given(SEEDS)
def test_second_derivative_is_what_is_measured_of_the_first(seed):
    case = Case(Random(seed), [()])
    first = ml.derivative(case.expression, case.by)
    # A symmetric symbol takes symmetric values only, so one entry of it cannot be moved alone.
    free = [s for s in variables(case.expression) if not s.is_declared]
    assume(free)
    other = Random(seed).choice(free)
    second = ml.derivative(first, other)

    def gradient(value):
        return computed(first, {**case.values, other.name: value})

    value = np.asarray(case.values[other.name])
    direction = np.random.default_rng(seed).normal(size=value.shape)
    expected, error = slope(gradient, value, direction)
    found = np.tensordot(computed(second, case.values), direction, direction.ndim)
    scale = max(1, np.abs(expected).max(), np.abs(gradient(value)).max())
    assert np.all(np.abs(found - expected) <= 1e-6 * scale + 10 * np.asarray(error))
    assert_readable(second, case.values, len(case.by.shape))


#: Sizes for SymPy, whose entries and derivatives of entries are many.
SMALL = {"m": 4, "n": 3, "k": 2}


class Written(Builder):
    """Builds what SymPy writes out and differentiates in no time: nothing is inverted."""

    SCALARS = (Builder.total, Builder.bilinear, Builder.of_parts)
    VECTORS = (Builder.chained, Builder.along_axis, Builder.diagonal, Builder.moved)
    MATRICES = (Builder.chained, Builder.transposed, Builder.outer, Builder.diagonal, Builder.moved)


def by_algebra(expression, by, values):
    """Return value and derivative of the components, by SymPy alone."""
    components = expression.components(**SMALL)
    jacobian = ml.sympy_jacobian(components, by.components(**SMALL))
    known = {s.name: {"positive": True} if s.nonnegative else {"real": True} for s in values}
    at = {
        sp.Symbol(entry, **known[s.name]): number
        for s, value in values.items()
        for entry, number in zip(entry_names(s.name, value.shape), value.flat, strict=True)
    }
    entries = [
        sp.flatten([c.tolist() if hasattr(c, "tolist") else c]) for c in (components, jacobian)
    ]
    # Numbers, one by one: of arrays SymPy would select cases, which it cannot where one is certain.
    found = sp.lambdify(list(at), entries, ["math", "sympy"], cse=True)(*at.values())
    return [np.array(part, dtype=float) for part in found]


@examples(30)
@given(SEEDS)
def test_joined_axes_are_what_sympys_components_say(seed):
    builder = Written(Random(seed))
    expression = builder.build(builder.random.choice(Builder.JOINED_SHAPES), depth=2).symbolic
    symbols = sorted(expression.symbols, key=lambda s: s.name)
    assume(symbols)
    rng = np.random.default_rng(seed)
    values = {s: 0.7 * rng.normal(size=[size_of(d, SMALL) for d in s.shape]) for s in symbols}
    values |= {s: np.abs(value) + 0.3 for s, value in values.items() if s.nonnegative}
    values = {s: conforming(s, v + v.T if s.declared_symmetric else v) for s, v in values.items()}
    by = builder.random.choice(symbols)
    value, derivative = by_algebra(expression, by, values)
    at = {s.name: v for s, v in values.items()}
    found = [
        e.evaluate(**at, **{d: SMALL[d] for d in dimension_names(e)})
        for e in (expression, ml.derivative(expression, by))
    ]
    np.testing.assert_allclose(found[0].ravel(), value, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found[1].ravel(), derivative, rtol=1e-9, atol=1e-9)


@CHECKED
@given(SEEDS)
def test_equal_constructions_are_one_object(seed):
    one, two = (Builder(Random(seed)).build(("m", "n")).symbolic for _ in range(2))
    assert one is two
    assert one.T.T is one
    assert one + two == 2 * one
    assert one - two == 0 * one
