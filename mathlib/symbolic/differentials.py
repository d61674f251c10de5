"""The differential: what an expression changes by, to first order, when its symbols change.

``Y = X⁻¹`` has the differential ``dY = -X⁻¹ dX X⁻¹``: an expression like any other, linear in the
change ``dX``, which is a symbol of the shape of ``X``. So a matrix by a matrix needs no derivative
with four axes, neither on paper nor in memory. The local Jacobians are all the calculus there is:
they are walked from the variables up, with ``dX`` in place of the derivative of ``X`` by itself.
A scalar is walked from the whole down instead, for ``df = tr(Gᵀ dX)`` is what one wants to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.constants import constant
from mathlib.symbolic.derivative import (
    Derivative,
    as_differentiable,
    as_variable,
    derivative,
    gradient,
)
from mathlib.symbolic.differentiation import changes, jacobian_tensor
from mathlib.symbolic.expression import Expression, refuse_double_names, topological_order
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.remembering import Remembering


class DifferentialSymbol(Symbol):
    """The change of a symbol: dX, which no assumption about X holds for."""

    def _initialize(self, *data):
        self.variable_name, shape = data
        super()._initialize(f"d{self.variable_name}", shape, False, False, False)

    @property
    def settled_version(self) -> Symbol:
        """The symbol itself: the change of a symmetric matrix need not be symmetric."""
        return self


def differential_symbol(variable: Symbol) -> DifferentialSymbol:
    """Return the symbol dX for the change of X."""
    return DifferentialSymbol(variable.name, variable.shape)


def differential_tensor(y: Expression, known: Mapping[Expression, Expression]) -> Expression:
    """Return what an expression changes by when symbols change as is known: a bare expression."""
    moving = [node for node in topological_order(y) if not node.symbols.isdisjoint(known)]
    return changes(moving, known).get(y, constant(0, y.shape))


class Differential(Remembering):
    """A differential: an expression that remembers what changes, and with what.

    Attributes
    ----------
    of : Expression
        What it is the differential of.
    variables : tuple of Symbol
        What changes.
    directions : tuple of Symbol
        The changes of these, in the same order: dX for X. They are evaluated and compiled with.
    formula : Expression
        The differential as a bare expression, linear in the directions.
    """

    of: Expression
    variables: tuple[Symbol, ...]
    directions: tuple[Symbol, ...]

    def __new__(cls, of: Expression, variables: tuple[Symbol, ...]):
        """Differentiate."""
        self = object.__new__(cls)
        self.of, self.variables = of, variables
        self.directions = tuple(map(differential_symbol, variables))
        self.differentiated_by = self.variables + self.directions
        self._refuse_taken_names()
        self.formula = add(constant(0, of.shape), *map(self.change_by, variables))
        self.shape, self.symbols = of.shape, self.formula.symbols
        return self

    def _refuse_taken_names(self) -> None:
        named = {s.name: s for s in self.of.symbols.union(self.variables)}
        for variable, direction in zip(self.variables, self.directions, strict=True):
            taken = named.get(direction.name, direction) is not direction
            if taken or direction.name in self.of.body.dimensions:
                what = "symbol" if taken else "dimension"
                raise ValueError(
                    f"{direction.name} is the change of {variable.name} in a differential, and "
                    f"here a {what} has that name; give the {what} or {variable.name} another one"
                )
        refuse_double_names(self.of.symbols.union(self.variables, self.directions))

    def change_by(self, variable: Symbol) -> Expression:
        """Return what it changes by when only this variable does."""
        change = differential_symbol(variable)
        if self.of.shape:
            return differential_tensor(self.of.body, {variable: change})
        slope = jacobian_tensor(self.of.body, variable)
        return product(1, [(slope, slope.axes), (change, slope.axes)], ())

    def __reduce__(self):
        return Differential, (self.of, self.variables)

    @property
    def order(self) -> int:
        """How often was differentiated: 2 for the differential of a differential."""
        return 1 + (self.of.order if isinstance(self.of, Differential) else 0)

    def derivative(self, x: Symbol | None = None) -> Derivative:
        """Return the derivative that can be read off; of several variables, name one.

        Examples
        --------
        >>> import mathlib as ml
        >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
        >>> differential(A @ x, x).derivative()
        A
        """
        return derivative(self.of, self._one("derivative", x))

    def gradient(self, x: Symbol | None = None) -> Derivative:
        """Return the gradient of a scalar that can be read off: the G of ``df = tr(Gᵀ dX)``.

        Examples
        --------
        >>> import mathlib as ml
        >>> A, X = ml.matrix("A", "m", "n"), ml.matrix("X", "n", "m")
        >>> differential(ml.trace(A @ X), X).gradient()
        Aᵀ
        """
        return gradient(self.of, self._one("gradient", x))

    def _one(self, what: str, x: Symbol | None) -> Symbol:
        """Return the variable that is meant."""
        if x is None and len(self.variables) == 1:
            return self.variables[0]
        names = " or ".join(v.name for v in self.variables)
        if x is None:
            raise ValueError(f"this differential has several variables; say {what}({names})")
        if x not in self.variables:
            raise ValueError(f"{x} does not change in this differential; its variable is {names}")
        return x


def differential(y: Expression, x: Symbol | Iterable[Symbol] | None = None) -> Differential:
    """Return the differential of an expression: what it changes by when symbols change.

    Parameters
    ----------
    y : Expression
        A scalar, vector, matrix or tensor.
    x : Symbol or tuple of Symbol, optional
        What changes; everything that `y` is made of if it is not given. The change of ``X`` is
        called ``dX``. The entries of a symmetric symbol change independently, as `measure` takes
        them.

    Returns
    -------
    Differential
        An expression in the shape of `y`. It reads ``df = tr(Gᵀ dX)`` for a scalar by a matrix,
        ``df = gᵀ dx`` by a vector, ``dy = J dx`` for a vector by a vector, and ``dY = A dX B`` and
        the like for matrices, the same in both layouts. Its ``evaluate(X=..., dX=...)`` is the
        derivative times a direction, found without the derivative; ``derivative()`` and
        ``gradient()`` are what is read off.

    Raises
    ------
    TypeError
        If `y` is not an expression, or `x` no symbol.
    ValueError
        If something else is called ``dX``.

    Notes
    -----
    Costs about as many products as `y` has parts, each of the size of a part. The differential of
    a differential is the second one, with ``dX`` held fixed.

    References
    ----------
    .. [2] Magnus and Neudecker, *Matrix Differential Calculus with Applications in Statistics and
       Econometrics*, Wiley.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, B, X = ml.matrix("A", "m", "n"), ml.matrix("B", "k", "m"), ml.matrix("X", "n", "k")
    >>> differential(A @ X @ B, X)
    dY = A dX B
    >>> df = differential(ml.sum((A @ X) ** 2), X)
    >>> df
    df = 2 tr(Xᵀ Aᵀ A dX)
    >>> df.gradient()
    2 Aᵀ A X
    >>> S = ml.matrix("S", "n", "n")
    >>> print(differential(ml.inv(S)))
    dY = -S⁻¹ dS S⁻¹
    >>> differential(ml.inv(S)).evaluate(S=[[2, 0], [0, 4]], dS=[[4, 8], [16, 32]])
    array([[-1., -1.],
           [-2., -2.]])
    """
    y = as_differentiable(y, "differential")
    if x is None:
        found = [s for s in y.symbols if not isinstance(s, DifferentialSymbol)]
        return Differential(y, tuple(sorted(found, key=lambda symbol: symbol.name)))
    several = (x,) if isinstance(x, Expression) else tuple(x)
    return Differential(y, tuple(dict.fromkeys(map(as_variable, several))))
