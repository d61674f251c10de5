"""What is said about the symbols of a display, and the random values of those left open."""

from dataclasses import dataclass, field

import numpy as np

from page_reader.tree import SIZES, Tree


@dataclass
class Definition:
    """What a name is equal to; a function has parameters."""

    body: Tree
    parameters: tuple = ()
    indices: tuple = ()


@dataclass
class Context:
    """All that a display, and the text around it, say about its symbols."""

    definitions: dict = field(default_factory=dict)
    entries: dict = field(default_factory=dict)
    shapes: dict = field(default_factory=dict)
    functions: set = field(default_factory=set)
    arguments: dict = field(default_factory=dict)
    variables: tuple = ()
    elementwise: frozenset = frozenset()
    ranges: dict = field(default_factory=dict)

    @property
    def sizes(self):
        """The letters that only a shape makes sizes, with values of their own."""
        trees = [tree for shape in self.shapes.values() for tree in shape]
        letters = {name for tree in trees for name in tree.symbols()} - {*SIZES}
        return dict(zip(sorted(letters), range(7, 9), strict=False))


class Point:
    """Random values, drawn when they are first asked for: they depend on nothing but the name."""

    def __init__(self, seed):
        self.seed, self.positive, self.cache = seed, seed % 4 == 0, {}
        self.sizes = dict(zip(SIZES, self.rng("sizes").permutation([3, 4, 5, 6]), strict=True))
        self.outcomes = set()

    def rng(self, *name):
        """Return the random numbers of a name."""
        return np.random.default_rng([self.seed, *repr(name).encode()])

    def once(self, key, make):
        """Return what was made for a key, and make it when it is asked for first."""
        if key not in self.cache:
            self.cache[key] = make()
        return self.cache[key]

    def draw(self, name, shape):
        """Return the array of a name: no two entries alike, none near 0, of both signs."""
        return self.once((name, shape), lambda: self.fresh(self.rng("value", name), shape))

    def fresh(self, rng, shape):
        """Return new random numbers, positive ones at every fourth point."""
        sign = 1 if self.positive else rng.choice([-1, 1], shape)
        return sign * rng.uniform(0.4, 1.9, shape)
