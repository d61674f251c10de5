"""A matrix meets its inverse, also as a product of others, and from inside a bracket."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.as_written import as_written

X, y, w = ml.matrix("X", "m", "n"), ml.vector("y", "m"), ml.vector("w", "m", positive=True)
(A, B), x, t = ml.matrices("A B", "n", "n"), ml.vector("x", "n"), ml.scalar("t")
INVERSE = ml.inv(X.T @ X)
HAT = X @ INVERSE @ X.T
REST = ml.eye("m") - HAT
WEIGHTED = X.T @ ml.diag(w) @ X

TEXTS = {
    "a Gram matrix on the left": (X.T @ X @ INVERSE, "I"),
    "a Gram matrix on the right": (INVERSE @ X.T @ X, "I"),
    "a projection twice": (HAT @ HAT @ y, "X (Xᵀ X)⁻¹ Xᵀ y"),
    "what a projection leaves, projected": (HAT @ REST, "0"),
    "normal equations": (X.T @ (y - HAT @ y), "0"),
    "weighted normal equations": (
        X.T @ ml.diag(w) @ (y - X @ ml.inv(WEIGHTED) @ X.T @ ml.diag(w) @ y),
        "0",
    ),
    "what a projection leaves, twice": (y @ REST @ REST @ y, "yᵀ (I - X (Xᵀ X)⁻¹ Xᵀ) y"),
    "a matrix in a bracket": (ml.inv(A) @ (A @ x - t * x), "x - t A⁻¹ x"),
    "an inverse in a bracket": (A @ (ml.inv(A) @ x - x), "x - A x"),
    "a sum and its inverse in a bracket": (
        (A + t * B) @ (x - ml.inv(A + t * B) @ x),
        "(A + t B) x - x",
    ),
    "a trace": (ml.trace(ml.inv(X.T @ X) @ X.T @ X), "n"),
    "the transpose is another matrix": (ml.inv(A).T @ A, "A⁻ᵀ A"),
    "another matrix between": (INVERSE @ X.T @ ml.diag(w) @ X, "(Xᵀ X)⁻¹ Xᵀ diag(w) X"),
    "a label that is not theirs alone": (
        ml.diag(INVERSE @ X.T @ X @ A) @ A,
        "Aᵀ diag(A)",
    ),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_it_reads_so_and_is_what_was_written(e, text, rng):
    assert str(e) == text
    shapes = {"X": (7, 3), "y": 7, "A": (3, 3), "B": (3, 3), "x": 3, "t": ()}
    values = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    values |= {"w": rng.uniform(1, 3, size=7), "m": 7, "n": 3}
    used = {symbol.name for symbol in e.symbols} | e.dimensions
    found = e.evaluate(**{name: value for name, value in values.items() if name in used})
    np.testing.assert_allclose(found, as_written(e, values), atol=1e-9)
