"""What a recipe for exercises is, and the list of all of them.

Conventions
-----------
A recipe is called with `pick`, which takes one of several options at a time, and returns an
expression and the variable to differentiate it by. Its name is its topic, a word of mathematics
such as ``chain_rule``, and its level. The choices must not hang on one another: then their
combinations can be numbered, and different numbers make different exercises. A seed is such a
number, in a scattered order, so that neighbours look different and none comes twice before all have
come once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from math import gcd
from typing import Any

from mathlib.symbolic import functions as fn
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol

Pick = Callable[[Sequence], Any]
Question = tuple[Expression, Symbol]
Recipe = Callable[[Pick], Question]

FACTORS = tuple(range(2, 10))
POWERS = tuple(range(2, 6))
SMOOTH = (fn.sin, fn.cos, fn.exp, fn.tanh, fn.sigmoid)
WAVES = (fn.sin, fn.cos, fn.tanh)

#: The recipes of every topic, from the easiest level to the hardest.
RECIPES: dict[str, list[Recipe]] = {}

#: Topics that practise one way to a derivative: with how much detail it is then derived.
DETAILS = {"total_derivative": "paths"}


def recipe(make: Recipe) -> Recipe:
    """Enter a recipe under its topic, as the next level."""
    RECIPES.setdefault(make.__name__.rpartition("_")[0], []).append(make)
    return make


class Choices:
    """Takes one of several options at a time: the digits of a number, in a mixed base."""

    def __init__(self, number: int):
        self.number, self.combinations = number, 1

    def __call__(self, options: Sequence):
        """Return the option that the next digit names."""
        self.combinations *= len(options)
        self.number, digit = divmod(self.number, len(options))
        return options[digit]


def scattered(seed: int, make: Recipe) -> int:
    """Return the number of the combination for a seed: all in turn, and neighbours far apart."""
    counted = Choices(0)
    make(counted)
    total = counted.combinations
    # A golden step visits a circle evenly; without a common divisor it visits all of it.
    step = next(s for s in count(round(total * 0.618)) if gcd(s, total) == 1)
    return seed * step % total
