"""Derivatives by SymPy, entry by entry: a witness that trusts no rule about matrices.

SymPy differentiates one expression by one symbol, reliably; its rules for whole matrices
(``MatrixSymbol``) can be silently wrong. So everything here is written entry by entry first.

Conventions
-----------
The entries of a vector ``x`` are called ``x1, x2, ...``, those of a matrix ``A`` are called
``A11, A12, ...``, or ``A1_1, A1_2, ...`` where a dimension exceeds 9.
Numerator layout: the axes of the result are those of the output, then those of the variable.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

Entries = NDArray[Any]


def entry_names(name: str, shape: Sequence[int]) -> list[str]:
    """List the names of all entries of an array, in row-major order.

    Parameters
    ----------
    name : str
        The name of the array.
    shape : tuple of int
        Its shape; ``()`` for a number, which keeps its name.

    Returns
    -------
    list of str, of length ``prod(shape)``
        Counted from 1, as mathematics does.

    Examples
    --------
    >>> entry_names("A", (2, 3))
    ['A11', 'A12', 'A13', 'A21', 'A22', 'A23']
    >>> entry_names("x", (3,)), entry_names("b", ())
    (['x1', 'x2', 'x3'], ['b'])
    """
    between = "_" if len(shape) > 1 and max(shape) > 9 else ""
    indices = product(*(range(1, size + 1) for size in shape))
    return [name + between.join(map(str, index)) for index in indices]


def as_entries(value: Any, name: str) -> Entries:
    """Return what was given as an array of numbers, or of SymPy expressions.

    Parameters
    ----------
    value : number, SymPy expression, matrix or array, NumPy array, or nested list of these
        The entries.
    name : str
        What to call it in an error.

    Returns
    -------
    ndarray of float, or of SymPy expressions where there is any
        In the shape of `value`.

    Raises
    ------
    TypeError
        If an entry is neither a number nor a SymPy expression.
    ValueError
        If it is empty, has masked entries, its rows differ in length, or it holds a
        ``MatrixSymbol``.

    Examples
    --------
    >>> t = sp.Symbol("t")
    >>> as_entries(sp.Matrix([[t, 2, 0], [1, t, t**2]]), "A").shape
    (2, 3)
    """
    if isinstance(value, sp.MatrixExpr) and not isinstance(value, sp.MatrixBase):
        raise ValueError(_unwritten(name, value))
    if is_masked(value):
        raise ValueError(f"{name} is a masked array, and masked entries have no value")
    try:
        array = np.array(value)
    except ValueError:
        raise ValueError(f"{name} must be an array, but its rows differ in length") from None
    if not array.size:
        raise ValueError(f"{name} is empty: its shape is {array.shape}")
    if array.dtype.kind in "biuf":
        return array.astype(float)
    expressions = [_expression(entry, name) for entry in array.astype(object).flat]
    return np.array(expressions, dtype=object).reshape(array.shape)


def is_masked(value: Any) -> bool:
    """Tell whether some entry of an array, or of a nested list of them, is masked.

    Examples
    --------
    >>> is_masked([1.0, np.ma.masked]), is_masked(np.ma.array([[1.0, 2.0, 3.0]]))
    (True, False)
    """
    if isinstance(value, list | tuple):
        return any(is_masked(entry) for entry in value)
    return isinstance(value, np.ma.MaskedArray) and bool(np.ma.getmaskarray(value).any())


def sympy_jacobian(components: Any, variables: Any) -> sp.Expr | sp.Matrix | sp.NDimArray:
    """Differentiate every component by every variable with SymPy.

    Parameters
    ----------
    components : SymPy expression, matrix, array, or (nested) list of expressions
        The outputs. A matrix with one row or one column counts as a vector.
    variables : SymPy symbol, matrix, array, or (nested) list of symbols
        What to differentiate by; all different. One row or one column counts as a vector.

    Returns
    -------
    SymPy expression, Matrix or NDimArray
        In numerator layout: an expression for a scalar by a scalar; an m x n matrix for m
        components by n variables (a scalar by a vector is a 1 x n row, a vector by a scalar
        an m x 1 column); a matrix of the matrix's own shape where either side is a matrix
        and the other a scalar; otherwise an array with the axes of the components, then
        those of the variables.

    Raises
    ------
    TypeError
        If a component is not a SymPy expression, or a variable is not a symbol.
    ValueError
        If either is empty, a variable comes twice, or a component holds a ``MatrixSymbol``.

    Notes
    -----
    Costs one ``sympy.diff`` for each entry of the result, which is exact but not simplified.
    SymPy needs ``real=True`` on symbols inside ``Abs``, and writes the derivative of
    ``Max(0, t)`` as ``Heaviside(t)``, whose value at 0 is 1/2.

    Examples
    --------
    >>> x, y, z = sp.symbols("x y z")
    >>> sympy_jacobian([x * y, y + 3 * z], [x, y, z])
    Matrix([
    [y, x, 0],
    [0, 1, 3]])
    >>> sympy_jacobian(x**2 + y * z, [x, y, z])
    Matrix([[2*x, z, y]])
    """
    components = _squeezed(components, "components")
    variables = _squeezed(variables, "variables")
    _check_symbols(list(variables.flat))
    slopes = [sp.diff(y, x) for y in components.flat for x in variables.flat]
    return _arranged(slopes, components.shape, variables.shape)


def _squeezed(value: Any, name: str) -> Entries:
    """Write out `value`, one row or column of a SymPy matrix as a vector."""
    array = as_entries(value, name)
    return array.ravel() if isinstance(value, sp.MatrixBase) and 1 in array.shape else array


def _expression(entry: Any, name: str) -> sp.Expr:
    try:
        expression = sp.sympify(entry, strict=True)
    except sp.SympifyError:
        expression = None
    if not isinstance(expression, sp.Expr):
        came = repr(entry) if isinstance(entry, str) else f"a {type(entry).__name__}"
        raise TypeError(f"{name} must be numbers or SymPy expressions, not {came}")
    if expression.has(sp.MatrixExpr):
        raise ValueError(_unwritten(name, expression))
    return expression


def _unwritten(name: str, value: Any) -> str:
    return (
        f"{name} holds {value}, whose matrices are not written out, and SymPy's rules for those "
        "can be silently wrong; use a Matrix of plain symbols, such as "
        "sp.Matrix(2, 3, sp.symbols('A1:3(1:4)'))"
    )


def _check_symbols(variables: list[Any]) -> None:
    for variable in variables:
        if not isinstance(variable, sp.Symbol):
            raise TypeError(f"variables must be SymPy symbols, but {variable} is not one")
    twice = [variable for variable in variables if variables.count(variable) > 1]
    if twice:
        raise ValueError(f"variables must all be different, but {twice[0]} comes twice")


def _arranged(
    slopes: list[sp.Expr], output_shape: tuple[int, ...], input_shape: tuple[int, ...]
) -> Any:
    """Put row-major slopes into the shape that numerator layout gives them."""
    shape = output_shape + input_shape
    if not shape:
        return slopes[0]
    if len(output_shape) < 2 and len(input_shape) < 2:
        shape = prod(output_shape), prod(input_shape)
    return sp.Matrix(*shape, slopes) if len(shape) == 2 else sp.Array(slopes, shape)
