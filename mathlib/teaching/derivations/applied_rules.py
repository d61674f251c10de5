"""The rules of one variable, applied one after another: sum, factor, product, quotient, chain.

The order is that of a person: what is met first is split first, by one rule at a time wherever that
rule applies; constants are pulled out before a product is split; a term that does not depend on the
variable is 0 at once, and gone on the next line. The rules are those of a first course; for vectors
a factor becomes the derivative of the product by that factor, a matrix.
"""

from __future__ import annotations

from math import prod

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power, product, scale
from mathlib.symbolic.constants import constant
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, Factor, Labels, Number, Shape
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.local_jacobians import local_jacobians
from mathlib.teaching.derivations.rules import (
    affected,
    is_below,
    rule_of,
    takes_one_rule,
)
from mathlib.teaching.derivations.working import (
    Divided,
    Finished,
    Scaled,
    Through,
    Total,
    Unfinished,
    Working,
    mapped,
    unfinished,
    without_ones,
    without_zeros,
)

CHAIN = "the chain rule"
FACTOR = "the constant factor rule"
PRODUCT = "the product rule"
QUOTIENT = "the quotient rule"

Rules = tuple[str, ...]


def steps_of(e: Expression, by: nodes.Symbol) -> list[tuple[Rules, Working]]:
    """Return the workings on the way to a derivative, each with the rules that lead to it."""
    steps: list[tuple[Rules, Working]] = []
    working: Working = Unfinished(e)
    while following := [apply_rule(part.of, by) for part in unfinished(working)]:
        splitting = [rules for rules, result in following if not isinstance(result, Finished)]
        # What one rule finds at a stroke comes last, all on one line: x cos(x) + sin(x).
        now = splitting[:1] or [rules for rules, _ in following]
        working = without_ones(_rewritten(without_zeros(working), now, by))
        steps.append((tuple(dict.fromkeys(rule for rules in now for rule in rules)), working))
    return steps


def _rewritten(working: Working, now: list[Rules], by: nodes.Symbol) -> Working:
    """Apply rules wherever they are the next to be applied."""
    if isinstance(working, Unfinished):
        found, result = apply_rule(working.of, by)
        return result if found in now else working
    return mapped(working, lambda part: _rewritten(part, now, by))


def apply_rule(e: Expression, by: nodes.Symbol) -> tuple[Rules, Working]:
    """Return the next rules for the derivative of an expression, and what they make of it."""
    if isinstance(e, nodes.Sum):
        return (rule_of(e, by),), _of_sum(e, by)
    if takes_one_rule(e, by):
        return (rule_of(e, by),), Finished(jacobian_tensor(e, by))
    if isinstance(e, nodes.Product):
        return _of_product(e, by)
    (inner,) = affected(e, by)
    (local,) = [local for local in local_jacobians(e) if local.part is inner]
    if e.shape or inner.shape:
        work = _through(
            local.number, local.factors, local.whole_labels, (inner, local.part_labels), e.shape
        )
    else:
        work = Scaled(product(local.number, local.factors, ()), Unfinished(inner))
    return (CHAIN, rule_of(e, by)), work


def _of_sum(e: nodes.Sum, by: nodes.Symbol) -> Working:
    """Split a sum; between scalars, a linear one is done at a stroke, as 4 + 0."""
    terms: list[tuple[bool, Working]] = []
    done = not e.shape and not by.shape and takes_one_rule(e, by)
    for number, term in e.terms:
        scaled = abs(number) * term
        if done or by not in term.symbols:
            terms.append((number < 0, Finished(jacobian_tensor(scaled, by))))
        else:
            terms.append((number < 0, Unfinished(scaled)))
    return Total(tuple(sorted(terms, key=lambda term: term[0])))


def _of_product(e: nodes.Product, by: nodes.Symbol) -> tuple[Rules, Working]:
    """Pull constants out first; then the quotient rule, or the product rule."""
    moving = sorted((f for f in e.factors if by in f[0].symbols), key=_reading_order)
    scalars = [f for f in e.factors if f not in moving and not (e.shape and f[1])]
    number = product(abs(e.coefficient), scalars, ())
    rest = [f for f in e.factors if f not in scalars]
    signed = None if e.shape or scalars or e.coefficient != -1 else _with_sign_inside(moving)
    moving = signed or moving
    if not signed and (e.coefficient != 1 or scalars):
        work: Working = Unfinished(product(1, rest, e.axes, e.shape))
        if number is not constant(1):
            work = Scaled(number, work)
        return (FACTOR,), Total(((True, work),)) if e.coefficient < 0 else work
    if len(moving) == 1:
        return (rule_of(e, by),), _by_factor(e, *moving)
    under = [f for f, _ in moving if is_below(f)]
    if e.shape:  # entry by entry; what stands below is a factor like any other
        return (PRODUCT,), Total(tuple((False, _by_factor(e, f)) for f in reversed(moving)))
    below = prod((power(f.base, -f.exponent) for f in under), start=constant(1))
    above = [f for f, _ in moving if not is_below(f)]
    if not above:
        return (CHAIN, "the power rule"), Scaled(-power(below, -2), Unfinished(below))
    first, second = above[0], prod(above[1:], start=constant(1))
    if under:
        first = first * second
        pair = (False, Scaled(below, Unfinished(first))), (True, Scaled(first, Unfinished(below)))
        return (QUOTIENT,), Divided(Total(pair), power(below, 2))
    pair = (False, Scaled(first, Unfinished(second))), (False, Scaled(second, Unfinished(first)))
    return (PRODUCT,), Total(pair)


def _with_sign_inside(moving: list[Factor]) -> list[Factor] | None:
    """Return two factors with a minus in the bracket of one: (x + 1) (x² - 3)."""
    for k, (f, labels) in enumerate(moving if len(moving) == 2 else ()):
        if isinstance(f, nodes.Sum) and any(number < 0 for number, _ in f.terms):
            return [*moving[:k], (scale(-1, f), labels), *moving[k + 1 :]]
    return None


def _reading_order(factor: Factor) -> tuple[int, str]:
    """Sort factors as they are written: names and their powers, functions, brackets."""
    base = factor[0].base if isinstance(factor[0], nodes.Power) else factor[0]
    rank = 0 if isinstance(base, nodes.Symbol) else 2 if isinstance(base, nodes.Sum) else 1
    return rank, str(factor[0])


def _by_factor(e: nodes.Product, factor: Factor) -> Working:
    """Return the derivative of a product as far as one factor of it moves."""
    others = list(e.factors)
    others.remove(factor)
    return _through(e.coefficient, others, e.axes, factor, e.shape)


def _through(
    number: Number, others: list[Factor], axes: Labels, moving: Factor, shape: Shape
) -> Working:
    """Return the derivative of a product of factors as far as a part of it moves."""
    part, labels = moving
    own = fresh_labels(len(labels))
    ends = zip(part.shape, labels, own, strict=True)
    deltas = [(nodes.Identity(n), (at, label)) for n, at, label in ends]
    outer = product(number, [*others, *deltas], axes + own, shape + part.shape)
    return Through(outer, part, Unfinished(part))
