"""How the work of deriving grows with the size of what is derived: counted in calls, not timed."""

import sys

import pytest

import mathlib as ml

SIZES = (12, 24, 48)


def calls(f):
    """Return how many calls of Python functions something takes."""
    number = 0

    def count(frame, event, argument):
        nonlocal number
        number += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        f()
    finally:
        sys.setprofile(before)
    return number


def residual_network(size):
    x = h = ml.vector("x", "n")
    for k in range(size):
        h = h + ml.tanh(ml.matrix(f"W{k}_{size}", "n", "n") @ h)
    return h, x


def shared_weights(size):
    W, h = ml.matrix(f"W{size}", "n", "n"), ml.vector("x", "n")
    for _ in range(size):
        h = ml.tanh(W @ h)
    return ml.sum(h), W


def quadratic_forms(size):
    x = ml.vector(f"x{size}", "n")
    return sum(x @ ml.matrix(f"A{k}", "n", "n") @ x for k in range(size)), x


def layers(size):
    x = h = ml.vector("x", "n")
    for k in range(size):
        h = ml.tanh(ml.matrix(f"W{k}_{size}", "n", "n") @ h + ml.vector(f"b{k}_{size}", "n"))
    return ml.sum(h**2), x


@pytest.mark.parametrize("family", [residual_network, shared_weights, quadratic_forms, layers])
def test_deriving_grows_no_worse_than_the_square(family):
    counted = []
    for size in SIZES:
        y, x = family(size)
        counted.append(calls(lambda y=y, x=x: ml.derivative(y, x)))
    assert counted[1] <= 4.5 * counted[0]
    assert counted[2] <= 4.5 * counted[1]
