"""A function of NumPy that takes its array apart, read entry by entry.

``w, b = p`` makes numbers of an array, and ``[x[0] * x[1], x[2] ** 2]`` an array of numbers. Such a
function gets an array of tracers, one for each number, which are called as the function calls them;
what it returns is an expression for each output. A mistake in one entry is then looked for there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.diagnosis.brought_along import parameter, unpacked
from mathlib.teaching.diagnosis.numpy_tracer import TraceContext, Tracer, results

#: Formulas of more numbers than these would be long, and nobody writes them down.
INPUTS, OUTPUTS = 12, 30
#: What NumPy asks of an object in an array, as its method, when it is to take a function of it.
ASKED = ("exp", "log", "sqrt", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "square")


class Outputs(NamedTuple):
    """The outputs of a function one by one.

    Attributes
    ----------
    expressions : list of Expression or float
        What each output is.
    variables : list of Symbol
        The array by which they are differentiated, or all its numbers.
    values : dict
        Of the variables, and of what the function brings along.
    """

    expressions: list[Any]
    variables: list[Symbol]
    values: dict[str, Any]


def outputs(f: Callable[..., Any], x: np.ndarray) -> Outputs | None:
    """Return what each output of a function is, None if it cannot be read.

    Examples
    --------
    >>> def neuron(p):
    ...     w, b = p
    ...     return [np.tanh(2 * w + b), w]
    >>> outputs(neuron, np.array([0.5, 3.0])).expressions
    [tanh(2 w + b), w]
    >>> outputs(lambda x: x[0] * x[1], np.array([0.5, 3.0])).expressions
    [x1 x2]
    >>> outputs(lambda x: [x @ x, np.sum(x)], np.array([0.5, 3.0])).expressions
    [‖x‖², 𝟏ᵀ x]
    """
    for result, symbol, context in results(f, x):
        try:
            found = list(_leaves(result))
        except (TypeError, ValueError):
            continue
        if all(isinstance(e, float) or not e.shape for e in found):
            written = [e for e in found if isinstance(e, Expression)]
            return Outputs(found, [symbol], {symbol.name: x} | context.values_in(*written))
    return _by_numbers(f, x)


def _by_numbers(f: Callable[..., Any], x: np.ndarray) -> Outputs | None:
    """Give a function one tracer for each number."""
    if x.size > INPUTS:
        return None
    try:
        names = _names(f, x)
        symbols = [Symbol(name, (), False, False, False) for name in names]
        context = TraceContext({}, symbols[0])
        given = np.empty(x.shape, dtype=object)
        for index, symbol in zip(np.ndindex(x.shape), symbols, strict=True):
            given[index] = NumberTracer(symbol, x[index], context)
        found = list(_leaves(f(given[()])))
    except Exception:  # whatever it is that the function wants, it is not an expression
        return None
    values = dict(zip(names, map(float, x.ravel()), strict=True))
    return Outputs(found, symbols, values) if len(found) <= OUTPUTS else None


def _names(f: Callable[..., Any], x: np.ndarray) -> list[str]:
    name = parameter(f)
    if not x.ndim:
        return [name]
    counted = ["".join(str(i + 1) for i in index) for index in np.ndindex(x.shape)]
    return unpacked(f, len(x)) or [f"{name}{places}" for places in counted]


def _leaves(result: Any) -> Iterator[Expression | float]:
    """Yield the numbers of what a function returned, in order."""
    if isinstance(result, Tracer):
        yield result.expression
    elif isinstance(result, list | tuple) or np.ndim(result):
        for part in result:
            yield from _leaves(part)
    else:
        yield float(result)


class NumberTracer(Tracer):
    """Stands for one number in an array of objects."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        held = np.empty((), dtype=object)
        held[()] = self
        return held


def _asked(name: str) -> Callable[..., Any]:
    return lambda self: getattr(np, name)(self)


for _name in ASKED:
    setattr(NumberTracer, _name, _asked(_name))
