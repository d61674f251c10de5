"""Signs and fractions where a person would write them.

The canonical form keeps one of a - b and b - a, so that both are one object, and draws what the
terms of a bracket share in front of it. To be read, a bracket under a power has the sign in which
it was written: the logarithm of b - A x has the derivative 1 / (b - A x), not -1 / (A x - b). A
minus that is left goes into a bracket, and a fraction back into the one it was drawn out of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import inf
from typing import NamedTuple

from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.constants import normalize
from mathlib.symbolic.expression import Expression, Factor, Number
from mathlib.symbolic.nodes import Constant, Power, Sum

Factors = tuple[Factor, ...]


class Written(NamedTuple):
    """Brackets, as they are kept, that were written with the opposite sign, and with theirs."""

    turned: frozenset[Expression] = frozenset()
    kept: frozenset[Expression] = frozenset()


NOTHING = Written()

#: From which denominator on a fraction reads better inside a bracket: 1 + 0.2 x, and (2 + x) / 2.
SMALL = 5


def written_brackets(
    e: Expression, named: Callable[[Expression], Expression] = lambda part: part
) -> Written:
    """Return with which sign brackets were written; those of both signs are left as they are."""
    found: dict[bool, set[Expression]] = {False: set(), True: set()}
    for bracket in _sums_among_operands(e):
        again = named(bracket.with_symmetry)
        if isinstance(again, Sum):
            number, unit = split_coefficient(again)
            found[number < 0] |= {unit, unit.T}
    return Written(*(frozenset(found[side] - found[not side]) for side in (True, False)))


def _sums_among_operands(e: Expression) -> Iterator[Sum]:
    """Yield the sums among the operands with which an expression was written last."""
    while e.of is not None:
        e = e.of
    seen, waiting = {e.body}, [(e.body, inf)]
    while waiting:
        node, before = waiting.pop()
        note = next((note for note in node.writings if note.number < before), None)
        operands = note.operands if note else node.children
        parts = {part for part in operands if isinstance(part, Expression)} - seen
        yield from (part for part in parts if isinstance(part, Sum))
        seen |= parts
        waiting += ((part, note.number if note else before) for part in parts)


def readable_signs(number: Number, factors: Factors, written: Written) -> tuple[Number, Factors]:
    """Return number and factors of a product with its signs where a person would write them.

    The powers that come back are to be read only: they are not in canonical form.
    """
    number, factors = _as_written(number, factors, written.turned)
    times = Counter(e for e, _ in factors)
    brackets = {k: e for k, (e, _) in enumerate(factors) if isinstance(e, Sum) and times[e] == 1}
    for k, e in brackets.items():
        if number.denominator >= SMALL and (share := _share(number, e)):
            number = normalize(Fraction(number) / share)
            factors = _with_scaled(factors, k, share)
    turned = [k for k, e in brackets.items() if e in written.turned]
    flips = len(turned) - (len(turned) + (number < 0)) % 2  # so that no minus is left in front
    for k in turned[: max(flips, 0)]:
        number, factors = -number, _with_scaled(factors, k, -1)
    if number < 0:
        for takes_in in _corrects, _is_mixed, _is_of_mixed:
            for k, e in brackets.items():
                if takes_in(e):
                    return -number, _with_scaled(factors, k, -1)
    return number, factors


def stays(term: Expression, written: Written) -> bool:
    """Say whether a term that is subtracted has a bracket as it was written, to be left so."""
    mixed = [e for e in term.children if isinstance(e, Sum) and _is_mixed(e)]
    return bool(mixed) and written.kept.issuperset(mixed)


def _is_mixed(bracket: Sum) -> bool:
    return any(c < 0 for c, _ in bracket.terms)


def _is_of_mixed(bracket: Sum) -> bool:
    """Say whether each term has a bracket that takes a minus in."""
    return all(
        any(isinstance(f, Sum) and _is_mixed(f) for f in term.children) for term in bracket.children
    )


def _with_scaled(factors: Factors, k: int, number: Number) -> Factors:
    e, labels = factors[k]
    return (*factors[:k], (scale(number, e), labels), *factors[k + 1 :])


def _as_written(
    number: Number, factors: Factors, turned: frozenset[Expression]
) -> tuple[Number, Factors]:
    """Return number and factors with the powers of brackets as they were written."""
    times = Counter(e for e, _ in factors)
    found: list[Factor] = []
    for e, labels in factors:
        if e in turned and times[e] % 2 == 0:
            e = scale(-1, e)
        elif isinstance(e, Power) and e.base in turned and e.exponent.denominator == 1:
            number = normalize(number * (-1) ** int(e.exponent % 2))
            e = Power(scale(-1, e.base), e.exponent)
        found.append((e, labels))
    return number, tuple(found)


def _share(number: Number, bracket: Sum) -> Number | None:
    """Return the part of a fraction that makes a coefficient in a bracket 1, and a whole number.

    (a + 100 b) / 100 is a / 100 + b, and (a + 100 b) / 50 is 2 (a / 100 + b).
    """
    wholes = [abs(c) for c, _ in bracket.terms if normalize(number * c).denominator == 1]
    return Fraction(1) / max(wholes) if wholes else None


def _corrects(bracket: Sum) -> bool:
    """Say whether, the other way round, it is something less a part of it: y - P y."""
    if len(bracket.terms) != 2 or not _is_mixed(bracket):
        return False
    (_, less), (_, kept) = sorted(bracket.terms, key=lambda term: -term[0])
    parts = _bases(kept)
    plain = all(not isinstance(f, Constant) for f in parts)
    return plain and parts < _bases(less)


def _bases(term: Expression) -> set[Expression]:
    return {f.base if isinstance(f, Power) else f for f, _ in term.factors}
