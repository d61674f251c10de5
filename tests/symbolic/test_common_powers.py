"""Common powers taken out of sums, where what is left comes to less."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.symbolic.common_powers import gathered

x, y, t = ml.scalars("x y t")
p, q, g = ml.scalar("p", positive=True), ml.scalar("q", positive=True), ml.scalar("g")
h, v, W = ml.vector("h", "n"), ml.vector("v", "n", positive=True), ml.matrix("W", "n", "m")
A = ml.matrix("A", "n", "n")
ones = ml.ones("n")

TEXTS = {
    "a negated rest": (h * (1 - h) ** 2 - h**2 * (1 - h), "h ⊙ (𝟏 - 2 h) ⊙ (𝟏 - h)"),
    "beside a sum over rows": (
        h * (1 - h) ** 2 * (W @ ml.ones("m")) - h**2 * (1 - h) * (W @ ml.ones("m")),
        "h ⊙ (W 𝟏) ⊙ (𝟏 - 2 h) ⊙ (𝟏 - h)",
    ),
    "a quotient": (1 / (1 + x) - x / (1 + x) ** 2, "1 / (x + 1)²"),
    "a quotient of every entry": (
        1 / ml.sqrt(1 + h**2) - h**2 * (1 + h**2) ** -1.5,
        "𝟏 ⊘ (h∘² + 𝟏)∘^(3/2)",
    ),
    "a denominator in a bracket": (
        y - p * (t * (y / (t * p + 1)) + 1 / (t * p + 1)),
        "(y - p) / (p t + 1)",
    ),
    "by parts of one": (x / p + (x - y) / (1 - p), "(x - p y) / (p (1 - p))"),
    "a power by an expression": (
        g * (1 - ml.sigmoid(t)) ** g * y - (1 - ml.sigmoid(t)) ** (1 + g),
        "(1 - sigmoid(t))^g (sigmoid(t) + g y - 1)",
    ),
    "a sum of entries": (
        ml.sum((v - t) ** 2 / v) + ml.sum(t * (v - t) / v),
        "𝟏ᵀ (v - t 𝟏)",
    ),
    "equal brackets": (v * (v + 2 * h) + 2 * h * (v + 2 * h), "(v + 2 h)∘²"),
    "a third is saved": (
        ml.exp(A @ h) * v - 2 * ml.exp(A @ h) * v * h,
        "v ⊙ exp(A h) ⊙ (𝟏 - 2 h)",
    ),
    "nothing meets": (x / p + y / q, "x / p + y / q"),
    "a share of the rest": (1 - x / (x + y), "y / (x + y)"),
    "a matrix beside a product": (A / p - ml.outer(h, h) / p**2, "A / p - h hᵀ / p²"),
    "a part that would be multiplied by a norm": (
        ml.hessian(ml.norm(h), h),
        "I / ‖h‖ - h hᵀ / ‖h‖³",
    ),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_text_and_value(e, text, rng):
    assert e.text() == text
    shapes = {"x": (), "y": (), "t": (), "g": (), "h": 3, "W": (3, 5), "A": (3, 3)}
    values = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    values |= {"p": 0.3, "q": 0.7, "v": rng.uniform(1, 2, size=3), "n": 3, "m": 5}
    parts = [e.body, gathered(e.body)]
    found = []
    for part in parts:
        used = {symbol.name for symbol in part.symbols} | part.dimensions
        found.append(part.evaluate(**{k: value for k, value in values.items() if k in used}))
    np.testing.assert_allclose(*found)
