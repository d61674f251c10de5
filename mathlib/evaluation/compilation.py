"""An expression turned into numbers: once, or as a NumPy function to be called often."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from mathlib.evaluation import numpy_printer
from mathlib.evaluation.arguments import (
    accepted_symbols,
    dimension_names,
    fitting,
    listed,
    real,
    refuse_misfits,
    refuse_unknown,
)
from mathlib.evaluation.array_functions import add_diagonal, adjugate, logsumexp, softmax
from mathlib.symbolic.expression import Expression, shape_text
from mathlib.symbolic.nodes import Symbol


def evaluate(e: Expression, values: dict[str, Any]) -> np.ndarray:
    """Return the value of an expression at the given values of its symbols.

    Parameters
    ----------
    e : Expression
        Of any shape.
    values : dict
        An array for every symbol, and a number for every dimension that no array shows. A
        derivative takes every symbol of what was differentiated, even of one that dropped out.

    Returns
    -------
    ndarray
        In the shape of the expression, of double precision.

    Raises
    ------
    TypeError
        If a name is unknown, or a value is not made of real numbers.
    ValueError
        If a value is missing or does not fit.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
    >>> (A @ x).evaluate(A=[[1, 0, 2], [0, 3, 0]], x=[1, 1, 1])
    array([3., 3.])
    >>> ml.eye("n").evaluate(n=2)
    array([[1., 0.],
           [0., 1.]])
    """
    symbols = sorted(accepted_symbols(e), key=lambda s: s.name)
    refuse_unknown(values, symbols, dimension_names(e))
    arrays = {s: real(values[s.name], s) for s in symbols if s.name in values}
    counted = {d: values[d] for d in dimension_names(e) if d in values}
    refuse_misfits([(symbol, array.shape) for symbol, array in arrays.items()], counted)
    function = _compiled(e, tuple(arrays))
    by_name = {symbol.name: array for symbol, array in arrays.items()} | counted
    wanted = inspect.signature(function).parameters
    missing = wanted.keys() - by_name.keys()
    if missing:
        raise ValueError(f"no value for the dimension {listed(missing)}; no array shows it")
    try:
        return np.asarray(function(**{name: by_name[name] for name in wanted}))
    except np.linalg.LinAlgError:
        raise np.linalg.LinAlgError(
            f"{e} has no value here: a matrix in it has no inverse"
        ) from None


def compiled(e: Expression, arguments: tuple[Symbol, ...]) -> Callable[..., np.ndarray]:
    """Return a NumPy function of the arguments, in their order.

    Parameters
    ----------
    e : Expression
        Of any shape.
    arguments : tuple of Symbol
        At least the symbols of `e`; for a derivative, also those that have dropped out.

    Returns
    -------
    callable
        Takes an array for each argument, and by keyword a number for each dimension that none of
        them shows. Its ``source`` is the Python text that runs. It checks shapes, and computes in
        double precision.

    Raises
    ------
    TypeError
        If an argument is not a symbol.
    ValueError
        If a symbol of `e` is missing among the arguments, or one of them is not in `e`.

    Notes
    -----
    Products are ordered as if all dimensions were large and alike.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x, b = ml.matrix("A", "m", "n"), ml.vector("x", "n"), ml.vector("b", "m")
    >>> f = ml.sum((A @ x - b) ** 2)
    >>> print(ml.gradient(f, x).compile(A, x, b).source)
    def f(A, x, b):
        A, x, b = fitted(A, x, b)
        return 2.0 * (A.T @ ((A @ x) - b))
    <BLANKLINE>
    """
    for argument in arguments:
        if not isinstance(argument, Symbol):
            raise TypeError(f"compile takes symbols, not {argument!r}")
    if len({*arguments}) < len(arguments):
        raise ValueError(f"an argument is given twice: {', '.join(a.name for a in arguments)}")
    known = {s.name: s for s in accepted_symbols(e)}
    for argument in arguments:
        if known.get(argument.name) not in (argument, argument.symmetric_version):
            raise ValueError(
                f"{argument.name} {shape_text(argument.shape)} is not one of {listed(known)}"
            )
    return _compiled(e, arguments)


def _compiled(e, arguments):
    """Return the function of these arguments, kept with the expression."""
    formula = e.body if e.of is None else e.with_symmetry
    functions = formula.__dict__.setdefault("_functions", {})
    key = arguments, dimension_names(e)
    if key not in functions:
        functions[key] = _compile(formula, *key)
    return functions[key]


def _compile(formula, arguments, dimension_names):
    names = [s.name for s in arguments]
    missing = {s.name for s in formula.symbols} - {*names}
    if missing:
        raise ValueError(f"no value for {listed(missing)}")
    space = {f.__name__: f for f in (softmax, logsumexp, adjugate, add_diagonal)} | {"np": np}
    space["fitted"] = fitting(arguments, [s.name for s in formula.symbols if s.symmetric])
    taken = space.keys() & {*names, *dimension_names}
    if taken:
        raise ValueError(f"compiled code uses the name {listed(taken)} itself; rename the symbol")
    text = numpy_printer.source(formula, names, _sizes(arguments, dimension_names))
    exec(text, space)
    space["f"].source = text
    return space["f"]


def _sizes(symbols, dimension_names):
    """How the size of each dimension is found: on which axis of which argument, if on any."""
    sizes = dict.fromkeys(dimension_names)
    for symbol in reversed(symbols):
        for axis, dimension in enumerate(symbol.shape):
            if dimension in sizes:
                sizes[dimension] = f"{symbol.name}.shape[{axis}]"
    return sizes


# --------------------------------------------------------------- what compiled functions may call
