"""The derivative, by rules.

Conventions
-----------
The axes of a derivative are those of what is differentiated, then those of the variable:
entry ``[i, j]`` of the derivative of ``y`` by ``x`` is the change of ``y[i]`` per change of
``x[j]``. This is the numerator layout, and what `jax.jacobian` gives.

A *rule* says how a small change of a part of an expression changes the whole: by an indexed
product. The chain rule multiplies the rules along every path from the whole to the variable and
adds up the paths; a graph of shared parts is walked once, from the whole down (reverse mode) where
the whole has no more axes than the variable, from the variable up (forward mode) where it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, power, product
from mathlib.symbolic.common_factors import factor_out
from mathlib.symbolic.comparisons import step
from mathlib.symbolic.constants import constant
from mathlib.symbolic.elementwise import cos, function, sigmoid, sign, sin, tanh
from mathlib.symbolic.expression import (
    Expression,
    Factor,
    Labels,
    Number,
    refuse_double_names,
    topological_order,
)
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.linear_algebra import inv
from mathlib.symbolic.shapes import shape_text

#: The partial derivatives of a function of entries, in the order of its arguments.
PARTIALS = {
    "exp": (lambda x: function("exp", x),),
    "log": (lambda x: power(x, -1),),
    "sin": (lambda x: cos(x),),
    "cos": (lambda x: -sin(x),),
    "tanh": (lambda x: 1 - tanh(x) ** 2,),
    "sigmoid": (lambda x: sigmoid(x) * (1 - sigmoid(x)),),
    "softplus": (lambda x: sigmoid(x),),
    "relu": (lambda x: step(x),),
    "abs": (lambda x: sign(x),),
    "at_least_zero": (lambda x: constant(0, x.shape),),
    "step": (lambda x: constant(0, x.shape),),
    "sign": (lambda x: constant(0, x.shape),),
    "maximum": (lambda x, y: step(x - y), lambda x, y: 1 - step(x - y)),
    "minimum": (lambda x, y: step(y - x), lambda x, y: 1 - step(y - x)),
}


FEW = 4  # paths that are followed one by one


class LocalJacobian(NamedTuple):
    """A change of `part`, times `number` and `factors`, is a change of the whole."""

    part: Expression
    number: Number
    factors: list[Factor]
    whole_labels: Labels
    part_labels: Labels


def local_jacobians(e: Expression) -> Iterator[LocalJacobian]:
    """Return the rules of an expression, one for every place where a part of it stands."""
    labels = e.axes
    match e:
        case nodes.Sum():
            for number, term in e.terms:
                yield LocalJacobian(term, number, [], labels, labels)
        case nodes.Product():
            for k, (part, inner) in enumerate(e.factors):
                inner, deltas = _split_repeated(part, inner)
                others = [*e.factors[:k], *e.factors[k + 1 :], *deltas]
                yield LocalJacobian(part, e.coefficient, others, labels, inner)
        case nodes.Power():
            slope = power(e.base, e.exponent - 1)
            yield LocalJacobian(e.base, e.exponent, [(slope, labels)], labels, labels)
        case nodes.Function():
            for part, partial in zip(e.children, PARTIALS[e.name], strict=True):
                yield LocalJacobian(part, 1, [(partial(*e.children), labels)], labels, labels)
        case _:
            yield from _rules_of_whole(e)


def _rules_of_whole(e):
    """Return the rules of functions of a whole matrix, or along an axis."""
    match e:
        case nodes.Inverse():
            i, j, a, b = fresh_labels(4)
            yield LocalJacobian(e.base, -1, [(e, (i, a)), (e, (b, j))], (i, j), (a, b))
        case nodes.LogDeterminant():
            i, j = fresh_labels(2)
            yield LocalJacobian(e.base, 1, [(inv(e.base), (j, i))], (), (i, j))
        case nodes.Determinant():
            i, j = fresh_labels(2)
            yield LocalJacobian(e.base, 1, [(e, ()), (inv(e.base), (j, i))], (), (i, j))
        case nodes.LogSumExp():
            part_labels = fresh_labels(len(e.shape) + 1)
            share = (nodes.Softmax(e.base), part_labels)
            yield LocalJacobian(e.base, 1, [share], part_labels[:-1], part_labels)
        case nodes.Softmax():
            *rows, i, j = fresh_labels(len(e.shape) + 1)
            here, there = (*rows, i), (*rows, j)
            yield LocalJacobian(e.base, 1, [(e, here)], here, here)
            yield LocalJacobian(e.base, -1, [(e, here), (e, there)], here, there)


def _split_repeated(part, labels):
    """Return new labels for repeated ones, as in a trace, and deltas that make them equal."""
    distinct, deltas = [], []
    for label, dimension in zip(labels, part.shape, strict=True):
        distinct.append(fresh_labels(1)[0] if label in distinct else label)
        if distinct[-1] != label:
            deltas.append((nodes.Identity(dimension), (label, distinct[-1])))
    return tuple(distinct), deltas


def jacobian_tensor(
    y: Expression, x: nodes.Symbol, local_jacobians: Callable = local_jacobians
) -> Expression:
    """Return the derivative of `y` by `x` as a bare expression; other rules make mistakes."""
    if x not in y.symbols:
        return constant(0, y.shape + x.shape)
    affected = [node for node in topological_order(y) if x in node.symbols]
    walk = _reverse if len(y.shape) <= len(x.shape) else _forward
    return walk(y, x, affected, local_jacobians)


def _reverse(y, x, affected, local_jacobians):
    """From the whole down: the derivative of `y` by every node in turn."""
    outputs = fresh_labels(len(y.shape))
    paths = {node: [] for node in affected}
    paths[y].append(_identity_tensor(y.shape))
    for node in reversed(affected[affected.index(x) + 1 :]):
        for above in _joined(paths[node], outputs) if paths[node] else []:
            for part, number, factors, whole_labels, part_labels in local_jacobians(node):
                if part in paths:
                    out, shape = outputs + part_labels, y.shape + part.shape
                    onward = [(above, outputs + whole_labels), *factors]
                    paths[part].append(product(number, onward, out, shape))
    return add(constant(0, y.shape + x.shape), *paths[x])


def _joined(paths, outputs):
    """Paths that lead to one node, as one sum; a few Jacobians go on apart.

    Apart they are products that can simplify; but in a residual network they double from layer to
    layer, so there must not be many.
    """
    if outputs and len(paths) <= FEW:
        return paths
    above = add(*paths)
    collected = isinstance(above, nodes.Sum) and outputs
    return [factor_out(above, reading=False) if collected else above]


def _forward(y, x, affected, local_jacobians):
    """From the variable up: the derivative of every node by `x` in turn."""
    inputs = fresh_labels(len(x.shape))
    slopes = {x: _identity_tensor(x.shape)}
    for node in affected[affected.index(x) + 1 :]:
        paths = []
        for part, number, factors, labels, part_labels in local_jacobians(node):
            if part in slopes:
                onward = [*factors, (slopes[part], part_labels + inputs)]
                paths.append(product(number, onward, labels + inputs, node.shape + x.shape))
        slopes[node] = add(constant(0, node.shape + x.shape), *paths)
    return slopes[y]


def _identity_tensor(shape):
    """Return the derivative of something of this shape by itself: a delta for every axis."""
    i, j = fresh_labels(len(shape)), fresh_labels(len(shape))
    deltas = [(nodes.Identity(d), pair) for d, *pair in zip(shape, i, j, strict=True)]
    return product(1, [(e, tuple(pair)) for e, pair in deltas], i + j)


# ------------------------------------------------------------------------ what a reader asks for


class Derivative(Expression):
    """A derivative: an expression that remembers what it is the derivative of.

    It reads as a row or a column, as the layout asks, and takes the value of every symbol of what
    was differentiated, even of one that has dropped out.
    """

    def __new__(cls, of: Expression, by: nodes.Symbol, upright: bool = False):
        """Differentiate; `upright` is a gradient, which is always a column."""
        self = object.__new__(cls)
        refuse_double_names(of.symbols | {by})
        self.of, self.by, self.is_gradient = of, by, upright
        self.formula = jacobian_tensor(of.body, by)
        self.shape, self.symbols = self.formula.shape, self.formula.symbols
        return self

    def __reduce__(self):
        return Derivative, (self.of, self.by, self.is_gradient)

    @property
    def body(self) -> Expression:
        """The formula."""
        return self.formula

    @cached_property
    def with_symmetry(self) -> Expression:
        """The formula, with every symmetric symbol known to be its own transpose."""
        return self.formula.with_symmetry

    def __eq__(self, other):
        return isinstance(other, Expression) and self.with_symmetry is other.with_symmetry

    def __hash__(self):
        return hash(self.with_symmetry)


def derivative(y: Expression, x: nodes.Symbol) -> Derivative:
    """Return the derivative of any expression by any symbol.

    Parameters
    ----------
    y : Expression
        A scalar, vector, matrix or tensor.
    x : Symbol
        A scalar, vector or matrix made by `scalar`, `vector` or `matrix`. The entries of a
        symmetric symbol are taken as independent, as `measure` takes them.

    Returns
    -------
    Derivative
        With the axes of `y`, then those of `x`. It reads in numerator layout: a scalar by a vector
        is a row, though its shape is ``(n,)``.

    Raises
    ------
    TypeError
        If `y` is not an expression, or `x` not a symbol.

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
    """
    if isinstance(y, (int, float)):
        y = constant(y)
    return Derivative(_expression(y, "derivative"), _variable(x))


def gradient(f: Expression, x: nodes.Symbol) -> Derivative:
    """Return the derivative of a scalar, in the shape of the variable: what an optimiser subtracts.

    The same numbers as `derivative`; a gradient by a vector always reads as a column.

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
    return Derivative(_scalar(f, "gradient", instead), _variable(x), upright=True)


