"""Properties of random expressions: values, derivatives, second derivatives, printed forms.

A few hundred examples, the same on every run; ``HYPOTHESIS_PROFILE=nightly`` tries 2,500 new ones.
"""

from random import Random

import numpy as np
import sympy as sp
from hypothesis import assume, given, settings, strategies as st
from random_expressions import SIZES, Builder
from readback import laid_out, read

import mathlib as ml
from mathlib.evaluation.arguments import dimension_names
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
        chosen = random.choice(names)
        self.by = next(s for s in self.expression.symbols if s.name == chosen)

    def numeric(self, value):
        """Compute the function with another value of the variable."""
        return self.pair.numeric({**self.everything, self.by.name: value})


def measured(f, x):
    """Measure a derivative and its error; examples at a kink do not count."""
    try:
        return ml.measure(f, x, full_output=True)
    except ValueError as problem:
        assume("kink" not in str(problem) and "no slope" not in str(problem))
        raise


def computed(e, values):
    """Evaluate, with the size of every dimension, for some show in no array."""
    return e.evaluate(**values, **{d: SIZES[d] for d in dimension_names(e)})


def assert_measured(found, f, x):
    """Compare a derivative with measurement, relative to the scale of the function."""
    expected, error = measured(f, x)
    scale = max(1, np.abs(expected).max(), np.abs(f(x)).max())
    assert found.shape == np.shape(expected)
    assert np.all(np.abs(found - expected) <= 1e-6 * scale + 10 * np.asarray(error))


def assert_readable(e, values, outputs=None):
    """Compare both printed forms, in both layouts, with the computed value."""
    array = computed(e, values)
    thin = any(1 in np.shape(value) for value in values.values())  # 𝟏 may stand for a number there
    for layout in ("numerator", "denominator"):
        text = e.text(layout)
        if thin and "𝟏" in text:
            continue
        if array.ndim > 2 or "[i" in text or "δ" in text or "Σ" in text:
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
    assert_measured(found, case.numeric, case.everything[case.by.name])
    assert_readable(derivative, case.values, len(case.expression.shape))


@CHECKED
@given(SEEDS)
def test_second_derivative_is_what_is_measured_of_the_first(seed):
    case = Case(Random(seed), [()])
    first = ml.derivative(case.expression, case.by)
    # A symmetric symbol takes symmetric values only, so one entry of it cannot be moved alone.
    free = [s for s in case.expression.symbols if not s.declared_symmetric]
    assume(free)
    other = Random(seed).choice(sorted(free, key=lambda s: s.name))
    second = ml.derivative(first, other)

    def gradient(value):
        return computed(first, {**case.values, other.name: value})

    assert_measured(computed(second, case.values), gradient, case.values[other.name])
    assert_readable(second, case.values, len(case.by.shape))


class Written(Builder):
    """Builds what SymPy writes out and differentiates in no time: nothing is inverted."""

    SCALARS = (Builder.total, Builder.bilinear)
    VECTORS = (Builder.chained, Builder.along_axis, Builder.diagonal)
    MATRICES = (Builder.chained, Builder.transposed, Builder.outer, Builder.diagonal)


def by_algebra(expression, by, values):
    """Return value and derivative of the components, by SymPy alone."""
    components = expression.components(**SIZES)
    jacobian = ml.sympy_jacobian(components, by.components(**SIZES))
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


@settings(CHECKED, max_examples=CHECKED.max_examples // 20)
@given(SEEDS)
def test_joined_axes_are_what_sympys_components_say(seed):
    builder = Written(Random(seed))
    expression = builder.build(builder.random.choice(Builder.JOINED_SHAPES), depth=2).symbolic
    symbols = sorted(expression.symbols, key=lambda s: s.name)
    assume(symbols)
    values = {s: builder.values[s.name] for s in symbols}
    by = builder.random.choice(symbols)
    value, derivative = by_algebra(expression, by, values)
    at = {s.name: v for s, v in values.items()}
    found = computed(expression, at), computed(ml.derivative(expression, by), at)
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
