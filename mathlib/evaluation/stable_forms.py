"""What is computed in another form than it is written in, because numbers are rounded.

A value that rounds to 0, to 1 or to infinity takes its logarithm or its root with it: in double
precision the sigmoid of -1000 is 0 and the logarithm of that -inf, where log(sigmoid(x)) is -1000.
So a few compositions have an equal form that does not pass through such a value. It is an
expression too; the interpreter and the compiled code compute it in place of the written one.
"""

from __future__ import annotations

from mathlib.evaluation.stable_products import Term, exponential_terms
from mathlib.symbolic import nodes
from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.constants import constant, is_number
from mathlib.symbolic.expression import Expression, Number
from mathlib.symbolic.functions import exp, expm1, log, softplus


def stable_form(e: Expression) -> Expression:
    """Return the form in which an expression is computed: itself, if it is as good as any.

    Examples
    --------
    >>> import mathlib as ml
    >>> stable_form(ml.log(ml.sigmoid(ml.vector("x", "n"))))
    -softplus(-x)
    """
    if isinstance(e, nodes.Power) and _is(e.base, "exp"):
        return exp(e.exponent * e.base.children[0])  # exp(x)² overflows, or is 0, before exp(2 x)
    if _is(e, "log"):
        return _logarithm(e)
    if isinstance(e, nodes.Sum):
        return _rest_of_one(e)
    return e


def _rest_of_one(e: nodes.Sum) -> Expression:
    """Return 1 - sigmoid(z), of which little is left where z is large, as sigmoid(-z).

    1 - exp(z), of which little is left near 0, is -expm1(z).
    """
    if len(e.terms) == 2:
        (c, one), (d, part) = sorted(e.terms, key=lambda term: not is_number(term[1]))
        if is_number(one) and c == -d and _is(part, "sigmoid"):
            return c * nodes.Function("sigmoid", (-part.children[0],), True)
        if is_number(one) and c == -d and _is(part, "exp"):
            return d * expm1(part.children[0])
    return e


def _logarithm(e: Expression) -> Expression:
    (x,) = e.children
    if _is(x, "sigmoid"):
        return -softplus(-x.children[0])
    if _is(x, "cosh"):
        size = abs(x.children[0])
        return size + softplus(-2 * size) - log(constant(2))
    if _is(x, "sinh"):
        (z,) = x.children
        return z + log(-expm1(-2 * z)) - log(constant(2))
    if _is(x, "expm1"):
        (z,) = x.children
        return z + log(-expm1(-z))
    if isinstance(x, nodes.Sum):
        return _logarithm_of_sum(e, *x.terms)
    number, unit = split_coefficient(x)
    if isinstance(x, nodes.Product) and x.factors and number > 0 and number != 1:
        rest = log(unit)
        if not _is(rest, "log") or stable_form(rest) is not rest:
            return log(constant(number)) + rest
    return e


def _logarithm_of_sum(e: Expression, *terms: tuple[Number, Expression]) -> Expression:
    """Return that of 1 - sigmoid(z), 1 - tanh(z)² or exp(a) + exp(b) in its stable form."""
    if exponentials := exponential_terms(e.children[0]):
        return _logarithm_of_exponentials(e, exponentials)
    if len(terms) != 2:
        return e
    (c, one), (d, part) = sorted(terms, key=lambda term: not is_number(term[1]))
    if not is_number(one) or c != 1 or d != -1:
        return e
    if _is(part, "sigmoid"):
        return -softplus(part.children[0])
    if isinstance(part, nodes.Power) and part.exponent == 2 and _is(part.base, "tanh"):
        (z,) = part.base.children
        return 2 * log(constant(2)) - 2 * z - 2 * softplus(-2 * z)
    return e


def _logarithm_of_exponentials(e: Expression, terms: list[Term]) -> Expression:
    """Return that of a sum of exponentials, the larger of every two taken out of it."""
    ordered = sorted(terms, key=lambda term: not is_number(term.exponent))
    (c, a), (d, b) = ordered[:2]
    if len(terms) == 2 and c == -d:
        if c < 0:
            (c, a), (d, b) = (d, b), (c, a)
        return a + log(constant(c)) + log(-expm1(b - a))
    if any(number <= 0 for number, _ in terms):
        return e
    total, *others = (a + log(constant(c)) for c, a in ordered)
    for other in others:
        total = total + softplus(other - total)
    return total


def _is(e: Expression, name: str) -> bool:
    return isinstance(e, nodes.Function) and e.name == name