def jacobian(y: Expression, x: nodes.Symbol) -> Derivative:
    """Return the derivative of a vector by a vector: a matrix with a row for every output.

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
    y, x = _expression(y, "jacobian"), _variable(x)
    if len(y.shape) != 1 or len(x.shape) != 1:
        raise ValueError(
            f"jacobian takes a vector by a vector, but {y} has shape {shape_text(y.shape)} and "
            f"{x} has shape {shape_text(x.shape)}; use {'derivative' if y.shape else 'gradient'}"
        )
    return Derivative(y, x)


def hessian(f: Expression, x: nodes.Symbol) -> Derivative:
    """Return the second derivative of a scalar: the derivative of its gradient.

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
    f, x = _scalar(f, "hessian", "derivative twice"), _variable(x)
    return Derivative(Derivative(f, x), x)


def _expression(y, name):
    if isinstance(y, Expression):
        return y
    raise TypeError(
        f"{name} takes an expression, not {type(y).__name__}; for a function, measure it"
    )


def _scalar(f, name, instead):
    f = _expression(f, name)
    if f.shape:
        raise ValueError(
            f"{name} takes a scalar, but {f} has shape {shape_text(f.shape)}; use {instead}"
        )
    return f


def _variable(x):
    if isinstance(x, nodes.Symbol):
        return x
    what = f"the expression {x}" if isinstance(x, Expression) else type(x).__name__
    raise TypeError(
        f"a derivative is taken by a symbol, not by {what}; name it with scalar, vector or matrix "
        "and differentiate what is written with that name"
    )
