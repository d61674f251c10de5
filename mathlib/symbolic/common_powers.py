"""Common powers taken out of sums, if what is left comes to less: s (1 - s)² - s² (1 - s).

With s (1 - s) in front, (1 - s) - s is left, which is 1 - 2 s. So it is with a denominator: over
(1 + x)², the sum 1 / (1 + x) - x / (1 + x)² has 1 + x - x above, which is 1. Where nothing meets, a
sum stays as it is: to compute, it is as good, and a person seldom writes all over one denominator.
This is done where an expression is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mathlib.symbolic.brackets import MOST_TERMS, terms_of, without_brackets
from mathlib.symbolic.canonical_form import add, power, product
from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.constants import as_expression, constant, is_number, normalize
from mathlib.symbolic.contraction_rules import blocks_of, labels_of
from mathlib.symbolic.expression import Expression, Labels, Number, topological_order
from mathlib.symbolic.general_powers import general_power
from mathlib.symbolic.nodes import Constant, Function, Power, Sum

#: Up to how many terms a sum has whose terms are looked at.
MOST = 8

Term = tuple[Number, Expression]
Base = tuple[Expression, Labels]  # with the labels on which it stands
Exponents = dict[Base, "Number | Expression"]


def gathered(e: Expression) -> Expression:
    """Return an expression in whose sums common powers are taken out."""
    new: dict[Expression, Expression] = {}
    for node in topological_order(e):
        parts = [new.get(child, child) for child in node.children]
        changed = any(a is not b for a, b in zip(parts, node.children, strict=True))
        made = node.rebuild(*parts) if changed else node
        if isinstance(made, Sum):
            made = gathered_sum(made)
        if made is not node:
            new[node] = made
    return new.get(e, e)


def gathered_sum(e: Sum) -> Expression:
    """Return a sum with its common powers taken out; itself, if that is no shorter."""
    if len(e.terms) > MOST or e.term_count > MOST_TERMS:
        return e
    if (entries := _entries_summed(e)) is not None and isinstance(entries, Sum):
        better = gathered_sum(entries)
        return e if better is entries else product(1, [(better, (0,))], ())
    terms = [part for term in e.terms for part in _without_fractions(*term)]
    common = _common([_exponents(unit) for _, unit in terms])
    general: Exponents = {b: times for b, times in common.items() if isinstance(times, Expression)}
    for powers in filter(None, (common, general)):
        found = [better for better in _ways(terms, powers, e) if better.node_count < e.node_count]
        if found:
            return min(found, key=lambda better: better.node_count)
    return e


def _ways(terms: list[Term], powers: Exponents, e: Sum) -> Iterator[Expression]:
    """Yield the sum with its common powers in front, and with them in the terms that are left.

    It is worth it if terms meet, if what is left is such a power too, or if a third is saved; a
    power by an expression is taken out in any case.
    """
    below = [(_raised(base, times, -1), labels) for (base, labels), times in powers.items()]
    front = [(_raised(base, times, 1), labels) for (base, labels), times in powers.items()]
    rests = [product(c, [(unit, e.axes), *below], e.axes, e.shape) for c, unit in terms]
    parts = [part for rest in rests for term in terms_of(rest) for part in without_brackets(*term)]
    left = add(*(c * part for c, part in parts))
    if len(terms_of(left)) < len(parts):
        again = (product(c, [*front, (t, e.axes)], e.axes, e.shape) for c, t in terms_of(left))
        yield add(constant(0, e.shape), *again)
    meets = len(terms_of(left)) < len(parts) or (split_coefficient(left)[1], e.axes) in powers
    left = left if meets else add(*rests)
    better = product(1, [*front, (left, e.axes)], e.axes, e.shape)
    general = all(isinstance(times, Expression) for times in powers.values())
    saves = not _has_below(powers) and 3 * better.node_count < 2 * e.node_count
    if (meets or general or saves) and not _has_denominators(left, powers):
        yield better


def _has_below(powers: Exponents) -> bool:
    return any(isinstance(times, int | Fraction) and times < 0 for times in powers.values())


def _has_denominators(left: Expression, powers: Exponents) -> bool:
    """Say whether terms that have no such denominator were multiplied by it, several by one."""
    units = [_exponents(unit) for _, unit in terms_of(left)]
    below = [b for b, times in powers.items() if isinstance(times, int | Fraction) and times < 0]
    return any(b[0].children and sum(b in unit for unit in units) > 1 for b in below)


def _entries_summed(e: Sum) -> Expression | None:
    """Return the vector whose entries a number sums up, if each of its terms does."""
    found = []
    for number, unit in e.terms:
        labels = {label for _, ls in unit.factors for label in ls}
        if e.shape or len(labels) != 1:
            return None
        found.append(product(number, unit.factors, tuple(labels)))
    return add(*found) if len({part.shape for part in found}) == 1 else None


def _without_fractions(number: Number, unit: Expression) -> Iterator[Term]:
    """Yield the terms of a product, multiplied out if a bracket in it has a denominator."""
    terms = [
        term for bracket, _ in unit.factors if isinstance(bracket, Sum) for term in bracket.terms
    ]
    inside = [f for _, term in terms for f, _ in term.factors]
    if any(isinstance(f, Power) and f.exponent < 0 for f in inside):
        yield from without_brackets(number, unit)
    else:
        yield number, unit


def _exponents(unit: Expression) -> Exponents:
    """Return with which exponents bases stand on the axes of a product, also blocks such as A x."""
    found: Exponents = {}
    inner = [(f, tuple(label for label in f[1] if label not in unit.axes)) for f in unit.factors]
    for block in blocks_of(inner):
        factors = [f for f, _ in block]
        outer = tuple(sorted(labels_of(factors).intersection(unit.axes)))
        if len(outer) < 2:
            found[product(1, factors, outer), outer] = 1
    for f, labels in unit.factors:
        exponent: Number | Expression
        if not isinstance(f, Constant) and all(label in unit.axes for label in labels):
            if isinstance(f, Function) and f.name == "raise_to":
                base, exponent = f.children
                found[base, labels] = exponent
            else:
                base, exponent = (f.base, f.exponent) if isinstance(f, Power) else (f, 1)
                found[base, labels] = exponent
    return found


def _common(exponents: list[Exponents]) -> Exponents:
    """Return the powers that all terms have in common, also the denominators of some."""
    common: Exponents = {}
    for base in {base: None for some in exponents for base in some}:
        found = [some.get(base, 0) for some in exponents]
        least = _least(found)
        if is_number(base[0]) or least is None:
            continue
        if isinstance(least, Expression) or least:
            common[base] = least
    return common


def _least(exponents: list[Number | Expression]) -> Number | Expression | None:
    """Return the least of some exponents, if they differ by numbers."""
    first, *others = exponents
    least: Number = 0
    for other in others:
        more = add(other, scale(-1, as_expression(first)))
        if not is_number(more):
            return None
        least = min(least, more.coefficient)
    if isinstance(first, Expression):
        return add(first, least)
    return normalize(first + least)


def _raised(base: Expression, exponent: Number | Expression, sign: int) -> Expression:
    """Return a base to a power, or to the opposite of it."""
    if isinstance(exponent, Expression):
        return general_power(base, scale(sign, exponent))
    return power(base, sign * exponent)
