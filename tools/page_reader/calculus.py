"""Derivatives, limits and sums over an index, measured on the page's formulas."""

import numpy as np

from tools.page_reader import differences
from tools.page_reader.arrays import add, fitted, flat, is_scalar, need, scalar, times
from tools.page_reader.paths import Paths, is_vec, symbols_in
from tools.page_reader.tree import INDICES, Tree, symbol, whole


class Calculus(Paths):
    """The part of the evaluation that moves a symbol and watches a formula."""

    def moving(self, variable, value):
        """Return a scope in which a variable has another value."""
        if variable.op == "point":
            need(len(variable.parts) == len(value), "a point with a coordinate that is no number")
            scope = self
            for part, entry in zip(variable.parts, value, strict=True):
                scope = scope.moving(part, entry.reshape(1, 1))
            return scope
        if is_vec(variable):
            (matrix,) = symbols_in(variable)
            return self.moving(matrix, value.reshape(self.value(matrix).shape, order="F"))
        need(variable.op in ("symbol", "entry"), "a derivative by what is not a symbol")
        key = self.key(variable)
        if variable.op == "symbol" or key != whole(variable):
            return self.holding({key: value})
        array = np.array(self.symbol(key))
        self.entry(variable)  # refuses an entry that is not there
        place = tuple(index - 1 for index in self.indices(variable))
        array[place] = value.item() if len(place) == 2 else value.ravel()
        return self.holding({key: array})

    def derivative(self, tree):
        """Return a derivative; that by several variables is taken by one after the other."""
        formula, first, *others = tree.parts
        if others:
            formula = Tree("derivative", (formula, *others), tree.value)
        scope = self.holding_still(formula, first) if tree.value == r"\partial" else self
        if self.point.has_ties:
            scope = scope.holding({"choices": {}})
            scope.value(formula)  # takes down what each max chooses
        start = scope.value(first)
        need(not self.is_size(first), "a derivative by a size")
        need(not self.is_size(formula), "a derivative of a size")
        rows = any(part.op in ("derivative", "gradient") for part in formula.walk())

        def value(step):
            return scope.moving(first, start + step).value(formula)

        return jacobian(value, start.shape, rows)

    def parameters(self, head):
        """Return the arguments by which a function is defined, or which it has elsewhere."""
        name = whole(head)
        definition = self.context.definitions.get(name)
        if head.op == "entry" and (found := self.own_definition(head)):
            definition = found[0]
        need(name in self.context.functions, f"{name} is no function")
        return (definition and definition.parameters) or self.arguments(name)

    def head_and_arguments(self, tree):
        """Return a function and its arguments' values, from ``f(1, 2)`` or a bare ``f``."""
        head, trees = (tree.parts[0], tree.parts[1:]) if tree.op == "call" else (tree, None)
        need(head.op in ("symbol", "entry"), "a gradient of what is not a function")
        return head, [self.value(part) for part in trees or self.parameters(head)]

    def gradient(self, tree):
        """Return the derivative of a function by all its arguments, side by side."""
        head, arguments = self.head_and_arguments(tree.parts[0])
        column = flat(arguments)
        return jacobian(lambda step: self.call(head, like(column + step, arguments)), column.shape)

    def directional(self, tree):
        """Return the slope of a function along a vector."""
        direction, function = tree.parts
        head, arguments = self.head_and_arguments(function)
        column, along = flat(arguments), self.value(direction)
        need(along.shape == column.shape, f"a direction of shape {along.shape}")
        return differences.slope(lambda t: self.call(head, like(column + t * along, arguments)))

    def at_arguments(self, tree):
        """Return a derivative at listed arguments, as that of g at (0, 0)."""
        derivative, *arguments = tree.parts
        parameters = self.parameters(derivative.parts[0])
        need(len(parameters) == len(arguments), "a point with too few coordinates")
        held = {self.key(p): self.value(a) for p, a in zip(parameters, arguments, strict=True)}
        return self.holding(held).value(derivative)

    def primed(self, head, arguments):
        """Return the derivative of a function of one number, as often as it has primes."""
        need(len(arguments) == 1, "a prime on a function of several arguments")
        function, argument = head.parts[0], arguments[0]
        if head.value > 1:
            function = Tree("prime", head.parts, head.value - 1)
        if is_scalar(argument):
            return differences.slope(lambda t: self.call(function, [argument + t]))
        ones = np.ones_like(argument)  # an entrywise function: all entries move at once
        return differences.slope(lambda t: self.call(function, [argument + t * ones]))

    def limit(self, tree):
        """Return where a formula goes."""
        variable, target, formula = tree.parts
        need(variable.value not in self.context.functions, "a function that goes somewhere")
        goal = self.value(target)
        return differences.limit(lambda t: self.moving(variable, goal + t).value(formula))

    def greatest(self, tree):
        """Return the greatest value over all directions in the plane."""
        direction, formula = tree.parts
        need(self.value(direction).shape == (2, 1), "a maximum over vectors not of two entries")

        def value(angle):
            unit = np.array([[np.cos(angle)], [np.sin(angle)]])
            return self.moving(direction, unit).value(formula)[0, 0]

        return scalar(differences.greatest(value))

    def series(self, tree):
        """Return a sum or a product over an index."""
        index, formula, *limits = tree.parts
        low, high = map(self.integer, limits) if limits else (1, self.extent(index, [formula]))
        need(low <= high, "a sum over nothing")
        combine = add if tree.op == "series_sum" else times
        values = (
            self.holding({index.value: scalar(i)}).value(formula) for i in range(low, high + 1)
        )
        total = next(values)
        for value in values:
            total = combine(total, value)
        return total

    def highest(self, letter, trees):
        """Return the highest value of an index: as is said, or as what it stands at has entries."""
        if letter in self.context.ranges:
            return self.integer(self.context.ranges[letter])
        need(letter in INDICES, f"{letter} stands as an index; say {letter} = 1, \\dots, n")
        return self.extent(symbol(letter), trees)

    def extent(self, index, trees):
        """Return how many values an index has: as many as what carries it has entries."""
        found = {
            whole(tree): self.size_along(tree, tree.parts.index(index))
            for formula in trees
            for tree in formula.walk()
            if tree.op == "entry" and index in tree.parts
        }
        need(bool(found), f"the index {index.value} stands at nothing")
        counts = ", ".join(f"{size} of {name}" for name, size in found.items())
        need(len({*found.values()}) == 1, f"the index {index.value} counts {counts}")
        return next(iter(found.values()))

    def size_along(self, tree, axis):
        """Return the number of entries that an index at a symbol can count."""
        name = whole(tree)
        if tree.value in self.context.entries and len(tree.parts) == 1:
            return self.count(tree.value)
        if name in self.context.functions and name not in self.held:
            definition = self.context.definitions.get(name)
            return self.value(definition.body).shape[0] if definition else self.outputs(name)
        return self.symbol(name).shape[axis]


