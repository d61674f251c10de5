"""An expression turned into numbers: once, or as a NumPy function to be called often."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from mathlib import numpy_code
from mathlib.expressions import Expression, dimension_factors, graph, shown
from mathlib.nodes import Size, Symbol

ARRAY, DOUBLE = np.ndarray, np.dtype(float)


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
    symbols = sorted(accepted(e), key=lambda s: s.name)
    _refuse_unknown(values, symbols, dimensions(e))
    arrays = {s: _real(values[s.name], s) for s in symbols if s.name in values}
    counted = {d: values[d] for d in dimensions(e) if d in values}
    _refuse_misfits([(symbol, array.shape) for symbol, array in arrays.items()], counted)
    function = _compiled(e, tuple(arrays))
    by_name = {symbol.name: array for symbol, array in arrays.items()} | counted
    wanted = inspect.signature(function).parameters
    missing = wanted.keys() - by_name.keys()
    if missing:
        raise ValueError(f"no value for the dimension {_listed(missing)}; no array shows it")
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
    known = {s.name: s for s in accepted(e)}
    for argument in arguments:
        if known.get(argument.name) not in (argument, argument.twin):
            raise ValueError(
                f"{argument.name} {shown(argument.shape)} is not one of {_listed(known)}"
            )
    return _compiled(e, arguments)


def accepted(e: Expression) -> frozenset[Symbol]:
    """Return the symbols whose values an expression takes."""
    return e.symbols if e.of is None else accepted(e.of) | {e.by}


def _compiled(e, arguments):
    """Return the function of these arguments, kept with the expression."""
    formula = e.body if e.of is None else e.settled
    functions = formula.__dict__.setdefault("_functions", {})
    key = arguments, dimensions(e)
    if key not in functions:
        functions[key] = _compile(formula, *key)
    return functions[key]


def _compile(formula, arguments, dimensions):
    names = [s.name for s in arguments]
    missing = {s.name for s in formula.symbols} - {*names}
    if missing:
        raise ValueError(f"no value for {_listed(missing)}")
    space = {f.__name__: f for f in (softmax, logsumexp, adjugate, add_diagonal)} | {"np": np}
    space["fitted"] = _fitting(arguments, [s.name for s in formula.symbols if s.symmetric])
    taken = space.keys() & {*names, *dimensions}
    if taken:
        raise ValueError(f"compiled code uses the name {_listed(taken)} itself; rename the symbol")
    text = numpy_code.source(formula, names, _sizes(arguments, dimensions))
    exec(text, space)
    space["f"].source = text
    return space["f"]


def dimensions(e):
    """Return the names of the dimensions of an expression, and of what it is the derivative of."""
    dimensions = {d for s in accepted(e) for d in s.shape} | {*e.shape}
    for node in graph(e.body):
        dimensions |= {node.dimension} if isinstance(node, Size) else {*node.shape}
    names = {name for d in dimensions for name in dimension_factors(d)}
    return tuple(sorted(name for name in names if isinstance(name, str)))


def _sizes(symbols, dimensions):
    """How the size of each dimension is found: on which axis of which argument, if on any."""
    sizes = dict.fromkeys(dimensions)
    for symbol in reversed(symbols):
        for axis, dimension in enumerate(symbol.shape):
            if dimension in sizes:
                sizes[dimension] = f"{symbol.name}.shape[{axis}]"
    return sizes


def _fitting(symbols, symmetric):
    """Return a function that makes arrays of the arguments, and refuses those that do not fit."""
    fitting = set()  # shapes that have been seen to fit, so that a call costs one look
    places = [k for k, symbol in enumerate(symbols) if symbol.name in symmetric]

    def fitted(*values):
        try:
            seen = tuple([v.shape for v in values if v.dtype is DOUBLE and v.__class__ is ARRAY])
        except AttributeError:
            seen = ()
        if len(seen) < len(values) or seen not in fitting:
            values = [_real(v, symbol) for v, symbol in zip(values, symbols, strict=True)]
            shapes = [(symbol, v.shape) for symbol, v in zip(symbols, values, strict=True)]
            _refuse_misfits(shapes, {})
            fitting.add(tuple(v.shape for v in values))
        for k in places:
            _refuse_asymmetry(symbols[k], values[k])
        return values if len(values) > 1 else values[0]

    return fitted


def _real(value, symbol):
    try:
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            return array.astype(float, copy=False)
    except ValueError:
        pass
    raise TypeError(f"{symbol.name} must be an array of real numbers, not {value!r}")


def _refuse_unknown(values, symbols, dimensions):
    unknown = values.keys() - {s.name for s in symbols} - {*dimensions}
    if unknown:
        wanted = _listed({s.name for s in symbols}) or "no symbol"
        also = f", and the dimensions {_listed(dimensions)}" if dimensions else ""
        raise TypeError(f"unknown name {_listed(unknown)}: the expression has {wanted}{also}")


def _refuse_misfits(shapes, counted):
    """Check the shapes of arrays against their symbols', and against one another."""
    sizes = {d: (size, f" in {d}={size}") for d, size in counted.items()}
    axes = []
    for symbol, shape in shapes:
        if len(shape) != len(symbol.shape):
            raise ValueError(_misfit(symbol, shape))
        axes += ((d, size, symbol, shape) for d, size in zip(symbol.shape, shape, strict=True))
    for dimension, size, symbol, shape in sorted(axes, key=lambda axis: "*" in str(axis[0])):
        factors = [sizes.get(d, (d, ""))[0] for d in dimension_factors(dimension)]
        if dimension not in sizes and not any(isinstance(factor, str) for factor in factors):
            sizes[dimension] = prod(factors), ""
        known, where = sizes.setdefault(dimension, (size, f" in {symbol.name}"))
        if size != known:
            told = "" if dimension == known else f", and {dimension} is {known}{where}"
            raise ValueError(_misfit(symbol, shape) + told)


def _misfit(symbol, shape):
    return f"{symbol.name} must have shape {shown(symbol.shape)}, but its shape is {shape}"


def _refuse_asymmetry(symbol, array):
    if not np.allclose(array, array.T):
        raise ValueError(f"{symbol.name} is declared symmetric, but its value is not")


def _listed(names):
    return ", ".join(sorted(names))


# --------------------------------------------------------------- what compiled functions may call


def softmax(x: np.ndarray) -> np.ndarray:
    """Exponentials divided by their sum along the last axis, without overflow."""
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    exponentials /= exponentials.sum(axis=-1, keepdims=True)
    return exponentials


def logsumexp(x: np.ndarray) -> np.ndarray:
    """Return the logarithm of the sum of exponentials along the last axis, without overflow."""
    top = x.max(axis=-1, keepdims=True)
    return np.log(np.exp(x - top).sum(axis=-1)) + top[..., 0]


def adjugate(matrix: np.ndarray) -> np.ndarray:
    """Return the determinant times the inverse; of a singular matrix, its limit.

    With ``U diag(s) V`` the singular value decomposition, entry ``i`` of the limit's diagonal is
    the product of the other singular values.
    """
    try:
        return np.linalg.det(matrix) * np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        U, s, V = np.linalg.svd(matrix)
        others = [np.prod(np.delete(s, k)) for k in range(len(s))]
        return np.linalg.det(U) * np.linalg.det(V) * (V.T * others) @ U.T


def add_diagonal(matrix: np.ndarray, diagonal: np.ndarray | float) -> np.ndarray:
    """Add to the diagonal of a matrix, in place."""
    matrix.ravel(order="K")[:: len(matrix) + 1] += diagonal
    return matrix
