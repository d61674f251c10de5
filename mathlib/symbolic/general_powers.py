"""Powers by an exponent that is an expression, entry by entry: ``p**q``, ``2**x``.

They stay powers, to be read as such: p^q and not exp(q log(p)), which overflows and has no value at
p = 0. An exponent that is a number makes a `Power`, which knows more rules.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, broadcast, power, product, up_to_transpose
from mathlib.symbolic.constants import as_expression, constant, exact, is_number, is_real
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.shapes import broadcast_shapes
from mathlib.symbolic.writings import written


def raise_to(base: Any, exponent: Any) -> Expression:
    """Return ``base ** exponent``, entry by entry.

    Raises
    ------
    ValueError
        If the exponent is no number and the base is not known to be positive.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, vector
    >>> raise_to(vector("x", "n"), 2).evaluate(x=[1, 2, 3])
    array([1., 4., 9.])
    >>> raise_to(vector("p", "n", positive=True), vector("q", "n"))
    p∘^q
    """
    base = as_expression(base)
    if is_real(exponent):
        return written(power(base, exact(exponent)), "power", base, exponent)
    exponent = as_expression(exponent)
    if (is_number(base) and base.coefficient > 0) or (base.nonnegative and not is_number(base)):
        return written(general_power(base, exponent), "power", base, exponent)
    raise ValueError(
        f"{base} to the power {exponent} needs a number as exponent, or a base that is known to be "
        "positive (positive=True)"
    )


def general_power(base: Expression, exponent: Expression) -> Expression:
    """Return a power of a base that is not negative, in canonical form."""
    shape = broadcast_shapes(base.shape, exponent.shape, "raised")
    base, exponent = _once(base), _once(exponent)
    if is_number(exponent):
        return broadcast(power(base, exponent.coefficient), shape)
    if is_number(base) and base.coefficient == 1:
        return constant(1, shape)
    if isinstance(base, nodes.Function) and base.name in ("exp", "raise_to"):
        multiple = _times(base.children[-1], exponent)
        again = _exp if base.name == "exp" else partial(general_power, base.children[0])
        return broadcast(again(multiple), shape)
    if isinstance(base, nodes.Power) and base.base.nonnegative:
        multiple = _times(constant(base.exponent), exponent)
        return broadcast(general_power(base.base, multiple), shape)
    if _is_positive_product(base):
        return product(1, _apart(base, exponent, shape), tuple(range(len(shape))), shape)
    if not base.shape and not exponent.shape:
        return broadcast(nodes.Function("raise_to", (base, exponent), True), shape)
    ends = broadcast(base, shape), broadcast(exponent, shape)
    return up_to_transpose(lambda *parts: nodes.Function("raise_to", parts, True), *ends)


def of_exponent(exponent: Expression) -> Expression | None:
    """Return the power that exp(exponent) is: p^q is exp(q log(p))."""
    if not isinstance(exponent, nodes.Product) or exponent.summed:
        return None
    for f, labels in exponent.factors:
        if isinstance(f, nodes.Function) and f.name == "log" and labels in (exponent.axes, ()):
            (base,) = f.children
            if base.nonnegative or (is_number(base) and base.coefficient > 0):
                rest = [other for other in exponent.factors if other[0] is not f]
                times = product(exponent.coefficient, rest, exponent.axes, exponent.shape)
                if len(rest) == len(exponent.factors) - 1 and not is_number(times):
                    return general_power(base, times)
    return None


def operands(e: nodes.Function) -> tuple[Expression, Expression]:
    """Return base and exponent of a power; what is the same in every entry, as a scalar."""
    base, exponent = e.children
    return _once(base), _once(exponent)


def _once(e):
    repeated = not {label for _, labels in e.factors for label in labels}.intersection(e.axes)
    return product(e.coefficient, e.factors, ()) if repeated and e.shape else e


def _times(e, exponent):
    shape = broadcast_shapes(e.shape, exponent.shape, "multiplied")
    labels = fresh_labels(len(shape))
    factors = [(part, labels[len(shape) - len(part.shape) :]) for part in (e, exponent)]
    return product(1, factors, labels)


def _exp(e):
    from mathlib.symbolic.exponentials import exp

    return exp(e)


def _is_positive_product(e):
    return (
        isinstance(e, nodes.Product)
        and e.coefficient == 1
        and len(e.factors) > 1
        and not e.summed
        and all(
            f.nonnegative and not isinstance(f, (nodes.Identity, nodes.MergeAxes))
            for f in e.children
        )
    )


def _apart(base, exponent, shape):
    """Return the factors of a power of a product: the powers of its factors."""
    labels = tuple(range(len(shape)))
    own = labels[len(shape) - len(base.shape) :]
    if not exponent.shape:
        return [(general_power(f, exponent), tuple(own[k] for k in ls)) for f, ls in base.factors]
    repeated = broadcast(exponent, shape)
    alone = (product(1, [(f, tuple(own[k] for k in ls))], labels, shape) for f, ls in base.factors)
    return [(general_power(f, repeated), labels) for f in alone]


def slope_by_base(base: Expression, exponent: Expression) -> Expression:
    """Return the partial derivative q p^(q-1) of p^q."""
    return _times(exponent, general_power(base, add(exponent, -1)))


def slope_by_exponent(base: Expression, exponent: Expression) -> Expression:
    """Return the partial derivative p^q log(p) of p^q."""
    from mathlib.symbolic.exponentials import log

    return _times(general_power(base, exponent), log(base))


def square(x: Any) -> Expression:
    """Return every entry times itself.

    Parameters
    ----------
    x : Expression or number
        Of any shape.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> square(vector("x", "n"))
    x∘²
    """
    return raise_to(x, 2)


def reciprocal(x: Any) -> Expression:
    """Return 1 over every entry.

    Parameters
    ----------
    x : Expression or number
        Of any shape.

    Returns
    -------
    Expression
        Of the shape of `x`.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> reciprocal(vector("x", "n"))
    𝟏 ⊘ x
    """
    return raise_to(x, -1)
