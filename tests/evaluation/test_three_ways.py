"""Interpreted with NumPy, interpreted on lists, compiled, written out by SymPy: the same numbers.

A fixed sample by default; ``MATHLIB_NIGHTLY=1`` takes 2,000 fresh ones. Each is computed
itself, and its derivative by one of its symbols. That the numbers are right is shown elsewhere, by
what NumPy makes of the same construction (`test_engine_properties`).
"""

from itertools import islice
from random import Random

import numpy as np
import pytest
import sympy as sp
from random_expressions import Builder, variables
from trials import seeds, tries

import mathlib as ml
from mathlib.evaluation.arguments import accepted_symbols, dimension_names, size_of
from mathlib.evaluation.conforming_values import conforming
from mathlib.evaluation.evaluate import on_lists
from mathlib.symbolic.index_nodes import IndexSymbol
from mathlib.witnesses.sympy_components import entry_names

BATCH = 50
BATCHES = seeds(by_day=2, by_night=40)
#: SymPy writes out the first few of a batch, which takes a hundred times as long.
WRITTEN_OUT = tries(by_day=8, by_night=BATCH)
SHAPES = [(), (), ("n",), ("m", "n"), ("n", "n"), ("k*n",), ("n", "k*n")]
#: All different, and small, for SymPy writes out the inverse of a k*n by k*n matrix.
SIZES = {"m": 4, "n": 3, "k": 2}


class Case:
    """A random expression, its derivative by one of its symbols, and values."""

    def __init__(self, seed):
        random, rng = Random(seed), np.random.default_rng(seed)
        depth = random.choice([1, 2, 3])
        self.expression = Builder(random).build(random.choice(SHAPES), depth).symbolic
        self.symbols = sorted(self.expression.symbols, key=lambda s: s.name)
        self.values = {s.name: self.drawn(s, rng) for s in self.symbols}
        if self.symbols:
            free = variables(self.expression)
            self.derivative = free and ml.derivative(self.expression, random.choice(free))

    @staticmethod
    def drawn(symbol, rng):
        """Draw a value for a symbol."""
        if isinstance(symbol, IndexSymbol):
            size = [size_of(d, SIZES) for d in symbol.shape]
            return rng.integers(size_of(symbol.below, SIZES), size=size)
        value = 0.7 * rng.normal(size=[size_of(d, SIZES) for d in symbol.shape]) + 0.05
        value = np.abs(value) + 0.3 if symbol.nonnegative else value
        return conforming(symbol, value + value.T if symbol.declared_symmetric else value)

    def sizes(self, e):
        """Return the sizes of the dimensions of an expression."""
        return {name: SIZES[name] for name in dimension_names(e)}

    def interpreted(self, e):
        """Compute with NumPy's arrays."""
        return e.evaluate(**self.values, **self.sizes(e))

    def on_lists(self, e):
        """Compute with plain lists."""
        lists = {name: value.tolist() for name, value in self.values.items()}
        return on_lists(e, lists | self.sizes(e))

    def compiled(self, e):
        """Compute by a compiled function."""
        function = e.compile(*self.symbols)
        sizes = self.sizes(e) if "**sizes" in function.source else {}
        return function(*self.values.values(), **sizes)

    def written_out(self, e):
        """Compute what SymPy's entries come to."""
        entries = e.components(**SIZES)
        known = {s: {"positive": True} if s.nonnegative else {"real": True} for s in self.symbols}
        for s in self.symbols:
            if isinstance(s, IndexSymbol):
                known[s] = {"integer": True, "nonnegative": True}
        at = {
            sp.Symbol(name, **known[s]): number
            for s in self.symbols
            for name, number in zip(
                entry_names(s.name, self.values[s.name].shape),
                self.values[s.name].flat,
                strict=True,
            )
        }
        flat = sp.flatten(entries.tolist()) if hasattr(entries, "tolist") else [entries]
        # One by one: of arrays SymPy would select cases, which it cannot where one is certain. With
        # mpmath, for the exponentials inside of a sigmoid may be larger than a float.
        found = sp.lambdify(list(at), flat, ["mpmath", "sympy"], cse=True)(*at.values())
        return np.array(found, dtype=float)


def tame_cases(batch):
    """Yield random cases whose values are not too large to be compared."""
    for seed in range(1000 * batch, 1000 * (batch + 1)):
        case = Case(seed)
        if variables(case.expression) and np.abs(case.interpreted(case.expression)).max() < 1e4:
            yield case


def assert_alike(found, expected):
    assert np.shape(found) == np.shape(expected)
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9 * scale)


@pytest.mark.parametrize("batch", BATCHES)
def test_an_expression_has_one_value_however_it_is_computed(batch):
    for case in islice(tame_cases(batch), BATCH):
        for e in (case.expression, case.derivative):
            assert accepted_symbols(e) >= {*case.symbols}
            expected = case.interpreted(e)
            assert_alike(case.on_lists(e), expected)
            assert_alike(case.compiled(e), expected)


@pytest.mark.parametrize("batch", BATCHES)
def test_its_components_have_that_value_too(batch):
    for case in islice(tame_cases(batch), WRITTEN_OUT):
        expected = case.interpreted(case.expression).ravel()
        assert_alike(case.written_out(case.expression), expected)
