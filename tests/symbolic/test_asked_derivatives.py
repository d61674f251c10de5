"""What people ask for, typed as they type it: the right numbers, and the line they would write."""

import numpy as np
import pytest
from asked_derivatives import ASKED, SIZES
from numpy_names import Names

import mathlib as ml

CASES = [pytest.param(asked, id=asked.title) for asked in ASKED]


@pytest.mark.parametrize("asked", CASES)
def test_the_derivative_is_what_is_measured(asked, rng):
    values = asked.sample(rng)
    symbols = asked.symbols()
    first = ml.derivative(asked.function(ml, **symbols), symbols[asked.by])

    def function(**values):
        if asked.order == 2:
            return first.evaluate(**values)
        return asked.function(Names(SIZES), **values)

    measured, error = ml.measure(
        lambda x: function(**{**values, asked.by: x}), values[asked.by], full_output=True
    )
    found = asked.derivative().evaluate(**values)
    assert found.shape == np.shape(measured)
    assert np.all(np.abs(found - measured) <= 1e-7 * (1 + np.abs(measured)) + 10 * error)


@pytest.mark.parametrize("asked", [case for case in CASES if case.values[0].text])
def test_the_derivative_reads_as_a_person_would_write_it(asked):
    assert asked.read() == asked.text


def test_few_derivatives_are_too_long_for_a_line():
    assert sum(asked.text is None for asked in ASKED) <= len(ASKED) / 20
