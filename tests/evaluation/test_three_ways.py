"""Interpreted with NumPy, interpreted on lists, compiled, written out by SymPy: the same numbers.

A fixed sample by default; ``MATHLIB_NIGHTLY=1`` takes all 2,000 random expressions. Each is
evaluated itself, and its derivative by one of its symbols.
"""

import os
from random import Random

import numpy as np
import pytest
import sympy as sp
from random_expressions import SIZES, Builder

import mathlib as ml
from mathlib.evaluation.arguments import accepted_symbols, dimension_names
from mathlib.evaluation.evaluate import on_lists
from mathlib.witnesses.sympy_components import entry_names

NIGHTLY = "MATHLIB_NIGHTLY" in os.environ
BATCH = 50
BATCHES = range(40 if NIGHTLY else 2)
#: Of these, every so many is written out by SymPy, which takes a hundred times as long.
WRITTEN_OUT_EVERY = 1 if NIGHTLY else 10
SHAPES = [(), (), ("n",), ("m", "n"), ("n", "n"), ("k*n",), ("n", "k*n")]


class Case:
    """A random expression, one of its symbols, and values."""

    def __init__(self, seed):
        random = Random(seed)
        builder = Builder(random)
        depth = random.choice([1, 2, 3])
        self.pair = builder.build(random.choice(SHAPES), depth)
        self.expression, self.everything = self.pair.symbolic, builder.values
        self.expected = self.pair.numeric(self.everything)
        symbols = sorted(self.expression.symbols, key=lambda s: s.name)
        self.by = random.choice(symbols) if symbols else None

    @property
    def is_tame(self):
        """Whether its values can be compared."""
        return self.by is not None and np.abs(self.expected).max() < 1e4

    def arguments(self, e):
        """Return values for the symbols and the dimensions of an expression."""
        values = {s.name: self.everything[s.name] for s in accepted_symbols(e)}
        return values, {name: SIZES[name] for name in dimension_names(e)}


def tame_cases(batch):
    """Yield a batch of random cases whose values are not too large to be compared."""
    cases = (Case(seed) for seed in range(1000 * batch, 1000 * (batch + 1)))
    tame = (case for case in cases if case.is_tame)
    yield from (case for case, _ in zip(tame, range(BATCH), strict=False))


def compiled(e, values, sizes):
    symbols = sorted(accepted_symbols(e), key=lambda s: s.name)
    function = e.compile(*symbols)
    by_name = sizes if "**sizes" in function.source else {}
    return function(*(values[s.name] for s in symbols), **by_name)


def written_out(e, values, sizes):
    """Return the numbers that the components come to."""
    entries = e.components(**sizes)
    known = {s.name: {"positive": True} if s.nonnegative else {"real": True} for s in e.symbols}
    at = {
        sp.Symbol(entry, **known[name]): number
        for name, value in values.items()
        if name in known
        for entry, number in zip(entry_names(name, np.shape(value)), np.ravel(value), strict=True)
    }
    flat = sp.flatten(entries.tolist()) if hasattr(entries, "tolist") else [entries]
    # One by one: of arrays SymPy would select cases, which it cannot where one is certain.
    found = sp.lambdify(list(at), flat, ["math", "sympy"], cse=True)(*at.values())
    return np.array(found, dtype=float)


def assert_alike(found, expected):
    assert np.shape(found) == np.shape(expected)
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9 * scale)


@pytest.mark.parametrize("batch", BATCHES)
def test_an_expression_has_one_value_however_it_is_computed(batch):
    for case in tame_cases(batch):
        for e in (case.expression, ml.derivative(case.expression, case.by)):
            values, sizes = case.arguments(e)
            interpreted = e.evaluate(**values, **sizes)
            if e is case.expression:
                assert_alike(interpreted, case.expected)
            lists = {name: np.asarray(value).tolist() for name, value in values.items()}
            assert_alike(on_lists(e, lists | sizes), interpreted)
            assert_alike(compiled(e, values, sizes), interpreted)


@pytest.mark.parametrize("batch", BATCHES)
def test_its_components_have_that_value_too(batch):
    for case in list(tame_cases(batch))[::WRITTEN_OUT_EVERY]:
        values, sizes = case.arguments(case.expression)
        found = written_out(case.expression, values, sizes)
        assert_alike(found, case.expression.evaluate(**values, **sizes).ravel())
