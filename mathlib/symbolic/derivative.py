"""The derivative as a reader asks for it: an expression that remembers what it was taken of.

It reads as a row or a column, as the layout asks, and takes the value of every symbol of what was
differentiated, even of one that has dropped out. What is computed comes from `differentiation`.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.constants import constant, is_real
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, refuse_double_names
from mathlib.symbolic.index_nodes import IndexSymbol
from mathlib.symbolic.remembering import Remembering
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.structured_derivative import with_structure


class Derivative(Remembering):
    """A derivative: an expression that remembers what it is the derivative of.

    It reads as a row or a column, as the layout asks, and takes the value of every symbol of what
    was differentiated, even of one that has dropped out.
    """

    of: Expression
    structure: str

    def __new__(cls, of: Expression, by: nodes.Symbol, is_gradient=False, structure="independent"):
        """Differentiate; a gradient is always a column."""
        self = object.__new__(cls)
        refuse_double_names(of.symbols | {by})
        self.of, self.by, self.is_gradient = of, by, is_gradient
        self.differentiated_by, self.structure = (by,), structure
        self.formula = with_structure(jacobian_tensor(of.body, by), by, structure)
        self.shape, self.symbols = self.formula.shape, self.formula.symbols
        return self

    def __reduce__(self):
        return Derivative, (self.of, self.by, self.is_gradient, self.structure)

    def __eq__(self, other):
        return isinstance(other, Expression) and self.with_symmetry is other.with_symmetry

    def __hash__(self):
        # Equal objects need one hash, and with a symmetric symbol many formulas are equal to this.
        if any(symbol.is_declared for symbol in self.formula.symbols):
            raise TypeError(
                "a derivative in which a symbol is symmetric equals several formulas, so it is no "
                "key of a dict or set; its .formula is"
            )
        return hash(self.formula)


def derivative(y: Expression, x: nodes.Symbol, structure: str = "independent") -> Derivative:
    """Return the derivative of any expression by any symbol.

    Parameters
    ----------
    y : Expression
        A scalar, vector, matrix or tensor.
    x : Symbol
        Made by `scalar`, `vector` or `matrix`.
    structure : {"independent", "shared", "projected"}
        How the entries of a symbol move of which something is declared: each alone, as `measure`
        moves them (``G``); together where they are one number, which for a symmetric matrix is
        ``G + G.T - G * I``; or as the gradient within all such values, ``(G + G.T) / 2``. Entries
        that stay 0 do not move; of entries that sum to 1, and of orthonormal columns, the last
        takes the part of ``G`` that keeps them so.

    Returns
    -------
    Derivative
        With the axes of `y`, then those of `x`. It reads in numerator layout: a scalar by a vector
        is a row, though its shape is ``(n,)``.

    Raises
    ------
    TypeError
        If `y` is not an expression, or `x` not a symbol.
    ValueError
        If a structure is asked for that `x` is not declared to have.

    Notes
    -----
    Costs about as many products as `y` has parts that contain `x`, each as long as the path from
    it to `y`. At the kinks of relu and abs the derivative is taken to be 0.

    References
    ----------
    .. [1] Laue, Mitterreiter and Giesen, *Computing higher order derivatives of matrix and tensor
       expressions*, NeurIPS 2018.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w, y = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("y", "m")
    >>> derivative(X @ w, w)
    X
    >>> derivative(ml.sum((X @ w - y) ** 2), w)
    2 (X w - y)ᵀ X
    >>> derivative(ml.relu(X @ w), X).shape
    ('m', 'm', 'n')
    >>> S = ml.matrix("S", "n", "n", symmetric=True)
    >>> derivative(w @ S @ w, S, structure="shared")
    2 w wᵀ - diag(w∘²)
    """
    if is_real(y):
        y = constant(y)
    return Derivative(as_differentiable(y, "derivative"), as_variable(x), structure=structure)


def gradient(f: Expression, x: nodes.Symbol, structure: str = "independent") -> Derivative:
    """Return the derivative of a scalar, in the shape of the variable: what an optimiser subtracts.

    The same numbers as `derivative`; a gradient by a vector always reads as a column.

    Parameters
    ----------
    f : Expression
        A scalar.
    x : Symbol
        A scalar, vector or matrix.
    structure : {"independent", "shared", "projected"}
        How the entries of a symmetric matrix and the like move, as for `derivative`.

    Returns
    -------
    Derivative
        Of the shape of `x`.

    Raises
    ------
    ValueError
        If `f` is not a scalar.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w, y = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("y", "m")
    >>> gradient(ml.sum((X @ w - y) ** 2), w)
    2 Xᵀ (X w - y)
    """
    instead = "jacobian for a vector, derivative for anything, or sum it first"
    return Derivative(_scalar(f, "gradient", instead), as_variable(x), True, structure)


def jacobian(y: Expression, x: nodes.Symbol) -> Derivative:
    """Return the derivative of a vector by a vector: a matrix with a row for every output.

    Parameters
    ----------
    y : Expression, shape (m,)
    x : Symbol, shape (n,)

    Returns
    -------
    Derivative, shape (m, n)

    Raises
    ------
    ValueError
        If `y` or `x` is not a vector.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
    >>> jacobian(ml.sin(A @ x), x)
    diag(cos(A x)) A
    """
    y, x = as_differentiable(y, "jacobian"), as_variable(x)
    if len(y.shape) != 1 or len(x.shape) != 1:
        raise ValueError(
            f"jacobian takes a vector by a vector, but {y} has shape {shape_text(y.shape)} and "
            f"{x} has shape {shape_text(x.shape)}; use {'derivative' if y.shape else 'gradient'}"
        )
    return Derivative(y, x)


def hessian(f: Expression, x: nodes.Symbol) -> Derivative:
    """Return the second derivative of a scalar: the derivative of its gradient.

    Parameters
    ----------
    f : Expression
        A scalar.
    x : Symbol
        A scalar, vector or matrix.

    Returns
    -------
    Derivative
        With the axes of `x` twice: shape ``(n, n)`` for a vector.

    Raises
    ------
    ValueError
        If `f` is not a scalar.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w = ml.matrix("X", "m", "n"), ml.vector("w", "n")
    >>> hessian(ml.sum((X @ w) ** 2), w)
    2 Xᵀ X
    """
    f, x = _scalar(f, "hessian", "derivative twice"), as_variable(x)
    return Derivative(Derivative(f, x), x)


def as_differentiable(y: Any, name: str) -> Expression:
    """Return an expression as it is; refuse what the function of this name does not take."""
    if isinstance(y, Expression):
        return y
    raise TypeError(
        f"{name} takes an expression, not {type(y).__name__}; for a function, measure it"
    )


def _scalar(f, name, instead):
    f = as_differentiable(f, name)
    if f.shape:
        raise ValueError(
            f"{name} takes a scalar, but {f} has shape {shape_text(f.shape)}; use {instead}"
        )
    return f


def as_variable(x: Any) -> nodes.Symbol:
    """Return a symbol as it is; refuse what nothing can be differentiated by."""
    if isinstance(x, IndexSymbol):
        raise TypeError(
            f"no derivative is taken by {x.name}, whose entries are whole numbers; take it by what "
            f"{x.name} picks from"
        )
    if isinstance(x, nodes.Symbol):
        return x
    what = f"the expression {x}" if isinstance(x, Expression) else type(x).__name__
    raise TypeError(
        f"a derivative is taken by a symbol, not by {what}; name it with scalar, vector or matrix "
        "and differentiate what is written with that name"
    )
