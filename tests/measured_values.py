"""An expression held against NumPy: its value in three ways, its derivatives by measurement."""

import numpy as np

import mathlib as ml
from mathlib.evaluation import list_arrays
from mathlib.evaluation.arguments import dimension_names, size_of
from mathlib.evaluation.as_written import as_written, wrong_step
from mathlib.evaluation.evaluate import evaluate
from mathlib.symbolic.index_nodes import IndexSymbol


class Values:
    """Values for symbols, and sizes for dimensions."""

    def __init__(self, symbols, sizes, seed=3):
        rng = np.random.default_rng(seed)
        self.sizes = sizes
        self.at = {s.name: rng.normal(size=[size_of(d, sizes) for d in s.shape]) for s in symbols}
        for s in symbols:
            if isinstance(s, IndexSymbol):
                below = size_of(s.below, sizes)
                self.at[s.name] = rng.integers(0, below, size=self.at[s.name].shape)

    def of(self, e):
        """Return the values that an expression takes, its own and those of dimensions."""
        sizes = {d: self.sizes[d] for d in dimension_names(e)}
        return {s.name: self.at[s.name] for s in sorted(e.symbols, key=lambda s: s.name)}, sizes

    def computed(self, e):
        """Return the value; the interpreter, over lists too, and compiled code must agree."""
        values, sizes = self.of(e)
        found = e.evaluate(**values, **sizes)
        lists = evaluate(e, {n: v.tolist() for n, v in values.items()} | sizes, list_arrays)
        function = e.compile(*sorted(e.symbols, key=lambda s: s.name))
        needed = sizes if "sizes" in function.source else {}
        compiled = function(*values.values(), **needed)
        for other in (np.asarray(lists), compiled):
            assert np.shape(other) == found.shape
            np.testing.assert_allclose(other, found, rtol=1e-9, atol=1e-11)
        return found

    def check(self, symbolic, numeric):
        """Hold a function of an expression's symbols against the same of arrays."""
        e, wanted = symbolic, np.asarray(numeric)
        found = self.computed(e)
        assert found.shape == wanted.shape
        np.testing.assert_allclose(found, wanted, rtol=1e-11, atol=1e-12)
        values, sizes = self.of(e)
        np.testing.assert_allclose(as_written(e, values | sizes), wanted, rtol=1e-11, atol=1e-12)
        assert wrong_step(e, values | sizes) is None
        smooth = [s for s in e.symbols if not isinstance(s, IndexSymbol)]
        for by in sorted(smooth, key=lambda s: s.name):
            derivative = ml.derivative(e, by)
            measured = ml.measure(
                lambda v, by=by: e.evaluate(**{**values, by.name: v}, **sizes), self.at[by.name]
            )
            assert str(derivative)
            assert derivative.index_notation(latex=True)
            np.testing.assert_allclose(self.computed(derivative), measured, rtol=1e-6, atol=1e-7)
