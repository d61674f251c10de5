"""A function as its reader wrote it is the function still, whatever it was written with."""

from random import Random

import numpy as np
import pytest
from random_expressions import SIZES, Builder
from trials import seeds

import mathlib as ml
from mathlib.evaluation.as_written import as_written
from mathlib.teaching.diagnosis.unsimplified import unsimplified

BLOCK = 50
SHAPES = [(), ("n",), ("m",), ("m", "n"), ("n", "n"), ("n", "k*n")]


@pytest.mark.parametrize("first", seeds(by_day=6 * BLOCK, by_night=100 * BLOCK)[::BLOCK])
def test_what_was_written_has_the_value_of_what_it_became(first):
    checked = 0
    for seed in range(first, first + BLOCK):
        random = Random(seed)
        builder = Builder(random)
        e = builder.build(random.choice(SHAPES)).symbolic
        at = {**SIZES, **builder.values}
        with np.errstate(all="ignore"):
            wanted = as_written(e, at)
            if not e.symbols or not np.abs(wanted).max() < 1e5:
                continue
            found = as_written(unsimplified(e, at), at)
        np.testing.assert_allclose(
            found, wanted, 1e-7, 1e-8 * max(1, np.abs(wanted).max()), str(seed)
        )
        checked += 1
    assert checked > BLOCK / 2


X, T = ml.matrix("X", "m", "n"), ml.tensor("T", "n", "k", "m")
x = ml.vector("x", "n")
S, F = ml.matrix("S", "n", "n"), ml.matrix("F", 5, 3)
HALF = (6 + 0.5 * X) ** 3
SQUARE = (6 + 0.5 * S) ** 3


@pytest.mark.parametrize(
    "again",
    [
        HALF[1:3, -1],
        HALF[[0, 2]],
        HALF[:, ml.indices("t", "k", below="n")],
        ml.take_along_axis((6 + 0.5 * F) ** 3, [[0], [1], [1], [0], [2]], 1),
        ml.einsum("ab,bcd->acd", HALF, T),
        ml.tensordot(HALF, T, 1),
        ml.stack([HALF, X]),
        ml.concatenate([HALF, X], axis=1),
        ml.reshape(HALF, ("m*n",)),
        ml.matrix_power(SQUARE, 2),
        ml.expm(SQUARE / 1000),
        ml.roll(HALF, 2, axis=1),
        ml.cumsum(HALF, axis=0),
        ml.expand_dims(HALF, 1),
        ml.squeeze(ml.expand_dims(HALF, 1)),
        ml.max(HALF, axis=1),
        ml.std(HALF, axis=0, ddof=1),
        ml.norm(HALF, axis=1),
        ml.softmax(HALF, axis=0),
        ml.transpose((6 + 0.5 * T) ** 3, (2, 0, 1)),
        ml.convolve((6 + 0.5 * x) ** 3, ml.vector("w", 3), mode="same"),
    ],
    ids=lambda e: e.writings[0].operation,
)
def test_every_operation_is_done_again_on_what_was_written(again):
    rng = np.random.default_rng(3)
    sizes = {"m": 5, "n": 3, "k": 7}
    at = {
        s.name: rng.integers(0, 3, 7)
        if s.name == "t"
        else rng.uniform(0.5, 1, [sizes.get(d, d) for d in s.shape])
        for s in again.symbols
    } | sizes
    written = unsimplified(again, at)
    assert written is not again
    np.testing.assert_allclose(as_written(written, at), as_written(again, at))
