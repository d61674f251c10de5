"""What values an expression takes: which names, of which shapes; and what does not fit.

`evaluate` and compiled functions validate here, at the door, once and alike: names, then each value
by itself, then the shapes together, then what was assumed of a symbol. Inside, arrays are trusted.

Nothing here depends on what arrays are: they are read and asked by the `Arrays` that is handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite, prod
from numbers import Real
from operator import index
from typing import Any

from mathlib.evaluation.arrays import Array, Arrays
from mathlib.evaluation.declared_structure import check_structure
from mathlib.symbolic.expression import Dimension, Expression, dimension_factors, shape_text
from mathlib.symbolic.index_nodes import IndexSymbol
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.writings import written_symbols

#: A symmetric value may differ from its transpose by this part of an entry (a value computed in
#: single precision does), and by this part of the largest one (rounding where entries cancel).
ASYMMETRY = {"of_entry": 1e-6, "of_largest": 1e-10}


def accepted_symbols(e: Expression) -> frozenset[Symbol]:
    """Return the symbols whose values an expression takes."""
    return e.symbols if e.of is None else accepted_symbols(e.of).union(e.differentiated_by)


def cancelled_symbols(e: Expression, names: Iterable[str]) -> frozenset[Symbol]:
    """Return the symbols of these names with which an expression was written, and lost.

    Whoever writes ``x / x`` may give a value for x. It is checked like any other, and not needed.
    """
    taken = {s.name for s in accepted_symbols(e)}
    lost = written_symbols(e if e.of is None else e.of)
    return frozenset(s for s in lost if s.name in names and s.name not in taken)


def dimension_names(e: Expression) -> tuple[str, ...]:
    """Return the names of the dimensions of an expression, and of what it is the derivative of."""
    names = e.body.dimensions.union(*(s.dimensions for s in accepted_symbols(e)))
    return tuple(sorted(names))


# ----------------------------------------------------------------------------------------- names


def check_names(
    values: Mapping[str, Any], symbols: Iterable[Symbol], dimensions: Iterable[str]
) -> None:
    """Refuse values whose names are neither symbols nor dimensions."""
    names, dimensions = {s.name for s in symbols}, {*dimensions}
    unknown = values.keys() - names - dimensions
    if unknown:
        wanted = listed(names) or "no symbol"
        also = f", and the dimensions {listed(dimensions)}" if dimensions else ""
        raise TypeError(f"unknown name {listed(unknown)}: the expression has {wanted}{also}")


def refuse_unnamed(unnamed: Sequence[Any], method: str, what: str, names: Iterable[str]) -> None:
    """Refuse values that are not given by name."""
    if unnamed:
        example = ", ".join(f"{name}=..." for name in sorted(names))
        raise TypeError(f"give the {what} by name: {method}({example})")


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    return ", ".join(sorted(names))


# ---------------------------------------------------------------------------------------- values


def checked_arguments(
    symbols: Sequence[Symbol], values: Sequence[Any], sizes: Mapping[str, Any], arrays: Arrays
) -> tuple[list[Array], dict[Dimension, int]]:
    """Return the values of symbols as arrays, and the size of every dimension that is known.

    Parameters
    ----------
    symbols : sequence of Symbol
        The symbols.
    values : sequence
        A value for each.
    sizes : mapping of str to int
        The sizes that are given by name.
    arrays : Arrays
        What reads the values.

    Raises
    ------
    TypeError
        If a value is not made of real numbers.
    ValueError
        If a size is not a positive whole number, a value is empty or masked or of the wrong shape,
        or is not what its symbol is declared to be.
    """
    found = [_array(symbol, value, arrays) for symbol, value in zip(symbols, values, strict=True)]
    shapes = [(symbol, array.shape) for symbol, array in zip(symbols, found, strict=True)]
    known = _fitting_sizes(shapes, {name: whole_size(size, name) for name, size in sizes.items()})
    for symbol, array in zip(symbols, found, strict=True):
        check_assumptions(symbol, array, arrays, known)
    return found, known


def _array(symbol: Symbol, value: Any, arrays: Arrays) -> Array:
    """Return a value as an array, or say whose it is and what came."""
    try:
        array = arrays.read(value)
    except (TypeError, ValueError) as problem:
        if "masked" in str(problem):
            raise ValueError(f"{symbol.name}: {problem}") from None
        raise TypeError(f"{symbol.name} must be an array of real numbers, not {value!r}") from None
    if 0 in array.shape:
        raise ValueError(f"{symbol.name} is empty: its shape is {array.shape}")
    return array


def check_assumptions(
    symbol: Symbol, array: Array, arrays: Arrays, sizes: Mapping[Dimension, int]
) -> None:
    """Refuse a value that is not what its symbol is declared to be.

    A positive symbol may be 0, where its logarithm is -inf.
    """
    if isinstance(symbol, IndexSymbol):
        _check_positions(symbol, array, arrays, sizes)
    asked = symbol.declared_symmetric and "diagonal" not in symbol.structure
    if asked and not arrays.is_symmetric(array, **ASYMMETRY):
        also = "positive definite, and so " if "definite" in symbol.structure else ""
        raise ValueError(f"{symbol.name} is declared {also}symmetric, but its value is not")
    check_structure(symbol, array, arrays)
    if symbol.nonnegative and (found := arrays.first_negative(array)):
        place, entry = found
        where = f"entry {place[0] if len(place) == 1 else place}" if place else "it"
        raise ValueError(
            f"{symbol.name} is declared positive, but its value is not: {where} is {entry:g}"
        )


def _check_positions(
    symbol: IndexSymbol, array: Array, arrays: Arrays, sizes: Mapping[Dimension, int]
) -> None:
    """Refuse an index vector with an entry that is no position along the axis."""
    try:
        length = size_of(symbol.below, sizes)
    except ValueError:  # which is said where the size is needed
        length = None
    if found := arrays.first_no_place(array, length):
        place, entry = found
        where = f"entry {place[0] if len(place) == 1 else place}" if place else "it"
        last = f"{symbol.below} - 1" if length is None else length - 1
        raise ValueError(
            f"{symbol.name} holds positions, whole numbers from 0 to {last}, but {where} is "
            f"{entry:g}"
        )


# ----------------------------------------------------------------------------------------- sizes


def whole_size(size: Any, name: str) -> int:
    """Return the size of a dimension as an int, or say what is wrong with it."""
    if not isinstance(size, bool):
        try:
            whole = index(size)
        except TypeError:
            real = isinstance(size, Real) and isfinite(size)
            whole = int(size) if real and size == int(size) else 0
        if whole > 0:
            return whole
    raise ValueError(f"{name}: a size is a positive whole number, not {size!r}")


def size_of(dimension: Dimension, sizes: Mapping[Dimension, int]) -> int:
    """Return the size of a dimension, which may be a product of dimensions."""
    if dimension in sizes:
        return sizes[dimension]
    factors = dimension_factors(dimension)
    missing = [factor for factor in factors if isinstance(factor, str) and factor not in sizes]
    if missing:
        raise ValueError(f"no value for the dimension {listed(missing)}; no array shows it")
    return prod(factor if isinstance(factor, int) else sizes[factor] for factor in factors)


def _fitting_sizes(
    shapes: Sequence[tuple[Symbol, tuple[int, ...]]], given: Mapping[str, int]
) -> dict[Dimension, int]:
    """Check the shapes of arrays against their symbols', and against one another.

    Single dimensions come before products of them, whose size they settle.
    """
    sizes: dict[Dimension, tuple[int, str]] = {
        d: (size, f" in {d}={size}") for d, size in given.items()
    }
    axes: list[tuple[Dimension, int, Symbol, tuple[int, ...]]] = []
    for symbol, shape in shapes:
        if len(shape) != len(symbol.shape):
            raise ValueError(_misfit(symbol, shape))
        axes += ((d, size, symbol, shape) for d, size in zip(symbol.shape, shape, strict=True))
    for dimension, size, symbol, shape in sorted(axes, key=lambda axis: "*" in str(axis[0])):
        factors = [sizes[d][0] if d in sizes else d for d in dimension_factors(dimension)]
        numbers = [factor for factor in factors if isinstance(factor, int)]
        if dimension not in sizes and len(numbers) == len(factors):
            sizes[dimension] = prod(numbers), ""
        known, where = sizes.setdefault(dimension, (size, f" in {symbol.name}"))
        if size != known:
            told = "" if dimension == known else f", and {dimension} is {known}{where}"
            raise ValueError(_misfit(symbol, shape) + told)
    return {dimension: size for dimension, (size, _) in sizes.items()}


def _misfit(symbol: Symbol, shape: tuple[int, ...]) -> str:
    return f"{symbol.name} must have shape {shape_text(symbol.shape)}, but its shape is {shape}"
