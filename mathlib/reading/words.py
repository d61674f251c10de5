"""The words of formulas: functions under all the names that they have in books and in code."""

from __future__ import annotations

import functools
import inspect
import math
import operator
from collections.abc import Callable
from fractions import Fraction
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
    "vdot": "dot",
    "true_divide": "divide",
    "unsqueeze": "expand_dims",
    **{a + rest: f"arc{rest}" for a in ("a", "ar") for rest in ("sinh", "cosh", "tanh")},
    **{f"a{rest}": f"arc{rest}" for rest in ("sin", "cos", "tan")},
}
#: Functions of numbers, which are written without brackets too: what is it that they are taken of?
OF_NUMBERS = {"sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "ln", "sqrt", "sec", "csc"}
OF_NUMBERS |= {"cot", "sech", "sigmoid", "σ", "arctan", "arcsin", "arccos"}
#: Parameters that take a number, a name or several of them, and no formula.
OPTIONS = {"axis", "axes", "ord", "shape", "keepdims", "ddof", "destination", "first", "second"}
OPTIONS |= {"power", "source"}
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


def reshaped(x: Expression, *shape: Any) -> Expression:
    """Return the entries in another shape; its dimensions come one by one, or in a tuple."""
    alone = len(shape) == 1 and isinstance(shape[0], tuple)
    return functions.reshape(x, shape[0] if alone else shape)


def length(x: Expression, ord: Any = None, **options: Any) -> Expression:
    """Return a norm; what NumPy calls 2 and ``"fro"`` is that of the entries of a vector."""
    usual = ord == 2 and len(x.shape) == 1
    return functions.norm(x, None if usual or ord == "fro" else ord, **options)


def size(x: Expression, axis: int | None = None) -> Expression:
    """Return how many entries there are, in all or along an axis."""
    along = x.shape if axis is None else [x.shape[axis]]
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
    "pow": power,
    "float_power": power,
    "hypot": lambda x, y: functions.sqrt(x**2 + y**2),
    "logaddexp": lambda x, y: functions.log(functions.exp(x) + functions.exp(y)),
    "cbrt": lambda x: functions.sign(x) * functions.abs(x) ** Fraction(1, 3),
    "exp2": lambda x: functions.exp(x * math.log(2)),
    "positive": as_expression,
    "atleast_2d": lambda x: x if len(x.shape) > 1 else functions.expand_dims(x, 0),
    "norm": length,
    "reshape": reshaped,
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
    "full": ones,  # times what comes next, see `Meaning.call`
    "arange": arange,
}
FUNCTIONS: dict[str, Callable[..., Expression]] = {
    name: getattr(functions, name) for name in functions.__all__
}
FUNCTIONS |= {"max": largest, "min": smallest, "dot": contracted, **MADE}


@functools.cache
def option_places(name: str) -> tuple[list[bool], bool]:
    """Return which arguments of a function are options, and whether all that follow are."""
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    several = any(p.kind is p.VAR_POSITIONAL and p.name in OPTIONS for p in parameters)
    return [p.name in OPTIONS for p in parameters if p.kind is not p.VAR_POSITIONAL], several


FUNCTIONS |= {also: FUNCTIONS[name] for also, name in ALSO.items()}
