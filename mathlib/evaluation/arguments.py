"""What values an expression takes: which names, of which shapes; and what does not fit."""

from __future__ import annotations

from math import prod

import numpy as np

from mathlib.symbolic.expression import Expression, dimension_factors, shape_text, topological_order
from mathlib.symbolic.nodes import Size, Symbol

ARRAY, DOUBLE = np.ndarray, np.dtype(float)


def accepted_symbols(e: Expression) -> frozenset[Symbol]:
    """Return the symbols whose values an expression takes."""
    return e.symbols if e.of is None else accepted_symbols(e.of) | {e.by}


def dimension_names(e):
    """Return the names of the dimensions of an expression, and of what it is the derivative of."""
    dimension_names = {d for s in accepted_symbols(e) for d in s.shape} | {*e.shape}
    for node in topological_order(e.body):
        dimension_names |= {node.dimension} if isinstance(node, Size) else {*node.shape}
    names = {name for d in dimension_names for name in dimension_factors(d)}
    return tuple(sorted(name for name in names if isinstance(name, str)))


def fitting(symbols, symmetric):
    """Return a function that makes arrays of the arguments, and refuses those that do not fit."""
    fitting = set()  # shapes that have been seen to fit, so that a call costs one look
    places = [k for k, symbol in enumerate(symbols) if symbol.name in symmetric]

    def fitted(*values):
        try:
            seen = tuple([v.shape for v in values if v.dtype is DOUBLE and v.__class__ is ARRAY])
        except AttributeError:
            seen = ()
        if len(seen) < len(values) or seen not in fitting:
            values = [real(v, symbol) for v, symbol in zip(values, symbols, strict=True)]
            shapes = [(symbol, v.shape) for symbol, v in zip(symbols, values, strict=True)]
            refuse_misfits(shapes, {})
            fitting.add(tuple(v.shape for v in values))
        for k in places:
            _refuse_asymmetry(symbols[k], values[k])
        return values if len(values) > 1 else values[0]

    return fitted


def real(value, symbol):
    """Return a value as an array of double precision, or say whose it is and what came."""
    try:
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            return array.astype(float, copy=False)
    except ValueError:
        pass
    raise TypeError(f"{symbol.name} must be an array of real numbers, not {value!r}")


def refuse_unknown(values, symbols, dimension_names):
    """Refuse values whose names are neither symbols nor dimensions."""
    unknown = values.keys() - {s.name for s in symbols} - {*dimension_names}
    if unknown:
        wanted = listed({s.name for s in symbols}) or "no symbol"
        also = f", and the dimensions {listed(dimension_names)}" if dimension_names else ""
        raise TypeError(f"unknown name {listed(unknown)}: the expression has {wanted}{also}")


def refuse_misfits(shapes, counted):
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
    return f"{symbol.name} must have shape {shape_text(symbol.shape)}, but its shape is {shape}"


def _refuse_asymmetry(symbol, array):
    if not np.allclose(array, array.T):
        raise ValueError(f"{symbol.name} is declared symmetric, but its value is not")


def listed(names):
    """Return names as a sentence lists them."""
    return ", ".join(sorted(names))
