"""What expressions begin with: named scalars, vectors and matrices, ones and the identity."""

from __future__ import annotations

from keyword import iskeyword

from mathlib.symbolic.constants import constant
from mathlib.symbolic.expression import Dimension, Expression, dimension_factors, dimension_product
from mathlib.symbolic.nodes import Identity, Symbol


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
    if symmetric and rows != columns:
        raise ValueError(f"{name} is ({rows}, {columns}); only a square matrix can be symmetric")
    return _symbol(name, (rows, columns), symmetric, positive)


def scalars(names: str, *, positive: bool = False) -> list[Symbol]:
    """Several scalars.

    Examples
    --------
    >>> a, b = scalars("a b")
    >>> a - b
    a - b
    """
    return [scalar(name, positive=positive) for name in names.split()]


def vectors(names: str, dimension: Dimension, *, positive: bool = False) -> list[Symbol]:
    """Several vectors of one dimension.

    Examples
    --------
    >>> w, x = vectors("w x", "n")
    >>> w @ x
    wᵀ x
    """
    return [vector(name, dimension, positive=positive) for name in names.split()]


def matrices(names: str, rows: Dimension, columns: Dimension, **assumptions: bool) -> list[Symbol]:
    """Several matrices of one shape.

    Examples
    --------
    >>> A, B = matrices("A B", "m", "n")
    >>> (A @ B.T).shape
    ('m', 'm')
    """
    return [matrix(name, rows, columns, **assumptions) for name in names.split()]


def eye(dimension: Dimension) -> Expression:
    """Return the identity matrix.

    Examples
    --------
    >>> A = matrix("A", "m", "n")
    >>> eye("m") @ A is A
    True
    """
    return Identity(_dimension(dimension))


def ones(*dimensions: Dimension) -> Expression:
    """Return the vector or matrix whose entries are all 1.

    Examples
    --------
    >>> print(matrix("A", "m", "n") @ ones("n"))
    A 𝟏
    """
    return constant(1, tuple(map(_dimension, dimensions)))


def _symbol(name, shape, symmetric, positive):
    if not (isinstance(name, str) and name.isidentifier() and not iskeyword(name)):
        raise ValueError(f"a symbol's name must be a Python identifier, not {name!r}")
    return Symbol(name, tuple(map(_dimension, shape)), bool(symmetric), bool(positive), False)


def _dimension(dimension):
    factors = dimension_factors(dimension) if type(dimension) in (str, int) else [0]
    if all(d.isidentifier() if isinstance(d, str) else d > 0 for d in factors):
        return dimension_product(*factors)
    raise ValueError(
        "a dimension is a name or a positive whole number, or a product of them such as 'm*n', "
        f"not {dimension!r}"
    )