def like(column, arguments):
    """Return arguments of the same shapes, with the entries of a column."""
    ends = np.cumsum([np.size(a) for a in arguments])[:-1]
    return [
        part.reshape(np.shape(a)) for part, a in zip(np.split(column, ends), arguments, strict=True)
    ]


def jacobian(value, shape, rows=False):
    """Return the derivative of a function of a step, in numerator layout.

    By a number it has the shape of the value; by a vector, a row for each output; of a number by a
    matrix, the shape of the matrix. Where there are derivatives in the value already, it may be a
    row, and counts as the column that it is the transpose of.
    """
    if shape == (1, 1):
        return differences.slope(lambda t: value(np.full((1, 1), t)))
    units = np.eye(shape[0] * shape[1]).reshape(-1, *shape)
    slopes = [differences.slope(lambda t, unit=unit: value(t * unit)) for unit in units]

    @fitted
    def assembled(*columns):
        if shape[1] > 1 and all(map(is_scalar, columns)):
            return np.reshape(columns, shape)
        need(shape[1] == 1, "a derivative by a matrix of what is not a number")
        fits = columns[0].shape[1] == 1 or (rows and columns[0].shape[0] == 1)
        need(fits, f"a derivative of shape {columns[0].shape} by a vector")
        return np.hstack([column.reshape(-1, 1) for column in columns])

    return assembled(*slopes)
