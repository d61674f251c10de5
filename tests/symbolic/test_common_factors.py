"""Common factors: what is pulled out, and with how little looking."""

import pytest

import mathlib as ml
from mathlib.symbolic import common_factors
from mathlib.symbolic.common_factors import factor_out

x = ml.vector("x", "n")


def matrix_terms(number):
    return sum(ml.matrix(f"A{k}", "m", "n") @ x for k in range(number))


def scalar_terms(number):
    return sum(ml.scalar(f"c{k}") * x for k in range(number))


def quadratic_forms(number):
    return ml.gradient(sum(x @ ml.matrix(f"Q{k}", "n", "n") @ x for k in range(number)), x).body


def looks(terms, number, reading, monkeypatch):
    """Count the pairs of terms that are matched factor by factor."""
    looked = []
    with monkeypatch.context() as patch:
        match = common_factors._match
        patch.setattr(common_factors, "_match", lambda *a: looked.append(a) or match(*a))
        factor_out(terms(number), reading)
    return len(looked)


@pytest.mark.parametrize(
    ("terms", "reading"),
    [(matrix_terms, True), (quadratic_forms, True), (scalar_terms, True), (scalar_terms, False)],
)
def test_as_many_pairs_are_looked_at_as_there_are_terms(terms, reading, monkeypatch):
    counts = [looks(terms, number, reading, monkeypatch) for number in (10, 20, 40)]
    assert counts[2] <= 2.5 * counts[1] <= 6.25 * counts[0]


@pytest.mark.parametrize("terms", [matrix_terms, quadratic_forms])
def test_no_pair_that_is_not_worth_a_bracket_is_looked_at_twice(terms, monkeypatch):
    number = len(terms(20).terms)
    assert looks(terms, 20, False, monkeypatch) <= number * (number - 1) // 2


def test_all_terms_come_into_one_bracket():
    assert str(matrix_terms(12)) == f"({' + '.join(sorted(f'A{k}' for k in range(12)))}) x"


def test_the_pair_that_shares_most_is_merged_first():
    A, B, C = ml.matrices("A B C", "n", "n")
    y = ml.vector("y", "n")
    e = A @ B @ x + A @ C @ y + A @ B @ y
    assert factor_out(e, reading=True) is A @ (B @ (x + y) + C @ y)
