"""A hint speaks of what stands in the function: no sum, square or chain where there is none."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.teaching.diagnosis.hints import HINTS, WITH_CHAIN, WITH_SQUARE, WITH_SUM, hint

z = ml.scalar("z")
x, w = ml.vectors("x w", "n")
A = ml.matrix("A", "m", "n")

WITHOUT = [ml.log(3 * z), 5 * z**3 - 2 * z, 6 * z, ml.exp(7 * z), 3 * x, A @ x, ml.sin(x)]


@pytest.mark.parametrize("y", WITHOUT, ids=str)
@pytest.mark.parametrize("kind", HINTS)
def test_no_hint_speaks_of_sums_or_squares_where_there_are_none(kind, y):
    said = hint(kind, y)
    assert "square" not in said or kind == "norm vs square"
    assert "how many entries" not in said
    assert "every term of the sum" not in said
    assert "example" not in said


@pytest.mark.parametrize("y", [3 * z, z**5 * 2, A @ x, x * w, ml.sin(z)], ids=str)
def test_the_chain_rule_is_named_only_where_there_is_a_chain(y):
    assert "chain" not in hint("missing factor", y)


def test_where_there_is_one_it_is_named():
    assert hint("factor 2", x @ x) == WITH_SQUARE["factor 2"]
    assert hint("factor 2", ml.sum((A @ x) ** 2)) == WITH_SQUARE["factor 2"]
    assert hint("factor N", ml.mean(ml.sin(x))) == WITH_SUM["factor N"]
    assert hint("batch sum", ml.sum(x * w)) == HINTS["batch sum"]
    assert hint("batch sum", ml.sum(ml.exp(x))) == WITH_SUM["batch sum"]
    assert hint("missing factor", ml.sin(5 * z)) == WITH_CHAIN["missing factor"]


def test_a_function_of_numbers_is_hinted_at_by_what_it_does():
    verdict = ml.diagnose(1 / 6, lambda v: np.log(3 * v), 2.0)
    assert not verdict.right
    assert all("summed" not in reason.hint for reason in verdict.reasons)
