"""Inverses and determinants: of multiples, products, diagonal matrices and Kronecker products.

``(q A B)⁻¹`` is ``B⁻¹ A⁻¹ / q``, and the logarithm of its determinant a sum, where A and B are
known to be square. What is no product of such keeps its inverse and its determinant as a whole.
"""

from __future__ import annotations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, merge_axes, power, product, up_to_transpose
from mathlib.symbolic.coefficients import orient, scale
from mathlib.symbolic.constants import constant, is_number, size
from mathlib.symbolic.elementwise import abs
from mathlib.symbolic.exponentials import log
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.general_powers import general_power
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.matrix_factors import Chain, Kronecker, taken_apart, transposed
from mathlib.symbolic.shapes import Dimension, dimension_factors
from mathlib.symbolic.structure import has


def inverse(x: Expression) -> Expression:
    """Return the inverse of a square matrix."""
    if isinstance(x, (nodes.Inverse, nodes.Identity)):
        return x.base if isinstance(x, nodes.Inverse) else x
    if has(x, "orthogonal"):
        return x.T
    if (turned := transposed(x)) is not None:
        return inverse(turned).T
    match taken_apart(x):
        case Chain(scalars, matrices):
            found = [_inverse_of_part(matrix) for matrix in reversed(matrices)]
            found = found or [nodes.Identity(x.shape[0])]
        case Kronecker(scalars, left, right):
            found = [_kronecker(inverse(left), inverse(right))]
        case _:
            return up_to_transpose(nodes.Inverse, x)
    ends = fresh_labels(len(found) + 1)
    below = [(power(scalar, -1), ()) for scalar in scalars]
    links = zip(found, ends[:-1], ends[1:], strict=True)
    return product(1, [*below, *((e, (i, j)) for e, i, j in links)], (ends[0], ends[-1]))


def determinant(x: Expression) -> Expression:
    """Return the determinant of a square matrix."""
    if isinstance(x, nodes.Identity):
        return constant(1)
    if isinstance(x, nodes.Inverse):
        return power(determinant(x.base), -1)
    if (turned := transposed(x)) is not None:
        return determinant(turned)
    found = taken_apart(x)
    if isinstance(found, Chain) and found.matrices:
        outside, inside = _powers_outside(found.scalars, x.shape[0])
        first, *others = found.matrices
        if others or outside:
            whole = product(1, [*((s, ()) for s in inside), (_square(first), (0, 1))], (0, 1))
            parts = [nodes.Determinant(orient(whole, (0, 1))[0]) if inside else _of_one(first)]
            parts += [_of_one(matrix) for matrix in others]
            return product(1, [(e, ()) for e in (*outside, *parts)], ())
    if isinstance(found, Kronecker) and isinstance(x.shape[0], int):
        sides = ((found.left, found.right.shape[0]), (found.right, found.left.shape[0]))
        parts = [power(determinant(side), int(times)) for side, times in sides]
        outside = [power(scalar, x.shape[0]) for scalar in found.scalars]
        return product(1, [(e, ()) for e in (*outside, *parts)], ())
    return nodes.Determinant(orient(x, (0, 1))[0])


def log_determinant(x: Expression) -> Expression:
    """Return the logarithm of the absolute value of the determinant of a square matrix."""
    if isinstance(x, nodes.Identity) or has(x, "orthogonal"):
        return constant(0)
    if has(x, "lower"):
        return product(1, [(_log_of_size(product(1, [(x, (0, 0))], (0,))), (0,))], ())
    if isinstance(x, nodes.Inverse):
        return scale(-1, log_determinant(x.base))
    if (turned := transposed(x)) is not None:
        return log_determinant(turned)
    match taken_apart(x):
        case Chain(scalars, matrices):
            found = [_log_of_part(matrix) for matrix in matrices]
        case Kronecker(scalars, left, right):
            found = [_times(right.shape[0], log_determinant(left))]
            found += [_times(left.shape[0], log_determinant(right))]
        case _:
            return nodes.LogDeterminant(orient(x, (0, 1))[0])
    return add(*found, *(_times(x.shape[0], _log_of_size(scalar)) for scalar in scalars))


def _square(part: Expression) -> Expression:
    """Return a part of a chain as a matrix."""
    if len(part.shape) == 2:
        return part
    return product(1, [(part, (0,)), (nodes.Identity(part.shape[0]), (0, 1))], (0, 1))


def _inverse_of_part(part: Expression) -> Expression:
    return inverse(part) if len(part.shape) == 2 else _square(power(part, -1))


def _of_one(part: Expression) -> Expression:
    """Return the determinant of a part of a chain."""
    return determinant(part) if len(part.shape) == 2 else nodes.Determinant(_square(part))


def _log_of_part(part: Expression) -> Expression:
    if len(part.shape) == 2:
        return log_determinant(part)
    return product(1, [(_log_of_size(part), (0,))], ())


def _log_of_size(e: Expression) -> Expression:
    if is_number(e):
        return log(constant(e.coefficient if e.coefficient > 0 else -e.coefficient))
    if isinstance(e, nodes.Power) and not e.shape:
        return scale(e.exponent, _log_of_size(e.base))
    return log(abs(e))


def _powers_outside(
    scalars: list[Expression], dimension: Dimension
) -> tuple[list[Expression], list[Expression]]:
    """Return the powers of scalars that a determinant has in front, and the scalars left inside.

    Where the size is a letter, a scalar that may be negative stays inside: there its sign is right.
    """
    if isinstance(dimension, int):
        return [power(scalar, dimension) for scalar in scalars], []
    outside: list[Expression] = []
    inside: list[Expression] = []
    for scalar in scalars:
        if is_number(scalar) and scalar.coefficient < 0:
            inside.append(constant(-1))
            scalar = constant(-scalar.coefficient)
        (outside if scalar.nonnegative else inside).append(scalar)
    return [general_power(scalar, _size(dimension)) for scalar in outside], inside


def _times(dimension: Dimension, e: Expression) -> Expression:
    return product(1, [(_size(dimension), ()), (e, ())], ())


def _size(dimension: Dimension) -> Expression:
    return product(1, [(size(d), ()) for d in dimension_factors(dimension)], ())


def _kronecker(left: Expression, right: Expression) -> Expression:
    slow, fast = fresh_labels(2), fresh_labels(2)
    return merge_axes([(left, slow), (right, fast)], *zip(slow, fast, strict=True))
