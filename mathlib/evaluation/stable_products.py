"""Products of exponentials and their sums, computed where a factor alone would be infinite.

``exp(z) / (2 + exp(z))`` is 1 at z = 800, and inf / inf if its parts are computed. So an
exponential above is taken into the sum below, ``1 / (1 + 2 exp(-z))``, exponentials that are
multiplied become one, and a mask is put before an exponential, where that is not infinite if it is
masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, power
from mathlib.symbolic.choices import where
from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.common_powers import gathered
from mathlib.symbolic.constants import constant, is_number
from mathlib.symbolic.exponential_rules import is_function
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.functions import exp, expm1, tanh
from mathlib.symbolic.powers import MASKS


class Term(NamedTuple):
    """A number times an exponential."""

    number: Number
    exponent: Expression


def exponential_terms(e: Expression) -> list[Term]:
    """Return the terms of a sum of exponentials and numbers, one exponential at least, or none."""
    if is_function(e, "exp"):
        return [Term(1, e.children[0])]
    if not isinstance(e, nodes.Sum) or not any(is_function(part, "exp") for part in e.children):
        return []
    found = [_term(number, part) for number, part in e.terms]
    return [term for term in found if term] if all(found) else []


def _term(number: Number, part: Expression) -> Term | None:
    if is_function(part, "exp"):
        return Term(number, part.children[0])
    if is_number(part):
        return Term(number * part.coefficient, constant(0, part.shape))
    return None


def stable_factors(factors: Sequence[Factor]) -> list[Factor]:
    """Return the factors of a product with those in place of which others are computed."""
    found = list(factors)
    if not any(_is_exponential(_base(e)[0]) for e, _ in found):
        return found
    found = [part for factor in found for part in _with_denominators(*factor)]
    for k, (e, _) in enumerate([*found]):
        base, exponent = _base(e)
        while exponent <= -1 and (pair := _first_above(found, base, found[k][1])):
            place, quotient = pair
            above, times = _base(found[place][0])
            labels = found[k][1]
            exponent += 1
            found[place] = power(above, Fraction(times - 1)), labels
            found[k] = power(base, exponent), labels
            found.append((quotient, labels))
    return _masked(_as_one(found))


def _with_denominators(e: Expression, labels: Labels) -> list[Factor]:
    """Return a bracket with what its terms share in front of it, if that is a denominator."""
    if not isinstance(e, nodes.Sum) or not any(_divides(f) for t in e.children for f in _parts(t)):
        return [(e, labels)]
    number, unit = split_coefficient(gathered(e))
    if isinstance(unit, nodes.Sum) or (isinstance(unit, nodes.Product) and unit.summed):
        return [(e, labels)]
    at = dict(enumerate(labels))
    inside = [(f, tuple(at[label] for label in ls)) for f, ls in unit.factors]
    return [(constant(number), ()), *inside]


def _parts(e: Expression) -> list[Expression]:
    return [f for f, _ in e.factors]


def _divides(e: Expression) -> bool:
    base, exponent = _base(e)
    return exponent < 0 and len(exponential_terms(base)) > 1


def _base(e: Expression) -> tuple[Expression, Number]:
    return (e.base, e.exponent) if isinstance(e, nodes.Power) else (e, 1)


def _is_exponential(e: Expression) -> bool:
    name = e.name if isinstance(e, nodes.Function) else ""
    return name in ("exp", "expm1", "sinh") or len(exponential_terms(e)) > 1


def _first_above(factors, below, labels) -> tuple[int, Expression] | None:
    """Return the place of a factor that is computed together with one below, and their quotient."""
    for place, (e, theirs) in enumerate(factors):
        above, times = _base(e)
        if theirs == labels and times >= 1 and above is not below:
            quotient = _quotient(above, below)
            if quotient is not None:
                return place, quotient
    return None


def _quotient(above: Expression, below: Expression) -> Expression | None:
    if is_function(below, "sinh"):
        both = is_function(above, "cosh") and above.children == below.children
        return power(tanh(*below.children), -1) if both else None
    top = exponential_terms(above)
    if is_function(below, "expm1"):
        (x,) = below.children
        return power(-expm1(-x), -1) if [*top] == [Term(1, x)] else None
    bottom = exponential_terms(below)
    if not top or len(bottom) < 2:
        return None
    inside = {a for _, a in top} <= {a for _, a in bottom}
    if not inside and any(number < 0 for number, _ in bottom):
        return None  # what is left there of a difference would be lost
    return add(*(number * power(_shifted(bottom, a), -1) for number, a in top))


def _shifted(terms: list[Term], by: Expression) -> Expression:
    """Return a sum of exponentials over the one of this exponent."""
    parts = [c * (constant(1, a.shape) if a is by else exp(a - by)) for c, a in terms]
    return add(*parts)


def _as_one(factors: list[Factor]) -> list[Factor]:
    """Return factors with one exponential in the place of several of the same axes."""
    exponents: dict[Labels, list[Expression]] = {}
    for e, labels in factors:
        base, times = _base(e)
        if is_function(base, "exp"):
            exponents.setdefault(labels, []).append(times * base.children[0])
    several = {labels: parts for labels, parts in exponents.items() if len(parts) > 1}
    rest = [f for f in factors if f[1] not in several or not is_function(_base(f[0])[0], "exp")]
    return [*rest, *((_exponential(add(*parts)), labels) for labels, parts in several.items())]


def _exponential(x: Expression) -> Expression:
    return constant(1, x.shape) if is_number(x) and x.coefficient == 0 else exp(x)


def _masked(factors: list[Factor]) -> list[Factor]:
    """Return factors in which an exponential is 1 where a mask of its axes is 0."""
    masks = {labels: e for e, labels in factors if _is_mask(e)}
    return [
        (exp(where(masks[labels], e.children[0], 0)), labels)
        if is_function(e, "exp") and labels in masks
        else (e, labels)
        for e, labels in factors
    ]


def _is_mask(e: Expression) -> bool:
    """Say whether an expression is a mask, or 1 less a mask."""
    if isinstance(e, nodes.Sum) and len(e.terms) == 2:
        (c, one), (d, mask) = sorted(e.terms, key=lambda term: not is_number(term[1]))
        return is_number(one) and c == -d and _is_mask(mask)
    return isinstance(e, nodes.Function) and e.name in MASKS
