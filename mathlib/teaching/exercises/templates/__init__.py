"""The recipes, by groups of topics; importing a group enters its recipes, in this order."""

from mathlib.teaching.exercises.recipe import RECIPES
from mathlib.teaching.exercises.templates import foundations as foundations

from mathlib.teaching.exercises.templates import toolkit as toolkit  # isort: skip
from mathlib.teaching.exercises.templates import neuron as neuron  # isort: skip
from mathlib.teaching.exercises.templates import matrix_calculus as matrix_calculus  # isort: skip

__all__ = ["RECIPES"]
