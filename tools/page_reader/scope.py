r"""What a symbol stands for: a value that is held, a definition, a size, or a random number.

Values that are held come first. So the derivative of :math:`y = \sin u` by u moves the value of u
whatever u is made of, and the derivative by x moves u along with x, since u is looked up again.
"""

import numpy as np

from tools.page_reader.arrays import (
    LENGTHS,
    Sign,
    blocks,
    flat,
    is_scalar,
    need,
    ones,
    scalar,
    zeros,
)
from tools.page_reader.dots import expand
from tools.page_reader.errors import Unreadable
from tools.page_reader.functions import NAMED, smooth, smooth_by_entry
from tools.page_reader.tree import INDICES, Tree, number, symbol, whole

#: What some names stand for; of three, the size is open.
OPEN = {"bold 1": ones, "bold 0": zeros, "I": np.eye}
FIXED = {**OPEN, "e": scalar(np.e), "pi": scalar(np.pi)}
#: How many entries the value of a function has, where nothing else is said.
OUTPUTS = {"bold g": "k"}


class Scope:
    """Finds the values of symbols; `evaluation.Evaluation` knows the rest of a formula."""

    #: The sizes that an open size is sought among, the signs of open size, and the functions.
    lengths, unsized, functions = LENGTHS, OPEN, NAMED

    def __init__(self, context, point, held=None):
        self.context, self.point, self.held = context, point, held or {}
        self.sizes = {**point.sizes, **context.sizes}

    def holding(self, held):
        """Return a scope in which some names have given values."""
        scope = object.__new__(type(self))
        scope.__dict__.update(self.__dict__)
        scope.held = {**self.held, **held}
        return scope

    def integer(self, tree):
        """Return the value of an index."""
        if tree.op == "number" and tree.value.is_integer():
            return int(tree.value)
        value = self.value(tree)
        index = value.item() if is_scalar(value) else 0.5
        need(index == int(index), "an index that is not whole")
        return int(index)

    # ------------------------------------------------------------------------------- symbols

    def symbol(self, name, sign=None):
        """Return the value of a symbol; `sign` tells apart signs of the same name."""
        if name in self.held:
            return self.held[name]
        if name in self.point.free:
            return self.point.free[name]
        if name in self.context.definitions:
            return self.value(self.context.definitions[name].body)
        if self.has_entries(name):
            return self.stacked(name)
        if name in self.context.functions:
            return self.call(symbol(name), [self.value(a) for a in self.arguments(name)])
        if name in self.sizes and name not in self.context.shapes:
            return scalar(self.sizes[name])
        need(name not in INDICES, f"{name} is an index, and which is not said")
        if make := self.unsized.get(name):
            key = id(sign) if sign else name
            return self.point.once((name, key), lambda: Sign(make, self.lengths)).array()
        if name in FIXED:
            return FIXED[name]
        self.point.free[name] = self.point.draw(name, self.shape(name))
        return self.point.free[name]

    def shape(self, name):
        """Return the shape of a free symbol, as it is declared or as its letter says."""
        if name in self.context.shapes:
            return tuple(self.integer(size) for size in self.context.shapes[name])
        return tuple(self.sizes.get(size, size) for size in usual_shape(name))

    def has_entries(self, name):
        """Tell whether a vector is given by its entries."""
        return name.removeprefix("bold ") in self.context.entries and name.startswith("bold ")

    def stacked(self, name, arguments=None):
        """Return a vector that is given by its entries."""
        if arguments is None:
            return blocks(1, *map(self.value, self.entries(name)))
        return blocks(1, *(self.call(entry, arguments) for entry in self.entries(name)))

    def entries(self, name):
        """Return the entries of a vector that is given by its entries."""
        letter = name.removeprefix("bold ")
        return [Tree("entry", (number(i + 1),), letter) for i in range(self.count(letter))]

    def is_size(self, tree):
        """Tell whether a tree is one of the letters that stand for a size."""
        known = {*self.held, *self.context.definitions, *self.context.shapes}
        return tree.op == "symbol" and tree.value in self.sizes and tree.value not in known

    def count(self, letter):
        """Return how many entries are defined: as many as the highest index, or as the rule has."""
        definitions = self.context.entries[letter]
        for definition in definitions:
            (index,) = definition.indices
            if index.op == "symbol" and index.value not in self.sizes:
                return self.highest(index.value, [definition.body])
        return max(self.integer(definition.indices[0]) for definition in definitions)

    def arguments(self, name):
        """Return the arguments a function has elsewhere, or else all variables that are moved."""
        variables = [v for v in self.context.variables if v.value not in self.context.functions]
        trees = self.context.arguments.get(name) or variables
        need(bool(trees), f"{name} is a function, but of what is not said")
        return tuple(expand(trees, self))

    # ------------------------------------------------------------------------------- entries

    def key(self, tree):
        """Return the name under which the value of a symbol or an entry is held."""
        name = whole(tree)
        if tree.op == "entry" and self.own_definition(tree):
            return tree.value, self.indices(tree)
        return name + ",".join(map(str, self.indices(tree))) if name.endswith("_") else name

    def indices(self, tree):
        """Return the indices of an entry as numbers."""
        return tuple(self.integer(part) for part in tree.parts)

    def own_definition(self, tree):
        """Return the definition of one entry and the values of its indices, if it has one."""
        if tree.value not in self.context.entries:
            return None
        for definition in self.context.entries[tree.value]:
            if len(definition.indices) != len(tree.parts):
                continue
            letters = {}
            for formal, actual in zip(definition.indices, tree.parts, strict=True):
                if formal.op == "symbol" and formal.value not in self.sizes:
                    letters[formal.value] = self.value(actual)
                elif self.integer(formal) != self.integer(actual):
                    break
            else:
                return definition, letters
        return None

    def entry(self, tree):
        """Return the value of an indexed symbol."""
        need(tree.value not in INDICES, f"{tree.value} is an index, and has none itself")
        indices, name = self.indices(tree), whole(tree)
        if (tree.value, indices) in self.held:
            return self.held[tree.value, indices]
        if name not in self.held and (found := self.own_definition(tree)):
            definition, letters = found
            return self.holding(letters).value(definition.body)
        if name.endswith("_"):
            return self.symbol(self.key(tree))
        return picked(self.symbol(name), indices, name)

    # ----------------------------------------------------------------------------- functions

    def call(self, head, arguments):
        """Return the value of a function."""
        if head.op == "prime":
            return self.primed(head, arguments)
        if head.op == "entry":
            return self.call_entry(head, arguments)
        name = head.value
        if name in self.held:
            return self.held[name]
        if name in self.context.definitions:
            return self.bound(self.context.definitions[name], arguments)
        if self.has_entries(name):
            return self.stacked(name, arguments)
        if name in self.functions:
            return called(self.functions[name], name, arguments)
        return self.generic(name, arguments)

    def call_entry(self, head, arguments):
        """Return one entry of the value of a function."""
        if found := self.own_definition(head):
            definition, letters = found
            return self.holding(letters).bound(definition, arguments)
        indices, name = self.indices(head), whole(head)
        if name in self.context.elementwise and name not in self.context.definitions:
            (argument,) = arguments
            own = argument if is_scalar(argument) else picked(argument, indices, name)
            return self.by_entry(name)(own, [indices[0] - 1])
        return picked(self.call(symbol(name), arguments), indices, name)

    def bound(self, definition, arguments):
        """Return the value of a defined function: its body, with the arguments held."""
        wanted, came = len(definition.parameters), len(arguments)
        need(wanted == came, f"a function of {wanted} arguments is given {came}")
        names = [
            (p.value, self.indices(p)) if p.op == "entry" else p.value
            for p in definition.parameters
        ]
        return self.holding(dict(zip(names, arguments, strict=True))).value(definition.body)

    def generic(self, name, arguments):
        """Return the value of a function that is left open: a smooth one at random."""
        need(name in self.context.functions, f"{name} is no function that is known")
        if name in self.context.elementwise:
            rows = list(range(self.outputs(name)))
            return self.by_entry(name)(arguments[0], rows)
        need(not any(a.shape[0] == 1 < a.shape[1] for a in arguments), "a function of a row")
        column = flat(arguments)
        size = (len(column), self.outputs(name))
        make = self.point.once((name, size), lambda: smooth(self.point.rng(name), *size))
        return make(column)

    def by_entry(self, name):
        """Return the function that a name has for each entry."""
        return self.point.once(name, lambda: smooth_by_entry(self.point.rng(name)))

    def outputs(self, name):
        """Return how many entries the value of a function has."""
        if not name.startswith("bold "):
            return 1
        if name in self.context.shapes:
            return self.integer(self.context.shapes[name][0])
        return self.sizes[OUTPUTS.get(name, "m")]


def usual_shape(name):
    """Return the sizes that a letter says: bold small ones are columns, capitals are matrices."""
    if name.startswith("bold "):
        return "n", 1
    if name[0].isupper() and name[1:2] in ("", "_"):  # A, or one of W_1, W_2
        return "N" if name == "X" else "m", "n"
    return 1, 1


def picked(array, indices, name):
    """Return an entry of an array, or a row as a column; counting begins at 1."""
    fits = all(0 < index <= size for index, size in zip(indices, array.shape, strict=False))
    need(fits, f"{name} of shape {array.shape} has no entry {indices}")
    row = array[indices[0] - 1]
    if len(indices) == 2:
        return scalar(row[indices[1] - 1])
    return row.reshape(-1, 1)


def called(function, name, arguments):
    """Return the value of a named function."""
    try:
        return function(*arguments)
    except TypeError:
        raise Unreadable(f"{name} with {len(arguments)} arguments") from None
