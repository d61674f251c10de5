"""What a recipe for exercises is, and the list of all of them.

Conventions
-----------
A recipe is called with `pick`, which takes one of several options at a time, and returns an
expression and the variable to differentiate it by. Its name is its topic, a word of mathematics
such as ``chain_rule``, and its level. The choices must not hang on one another: then their
combinations can be numbered, and different numbers make different exercises.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
