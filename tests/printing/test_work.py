"""How the work of deriving and printing grows with the size: counted in calls, not timed."""

import sys
from itertools import pairwise

import pytest

import mathlib as ml

SIZES = (8, 16, 32)


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


def linear_maps(size):
    x = ml.vector(f"x{size}", "n")
    return sum(ml.matrix(f"A{k}", "n", "n") @ x for k in range(size)), x


def steps_with_inputs(size):
    W, U, h = *ml.matrices(f"W{size} U{size}", "n", "n"), ml.vector("x", "n")
    for k in range(size):
        h = ml.tanh(W @ h + U @ ml.vector(f"x{k}", "n"))
    return h @ h, W


def attention(size):
    X = H = ml.matrix("X", "m", "d")
    for k in range(size // 4):
        Q, K, V = (ml.matrix(f"{name}{k}_{size}", "d", "d") for name in "QKV")
        H = H + ml.softmax((H @ Q) @ (H @ K).T) @ (H @ V)
    return ml.sum(H**2), X


def layer_norm(size):
    x = h = ml.vector("x", "n")
    for k in range(size // 2):
        c = h - ml.mean(h)
        W = ml.matrix(f"W{k}_{size}", "n", "n")
        h = ml.tanh(W @ (c / ml.sqrt(ml.mean(c**2) + 1e-5)))
    return ml.sum(h**2), x


FAMILIES = [
    residual_network,
    shared_weights,
    steps_with_inputs,
    quadratic_forms,
    linear_maps,
    layers,
    attention,
    layer_norm,
]


def assert_grows_no_worse_than_the_square(counted):
    for before, after in pairwise(counted):
        assert after <= 4.5 * before


@pytest.mark.parametrize("family", FAMILIES)
def test_deriving_grows_no_worse_than_the_square(family):
    counted = []
    for size in SIZES:
        y, x = family(size)
        counted.append(calls(lambda y=y, x=x: ml.derivative(y, x)))
    assert_grows_no_worse_than_the_square(counted)


@pytest.mark.parametrize("family", FAMILIES)
def test_printing_in_names_grows_no_worse_than_the_square(family):
    counted, lengths = [], []
    for size in SIZES:
        derivative = ml.derivative(*family(size))
        counted.append(calls(lambda d=derivative: lengths.append(len(d.text(names="auto")))))
    assert_grows_no_worse_than_the_square(counted)
    assert_grows_no_worse_than_the_square(lengths)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hundred_can_be_printed(family):
    derivative = ml.derivative(*family(100))
    for text in (str(derivative), derivative.latex(), derivative.index_notation()):
        assert "too long" not in text
        assert len(text) < 100_000


def test_what_is_endless_even_with_names_is_not_tried():
    h = start = ml.vector("h", "n")
    for _ in range(120):
        h = ml.sin(h) * h
    with pytest.raises(ValueError, match="characters long when it is written out"):
        ml.derivative(ml.sum(h), start).text()
    assert "too long to be written out" in str(ml.derivative(ml.sum(h), start))
