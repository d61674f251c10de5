"""A right answer is right in whatever form it is typed; what can be read in two ways is asked."""

import re

import numpy as np
import pytest
from unusual_forms import FORMS, NUMBERS, VALUES
from unusual_forms_of_networks import FORMS as OF_NETWORKS

import mathlib as ml

DERIVATIVES = [*FORMS, *OF_NETWORKS, *NUMBERS]


@pytest.mark.parametrize(("f", "by", "answers"), DERIVATIVES, ids=map(str, range(len(DERIVATIVES))))
def test_a_right_derivative_is_right_in_every_form(f, by, answers):
    for answer in answers:
        verdict = ml.check(answer, f, by)
        assert (verdict.right, str(verdict)) == (True, "right"), (answer, verdict)


@pytest.mark.parametrize(("value", "answers"), VALUES, ids=lambda part: str(part)[:20])
def test_a_right_value_is_right_in_every_form(value, answers):
    for answer in answers:
        assert ml.check(answer, value), (answer, ml.check(answer, value))


PAIR, PAIR_AT = (lambda s: s[0] * s[1]), [1.7, 0.4]


@pytest.mark.parametrize(
    "answer",
    [
        lambda: iter([0.4, 1.7]),
        lambda: map(float, [0.4, 1.7]),
        lambda: (number for number in (0.4, 1.7)),
        lambda: dict(enumerate([0.4, 1.7])).values(),
    ],
    ids=["iter", "map", "generator", "values"],
)
def test_numbers_that_come_one_by_one_are_taken(answer):
    assert ml.check(answer(), PAIR, PAIR_AT)


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_matrix_of_numpy_is_taken():
    assert ml.check(np.matrix([[0.4, 1.7]]), PAIR, PAIR_AT)
    assert ml.check(np.matrix([[0.4], [1.7]]), PAIR, PAIR_AT)


X, w, f = ml.matrix("X", "m7", "n5"), ml.vector("w", "n5"), ml.vector("f", "m7")
W = ml.matrix("W", "n5", "k3")
beta, angle = ml.scalars("β angle")
LOSS = ml.sum((X @ w - f) ** 2)
WAVE = ml.sin(beta * angle)


@pytest.mark.parametrize(
    ("answer", "f", "by", "said"),
    [
        (r"\beta\cos\beta angle", WAVE, angle, "cos can be read in two ways: put brackets around"),
        (
            "2 X.T * (X @ W)",
            ml.sum((X @ W) ** 2),
            W,
            r"multiplies entry by entry; the product of matrices is @",
        ),
        ("2*X[X@w > f].T @ w", LOSS, w, "how many rows a condition picks is open: multiply by it"),
        ("1,234,567", 1234567, None, "without marks between its thousands: 1234567"),
        ("1 234 567", 1234567, None, "without marks between its thousands: 1234567"),
        ("1'234'567", 1234567, None, "without marks between its thousands: 1234567"),
        ("1,234", 1.234, None, r"A decimal point is a dot: write 1\.234 \(or 1234, if thousands"),
        ("2,5", 2.5, None, r"A decimal point is a dot: write 2\.5\."),
        ("0,4; 1,7", PAIR, PAIR_AT, r"a comma parts entries: write 0\.4; 1\.7"),
        ("[0,4 1,7]", PAIR, PAIR_AT, r"a comma parts entries: write \[0\.4 1\.7\]"),
        (
            "lambda s: [s[1], s[0]]",
            PAIR,
            PAIR_AT,
            "A function is given itself: type it without quo",
        ),
        (lambda data, w: w, LOSS, w, "Your function takes data, which has no value here: call its"),
        (2 + 1j, 2.0, None, "Your answer is complex, and a derivative of real numbers is real"),
        ("beta cos(gamma angle)", WAVE, angle, "gamma is not known here; the letters are angle, β"),
    ],
)
def test_what_cannot_be_told_is_asked_back(answer, f, by, said):
    verdict = ml.check(answer, f, by)
    assert verdict.kind == "unread"
    assert re.search(said, str(verdict)), verdict


def test_numbers_as_numpy_prints_them_are_right_where_some_are_small():
    right = np.array([0.6171627012, 0.00152978913, -0.03072672455])
    assert ml.check(repr(right), right)
    assert ml.check(str(right.round(8)), right)
    assert not ml.check(right + 2e-8, right)


def test_a_long_word_is_answered_at_once():
    assert ml.check("a" * 10_000, PAIR, PAIR_AT).kind == "unread"
