"""Derivatives of tensors, and those that every tensor calculus shows, against measurement."""

import numpy as np
import pytest
from tensor_derivatives import DERIVATIVES, KNOWN

import mathlib as ml
from mathlib.symbolic.unknown_functions import unknown_names

CASES = [pytest.param(case, id=case.key) for case in DERIVATIVES]


def known_functions(e):
    return {name: KNOWN[name](ml) for name in unknown_names(e)}


def test_there_are_60():
    assert len({case.key for case in DERIVATIVES}) == 60


@pytest.mark.parametrize("case", CASES)
def test_value_is_that_of_numpy(case, rng):
    values, y = case.sample(rng), case.expression(case.symbols())
    found = y.evaluate(**values, **known_functions(y))
    np.testing.assert_allclose(found, case.numeric(values), rtol=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_derivative_is_what_is_measured(case, rng):
    values, symbols = case.sample(rng), case.symbols()
    y = case.expression(symbols)
    known = known_functions(y)
    slope = ml.derivative(y, symbols[case.by])

    def function(by):
        at = values | {case.by: by}
        return case.numeric(at) if case.order == 1 else slope.evaluate(**at, **known)

    measured, error = ml.measure(function, values[case.by], full_output=True)
    found = case.derivative().evaluate(**values, **known)
    assert found.shape == np.shape(measured)
    assert np.all(np.abs(found - measured) <= 1e-7 * (1 + np.abs(measured)) + 10 * error)


@pytest.mark.parametrize("case", CASES)
def test_the_compiled_derivative_has_the_same_numbers(case, rng):
    derivative, values = case.derivative(), case.sample(rng)
    for name, f in known_functions(derivative).items():
        derivative = ml.function(name).substitute(f, derivative)
    found = derivative.compile(*case.symbols().values())(*values.values())
    expected = derivative.evaluate(**values)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("case", CASES)
def test_it_is_written_in_text_latex_and_indices(case):
    derivative = case.derivative()
    assert len(derivative.text()) < 800
    assert derivative.latex()
    assert derivative.index_notation()
