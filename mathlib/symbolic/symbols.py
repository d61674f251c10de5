"""What expressions begin with: named scalars, vectors and matrices, ones and the identity."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from mathlib.symbolic.constants import constant, is_whole
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Identity, Symbol
from mathlib.symbolic.shapes import Dimension, dimension_factors, dimension_product, shape_text
from mathlib.symbolic.writings import written

Names = str | Iterable[str]


def scalar(name: str, *, positive: bool = False) -> Symbol:
    """Return a scalar symbol.

    Examples
    --------
    >>> scalar("b").shape
    ()
    """
    return _symbol(name, (), False, positive)


def vector(name: str, dimension: Dimension, *, positive: bool = False) -> Symbol:
    """Return a vector symbol, of shape ``(dimension,)``.

    Parameters
    ----------
    name : str
        A Python identifier: the keyword under which `evaluate` takes its value.
    dimension : str or int
        The name of its dimension, a number, or a product of them, such as ``"m*n"``.
    positive : bool
        Whether no entry is negative; simplifies logarithms and roots. A value with a negative entry
        is refused; 0 is taken, where a logarithm is -inf.

    Examples
    --------
    >>> vector("x", "n").shape
    ('n',)
    """
    return _symbol(name, (dimension,), False, positive)


def matrix(
    name: str,
    rows: Dimension,
    columns: Dimension,
    *,
    symmetric: bool = False,
    positive: bool = False,
) -> Symbol:
    """Return a matrix symbol, of shape ``(rows, columns)``.

    Parameters
    ----------
    name : str
        A Python identifier: the keyword under which `evaluate` takes its value.
    rows, columns : str or int
        The names of its dimensions, or numbers.
    symmetric : bool
        Whether it equals its transpose. Results are simplified accordingly; a derivative by it
        takes its entries as independent, as measuring does.
    positive : bool
        Whether no entry is negative (this is not positive definiteness); 0 is taken.

    Raises
    ------
    ValueError
        If it is to be symmetric and is not square.

    Examples
    --------
    >>> matrix("A", "m", "n").shape
    ('m', 'n')
    """
    return _symbol(name, (rows, columns), symmetric, positive)


def scalars(names: Names, *, positive: bool = False) -> list[Symbol]:
    """Several scalars.

    Examples
    --------
    >>> a, b = scalars("a b")
    >>> a - b
    a - b
    """
    return [scalar(name, positive=positive) for name in _names(names)]


def vectors(names: Names, dimension: Dimension, *, positive: bool = False) -> list[Symbol]:
    """Several vectors of one dimension.

    Examples
    --------
    >>> w, x = vectors("w x", "n")
    >>> w @ x
    wᵀ x
    """
    return [vector(name, dimension, positive=positive) for name in _names(names)]


def matrices(
    names: Names, rows: Dimension, columns: Dimension, **assumptions: bool
) -> list[Symbol]:
    """Several matrices of one shape.

    Examples
    --------
    >>> A, B = matrices("A B", "m", "n")
    >>> (A @ B.T).shape
    ('m', 'm')
    """
    return [matrix(name, rows, columns, **assumptions) for name in _names(names)]


def eye(dimension: Dimension) -> Expression:
    """Return the identity matrix.

    Examples
    --------
    >>> A = matrix("A", "m", "n")
    >>> eye("m") @ A is A
    True
    """
    dimension = _dimension(dimension)
    return written(Identity(dimension), "eye", dimensions=(dimension,))


def ones(*dimensions: Dimension) -> Expression:
    """Return the vector or matrix whose entries are all 1.

    Examples
    --------
    >>> print(matrix("A", "m", "n") @ ones("n"))
    A 𝟏
    """
    shape = tuple(map(_dimension, dimensions))
    return written(constant(1, shape), "ones", dimensions=shape)


def _symbol(name, shape, symmetric, positive):
    identifier = isinstance(name, str) and name.isidentifier()
    why = _unusable(name) if identifier else ""
    if why or not identifier:
        raise ValueError(f"a symbol's name must be a Python identifier, not {name!r}{why}")
    shape = tuple(map(_dimension, shape))
    if symmetric and shape[0] != shape[1]:
        raise ValueError(f"{name} is {shape_text(shape)}; only a square matrix can be symmetric")
    for assumption, value in (("symmetric", symmetric), ("positive", positive)):
        if type(value).__name__ not in ("bool", "bool_"):
            raise TypeError(
                f"{assumption} is True or False for all entries of {name}, not {value!r}"
            )
    return Symbol(name, shape, bool(symmetric), bool(positive), False)


def _names(names):
    """Return several names, given in one string or one by one."""
    if isinstance(names, str):
        return names.replace(",", " ").split()
    try:
        return list(names)
    except TypeError:
        raise TypeError(
            f"names are given in one string, as in 'x y', or in a list, not as {names!r}"
        ) from None


def _dimension(dimension):
    if is_whole(dimension):
        dimension = int(dimension)
    factors = dimension_factors(dimension) if type(dimension) in (str, int) else [0]
    if not all(d.isidentifier() if isinstance(d, str) else d > 0 for d in factors):
        raise ValueError(
            "a dimension is a name or a positive whole number, or a product of them such as 'm*n', "
            f"not {dimension!r}"
        )
    for name in factors:
        if isinstance(name, str) and (why := _unusable(name)):
            raise ValueError(f"a dimension cannot be called {name!r}{why}")
    return dimension_product(*factors)


def _unusable(name):
    """Say why no value could be given under a name, as a keyword of `evaluate`; else nothing."""
    if iskeyword(name) or name == "__debug__":
        return f", which is a word of Python: evaluate takes no value under it; use {name}_ instead"
    if not name.isascii():
        from unicodedata import normalize

        if (plain := normalize("NFKC", name)) != name:
            return f", which Python reads as {plain!r}; use that"
    return ""
