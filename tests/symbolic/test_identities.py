"""The standard derivatives, each against measurement, SymPy, and its own printed form."""

import numpy as np
import pytest
import sympy as sp
from identities import IDENTITIES, SIZES
from readback import laid_out, read

import mathlib as ml
from mathlib.witnesses.sympy_components import entry_names

CASES = [pytest.param(identity, id=identity.key) for identity in IDENTITIES]
IN_INDICES = {"mc060", "mcXb"}  # of four and three axes


def test_there_are_54():
    assert len({identity.key for identity in IDENTITIES}) == 54


@pytest.mark.parametrize("identity", CASES)
def test_value_is_that_of_the_numpy_function(identity, rng):
    values = identity.sample(rng)
    expression = identity.symbolic(**identity.symbols())
    np.testing.assert_allclose(expression.evaluate(**values), identity.numeric(**values))


@pytest.mark.parametrize("identity", CASES)
def test_derivative_is_what_is_measured(identity, rng):
    values = identity.sample(rng)
    function, derivative = identity.function_and_derivative()
    numeric = identity.numeric if identity.order == 1 else lambda **v: function.evaluate(**v)
    measured, error = ml.measure(
        lambda v: numeric(**{**values, identity.by: v}), values[identity.by], full_output=True
    )
    found = derivative.evaluate(**values)
    assert found.shape == np.shape(measured)
    assert np.all(np.abs(found - measured) <= 1e-7 * (1 + np.abs(measured)) + 10 * error)


@pytest.mark.parametrize("identity", CASES)
def test_derivative_is_that_of_sympys_components(identity, rng):
    sizes = {"m": 3, "n": 2, "k": 2}
    function, derivative = identity.function_and_derivative()
    variable = identity.symbols()[identity.by]
    components = function.components(**sizes)
    by_algebra = ml.sympy_jacobian(components, variable.components(**sizes))
    values = identity.sample(rng, sizes)
    at = {}
    for name, value in values.items():
        known = {"positive": True} if name == identity.positive else {"real": True}
        symbols = [sp.Symbol(entry, **known) for entry in entry_names(name, value.shape)]
        at |= dict(zip(symbols, value.ravel().tolist(), strict=True))
    entries = by_algebra.tolist() if hasattr(by_algebra, "tolist") else [by_algebra]
    expected = [float(entry.subs(at)) for entry in sp.flatten(entries)]
    found = derivative.evaluate(**values)
    np.testing.assert_allclose(found.ravel(), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("identity", CASES)
def test_derivative_reads_as_expected(identity):
    assert str(identity.function_and_derivative()[1]) == identity.text


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("latex", [False, True], ids=["text", "latex"])
@pytest.mark.parametrize("identity", [c for c in CASES if c.values[0].key not in IN_INDICES])
def test_what_is_read_is_what_is_computed(identity, latex, layout, rng):
    values = identity.sample(rng)
    function, derivative = identity.function_and_derivative()
    formula = derivative.latex(layout) if latex else derivative.text(layout)
    expected = laid_out(derivative.evaluate(**values), len(function.shape), layout)
    found = read(formula, {**SIZES, **values}, expected.shape, latex)
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-10)
