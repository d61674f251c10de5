"""An answer that is right where targets sum to 1, and what is wrong with it even there."""

import numpy as np
import pytest
from misconceptions import softmax

import mathlib as ml

z, y = ml.vectors("z y", "n")
q = ml.scalar("q", positive=True)
X, W, Y = ml.matrix("X", "m", "n"), ml.matrix("W", "n", "k"), ml.matrix("Y", "m", "k")
m = ml.sum(ml.ones("m"))
ENTROPY = -ml.sum(y * ml.log(ml.softmax(z)))
OF_BATCH = -ml.sum(Y * ml.log(ml.softmax(X @ W))) / m

RIGHT = [
    (ml.softmax(z) - y, ENTROPY, z, "the entries of y sum"),
    ("softmax(z) - y", ENTROPY, z, "the entries of y sum"),
    (lambda z, y: softmax(z) - y, ENTROPY, z, "the entries of y sum"),
    (ml.softmax(z) - y, ml.sum(y) * ml.logsumexp(z) - y @ z, z, "the entries of y sum"),
    ((ml.softmax(z / q) - y) / q, -y @ ml.log(ml.softmax(z / q)), z, "the entries of y sum"),
    (X.T @ (ml.softmax(X @ W) - Y) / m, OF_BATCH, W, "each row of Y sums"),
]


@pytest.mark.parametrize(("answer", "f", "x", "what"), RIGHT)
def test_the_condition_is_named(answer, f, x, what):
    for verdict in (ml.check(answer, f, x), ml.check(answer, f, x, layout="denominator")):
        assert verdict.kind == "condition"
        assert f"This is right where {what} to 1, and not for any" in str(verdict)
        assert "numbers" in verdict.hint(1)


AT = {"z": np.array([0.3, -1.2, 0.8]), "y": np.array([0.0, 1.0, 0.0])}


@pytest.mark.parametrize("targets", [[0, 1, 0], [0.2, 0.5, 0.3]])
def test_where_it_is_met_the_answer_is_right(targets):
    at = {**AT, "y": np.array(targets, dtype=float)}
    for judge in (ml.check, ml.diagnose):
        for answer in (ml.softmax(z) - y, lambda z, y: softmax(z) - y):
            assert judge(answer, ENTROPY, z, at=at)
            assert (
                str(judge(answer, ENTROPY, z, at=at)) == "right, as the entries of y sum to 1 here"
            )
    assert str(ml.check(softmax(at["z"]) - at["y"], ENTROPY, z, at=at)) == "right"


def test_where_it_is_not_met_the_answer_is_not_right():
    assert not ml.check(ml.softmax(z) - y, ENTROPY, z, at={**AT, "y": np.array([0.0, 1, 1])})
    assert not ml.check(ml.softmax(z) + y, ENTROPY, z)


def test_what_is_wrong_even_there_is_named():
    for wrong, kind in ((y - ml.softmax(z), "sign"), ((ml.softmax(z) - y) / 2, "factor 2")):
        verdict = ml.check(wrong, ENTROPY, z)
        assert verdict.kind == kind
        assert str(verdict).startswith("Where the entries of y sum to 1: ")


def test_no_condition_is_made_up():
    x, w = ml.vectors("x w", "n")
    for wrong in (x + w, 3 * x, w, ml.ones("n")):
        assert ml.check(wrong, ml.sum(w * x**2), x).kind != "condition"
