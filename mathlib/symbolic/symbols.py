"""What expressions begin with: named scalars, vectors and matrices."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.names import Names, new_symbol, separate_names
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.shapes import Dimension


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


def vector(
    name: str,
    dimension: Dimension,
    *,
    positive: bool = False,
    sums_to: int | None = None,
    one_hot: bool = False,
) -> Symbol:
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
    sums_to : 1, optional
        That its entries sum to 1, as probabilities do.
    one_hot : bool
        Whether one entry is 1 and all others are 0; it sums to 1, and ``y * y`` is ``y``.

    Notes
    -----
    What is declared is used in results, and a value that is not so is refused. A derivative by the
    symbol itself moves every entry alone, as measuring does.

    Examples
    --------
    >>> vector("x", "n").shape
    ('n',)
    >>> import mathlib as ml
    >>> x, y = vector("x", "n"), vector("y", "n", one_hot=True)
    >>> ml.gradient(-y @ ml.log(ml.softmax(x)), x)
    softmax(x) - y
    """
    sums = _sums_to_one(name, sums_to)
    return new_symbol(name, (dimension,), False, positive, sums_to_1=sums, one_hot=one_hot)


def matrix(
    name: str,
    rows: Dimension,
    columns: Dimension,
    *,
    symmetric: bool = False,
    positive: bool = False,
    diagonal: bool = False,
    lower: bool = False,
    orthogonal: bool = False,
    definite: bool = False,
    rows_sum_to: int | None = None,
    one_hot: bool = False,
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
    diagonal, lower : bool
        Whether all entries off the diagonal, or above it, are 0.
    orthogonal : bool
        Whether its columns are orthonormal, ``Q.T @ Q`` the identity; then ``Q @ Q.T`` is too if it
        is square.
    definite : bool
        Whether it is symmetric and positive definite.
    rows_sum_to : 1, optional
        That every row sums to 1, as probabilities do.
    one_hot : bool
        Whether in every row one entry is 1 and all others are 0.

    Raises
    ------
    ValueError
        If it is to be symmetric, diagonal, lower triangular or definite and is not square.

    Notes
    -----
    What is declared is used in results, and a value that is not so is refused. A derivative by the
    symbol itself moves every entry alone, as measuring does, unless another `structure` is asked
    for (see `derivative`).

    Examples
    --------
    >>> matrix("A", "m", "n").shape
    ('m', 'n')
    >>> x, Q = vector("x", "n"), matrix("Q", "m", "n", orthogonal=True)
    >>> Q.T @ (Q @ x)
    x
    """
    sums = _sums_to_one(name, rows_sum_to)
    structure = {"diagonal": diagonal, "lower": lower, "orthogonal": orthogonal}
    structure |= {"definite": definite, "sums_to_1": sums, "one_hot": one_hot}
    return new_symbol(name, (rows, columns), symmetric, positive, **structure)


def _sums_to_one(name, total):
    if total is None or (total == 1 and not isinstance(total, bool)):
        return total is not None
    raise ValueError(f"the entries of {name} can be declared to sum to 1, not to {total!r}")


def tensor(name: str, *dimensions: Dimension, positive: bool = False) -> Symbol:
    """Return a symbol of any number of axes, such as a batch of matrices.

    Parameters
    ----------
    name : str
        A Python identifier: the keyword under which `evaluate` takes its value.
    *dimensions : str or int
        The names of its dimensions, or numbers.
    positive : bool, optional
        Whether no entry is negative; 0 is taken.

    Returns
    -------
    Symbol, of those dimensions

    Examples
    --------
    >>> T = tensor("T", "b", "m", "n")
    >>> (T @ vector("x", "n")).shape
    ('b', 'm')
    """
    return new_symbol(name, dimensions, False, positive)


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


def vectors(names: Names, dimension: Dimension, **assumptions: Any) -> list[Symbol]:
    """Several vectors of one dimension.

    Parameters
    ----------
    names : str
        The names, with spaces between.
    dimension : str or int
        How many entries each has, as for `vector`.
    **assumptions
        As for `vector`.

    Returns
    -------
    list of Symbol

    Examples
    --------
    >>> w, x = vectors("w x", "n")
    >>> w @ x
    wᵀ x
    """
    return [vector(name, dimension, **assumptions) for name in separate_names(names)]


def matrices(names: Names, rows: Dimension, columns: Dimension, **assumptions: Any) -> list[Symbol]:
    """Several matrices of one shape.

    Parameters
    ----------
    names : str
        The names, with spaces between.
    rows, columns : str or int
        The shape of each, as for `matrix`.
    **assumptions
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
