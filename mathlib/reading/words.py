"""The words of formulas: functions under all the names that they have in books and in code."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from typing import Any

from mathlib.symbolic import functions
from mathlib.symbolic.constant_arrays import eye, ones
from mathlib.symbolic.constants import as_expression, is_number, size as size_of
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.index_vectors import arange

#: Other names of the engine's functions.
ALSO = {
    "ln": "log",
    "σ": "sigmoid",
    "sigma": "sigmoid",
    "logistic": "sigmoid",
    "ReLU": "relu",
    "tr": "trace",
    "inverse": "inv",
    "sgn": "sign",
    "absolute": "abs",
    "Diag": "diag",
    "Tr": "trace",
    "inner": "dot",
    "expit": "sigmoid",
    "average": "mean",
    "diagflat": "diag",
}
CONSTANTS = {"π": math.pi, "pi": math.pi}


def largest(x: Any, *others: Any, **options: Any) -> Expression:
    """Return the larger of two, as mathematics writes ``max(0, x)``, or the greatest entry."""
    return functions.maximum(x, *others) if others else functions.max(x, **options)


def smallest(x: Any, *others: Any, **options: Any) -> Expression:
    """Return the smaller of two, or the least entry."""
    return functions.minimum(x, *others) if others else functions.min(x, **options)


def contracted(x: Any, y: Any) -> Expression:
    """Return the dot product of vectors, and the product of matrices, as ``np.dot`` does."""
    return x @ y if max(len(x.shape), len(y.shape)) > 1 else functions.dot(x, y)


def power(x: Expression, exponent: Any) -> Expression:
    """Return every entry to a power, a number or an expression, as ``x ** exponent``."""
    known = isinstance(exponent, Expression) and is_number(exponent) and not exponent.shape
    return x ** (exponent.coefficient if known else exponent)


def size(x: Expression, axis: Any = None) -> Expression:
    """Return how many entries there are, in all or along an axis."""
    along = x.shape if axis is None else [x.shape[int(axis.coefficient)]]
    return functools.reduce(operator.mul, map(size_of, along), as_expression(1))


def heaviside(x: Expression, at_zero: Any) -> Expression:
    """Return 1 above zero, 0 below, and what is given there."""
    return functions.step(x) + at_zero * (functions.greater_equal(x, 0) - functions.step(x))


def ones_like(x: Expression) -> Expression:
    """Return ones in the shape of something else."""
    return ones(*x.shape)


#: Functions that are quotients of others, or need a shape alone.
MADE: dict[str, Callable[..., Expression]] = {
    "sec": lambda x: 1 / functions.cos(x),
    "csc": lambda x: 1 / functions.sin(x),
    "cot": lambda x: functions.cos(x) / functions.sin(x),
    "sech": lambda x: 1 / functions.cosh(x),
    "csch": lambda x: 1 / functions.sinh(x),
    "coth": lambda x: functions.cosh(x) / functions.sinh(x),
    "power": power,
    "heaviside": heaviside,
    "size": size,
    "len": lambda x: size_of(x.shape[0]),
    "ones_like": ones_like,
    "zeros_like": lambda x: 0 * ones_like(x),
}
#: What is made of sizes alone.
SIZED: dict[str, Callable[..., Expression]] = {
    "ones": ones,
    "zeros": lambda *sizes: 0 * ones(*sizes),
    "eye": eye,
    "arange": arange,
}
FUNCTIONS: dict[str, Callable[..., Expression]] = {
    name: getattr(functions, name) for name in functions.__all__
}
FUNCTIONS |= {"max": largest, "min": smallest, "dot": contracted, **MADE}
FUNCTIONS |= {also: FUNCTIONS[name] for also, name in ALSO.items()}
