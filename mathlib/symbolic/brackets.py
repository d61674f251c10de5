"""When brackets are multiplied out: where terms cancel or meet, so that less is left to read.

Brackets stay as they are written, ``(s + t) * x``, because multiplied out they are longer and cost
more. But what is 0 must read as 0, and ``t * (s - 1) + (1 - t) * s`` is ``s - t``: such sums arise
whenever two paths meet in a derivative. Whether anything can meet is seen from what the terms are
made of, before any product is made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import product as combinations

from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.constants import is_zero
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.nodes import Identity, MergeAxes, Power, Product, Sum

#: Up to how many terms brackets are multiplied out to see whether anything meets.
MOST_TERMS = 64
#: Up to how many terms a bracket is summed to see whether it vanishes.
MOST_TO_VANISH = 8
#: Up to how many terms a bracket has that is multiplied out for one denominator.
SHORT = 3

Term = tuple[Number, Expression]


def met_terms(terms: list[Term]) -> list[Term]:
    """Return the terms of a sum, multiplied out if that makes fewer things to read."""
    lengths = [unit.term_count for _, unit in terms]
    if max(lengths) == 1 or sum(lengths) > MOST_TERMS:
        return terms
    must_vanish = 2 * max(lengths) <= sum(lengths) and _may_vanish(terms, lengths)
    if not must_vanish and not _may_meet(terms):
        return terms
    total: dict[Expression, Number] = {}
    for number, unit in terms:
        for c, part in without_brackets(number, unit):
            total[part] = total.get(part, 0) + c
    met = [(number, unit) for unit, number in total.items() if number]
    if len(met) <= len(terms) and _pieces(met) < _pieces(terms):
        return met
    return terms


def _may_vanish(terms: list[Term], lengths: list[int]) -> bool:
    """Say whether all may cancel: what one bracket gives has to be met by the other terms."""
    widest = terms[lengths.index(max(lengths))][1]
    others = frozenset().union(*(unit.symbols for _, unit in terms if unit is not widest))
    return widest.symbols <= others


def _may_meet(terms: list[Term]) -> bool:
    """Say whether two terms, multiplied out, are made of the same factors."""
    seen: set[frozenset] = set()
    for _, unit in terms:
        for made_of in {*_made_of(unit)}:
            if made_of in seen:
                return True
            seen.add(made_of)
    return False


def _made_of(unit: Expression) -> Iterator[frozenset]:
    """Yield what every term of a product is made of, multiplied out: bases and exponents."""
    parts = [e.terms if isinstance(e, Sum) else ((1, e),) for e, _ in unit.factors]
    for chosen in combinations(*parts):
        exponents: defaultdict[Expression, Number] = defaultdict(int)
        for _, part in chosen:
            _count_exponents(part, 1, exponents)
        yield frozenset((base, exponent) for base, exponent in exponents.items() if exponent)


def _count_exponents(e: Expression, times: Number, exponents: dict[Expression, Number]) -> None:
    """Add up with which exponents the parts of a product stand in it, also those of a block.

    An identity is contracted, and leaves nothing behind.
    """
    for f in (part for part, _ in e.factors if not isinstance(part, Identity)):
        base, exponent = (f.base, f.exponent) if isinstance(f, Power) else (f, 1)
        if isinstance(base, Product):
            _count_exponents(base, times * exponent, exponents)
        else:
            exponents[base] += times * exponent


def _pieces(terms: list[Term]) -> int:
    """Count what stands in terms and in their brackets."""
    return sum(
        max(1, sum(len(e.terms) if isinstance(e, Sum) else 1 for e, _ in unit.factors))
        for _, unit in terms
    )


def without_brackets(number: Number, unit: Expression) -> Iterator[Term]:
    """Yield the terms of a product whose brackets are multiplied out."""
    from mathlib.symbolic.products import product

    for k, (bracket, labels) in enumerate(unit.factors if isinstance(unit, Product) else ()):
        if isinstance(bracket, Sum):
            rest = [*unit.factors[:k], *unit.factors[k + 1 :]]
            for c, term in bracket.terms:
                part = product(number * c, [*rest, (term, labels)], unit.axes, unit.shape)
                for further in terms_of(part):
                    yield from without_brackets(*further)
            return
    yield number, unit


def terms_of(e: Expression) -> tuple[Term, ...]:
    """Return the terms of a sum; anything else is one term, and 0 is none."""
    if isinstance(e, Sum):
        return e.terms
    return () if is_zero(e) else (split_coefficient(e),)


def bracket_to_cancel(flat: list[Factor]) -> Factor | None:
    """Return a short bracket with a denominator that a factor beside it cancels.

    (t / s - u / (1 - s)) s (1 - s) is t (1 - s) - u s. As it is, it is neither short nor a number
    where s is rounded to 0 or to 1. So is one with a multiple of the identity, (s I + A) / s.
    """
    brackets = [f for f in flat if isinstance(f[0], Sum) and len(f[0].terms) <= SHORT]
    if not brackets or len(flat) == 1:
        return None
    over = {(base, labels) for base, labels, exponent in map(_power, flat) if exponent > 0}
    below = {base for base, _, exponent in map(_power, flat) if exponent < 0}
    for f in brackets:
        bracket, labels = f
        square = len(labels) == 2 and below
        if square and not below.isdisjoint(map(_times_identity, bracket.children)):
            return f
        for factor in (factor for term in bracket.children for factor in term.factors):
            base, inner, exponent = _power(factor)
            own = max(inner, default=-1) < len(labels)
            if exponent < 0 and own and (base, tuple(labels[k] for k in inner)) in over:
                return f
    return None


def _times_identity(term: Expression) -> Expression | None:
    """Return the scalar by which an identity is multiplied."""
    rest = [f for f in term.factors if not isinstance(f[0], Identity)]
    if len(term.shape) != 2 or len(rest) + 1 != len(term.factors):
        return None
    if any(axis in labels for axis in term.axes for _, labels in rest):
        return None
    from mathlib.symbolic.products import product

    return product(1, rest, ())


def _power(factor: Factor):
    e, labels = factor
    if isinstance(e, (Identity, MergeAxes)):
        return e, labels, 0
    return (e.base, labels, e.exponent) if isinstance(e, Power) else (e, labels, 1)


def vanishes(flat: list[Factor], out: Labels) -> bool:
    """Say whether a product is 0 because a bracket in it is once it is summed: x - mean(x).

    Only a bracket of a few terms is looked at, along an axis on which nothing else stands. Each of
    its terms has fewer brackets than the product, so looking ends.
    """
    brackets = [(e, labels) for e, labels in flat if isinstance(e, Sum)]
    times = Counter(label for _, labels in flat for label in labels) if brackets else {}
    for bracket, labels in brackets:
        if len(bracket.terms) <= MOST_TO_VANISH:
            left = [label for label in labels if label in out or times[label] > 1]
            if len(left) < len(labels):
                first = [labels.index(label) for label in labels]
                kept = tuple(dict.fromkeys(labels.index(label) for label in left))
                if _adds_up_to_zero(bracket, tuple(first), kept):
                    return True
    return False


#: So many brackets are remembered; in a network of many layers the same ones come again and again.
@lru_cache(maxsize=4096)
def _adds_up_to_zero(bracket: Sum, labels: Labels, kept: Labels) -> bool:
    """Say whether a bracket is 0 where only these of its labels are kept."""
    from mathlib.symbolic.products import product
    from mathlib.symbolic.sums import add

    return is_zero(add(*(product(c, [(term, labels)], kept) for c, term in bracket.terms)))
