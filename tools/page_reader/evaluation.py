"""Computes what a formula says, at one point."""

import numpy as np

from tools.page_reader import arrays
from tools.page_reader.arrays import is_scalar, need, scalar, spread
from tools.page_reader.calculus import Calculus
from tools.page_reader.dots import expand, expand_grid
from tools.page_reader.errors import Unreadable, Unsettled
from tools.page_reader.functions import smooth
from tools.page_reader.tree import INDICES, ZEROS, Tree, symbol

ARITHMETIC = {
    "negative": arrays.negative,
    "transpose": arrays.transpose,
    "dot": arrays.dot,
    "odot": arrays.odot,
    "oslash": arrays.oslash,
    "kronecker": arrays.kronecker,
    "divide": arrays.divide,
    "hadamard_power": arrays.hadamard_power,
    "power": arrays.power,
}
COMPARE = {
    "=": np.equal,
    r"\ne": np.not_equal,
    "<": np.less,
    ">": np.greater,
    r"\le": np.less_equal,
    r"\ge": np.greater_equal,
}


class Evaluation(Calculus):
    """Computes trees; each operation is a method of its name."""

    def value(self, tree):
        """Return the array that a tree stands for."""
        if tree.op in ARITHMETIC:
            return ARITHMETIC[tree.op](*map(self.value, tree.parts))
        if tree.op not in OPERATIONS:
            raise Unreadable(f"a {tree.op} stands where a value should")
        return OPERATIONS[tree.op](self, tree)

    def added(self, tree):
        """Return a sum, with its dots filled in."""
        first, *others = map(self.value, expand(tree.parts, self))
        for other in others:
            first = arrays.add(first, other)
        return first

    def multiplied(self, tree):
        """Return a product of factors side by side, from the left."""
        first, *others = map(self.value, expand(tree.parts, self))
        for other in others:
            first = arrays.times(first, other)
        return first

    def called(self, tree):
        """Return the value of a function."""
        head, *arguments = tree.parts
        values = [self.value(part) for part in expand(arguments, self)]
        if "choices" in self.held and head == symbol("max") and arguments[0] in ZEROS:
            return self.rectified(tree, *values)
        return self.call(head, values)

    def rectified(self, tree, zero, z):
        """Return max(0, z) where a slope of it is measured, maybe at the kink itself.

        The book's choice there: 0 is the greater, however little z moves.
        """
        key = (tree, *sorted((name, int(self.held[name][0, 0])) for name in INDICES & {*self.held}))

        @arrays.fitted
        def chosen(a, b):
            a, b = spread(a, b)
            return np.where(self.held["choices"].setdefault(key, b <= a), a, b)

        return chosen(zero, z)

    def bare_prime(self, tree):
        """Return the derivative of a function where it is taken everywhere, as f' without (x)."""
        (head,) = tree.parts
        return self.primed(tree, [self.value(part) for part in self.parameters(head)])

    def applied(self, tree):
        """Return a function that brackets or a root stand for."""
        return self.call(symbol(tree.value), [self.value(tree.parts[0])])

    def bigcirc(self, tree):
        """Return an operation that is left open: a smooth one, entry by entry."""
        a, b = spread(*map(self.value, tree.parts))
        make = self.point.once("bigcirc", lambda: smooth(self.point.rng("bigcirc"), 2, 1))
        return make(np.vstack([a.ravel(), b.ravel()])).reshape(a.shape)

    def matrix(self, tree):
        """Return a matrix, or parts put together to one."""
        cells, columns = expand_grid(tree.parts, tree.value, self)
        return arrays.blocks(columns, *map(self.value, cells))

    def point_in_space(self, tree):
        """Return listed numbers as a vector."""
        return arrays.blocks(1, *map(self.value, expand(tree.parts, self)))

    def by_entries(self, tree):
        """Return the matrix whose entry is given by its two indices."""
        formula, i, j = tree.parts
        rows, columns = self.extent(i, [formula]), self.extent(j, [formula])
        cells = [
            self.holding({i.value: scalar(a + 1), j.value: scalar(b + 1)}).value(formula)
            for a in range(rows)
            for b in range(columns)
        ]
        return arrays.blocks(columns, *cells)

    def cases(self, tree):
        """Return the value of the one case whose condition holds, or else of the last."""
        rows = list(zip(tree.parts[::2], tree.parts[1::2], strict=True))
        last = len(rows) - 1 if rows[-1][1].op == "otherwise" else None
        found = [row for row, (_, c) in enumerate(rows) if c.op != "otherwise" and self.holds(c)]
        found = found or [row for row in (last,) if row is not None]
        if not found and any(self.tied(c) for _, c in rows):
            raise Unsettled("on the edge between two cases")
        need(len(found) == 1, f"{len(found)} cases of a case distinction hold, not one")
        self.point.outcomes.add((tree, found[0]))
        return self.value(rows[found[0]][0])

    def holds(self, condition):
        """Tell whether a condition between numbers holds."""
        truth = self.compared(condition)
        need(is_scalar(truth), "a condition on what is not a number")
        values = [self.value(part).item() for part in condition.parts if part.symbols()]
        need(len({v.is_integer() for v in values}) < 2, "an index compared with what is none")
        return bool(truth[0, 0])

    def tied(self, condition):
        """Tell whether the sides of a condition are equal: neither < nor > holds."""
        return bool(np.any(self.compared(Tree("compare", condition.parts, ("=",)))))

    def compared(self, tree):
        """Return whether relations hold, entry by entry."""
        need(tree.op == "compare", "a condition without a relation")
        values = [self.value(part) for part in tree.parts]
        pairs = zip(tree.value, values, values[1:], strict=False)
        truths = [
            arrays.fitted(lambda a, b, r=r: COMPARE[r](*spread(a, b)))(a, b) for r, a, b in pairs
        ]
        return truths[0] if len(truths) == 1 else np.logical_and.reduce(truths)

    def indicator(self, tree):
        """Return ones where a condition holds, zeros elsewhere."""
        truth = self.compared(tree.parts[0])
        if not isinstance(truth, arrays.Unsized):
            self.point.outcomes |= {(tree, bool(one)) for one in np.ravel(truth)}
        return arrays.fitted(lambda truth: truth.astype(float))(truth)

    def at(self, tree):
        """Return a formula's value with a symbol held at a given one."""
        formula, variable, value = tree.parts
        return self.moving(variable, self.value(value)).value(formula)


OPERATIONS = {
    "number": lambda self, tree: scalar(tree.value),
    "symbol": lambda self, tree: self.symbol(tree.value, tree),
    "entry": Evaluation.entry,
    "sum": Evaluation.added,
    "product": Evaluation.multiplied,
    "call": Evaluation.called,
    "prime": Evaluation.bare_prime,
    "apply": Evaluation.applied,
    "bigcirc": Evaluation.bigcirc,
    "matrix": Evaluation.matrix,
    "point": Evaluation.point_in_space,
    "by_entry": Evaluation.by_entries,
    "cases": Evaluation.cases,
    "indicator": Evaluation.indicator,
    "at": Evaluation.at,
    "derivative": Evaluation.derivative,
    "held_still": Evaluation.held_still,
    "gradient": Evaluation.gradient,
    "directional": Evaluation.directional,
    "at_arguments": Evaluation.at_arguments,
    "limit": Evaluation.limit,
    "greatest": Evaluation.greatest,
    "series_sum": Evaluation.series,
    "series_prod": Evaluation.series,
}
