"""What expressions begin with: named scalars, vectors and matrices, ones and the identity."""

from __future__ import annotations

from mathlib.symbolic.constants import constant
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.names import Names, checked_dimension, new_symbol, separate_names
from mathlib.symbolic.nodes import Identity, Symbol
from mathlib.symbolic.shapes import Dimension
from mathlib.symbolic.writings import written


def scalar(name: str, *, positive: bool = False) -> Symbol:
    """Return a scalar symbol.

    Parameters
    ----------
    name : str
        How it is written, and by which name it is given a value: a Python identifier.
    positive : bool, optional
        Whether its value is known not to be negative.

    Returns
    -------
    Symbol, shape ()

    Examples
    --------
    >>> scalar("b").shape
    ()
    """
    return new_symbol(name, (), False, positive)


def vector(name: str, dimension: Dimension, *, positive: bool = False) -> Symbol:
    """Return a vector symbol, of shape ``(dimension,)``.

    Returns
    -------
    Symbol, shape (dimension,)

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
    return new_symbol(name, (dimension,), False, positive)


def matrix(
    name: str,
    rows: Dimension,
    columns: Dimension,
    *,
    symmetric: bool = False,
    positive: bool = False,
) -> Symbol:
    """Return a matrix symbol, of shape ``(rows, columns)``.

    Returns
    -------
    Symbol, shape (rows, columns)

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
    return new_symbol(name, (rows, columns), symmetric, positive)


def scalars(names: Names, *, positive: bool = False) -> list[Symbol]:
    """Several scalars.

    Parameters
    ----------
    names : str
        The names, with spaces between.
    positive : bool, optional
        Whether their values are known not to be negative.

    Returns
    -------
    list of Symbol

    Examples
    --------
    >>> a, b = scalars("a b")
    >>> a - b
    a - b
    """
    return [scalar(name, positive=positive) for name in separate_names(names)]


def vectors(names: Names, dimension: Dimension, *, positive: bool = False) -> list[Symbol]:
    """Several vectors of one dimension.

    Parameters
    ----------
    names : str
        The names, with spaces between.
    dimension : str or int
        How many entries each has, as for `vector`.
    positive : bool, optional
        Whether their entries are known not to be negative.

    Returns
    -------
    list of Symbol

    Examples
    --------
    >>> w, x = vectors("w x", "n")
    >>> w @ x
    wᵀ x
    """
    return [vector(name, dimension, positive=positive) for name in separate_names(names)]


def matrices(
    names: Names, rows: Dimension, columns: Dimension, **assumptions: bool
) -> list[Symbol]:
    """Several matrices of one shape.

    Parameters
    ----------
    names : str
        The names, with spaces between.
    rows, columns : str or int
        The shape of each, as for `matrix`.
    **assumptions : bool
        As for `matrix`.

    Returns
    -------
    list of Symbol

    Examples
    --------
    >>> A, B = matrices("A B", "m", "n")
    >>> (A @ B.T).shape
    ('m', 'm')
    """
    return [matrix(name, rows, columns, **assumptions) for name in separate_names(names)]


def eye(dimension: Dimension) -> Expression:
    """Return the identity matrix.

    Parameters
    ----------
    dimension : str or int
        How many rows, and columns.

    Returns
    -------
    Expression, shape (dimension, dimension)

    Examples
    --------
    >>> A = matrix("A", "m", "n")
    >>> eye("m") @ A is A
    True
    """
    dimension = checked_dimension(dimension)
    return written(Identity(dimension), "eye", dimensions=(dimension,))


def ones(*dimensions: Dimension) -> Expression:
    """Return the vector or matrix whose entries are all 1.

    Parameters
    ----------
    *dimensions : str or int
        One for a vector, two for a matrix.

    Returns
    -------
    Expression, shape dimensions

    Examples
    --------
    >>> print(matrix("A", "m", "n") @ ones("n"))
    A 𝟏
    """
    shape = tuple(map(checked_dimension, dimensions))
    return written(constant(1, shape), "ones", dimensions=shape)
