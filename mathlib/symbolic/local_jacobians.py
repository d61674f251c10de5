"""What each kind of node passes on: how a small change of a part changes the whole.

For every place where a part stands in a node there is a *local Jacobian*: a number and indexed
factors, with labels for the axes of both ends. This is the table of rules of the engine, and all
that it knows of calculus: that of a product is the product of the other factors, that of a function
of entries is its partial derivative on the diagonal, those of a whole matrix are four lines each.
The chain rule multiplies them (`differentiation`); the diagnosis breaks one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from mathlib.symbolic import axis_nodes, nodes, spectral_nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.coefficients import diagonal_vector, scale
from mathlib.symbolic.comparisons import at_least_zero, step
from mathlib.symbolic.constants import constant, exact
from mathlib.symbolic.elementwise import cos, function, sign, sin, tanh
from mathlib.symbolic.exponentials import exp
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.general_powers import slope_by_base, slope_by_exponent
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.linear_algebra import inv
from mathlib.symbolic.logistic import sigmoid
from mathlib.symbolic.matrix_factors import is_kronecker
from mathlib.symbolic.special_functions import digamma, polygamma, polygamma_slope
from mathlib.symbolic.spectral_jacobians import spectral_jacobians
from mathlib.symbolic.trigonometric import cosh, sinh, tan
from mathlib.symbolic.unknown_functions import Applied, slopes
from mathlib.symbolic.whole_functions import Whole, whole_jacobians

HALF = Fraction(1, 2)
TWO_OVER_ROOT_PI = exact(1.1283791670955126)

#: The partial derivatives of a function of entries, in the order of its arguments.
PARTIALS: dict[str, tuple[Callable[..., Expression], ...]] = {
    "exp": (lambda x: function("exp", x),),
    "log": (lambda x: power(x, -1),),
    "sin": (lambda x: cos(x),),
    "cos": (lambda x: -sin(x),),
    "tanh": (lambda x: 1 - tanh(x) ** 2,),
    "tan": (lambda x: 1 + tan(x) ** 2,),
    "arcsin": (lambda x: power(1 - x**2, -HALF),),
    "arccos": (lambda x: -power(1 - x**2, -HALF),),
    "arctan": (lambda x: power(1 + x**2, -1),),
    "sinh": (lambda x: cosh(x),),
    "cosh": (lambda x: sinh(x),),
    "arcsinh": (lambda x: power(1 + x**2, -HALF),),
    "arccosh": (lambda x: power(x**2 - 1, -HALF),),
    "arctanh": (lambda x: power(1 - x**2, -1),),
    "log1p": (lambda x: power(1 + x, -1),),
    "expm1": (lambda x: exp(x),),
    "erf": (lambda x: TWO_OVER_ROOT_PI * exp(-(x**2)),),
    "lgamma": (lambda x: digamma(x),),
    "digamma": (lambda x: polygamma(1, x),),
    "polygamma": (lambda n, x: constant(0, x.shape), polygamma_slope),
    "sigmoid": (lambda x: sigmoid(x) * (1 - sigmoid(x)),),
    "softplus": (lambda x: sigmoid(x),),
    "relu": (lambda x: step(x),),
    "abs": (lambda x: sign(x),),
    "at_least_zero": (lambda x: constant(0, x.shape),),
    "step": (lambda x: constant(0, x.shape),),
    "sign": (lambda x: constant(0, x.shape),),
    "raise_to": (slope_by_base, slope_by_exponent),
    "where": (
        lambda c, x, y: constant(0, c.shape),
        lambda c, x, y: c,
        lambda c, x, y: 1 - c,
    ),
    "maximum": (lambda x, y: step(x - y), lambda x, y: at_least_zero(y - x)),
    "minimum": (lambda x, y: step(y - x), lambda x, y: at_least_zero(x - y)),
}


class LocalJacobian(NamedTuple):
    """A change of `part`, times `number` and `factors`, is a change of the whole."""

    part: Expression
    number: Number
    factors: list[Factor]
    whole_labels: Labels
    part_labels: Labels


def partials(e: nodes.Function) -> tuple[Callable[..., Expression], ...]:
    """Return the partial derivatives of a function of entries, in the order of its arguments."""
    return tuple(slopes(e)) if isinstance(e, Applied) else PARTIALS[e.name]


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
        case Whole():
            yield from (LocalJacobian(*rule) for rule in whole_jacobians(e))
        case nodes.Function():
            for part, partial in zip(e.children, partials(e), strict=True):
                yield LocalJacobian(part, 1, [(partial(*e.children), labels)], labels, labels)
        case _:
            yield from _of_matrix_function(e)


def _of_matrix_function(e):
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
            # Of other bases an inverse taken apart would not be seen to meet the determinant.
            apart = diagonal_vector(e.base) is not None or is_kronecker(e.base)
            inverse = inv(e.base) if apart else nodes.Inverse(e.base)
            yield LocalJacobian(e.base, 1, [(e, ()), (inverse, (j, i))], (), (i, j))
        case nodes.LogSumExp():
            part_labels = fresh_labels(len(e.shape) + 1)
            share = (nodes.Softmax(e.base), part_labels)
            yield LocalJacobian(e.base, 1, [share], part_labels[:-1], part_labels)
        case axis_nodes.Max() | axis_nodes.Min():
            part_labels = fresh_labels(len(e.shape) + 1)
            sign = 1 if isinstance(e, axis_nodes.Max) else -1
            place = (axis_nodes.Hardmax(scale(sign, e.base)), part_labels)
            yield LocalJacobian(e.base, 1, [place], part_labels[:-1], part_labels)
        case nodes.Softmax():
            *rows, i, j = fresh_labels(len(e.shape) + 1)
            here, there = (*rows, i), (*rows, j)
            yield LocalJacobian(e.base, 1, [(e, here)], here, here)
            yield LocalJacobian(e.base, -1, [(e, here), (e, there)], here, there)
        case spectral_nodes.Spectral():
            for rule in spectral_jacobians(e):
                yield LocalJacobian(e.base, *rule)


def _split_repeated(part, labels):
    """Return new labels for repeated ones, as in a trace, and deltas that make them equal."""
    distinct, deltas = [], []
    for label, dimension in zip(labels, part.shape, strict=True):
        distinct.append(fresh_labels(1)[0] if label in distinct else label)
        if distinct[-1] != label:
            deltas.append((nodes.Identity(dimension), (label, distinct[-1])))
    return tuple(distinct), deltas
