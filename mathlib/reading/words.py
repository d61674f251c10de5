"""The words of formulas: functions under all the names that they have in books and in code."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from mathlib.symbolic import functions
from mathlib.symbolic.constant_arrays import eye, ones
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
    "power": "raise_to",
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


#: What is made of sizes alone.
SIZED: dict[str, Callable[..., Expression]] = {"ones": ones, "eye": eye, "arange": arange}
FUNCTIONS: dict[str, Callable[..., Expression]] = {
    name: getattr(functions, name) for name in functions.__all__
}
FUNCTIONS |= {"max": largest, "min": smallest, "dot": contracted}
FUNCTIONS |= {also: FUNCTIONS[name] for also, name in ALSO.items()}
