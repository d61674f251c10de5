"""A right answer is right however it is written; what can be read in two ways is asked back."""

import re

import numpy as np
import pytest
from right_forms import FORMS, A, X, p, u, v, w, y, z

import mathlib as ml


@pytest.mark.parametrize(("f", "by", "answers"), FORMS, ids=[str(f) for f, _, _ in FORMS])
def test_a_right_answer_is_right_in_every_form(f, by, answers):
    for answer in answers:
        assert ml.check(answer, f, by), (answer, ml.check(answer, f, by))


SQUARE = ml.scalar("x") ** 2


@pytest.mark.parametrize(
    ("answer", "f", "by", "said"),
    [
        ("(p - y)/(p(1 - p))", y @ ml.log(p), p, "two columns side by side have no product"),
        ("|A| inv(A)ᵀ", ml.det(A), A, r"\|A\| can be read in two ways: write det\(A\), or abs"),
        ("u·v I + u vᵀ", ml.outer(u, u) @ v, u, "a column before a matrix has no product"),
        ("2 / N X", ml.sum(X), X, "a product after / can be read in two ways"),
        ("3 1/2", SQUARE, ml.scalar("x"), "two numbers stand side by side"),
        ("2.6", SQUARE, ml.scalar("x"), "A formula is wanted here: type it with the letters x"),
        ("2,6", SQUARE, ml.scalar("x"), r"A decimal point is a dot: write 2\.6"),
        ("[1, 2]", ml.sum(z * w), z, "A formula is wanted here"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back(answer, f, by, said):
    verdict = ml.check(answer, f, by)
    assert verdict.kind == "unread"
    assert re.search(said, str(verdict))


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("True False True", [True, False, True]),
        (["True", "False", "True"], [1, 0, 1]),
        ([["1/2", "2"], ["3", "-4"]], [[0.5, 2], [3, -4]]),
        ("1.5 ** 2 - 2", 0.25),
    ],
)
def test_values_are_typed_as_python_shows_them(answer, value):
    assert ml.check(answer, np.array(value, dtype=float))
